"""A request that is too large is told what is too much and how much there may be."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.reservations import make


@pytest.fixture
def boss(client, zhao, settings):
    settings.SECOND_FACTOR = False
    client.force_login(zhao)
    return client


def said(response):
    assert response.status_code == 400
    return response.content.decode()


def test_too_many_fields(boss, house):
    url = f"/admin/reservations/venue/{make.venue(house).pk}/change/"
    many = {f"f{n}": "1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert "项目太多了，最多 3000 项" in said(boss.post(url, many))


def test_too_many_fields_of_a_plain_form(boss):
    most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    body = "&".join(f"f{n}=1" for n in range(most + 1))
    kind = "application/x-www-form-urlencoded"
    answer = boss.post("/desk/today/", body, content_type=kind)
    assert "项目太多了，最多 3000 项" in said(answer)


def test_too_much_text(boss):
    answer = boss.post("/desk/today/", {"code": "字" * 600_000})
    assert "写的内容太长了，一次最多大约 16 万个汉字" in said(answer)


def test_too_many_files(boss):
    most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(most + 1)]
    answer = boss.post("/petitions/new/", {"files": files})
    assert f"文件太多了，最多 {most} 个" in said(answer)


def test_a_whole_album_keeps_what_was_typed(boss, house):
    album = [SimpleUploadedFile(f"{n}.png", b"x" * 99) for n in range(25)]
    typed = {"title": "楼道灯坏了", "body": "三楼一直不亮，老人怕摔。"}
    answer = boss.post("/petitions/new/", typed | {"files": album})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "一次最多传 5 个文件" in page
    assert 'value="楼道灯坏了"' in page
    assert "老人怕摔。</textarea>" in page
    # What nobody takes is not read: the disk does not fill.
    sizes = [one.size for one in answer.wsgi_request.FILES.getlist("files")]
    assert (sum(sizes), len(sizes)) == (20 * 99, 25)


def test_a_large_branch_fits(boss):
    rows = {f"{part}{n}": "present" for n in range(300) for part in "pr"}
    assert boss.post("/desk/today/", rows).status_code == 422
