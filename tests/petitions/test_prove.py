"""Code and digits open a request for reading; who speaks for the person proves it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from center.rules import Role
from petitions.actions import casework, feedback
from petitions.actions.details import add_details
from petitions.models import Petition, Rating, Step
from petitions.visitors import receipt_word
from tests import make as people
from tests.petitions import make

pytestmark = pytest.mark.django_db
PHONE = "16100000099"
FORM = {"kind": "help", "title": "灯坏了", "body": "楼道灯坏了", "name": "林晓"}


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def texts(monkeypatch):
    """Catch what the gateway is given."""
    sent = []
    monkeypatch.setattr(
        "center.sms.ConsoleSms.send",
        lambda _self, phone, text: sent.append((phone, text)),
    )
    return sent


def now():
    return f"{timezone.localtime() - timedelta(minutes=9):%Y-%m-%d %H:%M}"


def tracked(case, tail=None):
    """Return a browser that has opened the case by what stands on the receipt."""
    client = Client()
    tail = case.phone[-4:] if tail is None else tail
    client.post("/petitions/track/", {"code": case.code, "phone_tail": tail})
    return client


def address(case, part=""):
    return f"/petitions/{case.code}/{part}"


def acts(case, client):
    """Try everything that speaks for the person; say what was let through."""
    tries = {
        "message": {"body": "还有一件"},
        "rate": {"score": "5"},
        "reopen": {"reason": "没好"},
        "withdraw": {"reason": ""},
    }
    before = Step.objects.filter(petition=case).count()
    answers = {
        part: client.post(address(case, f"{part}/"), data)
        for part, data in tries.items()
    }
    assert Step.objects.filter(petition=case).count() == before
    return {
        part: (answer.status_code, answer.get("Location"))
        for part, answer in answers.items()
    }


def refusals(case, status=302):
    to = address(case, "prove/") if status == 302 else None
    return dict.fromkeys(("message", "rate", "reopen", "withdraw"), (status, to))


def code_in(texts):
    return texts[-1][1].split("验证码 ")[1][:6]


@pytest.mark.parametrize("by_clerk", [True, False])
def test_what_the_house_knows_is_not_enough(house, chen, by_clerk):
    fields = {"phone": PHONE}
    make_it = make.counter if by_clerk else make.taken
    case = make_it(house, chen, at=now(), **fields)
    make.answer(case, chen, at=now())
    client = tracked(case)
    page = client.get(address(case))
    assert page.status_code == 200
    assert (page.context["form"], page.context["must_prove"]) == (None, True)
    assert acts(case, client) == refusals(case)
    assert not Rating.objects.exists()


def test_a_code_to_the_phone_is(house, chen, texts):
    case = make.counter(house, chen, at=now(), phone=PHONE)
    make.answer(case, chen, at=now())
    client = tracked(case)
    page = client.post(address(case, "prove/"), {"send": "1"})
    assert page.status_code == 200
    assert [phone for phone, _ in texts] == [PHONE]
    assert code_in(texts) not in page.content.decode()
    wrong = client.post(address(case, "prove/"), {"code": "000000"})
    assert wrong.status_code == 422
    assert acts(case, client) == refusals(case)
    right = client.post(address(case, "prove/"), {"code": code_in(texts)})
    assert (right.status_code, right.url) == (302, address(case))
    assert client.post(address(case, "rate/"), {"score": "1"}).status_code == 302
    assert Rating.objects.get().score == 1
    step = Step.objects.get(verb="rate")
    assert step.details == {"proof": "短信验证码"}
    client.force_login(chen)
    assert (
        "本人（短信验证码）"
        in client.get(f"/desk/petitions/{case.code}/").content.decode()
    )


def test_the_same_code_opens_nothing_twice_nor_elsewhere(house, chen, texts):
    one = make.counter(house, chen, at=now(), phone=PHONE)
    two = make.counter(house, chen, at=now(), phone="16100000098")
    client = tracked(one)
    client.post(address(one, "prove/"), {"send": "1"})
    code = code_in(texts)
    assert tracked(two).post(address(two, "prove/"), {"code": code}).status_code == 422
    assert client.post(address(one, "prove/"), {"code": code}).status_code == 302
    assert tracked(one).post(address(one, "prove/"), {"code": code}).status_code == 422


def test_staff_speak_for_nobody_who_is_not_themselves(house, chen):
    case = make.counter(house, chen, at=now(), phone=PHONE)
    client = Client()
    client.force_login(chen)
    answer = client.post("/petitions/track/", {"code": case.code, "phone_tail": "0099"})
    assert answer.status_code == 422
    assert acts(case, client) == refusals(case, 404)
    assert client.post(address(case, "prove/"), {"send": "1"}).status_code == 404
    # What was opened before the log-in is not theirs either.
    earlier = tracked(case)
    earlier.force_login(chen)
    assert acts(case, earlier) == refusals(case, 404)


def test_the_number_of_a_member_of_staff_proves_nothing(house, chen, texts):
    case = make.counter(house, chen, at=now(), phone=chen.phone)
    client = tracked(case)
    page = client.get(address(case, "prove/"))
    assert (page.context["wants_code"], page.context["wants_word"]) == (False, False)
    assert client.post(address(case, "prove/"), {"send": "1"}).status_code == 200
    assert texts == []


def test_typing_the_own_number_into_a_case_makes_it_nobodys_own(house, chen, liu):
    case = make.counter(house, liu, at=now(), phone=chen.phone)
    chen.phone_confirmed_at = timezone.now()
    chen.save()
    client = Client()
    client.force_login(chen)
    assert acts(case, client) == refusals(case, 404)
    assert case.code not in client.get("/me/").content.decode()


def test_an_account_and_the_browser_that_handed_it_in_need_nothing_more(
    house, lin, chen
):
    mine = make.petition(house, at=now(), by=lin)
    client = Client()
    client.force_login(lin)
    assert client.post(address(mine, "message/"), {"body": "还有"}).status_code == 302
    guest = Client()
    there = guest.post("/petitions/new/", FORM | {"phone": PHONE}).url
    assert guest.post(f"{there}withdraw/", {"reason": ""}).status_code == 302
    case = Petition.objects.exclude(pk=mine.pk).get()
    assert case.state == "withdrawn"
    assert Step.objects.get(verb="withdraw").details == {"proof": "提交时用的浏览器"}


def test_who_left_no_phone_has_a_word_that_staff_never_see(house, zhao):
    guest = Client()
    fields = FORM | {"kind": "opinion", "anonymous": "on", "name": ""}
    there = guest.post("/petitions/new/", fields).url
    case = Petition.objects.get()
    word = receipt_word(case)
    shown = f"{word[:4]} {word[4:]}"
    assert shown in guest.get(there).content.decode()
    staff = Client()
    staff.force_login(zhao)
    for page in (
        there,
        f"/desk/petitions/{case.code}/",
        f"/admin/petitions/petition/{case.pk}/change/",
    ):
        text = staff.get(page).content.decode()
        assert shown not in text
        assert word not in text
    other = tracked(case, "")
    assert shown not in other.get(there).content.decode()
    assert acts(case, other) == refusals(case)
    assert other.post(f"{there}prove/", {"code": "00000000"}).status_code == 422
    assert other.post(f"{there}prove/", {"code": shown}).status_code == 302
    assert other.post(f"{there}withdraw/", {"reason": ""}).status_code == 302


def test_the_browser_that_handed_it_in_is_known_again_after_leaving(house):
    guest = Client()
    there = guest.post("/petitions/new/", FORM | {"phone": PHONE}).url
    case = Petition.objects.get()
    guest.post(f"{there}leave/")
    assert guest.get(there).status_code == 404
    assert case.code not in str(dict(guest.session))
    guest.post("/petitions/track/", {"code": case.code, "phone_tail": PHONE[-4:]})
    assert guest.post(f"{there}withdraw/", {"reason": ""}).status_code == 302
    assert Petition.objects.get().state == "withdrawn"


def test_staff_who_log_in_at_the_same_machine_are_not_the_person(house, chen):
    guest = Client()
    there = guest.post("/petitions/new/", FORM | {"phone": PHONE}).url
    guest.force_login(chen)
    assert guest.post(f"{there}withdraw/", {"reason": ""}).status_code == 404
    own = Client()
    own.force_login(chen)
    fields = FORM | {"kind": "opinion", "anonymous": "on"}
    there = own.post("/petitions/new/", fields).url
    assert own.get(there).status_code == 200


def test_a_request_about_staff_is_not_even_read_by_code_and_digits(
    house, chen, liu, texts
):
    case = make.counter(house, chen, at=now(), phone=PHONE, body="陈静不给办")
    client = tracked(case)
    for part in ("", "message/", "rate/", "withdraw/"):
        answer = client.get(address(case, part), follow=True)
        assert answer.redirect_chain[-1][0] == address(case, "prove/")
        assert "不给办" not in answer.content.decode()
        assert case.title not in answer.content.decode()
    assert client.get(address(case, "slip/")).status_code == 404
    client.post(address(case, "prove/"), {"send": "1"})
    client.post(address(case, "prove/"), {"code": code_in(texts)})
    assert "不给办" in client.get(address(case)).content.decode()


def test_a_corrected_phone_closes_the_page_to_a_stranger(house, chen):
    case = make.counter(house, chen, at=now(), phone="16100000011")
    stranger = tracked(case)
    assert stranger.get(address(case)).status_code == 200
    fields = {"title": case.title, "body": case.body, "name": case.name, "address": ""}
    add_details(
        case, **fields, phone=PHONE, version=case.version, by=chen, at=timezone.now()
    )
    assert stranger.get(address(case)).status_code == 404


def test_codes_are_not_guessed_for_ever(house, chen, texts, settings):
    settings.THROTTLES = True
    case = make.counter(house, chen, at=now(), phone=PHONE)
    client = tracked(case)
    client.post(address(case, "prove/"), {"send": "1"})
    tries = [
        client.post(address(case, "prove/"), {"code": "1"}).status_code
        for _ in range(9)
    ]
    assert tries == [422] * 8 + [429]


# -- Who has neither account nor phone: through the counter


def test_an_elder_rates_through_somebody_who_had_no_part(house, chen, liu, zhao):
    case = make.counter(house, chen, at=now(), phone="", name="李奶奶")
    make.answer(case, chen, at=now())
    client = Client()
    for user, status in ((chen, 409), (liu, 302)):
        client.force_login(user)
        page = client.get(f"/desk/petitions/{case.code}/")
        verbs = [verb.name for verb in (*page.context["verbs"], *page.context["more"])]
        assert ("rate" in verbs) == (user is liu)
        answer = client.post(f"/desk/petitions/{case.code}/rate/", {"score": "2"})
        assert answer.status_code == status
    rating = Rating.objects.get()
    assert (rating.score, rating.call_by is not None) == (2, True)
    step = Step.objects.get(verb="rate")
    assert (step.by, step.role) == (liu, "窗口人员")
    assert "刘洋 按本人说的记下" in step.public_text


def test_who_answered_does_not_write_down_their_own_mark(house, chen, liu):
    case = make.counter(house, chen, at=now(), phone="")
    make.answer(case, chen, at=now())
    other = people.staff("方华", Role.CLERK, center=house)
    casework.hand_over(case, to=liu, reason="轮班", by=chen, at=timezone.now())
    for user in (chen, liu):
        with pytest.raises(Exception, match="换一位同事"):
            feedback.record_rating(case, score=5, by=user, at=timezone.now())
    assert feedback.record_rating(case, score=3, by=other, at=timezone.now()).score == 3
