from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from center.fields import DayField, TextField
from center.registers.forms import EntryForm
from center.search import LONGEST_QUESTION
from center.workflow.forms import CleanForm, VersionForm
from reading_room.models import Title
from reading_room.rules import (
    CLASSES,
    MOST_AT_ONCE,
    Kind,
    clean_barcode,
    clean_call_number,
    clean_cn,
    clean_isbn,
    clean_issn,
    why_not_call_number,
    why_not_cn,
    why_not_isbn,
    why_not_issn,
)


class BarcodesField(TextField):
    """Bar codes, one a line or with blanks between, as a scanner types them."""

    def __init__(self) -> None:
        super().__init__(
            label="条码",
            lines=6,
            max_length=3000,
            required=False,
            help_text="一行一个，用扫码枪扫就行；没有条码的空着，我们编号。",
        )

    def clean(self, value: Any) -> Any:
        text: Any = super().clean(value)
        for mark in "，、；,;":
            text = text.replace(mark, " ")
        return [clean_barcode(one) for one in text.split()]


def copies_field() -> forms.IntegerField:
    return forms.IntegerField(
        label="册数",
        min_value=0,
        max_value=MOST_AT_ONCE,
        initial=1,
        error_messages={"max_value": f"一次最多 {MOST_AT_ONCE} 册，请分几次。"},
    )


class CopiesForm(VersionForm):
    copies = copies_field()
    barcodes = BarcodesField()

    def prepare(self) -> None:
        self.initial["copies"] = 1
        self.told.discard("copies")


class BarcodeForm(VersionForm):
    barcode = TextField(label="新条码", max_length=40)


class TitleForm(EntryForm):
    """Numbers as they stand on the book: with hyphens, ten digits, small letters."""

    copies = copies_field()
    barcodes = BarcodesField()
    is_another = forms.BooleanField(label="书号相同，但确实是另一种书", required=False)
    isbn = TextField(
        label="ISBN", max_length=30, required=False, help_text="10 位或 13 位都行。"
    )
    issn = TextField(label="ISSN", max_length=20, required=False)
    cn = TextField(label="CN 刊号", max_length=20, required=False)

    def prepare(self) -> None:
        """Ask for copies of a new title only, and for a second look where it is due."""
        super().prepare()
        if self.row.pk is not None:
            del self.fields["copies"], self.fields["barcodes"]
        else:
            self.initial["copies"] = 1
        isbn = clean_isbn(str(self.data.get("isbn", ""))[:40])
        if self.row.pk or not Title.objects.filter(isbn=isbn).exclude(isbn="").exists():
            del self.fields["is_another"]

    def clean_isbn(self) -> str:
        isbn = clean_isbn(self.cleaned_data["isbn"])
        return _sound(isbn, why_not_isbn(isbn))

    def clean_issn(self) -> str:
        issn = clean_issn(self.cleaned_data["issn"])
        return _sound(issn, why_not_issn(issn))

    def clean_cn(self) -> str:
        number = clean_cn(self.cleaned_data["cn"])
        return _sound(number, why_not_cn(number))

    def clean_call_number(self) -> str:
        number = clean_call_number(self.cleaned_data["call_number"])
        return _sound(number, why_not_call_number(number))


def _class_field() -> forms.ChoiceField:
    choices = [(key, f"{key} {name}") for key, name in CLASSES.items()]
    return forms.ChoiceField(
        label="大类", choices=[("", "全部"), *choices], required=False
    )


class LabelsForm(CleanForm):
    """Which copies get labels, and how many places of the first sheet are used up."""

    barcodes = BarcodesField()
    since = DayField(label="这天以后入藏的", required=False)
    skip = forms.IntegerField(
        label="第一张纸上用掉了几格",
        min_value=0,
        max_value=23,
        required=False,
        help_text="每张 A4 有 24 格，三列八行，每格 70 × 37 毫米。",
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["barcodes"].help_text = "一行一个；空着就按下面的条件。"
        self.fields["class"] = _class_field()


class ShelfForm(CleanForm):
    place = TextField(label="放在哪里", max_length=40, required=False)
    first = TextField(label="索书号从", max_length=40, required=False)
    last = TextField(label="到", max_length=40, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        first: dict[str, forms.Field] = {"class": _class_field()}
        self.fields = first | self.fields

    def clean_first(self) -> str:
        return clean_call_number(self.cleaned_data["first"])

    def clean_last(self) -> str:
        return clean_call_number(self.cleaned_data["last"])


class LookForm(forms.Form):
    """What a reader looks for; a wrong choice asks for everything."""

    q = TextField(label="找什么", required=False)
    kind = forms.ChoiceField(
        label="种类", choices=[("", "全部"), *Kind.choices], required=False
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["class"] = _class_field()
        self.fields["available"] = forms.BooleanField(
            label="只看在架的", required=False
        )
        self.fields["q"].widget.attrs |= {
            "maxlength": LONGEST_QUESTION,
            "autocomplete": "off",
            "type": "search",
        }

    @property
    def finer(self) -> list[forms.BoundField]:
        """Return what few readers choose; it stands folded below the words."""
        return [bound for bound in self.visible_fields() if bound.name != "q"]


def _sound(value: str, refusal: str) -> str:
    if refusal:
        raise ValidationError(refusal)
    return value
