"""Empty forms of an item as files: judged, approved and carried on with it."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from center.guide.actions import catalog
from center.guide.models import Blank, Version
from tests.center.guide import make
from tests.center.guide.test_views import form
from tests.center.sandbox.hostile import pdf

AT = make.AT
FILE = "/services/gaoling/papers/1/file/"


@pytest.fixture(autouse=True)
def _day(settings, tmp_path):
    settings.SECOND_FACTOR = False
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def two(house):
    return make.colleagues(house)


@pytest.fixture
def clerk(client, two):
    client.force_login(two[0])
    return client


def sent(house, by, content=None, name="申请表.pdf", **more):
    file = SimpleUploadedFile(name, content or pdf(), "application/pdf")
    window = make.window(house, by)
    return form(window=window.pk, **{"papers-0-file": file}) | more


def public(two):
    row = catalog.submit(Version.objects.latest("n"), by=two[0], at=AT)
    return catalog.approve(row, digest=row.digest, by=two[1], at=AT)


def test_an_empty_form_is_public_with_its_version(clerk, two, house):
    answer = clerk.post("/desk/services/new/", sent(house, two[1], slug="gaoling"))
    assert answer.status_code == 302
    assert Client().get(FILE).status_code == 404
    desk = clerk.get("/desk/services/gaoling/papers/1/file/")
    assert (desk.status_code, desk.content[:5]) == (200, b"%PDF-")
    assert "papers/1/file/" in clerk.get("/desk/services/gaoling/").content.decode()
    public(two)
    assert f'href="{FILE}"' in Client().get("/services/gaoling/").content.decode()
    got = Client().get(FILE)
    assert got.content == desk.content
    assert "attachment" in got.headers["Content-Disposition"]
    assert Client().get("/services/gaoling/papers/2/file/").status_code == 404


def test_a_new_file_is_a_new_text(clerk, two, house):
    clerk.post("/desk/services/new/", sent(house, two[1], slug="gaoling"))
    row = Version.objects.get()
    row = catalog.submit(row, by=two[0], at=AT)
    shown = row.digest
    told = sent(
        house, two[1], pdf(lambda one: one.add_blank_page()), version=row.version
    )
    assert clerk.post("/desk/services/gaoling/edit/", told).status_code == 302
    now = make.fresh(row)
    assert (now.state, now.digest != shown, Blank.objects.count()) == (
        "draft",
        True,
        1,
    )


def test_it_is_carried_on_and_leaves_with_its_paper(clerk, two, house):
    clerk.post("/desk/services/new/", sent(house, two[1], slug="gaoling"))
    row = public(two)
    told = form(row, output="另一种结果", key="k2")
    assert clerk.post("/desk/services/gaoling/edit/", told).status_code == 302
    assert Version.objects.latest("n").blanks.get().paper == "身份证"
    told = form(Version.objects.latest("n"), **{"papers-0-name": "户口页", "key": "k3"})
    assert clerk.post("/desk/services/gaoling/edit/", told).status_code == 302
    assert not Version.objects.latest("n").blanks.exists()
    assert Client().get(FILE).status_code == 200


def test_what_is_no_picture_and_no_pdf_is_refused_and_nothing_kept(
    clerk, two, house, tmp_path
):
    told = sent(house, two[1], b"MZ not a form", "a.pdf", slug="gaoling")
    answer = clerk.post("/desk/services/new/", told)
    assert answer.status_code == 422
    assert "满 80 岁的老人" in answer.content.decode()
    assert (Version.objects.count(), list(tmp_path.rglob("*.*"))) == (0, [])
