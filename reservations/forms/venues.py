"""What a supervisor says about a venue and its units."""

from typing import Any

from django import forms

from center.admin_parts import WholeRowForm
from center.fields import TextField
from center.timetable.lookup import hours_of
from reservations.forms.bookings import KIND_LENGTH
from reservations.forms.fields import NumberField
from reservations.models import Venue
from reservations.rules.venues import UNIT_NUMBER_MOST, UNITS_MOST, never_bookable

# What of a venue says when and how long it can be booked.
TERMS = (
    "slot_minutes",
    "min_slots",
    "max_slots",
    "lead_value",
    "lead_unit",
    "lead_in_working_days",
    "horizon_days",
)


class VenueForm(WholeRowForm):
    """What a supervisor says about a venue; refuses what nobody could ever book."""

    def clean(self) -> dict[str, Any]:
        """Compare the lead time with the horizon and the least with the hours."""
        data = super().clean() or self.cleaned_data
        center = data.get("center") or getattr(self.instance, "center", None)
        if self.errors or center is None:
            return data
        terms = Venue(**{name: data[name] for name in TERMS if name in data}).terms
        longest = hours_of(center).longest_stretch()
        for field, text in never_bookable(terms, longest):
            self.add_error(field, text)
        return data


class UnitsForm(forms.Form):
    use_required_attribute = False
    kind = TextField(
        label="种类",
        max_length=KIND_LENGTH,
        help_text="如：座位、电脑。名称从种类来：座位 1、座位 2……",
        error_messages={"required": "请写种类，如：座位、电脑。"},
    )
    count = NumberField(
        label="再加几个",
        least=1,
        wrong=f"一次加 1 到 {UNITS_MOST} 个。",
        error_messages={"required": f"请写加几个，1 到 {UNITS_MOST}。"},
    )
    first = NumberField(
        label="编号从几起",
        least=1,
        wrong=f"编号是 1 到 {UNIT_NUMBER_MOST} 的整数。",
        error_messages={"required": "请写编号从几起。"},
    )

    def clean_count(self) -> int:
        """Refuse more than anybody adds on purpose."""
        count: int = self.cleaned_data["count"]
        if count > UNITS_MOST:
            raise forms.ValidationError(f"一次加 1 到 {UNITS_MOST} 个。")
        return count
