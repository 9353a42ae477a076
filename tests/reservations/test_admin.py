"""The supervisor's window: scoped, read-only, with the verbs."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reservations.actions import verbs
from reservations.actions.events import book_whole
from reservations.models import Booking, CallListEntry, Closure, Venue
from reservations.rules.bookings import State
from tests.make import moment
from tests.markup import squeezed
from tests.reservations import make

DAY = "2026-11-24"
EARLY = moment(f"{DAY} 08:00")


@pytest.fixture(autouse=True)
def _now(settings):
    settings.SECOND_FACTOR = False
    with time_machine.travel(moment(f"{DAY} 09:20"), tick=False):
        yield


@pytest.fixture
def room(house):
    return make.venue(house, name="阅览室", units=2)


@pytest.fixture
def boss(client, zhao):
    client.force_login(zhao)
    return client


def page(name, *args):
    return reverse(f"admin:{name}", args=args)


def do(client, model, action, rows, **fields):
    url = page(f"{model}_changelist")
    chosen = [row.pk for row in rows]
    data = {"action": action, "_selected_action": chosen} | fields
    return client.post(url, data, follow=True)


def text(response):
    return " ".join(response.content.decode().split())


def test_every_list_shows_only_the_own_centers(client, house, elsewhere, sun, lin, wu):
    sun.groups.set(make.groups("主管"))
    ours, theirs = make.venue(house, name="甲室"), make.venue(elsewhere, name="乙室")
    mine = make.booking(theirs, lin, f"{DAY} 10:00")
    hidden = make.booking(ours, wu, f"{DAY} 10:00")
    client.force_login(sun)
    for name in ("venue", "unit", "booking", "event"):
        narrow = {"when": "all"} if name == "booking" else {}
        shown = client.get(page(f"reservations_{name}_changelist"), narrow)
        assert shown.status_code == 200
        assert "甲室" not in text(shown)
    shown = text(client.get(page("reservations_booking_changelist")))
    assert mine.code_grouped in shown
    assert hidden.code_grouped not in shown
    gone = client.get(page("reservations_booking_change", hidden.pk))
    assert gone.status_code == 302
    assert client.get(page("reservations_venue_change", ours.pk)).status_code == 302


def queries(client, name):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page(f"reservations_{name}_changelist")).status_code == 200
    return len(caught)


def test_lists_take_the_same_queries_with_one_row_and_with_three(
    boss, house, lin, wu, chen
):
    counts = []
    for n, who in enumerate([lin, wu, chen]):
        make.booking(make.venue(house), who, f"{DAY} {9 + n:02}:00")
        names = ["venue", "unit", "booking"]
        counts.append([queries(boss, name) for name in names])
    # The first round also reads what is kept afterwards; two venues bring a filter.
    assert counts[1] == counts[2]
    assert max(counts[2]) <= 16


def test_a_booking_is_found_by_its_whole_code_phone_or_name(boss, room, lin, wu):
    booking = make.booking(room, lin, f"{DAY} 10:00")
    other = make.booking(room, wu, f"{DAY} 10:00")
    for term in (
        booking.code,
        f" {booking.code_grouped.lower()}",
        lin.phone,
        f"{lin.phone[:3]} {lin.phone[3:]}",
        lin.name,
    ):
        shown = text(boss.get(page("reservations_booking_changelist"), {"q": term}))
        assert booking.code_grouped in shown, term
        assert other.code_grouped not in shown, term
    shown = text(boss.get(page("reservations_booking_changelist"), {"q": "\u200b"}))
    assert other.code_grouped in shown
    assert lin.phone not in shown


@pytest.mark.parametrize(
    ("when", "seen"),
    [("", [0, 1]), ("today", [0]), ("past", []), ("all", [0, 1]), ("lost", [0, 1])],
)
def test_the_list_begins_with_today(boss, room, lin, when, seen):
    made = [
        make.booking(room, lin, f"{DAY} 10:00"),
        make.booking(room, lin, "2026-11-25 10:00"),
    ]
    shown = text(boss.get(page("reservations_booking_changelist"), {"when": when}))
    assert [n for n, b in enumerate(made) if b.code_grouped in shown] == seen


def test_a_booking_is_only_looked_at(boss, room, lin):
    booking = make.booking(room, lin, f"{DAY} 10:00")
    shown = boss.get(page("reservations_booking_change", booking.pk))
    assert shown.status_code == 200
    assert "网上预约" in text(shown)
    assert 'name="state"' not in text(shown)
    changed = boss.post(
        page("reservations_booking_change", booking.pk), {"state": "cancelled"}
    )
    assert changed.status_code == 403
    assert boss.get(page("reservations_booking_add")).status_code == 403
    booking.refresh_from_db()
    assert booking.state == State.BOOKED


def test_the_verbs_of_a_booking(boss, room, lin, wu):
    here = make.booking(room, lin, f"{DAY} 09:00")
    absent = make.booking(room, wu, f"{DAY} 09:00")
    shown = do(boss, "reservations_booking", "check_in", [here])
    assert "办好了 1 个。" in text(shown)
    do(boss, "reservations_booking", "mark_missed", [absent])
    both = do(boss, "reservations_booking", "finish", [here, absent])
    assert "办好了 1 个。" in text(both)
    assert "这个预约没有来，不用登记离开。" in text(both)
    states = Booking.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.FINISHED, State.MISSED]


def test_cancelling_asks_for_a_reason_first(boss, room, lin, zhao):
    booking = make.booking(room, lin, f"{DAY} 10:00")
    asked = do(boss, "reservations_booking", "cancel", [booking])
    assert booking.when in text(asked)
    assert lin.phone not in text(asked)
    again = do(boss, "reservations_booking", "cancel", [booking], reason=" ")
    assert "请写明原因，对方会看到。" in text(again)
    booking.refresh_from_db()
    assert booking.state == State.BOOKED
    do(boss, "reservations_booking", "cancel", [booking], reason="停电")
    booking.refresh_from_db()
    assert (booking.cancel_reason, booking.cancelled_by) == ("停电", zhao)


def test_an_event_is_called_off(boss, room, zhao):
    times = {"start": moment(f"{DAY} 14:00"), "end": moment(f"{DAY} 15:00")}
    event = book_whole(venue=room, title="学习会", by=zhao, at=EARLY, **times)
    assert "学习会" in text(do(boss, "reservations_event", "cancel", [event]))
    do(boss, "reservations_event", "cancel", [event], reason="改期")
    event.refresh_from_db()
    assert event.cancel_reason == "改期"


def test_units_are_taken_out_and_put_back(boss, room, lin):
    booking = make.booking(room, lin, f"{DAY} 10:00", unit_number=1)
    units = list(room.units.all())
    asked = do(boss, "reservations_unit", "take_out", units)
    assert booking.when in text(asked)
    do(boss, "reservations_unit", "take_out", units, reason="灯坏")
    assert {row.reason for row in Closure.objects.since(EARLY)} == {"灯坏"}
    booking.refresh_from_db()
    assert booking.state == State.CANCELLED
    do(boss, "reservations_unit", "put_back", units)
    assert not Closure.objects.filter(reopened_at=None).exists()


def test_somebody_without_the_permission_has_no_verbs(client, room, lin, qian):
    booking = make.booking(room, lin, f"{DAY} 09:00")
    client.force_login(qian)
    assert client.get(page("reservations_booking_changelist")).status_code == 403
    do(client, "reservations_booking", "check_in", [booking])
    booking.refresh_from_db()
    assert booking.state == State.BOOKED


def test_a_venue_is_made_with_its_units(boss, house):
    data = {
        "center": house.pk,
        "name": "谈心室",
        "slug": "talk",
        "kind": "talk",
        "is_active": "on",
        "order": 5,
        "slot_minutes": 60,
        "min_slots": 1,
        "max_slots": 2,
        "lead_value": 30,
        "lead_unit": "minutes",
        "horizon_days": 14,
        "quota": 0,
        "buffer_minutes": 0,
        "units-TOTAL_FORMS": 1,
        "units-INITIAL_FORMS": 0,
        "units-0-number": 1,
        "units-0-name": "谈心室",
        "units-0-kind": "房间",
        "units-0-order": 1,
    }
    wrong = boss.post(page("reservations_venue_add"), data | {"max_slots": 0})
    assert "最少至少一格，最多不能比最少还少。" in text(wrong)
    made = boss.post(page("reservations_venue_add"), data)
    assert made.status_code == 302
    venue = Venue.objects.get(slug="talk")
    assert [unit.name for unit in venue.units.all()] == ["谈心室"]
    assert boss.get(page("reservations_venue_change", venue.pk)).status_code == 200


# -- closing a venue


def wish(room, **fields):
    return {
        "venue": room.pk,
        "unit_numbers": "",
        "starts_at": f"{DAY}T10:00",
        "ends_at": f"{DAY}T12:00",
        "reason": "停电",
        "key": "k" * 32,
    } | fields


def test_closing_lists_first_then_cancels_then_gives_phones(boss, room, lin, wu):
    hit = make.booking(room, lin, f"{DAY} 10:00")
    other = make.booking(room, wu, f"{DAY} 14:00")
    url = page("reservations_closure_add")
    assert boss.get(url).status_code == 200
    asked = boss.post(url, wish(room))
    assert "这段时间里有 1 个预约。" in squeezed(asked)
    assert hit.when in text(asked)
    assert other.when not in text(asked)
    assert not Closure.objects.exists()
    done = boss.post(url, wish(room, confirmed="1"))
    closure = Closure.objects.get()
    assert done.url == reverse("closure_calls", args=[closure.pk])
    again = boss.post(url, wish(room, confirmed="1"))
    assert (again.url, Closure.objects.count()) == (done.url, 1)
    hit.refresh_from_db()
    assert (hit.state, hit.cancel_reason) == (State.CANCELLED, "停电")
    phones = text(boss.get(done.url))
    assert lin.phone in phones
    assert wu.phone not in phones
    call = CallListEntry.objects.get()
    boss.post(done.url, {"call": call.pk})
    call.refresh_from_db()
    assert call.told_at is not None
    assert "赵敏" in text(boss.get(done.url))
    for wrong in ("", "x", "９", "999999"):
        assert boss.post(done.url, {"call": wrong}).status_code in (400, 404)


@pytest.mark.parametrize(
    "fields",
    [
        {"venue": "0"},
        {"unit_numbers": "1,x"},
        {"unit_numbers": "７"},
        {"unit_numbers": "77"},
        {"starts_at": "9999-12-31T23:59"},
        {"starts_at": "x"},
        {"ends_at": f"{DAY}T10:00"},
        {"ends_at": f"{DAY}T09:00", "starts_at": f"{DAY}T08:00"},
        {"reason": " "},
        {"reason": "长" * 61},
        {"key": ""},
    ],
)
def test_a_closure_that_cannot_be_is_refused(boss, room, fields):
    for step in ({}, {"confirmed": "1"}):
        refused = boss.post(
            page("reservations_closure_add"), wish(room, **fields, **step)
        )
        if refused.status_code != 422:
            assert (step, fields) == ({}, {"reason": " "})
    assert not Closure.objects.exists()


def test_only_supervisors_close_and_only_at_home(client, room, chen, zhao, elsewhere):
    client.force_login(chen)
    assert client.get(page("reservations_closure_add")).status_code == 403
    closure = make.closure(room, zhao)
    assert client.get(reverse("closure_calls", args=[closure.pk])).status_code == 200
    done = do(client, "reservations_closure", "reopen", [closure])
    assert done.status_code == 403
    closure.refresh_from_db()
    assert closure.reopened_at is None


def test_a_stranger_sees_no_phones(client, room, sun, zhao):
    closure = make.closure(room, zhao)
    sun.groups.set(make.groups("主管"))
    client.force_login(sun)
    assert client.get(reverse("closure_calls", args=[closure.pk])).status_code == 404
    sun.groups.clear()
    assert client.get(reverse("closure_calls", args=[closure.pk])).status_code == 403


def test_reopening_from_the_list(boss, room, zhao):
    closure = make.closure(room, zhao, unit_numbers=[1])
    shown = text(boss.get(page("reservations_closure_changelist")))
    assert "阅览室（编号 1）" in shown
    assert boss.get(page("reservations_closure_change", closure.pk)).status_code == 200
    assert "已经重新开放。" in text(
        do(boss, "reservations_closure", "reopen", [closure])
    )
    assert "已重新开放" in text(boss.get(page("reservations_closure_changelist")))
    with time_machine.travel(moment("2026-11-26 09:00"), tick=False):
        over = make.closure(room, zhao)
        boss.force_login(zhao)
        refused = do(boss, "reservations_closure", "reopen", [over])
    assert "这次停用已经结束了。" in text(refused)


def test_closing_the_whole_center(boss, room, house, lin):
    hit = make.booking(room, lin, f"{DAY} 10:00")
    url, data = page("reservations_closure_add"), wish(room, venue=f"center-{house.pk}")
    assert hit.when in text(boss.post(url, data))
    assert not Closure.objects.exists()
    boss.post(url, data | {"confirmed": "1"})
    hit.refresh_from_db()
    assert (hit.state, hit.cancel_reason) == (State.CANCELLED, "停电")
    closure = Closure.objects.get()
    assert [call.booking for call in closure.calls.all()] == [hit]
    assert "（全部）" in text(boss.get(page("reservations_closure_changelist")))
    assert verbs.settle(at=EARLY) == 0


def test_what_is_kept_is_on_the_call_list_all_the_same(boss, room, lin):
    hit = make.booking(room, lin, f"{DAY} 10:00")
    url = page("reservations_closure_add")
    boss.post(url, wish(room, confirmed="1", bookings="keep"))
    hit.refresh_from_db()
    assert (hit.state, hit.calls.get().effect) == ("booked", "保留，请说明怎么进门")
