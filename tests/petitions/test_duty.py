"""First-asked duty, absence, conflict of interest, whose name is seen by whom."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from center.rules import Role
from petitions.actions import casework, duty, times
from petitions.models import Conflict, Cover, Petition, RevealLog
from petitions.models.access import reader_of
from tests import make as floor
from tests.make import moment
from tests.petitions import make
from tests.petitions.make import fresh
from tests.petitions.test_casework import last_step, refused

AT = moment("2026-11-25 10:00")


# -- Reassigning and release


def test_a_supervisor_assigns_what_nobody_has_taken(house, zhao, chen, liu):
    case = make.petition(house)
    assert Petition.objects.unowned().get() == case
    case = duty.reassign(case, to=chen, reason="分工", by=zhao, at=AT)
    assert (case.state, case.owner, case.first_asked) == ("in_hand", chen, chen)
    case = duty.reassign(case, to=liu, reason="忙不过来", by=zhao, at=AT)
    assert (case.owner, case.first_asked) == (liu, chen)
    refused("no_permission", duty.reassign, case, to=chen, reason="原因", by=liu, at=AT)


def test_only_a_supervisor_releases_the_first_asked_duty(house, chen, liu, zhao):
    case = make.taken(house, chen)
    release = duty.release_first_asked
    refused("no_permission", release, case, to=liu, reason="原因", by=chen, at=AT)
    refused("required", release, case, to=liu, reason="", by=zhao, at=AT)
    refused("same", release, case, to=chen, reason="原因", by=zhao, at=AT)
    case = release(case, to=liu, reason="调岗", by=zhao, at=AT)
    assert (case.first_asked, case.duty_by, case.released_reason) == (
        chen,
        liu,
        "调岗",
    )
    assert Petition.objects.first_asked_book(liu, AT).get() == case
    assert not Petition.objects.first_asked_book(chen, AT).exists()
    new = make.petition(house)
    refused(
        "wrong_state",
        release,
        make.closed(house, chen),
        to=liu,
        reason="原因",
        by=zhao,
        at=AT,
    )
    refused("nobody", release, new, to=liu, reason="原因", by=zhao, at=AT)


def test_the_first_asked_book_shows_whoever_has_it_now(house, elsewhere, sun, chen):
    case = make.taken(elsewhere, sun)
    casework.escalate(case, reason="原因", by=sun, at=AT)
    assert Petition.objects.first_asked_book(sun, AT).get() == case
    assert not Petition.objects.queue_of(sun, AT).exists()


def test_a_supervisor_urges(house, chen, zhao):
    case = make.taken(house, chen)
    duty.remind_owner(case, text="请今天答复", by=zhao, at=AT)
    assert (last_step(case).verb, last_step(case).role) == ("remind", "主管")
    refused("no_permission", duty.remind_owner, case, text="原因", by=chen, at=AT)


# -- Absence (AB 岗)


def absent(staff, deputy, by=None, starts="2026-11-25 10:00", ends=None):
    return duty.set_absent(
        staff=staff,
        deputy=deputy,
        starts_at=moment(starts),
        ends_at=moment(ends) if ends else None,
        by=by or staff,
        at=AT,
    )


def test_the_deputy_has_the_cases_the_same_minute(house, chen, liu):
    case = make.taken(house, chen)
    assert not Petition.objects.queue_of(liu, AT).exists()
    cover = absent(chen, liu)
    assert str(cover) == "刘洋 顶 陈静 的岗"
    assert Petition.objects.queue_of(liu, AT).get() == case
    assert Petition.objects.first_asked_book(liu, AT).get() == case
    assert Petition.objects.queue_of(chen, AT).get() == case
    before = moment("2026-11-25 09:59")
    assert not Petition.objects.queue_of(liu, before).exists()
    duty.set_present(cover=cover, by=liu, at=moment("2026-11-25 12:00"))
    assert not Petition.objects.queue_of(liu, moment("2026-11-25 12:00")).exists()
    refused(
        "back", duty.set_present, cover=cover, by=chen, at=moment("2026-11-25 12:01")
    )


def test_an_absence_ahead_is_called_off(house, chen, liu, zhao, lin):
    cover = absent(
        chen, liu, by=zhao, starts="2026-12-01 09:00", ends="2026-12-05 09:00"
    )
    for by in (lin, floor.staff("周宁", Role.CLERK, center=house)):
        refused("no_permission", duty.set_present, cover=cover, by=by, at=AT)
    cover = duty.set_present(cover=cover, by=zhao, at=AT)
    assert cover.ends_at == cover.starts_at


def test_absence_refusals(house, elsewhere, chen, liu, zhao, sun, qian):
    for staff, deputy, by, code in [
        (chen, liu, liu, "no_permission"),
        (chen, liu, sun, "no_permission"),
        (chen, sun, chen, "deputy"),
        (chen, qian, chen, "deputy"),
    ]:
        refused(code, absent, staff, deputy, by=by)
    with pytest.raises(ValidationError, match="自己不能顶自己"):
        absent(chen, chen)
    absent(liu, zhao)
    refused("deputy", absent, chen, liu)
    with pytest.raises(ValidationError, match="已经有人顶岗"):
        absent(liu, zhao, starts="2026-11-26 09:00")
    with pytest.raises(ValidationError, match="结束要晚于开始"):
        absent(chen, zhao, ends="2026-11-24 09:00")
    assert Cover.objects.count() == 1


# -- Conflict of interest


def mark(case, staff, by, successor=None, reason="诉求里点名"):
    return duty.mark_conflict(
        case, staff=staff, reason=reason, successor=successor, by=by, at=AT
    )


def test_somebody_named_can_neither_open_find_count_nor_be_given_it(
    house, chen, liu, zhao
):
    case = make.taken(house, liu)
    assert str(mark(case, chen, zhao)) == "陈静 回避"
    seen = Petition.objects.visible_to(chen)
    assert (seen.count(), list(seen), seen.filter(code=case.code).first()) == (
        0,
        [],
        None,
    )
    absent(liu, chen)
    assert not Petition.objects.queue_of(chen, AT).exists()
    assert not Petition.objects.first_asked_book(chen, AT).exists()
    assert not Petition.objects.assisted_by(chen).exists()
    given = {"to": chen, "reason": "原因", "at": AT}
    refused("not_eligible", casework.hand_over, case, by=liu, **given)
    refused("not_eligible", duty.reassign, case, by=zhao, **given)
    refused("not_eligible", duty.release_first_asked, case, by=zhao, **given)
    refused("not_found", casework.add_note, case, text="原因", by=chen, at=AT)
    refused("not_found", duty.reveal_person, case, reason="原因", by=chen, at=AT)


def test_a_named_supervisor_decides_nothing_in_it(house, chen, zhao, he):
    case = make.taken(house, chen)
    asked = times.ask_extension(
        case, days=1, reason="complex", text="原因", by=chen, at=AT
    )
    mark(case, zhao, he)
    refused("not_found", times.decide_extension, asked, approve=True, by=zhao, at=AT)


def test_what_the_named_one_bore_goes_to_another(house, chen, liu, zhao):
    case = make.taken(house, chen)
    refused("successor", mark, case, chen, zhao)
    refused("not_eligible", mark, case, chen, zhao, successor=chen)
    mark(case, chen, zhao, successor=liu)
    case = fresh(case)
    assert (case.owner, case.duty_by, case.first_asked) == (liu, liu, chen)
    only_duty = make.taken(house, chen)
    casework.hand_over(only_duty, to=liu, reason="原因", by=chen, at=AT)
    mark(only_duty, chen, zhao, successor=zhao)
    only_duty = fresh(only_duty)
    assert (only_duty.owner, only_duty.duty_by) == (liu, zhao)
    only_owner = make.taken(house, liu)
    casework.hand_over(only_owner, to=chen, reason="原因", by=liu, at=AT)
    mark(only_owner, chen, zhao, successor=zhao)
    only_owner = fresh(only_owner)
    assert (only_owner.owner, only_owner.duty_by) == (zhao, liu)
    mark(make.closed(house, chen), chen, zhao)


def test_conflict_refusals_and_lifting(house, chen, liu, zhao, lin):
    case = make.taken(house, liu)
    refused("not_staff", mark, case, lin, zhao)
    refused("required", mark, case, chen, zhao, reason="")
    marked = mark(case, chen, zhao)
    # Once more says no more than the first time, and is one row all the same.
    assert mark(case, chen, zhao) == marked
    lift = duty.lift_conflict
    refused("no_permission", lift, marked, reason="原因", by=liu, at=AT)
    refused("required", lift, marked, reason="", by=zhao, at=AT)
    lift(marked, reason="同名，不是本人", by=zhao, at=AT)
    assert Petition.objects.visible_to(chen).get() == case
    refused("lifted", lift, marked, reason="原因", by=zhao, at=AT)
    mark(case, chen, zhao)
    assert Conflict.objects.standing().count() == 1


# -- Who sees what


def test_staff_see_their_center_and_those_below(house, elsewhere, chen, sun, lin):
    above, below = make.petition(house), make.petition(elsewhere)
    operator = floor.person("值班", is_staff=True, is_superuser=True)
    gone = floor.staff("离岗", Role.CLERK, center=house, is_active=False)
    assert {
        user.name: set(Petition.objects.visible_to(user))
        for user in (chen, sun, lin, operator, gone)
    } == {
        "陈静": {above, below},
        "孙悦": {below},
        "林晓": set(),
        "值班": {above, below},
        "离岗": set(),
    }


def test_a_superior_sees_the_matter_and_reveals_the_person_with_a_reason(
    house, elsewhere, sun, chen, qian
):
    case = make.taken(elsewhere, sun)
    casework.escalate(case, reason="原因", by=sun, at=AT)
    assert [reader_of(case, user).knows_person for user in (sun, chen)] == [True, False]
    refused("required", duty.reveal_person, case, reason="", by=chen, at=AT)
    assert not RevealLog.objects.exists()
    shown = duty.reveal_person(case, reason="要上门核实", by=chen, at=AT)
    assert (shown.name, shown.phone, shown.address) == ("林晓", "16100000099", "")
    log = RevealLog.objects.get()
    assert (log.by, log.reason, str(log)) == (
        chen,
        "要上门核实",
        "陈静 2026-11-25 02:00",
    )
    with pytest.raises(DatabaseError, match="update or delete"), transaction.atomic():
        RevealLog.objects.update(reason="别的")
    chen.groups.first().permissions.filter(codename="reveal_person").delete()
    chen = type(chen).objects.get(pk=chen.pk)
    refused("no_permission", duty.reveal_person, case, reason="原因", by=chen, at=AT)


def test_lists_partition_all_open_cases(house, chen):
    for at in ("2026-11-12 09:00", "2026-11-16 09:00", "2026-11-24 09:00"):
        make.taken(house, chen, at=at)
    make.closed(house, chen, at="2026-11-12 09:00")
    today = moment("2026-11-25 09:00").date()
    cases = Petition.objects
    lists = [cases.overdue(today), cases.due_today(today), cases.not_due(today)]
    assert [len(one) for one in lists] == [1, 1, 1]
    assert {case.standing(today) for case in cases.open()} == {
        "overdue",
        "today",
        "not_due",
    }
    assert set().union(*map(set, lists)) == set(cases.open())
    assert list(cases.due_by(today).most_urgent_first()) == [*lists[0], *lists[1]]
