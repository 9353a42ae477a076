"""A PDF that is kept does not say who made it."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from center.sandbox import nameless
from center.sandbox.refusals import RefusalError
from center.uploads import clean_upload

WHO = "欧阳小桃"


def written():
    """Return a PDF that says who made it in every place there is."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    note = {"/Type": "/Annot", "/Subtype": "/Text", "/T": WHO, "/Contents": "看"}
    note = {
        key: pikepdf.Name(one) if one[0] == "/" else one for key, one in note.items()
    }
    note |= {"/Rect": [0, 0, 9, 9]}
    page.obj["/Annots"] = pdf.make_indirect([pdf.make_indirect(note)])
    page.obj["/PieceInfo"] = pikepdf.Dictionary(Who=WHO)
    with pdf.open_metadata() as meta:
        meta["dc:creator"] = [WHO]
        meta["dc:title"] = WHO
    pdf.docinfo["/Author"] = WHO
    into = io.BytesIO()
    pdf.save(into, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return into.getvalue()


def said(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        objects = [one.unparse(resolved=True) for one in (pdf.trailer, *pdf.objects)]
        streams = [
            one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream)
        ]
        return b"".join(objects + streams), len(pdf.pages)


def forms():
    return WHO.encode(), WHO.encode("utf-16-be"), WHO.encode("utf-16-be").hex().encode()


def test_the_maker_goes_and_the_pages_stay():
    before, pages = said(written())
    assert any(one in before for one in forms())
    after, same = said(nameless.judge(written()))
    assert [one for one in forms() if one in after] == []
    assert b"CreationDate" not in after
    assert (pages, same) == (1, 1)


def test_what_is_sent_is_kept_that_way():
    file = SimpleUploadedFile("表.pdf", written(), content_type="application/pdf")
    kept, _ = said(clean_upload(file).content)
    assert [one for one in forms() if one in kept] == []


def test_what_cannot_be_read_is_refused():
    with pytest.raises(RefusalError):
        nameless.judge(b"%PDF-1.4 nothing")
