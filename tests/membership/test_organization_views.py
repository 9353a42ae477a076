"""The pages of organizations, the desk and the admin."""

from datetime import date

import pytest

from center.rules import Role
from membership.actions import members as register
from membership.models import (
    Organization,
    Post,
)
from tests import make as people
from tests.markup import squeezed
from tests.membership import make
from tests.membership.test_views import seen

pytestmark = pytest.mark.django_db
AT = make.AT


def test_founding_changing_and_closing(go, committee, house, organizer):
    client = go(organizer)
    data = {
        "parent": committee.pk,
        "kind": "branch",
        "name": "中共清河第五支部委员会",
        "center": house.pk,
        "key": "b" * 32,
    }
    answers = [client.post("/desk/organizations/new/", data) for _ in range(2)]
    row = Organization.objects.get(name=data["name"])
    assert {answer.headers["Location"] for answer in answers} == {
        row.get_absolute_url()
    }
    edit = f"/desk/organizations/{row.pk}/edit/"
    assert client.post(edit, data | {"version": 1, "order": 5}).status_code == 302
    stale = client.post(edit, data | {"version": 1, "order": 7, "short_name": "五支部"})
    assert (stale.status_code, "五支部" in stale.content.decode()) == (409, True)
    assert (
        client.post(
            edit, data | {"version": 2, "kind": "group", "order": 5}
        ).status_code
        == 422
    )
    close = f"/desk/organizations/{row.pk}/dissolve/"
    assert client.post(close, {"reason": "写错了", "version": 2}).status_code == 422
    done = client.post(close, {"reason": "合并调整", "version": 2})
    assert done.status_code == 302
    row.refresh_from_db()
    assert row.status == "dissolved"


def test_an_organizer_founds_only_below(go, committee, house, organizer):
    data = {"kind": "committee", "name": "另一个党委", "center": house.pk}
    assert go(organizer).post("/desk/organizations/new/", data).status_code == 422
    assert Organization.objects.count() == 1


def test_the_tree_page(go, members, organizer, branch_a):
    client = go(organizer)
    text = client.get("/desk/organizations/").content.decode()
    assert text.index("工作委员会") < text.index("总支部") < text.index("第一支部")
    assert "第一支部" not in client.get("/desk/organizations/?q=第二").content.decode()
    text = client.get("/desk/organizations/?only=warnings").content.decode()
    assert "不足 3 人" in text
    text = client.get(f"/desk/organizations/{branch_a.pk}/").content.decode()
    assert "不足 3 人" in text


def test_posts(go, zhao, committee, chen, house):
    client = go(zhao)
    page = f"/desk/organizations/{committee.pk}/posts/new/"
    data = {"phone": "16120000099", "duty": "organizer", "starts_on": "2026-01-01"}
    assert client.post(page, data).status_code == 422
    assert client.post(page, data | {"phone": chen.phone}).status_code == 302
    post = Post.objects.get()
    end = f"/desk/organizations/posts/{post.pk}/end/"
    assert client.post(end, {"ends_on": "2025-01-01"}).status_code == 422
    assert client.post(end, {"ends_on": "2026-11-01"}).status_code == 302
    assert client.get("/desk/organizations/posts/999/end/").status_code == 404


def test_cards_and_links(go, members, organizer, branch_a, house):
    make.member(branch_a, "到期", kind="probationary", joined_on=date(2020, 1, 1))
    text = squeezed(go(organizer).get("/desk/"))
    assert all(part in text for part in ("预备期快满", "1 人已到期", "党组织要看一看"))
    assert "/desk/members/" in text
    he = people.staff("无", Role.ORGANIZER, center=house)
    text = go(he).get("/desk/").content.decode()
    assert "预备期快满" not in text


def test_the_admin_is_scoped_and_changes_nothing(
    go, scope, sun, members, chen, elsewhere
):
    register.reveal_id(member=members[0], reason="核对介绍信", by=chen, at=AT)
    boss = people.staff("柳主管", Role.SUPERVISOR, center=elsewhere)
    client = go(boss)
    for name in (
        "member",
        "organization",
        "post",
        "organizationstep",
        "idreveal",
    ):
        answer = client.get(f"/admin/membership/{name}/")
        if answer.status_code == 403:
            continue  # no permission to view posts and steps
        assert (answer.status_code, seen(answer)) == (200, set())
    assert "柳隐" in client.get("/admin/membership/member/").content.decode()
    page = f"/admin/membership/member/{members[0].pk}/change/"
    assert client.get(page).status_code == 302
    own = f"/admin/membership/member/{scope[1].pk}/change/"
    assert "id_cipher" not in client.get(own).content.decode()
    assert client.post(own, {"name": "x"}).status_code == 403
    assert (
        client.get("/admin/membership/member/?organization__name=x").status_code == 400
    )
