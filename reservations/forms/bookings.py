"""Forms check shape. Whether the rules allow it, the action decides."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import localtime

from center.fields import KeyField, ReasonField, TextField
from center.keys import new_key
from center.wording import clock_text, minutes_text
from reservations.forms.fields import Choices, NumberField, SeatMap, StartField
from reservations.models import Unit, Venue
from reservations.rules.bookings import PEOPLE_MOST
from reservations.rules.venues import TEXT_LENGTH, Terms, VenueKind, ends

ANY_UNIT = ("", "都可以，帮我安排")
KIND_LENGTH = 10
# Here one unit is for one person, so nobody is asked what for and how many.
ALONE = (VenueKind.READING, VenueKind.GYM)


class BookingForm(forms.Form):
    """What a resident says to book: when, how long, which unit, what for."""

    use_required_attribute = False
    start = StartField(label="时间", error_messages={"required": "请先选一个时间。"})
    slots = NumberField(
        label="约多久", least=1, wrong="时长请填整数，从 1 格起。", required=False
    )
    unit = NumberField(
        label="要哪一个", least=1, wrong="没有这个编号，请重新选。", required=False
    )
    kind = TextField(required=False, max_length=KIND_LENGTH, widget=forms.HiddenInput)
    purpose = TextField(label="用途", required=False, max_length=TEXT_LENGTH)
    people = NumberField(
        label="几个人来",
        least=1,
        wrong=f"人数要在 1 到 {PEOPLE_MOST} 之间，用数字填。",
        required=False,
    )
    key = KeyField()

    def lay_out(
        self,
        venue: Venue,
        start: datetime | None,
        free: list[Unit],
        units: Sequence[Unit] = (),
        *,
        most: int = 0,
    ) -> None:
        """Offer the lengths and the free units of ``venue``; hide what it does not ask.

        The choices help to choose. What is sent is a number, and the action decides.
        Of a room that is drawn, all ``units`` are shown where they stand. ``most`` is
        for how many slots something is free then, where that is known.
        """
        self._offer("slots", length_choices(venue.terms, start, most))
        choices = [(str(unit.number), unit.name) for unit in free]
        if free:
            self.fields["unit"].label = f"选{free[0].kind}"
        self._offer("unit", [ANY_UNIT, *choices] if len(choices) > 1 else choices)
        if venue.seats_in_row and len(units) > 1 and free:
            self.fields["unit"].widget = SeatMap(
                room=venue, units=units, choices=choices
            )
        if venue.kind in ALONE:
            self.fields["purpose"].widget = forms.HiddenInput()
            self.fields["people"].widget = forms.HiddenInput()

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Let the field be chosen from a list, or hide it where there is no choice."""
        field = self.fields[name]
        if len(choices) < 2:
            field.widget = forms.HiddenInput()
            return
        # What was sent stays chosen, also when it is not offered any more.
        sent = str(self[name].value() or "")
        if sent and sent not in dict(choices):
            choices = [*choices, (sent, f"{sent}（现在选不了）")]
        field.widget = Choices(choices=choices)
        field.required = True  # after validation, so only for the label

    def wish(self) -> dict[str, Any]:
        """Return what was asked for, as the action takes it."""
        data = self.cleaned_data
        return {
            "start": data["start"],
            "slots": data["slots"] or 1,
            "unit_number": data["unit"],
            "kind": data["kind"],
            "purpose": data["purpose"],
            "people": data["people"] or 1,
        }


def length_choices(
    terms: Terms, start: datetime | None, most: int = 0
) -> list[tuple[str, str]]:
    """Return how long one may book, each with the end it leads to.

    No longer than ``most``, where anything is free at all.
    """
    choices = []
    longest = max(most, terms.min_slots) if most else terms.max_slots
    for slots in range(terms.min_slots, min(longest, terms.max_slots) + 1):
        text = minutes_text(slots * terms.slot_minutes)
        if start:
            first = localtime(start)
            # The end first: in large letters a phone cuts the rest off.
            text = f"到 {clock_text(ends(first, slots, terms))}（{text}）"
        choices.append((str(slots), text))
    return choices


def fresh_booking(start: datetime, **wishes: object) -> BookingForm:
    first = f"{start:%Y-%m-%dT%H:%M}"
    return BookingForm(initial={"start": first, "people": 1, "key": new_key()} | wishes)


class ShiftForm(forms.Form):
    """To what time a booking moves, and from which page: the version it showed."""

    use_required_attribute = False
    start = StartField(label="时间", error_messages={"required": "请先选一个时间。"})
    version = NumberField(
        least=0,
        wrong="这一页不完整，请重新选一个时间。",
        required=False,
        widget=forms.HiddenInput,
    )


class CancelForm(forms.Form):
    """Nothing to fill in for the person; staff say why."""


class StaffCancelForm(forms.Form):
    """Why staff take a booking away; the person reads it."""

    reason = ReasonField(
        label="原因",
        max_length=TEXT_LENGTH,
        help_text="本人会看到；留了手机号的，短信排队发。",
        error_messages={"required": "请写明原因，本人会看到。"},
    )
