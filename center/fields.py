"""Fields that forms share: what people type and send, counted as their browser does."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator

from center.rules import visible
from center.uploads import MAX_FILES, too_many_files

ACCEPT = ".jpg,.jpeg,.png,.gif,.pdf,image/jpeg,image/png,image/gif,application/pdf"
REQUIRED = "请填写这一项。"


def fold_lines(text: str) -> str:
    """Return text in which a line break is one sign, as the browser counts it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Words(forms.CharField):
    """Typed text without invisible characters; one line unless it is a text area."""

    def __init__(
        self, *, lines: bool = False, max_length: int | None = None, **kwargs: Any
    ) -> None:
        if lines:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 6}))
        kwargs["error_messages"] = {
            "required": REQUIRED,
            **kwargs.get("error_messages", {}),
        }
        self.lines = lines
        super().__init__(max_length=max_length, **kwargs)
        for rule in self.validators:
            if isinstance(rule, MaxLengthValidator):
                rule.message = (
                    "最多 %(limit_value)d 个字，现在有 %(show_value)d 个，请删短一些。"
                )

    def to_python(self, value: object) -> str:
        """Drop what nobody can see before anything is required or counted."""
        typed = "" if value in self.empty_values else fold_lines(str(value))
        text = visible(typed)
        return str(super().to_python(text if self.lines else " ".join(text.split())))


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
        super().__init__(required=False, **kwargs)

    def clean(self, data: Any, initial: object = None) -> Sequence[UploadedFile]:
        """Return the files that were chosen; refuse too many."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > self.limit:
            raise forms.ValidationError(too_many_files(self.limit), code="files")
        return files
