"""One form for each verb."""

from typing import Any, cast

from django import forms
from django.utils.timezone import localdate

from center.fields import DayField, SecretInput
from center.models import User
from center.workflow.forms import CleanForm, RowForm, VersionForm
from membership.actions.returning import former_members
from membership.models import Member, Organization
from membership.rules.members import Channel as ConsentChannel
from membership.rules.organizations import HOLDS_MEMBERS
from membership.transfers.actions.asking import papers_of
from membership.transfers.forms.fields import (
    EMPTY,
    BranchField,
    MonthField,
    line,
    why,
    words,
)
from membership.transfers.models import Practice, Receipt
from membership.transfers.rules.moves import ONLINE, channels_for
from membership.transfers.rules.states import Channel, Kind
from membership.transfers.rules.terms import MAX_VALID_DAYS, RefusalCode

# What is chosen when the person was never here, and how many of one name are offered.
NOBODY = "new"
SAME_NAME_MAX = 20


class OwnForm(RowForm):
    """A button of the member, without a page: also from where it was pressed."""

    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"ip": self.options.get("ip")}


class VerbForm(OwnForm, VersionForm):
    """The least that a verb needs: which version it was looked at, and a note."""

    # A transfer that was only registered is version 0.
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = words("说明", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields([*(name for name in self.fields if name != "text"), "text"])


class WhyForm(VerbForm):
    text = why("原因", help_text="至少 4 个字。")


class PapersForm(VerbForm):
    """Which papers are missing; all at one time."""

    text = None  # type: ignore[assignment]  # the list says it
    codes = forms.MultipleChoiceField(
        label="还缺哪些", widget=forms.CheckboxSelectMultiple, required=False
    )
    other = line("另外要说明的", 300, required=False)

    def prepare(self) -> None:
        codes: Any = self.fields["codes"]
        codes.choices = [*papers_of(self.row, by_proxy=True).items()]

    def values(self) -> dict[str, Any]:
        return super().values() | {"by_proxy": True}


class AcceptForm(VerbForm):
    channel = forms.ChoiceField(label="渠道", widget=forms.RadioSelect)
    outside_number = line(
        "外部编号", 60, required=False, help_text="系统里已经有流水号的话。"
    )
    is_far = forms.BooleanField(label="去外省", required=False)
    proxy_name = line("代办党员", 40, required=False, help_text="代办要看委托书。")

    def prepare(self) -> None:
        channel: Any = self.fields["channel"]
        fitting = channels_for(self.row.kind)
        channel.choices = [(way.value, way.label) for way in Channel if way in fitting]


class ConfirmForm(VerbForm):
    dues_paid_through = MonthField(
        label="党费交到哪个月",
        help_text="要交到转出当月。",
        error_messages={"required": "请填党费交到哪个月。"},
    )
    probation_until = DayField(label="预备期到")
    introducers = line(
        "入党介绍人",
        80,
        help_text="两位，写姓名。",
        error_messages={"required": "请填两位入党介绍人。"},
    )
    probation_papers = line(
        "移交的培养考察材料",
        200,
        error_messages={"required": "请写移交哪些培养考察材料。"},
    )
    is_clear = forms.BooleanField(
        label="身份属实，没有在办的处分和核查", required=False
    )

    def prepare(self) -> None:
        """Ask about probation only for those on it, about dues not for the League."""
        if self.row.kind == Kind.LEAGUE:
            del self.fields["dues_paid_through"]
        if not self.row.is_probationary:
            for name in ("probation_until", "introducers", "probation_papers"):
                del self.fields[name]


class DecisionForm(VerbForm):
    """Who decided; the portal only writes it down."""

    decided_by = line(
        "由谁决定", 80, help_text="例如：街道党工委会议。系统只登记，不代替组织决定。"
    )
    decided_on = DayField(is_past=True, label="决定日期")

    def prepare(self) -> None:
        self.suggest("decided_by", getattr(self.row.committee, "name", ""))
        self.suggest("decided_on", localdate(self.at))


class RefuseForm(DecisionForm):
    """A refusal has a reason that the member reads."""

    text = why("原因", 500, help_text="本人看得到，上级党组织可以复核。")


class ReturnForm(RefuseForm):
    """Only the listed reasons count: 党组织不得无故拒接."""

    code = forms.ChoiceField(
        label="哪一种情况", choices=RefusalCode.choices, widget=forms.RadioSelect
    )
    text = why("具体情况", 300, help_text="本人看得到，上级党组织可以复核。")


class SendForm(VerbForm):
    outside_number = line(
        "系统流水号", 60, error_messages={"required": "请填系统里的流水号。"}
    )


class IssueForm(VerbForm):
    """What is written on the letter besides what the register knows."""

    heading = line(
        "抬头",
        80,
        help_text="有权接收的党组织全称，不能写“党办”。",
        error_messages={"required": "请填抬头：有权接收的党组织全称。"},
    )
    valid_days = forms.IntegerField(
        label="有效期（天）",
        min_value=1,
        max_value=MAX_VALID_DAYS,
        help_text=f"最多 {MAX_VALID_DAYS} 天，最后一天当天也有效。",
    )
    dues_paid_through = MonthField(label="党费交到哪个月", required=False)

    def prepare(self) -> None:
        self.suggest("heading", self.row.other_heading)
        self.suggest("valid_days", Practice.of(self.row.center).letter_days)


class ReissueForm(IssueForm):
    text = why("为什么补开", help_text="旧信同时作废，新信上会注明旧编号。")


class DeliverForm(VerbForm):
    delivered_to = line(
        "谁领走的",
        40,
        help_text="本人或代办党员，请他在登记簿签字。",
        error_messages={"required": "请填谁领走的。"},
    )

    def prepare(self) -> None:
        self.suggest("delivered_to", self.row.proxy_name or self.row.name)


class ReceiptForm(VerbForm):
    on = DayField(is_past=True, label="回执日期")
    how = forms.ChoiceField(label="怎么来的", choices=Receipt.How.choices)
    number = line("回执编号", 60, required=False)
    handler = line("对方经办人", 40, required=False)
    phone = line("对方电话", 40, required=False)
    columns = {"phone": ""}  # not that of the member

    def prepare(self) -> None:
        self.suggest("on", localdate(self.at))


class ResumeForm(WhyForm):
    came_valid_until = DayField(
        label="补开的信有效期到", required=False, help_text="转出方补开了信才填。"
    )


class AssignForm(VerbForm):
    """Which branch; the ID number only with consent."""

    secrets = frozenset({"id_number"})

    branch = BranchField(
        label="编入哪个支部",
        empty_label="请选一个",
        error_messages={"required": "请选编入哪个支部。"},
    )
    id_number = line(
        "身份证号",
        30,
        required=False,
        widget=SecretInput({"autocomplete": "off"}),
        help_text="加密保存。本人同意告知书后才能填，也可以以后再登记。",
    )
    consent_channel = forms.ChoiceField(
        label="本人同意告知书的方式",
        choices=EMPTY + ConsentChannel.choices,
        required=False,
    )
    former = forms.ChoiceField(
        label="以前在这里吗",
        required=False,
        widget=forms.RadioSelect,
        help_text="名册里有同名的人转出过。是同一个人就接着用原来的记录。没填身份证号的要选。",
    )

    def prepare(self) -> None:
        """Offer what stands below the committee, and only what this kind needs."""
        row = self.row
        below = Organization.objects.below(row.committee_id or 0).active()
        if row.kind != Kind.GROUP:
            below = below.filter(kind__in=HOLDS_MEMBERS)
        self.choose_from("branch", below)
        if row.kind == Kind.LEAGUE:
            del self.fields["branch"]
        if row.kind != Kind.FORMAL:
            del self.fields["id_number"], self.fields["consent_channel"]
        self._offer_former()

    def _offer_former(self) -> None:
        """Ask about those of the same name who moved out; ask nothing without any."""
        by = cast("User", self.user)
        rows = former_members(name=self.row.name, by=by)
        self.known = {str(row.pk): row for row in rows[:SAME_NAME_MAX]}
        if self.row.kind != Kind.FORMAL or not self.known:
            del self.fields["former"]
            return
        field: Any = self.fields["former"]
        field.choices = [
            *((key, _told_apart(row)) for key, row in self.known.items()),
            (NOBODY, "不是同一个人，新登记"),
        ]

    def values(self) -> dict[str, Any]:
        values = super().values()
        chosen = values.pop("former", "")
        return values | {"former": self.known.get(chosen), "is_new": chosen == NOBODY}


def _told_apart(member: Member) -> str:
    born = f"{member.born_on:%Y-%m} 出生，" if member.born_on else ""
    joined = f"{member.joined_on:%Y-%m-%d} 入党"
    return f"{member.name}，{born}{joined}，原在{member.organization.name}"


class SendReceiptForm(VerbForm):
    how = forms.ChoiceField(label="怎么寄", choices=Receipt.How.choices)
    number = line("回执编号", 60, required=False, help_text="空着就用来信的编号。")
    tracking = line("挂号或机要单号", 60, required=False)

    def prepare(self) -> None:
        online = self.row.channel in ONLINE
        self.suggest("how", Receipt.How.SYSTEM if online else Receipt.How.MAIL)


class OpinionForm(CleanForm):
    opinion = words("上级意见", help_text="例如：理由成立；或请重新研究办理。")
