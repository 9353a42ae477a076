"""Files that people send: checked by content, cleaned, never trusted by name.

Accepts PNG, JPEG, GIF and PDF up to 5 MB each. Images are decoded whole and written
anew, turned upright and without EXIF, so that nothing rides along; a PDF is kept as
it is and refused when it can run something or cannot be read. Raises
``ValidationError`` with a sentence that says what would work.
Source: security.md, abuse case 21.
"""

import io
import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from center.rules import visible

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 25_000_000
MAX_FILES = 5
NAME_LENGTH = 80

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"%PDF-", "PDF"),
)
_TYPES = {
    "PNG": ("image/png", ".png"),
    "JPEG": ("image/jpeg", ".jpg"),
    "GIF": ("image/gif", ".gif"),
    "PDF": ("application/pdf", ".pdf"),
}
# What makes a PDF act by itself, hide its content or carry other files.
_PDF_ACTS = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData"
    rb"|GoToE|Movie|Sound)(?![A-Za-z0-9])"
)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
# Objects may be packed into compressed streams; those are looked into as well.
_PACKED = re.compile(rb"/ObjStm\b[^>]*>>\s*stream\r?\n(.*?)endstream", re.DOTALL)
_MOST_UNPACKED = 20 * 1024 * 1024
_HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_MARKUP = re.compile(rb"<(?:!doctype|html|script|svg|\?php|iframe)", re.IGNORECASE)
_FORMATS = ("PNG", "JPEG", "GIF")
_ADVICE = "请换成 JPG、PNG、GIF 图片或 PDF 文件。"


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file that may be stored: its shown name, its real type, its cleaned bytes."""

    name: str
    content_type: str
    content: bytes


def clean_uploads(
    files: Sequence[UploadedFile], limit: int = MAX_FILES
) -> list[CleanFile]:
    """Return the cleaned files, or refuse all of them with every reason."""
    if len(files) > limit:
        raise ValidationError(f"一次最多传 {limit} 个文件，请分次补充。", code="files")
    cleaned, reasons = [], []
    for file in files:
        try:
            cleaned.append(clean_upload(file))
        except ValidationError as refusal:
            reasons += refusal.messages
    if reasons:
        raise ValidationError(reasons)
    return cleaned


def clean_upload(file: UploadedFile) -> CleanFile:
    """Return a cleaned file, or refuse it."""
    stem = clean_name(file.name or "")
    if not file.size:
        raise _refusal(stem, "是空的，请重新选择。")
    if file.size > MAX_BYTES:
        raise _refusal(stem, "超过 5 MB，请压缩后再传。")
    content = b"".join(file.chunks())
    kind = next((kind for magic, kind in _MAGIC if content.startswith(magic)), "")
    if not kind:
        raise _refusal(stem, f"不是能收的文件。{_ADVICE}")
    content_type, suffix = _TYPES[kind]
    clean = _clean_pdf(stem, content) if kind == "PDF" else _redrawn(stem, content)
    return CleanFile(stem + suffix, content_type, clean)


def clean_name(name: str) -> str:
    """Return the name without path, suffix, control and direction characters."""
    plain = visible(unicodedata.normalize("NFKC", name[-1000:]).replace("\\", "/"))
    plain = plain.rsplit("/", 1)[-1]
    plain = re.sub(r'[\s<>:"|?*%;\'`$&]+', " ", plain).strip(" .")
    stem = plain.rsplit(".", 1)[0].strip(" .")
    return stem[:NAME_LENGTH].strip() or "附件"


def _refusal(name: str, why: str) -> ValidationError:
    return ValidationError(f"“{name}”{why}", code="file")


def _redrawn(name: str, content: bytes) -> bytes:
    """Decode an image whole and write its pixels into a new one, upright."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            return _pixels(name, image)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large(name) from error
    except (OSError, ValueError, SyntaxError, MemoryError) as error:
        raise _refusal(name, f"打不开，可能已损坏。{_ADVICE}") from error


def _too_large(name: str) -> ValidationError:
    return _refusal(name, "的尺寸太大（超过 2500 万像素），请缩小后再传。")


def _pixels(name: str, image: Image.Image) -> bytes:
    if image.width * image.height > MAX_PIXELS:
        raise _too_large(name)
    kind = str(image.format)
    image.load()
    upright = ImageOps.exif_transpose(image)
    if kind == "JPEG":
        upright = upright.convert("RGB")
    fresh = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    if upright.mode == "P" and (palette := upright.getpalette()):
        fresh.putpalette(palette)
    into = io.BytesIO()
    options = {"quality": 88} if kind == "JPEG" else {}
    fresh.save(into, kind, **options)
    if into.tell() > 2 * MAX_BYTES:
        raise _refusal(name, "太大，请压缩后再传。")
    return into.getvalue()


def _clean_pdf(name: str, content: bytes) -> bytes:
    """Keep a PDF that is only a document: whole, open, without anything that acts."""
    if b"%%EOF" not in content[-1024:]:
        raise _refusal(name, "不完整，请重新导出 PDF。")
    if _MARKUP.search(content[:1024]) or _MARKUP.search(content[-1024:]):
        raise _refusal(name, f"不是单纯的 PDF。{_ADVICE}")
    if content.rfind(b"PK\x05\x06") != -1:
        raise _refusal(name, f"里面夹带了压缩包。{_ADVICE}")
    plain = b"\n".join(_pdf_objects(name, content))
    # Names may be written with #xx for any letter.
    plain = _HEX_NAME.sub(lambda match: bytes([int(match.group(1), 16)]), plain)
    if b"/Encrypt" in plain:
        raise _refusal(name, "加了密码，请去掉密码再传。")
    if _PDF_ACTS.search(plain):
        raise _refusal(name, "带有脚本或附件，请打印成普通 PDF 再传。")
    return content


def _pdf_objects(name: str, content: bytes) -> Iterator[bytes]:
    """Yield what a reader interprets: everything but page data, packed or not."""
    yield _STREAM.sub(b"", content)
    left = _MOST_UNPACKED
    for match in _PACKED.finditer(content):
        unpacker = zlib.decompressobj()
        try:
            objects = unpacker.decompress(match.group(1), left)
        except zlib.error as error:
            raise _refusal(name, "读不出来，请重新导出 PDF。") from error
        left -= len(objects)
        if left <= 0:
            raise _refusal(name, "展开后太大，请重新导出 PDF。")
        yield objects
