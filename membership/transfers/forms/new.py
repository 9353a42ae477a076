"""What opens a transfer: by the member, at the counter, from a letter."""

from typing import Any

from django import forms

from center.fields import DayField, KeyField, NameField, PhoneField
from center.models import User
from center.workflow.forms import CleanForm
from membership.models import Organization
from membership.rules import MemberKind, Sex
from membership.transfers.forms.fields import (
    EMPTY,
    BranchField,
    MonthField,
    line,
    words,
)
from membership.transfers.rules import Channel, Direction, Kind, Why
from membership.transfers.rules.moves import KINDS

# What somebody can ask for alone; the rest is taken in at the counter.
OWN_KINDS = (Kind.FORMAL, Kind.CERTIFICATE, Kind.INSIDE, Kind.LEAGUE)


class AskForm(CleanForm):
    """What a member fills in."""

    key = KeyField()
    kind = forms.ChoiceField(label="办哪一类", widget=forms.RadioSelect)
    destination = line(
        "转到哪里",
        120,
        required=False,
        help_text="写党组织全称，写到村、社区或单位。不清楚可以先写单位和地址。",
    )
    to_branch = BranchField(
        label="调整到哪个支部",
        required=False,
        help_text="只有“同一党委内调整支部”要选。",
    )
    why = forms.ChoiceField(
        label="原因", choices=Why.choices, required=False, initial=Why.WORK
    )
    reason = words("还要说明的", required=False)
    dues_paid_through = MonthField(
        label="党费交到哪个月",
        required=False,
        help_text="例如 2026-11；不知道可以空着。",
    )

    def __init__(self, *args: Any, is_member: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = OWN_KINDS if is_member else (Kind.LEAGUE,)
        kind: Any = self.fields["kind"]
        kind.choices = [(value.value, value.label) for value in kinds]
        if not is_member:
            kind.initial = Kind.LEAGUE
            del self.fields["to_branch"], self.fields["dues_paid_through"]


class OutForm(CleanForm):
    """What the clerk fills in for somebody at the counter."""

    key = KeyField()
    kind = forms.ChoiceField(label="类别")
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
    why = forms.ChoiceField(label="原因", choices=Why.choices, initial=Why.WORK)
    reason = line("还要说明的", 300, required=False)
    dues_paid_through = MonthField(label="党费交到哪个月", required=False)
    phone = PhoneField(required=False)
    proxy_name = NameField(
        label="代办党员", required=False, help_text="本人来办就空着；代办要看委托书。"
    )
    accept_now = forms.BooleanField(label="材料齐全，当场受理", required=False)

    def __init__(self, *args: Any, kinds: tuple[Kind, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        kind: Any = self.fields["kind"]
        kind.choices = [(value.value, value.label) for value in kinds]
        if Kind.LEAGUE in kinds:
            self.fields["name"].required = True
            del self.fields["to_branch"], self.fields["dues_paid_through"]
        else:
            del self.fields["name"], self.fields["phone"]


class InForm(CleanForm):
    """What the clerk copies from the letter or from the system."""

    key = KeyField()
    kind = forms.ChoiceField(
        label="类别",
        choices=[(kind.value, kind.label) for kind in KINDS[Direction.IN]],
    )
    channel = forms.ChoiceField(
        label="渠道",
        choices=[(way.value, way.label) for way in Channel if way != Channel.NONE],
    )
    outside_number = line(
        "介绍信编号或系统流水号",
        60,
        required=False,
        help_text="走系统的要填流水号。",
    )
    name = NameField(help_text="整建制转移填组织全称。")
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
        label="人数",
        min_value=1,
        max_value=9999,
        initial=1,
        help_text="整建制转移填名单上的人数。",
    )
    other_side = line("从哪个党组织转来", 120, help_text="写全称。")
    came_on = DayField(is_past=True, label="来信日期", required=False)
    came_valid_until = DayField(
        label="有效期到",
        required=False,
        help_text="纸质信要填。最后一天当天也算有效。",
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
        committee: Any = self.fields["committee"]
        committee.queryset = seen.filter(can_approve_probationary=True)
