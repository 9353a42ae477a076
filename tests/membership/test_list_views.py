"""The pages by which lists come in and go out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from center.registers.models import Export
from membership import crypto
from membership.models import (
    ImportBatch,
    Member,
    Organization,
)
from tests.membership import make
from tests.membership.test_views import NAMES

pytestmark = pytest.mark.django_db
AT = make.AT


def file(text, name="list.csv"):
    return SimpleUploadedFile(name, text.encode())


HEAD = "姓名,党支部,人员类别,入党日期,转正日期\n"


def test_the_import_in_three_steps(go, branch_a, organizer):
    client = go(organizer)
    good = f"{HEAD}冯雪,{branch_a.name},正式党员,2010-06-01,2011-06-01\n"
    bad = f"<b>甲</b>,{branch_a.name},党员,2010-06-01,\n"
    page = "/desk/members/import/"
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"file": file("x")}).status_code == 422
    answer = client.post(page, {"file": file(good + bad), "key": "c" * 32})
    preview = answer.headers["Location"]
    text = client.get(preview).content.decode()
    assert all(part in text for part in ("第 3 行", "&lt;b&gt;甲", "“党员”不认识"))
    refused = client.post(preview, {"bad": 1})
    assert (refused.status_code, Member.objects.count()) == (422, 0)
    assert client.post(preview, {"bad": 0, "skip": "on"}).status_code == 422
    done = client.post(preview, {"bad": 1, "skip": "on"})
    assert done.headers["Location"] == "/desk/members/"
    assert Member.objects.get().name == "冯雪"
    assert "已导入 1 条" in client.get(preview).content.decode()


def test_throwing_an_import_away(go, branch_a, organizer, chen):
    client = go(organizer)
    answer = client.post("/desk/members/import/", {"file": file(f"{HEAD}甲,乙,,,\n")})
    preview = answer.headers["Location"]
    assert "没有可以导入的行" in client.get(preview).content.decode()
    client.force_login(chen)
    assert client.get(preview).status_code == 404
    assert client.post(f"{preview}discard/").status_code == 404
    client.force_login(organizer)
    assert client.post(f"{preview}discard/").status_code == 302
    assert ImportBatch.objects.get().payload == ""
    assert "已经放弃" in client.get(preview).content.decode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b"PK\x03\x04broken"),
        ("../../etc/passwd.csv", b"\xff\xfe\x00"),
        ("a.svg", b"<svg onload=alert(1)>"),
        ("a.csv", b""),
        ("\u202egnp.csv", b"a,b\n\x00"),
        ("a.xls", b"\xd0\xcf\x11\xe0" * 100),
    ],
)
def test_hostile_uploads_are_refused_in_words(go, organizer, committee, name, data):
    upload = SimpleUploadedFile(name, data)
    answer = go(organizer).post("/desk/members/import/", {"file": upload})
    assert (answer.status_code, ImportBatch.objects.count()) == (422, 0)
    assert 'class="errors"' in answer.content.decode()


def test_importing_organizations(go, committee, organizer, chen):
    client = go(organizer)
    text = f"全称,类别,上级党组织\n甲支部,党支部,{committee.name}\n"
    answer = client.post("/desk/organizations/import/", {"file": file(text)})
    done = client.post(answer.headers["Location"], {"bad": 0})
    assert done.headers["Location"] == "/desk/organizations/"
    assert Organization.objects.get(name="甲支部").parent == committee
    template = client.get("/desk/organizations/import/template/")
    assert template.content.startswith(b"PK")
    client.force_login(chen)
    assert client.get("/desk/organizations/import/").status_code == 404


def test_exporting(go, members, organizer, branch_a):
    client = go(organizer)
    answer = client.post("/desk/members/export/", {"file_format": "csv"})
    assert 'attachment; filename="members-' in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    text = answer.content.decode("utf-8-sig")
    assert {name for name in NAMES if name in text} == NAMES
    whole = {"file_format": "csv", "with_numbers": "on", "organization": branch_a.pk}
    assert client.post("/desk/members/export/", whole).status_code == 422
    answer = client.post("/desk/members/export/", whole | {"reason": "上级要求报送"})
    number = crypto.unseal(members[0].id_cipher)
    assert (number in answer.content.decode(), "施工" in answer.content.decode()) == (
        True,
        False,
    )
    assert list(Export.objects.values_list("count", "with_numbers")) == [
        (2, True),
        (3, False),
    ]
    answer = client.post("/desk/organizations/export/", {"file_format": "xlsx"})
    assert answer.content.startswith(b"PK")


def test_without_the_permission_whole_numbers_cannot_be_asked_for(go, members, chen):
    data = {"file_format": "csv", "with_numbers": "on", "reason": "上级要求报送"}
    answer = go(chen).post("/desk/members/export/", data)
    assert crypto.unseal(members[0].id_cipher) not in answer.content.decode()
    assert Export.objects.get().with_numbers is False
