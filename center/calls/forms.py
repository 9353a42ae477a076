from django import forms

from center.calls.rules import SAID_HOW, How
from center.fields import ReasonField, TextField
from center.workflow.forms import VersionForm
from center.workflow.rules import NOTE_LENGTH


class TellForm(VersionForm):
    how = forms.ChoiceField(
        label="怎么告知的",
        choices=SAID_HOW,
        initial=How.PHONE,
        error_messages={"required": "请选怎么告知的。"},
    )
    note = TextField(label="备注", max_length=NOTE_LENGTH, required=False)


class TryForm(VersionForm):
    note = TextField(label="备注", max_length=NOTE_LENGTH, required=False)


class DropForm(VersionForm):
    reason = ReasonField(label="为什么不用告知", max_length=NOTE_LENGTH)
