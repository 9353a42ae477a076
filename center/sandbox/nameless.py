"""Write a PDF that was let in anew, without who made it, with what, and when."""

import io

import pikepdf

from center.sandbox.refusals import EXPORT_AGAIN, RefusalError

UNREADABLE = f"读不出来，{EXPORT_AGAIN}"


def judge(content: bytes) -> bytes:
    """Return a PDF written anew: no author, no program, no XMP, no earlier version of it."""
    written = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            for one in pdf.objects:
                if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                    _forget_maker(one)
            pdf.save(written, deterministic_id=True)
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise RefusalError(UNREADABLE) from error
    return written.getvalue()


def _forget_maker(one: pikepdf.Object) -> None:
    for name in ("/Metadata", "/PieceInfo", "/LastModified"):
        if name in one:
            del one[name]
    # Of a note in the margin it is who wrote it; of a field it is the field's name.
    if (
        one.get("/Type") == "/Annot"
        and one.get("/Subtype") != "/Widget"
        and "/T" in one
    ):
        del one["/T"]
