"""Shape of what staff type when they act on one case, one form for each verb."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from center.fields import (
    CodeField,
    ColleagueField,
    FilesField,
    NameField,
    PhoneField,
    ReasonField,
    TextField,
)
from center.keys import new_key
from center.models import User
from center.searchable import by_pinyin
from center.uploads import clean_uploads
from center.workflow.forms import BIGGEST, RowForm
from petitions.actions.leaving import workers
from petitions.actions.named import who_could_see
from petitions.forms import signers_field, speakers_field
from petitions.models import Assist, Conflict, CoSigner, Link, Petition
from petitions.models.access import reader_of
from petitions.models.alike import suspected
from petitions.models.people import links_of
from petitions.rules.joint import signers_text
from petitions.rules.states import LENGTHS, Kind, Scope
from petitions.visitors import by_code


class CaseForm(RowForm):
    """A form about one case; its hidden key makes a repeat harmless."""

    key = forms.CharField(
        required=False, max_length=200, widget=forms.HiddenInput, initial=new_key
    )

    # What a page shows with it: what would happen, and what is doubtful.
    preview: dict[str, str] | None = None
    warnings: Sequence[str] = ()
    can_preview = has_draft = False

    @property
    def case(self) -> Petition:
        found: Petition = self.row
        return found

    def offer_parts(self, rows: QuerySet[Assist]) -> None:
        """Offer parts of the case, in the words that may be read."""
        reader = reader_of(self.case, self.user)
        self.choose_from("assist", rows, lambda part: reader.read(str(part)))

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
        version = self.cleaned_data["version"]
        return -1 if version is None else int(version)


def long_text(label: str, most: str = "text", **kwargs: Any) -> TextField:
    return TextField(lines=6, label=label, max_length=LENGTHS[most], **kwargs)


def reason_text(label: str = "原因", **kwargs: Any) -> ReasonField:
    return ReasonField(lines=6, label=label, max_length=LENGTHS["reason"], **kwargs)


def yes_or_no(
    label: str, yes: str, no: str, missing: str = "请选一个。"
) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("1", yes), ("0", no)],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": missing},
    )


def colleagues(case: Petition) -> QuerySet[User]:
    """Return who of the center may work on a case: not who is named in it."""
    away = Conflict.objects.standing().filter(petition=case)
    return workers([case.center_id]).exclude(pk__in=away.values("staff"))


def seeing(case: Petition) -> QuerySet[User]:
    """Return all staff who could come upon a case, also who keeps away already.

    Whoever is missing from a list is as good as named by it.
    """
    return who_could_see(case).order_by(by_pinyin(), "pk")


class TakeForm(CaseForm):
    """Nothing to fill in: the button says it."""


class ReasonForm(CaseForm):
    reason = reason_text("原因")


class TellForm(CaseForm):
    text = long_text(
        "要告诉他的话", help_text="写在他的进度页上；留了手机号的，短信排队发。"
    )


class NoteForm(CaseForm):
    text = long_text("内部记录", help_text="只有工作人员看得到，以后也不会公开。")
    files = FilesField()  # type: ignore[assignment]  # the uploads, by that name

    def values(self) -> dict[str, Any]:
        """Read the files, whose number is limited for each sender."""
        data = super().values()
        sender = self.options["sender"]
        return data | {"files": clean_uploads(data["files"], who=sender, at=self.at)}


class GiveForm(CaseForm):
    to = ColleagueField(label="交给谁", queryset=User.objects.none())
    reason = reason_text("原因")

    def prepare(self) -> None:
        has = [self.case.owner_id or 0]
        self.choose_from("to", colleagues(self.case).exclude(pk__in=has))


class HandOverForm(GiveForm):
    """To which colleague."""


class ReassignForm(GiveForm):
    """To whom a supervisor gives it."""


class ReleaseForm(GiveForm):
    def prepare(self) -> None:
        has = [self.case.duty_by_id or 0, self.case.first_asked_id or 0]
        self.choose_from("to", colleagues(self.case).exclude(pk__in=has))


class DetailsForm(VersionedForm):
    """What an intake of thirty seconds left out."""

    title = TextField(label="一句话", max_length=LENGTHS["title"])
    body = long_text("细节", "body", required=False)
    name = NameField(required=False, max_length=LENGTHS["name"])
    phone = PhoneField(landline=True, required=False)
    address = TextField(label="住址", required=False, max_length=120)


class CosignForm(VersionedForm):
    speakers = speakers_field()
    signers = signers_field()

    def prepare(self) -> None:
        """Show the list, for who knows who asked."""
        rows = CoSigner.objects.filter(petition=self.case)
        if self.user and reader_of(self.case, self.user).knows_person:
            self.tell(
                speakers=signers_text(row.signer for row in rows.speaking()),
                signers=signers_text(row.signer for row in rows.others()),
            )


class SplitForm(CaseForm):
    asks = long_text("他问了哪几件", help_text="一行写一件。分开以后，每件都要答到。")

    def clean_asks(self) -> list[str]:
        text = str(self.cleaned_data["asks"])
        return [line.strip() for line in text.splitlines() if line.strip()]


class RemindForm(CaseForm):
    text = long_text("催办的话", "reason")


class RecategorizeForm(CaseForm):
    kind = forms.ChoiceField(label="改成", choices=Kind.choices)
    scope = forms.ChoiceField(
        label="帮办方式（只有帮办代办要选）", required=False, choices=Scope.choices
    )


class LinkForm(CaseForm):
    other = CodeField(label="另一件的编号")
    reason = reason_text("原因", required=False)

    def prepare(self) -> None:
        if twin := by_code(self.options.get("twin", "")):
            self.suggest("other", twin.code_text)

    def values(self) -> dict[str, Any]:
        """Find the case with this code, as far as it is seen."""
        data = super().values()
        twin = by_code(data["other"])
        seen = Petition.objects.visible_to(self.user) if self.user else None
        if twin is None or seen is None or not seen.filter(pk=twin.pk).exists():
            raise ValidationError("没有这个编号，请再看一遍。")
        return data | {"other": twin}


class ReopenForm(ReasonForm):
    """Why there is another round."""


class RevealForm(ReasonForm):
    """Why somebody must know who asked."""


class UnlockForm(ReasonForm):
    """By what somebody was known to be the person, or why else."""


class RetractForm(ReasonForm):
    """Why a reply is taken back."""


class UnlinkForm(CaseForm):
    link = forms.ModelChoiceField(label="和哪一件", queryset=Link.objects.none())
    reason = reason_text("原因")

    def prepare(self) -> None:
        """Offer the links of the case to cases that this person sees."""
        seen = Petition.objects.visible_to(self.user) if self.user else None
        rows = links_of(self.case).select_related("first", "second")
        if seen is not None:
            ids = seen.values("pk")
            rows = rows.filter(first__in=ids, second__in=ids)
        self.choose_from("link", rows, self._other)

    def _other(self, link: Link) -> str:
        """Return the code of the case on the other side."""
        other = link.second if link.first_id == self.case.pk else link.first
        return other.code_text


class ApartForm(CaseForm):
    """Which request that looks alike is about something else, and why."""

    other = forms.ModelChoiceField(label="哪一件", queryset=Petition.objects.none())
    reason = reason_text("为什么不是同一件")

    def prepare(self) -> None:
        """Offer what looks alike: only to who knows who asked, so titles may stand."""
        if self.user is not None:
            twins = suspected(self.case, self.user)
            self.choose_from(
                "other", twins, lambda one: f"{one.code_text}　{one.title}"
            )
        if twin := by_code(self.options.get("twin", "")):
            self.suggest("other", twin.pk)


class WithdrawForm(ReasonForm):
    """What the person said who takes it back."""
