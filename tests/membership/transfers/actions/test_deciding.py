"""A relation that leaves: accepted, confirmed, approved, by whom."""

from datetime import date

import pytest

from center.rules import Role
from center.workflow.actions import StaleError
from membership.transfers.actions import asking, deciding
from membership.transfers.models import (
    Letter,
    Refusal,
)
from membership.transfers.rules.roles import Actor
from tests import make as people
from tests.membership import make as party
from tests.membership.transfers import make
from tests.membership.transfers.make import refused

pytestmark = pytest.mark.django_db
AT = make.AT


# -- Accepting, confirming, approving


def test_accepting(out, cast):
    row = cast.do(
        "accept", out(), channel="system", outside_number=" 001 ", proxy_name="施工"
    )
    assert (row.made_by, row.channel) == (cast.clerk, "system")
    assert (row.outside_number, row.proxy_name) == ("001", "施工")
    assert "不走这个渠道" in refused(
        cast.do, "accept", out(member=party.member(cast.branch)), channel="none"
    )


def test_withdrawing_at_the_counter_needs_words(out, cast, member_qin):
    row = out("accepted")
    assert "怎么提出撤回" in refused(cast.do, "withdraw", row, text=" ")
    row = asking.withdraw(row, by=member_qin, at=AT)
    step = row.steps.last()
    assert (row.state, step.actor, step.text) == ("withdrawn", "member", "本人撤回")
    assert row.done_at == AT


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"is_clear": False}, "先办完"),
        ({"dues_paid_through": None}, "哪个月"),
        ({"dues_paid_through": date(2026, 10, 1)}, "请先补交"),
        ({"dues_paid_through": date(2028, 1, 1)}, "太远"),
    ],
)
def test_what_the_branch_must_say(out, cast, fields, words):
    row = out("accepted")
    assert words in refused(cast.do, "confirm", row, **fields)
    assert row.steps.count() == 3


def test_dues_already_given_are_kept(out, cast):
    row = out("accepted", dues_paid_through=date(2026, 12, 9))
    row = cast.do("confirm", row, dues_paid_through=None)
    assert row.dues_paid_through == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"introducers": ""}, "介绍人"),
        ({"probation_papers": " "}, "培养考察材料"),
        ({"probation_until": date(2026, 11, 23)}, "讨论转正"),
    ],
)
def test_what_travels_with_somebody_on_probation(out, cast, members, fields, words):
    row = out("accepted", member=members[1])
    assert words in refused(cast.do, "confirm", row, **fields)
    row = cast.do("confirm", row)
    assert row.probation_until == date(2027, 3, 1)
    assert row.introducers == "秦朗、施工"


def test_decisions_are_of_somebody_and_not_of_tomorrow(out, cast):
    row = out("branch_ok")
    nobody = {"decided_by": " ", "decided_on": date(2026, 11, 24)}
    assert "作出决定的组织" in refused(cast.do, "approve", row, **nobody)
    late = make.decision(date(2026, 11, 25))
    assert "不能晚于今天" in refused(cast.do, "approve", row, **late)
    row = cast.do("approve", row)
    step = row.steps.last()
    assert step.decided_by == "中共清河街道工作委员会会议"
    assert step.decided_on == date(2026, 11, 24)


def test_a_refusal_goes_to_the_superior(house, cast, committee, secretary):
    above = party.organization("committee", center=house, name="中共清河区委")
    committee.parent = above
    committee.save(update_fields=["parent"])
    member = party.member(party.organization("branch", committee), "秦岭")
    party.post(cast.secretary, member.organization)
    row = cast.run(make.outgoing(house, member, cast.clerk), "accept", "confirm")
    row = cast.do("refuse", row, text="党费还有争议")
    refusal = row.review
    assert (refusal.superior, refusal.text) == (above, "党费还有争议")
    boss = people.staff("区委员", Role.ORGANIZER, center=house)
    assert not Refusal.objects.for_superior(boss).exists()
    party.post(boss, above, "organizer")
    assert Refusal.objects.for_superior(boss).get() == refusal
    assert "请写" in refused(deciding.see_refusal, refusal, opinion=" ", by=boss, at=AT)
    seen = deciding.see_refusal(refusal, opinion="理由不足", by=boss, at=AT)
    assert (seen.seen_by, seen.opinion) == (boss, "理由不足")
    again = refused(deciding.see_refusal, refusal, opinion="再看", by=boss, at=AT)
    assert "不能再改" in again


def test_refusals_are_seen_by_supervisors_of_the_center(out, zhao, lin, chen, sun):
    row = out("refused")
    assert Refusal.objects.for_superior(zhao).get().transfer == row
    for other in (lin, chen, sun):
        assert not Refusal.objects.for_superior(other).exists()


def test_an_objection_of_the_branch(out, cast):
    row = cast.do("object", out("accepted"))
    assert row.state == "supplement"
    assert "至少 4 个字" in refused(
        cast.do, "object", cast.run(row, "supply", "accept"), text="不"
    )


def test_not_accepted(out):
    row = out("not_accepted")
    assert (row.state, row.is_open) == ("not_accepted", False)


# -- Three people, and nobody their own


def test_maker_approver_and_seal_are_three_people(house, committee, branch_a, members):
    one = people.staff("万能", Role.CLERK, Role.ORGANIZER, center=house)
    for duty in ("organizer", "secretary"):
        party.post(one, committee, duty)
    two = people.staff("第二", Role.ORGANIZER, center=house)
    party.post(two, committee, "organizer")
    three = people.staff("第三", Role.CLERK, center=house)
    party.post(three, committee, "seal")
    boss = people.staff("支书", Role.SECRETARY, center=house)
    party.post(boss, branch_a)
    cast = make.Cast(
        clerk=one, secretary=boss, organizer=two, seal=three, branch=branch_a
    )
    row = cast.run(make.outgoing(house, members[0], one), "accept", "confirm")
    assert "三个不同的人" in refused(cast.do, "approve", row, by=one)
    row = cast.do("approve", row)
    other = party.organization("committee", committee, name="中共小委员会")
    assert other
    assert cast.do("issue", row).state == "issued"


def test_the_keeper_of_the_seal_was_not_the_maker(out, cast, seal_keeper):
    row = out()
    row = cast.do("accept", row, by=seal_keeper)
    row = cast.run(row, "confirm", "approve")
    assert "三个不同的人" in refused(cast.do, "issue", row)
    assert not Letter.objects.exists()


def test_nobody_handles_their_own(house, cast, branch_a):
    mine = party.member(branch_a, "陈静", person=cast.clerk)
    row = make.outgoing(house, mine, cast.seal)
    assert "您自己的组织关系" in refused(cast.do, "accept", row)
    assert [one for one in Actor if row.acts_as(one, cast.clerk)] == ["member"]


def test_nobody_registers_their_own_as_maker(house, cast, committee):
    words = refused(make.incoming, house, cast.clerk, person=cast.clerk)
    assert "自己的组织关系" in words


@pytest.mark.parametrize(
    ("state", "verb", "wrong", "words"),
    [
        ("submitted", "accept", "secretary", "窗口受理"),
        ("accepted", "confirm", "clerk", "党支部"),
        ("branch_ok", "approve", "secretary", "基层党委"),
        ("approved", "issue", "clerk", "用印"),
        ("issued", "deliver", "organizer", ""),
    ],
)
def test_who_may_do_what(out, cast, state, verb, wrong, words):
    row = out(state)
    by = getattr(cast, wrong)
    if words:
        assert f"要由{words}来办" in refused(cast.do, verb, row, by=by)
    else:
        assert cast.do(verb, row, by=by).state == "delivered"


def test_a_form_that_is_too_old(out, cast):
    row = out("accepted")
    with pytest.raises(StaleError):
        asking.accept(row, by=cast.clerk, at=AT, version=row.version - 1)
    with pytest.raises(StaleError):
        cast.do("confirm", row, version=1)
    assert cast.do("confirm", row, version=row.version).state == "branch_ok"
