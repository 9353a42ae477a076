"""A random walker over the verbs: only the table's moves succeed, invariants hold."""

import itertools

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from membership.activity_days.actions import planning, reporting
from membership.activity_days.models import ActivityDay, TimeSlot
from membership.activity_days.rules import FLOW, State
from tests.membership.activity_days import make

pytestmark = pytest.mark.django_db
GOAL = {
    "hold": State.HELD,
    "cancel": State.CANCELLED,
    "report": State.REPORTED,
    "return": State.RETURNED,
    "sign": State.SIGNED,
}


@given(verbs=st.lists(st.sampled_from(sorted(GOAL)), min_size=1, max_size=9))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_walker_leaves_no_other_way(verbs, branch_a, secretary, organizer, members):
    day = make.planned(branch_a, secretary)
    first = None
    for verb in verbs:
        before = ActivityDay.objects.get(pk=day.pk)
        allowed = FLOW.may_become(before.state, GOAL[verb])
        try:
            do(verb, before, secretary, organizer)
        except ValidationError:
            after = ActivityDay.objects.get(pk=day.pk)
            assert not allowed, verb
            assert (after.state, after.version) == (before.state, before.version)
        else:
            assert allowed, verb
        after = ActivityDay.objects.get(pk=day.pk)
        first = first or after.first_reported_at
        holds(after, first)
    free(day)


def do(verb, day, secretary, organizer):
    at = make.at("2026-11-17 09:00")
    if verb == "hold":
        make.attended(
            make.written(make.hold(day, secretary, at=at), secretary), secretary
        )
    elif verb == "cancel":
        planning.cancel(day, reason="停电", by=secretary, at=at)
    elif verb == "report":
        reporting.report(day, version=day.version, by=secretary, at=at)
    elif verb == "return":
        reporting.return_report(
            day, version=day.version, reason="再补", by=organizer, at=at
        )
    else:
        reporting.sign(day, version=day.version, by=organizer, at=at)


def holds(day, first):
    assert day.first_reported_at == first
    assert (day.signed_by is not None) == (day.state == State.SIGNED)
    assert TimeSlot.objects.filter(activity_day=day).exists() == (
        day.state != State.CANCELLED
    )
    states = [step.state for step in day.steps.order_by("pk")]
    for old, new in itertools.pairwise(states):
        assert old == new or FLOW.may_become(old, new)
    assert states[-1] == day.state


def free(day):
    TimeSlot.objects.filter(activity_day=day).delete()
