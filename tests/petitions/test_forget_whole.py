"""After forgetting, the whole database is read for whoever is to be forgotten."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from center.accounts.actions.people import erase_account
from center.rules import PERSON_KEPT
from center.uploads import CleanFile
from petitions.actions import casework, feedback, replies, times
from petitions.actions.details import add_details, add_message
from petitions.actions.forget import due
from petitions.actions.intake import Intake, register
from petitions.actions.joint import change_signers
from petitions.models import Ask, Attachment, Rating, Step
from petitions.rules.joint import Signer
from tests import make as people
from tests.petitions import make

pytestmark = pytest.mark.django_db
NOW = timezone.now
NAME, PHONE, ADDRESS = "林晓晓", "16112345678", "三号楼二单元501"
OLD_NAME, OLD_PHONE = "林小小", "16187654321"
PASSWORD = "lianxinqiao-test"
SAID = f"{NAME}您好，{PHONE}，您家{ADDRESS}已修好"
SPREAD = f"{NAME[0]} {NAME[1:]}，161-1234-5678，身份证00000019900101123X"
NEEDLES = (NAME, PHONE, "5678", OLD_NAME, OLD_PHONE, ADDRESS, "123X", "1234-5678")
SPEAKER, SIGNER = "欧阳雪梅", "司马明远"
NEEDLES += (SPEAKER, "16187650001", SIGNER)


def dump():
    """Return every row of every table as text, by table; moments to the second."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = {}
        for table in tables:
            cursor.execute(f'SELECT x::text FROM "{table}" x')
            rows = [text for (text,) in cursor.fetchall()]
            # A microsecond may be any four figures, those of the phone too.
            found[table] = [re.sub(r"(?<=:\d\d)\.\d+", "", text) for text in rows]
    return found


def told():
    return [
        (table, needle, row)
        for table, rows in dump().items()
        for row in rows
        for needle in NEEDLES
        if needle in row
    ]


@pytest.fixture
def asker(house):
    person = people.person(NAME, phone=PHONE, phone_confirmed_at=NOW())
    person.set_password(PASSWORD)
    person.save()
    return person


def grown(house, chen, zhao, by):
    """Let a case grow through every verb, with its person in every word."""
    at = NOW() - timedelta(hours=1)
    who, file = {"by": chen, "at": at}, CleanFile(f"{NAME}.png", "image/png", b"PNG")
    case = register(
        center=house,
        intake=Intake(
            kind="help",
            channel="web",
            title=f"{OLD_NAME}家漏水",
            body=SPREAD,
            name=OLD_NAME,
            phone=OLD_PHONE,
            address=ADDRESS,
            speakers=[Signer(SPEAKER, "16187650001")],
            signers=[Signer(SIGNER)],
        ),
        form_key=make.key(),
        by=by,
        at=at,
        files=[file],
    )
    casework.take(case, **who)
    words = {"title": f"{NAME}家漏水", "body": SPREAD, "address": ADDRESS}
    words |= {"name": NAME, "phone": PHONE, "version": make.fresh(case).version}
    add_details(case, **words, **who)
    version = make.fresh(case).version
    change_signers(case, speakers=[], signers=[Signer(SPEAKER)], version=version, **who)
    add_message(case, text=SPREAD, files=[file], by=by, at=at)
    casework.add_note(case, text=SPREAD, files=[file], **who)
    casework.tell_progress(case, text=SAID, **who)
    casework.split_asks(case, asks=[f"{NAME}家修灯"], **who)
    casework.answer_ask(Ask.objects.get(), outcome="support", answer=SAID, **who)
    part = casework.ask_assist(case, unit="物业", part=SPREAD, **who)
    casework.finish_assist(part, finding=SPREAD, **who)
    asked = times.ask_extension(case, days=2, reason="complex", text=SPREAD, **who)
    times.decide_extension(asked, approve=True, text=SPREAD, by=zhao, at=at)
    casework.hand_over(case, to=zhao, reason=SPREAD, **who)
    version = make.fresh(case).version
    replies.reply(case, text=SAID, basis=SAID, version=version, by=zhao, at=at)
    feedback.rate(case, score=1, comment=SPREAD, by=by, at=at)
    feedback.rate(case, score=2, comment=SPREAD, by=by, at=at)
    feedback.record_call(Rating.objects.get(), note=SPREAD, by=zhao, at=at)
    return replies.close(case, result=SAID, reached="phone", by=zhao, at=at)


def check_gone(case, steps):
    assert told() == []
    now = make.fresh(case)
    assert (now.title, now.state) == ("■■家漏水", "closed")
    assert Step.objects.filter(petition=case).count() == steps + 1
    assert "已修好" in now.result
    names = set(Attachment.objects.values_list("name", "file", "sha256"))
    assert names == {("已清除的文件", "", "")}


def test_with_the_account_everything_goes(
    house, chen, zhao, asker, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    case = grown(house, chen, zhao, asker)
    steps = Step.objects.filter(petition=case).count()
    assert {needle for _, needle, _ in told()} == set(NEEDLES)
    assert len([one for one in tmp_path.rglob("*") if one.is_file()]) == 3
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(by=asker, password=PASSWORD, at=NOW())
    check_gone(case, steps)
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


def test_after_the_term_everything_goes(house, chen, zhao, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    case = grown(house, chen, zhao, None)
    steps = Step.objects.filter(petition=case).count()
    later = NOW() + PERSON_KEPT + timedelta(days=1)
    assert due(later)[0][1].delete()[0] == 1
    check_gone(case, steps)
