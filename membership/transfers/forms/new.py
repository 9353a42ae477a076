"""What opens a transfer: by the member, at the counter, from a letter."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from center.fields import DayField, KeyField, NameField, PhoneField
from center.forms import choose_from
from center.models import User
from center.workflow.forms import CleanForm
from membership.models import Organization
from membership.rules.members import MemberKind, Sex
from membership.transfers.forms.fields import (
    EMPTY,
    BranchField,
    MonthField,
    line,
    words,
)
from membership.transfers.rules.moves import KINDS, channels_for
from membership.transfers.rules.states import Channel, Direction, Kind, Why

# What somebody can ask for alone; the rest is taken in at the counter.
OWN_KINDS = (Kind.FORMAL, Kind.CERTIFICATE, Kind.INSIDE, Kind.LEAGUE)


# What helps to choose, where the name of the kind does not say it.
HINTS = {
    Kind.FORMAL: "换了单位、搬了家，要到别的党委去。",
    Kind.INSIDE: "还在同一个党委，只换一个支部。",
}


class KindForm(CleanForm):
    """Ask for the kind first, and then only for what that kind needs."""

    # The fields of each kind, in words; nothing else is on its page.
    asks: ClassVar[Mapping[str, str]]
    # What is not sent without, though a draft may lack it.
    needs: ClassVar[Mapping[str, str]] = {}

    key = KeyField()
    kind = forms.ChoiceField(label="办理类型")

    def offer(self, kinds: Sequence[Kind]) -> None:
        """Offer these kinds; with a known one the form becomes its own."""
        self.kinds = [(one.value, one.label, HINTS.get(one, "")) for one in kinds]
        self.kind_label = ""
        field: Any = self.fields["kind"]
        field.choices = [(value, label) for value, label, _ in self.kinds]
        if len(kinds) == 1:
            self.initial["kind"] = kinds[0].value
        chosen = (self.data if self.is_bound else self.initial).get("kind", "")
        if chosen in kinds:
            self._become(Kind(chosen))

    @property
    def is_choosing(self) -> bool:
        return not self.is_bound and not self.kind_label

    def _become(self, kind: Kind) -> None:
        self.kind_label = kind.label
        self.fields["kind"].widget = forms.HiddenInput()
        needed = {"key", "kind", *self.asks[kind].split()}
        for name in self.fields.keys() - needed:
            del self.fields[name]
        for name in self.needs.get(kind, "").split():
            self.fields[name].is_needed = True  # type: ignore[attr-defined]  # for its label
        if "channel" in self.fields:
            self._offer_channels(kind)

    def _offer_channels(self, kind: Kind) -> None:
        channel: Any = self.fields["channel"]
        ways = [way for way in Channel if way in channels_for(kind)]
        channel.choices = [(way.value, way.label) for way in ways]
        if len(ways) == 1:
            self.initial["channel"] = ways[0].value
        else:
            channel.choices = EMPTY + channel.choices


class AskForm(KindForm):
    asks = {
        Kind.FORMAL: "destination why reason dues_paid_through",
        Kind.CERTIFICATE: "destination reason dues_paid_through",
        Kind.INSIDE: "to_branch why reason dues_paid_through",
        Kind.LEAGUE: "destination why reason",
    }
    needs: ClassVar[Mapping[str, str]] = {
        Kind.FORMAL: "destination",
        Kind.CERTIFICATE: "destination",
        Kind.INSIDE: "to_branch",
        Kind.LEAGUE: "destination",
    }

    destination = line(
        "转到哪里",
        120,
        required=False,
        help_text="写党组织全称，写到村、社区或单位。不清楚可以先写单位和地址。",
    )
    to_branch = BranchField(
        label="调整到哪个支部", required=False, empty_label="请选支部"
    )
    why = forms.ChoiceField(label="原因", choices=EMPTY + Why.choices, required=False)
    reason = words("还要说明的", required=False)
    dues_paid_through = MonthField(
        label="党费交到哪个月",
        required=False,
        help_text="例如 2026-11；不知道可以空着。",
    )

    def __init__(self, *args: Any, is_member: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(OWN_KINDS if is_member else (Kind.LEAGUE,))


_SENT = "channel other_side other_heading is_far why reason"
_TAKEN = "proxy_name accept_now"


class OutForm(KindForm):
    asks = {
        Kind.FORMAL: f"{_SENT} to_branch dues_paid_through {_TAKEN}",
        Kind.CERTIFICATE: f"{_SENT} dues_paid_through {_TAKEN}",
        Kind.INSIDE: f"to_branch why reason dues_paid_through {_TAKEN}",
        Kind.GROUP: f"{_SENT} dues_paid_through accept_now",
        Kind.LEAGUE: f"channel other_side name phone why reason {_TAKEN}",
    }

    channel = forms.ChoiceField(
        label="渠道",
        choices=EMPTY + Channel.choices,
        required=False,
        help_text="空着就按这一类常用的。",
    )
    name = NameField(required=False)
    other_side = line(
        "去向党组织", 120, required=False, help_text="全称，写到村、社区或单位。"
    )
    to_branch = BranchField(
        label="去向支部（本系统里有的）",
        required=False,
        help_text="同一党委内调整必须选；选了就不用填去向。",
    )
    other_heading = line(
        "介绍信抬头", 80, required=False, help_text="有权接收的党组织全称。"
    )
    is_far = forms.BooleanField(label="去外省", required=False)
    why = forms.ChoiceField(label="原因", choices=EMPTY + Why.choices)
    reason = line("还要说明的", 300, required=False)
    dues_paid_through = MonthField(label="党费交到哪个月", required=False)
    phone = PhoneField(required=False)
    proxy_name = NameField(
        label="代办党员", required=False, help_text="本人来办就空着；代办要看委托书。"
    )
    accept_now = forms.BooleanField(label="材料齐全，当场受理", required=False)

    def __init__(self, *args: Any, kinds: tuple[Kind, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].required = Kind.LEAGUE in kinds
        self.offer(kinds)


_CAME = "channel outside_number name other_side came_on came_valid_until committee"
_WHO = "phone sex born_on"
_PARTY = (
    "nation member_kind joined_on confirmed_on probation_until introducers"
    " probation_papers dues_paid_through"
)


class InForm(KindForm):
    """What the clerk copies from the letter or from the system."""

    asks = {
        Kind.FORMAL: f"{_CAME} {_WHO} {_PARTY}",
        Kind.CERTIFICATE: f"{_CAME} {_WHO}",
        Kind.GROUP: f"{_CAME} people dues_paid_through",
        Kind.LEAGUE: f"{_CAME} {_WHO}",
    }

    channel = forms.ChoiceField(
        label="渠道",
        choices=[(way.value, way.label) for way in Channel if way != Channel.NONE],
    )
    outside_number = line(
        "介绍信编号或系统流水号", 60, required=False, help_text="走系统的要填流水号。"
    )
    name = NameField()
    phone = PhoneField(required=False)
    sex = forms.ChoiceField(label="性别", choices=EMPTY + Sex.choices, required=False)
    born_on = DayField(is_past=True, label="出生日期", required=False)
    nation = line("民族", 20, required=False)
    member_kind = forms.ChoiceField(
        label="人员类别",
        choices=EMPTY + MemberKind.choices,
        required=False,
        help_text="转正式组织关系要填。",
    )
    joined_on = DayField(
        is_past=True, label="入党日期", required=False, help_text="转正式组织关系要填。"
    )
    confirmed_on = DayField(
        is_past=True, label="转正日期", required=False, help_text="正式党员要填。"
    )
    probation_until = DayField(
        label="预备期到", required=False, help_text="预备党员要填。"
    )
    introducers = line(
        "入党介绍人", 80, required=False, help_text="预备党员要填，两位。"
    )
    probation_papers = line(
        "转来的培养考察材料", 200, required=False, help_text="预备党员要填。"
    )
    people = forms.IntegerField(
        label="人数", min_value=1, max_value=9999, help_text="名单上的人数。"
    )
    other_side = line("从哪个党组织转来", 120, help_text="写全称。")
    came_on = DayField(is_past=True, label="来信日期", required=False)
    came_valid_until = DayField(
        label="有效期到", required=False, help_text="纸质信要填。最后一天当天也算有效。"
    )
    dues_paid_through = MonthField(label="党费交到哪个月", required=False)
    committee = forms.ModelChoiceField(
        label="由哪个党委接收",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="本中心的主管党委",
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        seen = Organization.objects.visible_to(user).active()
        committees = seen.filter(can_approve_probationary=True)
        choose_from(self, "committee", committees)
        self.offer(KINDS[Direction.IN])
