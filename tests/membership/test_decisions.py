"""What an organization decides about its members, and moving them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from membership.actions import members as register
from membership.models import MembershipStep
from tests.membership import make
from tests.together import at_once

pytestmark = pytest.mark.django_db
AT = make.AT
TODAY = date(2026, 11, 24)
DECIDED = {"decided_by": "支部大会通过，街道党工委批准", "decided_on": TODAY}


def says(part):
    return pytest.raises(ValidationError, match=part)


def last(member):
    step = member.steps.order_by("-pk")[0]
    return step.get_kind_display(), step.text


# -- Decisions of the organization


def probationer(branch, days=366):
    joined = TODAY - timedelta(days=days)
    return make.member(branch, "许婷", kind="probationary", joined_on=joined)


def test_confirming_counts_from_the_end_of_probation(branch_a, organizer):
    member = probationer(branch_a, days=400)
    row = register.confirm(member, by=organizer, at=AT, **DECIDED)
    assert (row.kind, row.confirmed_on) == ("formal", member.probation_until)
    step = row.steps.order_by("-pk")[0]
    assert (step.decided_by, step.decided_on) == (DECIDED["decided_by"], TODAY)
    with says("已经是正式党员"):
        register.confirm(row, by=organizer, at=AT, **DECIDED)


@pytest.mark.parametrize(
    ("days", "change", "part"),
    [
        (300, {}, "才满，还不能转正"),
        (400, {"decided_by": " "}, "请填作出决定的组织"),
        (400, {"decided_on": TODAY + timedelta(days=1)}, "不能晚于今天"),
        (400, {"confirmed_on": date(2000, 1, 1)}, "不能早于入党日期"),
    ],
)
def test_refused_confirmations(branch_a, organizer, days, change, part):
    with says(part):
        register.confirm(
            probationer(branch_a, days), by=organizer, at=AT, **DECIDED | change
        )


def test_the_last_day_of_probation_is_early_enough(branch_a, organizer):
    member = probationer(branch_a, days=365)
    assert member.probation_until == TODAY
    assert register.confirm(member, by=organizer, at=AT, **DECIDED).kind == "formal"


def test_extending_once(branch_a, organizer):
    member = probationer(branch_a, days=365)
    extend = {"by": organizer, "at": AT, **DECIDED}
    with says("最短 6 个月，最长 12 个月"):
        register.extend_probation(member, months=3, **extend)
    row = register.extend_probation(member, months=6, **extend)
    assert row.probation_until == date(2027, 5, 24)
    assert last(row) == ("延长预备期", "延长 6 个月，到 2027-05-24")
    with says("只能延长一次"):
        register.extend_probation(row, months=6, **extend)


def test_only_probationers_are_extended(members, organizer):
    with says("不是预备党员"):
        register.extend_probation(members[0], months=6, by=organizer, at=AT, **DECIDED)


def test_nothing_is_decided_about_somebody_who_left(branch_a, organizer):
    member = probationer(branch_a)
    register.move_member(member=member, to=None, by=organizer, at=AT, once="out")
    with says("现在已转出，不能办理"):
        register.confirm(member, by=organizer, at=AT, **DECIDED)


@pytest.mark.parametrize(
    ("path", "part"),
    [
        (["suspended", "present", "left"], ""),
        (["suspended", "deceased"], ""),
        (["moved_out"], "不能改成“已转出”"),
        (["left", "present"], "现在是“已出党”，不能改成“在册”"),
        (["present"], "不能改成"),
    ],
)
def test_states(members, organizer, path, part):
    def go():
        for to in path:
            register.change_state(
                member=members[0],
                to=to,
                reason="按支部决议",
                by=organizer,
                at=AT,
                **DECIDED,
            )

    if part:
        with says(part):
            go()
        return
    go()
    members[0].refresh_from_db()
    assert members[0].state == path[-1]
    assert members[0].steps.filter(kind="state").count() == len(path)


def test_states_need_a_reason(members, organizer):
    with says("写清楚理由"):
        register.change_state(
            member=members[0], to="left", reason="x", by=organizer, at=AT, **DECIDED
        )


# -- Moving


def test_moving_once(members, branch_b, chen):
    step = register.move_member(
        member=members[0], to=branch_b, by=chen, at=AT, once="transfer:1", text="介绍信"
    )
    again = register.move_member(
        member=members[0], to=branch_b, by=chen, at=AT, once="transfer:1"
    )
    members[0].refresh_from_db()
    assert (step, members[0].organization) == (again, branch_b)
    assert (step.get_kind_display(), step.text) == ("转入支部", "介绍信")
    assert members[0].steps.count() == 2


def test_moving_out_and_back(members, branch_a, branch_b, chen):
    move = {"member": members[0], "by": chen, "at": AT}
    register.move_member(to=None, once="1", **move)
    members[0].refresh_from_db()
    assert (members[0].state, members[0].organization) == ("moved_out", branch_a)
    with says("现在已转出，不能接转"):
        register.move_member(to=None, once="2", **move)
    register.move_member(to=branch_a, once="3", **move)
    members[0].refresh_from_db()
    assert (members[0].state, members[0].organization) == ("present", branch_a)


def test_moving_leaves_the_group(branch_a, branch_b, chen):
    group = make.organization("group", branch_a)
    member = make.member(branch_a, group=group)
    register.move_member(member=member, to=branch_b, by=chen, at=AT, once="1")
    member.refresh_from_db()
    assert member.group is None


def test_refused_moves(members, branch_a, committee, chen, organizer):
    move = {"member": members[0], "by": chen, "at": AT, "once": "1"}
    with says("已经在"):
        register.move_member(to=branch_a, **move)
    with says("不编入党员"):
        register.move_member(to=committee, **move)
    register.change_state(
        member=members[0],
        to="suspended",
        reason="按支部决议",
        by=organizer,
        at=AT,
        **DECIDED,
    )
    for to in (None, make.organization("branch", committee)):
        with says("现在停止党籍，不能接转"):
            register.move_member(to=to, **move)


def test_one_cause_moves_one_member(members, branch_b, chen):
    register.move_member(member=members[0], to=branch_b, by=chen, at=AT, once="1")
    with pytest.raises(ValueError, match="moved somebody else"):
        register.move_member(member=members[1], to=branch_b, by=chen, at=AT, once="1")


@pytest.mark.django_db(transaction=True)
def test_moved_by_many_at_once_moves_once(members, branch_b, chen):
    def move():
        return register.move_member(
            member=members[0], to=branch_b, by=chen, at=AT, once="transfer:1"
        )

    found = at_once(*[move] * 4)
    assert len({step.pk for step in found}) == 1
    assert MembershipStep.objects.filter(member=members[0], kind="moved").count() == 1
