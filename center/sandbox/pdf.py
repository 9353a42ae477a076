"""Let a PDF in that is only a document: whole, open, without anything that acts.

qpdf reads it, as a viewer would, and every object is looked at, also those of earlier
versions and those that only a repair of the file would find. Page data is not: what
a page says is nobody's danger.
"""

import io
import re
from collections.abc import Iterator

import pikepdf

from center.sandbox.refusals import EXPORT_AGAIN, OTHER_KIND, PRINT_IT, RefusalError

MAX_OBJECTS = 50_000
MAX_PAGES = 1_000
MAX_VERSIONS = 50
MOST_UNENDED = 1_000
MAX_TEXT = 64 * 1024 * 1024
# Names that stand only where a PDF acts by itself, carries other files or reaches out.
_ACTS = {
    *(b"JavaScript", b"JS", b"Launch", b"SubmitForm", b"ImportData", b"GoToE"),
    *(b"GoToR", b"Rendition", b"Movie", b"Sound", b"RichMedia", b"RichMediaContent"),
    *(b"RichMediaExecute", b"RichMediaSettings", b"XFA", b"EmbeddedFile"),
    *(b"EmbeddedFiles", b"FileAttachment", b"Filespec", b"AF", b"3DD", b"3DJ"),
    *(b"OnInstantiate", b"Collection"),
}
_EMBEDS = re.compile(rb"/EF(?![^\s/<>\[\]()])\s*(?:<<|[0-9])")
_OUTSIDE_DATA = re.compile(rb"/F(?![^\s/<>\[\]()])\s*[(<]")
# What qpdf writes: parentheses within a string have a backslash.
_STRING = re.compile(rb"\((?:[^\\)]|\\.)*+\)|<[0-9A-Fa-f]*+>(?!>)", re.DOTALL)
_NAME = re.compile(rb"/([^\s/<>\[\]()]*)")
_LINK = re.compile(rb"/URI\s*(\((?:[^\\)]|\\.)*+\)|<[0-9A-Fa-f]*+>)", re.DOTALL)
_OPENS_FILES = re.compile(rb"\s*(?:javascript|vbscript|data|file)\s*:|\s*\\\\", re.I)
_PAGE = re.compile(rb"/Type\s*/Page(?![^\s/<>\[\]()])")
_END = re.compile(rb"startxref\s+[0-9]+\s+%%EOF")
_MARKUP = re.compile(rb"<(?:!doctype|html|script|svg|\?php|iframe)", re.IGNORECASE)
# A reader of archives looks for its mark in the last 64 kB.
_ARCHIVE, _ARCHIVE_REACH = b"PK\x05\x06", 65_557
_ENCRYPTED = "加了密码，请去掉密码再传。"
_ACTIVE = f"带有脚本、附件或会打开别的文件的链接，{PRINT_IT}"
_UNREADABLE = f"读不出来，{EXPORT_AGAIN}"


def judge(content: bytes) -> bytes:
    """Refuse a PDF, or return nothing."""
    _look_at_the_ends(content)
    for version in _versions(content):
        _look_through(version, may_be_broken=version is content)
    # What a viewer would find that has to repair the file.
    mended = content.replace(b"startxref", b"startxxxx")
    _look_through(mended, may_be_broken=True, must_open=False)
    return b""


def _look_at_the_ends(content: bytes) -> None:
    # A reader looks for the end of each stream on its own, so many without are dear.
    unended = content.count(b"stream") - 2 * content.count(b"endstream")
    if b" obj" not in content or unended > MOST_UNENDED:
        raise RefusalError(_UNREADABLE)
    end = content.rstrip(b"\0\t\n\f\r ")[-1024:]
    if b"%%EOF" not in end:
        raise RefusalError(f"不完整，{EXPORT_AGAIN}")
    if _MARKUP.search(content[:1024]) or _MARKUP.search(end):
        raise RefusalError(f"不是单纯的 PDF。{OTHER_KIND}")
    if _ARCHIVE in content[-_ARCHIVE_REACH:]:
        raise RefusalError(f"里面夹带了压缩包。{OTHER_KIND}")


def _versions(content: bytes) -> Iterator[bytes]:
    """Yield the file, and what it was before each change that was added at its end."""
    yield content
    ends = [match.end() for match in _END.finditer(content)][:-1]
    if len(ends) > MAX_VERSIONS:
        raise RefusalError(f"改过太多次，{PRINT_IT}")
    for end in ends:
        yield content[:end]


def _look_through(
    content: bytes, *, may_be_broken: bool, must_open: bool | None = None
) -> None:
    must_open = may_be_broken if must_open is None else must_open
    try:
        with pikepdf.open(
            io.BytesIO(content), suppress_warnings=True, attempt_recovery=may_be_broken
        ) as pdf:
            _look_at_objects(pdf)
    except pikepdf.PasswordError as error:
        raise RefusalError(_ENCRYPTED) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        if must_open:
            raise RefusalError(_UNREADABLE) from error


def _look_at_objects(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted or "/Encrypt" in pdf.trailer:
        raise RefusalError(_ENCRYPTED)
    if len(pdf.objects) > MAX_OBJECTS:
        raise RefusalError(f"太复杂，{PRINT_IT}")
    pages = left = 0
    left = MAX_TEXT
    for one in (pdf.trailer, *pdf.objects):
        is_stream = isinstance(one, pikepdf.Stream)
        text = (one.stream_dict if is_stream else one).unparse(resolved=True)
        left -= len(text)
        pages += len(_PAGE.findall(text))
        if left < 0 or pages > MAX_PAGES:
            raise RefusalError(f"页数太多或展开后太大，{PRINT_IT}")
        if _is_active(text, is_stream=is_stream):
            raise RefusalError(_ACTIVE)


def _is_active(text: bytes, *, is_stream: bool) -> bool:
    """Say whether an object, as qpdf writes it, does more than show something."""
    if any(_OPENS_FILES.match(_told(link)) for link in _LINK.findall(text)):
        return True
    if is_stream and _OUTSIDE_DATA.search(text):
        return True
    plain = _STRING.sub(b"()", text)
    return bool(_EMBEDS.search(plain)) or not _ACTS.isdisjoint(_NAME.findall(plain))


def _told(string: bytes) -> bytes:
    """Return the ASCII letters of a string, however they were written."""
    if string.startswith(b"<"):
        return (
            bytes.fromhex(string[1:-1].decode()).replace(b"\0", b"").lstrip(b"\xfe\xff")
        )
    return re.sub(rb"\\(.)", rb"\1", string[1:-1], flags=re.DOTALL)
