"""Write a PDF that was let in anew, without who made it, with what, and when."""

import io

import pikepdf

from center.sandbox.refusals import EXPORT_AGAIN, RefusalError

MAKERS = ("/Metadata", "/PieceInfo", "/LastModified")
# A file made for the web has two; each further end is a version that was changed.
MOST_ENDS = 2
UNREADABLE = f"读不出来，{EXPORT_AGAIN}"


def judge(content: bytes) -> bytes:
    """Return a PDF without author, program, XMP and older versions.

    Nothing, where it says nothing of the kind: it is kept as it is.
    """
    written = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            found = content.count(b"startxref") > MOST_ENDS or "/Info" in pdf.trailer
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            for one in pdf.objects:
                if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                    found = _forget_maker(one) or found
            if found:
                pdf.save(written, deterministic_id=True)
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise RefusalError(UNREADABLE) from error
    return written.getvalue()


def _forget_maker(one: pikepdf.Object) -> bool:
    """Take out of one object who made it; say whether it said so."""
    is_note = one.get("/Type") == "/Annot" and one.get("/Subtype") != "/Widget"
    # Of a note in the margin /T is who wrote it; of a field it is the field's name.
    names = [*MAKERS, "/T"] if is_note else MAKERS
    said = [name for name in names if name in one]
    for name in said:
        del one[name]
    return bool(said)
