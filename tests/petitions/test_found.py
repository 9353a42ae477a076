"""One form, one matter; and a case is found however its code or phone is pasted."""

import pytest
from django.utils import timezone

from petitions.models import Petition
from tests.petitions import make

PHONE = "13800138000"


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


def written(title, **fields):
    form = {"kind": "help", "title": title, "body": "请来看看。", "key": "k" * 32}
    return form | {"name": "林 晓", "phone": "+86 138-0013 8000"} | fields


@pytest.mark.django_db
def test_another_matter_from_the_same_page_is_another_case(client, house):
    for title in ("楼道灯坏了", "小区井盖坏了", "楼道灯坏了"):
        assert client.post("/petitions/new/", written(title)).status_code == 302
    titles = Petition.objects.order_by("pk").values_list("title", "name", "phone")
    assert list(titles) == [
        ("楼道灯坏了", "林晓", PHONE),
        ("小区井盖坏了", "林晓", PHONE),
    ]


@pytest.mark.django_db
def test_a_case_is_found_however_it_is_pasted(client, house, chen):
    now = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    case = make.petition(house, at=now, name="阿依古丽·买买提", phone=PHONE)
    client.force_login(chen)
    spelled = [
        f"https://a{'.long' * 15}.example/petitions/track/?code={case.code}",
        f"编号：{case.code[:4]} {case.code[4:8]}–{case.code[8:]}。",
        "138 0013 8000",
        "+86 138–0013–8000",
        "１３８００１３８０００",
        "\u202d13800138000\u202c",
        "８０００",
        "阿依古丽•买买提",
        "阿依古丽 ． 买买提",
    ]
    link = f"/desk/petitions/{case.code}/"
    missed = [
        text
        for text in spelled
        if link not in client.get("/desk/petitions/", {"q": text}).content.decode()
    ]
    assert missed == []


@pytest.mark.django_db
@pytest.mark.parametrize("tail", ["８０００", "\u200e8000", "80 00", PHONE])
def test_the_tail_of_the_phone_proves_however_it_is_typed(client, house, tail):
    case = make.petition(house, phone=PHONE, name="林晓")
    form = {"code": f"编号：{case.code}。", "phone_tail": tail}
    answer = client.post("/petitions/track/", form)
    assert answer.headers["Location"] == f"/petitions/{case.code}/"
