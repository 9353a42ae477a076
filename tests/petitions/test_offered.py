"""What the page of a case does not offer cannot be posted either."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from center.rules import Role
from petitions.actions import casework, duty
from petitions.actions.details import add_details, withdraw
from petitions.actions.receipt import correct_receipt
from petitions.models import RevealLog, Step
from tests.make import center, person, staff
from tests.petitions import make

LIST = "/desk/petitions/"
DETAILS = {"title": "漏水", "body": "", "name": "", "phone": "16100007777"}


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


def now_text():
    return timezone.localtime().strftime("%Y-%m-%d %H:%M")


def browser(user):
    made = Client()
    made.force_login(user)
    return made


def post(client, case, key, **fields):
    fields = {"version": make.fresh(case).version, **fields}
    return client.post(f"{LIST}{case.code}/{key}/", fields)


@pytest.fixture
def case(elsewhere, sun):
    """A case of the community, which the street above it sees."""
    return make.taken(elsewhere, sun, at=now_text(), body="家里漏水一周了")


@pytest.fixture
def escalated(case, sun):
    return casework.escalate(case, reason="要区里定", by=sun, at=timezone.now())


@pytest.mark.parametrize("key", ["correct", "receipt"])
@pytest.mark.parametrize("state", ["case", "escalated"])
def test_the_superior_never_changes_who_asked(request, chen, key, state):
    case = make.fresh(request.getfixturevalue(state))
    client = browser(chen)
    more = {"received_at": "2026-11-20T09:00", "reason": "记错了"}
    assert post(client, case, key, **DETAILS, **more).status_code == 403
    assert client.get(f"{LIST}{case.code}/{key}/").status_code == 403
    now = make.fresh(case)
    assert (now.phone, now.title) == (case.phone, case.title)
    assert now.received_at == case.received_at
    assert now.version == case.version


def test_the_actions_refuse_it_too(chen, case):
    with pytest.raises(ValidationError) as details:
        add_details(
            case,
            **DETAILS,
            address="",
            version=case.version,
            by=chen,
            at=timezone.now(),
        )
    with pytest.raises(ValidationError) as receipt:
        correct_receipt(
            case,
            received_at=case.received_at,
            reason="原因",
            witness=None,
            by=chen,
            at=timezone.now(),
        )
    assert (details.value.code, receipt.value.code) == ("not_home", "not_home")


def test_nobody_looks_at_who_asked_without_need(house, chen, zhao, elsewhere, sun):
    anonymous = make.petition(elsewhere, kind="opinion", anonymous=True)
    at_home = make.taken(house, chen)
    for case, code in ((anonymous, "anonymous"), (at_home, "at_home")):
        with pytest.raises(ValidationError) as refusal:
            duty.reveal_person(case, reason="回电话", by=zhao, at=timezone.now())
        assert refusal.value.code == code
    assert not RevealLog.objects.exists()


HOME_ONLY = {
    "tell": {"text": "快了"},
    "ask_extension": {"days": "3", "reason": "complex", "text": "原因"},
    "assist": {"unit": "物业", "part": "换灯"},
    "split": {"asks": "修灯"},
    "recategorize": {"kind": "consultation"},
    "withdraw": {"reason": "不要了"},
    "link": {"other": "x"},
    "conflict": {"reason": "原因"},
}


@pytest.mark.parametrize("key", HOME_ONLY)
def test_above_does_nothing_that_is_the_homes(chen, escalated, key):
    answer = post(browser(chen), escalated, key, **HOME_ONLY[key])
    assert answer.status_code == 409
    assert make.fresh(escalated).version == escalated.version


@pytest.mark.parametrize("key", HOME_ONLY)
def test_a_unit_that_helps_has_no_right_to_it(house, case, sun, key):
    there = make_helper(case, sun)
    answer = post(browser(there), case, key, **HOME_ONLY[key])
    assert answer.status_code == 403
    assert Step.objects.filter(petition=case, by=there).count() == 0


def make_helper(case, sun):
    helper = staff("帮手", Role.CLERK, center=center(level="community"))
    casework.ask_assist(
        case, unit="", center=helper.center, part="换灯", by=sun, at=timezone.now()
    )
    return helper


def test_what_came_too_late_is_kept(case, sun):
    client = browser(sun)
    page = f"{LIST}{case.code}/"
    old = make.fresh(case).version
    withdraw(case, reason="不要了", by=sun, at=timezone.now())
    sent = {"version": old, "text": "今天去看过了 <b>。"}
    answer = client.post(f"{page}tell/", sent)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "今天去看过了 &lt;b&gt;。" in shown
    assert "现在是“已撤回”" in shown
    looked = client.get(f"{page}tell/", follow=True)
    assert looked.redirect_chain == [(page, 302)]
    assert "现在是“已撤回”" in looked.content.decode()


def test_sending_the_same_form_again_is_still_done(case, sun):
    client = browser(sun)
    sent = {"version": case.version, "key": "k", "reason": "本人说不用了"}
    address = f"{LIST}{case.code}/withdraw/"
    assert [client.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert Step.objects.filter(petition=case, verb="withdraw").count() == 1


def test_asks_are_answered_at_the_right_time_alone(case, sun):
    casework.split_asks(case, asks=["修灯"], by=sun, at=timezone.now())
    fields = {"outcome": "support", "answer": "修好了"}
    address = f"{LIST}{case.code}/asks/1/"
    helper = make_helper(case, sun)
    assert browser(helper).post(address, fields).status_code == 403
    withdraw(case, reason="不要了", by=sun, at=timezone.now())
    answer = browser(sun).post(address, fields)
    assert answer.status_code == 409
    assert "修好了" in answer.content.decode()


def test_many_at_once_ask_the_same(zhao, escalated, case):
    client = browser(zhao)
    sent = {
        "action": "remind_owner",
        "_selected_action": [escalated.pk],
        "apply": "1",
        "text": "快点",
    }
    before = make.fresh(escalated).version
    page = client.post("/admin/petitions/petition/", sent, follow=True)
    assert "现在不能“催办”" in page.content.decode()
    assert make.fresh(escalated).version == before


def test_a_resident_posts_nothing_at_the_desk(case):
    client = browser(person("外人"))
    assert post(client, case, "note", text="原因").status_code == 403


def options(page, name):
    """Return whom a list of the page offers, by number."""
    found = re.findall(rf'<select name="{name}".*?</select>', page, re.DOTALL)
    return {int(pk) for pk in re.findall(r'value="(\d+)"', "".join(found))}


def test_lists_offer_only_who_may_have_it(house, elsewhere, case, sun, chen):
    """The owner, the named and who may not work on requests are not in them."""
    fresh = staff("冯远", Role.CLERK, center=elsewhere)
    named = staff("方舟", Role.CLERK, center=elsewhere)
    away = staff("钱立", Role.SECRETARY, center=elsewhere)
    boss = staff("赵敏", Role.SUPERVISOR, center=elsewhere)
    who = {"by": sun, "at": timezone.now()}
    duty.mark_conflict(case, staff=named, reason="亲戚", **who)
    page = browser(sun).get(f"{LIST}{case.code}/hand_over/").content.decode()
    assert options(page, "to") == {fresh.pk, boss.pk}
    for key in ("reassign", "release"):
        page = browser(boss).get(f"{LIST}{case.code}/{key}/").content.decode()
        assert options(page, "to") == {fresh.pk, boss.pk}, key
    absence = browser(sun).get("/desk/roster/absence/").content.decode()
    assert options(absence, "deputy") == {fresh.pk, named.pk, boss.pk}
    page = browser(sun).get(f"{LIST}{case.code}/conflict/").content.decode()
    # Whoever could come upon it, also above, and also without the right to work on it;
    # who is missing would be as good as named, so who keeps away is there too.
    everybody = {fresh.pk, away.pk, boss.pk, chen.pk, named.pk}
    assert options(page, "staff") == everybody
    for key, to in (("hand_over", away), ("hand_over", sun), ("hand_over", named)):
        answer = post(browser(sun), case, key, to=to.pk, reason="他更熟")
        assert (answer.status_code, make.fresh(case).owner) == (422, sun)


def test_a_stale_reply_shows_the_superior_nothing_of_who_asked(chen, case, sun):
    name, phone = make.fresh(case).name, make.fresh(case).phone
    old = case.version
    casework.tell_progress(
        case, text=f"{name}（{phone}）家明天来人", by=sun, at=timezone.now()
    )
    client = browser(chen)
    fields = {"version": old, "text": "您好，明天修。"}
    for draft in ({}, {"draft": "1", "draft_version": "7"}):
        answer = client.post(f"{LIST}{case.code}/reply/", fields | draft)
        assert answer.status_code == 409
        text = answer.content.decode()
        assert (name in text, phone in text) == (False, False)
    withdraw(case, reason=f"{name}不要了", by=sun, at=timezone.now())
    answer = client.post(f"{LIST}{case.code}/reply/", fields)
    assert answer.status_code == 409
    assert name not in answer.content.decode()
