"""What is typed at the counter."""

from dataclasses import dataclass
from typing import Any

from django import forms

from center.fields import KeyField, NameField, PhoneField, ReasonField, TextField
from center.models import User
from center.text import LONGEST_CODE
from reservations.counter.actions import OTHER, OWNER
from reservations.forms.bookings import BookingForm
from reservations.forms.fields import NumberField, TypedStartField
from reservations.models import Venue
from reservations.rules.bookings import BY_STAFF, PEOPLE_MOST, Channel
from reservations.rules.venues import TEXT_LENGTH

NAME_LENGTH = 40
TITLE_LENGTH = 60
WRONG_PEOPLE = f"人数要在 1 到 {PEOPLE_MOST} 之间，用数字填。"


# Two centers may use the same short name: the own center's venue is meant by it alone.
@dataclass(frozen=True, slots=True)
class Offered:
    """One venue with its name in forms and addresses, and its name for people."""

    venue: Venue
    key: str
    label: str


def offered_to(user: User, *, also_inactive: bool = False) -> list[Offered]:
    """Return the venues of ``user`` with their centers, the own center's first.

    A short name that an earlier venue has is followed by the number of the center; an
    underscore is in no short name, so a key never names two venues.
    """
    rows = Venue.objects.visible_to(user).select_related("center")
    venues = sorted(rows, key=lambda venue: venue.center_id != user.center_id)
    found: dict[str, Offered] = {}
    for venue in venues:
        key = f"{venue.slug}_{venue.center_id}" if venue.slug in found else venue.slug
        found[key] = Offered(venue, key, venue.name_for(user))
    return [one for one in found.values() if also_inactive or one.venue.is_active]


class VenueChoice(forms.ChoiceField):
    """One of the venues that this member of staff looks after."""

    def __init__(self) -> None:
        missing = "请选一个场地。"
        super().__init__(
            label="场地",
            error_messages={"required": missing, "invalid_choice": missing},
        )
        self.offered: list[Offered] = []

    def offer(self, offered: list[Offered]) -> None:
        self.offered = offered
        self.choices = [(one.key, one.label) for one in offered]

    def clean(self, value: object) -> Venue:
        key = super().clean(value)
        return next(one.venue for one in self.offered if one.key == key)


class _AtCounter(forms.Form):
    use_required_attribute = False
    # Asked only where a number or a name could mean two people.
    same = forms.ChoiceField(
        label="是谁",
        choices=[(OWNER, "就是这一位"), (OTHER, "是另一位，按写的姓名登记，不发短信")],
        required=False,
        widget=forms.HiddenInput,
    )

    def ask_who(self) -> None:
        field: Any = self.fields["same"]
        field.widget = forms.RadioSelect(choices=field.choices)

    def offer_venues(self, offered: list[Offered]) -> None:
        self.venue_field.offer(offered)

    def one_of_both(self, needed: str) -> dict[str, Any]:
        """Ask for a phone or a name: one of them is enough."""
        data = self.cleaned_data
        nobody = not data.get("phone") and not data.get("name")
        if nobody and not {"phone", "name"} & self.errors.keys():
            self.add_error("phone", needed)
        return data

    @property
    def venue_field(self) -> VenueChoice:
        field = self.fields["venue"]
        if not isinstance(field, VenueChoice):
            raise TypeError(field)
        return field


def person_fields() -> tuple[PhoneField, NameField]:
    """Return who comes: a phone that is known needs no name, a name needs no phone."""
    phone = PhoneField(required=False)
    name = NameField(
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    return phone, name


class CodeForm(forms.Form):
    """A code that was read aloud or scanned; a scanner ends with Enter."""

    use_required_attribute = False
    code = TextField(
        label="预约码、手机号、后四位或姓名",
        max_length=LONGEST_CODE,
        help_text="扫二维码也行。",
        error_messages={"required": "请报预约码、手机号或姓名，或扫一下二维码。"},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autofocus": True, "spellcheck": "false"}
        ),
    )


class WalkInForm(_AtCounter):
    venue = VenueChoice()
    phone, name = person_fields()
    people = NumberField(
        label="人数", least=1, wrong=WRONG_PEOPLE, required=False, initial=1
    )
    key = KeyField()

    def clean(self) -> dict[str, Any]:
        return self.one_of_both("手机号和姓名至少写一个；不肯留的，姓名写“访客”。")


class BackForm(WalkInForm):
    """Somebody who came without a booking and has left; it stood on paper."""

    field_order = ("venue", "start", "end", "phone", "name", "people")

    start = TypedStartField(
        label="什么时候来的", error_messages={"required": "请写来的时间。"}
    )
    end = TypedStartField(
        label="什么时候走的", error_messages={"required": "请写走的时间。"}
    )


class DeskBookingForm(_AtCounter, BookingForm):
    phone, name = person_fields()
    channel = forms.ChoiceField(
        label="怎么来约的",
        choices=[(one.value, one.label) for one in BY_STAFF],
        initial=Channel.COUNTER,
        required=False,
        error_messages={"invalid_choice": "请选窗口或电话。"},
    )
    venue = VenueChoice()
    start = TypedStartField(
        label="时间", error_messages={"required": "请先选一个时间。"}
    )
    outside = ReasonField(
        label="不开门也约，原因",
        max_length=TEXT_LENGTH,
        required=False,
        help_text="平时空着。有人专门开门时才写，闭馆的时候也约不了。",
    )
    field_order = (
        "channel",
        "phone",
        "name",
        "venue",
        "start",
        "slots",
        "unit",
        "purpose",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slots"].initial = 1

    def wish(self) -> dict[str, Any]:
        """Return what was asked for; nothing said is the counter."""
        channel = Channel(self.cleaned_data["channel"] or Channel.COUNTER)
        outside = self.cleaned_data["outside"]
        return super().wish() | {"channel": channel, "outside": outside}

    def clean(self) -> dict[str, Any]:
        return self.one_of_both("手机号和姓名至少写一个。")


class EventForm(_AtCounter):
    title = TextField(
        label="活动名称",
        max_length=TITLE_LENGTH,
        error_messages={"required": "请写活动名称。"},
    )
    venue = VenueChoice()
    start = TypedStartField(label="开始", error_messages={"required": "请选开始时间。"})
    end = TypedStartField(label="结束", error_messages={"required": "请选结束时间。"})
    people = NumberField(
        label="几个人来", least=1, wrong=WRONG_PEOPLE, required=False, initial=1
    )
    is_public = forms.BooleanField(
        label="居民都可以来，写到首页的“近期活动”", required=False
    )
    key = KeyField()


class VoidForm(forms.Form):
    """Why a registration never was; a slip of the last minutes needs no word."""

    use_required_attribute = False
    reason = ReasonField(
        label="原因",
        max_length=TEXT_LENGTH,
        required=False,
        help_text="登记 15 分钟以内可以不写。",
    )


class ReasonForm(forms.Form):
    use_required_attribute = False
    reason = ReasonField(
        label="原因",
        max_length=TEXT_LENGTH,
        error_messages={"required": "请写明原因，大家会看到。"},
    )
