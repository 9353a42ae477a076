"""Numbers are due by a rhythm, late after a grace, and closed by their arrival."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from center.registers import actions as registers
from reading_room.periodicals import actions, rules
from reading_room.periodicals.models import Issue
from tests.make import moment
from tests.reading_room.periodicals.samples import AT, subscription

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("frequency", "first", "count", "days"),
    [
        ("week", "2026-01-02", 52, ["2026-01-02", "2026-01-09"]),
        ("ten_days", "2026-01-01", 36, ["2026-01-01", "2026-01-11", "2026-01-21"]),
        ("half_month", "2026-01-05", 24, ["2026-01-05", "2026-01-20", "2026-02-05"]),
        ("month", "2026-01-31", 12, ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("two_months", "2026-01-31", 6, ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("quarter", "2026-01-10", 4, ["2026-01-10", "2026-04-10", "2026-07-10"]),
        ("month", "2026-10-31", 3, ["2026-10-31", "2026-11-30", "2026-12-31"]),
        ("day", "2026-01-01", 0, []),
    ],
)
def test_when_each_number_is_due(frequency, first, count, days):
    found = rules.due_days(date.fromisoformat(first), frequency)
    assert len(found) == count
    assert [str(day) for day in found[: len(days)]] == days
    assert found == sorted(found)


def test_it_is_late_from_the_day_after_the_grace(house, chen):
    row = subscription(house, chen, frequency="week", first=date(2026, 11, 2))
    subscription(house, chen, 1, frequency="month", first=date(2026, 11, 2))

    def late(day):
        return [str(one.expected_on) for one in Issue.objects.late(day)]

    assert late(date(2026, 11, 9)) == []
    assert late(date(2026, 11, 10)) == ["2026-11-02"]
    assert late(date(2026, 11, 17)) == ["2026-11-02", "2026-11-09"]
    assert late(date(2026, 11, 18)) == ["2026-11-02", "2026-11-09", "2026-11-02"]
    registers.strike(row, version=row.version, reason="停订", by=chen, at=AT)
    assert late(date(2026, 11, 18)) == ["2026-11-02"]


def numbers(row):
    return list(row.issues.order_by("number"))


def test_what_is_claimed_is_closed_by_its_arrival(house, chen):
    first = numbers(subscription(house, chen))[0]
    said = {"by": chen, "at": AT}
    actions.claim(first, version=1, reason="邮局，说再等等", **said)
    actions.claim(first, version=2, reason="邮局，第二次", **said)
    assert Issue.objects.get(pk=first.pk).state == "claimed"
    actions.arrive(first, version=3, **said)
    first.refresh_from_db()
    assert (first.state, str(first.arrived_on)) == ("arrived", "2026-11-18")
    assert [step.verb for step in first.steps.all()] == [
        "plan",
        "claim",
        "claim",
        "arrive",
    ]


def test_nobody_claims_what_is_not_late(house, chen):
    last = numbers(subscription(house, chen))[-1]
    with pytest.raises(ValidationError) as refusal:
        actions.claim(last, version=1, reason="邮局", by=chen, at=AT)
    assert "还没有晚" in refusal.value.messages[0]


def test_a_double_number_fills_two(house, chen):
    row = subscription(house, chen)
    seven, eight, nine = numbers(row)[6:9]
    said = {"by": chen, "at": AT}
    actions.arrive(seven, version=1, through=8, **said)
    states = [one.state for one in numbers(row)[6:9]]
    assert states == ["arrived", "arrived", "expected"]
    eight.refresh_from_db()
    assert eight.joined_to_id == seven.pk
    for wrong in (8, 5, 13):
        with pytest.raises(ValidationError):
            actions.arrive(numbers(row)[5], version=1, through=wrong, **said)
    with pytest.raises(ValidationError):
        actions.undo(eight, version=2, **said)
    actions.undo(seven, version=2, **said)
    assert {one.state for one in numbers(row)} == {"expected"}
    actions.give_up(nine, version=1, reason="停刊一期", **said)
    actions.arrive(nine, version=2, **said)


def test_one_subscription_a_year_and_only_of_periodicals(house, chen):
    first = subscription(house, chen)
    same = {"title": first.title, "frequency": "month", "copies": 1}
    said = {"center": house, "by": chen, "at": AT}
    with pytest.raises(ValidationError) as refusal:
        actions.subscribe(
            form_key="a", year=2026, first_on=date(2026, 2, 1), **same, **said
        )
    assert "已经登记了订阅" in refusal.value.messages[0]
    with pytest.raises(ValidationError):
        actions.subscribe(
            form_key="b", year=2025, first_on=date(2026, 2, 1), **same, **said
        )
    actions.subscribe(
        form_key="c", year=2025, first_on=date(2025, 2, 1), **same, **said
    )


@pytest.mark.parametrize(
    "change",
    [{"number": 99}, {"state": "arrived"}, {"arrived_on": "2026-11-18"}],
)
def test_the_database_itself_refuses(house, chen, change):
    one = numbers(subscription(house, chen))[0]
    with pytest.raises(DatabaseError), transaction.atomic():
        Issue.objects.filter(pk=one.pk).update(**change)


def test_pages_lead_from_the_desk_to_an_arrival(
    client, house, chen, settings, time_machine
):
    settings.SECOND_FACTOR = False
    time_machine.move_to(moment("2026-11-24 10:00"))
    client.force_login(chen)
    row = subscription(house, chen)
    assert "该到没到的期刊" in client.get("/desk/").content.decode()
    page = client.get(row.get_absolute_url()).content.decode()
    first = numbers(row)[0]
    url = f"/desk/library/periodicals/issues/{first.pk}/arrive/"
    assert f'action="{url}"' in page
    assert "晚了" in page
    assert client.post(url, {"version": 1}).status_code == 302
    assert numbers(row)[0].state == "arrived"
    client.post(url, {"version": 1})
    assert numbers(row)[0].version == 2
    text = client.get("/library/").content.decode()
    assert "2026 年订阅杂志 1 种，报纸 0 种" in text
