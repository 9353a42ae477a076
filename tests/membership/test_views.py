"""The lists: who sees whom, what is found, few queries."""

import pytest

from center.models import User
from membership import crypto
from membership.actions import members as register
from membership.actions import organizations
from membership.models import (
    Member,
    Organization,
)
from tests.membership import make

pytestmark = pytest.mark.django_db
AT = make.AT
NAMES = {"秦朗", "许婷", "施工"}


def seen(answer):
    text = answer.content.decode()
    return {name for name in NAMES if name in text}


# -- Who sees whom


SCOPE = {
    "secretary": {"秦朗", "许婷"},
    "organizer": NAMES,
    "chen": NAMES | {"柳隐"},  # the street's clerk works for the centers below too
    "zhao": NAMES | {"柳隐"},
    "sun": {"柳隐"},
    "seal_keeper": NAMES | {"柳隐"},  # a clerk
    "lin": set(),
}


@pytest.mark.parametrize("who", SCOPE)
def test_everybody_sees_their_own_members_only(scope, who, request):
    user = request.getfixturevalue(who)
    user = User.objects.get(pk=user.pk)
    names = set(Member.objects.visible_to(user).values_list("name", flat=True))
    assert names == SCOPE[who]
    organizations = Organization.objects.visible_to(user)
    assert set(Member.objects.filter(organization__in=organizations)) == set(
        Member.objects.filter(name__in=names)
    )


def test_a_secretary_without_a_post_sees_nobody(members, qian):
    assert list(Member.objects.visible_to(qian)) == []


def test_an_operator_without_a_center_sees_all(scope, db):
    chief = User.objects.create_superuser("16110009999", name="管理", is_staff=True)
    assert Member.objects.visible_to(chief).count() == 4
    assert Member.objects.visible_to(User(pk=0, is_superuser=True)).count() == 0


def test_a_served_organization_is_seen_by_the_center_that_serves_it(
    scope, branch_a, sun, elsewhere, organizer
):
    organizations.change_organization(
        branch_a, version=1, served_by=[elsewhere], by=organizer, at=AT
    )
    names = Member.objects.visible_to(User.objects.get(pk=sun.pk)).values_list("name")
    assert {name for (name,) in names} == {"柳隐", "秦朗", "许婷"}


@pytest.mark.parametrize(
    "page", ["", "edit/", "reveal/", "consent/", "withdraw/", "link/", "confirm/"]
)
def test_others_members_are_not_there(go, scope, organizer, page):
    _, hidden = scope
    client = go(organizer)
    for pk in (hidden.pk, 10**7, 10**30):
        assert client.get(f"/desk/members/{pk}/{page}").status_code == 404
    assert client.post(f"/desk/members/{hidden.pk}/{page}", {}).status_code in (
        404,
        405,
    )


def test_others_organizations_are_not_there(go, scope, organizer):
    branch, _ = scope
    client = go(organizer)
    for page in ("", "edit/", "dissolve/"):
        assert client.get(f"/desk/organizations/{branch.pk}/{page}").status_code == 404
    assert client.get(f"/desk/members/?organization={branch.pk}").status_code == 404


def test_another_branch_cannot_be_chosen(go, scope, organizer, branch_a):
    branch, _ = scope
    client = go(organizer)
    data = {
        "organization": branch.pk,
        "name": "新人",
        "kind": "formal",
        "joined_on": "2010-06-01",
        "confirmed_on": "2011-06-01",
    }
    assert client.post("/desk/members/new/", data).status_code == 422
    assert not Member.objects.filter(name="新人").exists()
    answer = client.post(
        "/desk/members/export/", {"organization": branch.pk, "file_format": "csv"}
    )
    assert answer.status_code == 422


# -- Lists


@pytest.mark.parametrize("path", ["/desk/members/", "/desk/organizations/"])
def test_a_list_asks_as_much_for_one_row_as_for_three(
    go, path, branch_a, organizer, django_assert_num_queries
):
    client = go(organizer)
    client.get(path)
    make.member(branch_a, "秦朗")
    with django_assert_num_queries(4):
        client.get(path)
    make.member(branch_a, "许婷", phone="16120000002")
    make.organization("branch", branch_a.parent)
    make.member(branch_a, "施工")
    with django_assert_num_queries(4):
        client.get(path)


def test_the_list_finds_by_name_branch_kind_and_state(
    go, members, branch_b, organizer, chen
):
    register.move_member(member=members[2], to=None, by=chen, at=AT, once="out")
    client = go(organizer)
    for query, expected in {
        "": {"秦朗", "许婷"},
        "?q=秦": {"秦朗"},
        "?q=第一支部": {"秦朗", "许婷"},
        "?q=没有": set(),
        "?kind=probationary": {"许婷"},
        "?kind=rumor": {"秦朗", "许婷"},
        "?state=moved_out": {"施工"},
        "?state=all": NAMES,
        f"?organization={branch_b.pk}&state=all": {"施工"},
        "?page=999": {"秦朗", "许婷"},
        "?page=-1": {"秦朗", "许婷"},
        f"?page={'9' * 5000}": {"秦朗", "许婷"},
        "?q=%F0%9F%98%80": set(),
    }.items():
        answer = client.get(f"/desk/members/{query}")
        assert (query, answer.status_code, seen(answer)) == (query, 200, expected)
    assert client.get("/desk/members/?organization=x").status_code == 404


def test_pages(go, branch_a, organizer):
    for n in range(26):
        make.member(branch_a, f"甲{n:02d}")
    client = go(organizer)
    first, second = (
        client.get(f"/desk/members/?page={n}").content.decode() for n in (1, 2)
    )
    assert ("甲00" in first, "甲25" in first, "第 1 页，共 2 页" in first) == (
        True,
        False,
        True,
    )
    assert ("甲00" in second, "甲25" in second, "共 26 人" in second) == (
        False,
        True,
        True,
    )


def test_numbers_stay_out_of_addresses(go, members, organizer):
    client = go(organizer)
    number = crypto.unseal(members[0].id_cipher)
    answer = client.get("/desk/members/", {"q": number})
    assert answer.headers["Location"] == "/desk/members/"
    text = client.get("/desk/members/").content.decode()
    assert ("以免留在网址记录里" in text, number in text) == (True, False)
    for typed in (number, number.lower(), "161 2000 0001"):
        answer = client.post("/desk/members/find/", {"number": typed})
        assert answer.headers["Location"] == f"/desk/members/{members[0].pk}/"
    answer = client.post("/desk/members/find/", {"number": make.id_number()})
    assert (answer.status_code, "没有找到" in answer.content.decode()) == (422, True)


def test_search_by_number_keeps_to_the_scope_and_has_a_limit(
    go, scope, organizer, settings
):
    client = go(organizer)
    answer = client.post("/desk/members/find/", {"number": "16120000077"})
    assert answer.status_code == 422
    for _ in range(40):
        last = client.post("/desk/members/find/", {"number": "1"})
    assert last.status_code == 429
