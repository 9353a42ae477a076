"""Report to the committee; it signs or returns."""

from datetime import date

import pytest
from django.db import IntegrityError, InternalError, transaction

from center.models import User
from center.outbox.models import Message
from membership.actions import members as membership
from membership.activity_days.actions import record, reporting
from membership.activity_days.models import (
    ActivityDay,
    Step,
)
from membership.activity_days.rules import State
from tests import make as people
from tests.membership import make as base
from tests.membership.activity_days import make
from tests.membership.activity_days.make import photo, refused, tasks

pytestmark = pytest.mark.django_db


def test_report_counts_and_names_the_committee(branch_a, committee, secretary, members):
    base.member(branch_a, "年长")
    day = make.written(make.held(branch_a, secretary), secretary)
    marks = {
        row.member_id: {
            "秦朗": ("online", ""),
            "许婷": ("leave", "病"),
            "年长": ("exempt", "年老"),
        }[row.member.name]
        for row in day.attendances.select_related("member")
    }
    day = make.attended(day, secretary, marks)

    day = reporting.report(
        day, version=day.version, by=secretary, at=make.at("2026-11-20 12:00")
    )

    day.refresh_from_db()
    assert (day.state, day.reported_to, day.reported_by) == (
        State.REPORTED,
        committee,
        secretary,
    )
    assert (day.expected_count, day.attending_count, day.rate) == (2, 1, 50)
    assert day.first_reported_at == day.reported_at == make.at("2026-11-20 12:00")
    assert day.steps.last().note == "报送清河街道党工委"


def test_report_names_everything_that_is_missing(branch_a, secretary, members):
    day = make.hold(make.planned(branch_a, secretary), secretary, host="")

    with refused("incomplete") as refusal:
        reporting.report(day, version=day.version, by=secretary, at=day.ends_at)

    assert refusal.info.value.messages == [
        "请至少选一类内容。",
        "请写主持人。",
        "请写议程和经过。",
        "请写效果。",
        "还有 2 名党员没有登记出勤。",
    ]
    day.refresh_from_db()
    assert (day.state, day.reported_at) == (State.HELD, None)


def test_report_needs_a_committee_above(branch_a, secretary, members, monkeypatch):
    day = make.complete(branch_a, secretary)
    monkeypatch.setattr(
        "membership.models.Organization.superior_committee", lambda branch: None
    )

    with refused() as refusal:
        reporting.report(day, version=day.version, by=secretary, at=day.ends_at)

    assert "没有地方报送" in refusal.text


def test_the_committee_is_the_nearest_one_above(committee, general_branch, branch_a):
    lower = base.organization("committee", committee, name="中共下级委员会")
    below = base.organization("branch", lower, name="中共下级支部")

    assert branch_a.superior_committee() == committee
    assert below.superior_committee() == lower
    assert committee.superior_committee() is None


@pytest.mark.parametrize(
    ("reported", "standing"),
    [
        ("2026-11-23 23:59", "in_time"),
        ("2026-11-24 00:00", "late"),
        ("2026-11-16 12:00", "in_time"),
    ],
)
def test_in_time_is_decided_by_the_date_in_shanghai(
    branch_a, secretary, members, reported, standing
):
    day = make.reported(branch_a, secretary, reported=reported)

    assert day.standing(date(2026, 12, 24)) == standing


def test_a_return_does_not_undo_a_report_in_time(
    branch_a, secretary, organizer, members
):
    day = make.reported(branch_a, secretary, reported="2026-11-23 10:00")
    day = reporting.return_report(
        day,
        version=day.version,
        reason=" 请补照片 ",
        by=organizer,
        at=make.at("2026-11-24 09:00"),
    )
    assert (day.state, day.return_reason, day.is_writable) == (
        State.RETURNED,
        "请补照片",
        True,
    )

    day = make.written(
        day, secretary, effect="补写的效果", at=make.at("2026-11-25 09:00")
    )
    day = reporting.report(
        day, version=day.version, by=secretary, at=make.at("2026-11-30 09:00")
    )

    assert day.standing(date(2026, 12, 1)) == "in_time"
    assert day.first_reported_at == make.at("2026-11-23 10:00")
    assert day.reported_at == make.at("2026-11-30 09:00")


def test_a_return_tells_the_secretary_once(branch_a, secretary, organizer, members):
    make.returned(make.reported(branch_a, secretary), organizer)

    message = Message.objects.get()
    assert (message.person, message.text) == (
        secretary,
        "11月16日的党员活动日被退回：请补写效果。",
    )


def test_sign_closes_it(branch_a, secretary, organizer, members):
    day = make.signed(make.reported(branch_a, secretary), organizer)

    day.refresh_from_db()
    assert (day.state, day.signed_by) == (State.SIGNED, organizer)
    assert [s.verb for s in day.steps.all()] == [
        "plan",
        "hold",
        "write",
        "attend",
        "report",
        "sign",
    ]


@pytest.mark.parametrize("verb", ["sign", "return"])
def test_only_the_organizer_of_the_committee_decides(
    verb, branch_a, secretary, organizer, members, chen, zhao, house
):
    day = make.reported(branch_a, secretary)
    elsewhere = base.organization("committee", center=house, name="中共别处委员会")
    stranger = people.staff("别人", center=house)
    base.post(stranger, elsewhere, "organizer")

    for person in (secretary, chen, zhao, stranger):
        with refused("wrong_state"):
            decide(verb, day, person)
    day.refresh_from_db()
    assert day.state == State.REPORTED


def decide(verb, day, by):
    call = reporting.sign if verb == "sign" else reporting.return_report
    more = {} if verb == "sign" else {"reason": "再看看"}
    return call(day, version=day.version, by=by, at=day.reported_at, **more)


@pytest.mark.parametrize("verb", ["sign", "return"])
def test_nobody_decides_on_their_own_report(verb, branch_a, organizer, members):
    day = make.reported(branch_a, organizer)

    with refused("wrong_state"):
        decide(verb, day, organizer)


def test_the_database_keeps_reporter_and_signer_apart(
    branch_a, secretary, organizer, members
):
    day = make.reported(branch_a, secretary)

    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityDay.objects.filter(pk=day.pk).update(
            state="signed", signed_by=secretary, signed_at=day.reported_at
        )


def test_a_return_needs_a_reason(branch_a, secretary, organizer, members):
    day = make.reported(branch_a, secretary)

    with refused() as refusal:
        reporting.return_report(
            day, version=day.version, reason="", by=organizer, at=day.reported_at
        )

    assert refusal.text == "请写退回意见。"


@pytest.mark.parametrize(
    "state", [State.PLANNED, State.REPORTED, State.SIGNED, State.CANCELLED]
)
def test_the_record_is_closed_before_the_event_and_after_the_report(
    state, branch_a, secretary, organizer, members, media
):
    day = make.in_state(state, branch_a, secretary, organizer)
    at = {"by": secretary, "at": day.ends_at}

    for call in (
        lambda: make.written(day, secretary, effect="改"),
        lambda: make.attended(day, secretary),
        lambda: tasks(day, secretary, new=[("走访", "秦朗", None)]),
        lambda: record.add_photos(day, files=[photo()], kind="photo", **at),
    ):
        with refused("wrong_state"):
            call()


def test_the_database_seals_what_the_committee_has(
    branch_a, secretary, organizer, members
):
    day = make.reported(branch_a, secretary)

    for values in (
        {"effect": "改"},
        {"contents": ["life"]},
        {"outside_count": 9},
        {"place": "别处"},
    ):
        with pytest.raises(InternalError), transaction.atomic():
            ActivityDay.objects.filter(pk=day.pk).update(**values)


def test_the_database_refuses_moves_that_are_not_in_the_table(
    branch_a, secretary, members
):
    day = make.planned(branch_a, secretary)

    for state in ("reported", "signed", "returned"):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            ActivityDay.objects.filter(pk=day.pk).update(state=state)


def test_history_stays_as_it_was_written(branch_a, secretary):
    day = make.planned(branch_a, secretary)

    for change in (
        lambda: Step.objects.update(note="x"),
        lambda: Step.objects.all()._raw_delete("default"),
        lambda: ActivityDay.objects.filter(pk=day.pk)._raw_delete("default"),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()


def test_an_inactive_secretary_is_not_told(branch_a, secretary, organizer, members):
    day = make.reported(branch_a, secretary)
    User.objects.filter(pk=secretary.pk).update(is_active=False)

    make.returned(day, organizer)

    assert not Message.objects.exists()


def test_membership_moves_do_not_touch_old_rolls(
    branch_a, branch_b, secretary, members
):
    day = make.complete(branch_a, secretary)
    membership.move_member(
        member=members[0], to=branch_b, by=secretary, at=day.ends_at, once="t:1"
    )

    assert day.attendances.filter(member=members[0]).exists()
    later = make.held(branch_a, secretary, "2026-11-18")
    assert [str(row.member) for row in later.attendances.all()] == ["许婷"]
