"""What is typed to close a venue."""

import re
from typing import Any

from django import forms

from center.fields import MomentField, TextField
from center.models import User
from center.text import half_width
from reservations.models import Venue
from reservations.rules.venues import TEXT_LENGTH

MOST_UNITS = 500


class NumbersField(forms.CharField):
    """Numbers of units, separated by anything people put between figures."""

    def clean(self, value: str) -> list[int]:
        """Return the numbers in order, each once."""
        words = [
            word for word in re.split(r"[\s,，、;；]+", half_width(value or "")) if word
        ]
        if not all(re.fullmatch(r"[0-9]{1,4}", word) for word in words):
            raise forms.ValidationError("编号用数字写，多个用逗号隔开，如 3,5,8。")
        return sorted({int(word) for word in words})[:MOST_UNITS]


class ShutdownForm(forms.Form):
    """Which venue, which units, from when to when and why."""

    venue = forms.ModelChoiceField(label="场地", queryset=Venue.objects.none())
    unit_numbers = NumbersField(
        label="只停这些编号",
        required=False,
        max_length=2000,
        help_text="空着就是整个场地。多个编号用逗号隔开。",
    )
    starts_at = MomentField(label="从")
    ends_at = MomentField(label="到")
    reason = TextField(label="原因", max_length=TEXT_LENGTH, help_text="居民会看到。")
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def offer_venues(self, user: User) -> None:
        """Offer the venues of the centers that ``user`` works for."""
        venues = Venue.objects.visible_to(user).select_related("center")
        field: Any = self.fields["venue"]
        field.label_from_instance = lambda venue: venue.name_for(user)
        field.queryset = venues
