"""Shape of what staff tell the person: the reply, the notice, the end."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from center.fields import ReasonField, TextField
from center.workflow.forms import BIGGEST
from center.workflow.rules import REFUSED
from petitions.actions.feedback import rating_to_call
from petitions.actions.replies import draft_of, latest_words, problems_of
from petitions.counter.forms.verbs import CaseForm, VersionedForm, long_text
from petitions.counter.phrases import Phrase, phrases_of
from petitions.models.access import reader_of
from petitions.rules.replies import Outcome, Reached, Score, reach_refusal
from petitions.rules.states import LENGTHS, Verb


class ReplyForm(VersionedForm):
    """The answer; ``draft_version`` is the shared draft it was started from."""

    has_draft = True

    text = long_text("答复", help_text="写清楚怎么办的、结果是什么、他接下来要做什么。")
    basis = TextField(
        label="依据",
        required=False,
        max_length=LENGTHS["reason"],
        help_text="政策、规定的名字。",
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)
    draft_version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=BIGGEST
    )

    def prepare(self) -> None:
        """Start from the shared draft, a chosen opening or the superior's words."""
        draft = draft_of(self.case)
        self.initial["draft_version"] = draft.version if draft else 0
        reader = reader_of(self.case, self.user)
        key = self.options.get("phrase", "")
        openings = {one.key: one.text for one in self.phrases} if key else {}
        if draft:
            self.initial["text"] = reader.read(draft.text)
            self.initial["basis"] = reader.read(draft.basis)
        if key in openings:
            begun = str(self.initial.get("text") or "") if draft else ""
            self.initial["text"] = "\n".join(filter(None, (begun, openings[key])))
        elif draft:
            return
        elif words := self.first_words():
            self.initial["text"] = reader.read(words)

    def first_words(self) -> str:
        return ""

    @property
    def phrases(self) -> Sequence[Phrase]:
        return phrases_of(self.case.center)

    def is_shown_first(self) -> bool:
        """Show what is doubtful until somebody says that they are sure."""
        if self.cleaned_data["sure"] or self.is_draft:
            return False
        found = problems_of(self.case, self.cleaned_data["text"], by=self.user)
        if not any(one.is_blocking for one in found):
            self.warnings = [one.text for one in found]
        return bool(self.warnings)

    @property
    def is_draft(self) -> bool:
        return bool(self.data.get("draft"))

    def values(self) -> dict[str, Any]:
        """Return the answer, or the draft with its own version."""
        data = super().values()
        del data["sure"]
        draft_version = data.pop("draft_version")
        if self.is_draft:
            return {"text": data["text"], "draft_version": draft_version or 0}
        return data

    def compared(self, row: Model, **_: Any) -> list[tuple[str, str, str | None]]:
        """Return the answer beside what a colleague wrote last."""
        mine = str(self["text"].value() or "")
        theirs = reader_of(self.case, self.user).read(latest_words(self.case))
        return [("内容", mine, theirs)]


class RelayForm(ReplyForm):
    """The superior's answer in the first-asked clerk's words."""

    @property
    def phrases(self) -> Sequence[Phrase]:
        """Offer none: the superior has the words."""
        return ()

    def first_words(self) -> str:
        step = self.case.steps.filter(verb=Verb.HAND_BACK).order_by("-pk").first()
        return step.internal_text if step else ""


class NoticeForm(CaseForm):
    text = long_text("书面告知的内容", help_text="受理了没有、转到哪里、什么时候办完。")


class AnswerAskForm(CaseForm):
    """How one of the asks is answered; its row is the ask."""

    outcome = forms.ChoiceField(
        label="结论",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一个结论。"},
    )
    answer = TextField(lines=6, label="怎么答", max_length=1000)

    def prepare(self) -> None:
        """Start empty: what stands is read on the page, with the person veiled."""
        self.initial = {}
        self.told = set()


class CloseForm(VersionedForm):
    result = long_text(
        "落实得怎么样", "reason", help_text="例如：灯已修好，本人看过了。"
    )
    reached = forms.ChoiceField(
        label="怎么告诉他的",
        required=False,
        choices=[("", "没能告诉他"), *Reached.choices],
    )
    unreached_reason = ReasonField(
        label="没能告诉他的原因", required=False, max_length=LENGTHS["reason"]
    )

    def prepare(self) -> None:
        """Offer only the ways by which this person can have been reached."""
        phone, speaks = self.case.phone, bool(self.case.signer_count)
        known = {"has_speakers": speaks, "is_anonymous": self.case.anonymous}
        ways = [
            way for way in Reached.choices if not reach_refusal(way[0], phone, **known)
        ]
        reached: Any = self.fields["reached"]
        reached.choices = [("", "没能告诉他"), *ways]

    def clean(self) -> dict[str, Any]:
        """Ask how the person was reached, or why not."""
        data = super().clean() or {}
        if not data.get("reached") and not data.get("unreached_reason"):
            self.add_error("unreached_reason", "选怎么告诉他的，或者写没能告诉的原因。")
        return data


class RatingForm(CaseForm):
    score = forms.TypedChoiceField(
        label="他的评价",
        choices=Score.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一个。"},
    )
    comment = long_text("他的话", "reason", required=False)


class CallForm(CaseForm):
    note = long_text("他怎么说的", "reason")

    def values(self) -> dict[str, Any]:
        """Write it down for the rating that asks for it."""
        rating = rating_to_call(self.case)
        if rating is None:
            text = "这件不需要回访，或者已经回访过。"
            raise ValidationError(text, code=REFUSED)
        return super().values() | {"rating": rating}
