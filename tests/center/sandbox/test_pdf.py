"""A PDF is only a document, whatever it hides and wherever."""

import io

import pikepdf
import pytest

from center.sandbox import pdf
from center.sandbox.refusals import RefusalError
from tests.center.sandbox import hostile
from tests.center.sandbox.child import measured


def refused(content):
    with pytest.raises(RefusalError) as refusal:
        pdf.judge(content)
    return str(refusal.value)


@pytest.mark.parametrize("name", hostile.ACTIVE)
def test_nothing_that_acts_or_carries_files_gets_in(name):
    assert "带有脚本、附件" in refused(hostile.ACTIVE[name])


@pytest.mark.parametrize("name", hostile.HARMLESS)
def test_what_only_looks_like_it_is_taken(name):
    assert pdf.judge(hostile.HARMLESS[name]) == b""


def test_locked_files():
    for owner, user in (("a", "b"), ("a", "")):
        lock = pikepdf.Encryption(owner=owner, user=user)
        assert "加了密码" in refused(hostile.pdf(encryption=lock))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (hostile.PLAIN[:-40], "不完整"),
        (b"%PDF-1.4\n%%EOF", "读不出来"),
        (b"%PDF-1.4\n1 0 obj 1 endobj\n%%EOF", "读不出来"),
        (b"<html><script>1</script>" + hostile.PLAIN, "不是单纯的 PDF"),
        (hostile.PLAIN + b"<script>1</script>", "不是单纯的 PDF"),
        (hostile.PLAIN.replace(b"%%EOF", b"PK\x05\x06 %%EOF"), "夹带了压缩包"),
        (hostile.HARMLESS["changed once"] * 60, "改过太多次"),
    ],
    ids=range(7),
)
def test_what_is_not_simply_a_pdf(content, why):
    assert why in refused(content)


def test_pages_and_objects_are_counted(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    document = pikepdf.new()
    document.add_blank_page()
    document.add_blank_page()
    into = io.BytesIO()
    document.save(into)
    assert pdf.judge(hostile.PLAIN) == b""
    assert "页数太多" in refused(into.getvalue())
    monkeypatch.setattr(pdf, "MAX_OBJECTS", 1)
    assert "太复杂" in refused(hostile.PLAIN)


@pytest.mark.parametrize("name", hostile.COSTLY)
def test_no_pdf_costs_more_than_little(name):
    spent = measured("pdf", hostile.COSTLY[name])
    assert spent.answer.startswith(b"-")
    assert spent.cpu_seconds < 5
    assert spent.peak_megabytes < 200


@pytest.mark.parametrize("name", ["many streams", "five megabytes of streams"])
def test_searching_for_streams_takes_no_time(name):
    assert measured("pdf", hostile.COSTLY[name]).cpu_seconds < 1
