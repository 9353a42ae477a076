"""The pages of one member: stale edits, one action each, few numbers shown."""

from datetime import date

import pytest

from membership import crypto
from membership.actions import members as register
from membership.models import (
    IdReveal,
    Member,
)
from tests import make as people
from tests.membership import make

pytestmark = pytest.mark.django_db
AT = make.AT


def test_registering_twice_with_one_key_is_one(go, branch_a, organizer):
    client = go(organizer)
    data = {
        "organization": branch_a.pk,
        "name": "新人",
        "kind": "formal",
        "joined_on": "2010-06-01",
        "confirmed_on": "2011-06-01",
        "phone": "１６１ 2000 0005",
        "key": "a" * 32,
    }
    answers = [client.post("/desk/members/new/", data) for _ in range(2)]
    row = Member.objects.get()
    assert {answer.headers["Location"] for answer in answers} == {
        row.get_absolute_url()
    }
    assert row.phone == "16120000005"


def test_a_refused_form_keeps_what_was_typed(go, branch_a, organizer):
    data = {
        "organization": branch_a.pk,
        "name": "新人",
        "kind": "formal",
        "joined_on": "2010-06-01",
        "id_number": "12345",
    }
    answer = go(organizer).post("/desk/members/new/", data)
    text = answer.content.decode()
    assert (answer.status_code, "<title>错误：" in text) == (422, True)
    assert 'value="新人"' in text
    assert "身份证号是 18 位" in text


def test_a_page_shows_the_mask_only(go, members, secretary):
    number = crypto.unseal(members[0].id_cipher)
    text = go(secretary).get(f"/desk/members/{members[0].pk}/").content.decode()
    assert f"********{number[-4:]}" in text
    for hidden in (number, number[:10], members[0].id_index, members[0].id_cipher[:20]):
        assert hidden not in text
    assert "16120000001" not in text


def test_a_stale_edit_is_answered_with_both_texts(go, members, organizer):
    client = go(organizer)
    page = f"/desk/members/{members[0].pk}/edit/"
    data = {"name": "秦朗", "joined_on": "2010-06-01", "version": 1}
    assert client.post(page, data | {"nation": "汉族"}).status_code == 302
    answer = client.post(page, data | {"nation": "<b>回族", "education": "本科"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert all(part in text for part in ("&lt;b&gt;回族", "汉族", "本科", "学历"))
    row = Member.objects.get(pk=members[0].pk)
    assert (row.nation, row.education, row.version) == ("汉族", "", 2)


def test_an_edit_changes_nothing_else(go, members, organizer, branch_b):
    """Fields that a form does not have are not taken from it."""
    data = {
        "name": "秦朗",
        "joined_on": "2010-06-01",
        "version": 1,
        "state": "left",
        "organization": branch_b.pk,
        "kind": "probationary",
        "id_index": "x",
    }
    go(organizer).post(f"/desk/members/{members[0].pk}/edit/", data)
    row = Member.objects.get(pk=members[0].pk)
    assert (row.state, row.kind, row.organization_id) == (
        "present",
        "formal",
        members[0].organization_id,
    )
    assert row.id_index == members[0].id_index


def test_revealing_shows_once_and_logs(go, members, organizer):
    client = go(organizer)
    page = f"/desk/members/{members[0].pk}/reveal/"
    number = crypto.unseal(members[0].id_cipher)
    assert number not in client.get(page).content.decode()
    assert client.post(page, {"reason": "写错了"}).status_code == 422
    assert not IdReveal.objects.exists()
    answer = client.post(page, {"reason": "核对转出介绍信"})
    assert (answer.status_code, number in answer.content.decode()) == (200, True)
    assert "no-store" in answer.headers["Cache-Control"]
    assert IdReveal.objects.get().reason == "核对转出介绍信"


def test_revealing_has_a_limit(go, members, organizer):
    client = go(organizer)
    page = f"/desk/members/{members[0].pk}/reveal/"
    codes = [client.post(page, {"reason": "核对介绍信"}).status_code for _ in range(21)]
    assert (codes[19], codes[20], IdReveal.objects.count()) == (200, 429, 20)


VERBS = {
    "consent/": {"channel": "paper"},
    "withdraw/": {},
    "confirm/": {"decided_by": "党委", "decided_on": "2026-03-01"},
    "extend/": {"decided_by": "党委", "decided_on": "2026-03-01", "months": 6},
    "state/": {
        "to": "suspended",
        "reason": "支部决议",
        "decided_by": "党委",
        "decided_on": "2026-03-01",
    },
}


@pytest.mark.parametrize("page", VERBS)
def test_verbs(go, branch_a, organizer, page):
    member = make.member(
        branch_a,
        kind="probationary",
        joined_on=date(2025, 1, 1),
        consent_channel="paper" if page == "withdraw/" else "",
    )
    client = go(organizer)
    url, data = f"/desk/members/{member.pk}/{page}", VERBS[page]
    assert client.post(url, data).status_code == 422  # from which version?
    for _ in range(2):  # pressed twice, it is done once
        answer = client.post(url, data | {"version": 1})
        assert answer.headers["Location"] == member.get_absolute_url()
        assert member.steps.count() == 2
    again = client.post(url, data | {"version": 2})
    assert again.status_code == 409
    assert member.steps.count() == 2


def test_tying_an_account(go, members, organizer):
    client = go(organizer)
    page = f"/desk/members/{members[0].pk}/link/"
    assert (
        "还没有注册账号"
        in client.post(page, {"phone": "16120000055", "version": 1}).content.decode()
    )
    person = people.person("秦朗", phone_confirmed_at=AT)
    assert client.post(page, {"phone": person.phone, "version": 1}).status_code == 302
    assert Member.objects.of_person(person).get() == members[0]


def test_a_member_sees_their_own_and_decides_about_consent(go, members, chen, lin):
    person = people.person("秦朗", phone_confirmed_at=AT)
    register.link_person(members[0], person=person, by=chen, at=AT)
    register.reveal_id(member=members[0], reason="核对介绍信", by=chen, at=AT)
    client = go(person)
    page = client.get("/me/").content.decode()
    assert "<h2>组织关系</h2>" in page
    assert "中共清河第一支部委员会" in page
    text = client.get("/me/membership/").content.decode()
    number = crypto.unseal(members[0].id_cipher)
    assert (f"********{number[-4:]}" in text, number in text) == (True, False)
    assert ("核对介绍信" in text, "陈静" in text) == (True, False)
    client.post("/me/membership/consent/", {"wish": "withdraw"})
    client.post("/me/membership/consent/", {"wish": "withdraw"})
    client.post("/me/membership/consent/", {"wish": "dance"})
    row = Member.objects.get(pk=members[0].pk)
    assert (row.id_cipher, row.consent_at) == ("", None)
    client.post("/me/membership/consent/", {"wish": "give"})
    row.refresh_from_db()
    assert row.consent_channel == "online"
    assert "许婷" not in client.get("/me/data/").content.decode()
    assert "已加密登记" not in client.get("/me/data/").content.decode()
    client.force_login(lin)
    assert client.get("/me/membership/").status_code == 404
    assert client.post("/me/membership/consent/", {"wish": "give"}).status_code == 404
    assert "<h2>组织关系</h2>" not in client.get("/me/").content.decode()
