"""One field for each thing that people type, choose and send."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate

from center import text
from center.keys import KEY_LENGTH
from center.rules import CODE_DIGITS
from center.uploads import MAX_FILES, too_many_files

ACCEPT = ".jpg,.jpeg,.png,.gif,.pdf,image/jpeg,image/png,image/gif,application/pdf"
MOMENT = "%Y-%m-%dT%H:%M"
DAY = "%Y-%m-%d"
# Text so many times longer than allowed is refused without a closer look.
TOO_LONG = 10


def say_what_is_missing() -> None:
    """Have each kind of Django's own fields ask for what it takes.

    All else that Django says stands in center/locale, in the words of this portal.
    """
    missing: dict[type[forms.Field], str] = {
        forms.BooleanField: "请勾上这一项。",
        forms.ChoiceField: "请选一个。",
        forms.ModelChoiceField: "请选一个。",
        forms.MultipleChoiceField: "请至少选一个。",
        forms.ModelMultipleChoiceField: "请至少选一个。",
        forms.FileField: "请选文件。",
        forms.DateField: "请填日期。",
        forms.DateTimeField: "请填日期和时间。",
        forms.TimeField: "请填时间。",
        forms.IntegerField: "请填数字。",
    }
    for kind, sentence in missing.items():
        said = kind.default_error_messages
        kind.default_error_messages = {**said, "required": sentence}


class SecretInput(forms.TextInput):
    """A line that is never filled in again: what was typed there is on no page."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


def is_secret_field(field: forms.Field) -> bool:
    return isinstance(field.widget, forms.PasswordInput | SecretInput)


class TextField(forms.CharField):
    """What somebody typed, in its one form: one line, or an area of ``lines``.

    Refuses signs that no font can draw, by their place, instead of dropping them.
    """

    def __init__(self, *, lines: int = 0, **kwargs: Any) -> None:
        if lines:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        self.lines = lines
        super().__init__(**kwargs)
        # Said by validate(), which knows how long the text is by now.
        self.validators = [
            one for one in self.validators if getattr(one, "code", "") != "max_length"
        ]

    def to_python(self, value: Any) -> str:
        """Return what can be seen; a line break counts as one sign, as in browsers."""
        typed = str(value) if value not in self.empty_values else ""
        if self.max_length and len(typed) > TOO_LONG * self.max_length:
            return typed
        return str(super().to_python(self.normal(typed)))

    def normal(self, typed: str) -> str:
        return text.visible(typed) if self.lines else text.one_line(typed)

    def validate(self, value: str) -> None:
        """Refuse nothing, too much, and what cannot be drawn."""
        super().validate(value)
        if self.max_length and len(value) > self.max_length:
            raise ValidationError(
                f"最多 {self.max_length} 个字，现在有 {len(value)} 个，请删短一些。",
                code="max_length",
            )
        if refusal := text.unprintable(value):
            raise ValidationError(refusal, code="unprintable")


class ReasonField(TextField):
    """Why somebody does something; one sign says nothing."""

    needed = "请写原因。"

    def validate(self, value: str) -> None:
        """Refuse what gives no reason, also where none is asked for."""
        super().validate(value)
        if value and not text.is_reason(value):
            raise ValidationError(text.NO_REASON.format("原因"), code="reason")


class NameField(TextField):
    """A person's name, stored as names are compared."""

    default_error_messages = {"required": "请写下姓名。"}

    def __init__(self, **kwargs: Any) -> None:
        fixed: dict[str, Any] = {"label": "姓名", "max_length": 40}
        super().__init__(**fixed | kwargs)

    def normal(self, typed: str) -> str:
        return text.person_name(typed)


class PhoneField(forms.CharField):
    """A mobile number however it is written; with ``landline`` any number to call."""

    default_error_messages = {"required": "请填手机号，11 位数字。"}

    def __init__(self, *, landline: bool = False, **kwargs: Any) -> None:
        self.landline = landline
        attrs = {"inputmode": "tel", "autocomplete": "off"} | kwargs.pop("attrs", {})
        fixed: dict[str, Any] = {
            "label": "电话" if landline else "手机号",
            "max_length": 40,
            "widget": forms.TextInput(attrs=attrs),
        }
        super().__init__(**fixed | kwargs)

    def clean(self, value: Any) -> str:
        """Return the number in its one form, or nothing when nothing was typed."""
        typed = _seen(self, text.one_line(str(super().clean(value))))
        if self.landline:
            phone = text.clean_contact(typed)
            if phone and not text.is_contact(phone):
                raise ValidationError(
                    "电话不对：手机 11 位，座机带区号，请再对一遍。", code="phone"
                )
            return phone
        phone = text.clean_phone(typed)
        if phone and not text.is_phone(phone):
            raise ValidationError(self._no_mobile(typed), code="phone")
        return phone

    def _no_mobile(self, typed: str) -> str:
        """Say what is wrong; of a landline, what whoever has no other number does."""
        if not text.is_contact(text.clean_contact(typed)):
            return "手机号是 11 位数字，以 1 开头，请再对一遍。"
        rest = "" if self.required else "没有手机的，这一格空着就行。"
        return f"这是座机，这里要填手机号，11 位数字。{rest}"


def _seen(field: forms.CharField, typed: str) -> str:
    """Refuse what held nothing but signs that nobody sees, where something is asked."""
    if field.required and not typed:
        raise ValidationError(field.error_messages["required"], code="required")
    return typed


class DigitsField(forms.CharField):
    """A one-time code of six digits, also in full width, with blanks or its label."""

    wrong = "请填 6 位数字。"

    def __init__(self, *, wrong: str = wrong, **kwargs: Any) -> None:
        self.wrong = wrong
        attrs = {"inputmode": "numeric", "autocomplete": "one-time-code"}
        attrs |= kwargs.pop("attrs", {})
        fixed: dict[str, Any] = {"max_length": 40, "widget": SecretInput(attrs)}
        fixed["error_messages"] = {"required": wrong}
        super().__init__(**fixed | kwargs)

    def clean(self, value: Any) -> str:
        """Return six ASCII digits, or nothing when nothing was typed."""
        digits = _seen(self, text.digits_in(str(super().clean(value))))
        if digits and not re.fullmatch(rf"[0-9]{{{CODE_DIGITS}}}", digits):
            raise ValidationError(self.wrong, code="digits")
        return digits


class CodeField(forms.CharField):
    """The code of a ticket or receipt, however it is written, spoken or scanned.

    Gives nothing for what can be no code; its view says that there is none such.
    """

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "spellcheck": "false"}
        fixed: dict[str, Any] = {"max_length": text.LONGEST_CODE}
        fixed["widget"] = forms.TextInput(attrs)
        super().__init__(**fixed | kwargs)

    def clean(self, value: Any) -> str:
        return text.clean_code(str(super().clean(value)))


class DayField(forms.DateField):
    """A day between 1900 and ten years ahead; ``is_past`` takes none after today."""

    wrong = "日期写成 2026-11-24 这样。"

    def __init__(self, *, is_past: bool = False, **kwargs: Any) -> None:
        self.is_past = is_past
        super().__init__(**{"widget": DayInput()} | kwargs)

    def to_python(self, value: Any) -> date | None:
        """Read the day as people and spreadsheets write it."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        day = value if isinstance(value, date) else text.read_date(str(value)[:40])
        if day is None:
            raise ValidationError(self.wrong, code="invalid")
        return day

    def validate(self, value: date | None) -> None:
        """Refuse days that nobody means."""
        super().validate(value)
        if value is None:
            return
        if refusal := text.implausible(value, localdate(), is_past=self.is_past):
            raise ValidationError(refusal, code="implausible")


class DayInput(forms.DateInput):
    """The browser's own picker of a day."""

    def __init__(self) -> None:
        super().__init__(format=DAY, attrs={"type": "date"})


class MomentField(forms.DateTimeField):
    """A moment on the clock of Asia/Shanghai, to the minute."""

    wrong = "请写清楚日期和时间，如 2026-11-25 09:00。"

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
        messages = {"invalid": self.wrong}
        fixed: dict[str, Any] = {"widget": widget, "error_messages": messages}
        super().__init__(**fixed | kwargs)

    def to_python(self, value: Any) -> datetime | None:
        """Read the moment; years nobody means are refused before they are counted."""
        if isinstance(value, str) and value.strip():
            moment = text.read_moment(value[:40])
            if moment is None:
                raise ValidationError(self.wrong, code="invalid")
            if refusal := text.implausible(moment.date(), localdate()):
                raise ValidationError(refusal, code="implausible")
            value = moment
        return super().to_python(value)


class ClockField(forms.TimeField):
    """A time of the day as people write it."""

    wrong = "时间看不懂，写成 09:00 这样。"

    def to_python(self, value: Any) -> time | None:
        """Read the time; the end of the day is no time of it."""
        if value in self.empty_values or isinstance(value, time):
            return value or None
        since = text.read_clock(str(value)[:40])
        if since is None:
            raise ValidationError(self.wrong, code="invalid")
        if since == timedelta(days=1):
            raise ValidationError("一天最晚写到 23:59。", code="invalid")
        minutes, seconds = divmod(int(since.total_seconds()), 60)
        return time(minutes // 60, minutes % 60, seconds)


class SplitMomentField(forms.SplitDateTimeField):
    """A moment in two lines, day and time, as the admin asks for it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        day = DayField(required=False)
        self.fields = (day, ClockField(required=False))
        # The label is read with neither of the two lines, so each says both.
        for line, part in zip(self.widget.widgets, ("日期", "时间"), strict=True):
            line.attrs.setdefault("aria-label", f"{self.label or ''}，{part}")


class ManyFilesInput(forms.ClearableFileInput):
    """The file field of the browser, for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, counted but not looked into yet.

    Whoever takes them hands them to ``clean_uploads``, which counts the attempt first.
    """

    def __init__(self, *, limit: int = MAX_FILES, **kwargs: Any) -> None:
        attrs = {"accept": ACCEPT, "multiple": True}
        kwargs.setdefault("widget", ManyFilesInput(attrs=attrs))
        kwargs.setdefault("label", "照片或文件")
        kwargs.setdefault(
            "help_text", f"最多 {limit} 个，每个不超过 5 MB，照片或 PDF。"
        )
        self.limit = limit
        super().__init__(**{"required": False} | kwargs)

    def clean(self, data: Any, initial: object = None) -> Sequence[UploadedFile]:
        """Return the files that were chosen; refuse too many."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not files:
            raise forms.ValidationError(
                self.error_messages["required"], code="required"
            )
        if len(files) > self.limit:
            raise forms.ValidationError(too_many_files(self.limit), code="files")
        return files


class KeyField(forms.CharField):
    """The hidden key of a form; anything that is not one counts as none."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: object) -> str:
        """Return the key or nothing; a bad key is never the person's mistake."""
        typed = str(value or "")
        fits = re.fullmatch(rf"[0-9A-Za-z_-]{{1,{2 * KEY_LENGTH}}}", typed)
        return typed if fits else ""


class ColleagueField(forms.ModelChoiceField):
    """A colleague by name; two may share one, so the end of the phone helps."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"empty_label": "（请选一位）"} | options)

    def label_from_instance(self, obj: Any) -> str:
        tail = f"（尾号 {obj.phone[-4:]}）" if obj.phone else ""
        return f"{obj.name}{tail}"
