"""What waits for a supervisor stands on the first page of the admin, with its verbs."""

import pytest
from django.urls import reverse
from django.utils import timezone

from center.calls import actions as calls
from center.rules import Role
from petitions.actions import times
from tests.make import staff
from tests.petitions import make
from tests.petitions.counter.steps import ago, just_now, taken

pytestmark = pytest.mark.django_db


def sections(client):
    found = client.get(reverse("admin:index")).context["sections"]
    return {one.title: one.items for one in found}


def verbs(item):
    return [one.label for one in item.verbs]


def test_what_is_late_and_what_waits_for_a_yes(boss, house, chen):
    late = make.taken(house, chen, at=ago(40), title="晚了的")
    asked = make.taken(house, chen, at=just_now(), title="要延期的")
    more = {"days": 2, "reason": "complex", "text": "要时间"}
    times.ask_extension(asked, **more, by=chen, at=timezone.now())
    taken(house, chen)
    found = sections(boss)
    assert [one.title for one in found["已超期和今天到期"]] == ["晚了的"]
    assert verbs(found["已超期和今天到期"][0]) == ["催办", "换人"]
    (row,) = found["等批的延期"]
    assert (row.title, verbs(row)) == ("要延期的", ["批或不批"])
    assert row.text.startswith("陈静申请延 2 天")
    # Each verb opens the page that asks what it needs.
    for one in (*found["已超期和今天到期"][0].verbs, *row.verbs):
        assert boss.get(one.url).status_code == 200
    assert late.code_text in found["已超期和今天到期"][0].text


def test_who_has_to_be_told_by_voice(boss, house, lin, chen):
    case = make.taken(house, chen, at=just_now(), by_person=lin)
    about = {"center_id": house.pk, "person": lin, "name": lin.name}
    about["subject"] = f"petitions:{case.pk}"
    words = {"text": "闭馆改期", "why": "短信没有送到"}
    calls.ask(**about, **words, phone=lin.phone, at=timezone.now())
    (row,) = sections(boss)["短信到不了，要打电话的"]
    assert row.title == f"{lin.name}，尾号 {lin.phone[-4:]}"
    assert verbs(row) == ["已告知"]


def test_other_centers_and_empty_mornings_show_nothing(client, house, elsewhere, chen):
    make.taken(house, chen, at=ago(40))
    client.force_login(staff("社区主管", Role.SUPERVISOR, center=elsewhere))
    assert sections(client) == {}
