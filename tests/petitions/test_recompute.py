"""A year is loaded: every open date is counted again, nothing moves silently."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from center.models import Center
from center.outbox.models import Message
from center.timetable.models import CalendarYear, SpecialDay
from petitions.actions.details import recategorize
from petitions.actions.recompute import recompute, recompute_preview
from petitions.models import Petition, Step
from tests.make import moment
from tests.petitions import make
from tests.petitions.make import fresh

AT = moment("2026-12-28 10:00")


def publish_2027(*special):
    """Load 2027 as it might be published: (day, kind) for what is unusual."""
    SpecialDay.objects.filter(day__year=2027).delete()
    for day, kind in special:
        SpecialDay.objects.create(
            day=date.fromisoformat(day),
            kind=kind,
            name="元旦",
            follows=0 if kind == "makeup" else None,
        )
    CalendarYear.objects.update_or_create(year=2027, defaults={"status": "published"})


def test_nothing_changes_while_nothing_is_known(house, chen, zhao):
    make.taken(house, chen, at="2026-12-23 10:00")
    assert recompute_preview(by=zhao) == []


def test_a_provisional_date_becomes_final(house, chen, zhao):
    case = make.taken(house, chen, at="2026-12-23 10:00")
    publish_2027(("2027-01-01", "holiday"))
    (change,) = recompute_preview(by=zhao)
    assert (change.old_on, change.promised_on, change.is_later) == (
        date(2027, 1, 4),
        date(2027, 1, 4),
        False,
    )
    assert fresh(case).is_provisional
    told = Message.objects.count()
    assert len(recompute(by=zhao, at=AT)[0]) == 1
    case = fresh(case)
    assert (f"{case.due_on}", f"{case.earliest_on}", case.is_provisional) == (
        "2027-01-04",
        "2027-01-04",
        False,
    )
    step = Step.objects.filter(petition=case).order_by("-pk").first()
    assert (step.verb, step.public_text, Message.objects.count()) == (
        "recompute",
        "",
        told,
    )
    assert step.details["clocks"][0]["computed"] == "2027-01-04"
    assert recompute(by=zhao, at=AT) == ([], 0)


def test_clocks_that_do_not_run_any_more_are_left(house, chen, zhao):
    case = make.taken(house, chen, at="2026-12-23 10:00", kind="opinion")
    recategorize(case, kind="help", by=chen, at=moment("2026-12-23 11:00"))
    publish_2027(("2027-01-01", "holiday"))
    changes = recompute_preview(by=zhao)
    assert [change.row.clock for change in changes] == ["promise"]


def test_many_cases_take_no_more_queries(house, chen, zhao, django_assert_num_queries):
    for _ in range(3):
        make.taken(house, chen, at="2026-12-23 10:00")
    publish_2027(("2027-01-01", "holiday"))
    recompute_preview(by=zhao)
    with django_assert_num_queries(3):
        assert len(recompute_preview(by=zhao)) == 3


def test_a_later_date_is_told(house, chen, zhao):
    case = make.taken(house, chen, at="2026-12-23 10:00")
    publish_2027(("2027-01-01", "holiday"), ("2027-01-04", "holiday"))
    recompute(by=zhao, at=AT)
    case = fresh(case)
    assert (f"{case.due_on}", f"{case.original_due_on}") == ("2027-01-05", "2027-01-04")
    text = "放假安排公布后，答复期限调整为 2027年1月5日（周二）。"
    assert Step.objects.order_by("-pk").first().public_text == text
    assert Message.objects.order_by("-pk").first().text.endswith(text)
    row = case.clocks.get()
    assert "1月4日元旦放假" in row.why
    assert row.calendar_version == Center.objects.get(pk=house.pk).timetable_version


def test_an_earlier_date_moves_the_target_and_not_the_promise(house, chen, zhao):
    case = make.taken(house, chen, at="2026-12-23 10:00")
    publish_2027(("2027-01-01", "holiday"), ("2027-01-02", "makeup"))
    (change,) = recompute(by=zhao, at=AT)[0]
    assert not change.is_later
    assert f"{change.promised_on}" == "2027-01-04"
    case = fresh(case)
    assert (f"{case.due_on}", f"{case.earliest_on}", case.is_provisional) == (
        "2027-01-04",
        "2027-01-02",
        False,
    )
    step = Step.objects.order_by("-pk").first()
    assert [step.details["clocks"][0][key] for key in ("new", "computed")] == [
        "2027-01-04",
        "2027-01-02",
    ]
    assert not Petition.objects.overdue(date(2027, 1, 3)).exists()
    assert recompute_preview(by=zhao) == []


def test_december_of_a_published_year_can_still_move(house, chen, zhao):
    case = make.taken(house, chen, at="2026-12-22 10:00")
    assert not case.is_provisional
    SpecialDay.objects.create(day=date(2026, 12, 31), kind="holiday", name="元旦")
    recompute(by=zhao, at=AT)
    assert f"{fresh(case).due_on}" == "2027-01-04"
    assert fresh(case).is_provisional


def test_only_open_cases_one_step_each_and_only_a_supervisor(
    house, elsewhere, chen, sun, zhao
):
    opinion = make.taken(house, chen, at="2026-12-23 10:00", kind="opinion")
    answered = make.answered(house, chen, at="2026-12-23 10:00")
    below = make.taken(elsewhere, sun, at="2026-12-24 10:00")
    publish_2027(("2027-01-01", "holiday"))
    with pytest.raises(ValidationError, match="主管"):
        recompute(by=chen, at=AT)
    changes, _ = recompute(by=zhao, at=AT)
    assert [(change.petition.pk, change.row.clock) for change in changes] == [
        (opinion.pk, "promise"),
        (opinion.pk, "notice"),
        (opinion.pk, "handling"),
        (below.pk, "promise"),
    ]
    steps = Step.objects.filter(verb="recompute").values_list("petition", flat=True)
    assert list(steps) == [opinion.pk, below.pk]
    assert fresh(answered).is_provisional  # what was promised then stays written


def test_one_press_stops_in_time_and_the_next_goes_on(house, chen, zhao, monkeypatch):
    cases = [make.taken(house, chen, at="2026-12-23 10:00") for _ in range(3)]
    publish_2027(("2027-01-01", "holiday"))
    monkeypatch.setattr("petitions.actions.recompute.AT_ONCE", 2)
    ticks = iter((0, 11, 20))
    monkeypatch.setattr("petitions.actions.recompute.monotonic", lambda: next(ticks))
    changes, left = recompute(by=zhao, at=AT)
    assert ([one.petition.pk for one in changes], left) == (
        [cases[0].pk, cases[1].pk],
        1,
    )
    changes, left = recompute(by=zhao, at=AT)
    assert ([one.petition.pk for one in changes], left) == ([cases[2].pk], 0)


def test_however_slow_it_is_each_press_gets_some_further(
    house, chen, zhao, monkeypatch
):
    for _ in range(3):
        make.taken(house, chen, at="2026-12-23 10:00")
    publish_2027(("2027-01-01", "holiday"))
    monkeypatch.setattr("petitions.actions.recompute.AT_ONCE", 1)
    seen = recompute_preview(by=zhao, seconds=-1)
    assert (seen, seen.is_whole) == ([], False)
    left = [recompute(by=zhao, at=AT, seconds=-1)[1] for _ in range(4)]
    assert left == [2, 1, 0, 0]
    assert recompute_preview(by=zhao).is_whole


def test_what_was_counted_is_not_looked_at_again(
    house, chen, zhao, django_assert_num_queries
):
    case = make.taken(house, chen, at="2026-12-01 10:00")
    publish_2027(("2027-02-08", "holiday"))
    row = case.clocks.get()
    assert recompute(by=zhao, at=AT) == ([], 0)
    now = Center.objects.get(pk=house.pk).timetable_version
    assert (row.calendar_version < now, fresh(row).calendar_version) == (True, now)
    assert not Step.objects.filter(petition=case, verb="recompute").exists()
    with django_assert_num_queries(1):
        assert recompute_preview(by=zhao) == []
