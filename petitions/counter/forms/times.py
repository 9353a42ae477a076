"""Shape of what staff type about the dates of a case: more time, pauses, receipt."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from center.fields import ColleagueField, DayField, MomentField
from center.models import User
from center.wording import day_in_sentence, moment_text
from center.workflow.rules import REFUSED
from petitions.actions.receipt import waiting_correction
from petitions.actions.times import preview_extension, waiting_extension
from petitions.counter.forms.verbs import (
    CaseForm,
    colleagues,
    long_text,
    reason_text,
    yes_or_no,
)
from petitions.models import Extension, Petition
from petitions.models.access import reader_of
from petitions.rules.times import ExtensionReason, PauseReason


def preview_of(case: Petition, days: int, reason: str) -> dict[str, str]:
    """Return the new date beside the old one, and the text for the person."""
    shown = preview_extension(case, days=days, reason=reason)
    provisional = "预计 " if shown.is_provisional else ""
    return {
        "title": f"新期限 {provisional}{day_in_sentence(shown.new_due_on)}"
        f"（现在 {day_in_sentence(shown.old_due_on)}，"
        f"最初答应的 {day_in_sentence(shown.original_due_on)} 一直留着）",
        "text": f"批准后，他会收到：{shown.text}",
    }


def waiting_or_refuse(case: Petition) -> Extension:
    """Return the extension that waits, or refuse: it is decided already."""
    waiting = waiting_extension(case)
    if waiting is None:
        text = "这件没有等着批的延期，可能已经批过了。"
        raise ValidationError(text, code=REFUSED)
    return waiting


class AskExtensionForm(CaseForm):
    can_preview = True

    days = forms.IntegerField(
        label="延几个工作日", min_value=1, max_value=30, initial=3
    )
    reason = forms.ChoiceField(label="为什么", choices=ExtensionReason.choices)
    text = long_text("说明", "reason", help_text="给批的人看。")

    def is_shown_first(self) -> bool:
        """Show the new day, if that is all that is asked for."""
        if not self.data.get("preview"):
            return False
        try:
            days, reason = self.cleaned_data["days"], self.cleaned_data["reason"]
            self.preview = preview_of(self.case, days, reason)
        except ValidationError as refusal:
            self.add_error(None, refusal)
        return True


class DecideForm(CaseForm):
    approve = yes_or_no("批不批", "批准", "不批准", "请选批准或不批准。")
    text = long_text("意见", "reason", required=False, help_text="不批准的要写原因。")

    def prepare(self) -> None:
        """Show what is asked for, and what the person would get to read."""
        waiting = waiting_extension(self.case)
        if waiting is None or self.user is None:
            return
        shown = preview_of(self.case, waiting.days, waiting.reason)
        words = reader_of(self.case, self.user).read(waiting.text)
        asked = f"{waiting.asked_by.name} 申请：{waiting.get_reason_display()}。{words}"
        self.preview = {**shown, "text": f"{asked}\n{shown['text']}"}

    def values(self) -> dict[str, Any]:
        return super().values() | {"extension": waiting_or_refuse(self.case)}


class UnaskForm(CaseForm):
    reason = reason_text("说明", required=False)

    def values(self) -> dict[str, Any]:
        return super().values() | {"extension": waiting_or_refuse(self.case)}


class PauseForm(CaseForm):
    reason = forms.ChoiceField(label="为什么", choices=PauseReason.choices)
    text = long_text("说明", "reason", help_text="他会看到。")
    last_on = DayField(label="最晚到哪天")


class ResumeForm(CaseForm):
    text = long_text("说明", "reason", required=False)


class ReceiptForm(CaseForm):
    """When it was really received, and who saw it."""

    received_at = MomentField(label="实际收到的时间")
    reason = reason_text("为什么要改")
    witness = ColleagueField(label="核对的同事", queryset=User.objects.none())

    def prepare(self) -> None:
        """Offer everybody but oneself as a witness."""
        own = self.user.pk if self.user else 0
        self.choose_from("witness", colleagues(self.case).exclude(pk=own))
        here = timezone.localtime(self.case.received_at)
        self.tell(received_at=here.replace(tzinfo=None))


class ConfirmForm(CaseForm):
    is_right = yes_or_no("时间对不对", "对，我核对过了", "不对", "请选对或不对。")
    reason = reason_text("哪里不对", required=False, help_text="不对的要写。")

    def prepare(self) -> None:
        """Show both moments, and who wrote the new one for which reason."""
        if waiting := waiting_correction(self.case):
            old, new = moment_text(waiting.old_at), moment_text(waiting.new_at)
            title = f"{waiting.asked_by.name} 填的收到时间：{new}（登记的是 {old}）"
            self.preview = {"title": title, "text": waiting.reason}

    def values(self) -> dict[str, Any]:
        """Confirm the one that waits."""
        waiting = waiting_correction(self.case)
        if waiting is None:
            raise ValidationError("没有等着核对的，可能核对过了。", code=REFUSED)
        return super().values() | {"correction": waiting}
