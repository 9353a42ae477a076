from django import forms

from center.fields import KeyField, NameField, ReasonField, TextField
from center.workflow.forms import CleanForm


class LendForm(CleanForm):
    """Whose, which copy; name and reason only where the counter is asked for them."""

    reader = TextField(
        label="读者手机号",
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    barcode = TextField(
        label="条码",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = NameField(label="读者姓名", required=False, help_text="第一次来的才要写。")
    reason = ReasonField(
        label="有过期没还的仍要借，原因", max_length=200, required=False
    )
    key = KeyField()


class ReturnForm(CleanForm):
    barcode = TextField(
        label="还书，扫条码",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
