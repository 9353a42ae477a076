"""Shape of what staff type when they act on one case, one form for each verb."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from center.fields import (
    DayField,
    FilesField,
    MomentField,
    NameField,
    PhoneField,
    TextField,
)
from center.models import Center, User
from petitions.actions.named import who_could_see
from petitions.counter.forms import StaffChoice, workers
from petitions.forms import KeyedForm
from petitions.models import Assist, Conflict, Petition
from petitions.models.access import NOBODY, reader_of
from petitions.rules import (
    LENGTHS,
    ExtensionReason,
    Kind,
    Outcome,
    PauseReason,
    Reached,
    Scope,
    Score,
)


class CaseForm(KeyedForm):
    """A form about one case; ``version`` is the state of it that the page showed."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1
    )

    def __init__(self, *args: Any, case: Petition, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": case.version} | (kwargs.get("initial") or {})
        kwargs["auto_id"] = f"{self.prefix_of_ids()}_%s"
        super().__init__(*args, **kwargs)
        self.case, self.user = case, user
        self.fit()

    @classmethod
    def prefix_of_ids(cls) -> str:
        """Return what keeps the ids of several forms on one page apart."""
        return cls.__name__.lower()

    def fit(self) -> None:
        """Fill in choices and values from the case; nothing by default."""

    def choices(self, name: str, rows: QuerySet[Any]) -> None:
        """Offer only these rows in a field."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows


def long_text(label: str, most: str = "text", **kwargs: Any) -> TextField:
    """Return a field for several lines, as long as ``most`` allows."""
    return TextField(lines=True, label=label, max_length=LENGTHS[most], **kwargs)


def colleagues(case: Petition) -> QuerySet[User]:
    """Return who of the center may work on a case: not who is named in it."""
    away = Conflict.objects.standing().filter(petition=case)
    return workers([case.center_id]).exclude(pk__in=away.values("staff"))


def seeing(case: Petition) -> QuerySet[User]:
    """Return all staff who could come upon a case, also who keeps away already.

    Whoever is missing from a list is as good as named by it.
    """
    return who_could_see(case).order_by("name", "pk")


class TakeForm(CaseForm):
    """Nothing to fill in: the button says it."""


class ReasonForm(CaseForm):
    """Why."""

    reason = long_text("原因", "reason")


class TellForm(CaseForm):
    """What the person is to hear before there is an answer."""

    text = long_text("要告诉他的话", help_text="会发短信给他，也写在他的进度页上。")


class NoteForm(CaseForm):
    """Words and files for staff alone."""

    text = long_text("内部记录", help_text="只有工作人员看得到，以后也不会公开。")
    files = FilesField()  # type: ignore[assignment]


class ReplyForm(CaseForm):
    """The answer; ``draft_version`` is the shared draft it was started from."""

    text = long_text("答复", help_text="写清楚怎么办的、结果是什么、他接下来要做什么。")
    basis = TextField(
        label="依据",
        required=False,
        max_length=LENGTHS["reason"],
        help_text="政策、规定的名字。",
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)
    draft_version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1
    )


class RelayForm(ReplyForm):
    """The superior's answer in the first-asked clerk's words."""


class NoticeForm(CaseForm):
    """The written notice that an opinion gets."""

    text = long_text("书面告知的内容", help_text="受理了没有、转到哪里、什么时候办完。")


class AskExtensionForm(CaseForm):
    """How much more time, and why."""

    days = forms.IntegerField(
        label="延几个工作日", min_value=1, max_value=30, initial=3
    )
    reason = forms.ChoiceField(label="为什么", choices=ExtensionReason.choices)
    text = long_text("说明", "reason", help_text="给批的人看。")


class DecideForm(CaseForm):
    """Whether a supervisor grants it."""

    approve = forms.TypedChoiceField(
        label="批不批",
        choices=[("1", "批准"), ("0", "不批准")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "请选批准或不批准。"},
    )
    text = long_text("意见", "reason", required=False, help_text="不批准的要写原因。")


class EscalateForm(CaseForm):
    """Why the case goes up, and where to."""

    superior = TextField(label="报给哪里", required=False, max_length=60)
    reason = long_text("为什么要上报", "reason")

    def fit(self) -> None:
        """Ask for a name only where the portal knows no center above."""
        if self.case.center.parent_id:
            del self.fields["superior"]


class GiveForm(CaseForm):
    """To whom a case goes, and why."""

    to = StaffChoice(label="交给谁", queryset=User.objects.none())
    reason = long_text("原因", "reason")

    def fit(self) -> None:
        """Offer the colleagues who do not have it already."""
        has = [self.case.owner_id or 0]
        self.choices("to", colleagues(self.case).exclude(pk__in=has))


class HandOverForm(GiveForm):
    """To which colleague."""


class ReassignForm(GiveForm):
    """To whom a supervisor gives it."""


class ReleaseForm(GiveForm):
    """Who takes over the first-asked duty."""

    def fit(self) -> None:
        """Offer the colleagues who neither have the duty nor ever had it."""
        has = [self.case.duty_by_id or 0, self.case.first_asked_id or 0]
        self.choices("to", colleagues(self.case).exclude(pk__in=has))


class HandBackForm(CaseForm):
    """The superior's answer, or why it goes back."""

    is_answer = forms.TypedChoiceField(
        label="这是",
        choices=[("1", "我们的答复"), ("0", "退回，不归我们办")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "请选一个。"},
    )
    text = long_text("答复，或退回的理由", help_text="退回的请写清楚依据哪一条。")


class DetailsForm(CaseForm):
    """What an intake of thirty seconds left out."""

    title = TextField(label="一句话", max_length=LENGTHS["title"])
    body = long_text("细节", "body", required=False)
    name = NameField(required=False, max_length=LENGTHS["name"])
    phone = PhoneField(landline=True, required=False)
    address = TextField(label="住址", required=False, max_length=120)

    def fit(self) -> None:
        """Start from what stands now."""
        if reader_of(self.case, self.user).knows_person:
            for name in ("title", "body", "name", "phone", "address"):
                self.initial.setdefault(name, getattr(self.case, name))


class SplitForm(CaseForm):
    """The things that were asked for."""

    asks = long_text("他问了哪几件", help_text="一行写一件。分开以后，每件都要答到。")

    def clean_asks(self) -> list[str]:
        """Return one ask for each line."""
        text = str(self.cleaned_data["asks"])
        return [line.strip() for line in text.splitlines() if line.strip()]


class AnswerAskForm(CaseForm):
    """How one of them is answered."""

    outcome = forms.ChoiceField(
        label="结论",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一个结论。"},
    )
    answer = TextField(lines=True, label="怎么答", max_length=1000)


class AssistForm(CaseForm):
    """Who helps, with what."""

    unit = TextField(label="请哪个单位", required=False, max_length=60)
    center = forms.ModelChoiceField(
        label="或者请哪个中心",
        required=False,
        queryset=Center.objects.none(),
        empty_label="（不是系统里的中心）",
    )
    part = long_text("请他们做什么", "reason", help_text="不要写他的姓名、电话和住址。")

    def fit(self) -> None:
        """Offer every other center."""
        self.choices("center", Center.objects.exclude(pk=self.case.center_id))

    def clean(self) -> dict[str, Any]:
        """Ask for a unit or a center."""
        data = super().clean() or {}
        if not data.get("unit") and not data.get("center"):
            self.add_error("unit", "请写单位的名字，或者选一个中心。")
        return data


class PartChoice(forms.ModelChoiceField):
    """A part of the case, in the words that this person may read."""

    reader = NOBODY

    def label_from_instance(self, obj: Assist) -> str:
        """Return who helps with what."""
        return self.reader.read(str(obj))


class AssistedForm(CaseForm):
    """What came of a part."""

    assist = PartChoice(label="哪一部分", queryset=Assist.objects.none())
    finding = TextField(lines=True, label="结果", max_length=1000)

    def fit(self) -> None:
        """Offer the parts that are not finished: one's own, or all of the center's."""
        rows = Assist.objects.filter(petition=self.case, finished_at__isnull=True)
        if self.user.center_id != self.case.center_id:
            rows = rows.filter(center__in=self.user.center_ids)
        self.choices("assist", rows)
        self.fields["assist"].reader = reader_of(  # type: ignore[attr-defined]
            self.case, self.user
        )


class CloseForm(CaseForm):
    """What came of the case, and how the person learned of it."""

    result = long_text(
        "落实得怎么样", "reason", help_text="例如：灯已修好，本人看过了。"
    )
    reached = forms.ChoiceField(
        label="怎么告诉他的",
        required=False,
        choices=[("", "没能告诉他"), *Reached.choices],
    )
    unreached_reason = TextField(
        label="没能告诉他的原因", required=False, max_length=LENGTHS["reason"]
    )

    def clean(self) -> dict[str, Any]:
        """Ask how the person was reached, or why not."""
        data = super().clean() or {}
        if not data.get("reached") and not data.get("unreached_reason"):
            self.add_error("unreached_reason", "选怎么告诉他的，或者写没能告诉的原因。")
        return data


class RatingForm(CaseForm):
    """What the person says of the answer."""

    score = forms.TypedChoiceField(
        label="他的评价",
        choices=Score.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一个。"},
    )
    comment = long_text("他的话", "reason", required=False)


class RemindForm(CaseForm):
    """What the owner is told."""

    text = long_text("催办的话", "reason")


class RecategorizeForm(CaseForm):
    """What kind it really is."""

    kind = forms.ChoiceField(label="改成", choices=Kind.choices)
    scope = forms.ChoiceField(
        label="帮办方式（只有帮办代办要选）", required=False, choices=Scope.choices
    )


class PauseForm(CaseForm):
    """Why the clock stands still, and until when."""

    reason = forms.ChoiceField(label="为什么", choices=PauseReason.choices)
    text = long_text("说明", "reason", help_text="他会看到。")
    last_on = DayField(label="最晚到哪天")


class ResumeForm(CaseForm):
    """Why it runs again."""

    text = long_text("说明", "reason", required=False)


class LinkForm(CaseForm):
    """Which other case is about the same matter."""

    other = forms.CharField(label="另一件的编号", max_length=60)
    reason = long_text("原因", "reason", required=False)


class CallForm(CaseForm):
    """What the person said on the telephone."""

    note = long_text("他怎么说的", "reason")


class ReceiptForm(CaseForm):
    """When it was really received, and who saw it."""

    received_at = MomentField(label="实际收到的时间")
    reason = long_text("为什么要改", "reason")
    witness = StaffChoice(label="核对的同事", queryset=User.objects.none())

    def fit(self) -> None:
        """Offer everybody but oneself as a witness."""
        self.choices("witness", colleagues(self.case).exclude(pk=self.user.pk))
        here = timezone.localtime(self.case.received_at)
        self.initial.setdefault("received_at", here.replace(tzinfo=None))


class ReopenForm(ReasonForm):
    """Why there is another round."""


class RevealForm(ReasonForm):
    """Why somebody must know who asked."""


class WithdrawForm(ReasonForm):
    """What the person said who takes it back."""
