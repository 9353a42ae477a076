from django import forms

from center.fields import ReasonField, TextField
from petitions.forms import KeyedForm
from petitions.publication.rules import LENGTHS


class PublishForm(KeyedForm):
    title = TextField(label="标题", max_length=LENGTHS["title"])
    question = TextField(lines=6, label="问题", max_length=LENGTHS["question"])
    answer = TextField(lines=6, label="答复", max_length=LENGTHS["answer"])
    is_checked = forms.BooleanField(
        label="我逐句看过了，没有姓名、电话、住址，也猜不出是谁", required=False
    )


class UnpublishForm(KeyedForm):
    reason = ReasonField(label="为什么撤下", max_length=300)
