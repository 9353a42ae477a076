"""What the database refuses, whoever asks."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from center.timetable.lookup import hours_of
from reservations.actions import verbs
from reservations.actions.closures import take_out
from reservations.actions.events import book_whole
from reservations.models import (
    Booking,
    BookingStep,
    Closure,
    Event,
    Unit,
    Venue,
)
from reservations.rules.bookings import MOVES, OCCUPYING, State
from reservations.slots.plans import plan_of
from tests.make import moment
from tests.reservations import make

DAY = "2026-11-24"
EARLY = moment(f"{DAY} 08:00")
HOUR = timedelta(hours=1)


def at(clock):
    return moment(f"{DAY} {clock}")


@pytest.fixture
def room(house):
    return make.venue(house, units=2)


@pytest.fixture
def booking(room, lin):
    return make.booking(room, lin, f"{DAY} 09:00")


def refused(name, call):
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        call()
    assert name in str(caught.value), caught.value


def copy(booking, **fields):
    """Write a second row as a shell would, past every action."""
    same = {f.attname: getattr(booking, f.attname) for f in Booking._meta.fields}
    later = {
        "id": None,
        "code": "ABCD2345",
        "starts_at": booking.starts_at + 2 * HOUR,
        "ends_at": booking.ends_at + 2 * HOUR,
        "unit_free_at": booking.unit_free_at + 2 * HOUR,
    }

    def write():
        made = Booking(**(same | later | fields))
        made.save(force_insert=True)
        told = {"verb": "book", "state": made.state, "version": made.version}
        made.steps.create(at=made.made_at, text="命令行", **told)

    return write


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("booking_code_once", {"code": None}),
        ("booking_code_form", {"code": "ABCDILOU"}),
        ("booking_code_form", {"code": "ABC"}),
        ("booking_ends_after_starts", {"ends_at": at("11:00")}),
        (
            "booking_one_day",
            {"starts_at": at("23:30"), "ends_at": at("23:30") + HOUR},
        ),
        ("booking_unit_rests_after", {"unit_free_at": at("11:59")}),
        ("booking_people_sensible", {"people": 0}),
        ("booking_people_sensible", {"people": 201}),
        ("booking_state_known", {"state": "lost"}),
        ("booking_channel_known", {"channel": "fax"}),
        ("booking_event_channel", {"channel": "event"}),
        ("booking_lead_kept_on_web", {"inside_lead": True}),
        ("booking_arrived_has_time", {"state": State.ARRIVED}),
        ("booking_arrived_has_time", {"arrived_at": EARLY}),
        (
            "booking_finished_has_time",
            {"state": State.FINISHED, "arrived_at": EARLY},
        ),
        ("booking_finished_has_time", {"left_at": EARLY}),
        ("booking_cancelled_has_time", {"state": State.CANCELLED}),
        ("booking_cancelled_has_time", {"cancel_reason": "停电"}),
    ],
)
def test_a_row_that_cannot_be_is_refused(booking, name, fields):
    if fields.get("code", "") is None:
        fields = {"code": booking.code}
    if name == "booking_one_day":
        fields = fields | {"unit_free_at": fields["ends_at"]}
    refused(name, copy(booking, **fields))


def test_a_day_ends_at_midnight_in_shanghai_not_in_utc(booking):
    # 07:30–08:30 local is two dates in UTC, 23:00–24:00 local touches midnight.
    before = {"starts_at": at("07:30"), "ends_at": at("08:30")}
    copy(booking, code="ABCD2346", unit_free_at=at("08:30"), **before)()
    midnight = at("23:00") + HOUR
    late = {"starts_at": at("23:00"), "ends_at": midnight, "unit_free_at": midnight}
    copy(booking, code="ABCD2347", **late)()
    assert Booking.objects.on(at("00:00").date()).count() == 3


def test_a_unit_is_held_once(booking, wu):
    same = {"starts_at": booking.starts_at, "ends_at": booking.ends_at}
    fields = same | {"unit_free_at": booking.unit_free_at, "person_id": wu.pk}
    refused("booking_unit_free", copy(booking, **fields))
    inside = {
        "starts_at": at("08:00"),
        "ends_at": at("08:30"),
        "unit_free_at": at("09:01"),
        "person_id": wu.pk,
    }
    refused("booking_unit_free", copy(booking, **inside))


def test_a_person_is_in_one_place(booking, room):
    other = room.units.exclude(pk=booking.unit_id).get()
    half = {
        "unit_id": other.pk,
        "starts_at": at("09:30"),
        "ends_at": at("10:30"),
        "unit_free_at": at("10:30"),
    }
    refused("booking_person_free", copy(booking, **half))


@pytest.mark.parametrize("state", [s for s in State if s not in OCCUPYING])
def test_what_is_over_holds_nothing(booking, chen, wu, state):
    ways = {
        State.CANCELLED: [verbs.cancel],
        State.VOID: [verbs.check_in, verbs.void],
        State.MISSED: [verbs.mark_missed],
        State.FINISHED: [verbs.check_in, verbs.finish],
    }
    for verb in ways[state]:
        reason = {"reason": "停电"} if verb in (verbs.cancel, verbs.void) else {}
        verb(booking=booking, by=chen, at=at("09:20"), **reason)
    same = {"starts_at": booking.starts_at, "ends_at": booking.ends_at}
    fields = same | {"unit_free_at": booking.unit_free_at}
    copy(booking, **fields)()
    assert Booking.objects.occupying().count() == 1


def test_what_belongs_together_stays_together(booking, house, elsewhere, chen):
    other = make.venue(house, units=1)
    event = book_whole(
        venue=other, title="学习", start=at("09:00"), end=at("10:00"), by=chen, at=EARLY
    )
    unit = other.units.get()
    refused("booking_venue_fits", copy(booking, center_id=elsewhere.pk))
    refused("booking_unit_fits", copy(booking, unit_id=unit.pk))
    together = {"event_id": event.pk, "channel": "event"}
    refused("booking_event_fits", copy(booking, **together))
    refused(
        "event_venue_fits",
        lambda: Event.objects.create(
            center=elsewhere,
            venue=other,
            title="学习",
            starts_at=at("09:00"),
            ends_at=at("10:00"),
            host=chen,
            made_by=chen,
            made_at=EARLY,
        ),
    )


@pytest.mark.parametrize("old", State)
@pytest.mark.parametrize("new", State)
def test_the_database_knows_the_moves(booking, chen, lin, old, new):
    ways = {
        State.BOOKED: [],
        State.ARRIVED: [verbs.check_in],
        State.FINISHED: [verbs.check_in, verbs.finish],
        State.MISSED: [verbs.mark_missed],
        State.CANCELLED: [verbs.cancel],
        State.VOID: [verbs.check_in, verbs.void],
    }
    for verb in ways[old]:
        reason = {"reason": "停电"} if verb in (verbs.cancel, verbs.void) else {}
        booking = verb(booking=booking, by=chen, at=at("09:20"), **reason)
    came = new in (State.ARRIVED, State.FINISHED)
    gone = new in (State.CANCELLED, State.VOID)
    fields = {
        "state": new,
        "arrived_at": EARLY if came else None,
        "left_at": EARLY if new == State.FINISHED else None,
        "cancelled_at": EARLY if gone else None,
        "cancelled_by": lin if gone else None,
        "cancel_reason": "",
        "version": booking.version + 1,
    }

    def move():
        Booking.objects.filter(pk=booking.pk).update(**fields)
        told = {"state": new, "version": booking.version + 1, "text": "改"}
        BookingStep.objects.create(booking=booking, verb="note", at=EARLY, **told)

    if old == new or new in MOVES[old]:
        move()
    else:
        refused("Invalid transition", move)


def test_nothing_disappears_and_history_stays_as_it_was(booking, room, chen):
    take_out(unit=room.units.last(), reason="灯坏", by=chen, at=EARLY)
    for rows in (Booking, Venue, Unit, BookingStep, Closure):
        some = rows.objects.filter(pk=rows.objects.first().pk)
        refused("delete rows", lambda some=some: some._raw_delete(some.db))
    refused("Cannot update or delete", lambda: booking.steps.update(text="别的"))
    refused("Cannot update", lambda: Closure.objects.update(reason="别的"))
    for fixed in ({"code": "ABCD2345"}, {"person": chen}, {"rules": {}}):
        rows = Booking.objects.filter(pk=booking.pk)
        refused("Cannot update", lambda f=fixed, rows=rows: rows.update(**f))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("venue_slug_plain", {"slug": "阅览室"}),
        ("venue_slug_plain", {"slug": "a--b"}),
        ("venue_slot_sensible", {"slot_minutes": 4}),
        ("venue_slot_sensible", {"slot_minutes": 481}),
        ("venue_lengths_in_order", {"min_slots": 0}),
        ("venue_lengths_in_order", {"min_slots": 3, "max_slots": 2}),
        ("venue_lead_unit_known", {"lead_unit": "weeks"}),
        ("venue_horizon_sensible", {"horizon_days": 367}),
        ("venue_lead_within_horizon", {"lead_unit": "days", "lead_value": 15}),
        ("venue_buffer_sensible", {"buffer_minutes": 241}),
    ],
)
def test_a_venue_that_cannot_be_is_refused(house, name, fields):
    refused(name, lambda: make.venue(house, units=0, **fields))


def test_a_venue_has_its_address_to_itself(house, elsewhere):
    make.venue(house, slug="gym")
    assert make.venue(elsewhere, slug="gym").pk
    refused("venue_slug_once", lambda: make.venue(house, slug="gym"))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("unit_number_once", {"number": 1}),
        ("unit_number_from_one", {"number": 0}),
    ],
)
def test_a_unit_that_cannot_be_is_refused(room, name, fields):
    refused(name, lambda: make.unit(room, **fields))


def test_closures_and_events_end_after_they_start(room, chen):
    times = {"starts_at": at("10:00"), "ends_at": at("10:00")}
    refused(
        "closure_ends_after_starts",
        lambda: Closure.objects.create(
            center=room.center, scope="venue", venue=room, reason="停电", **times
        ),
    )
    event = {
        "center": room.center,
        "venue": room,
        "title": "学习",
        "host": chen,
        "made_by": chen,
        "made_at": EARLY,
    }
    refused("event_ends_after_starts", lambda: Event.objects.create(**event, **times))
    night = {"starts_at": at("23:00"), "ends_at": at("23:00") + 2 * HOUR}
    refused("event_one_day", lambda: Event.objects.create(**event, **night))
    day = {"starts_at": at("09:00"), "ends_at": at("10:00"), "cancel_reason": "停电"}
    refused("event_cancel_says_why", lambda: Event.objects.create(**event, **day))


def versions(venue):
    venue.refresh_from_db()
    return venue.version, venue.setup_version


def shut(room, chen):
    take_out(unit=room.units.last(), reason="停电", by=chen, at=EARLY)


def test_every_change_raises_the_version_and_none_lowers_it(room, lin, chen):
    seen = [versions(room)]

    def changed(call):
        call()
        seen.append(versions(room))
        return seen[-1][0] > seen[-2][0], seen[-1][1] > seen[-2][1]

    stale = Venue.objects.get(pk=room.pk)
    assert changed(lambda: make.booking(room, lin, f"{DAY} 09:00")) == (True, False)
    booking = Booking.objects.get()
    assert changed(lambda: verbs.cancel(booking=booking, by=lin, at=EARLY)) == (
        True,
        False,
    )
    assert changed(lambda: make.unit(room, 9)) == (True, True)
    assert changed(lambda: shut(room, chen)) == (True, True)
    # A form that was opened long ago saves the versions it had read.
    assert changed(stale.save) == (True, True)
    assert len(set(seen)) == len(seen)


def test_setups_are_kept_until_they_change(room, django_assert_num_queries):
    room = Venue.objects.select_related("center").get(pk=room.pk)
    plan_of(room, EARLY)
    with django_assert_num_queries(0):
        assert [unit.number for unit in plan_of(room, EARLY).units] == [1, 2]
    make.unit(room, 3)
    room.refresh_from_db()
    assert [unit.number for unit in plan_of(room, EARLY).units] == [1, 2, 3]
    assert hours_of(room.center).is_open_at(at("09:00"))


def test_who_sees_which_bookings(booking, lin, wu, chen, sun, qian, zhao, elsewhere):
    theirs = make.booking(make.venue(elsewhere), wu, f"{DAY} 10:00")

    def seen(user):
        return set(Booking.objects.visible_to(user))

    assert seen(lin) == {booking}
    assert seen(wu) == {theirs}
    assert seen(chen) == seen(zhao) == {booking, theirs}
    assert seen(sun) == {theirs}
    assert seen(qian) == set()


def test_bookings_by_time(room, lin, wu, chen):
    first = make.booking(room, lin, f"{DAY} 09:00")
    second = make.booking(room, wu, f"{DAY} 09:00")
    third = make.booking(room, lin, f"{DAY} 10:00")
    verbs.cancel(booking=second, by=wu, at=EARLY)
    bookings = Booking.objects.order_by("pk")
    assert list(bookings.occupying()) == [first, third]
    assert list(bookings.on(EARLY.date())) == [first, second, third]
    assert list(bookings.upcoming(at("10:00"))) == [third]
    assert list(bookings.overlapping(at("09:30"), at("10:00"))) == [first, second]
