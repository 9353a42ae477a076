"""Two at the same moment, on real connections."""

import pytest

from membership.activity_days.actions import meetings, planning, reporting
from membership.activity_days.models import ActivityDay, Meeting, TimeSlot
from membership.activity_days.rules import State
from membership.models import Organization
from tests.membership.activity_days import make
from tests.together import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_meeting_and_an_activity_day_at_once_only_one_stands(branch_a, secretary):
    for n in range(1, 9):
        on = f"2026-11-{n + 1:02d}"
        outcomes = at_once(
            lambda on=on: make.planned(branch_a, secretary, on),
            lambda on=on: make.meeting(branch_a, secretary, on, start="10:00"),
        )
        assert len(refusals(outcomes)) == 1

    assert ActivityDay.objects.count() + Meeting.objects.count() == 8
    assert TimeSlot.objects.count() == 8


def test_moving_into_each_other_at_once_only_one_does(branch_a, secretary):
    """Changes of two rows that lie apart are not held up by a lock on the branch."""
    day = make.planned(branch_a, secretary, "2026-11-16", start="08:00", hours=1)
    meeting = make.meeting(branch_a, secretary, start="11:00")
    middle = (make.at("2026-11-16 09:00"), make.at("2026-11-16 10:00"))

    outcomes = at_once(
        lambda: planning.replan(
            day,
            version=1,
            starts_at=middle[0],
            ends_at=middle[1],
            theme="题",
            place="室",
            by=secretary,
            at=make.at("2026-11-10 09:00"),
        ),
        lambda: meetings.change_meeting(
            meeting,
            version=1,
            by=secretary,
            at=make.at("2026-11-17 09:00"),
            starts_at=middle[0],
            ends_at=middle[1],
            kind="members",
            place="室",
            host="秦",
            recorder="",
            topic="题",
            lecturer="",
            decisions="",
            expected_count=2,
            attending_count=2,
        ),
    )

    assert len(refusals(outcomes)) == 1
    assert refusals(outcomes)[0].code == "taken"


def test_two_enter_the_unified_days_at_once(branch_a, branch_b, organizer, chen):
    at = make.at("2026-01-05 09:00")

    made = at_once(
        *[
            lambda by=by: planning.plan_unified_days(
                year=2026, branches=Organization.objects.all(), by=by, at=at
            )
            for by in (organizer, chen)
        ]
    )

    assert sorted(made) == [0, 6]
    assert ActivityDay.objects.count() == 6


def test_sign_and_return_at_once_only_one_wins(branch_a, secretary, organizer, members):
    day = make.reported(branch_a, secretary)

    outcomes = at_once(
        lambda: verdict(reporting.sign, day, organizer),
        lambda: verdict(reporting.return_report, day, organizer, reason="再补"),
    )

    day.refresh_from_db()
    assert day.state in (State.SIGNED, State.RETURNED)
    assert outcomes.count("stale") == 1


def verdict(action, day, by, **more):
    from center.workflow.actions import StaleError  # noqa: PLC0415

    try:
        return action(day, version=day.version, by=by, at=day.reported_at, **more)
    except StaleError:
        return "stale"
