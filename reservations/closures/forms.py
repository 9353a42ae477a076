"""What is typed to close something."""

import re
from typing import Any

from django import forms

from center.fields import MomentField, ReasonField
from center.models import Center, User
from center.text import half_width
from reservations.models import Venue
from reservations.rules.venues import TEXT_LENGTH

MOST_UNITS = 500
CANCEL, KEEP = "cancel", "keep"


class PlaceField(forms.ChoiceField):
    def offer(self, user: User) -> None:
        """Offer what this member of staff looks after, the own center's first."""
        centers = Center.objects.filter(pk__in=user.center_ids)
        venues = Venue.objects.visible_to(user).select_related("center")
        self.places: dict[str, Center | Venue] = {
            f"center-{one.pk}": one for one in centers
        } | {str(one.pk): one for one in venues}
        self.choices = [
            ("", "请选择"),
            *((f"center-{one.pk}", f"整个中心：{one.name}") for one in centers),
            *((str(one.pk), one.name_for(user)) for one in venues),
        ]

    def clean(self, value: object) -> Center | Venue:
        return self.places[super().clean(value)]


class ClosureForm(forms.Form):
    """What, which units of it, from when to when, why, and what becomes of bookings."""

    venue = PlaceField(label="停什么", error_messages={"required": "请选停什么。"})
    unit_numbers = forms.CharField(
        label="只停这些编号",
        required=False,
        max_length=2000,
        help_text="空着就是整个场地。多个编号用逗号隔开。",
    )
    starts_at = MomentField(label="从")
    ends_at = MomentField(label="到")
    reason = ReasonField(label="原因", max_length=TEXT_LENGTH, help_text="居民会看到。")
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def offer_places(self, user: User) -> None:
        field: Any = self.fields["venue"]
        field.offer(user)

    def clean_unit_numbers(self) -> list[int]:
        """Return the numbers in order, each once, whatever stands between them."""
        typed = half_width(self.cleaned_data["unit_numbers"])
        words = [word for word in re.split(r"[\s,，、;；]+", typed) if word]
        if not all(re.fullmatch(r"[0-9]{1,4}", word) for word in words):
            raise forms.ValidationError("编号用数字写，多个用逗号隔开，如 3,5,8。")
        return sorted({int(word) for word in words})[:MOST_UNITS]

    def what(self) -> dict[str, Any]:
        """Return what is to be closed, as the action takes it."""
        data = {name: self.cleaned_data[name] for name in self.cleaned_data}
        place = data.pop("venue")
        data.pop("key")
        if isinstance(place, Venue):
            return data | {"venue": place, "center": place.center}
        return data | {"center": place}
