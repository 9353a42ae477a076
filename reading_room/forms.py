from django import forms
from django.core.exceptions import ValidationError

from center.fields import TextField
from center.registers.forms import EntryForm
from center.search import LONGEST_QUESTION
from reading_room.rules import (
    CLASSES,
    Kind,
    clean_call_number,
    clean_isbn,
    clean_issn,
    why_not_call_number,
    why_not_isbn,
    why_not_issn,
)


class TitleForm(EntryForm):
    """Numbers as they stand on the book: with hyphens, ten digits, small letters."""

    isbn = TextField(
        label="ISBN", max_length=30, required=False, help_text="10 位或 13 位都行。"
    )
    issn = TextField(label="ISSN", max_length=20, required=False)

    def clean_isbn(self) -> str:
        """Return 13 digits."""
        isbn = clean_isbn(self.cleaned_data["isbn"])
        return _sound(isbn, why_not_isbn(isbn))

    def clean_issn(self) -> str:
        """Return it as 1002-123X."""
        issn = clean_issn(self.cleaned_data["issn"])
        return _sound(issn, why_not_issn(issn))

    def clean_call_number(self) -> str:
        """Return it in capitals, beginning with a class that is given out."""
        number = clean_call_number(self.cleaned_data["call_number"])
        return _sound(number, why_not_call_number(number))


class LookForm(forms.Form):
    """What a reader looks for; a wrong choice asks for everything."""

    q = TextField(label="书名、作者、拼音或首字母", required=False)
    kind = forms.ChoiceField(
        label="种类", choices=[("", "全部"), *Kind.choices], required=False
    )

    def __init__(self, data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        choices = [(key, f"{key} {name}") for key, name in CLASSES.items()]
        self.fields["class"] = forms.ChoiceField(
            label="分类", choices=[("", "全部"), *choices], required=False
        )
        self.fields["q"].widget.attrs |= {
            "maxlength": LONGEST_QUESTION,
            "autocomplete": "off",
            "type": "search",
        }


def _sound(value: str, refusal: str) -> str:
    if refusal:
        raise ValidationError(refusal)
    return value
