"""Shape of what staff type at intake."""

from collections.abc import Sequence
from typing import Any

from django import forms

from center.fields import (
    ColleagueField,
    FilesField,
    MomentField,
    NameField,
    PhoneField,
    ReasonField,
    TextField,
)
from center.forms import choose_from
from center.models import User
from petitions.actions.leaving import workers
from petitions.forms import KeyedForm, signers_field, speakers_field
from petitions.rules.states import LENGTHS, Channel, Kind, Scope

INTAKE_CHANNELS = [choice for choice in Channel.choices if choice[0] != Channel.WEB]


def colleagues(user: User) -> Any:
    return workers([user.center_id]).exclude(pk=user.pk)


class IntakeForm(KeyedForm):
    """The line a clerk types while somebody talks."""

    phone = PhoneField(landline=True, required=False, attrs={"autofocus": True})
    name = NameField(
        required=False,
        max_length=LENGTHS["name"],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    title = TextField(
        label="一句话",
        required=False,
        max_length=LENGTHS["title"],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    body = TextField(
        lines=3,
        label="细节",
        required=False,
        max_length=LENGTHS["body"],
        help_text="照他说的记，可以以后再补。",
    )
    kind = forms.ChoiceField(label="类别", choices=Kind.choices, initial=Kind.HELP)
    channel = forms.ChoiceField(
        label="怎么来的", choices=INTAKE_CHANNELS, initial=Channel.COUNTER
    )
    scope = forms.ChoiceField(
        label="帮办到哪一步（只有帮办代办要选）", required=False, choices=Scope.choices
    )
    address = TextField(label="住址", required=False, max_length=120)
    speakers = speakers_field()
    signers = signers_field()
    anonymous = forms.BooleanField(
        label="不愿意留姓名（只有意见建议可以）", required=False
    )
    received_at = MomentField(
        label="实际收到的时间",
        required=False,
        help_text="空着就是现在。期限从这一天算起。",
    )
    backdate_reason = ReasonField(
        label="为什么现在才登记",
        required=False,
        max_length=LENGTHS["reason"],
        help_text="超过一天的要写，还要另一位同事核对。",
    )
    witness = ColleagueField(
        label="核对的同事",
        required=False,
        queryset=User.objects.none(),
        empty_label="（没有）",
    )
    files = FilesField()

    SAID = ("phone", "name", "title", "body", "address", "files")
    TOGETHER = ("speakers", "signers")
    LATE = ("received_at", "backdate_reason", "witness")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "witness", colleagues(user))

    def clean(self) -> dict[str, Any]:
        """Drop what does not belong to the kind; a stray Enter makes no case."""
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in self.SAID):
            self.add_error("title", "一句话、细节、姓名、电话，至少写一样。")
        if data.get("kind") == Kind.ERRAND:
            data["scope"] = data.get("scope") or Scope.PARTIAL
        else:
            data["scope"] = Scope.NONE
        return data

    @property
    def is_late_open(self) -> bool:
        return self._is_begun(self.LATE)

    @property
    def is_joint(self) -> bool:
        return self._is_begun(self.TOGETHER)

    def _is_begun(self, names: Sequence[str]) -> bool:
        return any(self.data.get(name) or name in self.errors for name in names)
