"""Several people ask together: some of them speak for all and get the texts."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from center.outbox.models import Message
from petitions.actions import casework, news
from petitions.actions.joint import change_signers
from petitions.counter.queue import search
from petitions.models import CoSigner, Petition
from petitions.models.access import reader_of
from petitions.publication.actions import names_of
from petitions.rules.joint import Signer, read_signers
from tests.make import moment
from tests.petitions import make
from tests.petitions.counter.steps import LIST, do, just_now
from tests.petitions.guests import FORM, only

pytestmark = pytest.mark.django_db
AT = moment("2026-11-24 10:00")
FANG, NING = Signer("王芳", "16100000055"), Signer("周宁", "16100000056")
FIVE = [Signer(f"代表{n}", f"1610000006{n}") for n in range(5)]
MANY = [Signer(f"居民{n}") for n in range(200)]


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = settings.THROTTLES = False


def browser(user):
    made = Client()
    made.force_login(user)
    return made


def phones(case):
    rows = Message.objects.filter(subject=f"petitions:{case.pk}").order_by("pk")
    return list(rows.values_list("phone", flat=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王芳 16100000055\n周宁", [FANG, Signer("周宁")]),
        ("1、王芳，１６１ 0000 0055\n2. 周宁：+86 161-0000-0056（代表）", [FANG, NING]),
        ("王芳、周 宁；吴桐", [Signer("王芳"), Signer("周宁"), Signer("吴桐")]),
        (
            "(3) 王芳\t16100000055\r\n\r\n阿依古丽•买买提",
            [FANG, Signer("阿依古丽·买买提")],
        ),
        ("王芳 0571-88880000", [Signer("王芳", "0571-88880000")]),
        ("  \n，", []),
    ],
)
def test_lists_are_read_as_people_write_them(text, expected):
    found = read_signers(text)
    assert [(one.name, one.phone.replace("-", "")) for one in found] == [
        (one.name, one.phone.replace("-", "")) for one in expected
    ]


@pytest.mark.parametrize("text", ["16100000055", "王芳 161000", "长" * 41])
def test_what_cannot_be_read_is_named(text):
    with pytest.raises(ValueError, match=text[:5]):
        read_signers(text)


def test_who_speaks_gets_the_texts(house, chen):
    case = make.petition(house, speakers=[FANG, FANG], signers=[NING, Signer("王芳")])
    assert (case.signer_count, CoSigner.objects.count()) == (2, 2)
    assert phones(case) == ["16100000099", FANG.phone]
    casework.take(case, by=chen, at=AT)
    casework.tell_progress(case, text="明天去看。", by=chen, at=AT)
    assert phones(case) == ["16100000099", FANG.phone] * 2
    make.answer(case, chen)
    news.retract(make.fresh(case), reason="发错人了", by=chen, at=AT)
    stopped = Message.objects.filter(text__contains="修好了")
    assert set(stopped.values_list("state", flat=True)) == {"stopped"}


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"signers": MANY}, "最多 200 人"),
        ({"speakers": [Signer("王芳")]}, "手机号"),
        ({"speakers": [Signer("王芳", "057188880000")]}, "手机号"),
        (
            {"speakers": [Signer(f"代表{n}", f"1610000006{n}") for n in range(5)]},
            "5 位",
        ),
    ],
)
def test_too_many_and_nobody_to_tell_are_refused(house, fields, text):
    with pytest.raises(ValidationError, match=text):
        make.petition(house, **fields)
    assert Petition.objects.count() == 0


def test_two_hundred_with_the_person_is_the_most(house):
    case = make.petition(house, speakers=FIVE[:4], signers=MANY[:195])
    assert case.signer_count == 199
    with pytest.raises(IntegrityError, match="signers_few"), transaction.atomic():
        Petition.objects.filter(pk=case.pk).update(signer_count=201)


def test_an_anonymous_opinion_has_no_signers(house):
    with pytest.raises(ValidationError, match="匿名"):
        make.petition(house, kind="opinion", anonymous=True, signers=[NING])


def test_nobody_speaks_for_a_list_without_names(house, chen):
    with pytest.raises(ValidationError, match="一到五位代表"):
        make.counter(house, chen, name="", phone="", signers=[NING])
    case = make.counter(house, chen, name="", phone="", speakers=[FANG], signers=[NING])
    assert CoSigner.objects.speaking().get().place == 1
    assert phones(case) == [FANG.phone]


def test_from_the_web_to_receipt_and_case(client, house, chen):
    sent = {"speakers": "王芳 16100000055", "signers": "周宁\n吴桐"}
    answer = client.post("/petitions/new/", FORM | sent, follow=True)
    page = answer.content.decode()
    assert "一共 4 人" in page
    assert "林晓 161****0099、王芳 161****0055" in page
    assert "周宁、吴桐" in page
    page = browser(chen).get(f"{LIST}{only().code}/").content.decode()
    assert "王芳 16100000055" in page
    assert "联名，另有 3 人" in page


def test_what_cannot_be_read_keeps_the_form(client, house):
    sent = {"speakers": "王芳 161", "signers": "周宁"}
    answer = client.post("/petitions/new/", FORM | sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "王芳 161" in page
    assert "电话不对" in page
    assert Petition.objects.count() == 0


def test_at_the_desk_too_and_corrected_later(house, chen):
    desk = browser(chen)
    sent = {"phone": "16100000099", "name": "林晓", "title": "灯不亮", "kind": "help"}
    sent |= {"channel": "counter", "speakers": "王芳 16100000055", "signers": "周宁"}
    assert desk.post(f"{LIST}new/", sent).status_code == 302
    case = only()
    assert do(desk, case, "cosign", speakers="", signers="王芳").status_code == 302
    standing = CoSigner.objects.standing().get()
    assert (standing.name, standing.place) == ("王芳", None)
    gone = CoSigner.objects.exclude(pk=standing.pk)
    assert {row.left_by for row in gone} == {chen}
    assert make.fresh(case).signer_count == 1
    step = case.steps.order_by("-pk").first()
    assert (step.verb, step.details) == ("cosign", {"before": 2, "now": 1})
    stale = {"version": 1, "speakers": "", "signers": "吴桐"}
    assert desk.post(f"{LIST}{case.code}/cosign/", stale).status_code == 409


def test_who_speaks_opens_it_by_their_own_number(client, house, chen):
    case = make.petition(house, speakers=[FANG], signers=[NING])
    page = f"/petitions/{case.code}/"
    for tail, status in (("0056", 422), ("0055", 302)):
        typed = {"code": case.code, "phone_tail": tail}
        assert client.post("/petitions/track/", typed).status_code == status
    assert client.get(page).status_code == 200
    # Reading it is not speaking for its person.
    assert client.get(f"{page}withdraw/").status_code == 302
    version = make.fresh(case).version
    given = {"speakers": [], "signers": [NING], "version": version}
    change_signers(case, **given, by=chen, at=AT)
    assert client.get(page).status_code == 404


def test_names_are_found_and_blanked_at_home_alone(house, elsewhere, sun, chen):
    at = just_now()
    case = make.counter(elsewhere, sun, at=at, speakers=[FANG], title="王芳家漏水")
    for query in ("王芳", FANG.phone):
        assert search(sun, query).get() == case
        assert not search(chen, query).exists()
    assert reader_of(case, chen).read(case.title) == "■■家漏水"
    assert set(FANG) <= set(names_of(case))


def test_a_colleague_who_signs_keeps_away(house, chen, liu):
    case = make.petition(house, signers=[Signer(liu.name)])
    assert not Petition.objects.visible_to(liu).filter(pk=case.pk).exists()
    assert Petition.objects.visible_to(chen).filter(pk=case.pk).exists()
