"""What is typed at the counter: one line, and what is done to it later."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from center.accounts.backends import staff_with
from center.fields import (
    DayField,
    DigitsField,
    KeyField,
    MomentField,
    NameField,
    PhoneField,
    ReasonField,
    TextField,
)
from center.forms import choose_from
from center.guide.models import Version
from center.models import Center, User
from center.reception import rules
from center.reception.rules import Channel, How, Why
from center.searchable import found
from center.text import compact
from center.workflow.forms import CleanForm, ReasonForm, VersionForm

_SAY = "请选一项。"
MOST_NAMED = 5


def colleague_field(label: str, *, required: bool) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=label,
        required=required,
        empty_label="就是我" if not required else "请选",
        error_messages={
            "required": "请选交给谁。",
            "invalid_choice": "这位同事现在不能接，请另选一位。",
        },
    )


class LineForm(CleanForm):
    """One visit in the order in which people say it; only ``what`` is needed."""

    use_required_attribute = False
    # A unit comes last: whoever is none saves before.
    first = ("phone", "name", "what", "how", "where_to", "unit", "credit_code")

    phone = PhoneField(landline=True, required=False)
    name = NameField(required=False)
    what = TextField(
        label="办什么",
        max_length=rules.TEXT,
        error_messages={"required": "请写他来办什么，拼音首字母也行。"},
    )
    how = forms.ChoiceField(
        label="怎样了",
        choices=How,
        initial=How.DIRECT,
        required=False,
        error_messages={"invalid_choice": _SAY},
    )
    where_to = TextField(label="领到哪里", max_length=rules.TEXT, required=False)
    why = forms.TypedChoiceField(
        label="为什么又来",
        choices=[("", "请选"), *((n, f"{n} {label}") for n, label in Why.choices)],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _SAY},
    )
    note = TextField(label="备注", max_length=rules.NOTE, required=False)
    certificate = TextField(label="当场发的证件", max_length=60, required=False)
    certificate_number = TextField(label="证件编号", max_length=40, required=False)
    channel = forms.ChoiceField(
        label="怎么来的",
        choices=Channel,
        initial=Channel.VISIT,
        required=False,
        error_messages={"invalid_choice": _SAY},
    )
    unit = TextField(label="单位、企业来办的，写名称", max_length=60, required=False)
    credit_code = TextField(label="统一社会信用代码", max_length=40, required=False)
    at = MomentField(label="什么时候来的（补登才填）", required=False)
    first_asked = colleague_field("当时谁接待的", required=False)
    sheet = TextField(label="纸质登记表编号", max_length=20, required=False)
    sheet_line = forms.IntegerField(
        label="第几行",
        min_value=1,
        max_value=rules.MOST_BLANK_ROWS,
        required=False,
        error_messages={
            "invalid": "第几行用数字写。",
            "min_value": "行号从 1 起。",
            "max_value": f"一张表最多 {rules.MOST_BLANK_ROWS} 行。",
        },
    )
    key = KeyField()

    def __init__(
        self, *args: Any, center: Center, user: User, at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.center, self.today = center, localdate(at)
        self.told_version: Version | None = None
        choose_from(self, "first_asked", colleagues_of(center).exclude(pk=user.pk))
        self.fields["what"].widget.attrs |= {"list": "items", "placeholder": "gljt"}
        self.fields["phone"].widget.attrs["autofocus"] = True

    def clean_what(self) -> str:
        """Return the name of the item that was meant, else what was typed."""
        typed: str = self.cleaned_data["what"]
        rows = Version.objects.offered(self.center, self.today)
        meant = list(found(rows, typed)[: MOST_NAMED + 1])
        equal = [one for one in meant if typed.lower() in (one.name, one.initials)]
        if len(equal) == 1 or (len(meant) == 1 and typed.isascii()):
            self.told_version = (equal or meant)[0]
            return self.told_version.name
        if typed.isascii() and typed.isalpha() and meant:
            names = "、".join(one.name for one in meant[:MOST_NAMED])
            raise ValidationError(
                f"“{typed}”对得上好几项：{names}。请写中文，或多打几个字母。"
            )
        return typed

    def clean_credit_code(self) -> str:
        code = compact(self.cleaned_data["credit_code"]).upper()
        if code and (refusal := rules.credit_code_refusal(code)):
            raise ValidationError(refusal)
        return code

    def clean(self) -> dict[str, Any]:
        """Ask for where somebody was sent."""
        cleaned = super().clean()
        sent_on = cleaned.get("how") in (How.GUIDED, How.ELSEWHERE)
        if sent_on and not cleaned.get("where_to"):
            self.add_error("where_to", "请写领到哪个窗口、去哪里办。")
        return cleaned

    def values(self) -> dict[str, Any]:
        told = {**self.cleaned_data, "told_version": self.told_version}
        told["moment"] = told.pop("at")
        del told["key"]
        return told

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.first]

    @property
    def asked(self) -> list[forms.BoundField]:
        """Return what this line has to say beside, because of what was typed.

        One key answers it, so it has the focus.
        """
        asked = [self[name] for name in ("why",) if self[name].errors]
        for bound in asked:
            bound.field.widget.attrs["data-ask"] = True
        return asked

    @property
    def more_fields(self) -> list[forms.BoundField]:
        shown = {*self.first, *(one.name for one in self.asked)}
        return [one for one in self.visible_fields() if one.name not in shown]

    @property
    def opens_more(self) -> bool:
        return any(one.errors or one.value() for one in self._folded())

    def _folded(self) -> list[forms.BoundField]:
        return [one for one in self.more_fields if one.name != "channel"]


class VoidForm(ReasonForm):
    """Take a line back; its writer needs no reason for a short while."""

    def prepare(self) -> None:
        if self.user and self.row.is_undone_freely(self.user, self.at):
            self.fields["reason"].required = False


# What is said at a verb is not the remark of the line.
_OWN_NOTE = {"note": "(none)"}


class FinishForm(VersionForm):
    columns = _OWN_NOTE

    certificate = TextField(label="证件名称", max_length=60, required=False)
    certificate_number = TextField(label="证件编号", max_length=40, required=False)
    note = TextField(label="说明", max_length=rules.NOTE, required=False)


class HandOverForm(VersionForm):
    columns = _OWN_NOTE

    taker = colleague_field("交给谁", required=True)
    note = TextField(label="要说的", max_length=rules.NOTE, required=False)

    def prepare(self) -> None:
        rows = colleagues_of(self.row.center).exclude(pk=self.row.owner_id)
        self.choose_from("taker", rows)


class AcceptForm(VersionForm):
    """Take it; of somebody outside, who there took it."""

    taken_by = TextField(label="对方是谁接的", max_length=60, required=False)

    def prepare(self) -> None:
        """Ask for the other only where it went outside."""
        given = self.row.open_hand_over
        if given is not None and given.taker_id:
            del self.fields["taken_by"]
        else:
            self.fields["taken_by"].required = True


class MissingForm(VersionForm):
    """Tick the papers that are missing, or write them, one a line."""

    columns = _OWN_NOTE

    items = forms.MultipleChoiceField(
        label="缺哪些材料",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "这一项不在材料清单里，请重新勾。"},
    )
    others = TextField(
        label="清单上没有的，一行写一样", lines=6, max_length=400, required=False
    )
    note = TextField(label="还要告诉他的", max_length=rules.NOTE, required=False)

    def prepare(self) -> None:
        """Offer the papers of what the person was told."""
        told = self.row.told
        names = [one.name for one in told.papers.all()] if told else []
        field: Any = self.fields["items"]
        field.choices = [(name, name) for name in names]
        if not names:
            del self.fields["items"]

    def values(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        others = [one.strip() for one in told.pop("others").splitlines()]
        items = [*told.get("items", []), *filter(None, others)]
        return told | {"items": list(dict.fromkeys(items))[: rules.MOST_ITEMS]}


class RateForm(VersionForm):
    """三问."""

    def prepare(self) -> None:
        """Ask the three questions alike."""
        for name, label in (
            ("convenient", "方便吗"),
            ("fair", "公正吗"),
            ("satisfied", "满意吗"),
        ):
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=[(n, f"{n} 分") for n in reversed(rules.MARKS)],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _SAY, "invalid_choice": _SAY},
            )


class NumberForm(CleanForm):
    use_required_attribute = False
    phone = PhoneField(error_messages={"required": "请写新的手机号。"})
    code = DigitsField(
        label="新号码收到的验证码", required=False, wrong="验证码是短信里的 6 位数字。"
    )


class OwnNumberForm(NumberForm):
    """One's own new number; the password, so that no forgotten screen changes it."""

    password = forms.CharField(
        label="您的密码",
        strip=False,
        required=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class JoinForm(CleanForm):
    """Which other card is the same person's, and how that is known."""

    use_required_attribute = False
    other = forms.ModelChoiceField(
        label="同名的另一张卡",
        queryset=User.objects.none(),
        required=False,
        empty_label="（没有，或下面写号码）",
    )
    phone = PhoneField(label="另一张卡的手机号", required=False)
    reason = ReasonField(
        label="怎么知道是同一个人",
        max_length=rules.NOTE,
        error_messages={"required": "请写怎么知道是同一个人。"},
    )

    def __init__(self, *args: Any, cards: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["other"]
        field.queryset = cards
        field.label_from_instance = lambda one: f"{one.name}，{one.phone_masked}"

    def clean(self) -> dict[str, Any]:
        """Find the other card, by choice or by its whole number."""
        cleaned = super().clean()
        if not cleaned.get("other") and cleaned.get("phone"):
            found = User.objects.filter(phone=cleaned["phone"], erased_at=None).first()
            if found is None:
                self.add_error("phone", "没有这个号码的卡，请再对一遍。")
            cleaned["other"] = found
        elif not cleaned.get("other") and not self.errors:
            self.add_error("other", "请选另一张卡，或写它的手机号。")
        return cleaned


class SpanForm(forms.Form):
    since = DayField(label="从", required=False)
    until = DayField(label="到", required=False)


class DayForm(forms.Form):
    on = DayField(required=False)
    rows = forms.IntegerField(
        required=False, min_value=5, max_value=rules.MOST_BLANK_ROWS
    )
    sheets = forms.IntegerField(
        required=False, min_value=1, max_value=rules.MOST_SHEETS
    )


def colleagues_of(center: Center) -> Any:
    return staff_with(rules.CHANGE).filter(center=center)
