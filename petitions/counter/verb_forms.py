"""Shape of what staff type when they act on one case, one form for each verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
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
from center.keys import new_key
from center.models import User
from center.uploads import clean_uploads
from center.wording import day_in_sentence
from center.workflow.forms import BIGGEST, RowForm
from center.workflow.rules import REFUSED
from petitions.actions.named import who_could_see
from petitions.actions.times import preview_extension, waiting_extension
from petitions.counter.forms import StaffChoice, workers
from petitions.models import Assist, Conflict, Link, Petition
from petitions.models.access import NOBODY, reader_of
from petitions.models.people import links_of
from petitions.rules import LENGTHS, ExtensionReason, Kind, PauseReason, Scope
from petitions.visitors import by_code


@dataclass
class Preview:
    """What would happen, and what the person would be told."""

    title: str
    text: str


class CaseForm(RowForm):
    """A form about one case; its hidden key makes a repeat harmless."""

    key = forms.CharField(
        required=False, max_length=200, widget=forms.HiddenInput, initial=new_key
    )

    # What a page shows with it: what would happen, and what is doubtful.
    preview: Preview | None = None
    warnings: Sequence[str] = ()
    can_preview = has_draft = False

    @property
    def case(self) -> Petition:
        """Return the case that it is about."""
        found: Petition = self.row
        return found

    def offer_parts(self, rows: QuerySet[Assist]) -> None:
        """Offer parts of the case, in the words that may be read."""
        self.choose_from("assist", rows)
        field: Any = self.fields["assist"]
        field.reader = reader_of(self.case, self.user)

    def values(self) -> dict[str, Any]:
        """Return what was filled in, without the key."""
        data = dict(self.cleaned_data)
        del data["key"]
        return data


class VersionedForm(CaseForm):
    """A form whose text is written from what the page showed; without that, stale."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=BIGGEST
    )

    def clean_version(self) -> int:
        """Return the version of the case that the page showed, else that of none."""
        version = self.cleaned_data["version"]
        return -1 if version is None else int(version)


def preview_of(case: Petition, days: int, reason: str) -> Preview:
    """Return the new date beside the old one, and the text for the person."""
    shown = preview_extension(case, days=days, reason=reason)
    provisional = "预计 " if shown.is_provisional else ""
    return Preview(
        title=f"新期限 {provisional}{day_in_sentence(shown.new_due_on)}"
        f"（现在 {day_in_sentence(shown.old_due_on)}，"
        f"最初答应的 {day_in_sentence(shown.original_due_on)} 一直留着）",
        text=f"批准后，他会收到：{shown.text}",
    )


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

    def values(self) -> dict[str, Any]:
        """Read the files, whose number is limited for each sender."""
        data = super().values()
        sender = self.options["sender"]
        return data | {"files": clean_uploads(data["files"], who=sender, at=self.at)}


class AskExtensionForm(CaseForm):
    """How much more time, and why."""

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
    """Whether a supervisor grants it."""

    approve = forms.TypedChoiceField(
        label="批不批",
        choices=[("1", "批准"), ("0", "不批准")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "请选批准或不批准。"},
    )
    text = long_text("意见", "reason", required=False, help_text="不批准的要写原因。")

    def prepare(self) -> None:
        """Show what is asked for, and what the person would get to read."""
        waiting = waiting_extension(self.case)
        if waiting is None or self.user is None:
            return
        shown = preview_of(self.case, waiting.days, waiting.reason)
        words = reader_of(self.case, self.user).read(waiting.text)
        asked = f"{waiting.asked_by.name} 申请：{waiting.get_reason_display()}。{words}"
        self.preview = Preview(shown.title, f"{asked}\n{shown.text}")

    def values(self) -> dict[str, Any]:
        """Decide the one that waits."""
        waiting = waiting_extension(self.case)
        if waiting is None:
            text = "这件没有等着批的延期，可能已经批过了。"
            raise ValidationError(text, code=REFUSED)
        return super().values() | {"extension": waiting}


class GiveForm(CaseForm):
    """To whom a case goes, and why."""

    to = StaffChoice(label="交给谁", queryset=User.objects.none())
    reason = long_text("原因", "reason")

    def prepare(self) -> None:
        """Offer the colleagues who do not have it already."""
        has = [self.case.owner_id or 0]
        self.choose_from("to", colleagues(self.case).exclude(pk__in=has))


class HandOverForm(GiveForm):
    """To which colleague."""


class ReassignForm(GiveForm):
    """To whom a supervisor gives it."""


class ReleaseForm(GiveForm):
    """Who takes over the first-asked duty."""

    def prepare(self) -> None:
        """Offer the colleagues who neither have the duty nor ever had it."""
        has = [self.case.duty_by_id or 0, self.case.first_asked_id or 0]
        self.choose_from("to", colleagues(self.case).exclude(pk__in=has))


class DetailsForm(VersionedForm):
    """What an intake of thirty seconds left out."""

    title = TextField(label="一句话", max_length=LENGTHS["title"])
    body = long_text("细节", "body", required=False)
    name = NameField(required=False, max_length=LENGTHS["name"])
    phone = PhoneField(landline=True, required=False)
    address = TextField(label="住址", required=False, max_length=120)


class SplitForm(CaseForm):
    """The things that were asked for."""

    asks = long_text("他问了哪几件", help_text="一行写一件。分开以后，每件都要答到。")

    def clean_asks(self) -> list[str]:
        """Return one ask for each line."""
        text = str(self.cleaned_data["asks"])
        return [line.strip() for line in text.splitlines() if line.strip()]


class PartChoice(forms.ModelChoiceField):
    """A part of the case, in the words that this person may read."""

    reader = NOBODY

    def label_from_instance(self, obj: Assist) -> str:
        """Return who helps with what."""
        return self.reader.read(str(obj))


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


class LinkChoice(forms.ModelChoiceField):
    """A linked case, by its code."""

    case: Petition

    def label_from_instance(self, obj: Link) -> str:
        """Return the code of the other one."""
        other = obj.second if obj.first_id == self.case.pk else obj.first
        return other.code_text


class LinkForm(CaseForm):
    """Which other case is about the same matter."""

    other = forms.CharField(label="另一件的编号", max_length=60)
    reason = long_text("原因", "reason", required=False)

    def values(self) -> dict[str, Any]:
        """Find the case with this code, as far as it is seen."""
        data = super().values()
        twin = by_code(data["other"])
        seen = Petition.objects.visible_to(self.user) if self.user else None
        if twin is None or seen is None or not seen.filter(pk=twin.pk).exists():
            raise ValidationError("没有这个编号，请再看一遍。")
        return data | {"other": twin}


class ReceiptForm(CaseForm):
    """When it was really received, and who saw it."""

    received_at = MomentField(label="实际收到的时间")
    reason = long_text("为什么要改", "reason")
    witness = StaffChoice(label="核对的同事", queryset=User.objects.none())

    def prepare(self) -> None:
        """Offer everybody but oneself as a witness."""
        own = self.user.pk if self.user else 0
        self.choose_from("witness", colleagues(self.case).exclude(pk=own))
        here = timezone.localtime(self.case.received_at)
        self.tell(received_at=here.replace(tzinfo=None))


class ReopenForm(ReasonForm):
    """Why there is another round."""


class RevealForm(ReasonForm):
    """Why somebody must know who asked."""


class RetractForm(ReasonForm):
    """Why a reply is taken back."""


class UnlinkForm(CaseForm):
    """Which link was a mistake, and why."""

    link = LinkChoice(label="和哪一件", queryset=Link.objects.none())
    reason = long_text("原因", "reason")

    def prepare(self) -> None:
        """Offer the links of the case to cases that this person sees."""
        seen = Petition.objects.visible_to(self.user) if self.user else None
        rows = links_of(self.case).select_related("first", "second")
        if seen is not None:
            ids = seen.values("pk")
            rows = rows.filter(first__in=ids, second__in=ids)
        self.fields["link"].case = self.case  # type: ignore[attr-defined]
        self.choose_from("link", rows)


class WithdrawForm(ReasonForm):
    """What the person said who takes it back."""
