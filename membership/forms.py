"""Shape of what is typed about organizations and members; the actions decide."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.timezone import localdate

from center.fields import (
    DayField,
    KeyField,
    NameField,
    PhoneField,
    ReasonField,
    SecretInput,
    TextField,
)
from center.forms import choose_from
from center.keys import new_key
from center.models import Center, User
from center.registers import forms as registers
from center.searchable import by_pinyin
from center.workflow.forms import CleanForm, ColumnsForm, RowForm, VersionForm
from membership.models import Member, Organization
from membership.rules.dates import EXTENSION_MONTHS
from membership.rules.members import (
    DECISIONS,
    MEMBER_FLOW,
    Channel,
    MemberKind,
    Sex,
    State,
)
from membership.rules.organizations import HOLDS_MEMBERS, Duty, Kind

_EMPTY = [("", "—")]
AUTOCOMPLETE_OFF = {"autocomplete": "off"}


class _Scoped(CleanForm):
    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def seen(self) -> Any:
        return Organization.objects.visible_to(self.user).active()


class FindForm(CleanForm):
    """Find one member by a whole number; sent by POST, so it is in no address."""

    number = forms.CharField(
        label="身份证号或手机号", max_length=30, widget=SecretInput(AUTOCOMPLETE_OFF)
    )


class _About(CleanForm):
    name = NameField()
    sex = forms.ChoiceField(label="性别", choices=_EMPTY + Sex.choices, required=False)
    born_on = DayField(is_past=True, label="出生日期", required=False)
    nation = TextField(label="民族", max_length=20, required=False)
    education = TextField(label="学历", max_length=20, required=False)
    work_post = TextField(label="工作岗位", max_length=40, required=False)
    phone = PhoneField(required=False)
    joined_on = DayField(
        is_past=True, label="入党日期", help_text="接收为预备党员的支部大会那天。"
    )
    id_number = forms.CharField(
        label="身份证号",
        max_length=30,
        required=False,
        widget=SecretInput(AUTOCOMPLETE_OFF),
        help_text="加密保存，屏幕上只显示末四位。本人同意告知书后才能填。",
    )


class MemberChangeForm(_About, VersionForm):
    """What may be changed of a member without a decision."""

    secrets = frozenset({"id_number"})

    group = forms.ModelChoiceField(
        label="党小组",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="不编组",
    )
    mobile_to = TextField(
        label="外出流向", max_length=60, required=False, help_text="流动党员填去向。"
    )
    lost_contact_on = DayField(is_past=True, label="失去联系的日期", required=False)

    def prepare(self) -> None:
        self.fields["id_number"].help_text += "空着就不改。"
        branch = self.row.organization
        self.choose_from("group", branch.children.filter(kind=Kind.GROUP))


class MemberForm(_About, _Scoped):
    field_order = ["organization", "name", "kind", "joined_on", "confirmed_on"]

    organization = forms.ModelChoiceField(
        label="党支部", queryset=Organization.objects.none(), empty_label="请选一个"
    )
    kind = forms.ChoiceField(label="人员类别", choices=MemberKind.choices)
    confirmed_on = DayField(
        is_past=True, label="转正日期", required=False, help_text="正式党员要填。"
    )
    probation_until = DayField(
        label="预备期到", required=False, help_text="预备党员空着就按一年算。"
    )
    consent_channel = forms.ChoiceField(
        label="本人同意告知书的方式",
        choices=[("", "还没有同意"), *Channel.choices[:1]],
        required=False,
    )
    key = KeyField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        branches = self.seen().filter(kind__in=HOLDS_MEMBERS)
        choose_from(self, "organization", branches)


class RevealForm(CleanForm):
    reason = ReasonField(
        label="理由", max_length=200, help_text="例如“核对转出介绍信”。会记录在案。"
    )


class ConsentForm(VersionForm):
    channel = forms.ChoiceField(
        label="本人用什么方式同意", choices=Channel.choices[:1], initial=Channel.PAPER
    )


class PhoneForm(VersionForm):
    """The number of the account that belongs to a member."""

    columns = {"phone": ""}  # not the number in the register

    phone = PhoneField(label="本人账号的手机号")

    def values(self) -> dict[str, Any]:
        """Return the account instead of its number; refuse a number without one."""
        values = dict(self.cleaned_data)
        person = User.objects.filter(phone=values.pop("phone")).first()
        if person is None:
            raise ValidationError({"phone": "这个手机号还没有注册账号。"})
        return values | {"person": person}


class DecisionForm(VersionForm):
    decided_by = TextField(
        label="作出决定的组织",
        max_length=80,
        help_text="例如“支部大会讨论通过，街道党工委批准”。",
    )
    decided_on = DayField(is_past=True, label="决定日期")


class ExtendForm(DecisionForm):
    months = forms.TypedChoiceField(
        label="延长", coerce=int, choices=[(n, f"{n} 个月") for n in EXTENSION_MONTHS]
    )


class StateForm(DecisionForm):
    to = forms.ChoiceField(label="改为")
    reason = ReasonField(label="情况说明", max_length=200)
    field_order = ["to", "reason", "decided_by", "decided_on"]

    def prepare(self) -> None:
        """Offer what can follow; what is sent and cannot, the action refuses."""
        state = self.row.state
        cast("forms.ChoiceField", self.fields["to"]).choices = [
            (to.value, to.label)
            for to in State
            if to in DECISIONS
            and (self.is_bound or MEMBER_FLOW.find(DECISIONS[to], state))
        ]


# What a choice says that chooses nothing.
EMPTY_LABELS = {"parent": "没有上级", "center": None, "secretary": "不在名册里"}


class OrganizationForm(RowForm, ColumnsForm):
    kind = forms.ChoiceField(label="类别", choices=Kind.choices)
    secretary_name = NameField(
        label="书记姓名", required=False, help_text="书记不在名册里才填。"
    )
    founded_on = DayField(
        is_past=True,
        label="成立日期",
        required=False,
        help_text="活动日从成立那个月算起。",
    )
    order = forms.IntegerField(
        label="排序",
        required=False,
        min_value=0,
        max_value=32767,
        initial=100,
        help_text="小的在前。",
    )
    key = KeyField()

    class Meta:
        model = Organization
        fields = [
            *("parent", "kind", "name", "short_name", "center", "served_by"),
            *("can_approve_probationary", "issues_paper_letters", "letter_heading"),
            *("letter_word", "national_code", "secretary", "secretary_name"),
            *("founded_on", "term_from", "term_to", "address", "postcode", "phone"),
            *("fax", "order"),
        ]
        help_texts = {
            "can_approve_probationary": "只有党委、党工委。",
            "national_code": "12 到 15 位数字。",
        }
        formfield_callback = registers.form_field

    def prepare(self) -> None:
        """Offer what the person may see; a top stands only where all are kept."""
        user = cast("User", self.user)
        seen = Organization.objects.visible_to(user).active()
        centers = Center.objects.filter(pk__in=user.center_ids)
        self.choose_from("parent", seen.exclude(kind=Kind.GROUP))
        self.choose_from("center", centers)
        self.choose_from("served_by", centers)
        self.fields["served_by"].widget.attrs["size"] = 4
        parent: Any = self.fields["parent"]
        for name, empty in EMPTY_LABELS.items():
            cast("forms.ModelChoiceField", self.fields[name]).empty_label = empty
        if not user.has_perm("membership.view_center_organizations"):
            parent.required, parent.empty_label = True, "请选一个"
        self.choose_from("secretary", self._secretaries())
        if self.row.pk is None or self.row.kind not in HOLDS_MEMBERS:
            del self.fields["secretary"]
        self.suggest("key", new_key())

    def _secretaries(self) -> QuerySet[Member]:
        """Return the members of a branch, who may be its secretary."""
        if self.row.pk is None:
            return Member.objects.none()
        people = self.row.members.filter(state=State.PRESENT)
        return cast("QuerySet[Member]", people.order_by(by_pinyin(), "pk"))

    def clean_order(self) -> int:
        order = self.cleaned_data["order"]
        return 100 if order is None else int(order)


class OrganizationChangeForm(OrganizationForm, VersionForm):
    """What may be changed of an organization."""

    key = None  # type: ignore[assignment]  # a change needs none

    def prepare(self) -> None:
        """Let a top stay one."""
        super().prepare()
        self.tell(served_by=self.row.served_by.all())
        if self.row.parent_id is None:
            self.fields["parent"].required = False


class PostForm(RowForm):
    columns = {"phone": ""}  # not the number of the organization

    phone = PhoneField(label="工作人员的手机号")
    duty = forms.ChoiceField(label="职责", choices=Duty.choices)
    starts_on = DayField(label="从哪天起")

    def prepare(self) -> None:
        self.suggest("starts_on", localdate(self.at))

    def values(self) -> dict[str, Any]:
        """Return the colleague instead of the number; refuse one of nobody's."""
        values = dict(self.cleaned_data)
        centers = cast("User", self.user).center_ids
        staff = User.objects.filter(is_staff=True, center__in=centers)
        user = staff.filter(phone=values.pop("phone")).first()
        if user is None:
            raise ValidationError({"phone": "没有这个手机号的工作人员账号。"})
        return values | {"user": user}


class EndPostForm(RowForm):
    ends_on = DayField(label="到哪天为止（含当天）")

    def prepare(self) -> None:
        self.suggest("ends_on", localdate(self.at))


class UploadForm(registers.UploadForm):
    key = KeyField()


class RunForm(registers.RunForm):
    """The decision about an uploaded list, which waits here and not in the page."""

    rows = None  # type: ignore[assignment]  # as said above


class ExportForm(_Scoped):
    organization = forms.ModelChoiceField(
        label="党组织",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="我能看到的全部",
        help_text="连同它下面的党组织。",
    )
    file_format = forms.ChoiceField(
        label="格式", choices=[("xlsx", "Excel 表格（.xlsx）"), ("csv", "CSV")]
    )
    with_numbers = forms.BooleanField(
        label="要完整的身份证号和手机号",
        required=False,
        help_text="不勾选就只有末四位。勾选要写理由，会记录在案。",
    )
    reason = ReasonField(label="理由", max_length=200, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        mine = Organization.objects.visible_to(self.user)
        choose_from(self, "organization", mine)
        if not self.user.has_perm("membership.export_full_ids"):
            del self.fields["with_numbers"], self.fields["reason"]
