"""Shape of what people type; whether it is allowed, the actions decide."""

import unicodedata
from typing import Any, NamedTuple

from django import forms

from center.fields import CodeField, FilesField, NameField, PhoneField, TextField
from center.keys import new_key
from center.models import User
from center.text import last_four
from petitions.rules.joint import (
    LONGEST_LIST,
    MOST_NAMES,
    MOST_REPRESENTATIVES,
    Signer,
    read_signers,
)
from petitions.rules.replies import Score
from petitions.rules.states import LENGTHS, Kind, Scope

REPORT = "report"


class KindChoice(NamedTuple):
    """One big choice of the first page; ``is_away`` leads to somebody else."""

    value: str
    title: str
    text: str
    is_away: bool = False


KINDS = [
    KindChoice(Kind.HELP, "求助", "家里有难处，想请人帮一把。"),
    KindChoice(Kind.OPINION, "提意见、建议", "哪里不好、怎样更好。可以不留名字。"),
    KindChoice(Kind.CONSULTATION, "问政策", "想知道有没有这个政策、够不够条件。"),
    KindChoice(Kind.ERRAND, "帮办代办", "自己跑不动、不会办，想请我们代跑。"),
    KindChoice(REPORT, "检举、控告", "要举报人，请交给纪检监察机关。", is_away=True),
]


class SignersField(forms.CharField):
    """A list of people as it is typed, one a line; gives who they are."""

    def __init__(self, **kwargs: Any) -> None:
        fixed: dict[str, Any] = {
            "required": False,
            "widget": forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        }
        super().__init__(**fixed | kwargs)

    def clean(self, value: Any) -> list[Signer]:
        """Read the list, or say which line cannot be read."""
        text = str(super().clean(value))
        if len(text) > LONGEST_LIST:
            raise forms.ValidationError("名单太长了，请只写姓名和电话。")
        try:
            return read_signers(text)
        except ValueError as unread:
            raise forms.ValidationError(str(unread)) from unread


def speakers_field() -> SignersField:
    return SignersField(
        label="别的代表",
        help_text=f"一行一位，写姓名和手机号，如“王芳 16100000055”。连您自己最多"
        f" {MOST_REPRESENTATIVES} 位，有进展短信告诉每一位代表。",
    )


def signers_field() -> SignersField:
    return SignersField(
        label="一起签名的人",
        help_text=f"一行一位，姓名，电话可以不写。连代表最多 {MOST_NAMES} 人。",
    )


class KeyedForm(forms.Form):
    """A form that may be sent twice: its hidden key makes the repeat harmless."""

    key = forms.CharField(
        required=False, max_length=200, widget=forms.HiddenInput, initial=new_key
    )
    # What was uploaded; a form may have a field of this name.
    files: Any

    def said(self) -> dict[str, Any]:
        """Return what was filled in, without the key."""
        data = dict(self.cleaned_data)
        data.pop("key", None)
        return data


class PetitionForm(KeyedForm):
    """A request from the web; somebody logged in is not asked who they are."""

    kind = forms.ChoiceField(
        label="类别",
        choices=[(choice.value, choice.title) for choice in KINDS],
        error_messages={"required": "请选一类。", "invalid_choice": "请选一类。"},
        widget=forms.RadioSelect,
    )
    scope = forms.ChoiceField(
        label="要帮到哪一步",
        required=False,
        choices=[(Scope.PARTIAL, "我自己也去"), (Scope.FULL, "全都请你们代办")],
        widget=forms.RadioSelect,
    )
    title = TextField(
        label="一句话说是什么事",
        help_text="例如：楼道灯坏了一个月，没人修",
        max_length=LENGTHS["title"],
        error_messages={"required": "请用一句话说说是什么事。"},
    )
    body = TextField(
        lines=6,
        label="详细说说",
        help_text="什么时候、在哪里、希望怎么办。说不清也没关系，我们会打电话问。",
        max_length=LENGTHS["body"],
        error_messages={"required": "请把事情说一说，几句话就行。"},
    )
    files = FilesField()
    name = NameField(
        label="您的姓名（或怎么称呼您）",
        max_length=LENGTHS["name"],
        error_messages={"required": "请告诉我们怎么称呼您。"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(
        attrs={"autocomplete": "tel"},
        help_text="查进度、告诉您结果都要用。",
        error_messages={"required": "请留一个手机号，好告诉您结果。"},
    )
    speakers = speakers_field()
    signers = signers_field()
    anonymous = forms.BooleanField(
        label="不留姓名和电话",
        required=False,
        help_text="没有电话就没法告诉您结果，请记好编号，自己来查。",
    )
    is_no_accusation = forms.BooleanField(
        label="我说的是服务、办事上的意见，不是检举、控告某个人", required=False
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.is_suspected = False
        if user:
            del self.fields["name"], self.fields["phone"]
        elif self.data.get("anonymous"):
            self.fields["name"].required = self.fields["phone"].required = False

    def clean_kind(self) -> str:
        """Send accusations away: nothing of them is taken in."""
        kind = str(self.cleaned_data["kind"])
        if kind == REPORT:
            raise forms.ValidationError(
                "检举、控告请交给纪检监察机关，电话 12388，我们这里没有保存。"
            )
        return kind

    def clean(self) -> dict[str, Any]:
        """Keep no name with an anonymous opinion, and a scope only with an errand."""
        data = super().clean() or {}
        kind = data.get("kind")
        if data.get("anonymous"):
            data |= dict.fromkeys(("name", "phone"), "")
            if kind and kind != Kind.OPINION:
                self.add_error("anonymous", "这类事要回您的话，请留下姓名和电话。")
        if kind == Kind.ERRAND:
            data["scope"] = data.get("scope") or Scope.PARTIAL
        else:
            data["scope"] = Scope.NONE
        return data

    def suspect(self) -> None:
        self.is_suspected = True

    @property
    def is_joint(self) -> bool:
        names = ("speakers", "signers")
        return any(self.data.get(name) or name in self.errors for name in names)

    @property
    def is_report(self) -> bool:
        return self.is_suspected or self.data.get("kind") == REPORT


class TrackForm(forms.Form):
    """The code of a receipt and what proves that it is theirs."""

    code = CodeField(label="编号", error_messages={"required": "请填回执上的编号。"})
    phone_tail = forms.CharField(
        label="手机号后四位",
        required=False,
        max_length=40,
        help_text="没留电话的，空着就行。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_phone_tail(self) -> str:
        return last_four(self.cleaned_data["phone_tail"])


class ProveForm(forms.Form):
    """What proves that somebody is the person: a one-time code, or the word."""

    code = forms.CharField(
        label="验证码",
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
        error_messages={"required": "请填收到的数字。"},
    )

    def clean_code(self) -> str:
        text = unicodedata.normalize("NFKC", str(self.cleaned_data["code"]))
        return "".join(sign for sign in text if sign.isdigit())


class MessageForm(KeyedForm):
    body = TextField(
        lines=6,
        label="补充内容",
        max_length=LENGTHS["text"],
        error_messages={"required": "请写几句话。"},
    )
    files = FilesField()


class RateForm(KeyedForm):
    score = forms.TypedChoiceField(
        label="您的评价",
        choices=Score.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一个。", "invalid_choice": "请选一个。"},
    )
    comment = TextField(
        lines=6, label="还想说的", required=False, max_length=LENGTHS["reason"]
    )


class ReasonForm(KeyedForm):
    """Why; used where somebody takes something back or asks for it again."""

    reason = TextField(lines=6, label="原因", max_length=LENGTHS["reason"])


class WithdrawForm(ReasonForm):
    """The person takes the request back; they need not say why."""

    reason = TextField(
        lines=6, label="为什么不办了", required=False, max_length=LENGTHS["reason"]
    )


class ReopenForm(ReasonForm):
    """The person is not content and asks for another round."""

    reason = TextField(
        lines=6,
        label="哪里没解决",
        max_length=LENGTHS["reason"],
        error_messages={"required": "请写写哪里没解决，几句话就行。"},
    )
