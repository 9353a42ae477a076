"""Files are what their bytes say, and carry nothing that was not asked for."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from center.uploads import MAX_BYTES, CleanFile, clean_name, clean_upload, clean_uploads

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"4 0 obj<</Length 9>>stream\n/AA /JS /x\nendstream endobj\n%%EOF\n"
)


def picture(kind="PNG", mode="RGB", size=(4, 2), **options):
    into = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 1).save(into, kind, **options)
    return into.getvalue()


def upload(content, name="灯.png"):
    return clean_upload(_named(name, content))


def _named(name, content):
    file = SimpleUploadedFile("x", content)
    file._name = name  # what a hostile client may say, past Django's own cleaning
    return file


def refusal(content, name="x.png"):
    with pytest.raises(ValidationError) as refused:
        upload(content, name)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("kind", "mode", "content_type", "suffix"),
    [
        ("PNG", "RGB", "image/png", ".png"),
        ("PNG", "RGBA", "image/png", ".png"),
        ("PNG", "P", "image/png", ".png"),
        ("JPEG", "RGB", "image/jpeg", ".jpg"),
        ("JPEG", "CMYK", "image/jpeg", ".jpg"),
        ("JPEG", "L", "image/jpeg", ".jpg"),
        ("GIF", "P", "image/gif", ".gif"),
    ],
)
def test_pictures_by_content_whatever_their_name(kind, mode, content_type, suffix):
    clean = upload(picture(kind, mode), "灯.exe")
    assert (clean.name, clean.content_type) == (f"灯{suffix}", content_type)
    with Image.open(io.BytesIO(clean.content)) as image:
        assert (image.format, image.size) == (kind, (4, 2))


def test_exif_is_gone_and_the_picture_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right
    exif[0x010E] = "secret place"
    content = picture("JPEG", exif=exif)
    assert b"secret place" in content
    clean = upload(content)
    assert b"secret place" not in clean.content
    assert b"Exif" not in clean.content
    with Image.open(io.BytesIO(clean.content)) as image:
        assert image.size == (2, 4)


def test_what_hangs_behind_a_picture_is_gone():
    clean = upload(picture() + b"<script>alert(1)</script>PK\x05\x06")
    assert b"script" not in clean.content


def test_a_pdf_is_kept_as_it_is():
    assert upload(PDF, "通知.PDF") == CleanFile("通知.pdf", "application/pdf", PDF)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "是空的"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * MAX_BYTES, "超过 5 MB"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是能收的文件"),
        (b"<!doctype html><script>1</script>", "不是能收的文件"),
        (b"PK\x03\x04zip", "不是能收的文件"),
        (b"BM\x00\x00", "不是能收的文件"),
        (b"RIFF\x00\x00\x00\x00WEBP", "不是能收的文件"),
        (b"MZ", "不是能收的文件"),
        (b"\x89PNG\r\n\x1a\nbroken", "打不开"),
        (picture()[:40], "打不开"),
        (b"GIF89a" + b"<html>" * 9, "打不开"),
        (b"\xff\xd8\xff" + b"<html>" * 9, "打不开"),
    ],
)
def test_refused_by_content(content, why):
    assert why in refusal(content)


def _chunk(kind, data):
    sum_ = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", sum_)


@pytest.mark.parametrize("side", [5_001, 12_000, 60_000])
def test_a_bomb_is_refused_by_its_header(side):
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    data = zlib.compress(b"\x00" * 1000)
    content = (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", data)
        + _chunk(b"IEND", b"")
    )
    assert "尺寸太大" in refusal(content)


def _packed(objects):
    packed = zlib.compress(objects)
    return (
        b"%PDF-1.5\n5 0 obj<</Type/ObjStm/N 1/Filter/FlateDecode>>\nstream\n"
        + packed
        + b"\nendstream endobj\n%%EOF"
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"%PDF-1.4\n" + b"x" * 50, "不完整"),
        (PDF.replace(b"/Catalog", b"/Catalog/Encrypt 9 0 R"), "加了密码"),
        (PDF.replace(b"/Catalog", b"/Catalog/JavaScript 9 0 R"), "带有脚本"),
        (PDF.replace(b"/Catalog", b"/Catalog/J#61vaScript 9 0 R"), "带有脚本"),
        (PDF.replace(b"/Catalog", b"/Catalog/JS(app.alert)"), "带有脚本"),
        (PDF.replace(b"/Catalog", b"/Catalog/Launch"), "带有脚本"),
        (PDF.replace(b"/Catalog", b"/EmbeddedFiles 9 0 R"), "带有脚本"),
        (b"%PDF-1.4\n<html><script>1</script>" + PDF, "不是单纯的 PDF"),
        (PDF + b"<script>1</script>", "不是单纯的 PDF"),
        (PDF.replace(b"%%EOF", b"PK\x05\x06 %%EOF"), "夹带了压缩包"),
        (_packed(b"7 0 <</S/JavaScript/JS(1)>>"), "带有脚本"),
        (_packed(b"/a" * 11_000_000), "展开后太大"),
        (
            b"%PDF-1.5\n5 0 obj<</Type/ObjStm>>\nstream\nxx\nendstream\n%%EOF",
            "读不出来",
        ),
    ],
)
def test_pdfs_that_do_something_are_refused(content, why):
    assert why in refusal(content, "x.pdf")


def test_a_packed_pdf_that_is_only_a_document_is_fine():
    assert upload(_packed(b"7 0 <</Type/Page>>"), "x.pdf").content


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("灯.png", "灯"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\lin\\灯.png", "灯"),
        ("a\r\nSet-Cookie: x.png", "a Set-Cookie x"),
        ("\u202egnp.exe", "gnp"),
        ("a\x00b.png", "ab"),
        ("<b>\"x'.png", "b x"),
        (".png", "png"),
        ("...", "附件"),
        ("", "附件"),
        ("长" * 4000 + ".png", "长" * 80),
        ("ａ．ｐｎｇ", "a"),
    ],
)
def test_names_without_tricks(name, clean):
    assert clean_name(name) == clean


def test_all_or_none_with_every_reason():
    good, bad = _named("a.png", picture()), _named("b.png", b"no")
    assert [one.name for one in clean_uploads([good])] == ["a.png"]
    with pytest.raises(ValidationError) as refused:
        clean_uploads([good, bad, _named("c.png", b"")])
    assert len(refused.value.messages) == 2
    with pytest.raises(ValidationError, match="最多传 5 个"):
        clean_uploads([good] * 6)
    assert clean_uploads([]) == []
