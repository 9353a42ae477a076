"""First-asked duty, absence, conflict of interest, whose name is seen by whom."""

import pytest
from django.db import DatabaseError, transaction

from center.roster import actions as roster
from center.rules import Role
from petitions.actions import casework, duty, times
from petitions.models import Conflict, Petition, RevealLog
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
    return roster.set_absent(
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
    absence = absent(chen, liu)
    assert Petition.objects.queue_of(liu, AT).get() == case
    assert Petition.objects.first_asked_book(liu, AT).get() == case
    assert Petition.objects.queue_of(chen, AT).get() == case
    before = moment("2026-11-25 09:59")
    assert not Petition.objects.queue_of(liu, before).exists()
    noon = moment("2026-11-25 12:00")
    roster.set_present(absence=absence, by=liu, at=noon)
    assert not Petition.objects.queue_of(liu, noon).exists()


def test_whoever_stands_in_for_a_deputy_has_the_cases_too(house, chen, liu, zhao, he):
    case = make.taken(house, chen)
    absent(chen, liu, by=zhao)
    absent(liu, he, by=zhao, starts="2026-11-25 11:00", ends="2026-11-25 12:00")
    for at, has in (("10:30", False), ("11:30", True), ("12:00", False)):
        found = Petition.objects.queue_of(he, moment(f"2026-11-25 {at}"))
        assert list(found) == ([case] if has else []), at


def test_who_may_not_work_on_requests_has_none_of_them(house, chen, zhao, qian):
    refused("deputy", absent, chen, qian, by=zhao)


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
