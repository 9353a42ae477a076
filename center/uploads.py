"""Files that people send: checked by content, cleaned, never trusted by name.

Accepts PNG, JPEG, GIF and PDF up to 5 MB each. Pictures are decoded and written anew,
turned upright and without EXIF, so that nothing rides along; a PDF is written anew
without its author and XMP, and refused when it can run something or cannot be read.
Both happen in a child process with little time and memory. Raises ``ValidationError``
with a sentence that says what would work. Source: security.md, abuse case 21.
"""

import re
import time
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from center import rate_limit
from center.sandbox.refusals import OTHER_KIND, OverLimitError, RefusalError
from center.sandbox.run import BUSY, judged
from center.text import visible

MAX_BYTES = 5 * 1024 * 1024
MAX_FILES = 5
# All files of one form together, so that nobody's form holds up the others.
MAX_SECONDS = 20
NAME_LENGTH = 80

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
)
_TYPES = {
    "PNG": ("image/png", ".png"),
    "JPEG": ("image/jpeg", ".jpg"),
    "GIF": ("image/gif", ".gif"),
    "PDF": ("application/pdf", ".pdf"),
}
# Something may stand before a PDF, as far as viewers look for its start.
_PDF, _PDF_START = b"%PDF-", 1024
_HEIC = re.compile(rb"....ftyp(?:hei[cmsx]|hev[cmsx]|mif1|msf1|avif)", re.DOTALL)
_NO_HEIC = (
    "是 HEIC 照片，这里打不开。请截屏再传，或在手机“设置—相机—格式”里"
    "选“兼容性最佳”后重拍。"
)
_TOO_FAST = "刚才传得太多了，请过一刻钟再传；着急的话打电话或到前台。"


class CleanFile(NamedTuple):
    """A file that may be stored: its shown name, its real type, its cleaned bytes."""

    name: str
    content_type: str
    content: bytes


def clean_uploads(
    files: Sequence[UploadedFile],
    *,
    who: tuple[str, str],
    at: datetime,
    limit: int = MAX_FILES,
) -> list[CleanFile]:
    """Return the cleaned files, or refuse all of them with every reason.

    ``who`` sends them, as ``center.http.sender_of`` says: the attempt is counted
    before any file is looked into. Call it outside a transaction.
    """
    if len(files) > limit:
        raise ValidationError(too_many_files(limit), code="files")
    if files:
        count_upload(who, at)
    cleaned: list[CleanFile] = []
    reasons: list[str] = []
    started = time.monotonic()
    for file in files:
        if time.monotonic() - started > MAX_SECONDS:
            reasons.append(BUSY)
            break
        try:
            cleaned.append(clean_upload(file))
        except ValidationError as refusal:
            reasons += refusal.messages
            if isinstance(refusal.__cause__, OverLimitError):
                break
    if reasons:
        raise ValidationError([ValidationError(why, code="files") for why in reasons])
    return cleaned


def count_upload(who: tuple[str, str], at: datetime) -> None:
    """Count an attempt to have files judged; refuse when there were too many."""
    kind, name = who
    if not rate_limit.allows(f"upload-{kind}", name, at):
        raise ValidationError(_TOO_FAST, code="files")


def too_many_files(limit: int) -> str:
    return f"一次最多传 {limit} 个文件，请去掉几个。"


def clean_upload(file: UploadedFile) -> CleanFile:
    """Return a cleaned file, or refuse it; what was cleaned already is so for good."""
    if (done := getattr(file, "cleaned", None)) is not None:
        cleaned: CleanFile = done
        return cleaned
    stem = clean_name(file.name or "")
    if not file.size:
        raise _refusal(stem, "是空的，请重新选择。")
    if file.size > MAX_BYTES:
        raise _refusal(stem, "超过 5 MB，请压缩后再传。")
    content = b"".join(file.chunks())
    kind = _kind_of(content)
    if not kind:
        is_heic = _HEIC.match(content)
        raise _refusal(stem, _NO_HEIC if is_heic else f"不是能收的文件。{OTHER_KIND}")
    content_type, suffix = _TYPES[kind]
    try:
        drawn = judged("pdf" if kind == "PDF" else "picture", content)
        drawn = (judged("nameless", content) or content) if kind == "PDF" else drawn
    except RefusalError as refusal:
        raise _refusal(stem, str(refusal)) from refusal
    clean = CleanFile(stem + suffix, content_type, drawn)
    # A refused form is shown again with its files: they need not be judged twice.
    file.cleaned = clean  # type: ignore[attr-defined]  # ours
    return clean


def _kind_of(content: bytes) -> str:
    """Return what a file is by its first bytes, or empty."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    return "PDF" if _PDF in content[:_PDF_START] else ""


def clean_name(name: str) -> str:
    """Return the name without path, suffix, control and direction characters."""
    plain = visible(unicodedata.normalize("NFKC", name[-1000:]).replace("\\", "/"))
    plain = plain.rsplit("/", 1)[-1]
    plain = re.sub(r'[\s<>:"|?*%;\'`$&]+', " ", plain).strip(" .")
    stem = plain.rsplit(".", 1)[0].strip(" .")
    return stem[:NAME_LENGTH].strip() or "附件"


def _refusal(name: str, why: str) -> ValidationError:
    return ValidationError(f"“{name}”{why}", code="file")
