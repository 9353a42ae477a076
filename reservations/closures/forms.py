"""What is typed to close a venue."""

import re
from datetime import datetime
from typing import Any

from django import forms

from center.models import User
from center.rules import visible
from reservations.models import Venue
from reservations.rules import TEXT_LENGTH

MOST_UNITS = 500


class NumbersField(forms.CharField):
    """Numbers of units, separated by anything people put between figures."""

    def clean(self, value: str) -> list[int]:
        """Return the numbers in order, each once."""
        words = [
            word for word in re.split(r"[\s,，、;；]+", visible(value or "")) if word
        ]
        if not all(re.fullmatch(r"[0-9]{1,4}", word) for word in words):
            raise forms.ValidationError("编号用数字写，多个用逗号隔开，如 3,5,8。")
        return sorted({int(word) for word in words})[:MOST_UNITS]


class LocalMomentField(forms.DateTimeField):
    """A date and a time of day, in a range that calendars know."""

    def __init__(self, label: str) -> None:
        widget = forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        )
        super().__init__(label=label, widget=widget)

    def to_python(self, value: Any) -> datetime | None:
        """Refuse years that no calendar knows before anybody counts with them."""
        text = str(value or "").strip()
        if text and not re.match(r"(20|21)[0-9]{2}-", text):
            raise forms.ValidationError("请写清楚日期和时间，如 2026-11-25 09:00。")
        return super().to_python(value)


class ShutdownForm(forms.Form):
    """Which venue, which units, from when to when and why."""

    venue = forms.ModelChoiceField(label="场地", queryset=Venue.objects.none())
    unit_numbers = NumbersField(
        label="只停这些编号",
        required=False,
        max_length=2000,
        help_text="空着就是整个场地。多个编号用逗号隔开。",
    )
    starts_at = LocalMomentField("从")
    ends_at = LocalMomentField("到")
    reason = forms.CharField(
        label="原因", max_length=TEXT_LENGTH, help_text="居民会看到。"
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def offer_venues(self, user: User) -> None:
        """Offer the venues of the centers that ``user`` works for."""
        venues = Venue.objects.visible_to(user).select_related("center")
        field: Any = self.fields["venue"]
        field.label_from_instance = lambda venue: venue.name_for(user)
        field.queryset = venues
