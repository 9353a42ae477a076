"""Remind of today's and tomorrow's bookings, once each, and close what is over.

Safe to run twice, by two workers, or after days of standstill: a message is written
under a mark that exists once, and only while its booking is still ahead.
"""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate, localtime

from center.hours import moment
from center.jobs import job
from center.outbox.models import Message
from reservations.actions.base import tell_booker
from reservations.actions.verbs import settle
from reservations.models import Booking
from reservations.rules.bookings import State
from reservations.slots.plans import is_shut_out

ONE_DAY = timedelta(days=1)


@job("场地预约：写下 {} 条今明两天预约的提醒。")
def remind(at: datetime) -> int:
    """Write a reminder for each booking up to tomorrow's end; return how many.

    Also settles what is over. Who booked today needs none for today; events are left
    out, and so is who left no phone, and who would stand before a closed door.
    """
    settle(at=at)
    due = {_mark(one): one for one in _due(at) if not is_shut_out(one, at)}
    known = Message.objects.filter(once__in=due).values_list("once", flat=True)
    for mark in known:
        del due[mark]
    for mark, booking in due.items():
        text = _words(booking, localdate(at))
        tell_booker(booking, text, once=mark, at=at)
    return len(due)


def _due(at: datetime) -> QuerySet[Booking]:
    today = moment(localdate(at), time.min)
    rows = Booking.objects.filter(
        state=State.BOOKED,
        event__isnull=True,
        person__phone__isnull=False,
        starts_at__gt=at,
        starts_at__lt=today + 2 * ONE_DAY,
    )
    made_today = rows.filter(made_at__gte=today, starts_at__lt=today + ONE_DAY)
    return (
        rows.exclude(pk__in=made_today.values("pk"))
        .with_places()
        .select_related("venue__center")
        .order_by("pk")
    )


def _mark(booking: Booking) -> str:
    # What was moved to another time is reminded of anew.
    is_new = booking.version == 1
    return f"soon-{booking.code}{'' if is_new else f'-{booking.starts_at:%m%d%H%M}'}"


def _words(booking: Booking, today: date) -> str:
    day = "今天" if localtime(booking.starts_at).date() == today else "明天"
    what = f"{booking.place}，{booking.when}"
    code = f"预约码 {booking.code_grouped}"
    return f"提醒您{day}的预约：{what}，{code}。来不了请取消，好让别人用。"
