"""The rules of a venue: what it is for, how long and how early it is booked. Pure."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from django.db import models

from center.hours import OpeningHours
from center.rules import Role
from center.wording import minutes_text, spaced
from reservations.rules.lead_times import Lead, most_within, said

# A purpose or a reason; it has to fit on the ticket and in a text message.
TEXT_LENGTH = 60
# So many units are added at once; four digits are what a form reads as a number.
UNITS_MOST, UNIT_NUMBER_MOST = 500, 9999


class VenueKind(models.TextChoices):
    """What a venue is for."""

    READING = "reading", "阅览室"
    GYM = "gym", "健身、活动室"
    EQUIPMENT = "equipment", "设备"
    MEETING = "meeting", "会议室"
    TALK = "talk", "谈心室"
    ELDERS = "elders", "老人活动室"
    OTHER = "other", "其他"


ICONS = {
    VenueKind.READING: "book",
    VenueKind.GYM: "dumbbell",
    VenueKind.EQUIPMENT: "screen",
    VenueKind.MEETING: "people",
    VenueKind.TALK: "chat",
    VenueKind.ELDERS: "elder",
    VenueKind.OTHER: "door",
}


# What each role may do here.
_DESK = [
    "reservations.view_venue",
    "reservations.view_unit",
    "reservations.view_booking",
    "reservations.add_booking",
    "reservations.change_booking",
    "reservations.add_event",
    "reservations.view_event",
    "reservations.change_unit",
    "reservations.view_bookingstep",
    "reservations.view_closure",
    "reservations.view_calllistentry",
    "reservations.change_calllistentry",
]
MAY = {
    Role.CLERK: _DESK,
    Role.SUPERVISOR: [
        *_DESK,
        "reservations.add_venue",
        "reservations.change_venue",
        "reservations.add_unit",
        "reservations.add_closure",
        "reservations.change_closure",
    ],
}


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules of one venue as plain values; kept with each booking as it was made."""

    slot_minutes: int
    min_slots: int
    max_slots: int
    lead: Lead
    horizon_days: int
    quota: int
    buffer_minutes: int

    @property
    def step(self) -> timedelta:
        return timedelta(minutes=self.slot_minutes)

    @property
    def buffer(self) -> timedelta:
        return timedelta(minutes=self.buffer_minutes)

    def at_least(self, slots: int) -> "Terms":
        least = min(max(slots, self.min_slots), self.max_slots)
        return self if least == self.min_slots else replace(self, min_slots=least)

    def snapshot(self) -> dict[str, object]:
        """Return what is kept with a booking, so that later changes never bind it."""
        return asdict(self)


def last_open_day(today: date, last: date, hours: OpeningHours) -> date:
    """Return the last day up to ``last`` on which the doors are open at all.

    A day that is told to people must be one that they can take.
    """
    days = (last - timedelta(days=n) for n in range((last - today).days + 1))
    return next((day for day in days if hours.spans_on(day)), last)


def last_day(today: date, horizon_days: int) -> date:
    """Return the last date that can be booked today.

    Today is day 0: with 14 days, the same weekday two weeks on is the last one.
    """
    return today + timedelta(days=horizon_days)


def ends(start: datetime, slots: int, terms: Terms) -> datetime:
    return start + slots * terms.step


def terms_said(terms: Terms) -> list[str]:
    """Return the rules of a venue as sentences for people, most asked first."""
    least = minutes_text(terms.min_slots * terms.slot_minutes)
    most = minutes_text(terms.max_slots * terms.slot_minutes)
    length = f"一次{spaced(least)}" + ("。" if least == most else f"到{spaced(most)}。")
    lines = [said(terms.lead), length, f"最多提前 {terms.horizon_days} 天约。"]
    if terms.quota:
        lines.append(f"每人最多同时约 {terms.quota} 次。")
    lines.append("来不了，开始前随时可以取消，好让别人用。")
    return lines


def never_bookable(terms: Terms, longest: timedelta) -> list[tuple[str, str]]:
    """Return field and sentence of each rule with which no day could be booked."""
    found = []
    most = most_within(terms.lead, terms.horizon_days)
    if terms.lead.value > most:
        text = (
            f"提前量比能约的天数还长，没有一天约得上。最多提前 {terms.horizon_days} 天"
            f"的话，这里最多填 {most}。"
        )
        found.append(("lead_value", text))
    least = timedelta(minutes=terms.min_slots * terms.slot_minutes)
    if timedelta() < longest < least:
        hours = spaced(minutes_text(int(longest.total_seconds() // 60)))
        text = f"一次至少的时间比最长的一段开放时间（{hours}）还长，没有一场约得上。"
        found.append(("min_slots" if terms.min_slots > 1 else "slot_minutes", text))
    return found
