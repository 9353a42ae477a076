"""A relation that comes in."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from membership.models import Member
from membership.transfers.models import Receipt, Refusal
from membership.transfers.views.verbs import VERBS
from tests.membership import make as party
from tests.membership.transfers import make
from tests.membership.transfers.make import refused

pytestmark = pytest.mark.django_db
AT = make.AT
ON_PROBATION = {
    "member_kind": "probationary",
    "confirmed_on": None,
    "probation_until": date(2027, 3, 1),
}


# -- Registering


def test_registering(came, cast, committee, house):
    row = came()
    assert (row.state, row.direction, row.made_by) == ("registered", "in", cast.clerk)
    assert (row.committee, row.center) == (committee, house)
    assert [step.verb for step in row.steps.all()] == ["start"]
    assert not Member.objects.filter(name="方舟").exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "inside", "channel": "none"}, "转入没有这一类"),
        ({"other_side": " "}, "从哪个党组织"),
        ({"came_on": date(2026, 11, 25)}, "不能晚于今天"),
        ({"member_kind": ""}, "正式还是预备"),
        ({"joined_on": None}, "入党日期"),
        ({"confirmed_on": None}, "转正日期"),
        ({"came_valid_until": None}, "有效期到哪一天"),
        ({"channel": "system", "outside_number": " "}, "流水号"),
        ({"kind": "league", "channel": "paper"}, "不走这个渠道"),
        ({"name": " "}, ""),
        (ON_PROBATION | {"introducers": " "}, "入党介绍人"),
        (ON_PROBATION | {"probation_papers": ""}, "培养考察材料"),
    ],
)
def test_what_registering_refuses(came, fields, words):
    assert words in refused(came, **fields)


def test_one_form_registers_once(came):
    key = make.key()
    assert came(form_key=key) == came(form_key=key)


def test_to_another_committee(came, committee):
    other = party.organization("committee", committee, name="中共清河开发区委员会")
    assert came(committee=other).committee == other


# -- Accepting, assigning, answering


def test_in_to_the_end(came, cast, branch_b):
    row = came("done")
    member = Member.objects.get(name="方舟")
    assert (row.member, row.moved_at) == (member, AT)
    assert (member.organization, member.kind) == (branch_b, "formal")
    assert (member.joined_on, member.confirmed_on) == (
        date(2012, 5, 4),
        date(2013, 5, 4),
    )
    assert Receipt.objects.get().number == "临组转〔2026〕0311号"
    assert (row.made_by, row.approved_by, row.sealed_by) == (
        cast.clerk,
        cast.organizer,
        cast.seal,
    )


def test_an_id_number_comes_with_consent_only(came, cast):
    row = came("received")
    number = party.id_number()
    assert "同意告知书" in refused(cast.do, "assign", row, id_number=number)
    cast.do("assign", row, id_number=number, consent_channel="paper")
    assert Member.objects.get(name="方舟").has_number


def test_only_a_branch_below_the_committee(came, cast, house, general_branch):
    row = came("received")
    other = party.organization("committee", center=house, name="中共另一委员会")
    far = party.organization("branch", other, name="中共另一支部")
    assert "不在接收的党委下面" in refused(cast.do, "assign", row, branch=far)
    assert "党支部或联合党支部" in refused(
        cast.do, "assign", row, branch=general_branch
    )
    assert "编入哪个支部" in refused(cast.do, "assign", row, branch=None)


def test_an_expired_letter_is_asked_about(came, cast):
    row = came("verifying", came_valid_until=date(2026, 11, 24))
    assert "还没有过期" in refused(cast.do, "letter-expired", row)
    cast.at = AT + timedelta(days=1)
    assert "过期核查" in refused(cast.do, "receive", row)
    row = cast.do("letter-expired", row)
    row = cast.do("resume", row, came_valid_until=date(2026, 12, 31))
    assert cast.do("receive", row).state == "received"


@pytest.mark.parametrize(
    ("last", "is_offered"),
    [(date(2026, 11, 23), True), (date(2026, 11, 24), False), (None, True)],
)
@time_machine.travel(AT, tick=False)
def test_only_an_expired_letter_is_offered_as_one(
    settings, came, cast, last, is_offered
):
    settings.SECOND_FACTOR = False
    row = came("verifying", kind="certificate", came_valid_until=last)
    offered = {offer.name for offer in VERBS.offers(row, cast.clerk)}
    assert ("letter-expired" in offered) == is_offered
    client = Client()
    client.force_login(cast.clerk)
    page = f"{row.desk_url}letter-expired/"
    assert client.get(page).status_code == (200 if is_offered else 302)
    told = client.get(row.desk_url).content.decode()
    assert ("还没有过期" in told) is not is_offered


def test_a_letter_on_its_last_day(came, cast):
    row = came("verifying", came_valid_until=date(2026, 11, 24))
    assert cast.do("receive", row).state == "received"


def test_a_letter_without_a_date(came, cast):
    row = came("verifying", kind="certificate", came_valid_until=None)
    assert cast.do("letter-expired", row).state == "expired_check"


def test_doubt_is_a_hold(came, cast):
    row = came("on_hold")
    assert cast.do("resume", row).state == "verifying"


@pytest.mark.parametrize(
    ("until", "words"),
    [(date(2026, 11, 23), "讨论转正"), (None, "预备期到哪一天")],
)
def test_probation_that_is_over_is_decided_at_home(came, cast, until, words):
    row = came(
        "verifying",
        member_kind="probationary",
        confirmed_on=None,
        joined_on=date(2025, 11, 23),
        probation_until=until,
    )
    assert words in refused(cast.do, "receive", row)


@pytest.mark.parametrize("code", ["", "not-wanted", "heading ", "other"])
def test_not_wanted_is_no_reason(came, cast, code):
    row = came("verifying")
    words = refused(cast.do, "return", row, code=code)
    assert "党组织不得无故拒接" in words
    assert not Refusal.objects.exists()


def test_a_coded_refusal_goes_to_the_superior(came, cast, zhao):
    row = came("returned")
    refusal = Refusal.objects.for_superior(zhao).get()
    assert (refusal.transfer, refusal.code) == (row, "heading")
    assert refusal.text == "抬头或接转途径不对，开信的组织没有权限。对方来电说明过"
    assert row.steps.last().decided_by == "中共清河街道工作委员会会议"


def test_what_the_member_took_back_was_not_refused(came, cast):
    row = cast.do("return", came("verifying"), code="own-wish")
    assert row.state == "returned"
    assert not Refusal.objects.exists()


def test_a_certificate_notes_the_host_branch(came, cast, branch_b):
    row = cast.run(came(kind="certificate"), "verify", "receive", "assign")
    assert (row.branch, row.member, row.moved_at) == (branch_b, None, None)


def test_the_league_in(came, cast):
    row = came(kind="league", channel="system", came_valid_until=None)
    row = cast.run(row, "verify", "receive")
    row = cast.do("assign", row, branch=None)
    row = cast.run(row, "send-receipt", "close")
    assert (row.state, row.member) == ("done", None)


def test_a_whole_organization_in(came, cast, general_branch):
    row = cast.run(came(kind="group", people=12), "verify", "receive")
    row = cast.do("assign", row, branch=general_branch)
    assert (row.branch, row.member, row.moved_at) == (general_branch, None, AT)


def test_the_seal_on_the_receipt_is_somebody_elses(came, cast, seal_keeper, committee):
    row = cast.do("verify", came("registered"), by=cast.organizer)
    row = cast.run(row, "receive", "assign")
    assert row.made_by == cast.clerk
    party.post(cast.clerk, committee, "seal")
    words = refused(cast.do, "send-receipt", row, by=cast.clerk)
    assert "三个不同的人" in words
