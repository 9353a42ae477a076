from django import forms

from center.fields import KeyField
from center.sheets import MAX_BYTES
from center.workflow.forms import CleanForm
from reading_room.imports.rules import MOST_ROWS


class ImportForm(CleanForm):
    file = forms.FileField(
        label="文件",
        help_text=f"CSV、.xlsx 或 CNMARC（.iso、.mrc），不超过"
        f" {MAX_BYTES // 1_000_000} MB、{MOST_ROWS} 行。",
        widget=forms.ClearableFileInput(
            attrs={"accept": ".csv,.txt,.xlsx,.iso,.mrc,.marc"}
        ),
    )
    key = KeyField()
