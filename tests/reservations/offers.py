"""What is offered of bookings and events, at the desk and to the person."""

from reservations.actions import verbs
from reservations.actions.closures import reopen
from reservations.actions.events import book_whole, cancel_whole
from tests.make import moment, person
from tests.offers import Subject, Verb, in_admin
from tests.reservations import make

EARLY = "2026-11-24 08:00"


def bookings(cast):
    """Build a booking of the owner in every state, seen at ten past nine and after."""
    venue = make.venue(cast.home, units=20, max_slots=4)
    at = moment("2026-11-24 10:10")

    def booked(start="2026-11-24 10:00", who=None):
        who = who or person("约的人")
        return make.booking(venue, who, start, at=EARLY)

    def done(action, booking, when=at, **fields):
        return action(booking=booking, by=cast.clerk, at=when, **fields)

    arrived = done(verbs.check_in, booked())
    return {
        "running": booked(who=cast.owner),
        "ahead": booked("2026-11-25 10:00", cast.owner),
        "late": booked("2026-11-24 09:00", cast.owner),
        "arrived": arrived,
        "finished": done(verbs.finish, done(verbs.check_in, booked())),
        "missed": done(
            verbs.mark_missed, booked("2026-11-24 09:00"), moment("2026-11-24 09:30")
        ),
        "cancelled": done(verbs.cancel, booked(), reason="停电"),
        "given-back": verbs.cancel(
            booking=booked("2026-11-25 14:00", cast.owner), by=cast.owner, at=at
        ),
    }


def of_booking(row, cast):
    desk = f"/desk/bookings/{row.code}"
    return {
        "check-in": Verb(f"{desk}/check-in/"),
        "missed": Verb(f"{desk}/missed/"),
        "finish": Verb(f"{desk}/finish/"),
        "cancel": Verb(f"/bookings/{row.code}/cancel/", {"reason": "停电"}),
        "undo": Verb(f"{desk}/undo/"),
        "undo-own": Verb(f"/bookings/{row.code}/undo/"),
        "void": Verb(f"{desk}/void/", {"reason": "登记错了"}),
    }


def events(cast):
    def held(title, start, end):
        return book_whole(
            venue=make.venue(cast.home, units=2, max_slots=8),
            title=title,
            start=moment(start),
            end=moment(end),
            people=1,
            key=None,
            by=cast.clerk,
            at=moment(EARLY),
        )

    off = held("取消的", "2026-11-24 15:00", "2026-11-24 16:00")
    cancel_whole(event=off, reason="停电", by=cast.clerk, at=moment(EARLY))
    off.refresh_from_db()
    return {
        "ahead": held("下午的", "2026-11-24 14:00", "2026-11-24 16:00"),
        "over": held("早上的", "2026-11-24 09:00", "2026-11-24 10:00"),
        "off": off,
    }


WHY = {"reason": "停电"}


def of_booking_in_admin(row, cast):
    names = ("check_in", "finish", "mark_missed", "cancel")
    table = "reservations_booking"
    return {name: in_admin(table, row, name, **WHY) for name in names}


def closures(cast):
    def shut(start, end):
        venue = make.venue(cast.home)
        times = {"starts_at": moment(start), "ends_at": moment(end)}
        return make.closure(venue, cast.supervisor, at=EARLY, **times)

    open_again = shut("2026-11-24 14:00", "2026-11-24 16:00")
    reopen(closure=open_again, by=cast.supervisor, at=moment("2026-11-24 09:00"))
    return {
        "shut": shut("2026-11-24 10:00", "2026-11-24 12:00"),
        "over": shut("2026-11-24 09:00", "2026-11-24 10:00"),
        "open": open_again,
    }


def of_closure(row, cast):
    return {"reopen": in_admin("reservations_closure", row, "reopen")}


SUBJECTS = [
    Subject(
        "bookings in the admin",
        ("reservations",),
        "2026-11-24 10:10",
        bookings,
        lambda row: ["/admin/reservations/booking/"],
        of_booking_in_admin,
    ),
    Subject(
        "events in the admin",
        ("reservations",),
        "2026-11-24 10:10",
        events,
        lambda row: ["/admin/reservations/event/"],
        lambda row, cast: {
            "cancel": in_admin("reservations_event", row, "cancel", **WHY)
        },
    ),
    Subject(
        "closures",
        ("reservations",),
        "2026-11-24 10:10",
        closures,
        lambda row: ["/admin/reservations/closure/"],
        of_closure,
    ),
    Subject(
        "bookings",
        ("reservations",),
        "2026-11-24 10:10",
        bookings,
        lambda row: [f"/bookings/{row.code}/", "/desk/today/"],
        of_booking,
    ),
    Subject(
        "events",
        ("reservations",),
        "2026-11-24 10:10",
        events,
        lambda row: ["/desk/today/"],
        lambda row, cast: {
            "cancel": Verb(f"/desk/events/{row.pk}/cancel/", {"reason": "停电"}),
            "announce": Verb(f"/desk/events/{row.pk}/announce/", {"on": "1"}),
        },
    ),
]
