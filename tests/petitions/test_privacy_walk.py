"""Who asked stays with those who may know: every address, walked as every role.

A name, a phone number and an ID number stand in every text, file name, ask, part,
message and note of a case. Whoever sees the matter only, or nothing, finds none of
them on any page, in any refusal, by any search. ``tests/test_planted.py`` walks every
other address, and who sees nothing.
"""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from center.outbox.models import Message
from center.rules import Role
from center.uploads import CleanFile
from petitions.actions import casework, duty, feedback, replies, times
from petitions.actions.details import add_details, add_message
from petitions.actions.intake import Intake, register
from petitions.actions.joint import change_signers
from petitions.counter.queue import PILES
from petitions.counter.verbs import ACTIONS
from petitions.models import Ask, Extension, Petition, Rating, RevealLog
from petitions.models.access import readable, reader_of
from petitions.rules.joint import Signer
from tests import make as people
from tests.petitions import make

pytestmark = pytest.mark.django_db
DESK = "/desk/petitions/"
NAME, PHONE, ID = "王小明", "16112345678", "110101199003078515"
WHO = f"我叫{NAME}，手机{PHONE}，身份证{ID}，和司马明远、诸葛清风、欧阳 雪梅一起"
# What may leave the house: without the number that nobody knows to be theirs.
SAID = f"{NAME}家，手机{PHONE}"
# The needles: whole, by their parts, and as people type them.
NEEDLES = (
    NAME,
    "小明",
    PHONE,
    *("12345678", ID, "19900307", "王 小 明", "１６１１２３４５６７８"),
    # Who signs too, and who once did.
    *("欧阳雪梅", "16187650001", "司马明远", "诸葛清风"),
)
MATTER = "漏水"
NOW = timezone.now


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def helper(house):
    """A clerk of a center that is asked to help."""
    other = people.center(name="桃园社区党群服务中心", parent=house, level="community")
    return people.staff("方华", Role.CLERK, center=other)


@pytest.fixture
def named(elsewhere):
    return people.staff("陈静", Role.CLERK, center=elsewhere)


@pytest.fixture
def boss(elsewhere):
    return people.staff("韩梅", Role.SUPERVISOR, center=elsewhere)


@pytest.fixture
def asker():
    return people.person(NAME, phone=PHONE)


@pytest.fixture
def planted(elsewhere, sun, boss, helper, named, asker):
    """A case of the community in whose every word the person stands."""
    at = NOW() - timedelta(hours=1)
    file = CleanFile(f"{NAME}{PHONE}.png", "image/png", b"\x89PNG")
    case = register(
        center=elsewhere,
        intake=Intake(
            kind="errand",
            channel="web",
            scope="partial",
            title=f"{NAME}家{MATTER}，{PHONE}",
            body=f"{WHO}。王 小 明家{MATTER}，１６１１２３４５６７８，陈静不管。",
            name=NAME,
            phone=PHONE,
            address="三号楼二单元501",
            speakers=[Signer("欧阳雪梅", "16187650001")],
            signers=[Signer("司马明远"), Signer("诸葛清风")],
        ),
        form_key=make.key(),
        by=asker,
        at=at,
        files=[file],
    )
    casework.take(case, by=sun, at=at)
    say = {"by": sun, "at": at}
    add_message(case, text=WHO, files=[file], by=asker, at=at)
    kept = {"speakers": [Signer("欧阳雪梅", "16187650001")], "signers": []}
    kept["signers"] = [Signer("司马明远")]
    change_signers(case, version=make.fresh(case).version, **kept, **say)
    casework.add_note(case, text=WHO, files=[file], **say)
    casework.tell_progress(case, text=f"{NAME}您好，{PHONE}", **say)
    casework.split_asks(case, asks=[SAID], **say)
    casework.answer_ask(Ask.objects.get(), outcome="support", answer=SAID, **say)
    part = f"去看{MATTER}，{WHO}"
    casework.ask_assist(case, unit="", center=helper.center, part=part, **say)
    extension = times.ask_extension(case, days=2, reason="complex", text=WHO, **say)
    assert isinstance(extension, Extension)
    version = 0
    replies.save_draft(case, text=WHO, version=version, **say)
    return case


def as_they_are(case, _sun, _boss):
    return case


def escalated(case, sun, _boss):
    return casework.escalate(case, reason=WHO, by=sun, at=NOW())


def decided(case, _sun, boss):
    waiting = Extension.objects.get()
    times.decide_extension(waiting, approve=True, text=WHO, by=boss, at=NOW())
    return case


def closed(case, sun, _boss):
    part = case.assists.get()
    casework.finish_assist(part, finding=WHO, by=sun, at=NOW())
    make.answer(
        case,
        sun,
        at=f"{timezone.localtime():%Y-%m-%d %H:%M}",
        text=f"{NAME}您好，已修好。",
    )
    feedback.rate(case, score=1, comment=WHO, by=case.person, at=NOW())
    feedback.record_call(Rating.objects.get(), note=WHO, by=sun, at=NOW())
    return replies.close(case, result=SAID, reached="phone", by=sun, at=NOW())


def gets(case):
    """Return every address about the case, or about all cases."""
    ours, public = f"{DESK}{case.code}/", f"/petitions/{case.code}/"
    for file in case.attachments.all():
        yield f"{ours}files/{file.token}/"
        yield f"{public}files/{file.token}/"
    yield from (f"{DESK}?tab={pile.name}" for pile in PILES)
    yield from (f"{DESK}{part}" for part in ("", "new/", "forecast/", "recompute/"))
    yield from (f"{ours}{action.url_name}/" for action in ACTIONS)
    yield from (f"{ours}{part}" for part in ("", "publish/", "asks/1/", "?phrase=done"))
    yield from (
        f"{public}{part}"
        for part in ("", "slip/", "message/", "rate/", "withdraw/", "reopen/")
    )
    yield from (
        "/desk/",
        "/me/",
        "/petitions/answered/",
        "/admin/",
        "/admin/petitions/",
    )
    yield from admin_gets(case)
    yield from outbox_gets()


def outbox_gets():
    """Return the pages about text messages, and what was taken out of the portal."""
    table = reverse("admin:outbox_message_changelist")
    yield from ("/desk/exports/", table, f"{table}?q={PHONE[-4:]}")
    for message in Message.objects.all():
        yield from (f"{table}{message.pk}/change/", f"{table}{message.pk}/history/")


def admin_gets(case):
    table = reverse("admin:petitions_petition_changelist")
    yield from (table, f"{table}?standing=all", f"{table}{case.pk}/change/")
    yield f"{table}{case.pk}/history/"
    for name, model in (("extension", Extension), ("reveallog", RevealLog)):
        page = reverse(f"admin:petitions_{name}_changelist")
        yield page
        for row in model.objects.filter(petition=case):
            yield f"{page}{row.pk}/change/"
            yield f"{page}{row.pk}/history/"
    for name in ("extension", "reveallog", "conflict"):
        yield (
            "/admin/autocomplete/?app_label=petitions"
            f"&model_name={name}&field_name=petition&term={NAME}"
        )


def posts(case):
    """Return posts that are refused, each with what a page could give back."""
    ours = f"{DESK}{case.code}/"
    for action in ACTIONS:
        yield f"{ours}{action.url_name}/", {}
        yield (
            f"{ours}{action.url_name}/",
            {"version": "0", "text": "您好，漏水修好了吗？", "title": "x"},
        )
    yield f"{ours}reply/", {"draft": "1", "text": "您好，漏水", "draft_version": "0"}
    yield f"{ours}correct/", {"version": "0", "title": "x", "body": "y"}
    yield f"{ours}asks/1/", {}
    yield f"{ours}publish/", {}
    yield f"{ours}unpublish/", {}
    for part in ("message/", "rate/", "withdraw/", "reopen/", "leave/"):
        yield f"/petitions/{case.code}/{part}", {}
    yield "/petitions/similar/", {"title": MATTER}
    table = reverse("admin:petitions_petition_changelist")
    for action in (
        "approve_extension",
        "reassign",
        "release_first_asked",
        "remind_owner",
    ):
        yield table, {"action": action, "_selected_action": [case.pk]}
        yield table, {"action": action, "_selected_action": [case.pk], "apply": "1"}


def told(answer):
    """Return all that an answer gives away: page, head and file."""
    body = b"".join(answer) if answer.streaming else answer.content
    return body.decode(errors="replace") + str(dict(answer.headers))


def leaks(text):
    return [needle for needle in NEEDLES if needle in text]


def walk(user, case):
    """Yield each address that tells somebody who asked, and what it tells."""
    client = Client()
    client.force_login(user)
    # A verb that is not offered leads back to the page; its post is walked below.
    closed = {
        f"{DESK}{case.code}/{action.url_name}/"
        for action in ACTIONS
        if action.refusal(case, user)
    }
    for address in gets(case):
        if address in closed:
            continue
        text = told(client.get(address)).replace(f"term={NAME}", "")
        if here := leaks(text):
            yield address, here
    for address, data in posts(case):
        if address in closed and not data:
            continue
        answer = client.post(address, data)
        assert answer.status_code < 500, address
        if here := leaks(told(answer)):
            yield f"POST {address} {data}", here


WALKS = [
    ("helps", as_they_are),
    ("above", escalated),
    ("above_all", decided),
    ("above", closed),
]


@pytest.mark.parametrize(("role", "stage"), WALKS)
def test_no_address_tells_who_asked(planted, house, sun, boss, helper, stage, role):
    case = stage(planted, sun, boss)
    viewer = {
        "above": lambda: people.staff("李强", Role.CLERK, center=house),
        "above_all": lambda: people.staff("周平", Role.SUPERVISOR, center=house),
        "helps": lambda: helper,
    }[role]()
    assert list(walk(viewer, case)) == []
    if role in ("above", "above_all"):
        client = Client()
        client.force_login(viewer)
        # The walk would prove nothing on pages that show nothing.
        for page in (f"{DESK}{case.code}/", f"/petitions/{case.code}/"):
            assert MATTER in client.get(page).content.decode()


def test_the_same_pages_tell_at_home(planted, sun, boss, asker):
    assert next(walk(boss, planted))
    client = Client()
    client.force_login(asker)
    assert NAME in client.get(f"/petitions/{planted.code}/").content.decode()


def test_the_outbox_tells_nobody_not_even_at_home(planted, sun, boss):
    """Code and digits would be enough to read the case as its person."""
    assert Message.objects.filter(phone=PHONE).exists()
    client = Client()
    client.force_login(boss)
    for address in outbox_gets():
        text = told(client.get(address))
        assert not leaks(text), address
        assert not re.search(rf"\*\s*{PHONE[-4:]}", text), address
        assert planted.code not in text, address
        assert planted.code_text not in text, address


def test_a_reason_lifts_the_veil_and_is_kept(planted, house):
    viewer = people.staff("李强", Role.CLERK, center=house)
    client = Client()
    client.force_login(viewer)
    duty.reveal_person(planted, reason="要上门", by=viewer, at=NOW())
    for page in (f"{DESK}{planted.code}/", f"/petitions/{planted.code}/"):
        assert NAME in client.get(page).content.decode()
    assert RevealLog.objects.get().by == viewer


@pytest.mark.parametrize("stage", [as_they_are, closed])
def test_who_is_named_finds_nothing_at_all(planted, sun, boss, named, stage):
    case = stage(planted, sun, boss)
    client = Client()
    client.force_login(named)
    for address in gets(case):
        text = told(client.get(address))
        assert not leaks(text.replace(f"term={NAME}", "")), address
        assert MATTER not in text, address
        assert case.code_text not in text, address
    for address, data in posts(case):
        text = told(client.post(address, data))
        assert not leaks(text), address
        assert case.code_text not in text, address
    for word in (MATTER, case.code, NAME, PHONE, PHONE[-4:]):
        assert hits(client, f"{DESK}?q={word}") == 0


def hits(client, address):
    text = client.get(address).content.decode()
    return len(set(re.findall(rf"{DESK}([0-9A-Z]{{12}})/", text)))


@pytest.mark.parametrize(
    "word", [NAME, "小明", "明家", PHONE, "16112", "2345678", "5678", "王", "6"]
)
def test_no_search_finds_what_is_veiled(planted, house, boss, word):
    for role in (Role.CLERK, Role.SUPERVISOR):
        client = Client()
        client.force_login(people.staff("李强", role, center=house))
        assert hits(client, f"{DESK}?q={word}") == 0
        assert hits(client, f"{DESK}?q={MATTER}") == 1
    table = reverse("admin:petitions_petition_changelist")
    assert hits(client, f"{table}?standing=all&q={word}") == 0
    assert hits(client, f"{table}?standing=all&q={MATTER}") == 1
    client.force_login(boss)
    assert hits(client, f"{DESK}?q={NAME}") == 1


def test_what_was_veiled_for_its_writer_is_not_sent(planted, house):
    """The draft of the house is shown veiled, and so it must not go back or out."""
    viewer = people.staff("李强", Role.CLERK, center=house)
    for run in (replies.save_draft, replies.reply):
        version = 1 if run is replies.save_draft else make.fresh(planted).version
        with pytest.raises(ValidationError, match="遮住的字"):
            run(planted, text="■■您好，已修好。", version=version, by=viewer, at=NOW())


def test_a_number_cannot_be_tried_out_in_a_reply(planted, house):
    """A reply with the right number of the person is refused like any other."""
    viewer = people.staff("李强", Role.CLERK, center=house)
    client = Client()
    client.force_login(viewer)
    answers = [
        client.post(
            f"{DESK}{planted.code}/reply/",
            {
                "version": str(make.fresh(planted).version),
                "text": f"您好，请打 {number}，谢谢。",
            },
        )
        for number in (PHONE, "16112345679")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    said = [str(answer.context["form"].errors.as_data()) for answer in answers]
    assert said[0].replace(PHONE, "N") == said[1].replace("16112345679", "N")


def test_earlier_names_and_that_of_the_account_stay_veiled(house, elsewhere, sun):
    asker = people.person(NAME, phone=PHONE)
    title = f"{NAME}、钱多多、吴一平家{MATTER}"
    case = make.taken(elsewhere, sun, by_person=asker, name="钱多多", title=title)
    fields = {"title": title, "body": case.body, "phone": "", "address": ""}
    add_details(case, **fields, name="吴一平", version=case.version, by=sun, at=NOW())
    viewer = people.staff("李强", Role.CLERK, center=house)
    listed = readable(Petition.objects.all(), viewer)
    for row in (make.fresh(case), listed.get()):
        assert reader_of(row, viewer).read(title) == f"■■、■■、■■家{MATTER}"
        assert reader_of(row, sun).read(title) == title
