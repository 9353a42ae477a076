"""Files are what their bytes say, and carry nothing that was not asked for."""

import io
import struct
import zlib
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from center import rate_limit, uploads
from center.models import Attempt
from center.sandbox import run
from center.uploads import MAX_BYTES, CleanFile, clean_name, clean_upload, clean_uploads
from tests.center.sandbox import hostile

PDF = hostile.PLAIN
LIN = ("person", "lin")
AT = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


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


def test_a_photograph_of_an_iphone_is_refused_with_what_works():
    for brand in (b"heic", b"mif1", b"hevc"):
        assert "HEIC" in refusal(b"\0\0\0\x18ftyp" + brand + b"\0" * 40, "a.heic")
        assert "截屏" in refusal(b"\0\0\0\x18ftyp" + brand + b"\0" * 40, "a.jpg")


def test_what_a_pdf_hides_is_found_through_the_door():
    for content in (hostile.ACTIVE["script behind a comment"], hostile.PLAIN[:-40]):
        assert refusal(content, "x.pdf").startswith("“x”")


def test_all_or_none_with_every_reason(db):
    good, bad = _named("a.png", picture()), _named("b.png", b"no")
    assert [one.name for one in clean_uploads([good], who=LIN, at=AT)] == ["a.png"]
    with pytest.raises(ValidationError) as refused:
        clean_uploads([good, bad, _named("c.png", b"")], who=LIN, at=AT)
    assert len(refused.value.messages) == 2
    assert {error.code for error in refused.value.error_list} == {"files"}
    with pytest.raises(ValidationError, match="最多传 5 个"):
        clean_uploads([good] * 6, who=LIN, at=AT)
    assert clean_uploads([], who=LIN, at=AT) == []
    assert Attempt.objects.get(kind="upload-person").count == 2


def test_the_attempt_is_counted_before_any_file_is_looked_into(db, monkeypatch):
    def die(task, content):
        raise KeyboardInterrupt  # as when the worker is killed in the middle

    monkeypatch.setattr(uploads, "judged", die)
    with pytest.raises(KeyboardInterrupt):
        clean_uploads([_named("a.png", picture())], who=LIN, at=AT)
    assert Attempt.objects.get(kind="upload-person").count == 1


def test_who_sends_too_many_waits(db, monkeypatch):
    monkeypatch.setitem(rate_limit.LIMITS, "upload-person", 1)
    good = _named("a.png", picture())
    assert clean_uploads([good], who=LIN, at=AT)
    with pytest.raises(ValidationError, match="过一刻钟"):
        clean_uploads([good], who=LIN, at=AT)
    assert clean_uploads([good], who=("person", "wu"), at=AT)


def test_after_a_file_that_took_everything_no_other_is_tried(db, monkeypatch):
    tried = []

    def judged(task, content):
        tried.append(task)
        raise run.OverLimitError("太复杂")

    monkeypatch.setattr(uploads, "judged", judged)
    files = [_named(f"{n}.png", picture()) for n in range(3)]
    with pytest.raises(ValidationError, match="太复杂"):
        clean_uploads(files, who=LIN, at=AT)
    assert tried == ["picture"]
