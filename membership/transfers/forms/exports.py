"""Which part of the register is taken out."""

from django import forms

from center.workflow.forms import CleanForm
from membership.transfers.rules.states import State

WAYS = [("out", "转出"), ("in", "转入"), ("league", "共青团")]
STATES = [(state.value, state.label) for state in State if state != State.DRAFT]


class ExportForm(CleanForm):
    way = forms.ChoiceField(label="登记簿", choices=WAYS)
    year = forms.IntegerField(
        label="哪一年登记的",
        required=False,
        min_value=1921,
        max_value=2200,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="例如 2026。空着就是全部年份。",
    )
    state = forms.ChoiceField(
        label="状态",
        choices=[("", "全部"), ("open", "在办的"), *STATES],
        required=False,
    )
    q = forms.CharField(label="姓名、去向、编号或查询码", max_length=40, required=False)
    file_format = forms.ChoiceField(
        label="格式", choices=[("xlsx", "Excel 表格（.xlsx）"), ("csv", "CSV")]
    )
