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


def test_a_large_branch_fits(boss):
    rows = {f"{part}{n}": "present" for n in range(300) for part in "pr"}
    assert boss.post("/desk/today/", rows).status_code == 422
