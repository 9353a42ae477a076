"""The pages: scope, stale edits, one action each, few queries."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from center.models import User
from center.rules import Role
from membership import crypto
from membership.actions import members as register
from membership.actions import organizations
from membership.models import (
    ExportLog,
    IdReveal,
    ImportBatch,
    Member,
    Organization,
    Post,
)
from tests import make as people
from tests.membership import make

pytestmark = pytest.mark.django_db
AT = make.AT
NAMES = {"秦朗", "许婷", "施工"}


@pytest.fixture
def go(client):
    """Log somebody in and return the client."""

    def log_in(user):
        client.force_login(user)
        return client

    return log_in


def seen(answer):
    text = answer.content.decode()
    return {name for name in NAMES if name in text}


# -- Who sees whom


@pytest.fixture
def scope(members, house, elsewhere, committee):
    """An other committee with a member of its own, looked after by another center."""
    other = make.organization("committee", center=elsewhere, name="中共柳林委员会")
    branch = make.organization("branch", other, name="中共柳林支部委员会")
    hidden = make.member(branch, "柳隐", phone="16120000077")
    return branch, hidden


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
        organization=branch_a, version=1, served_by=[elsewhere], by=organizer, at=AT
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


# -- One member


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
    assert client.post(page, {"reason": "x"}).status_code == 422
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


# -- Organizations


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
    assert client.post(close, {"reason": "x", "version": 2}).status_code == 422
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


# -- Lists in and out


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
    assert list(ExportLog.objects.values_list("count", "with_numbers")) == [
        (2, True),
        (3, False),
    ]
    answer = client.post("/desk/organizations/export/", {"file_format": "xlsx"})
    assert answer.content.startswith(b"PK")


def test_without_the_permission_whole_numbers_cannot_be_asked_for(go, members, chen):
    data = {"file_format": "csv", "with_numbers": "on", "reason": "上级要求报送"}
    answer = go(chen).post("/desk/members/export/", data)
    assert crypto.unseal(members[0].id_cipher) not in answer.content.decode()
    assert ExportLog.objects.get().with_numbers is False


# -- The member's own page


def test_a_member_sees_their_own_and_decides_about_consent(go, members, chen, lin):
    person = people.person("秦朗", phone_confirmed_at=AT)
    register.link_person(member=members[0], person=person, by=chen, at=AT)
    register.reveal_id(member=members[0], reason="核对介绍信", by=chen, at=AT)
    client = go(person)
    assert "中共清河第一支部委员会" in client.get("/me/").content.decode()
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
    assert "这里没有您的组织关系" in client.get("/me/").content.decode()


# -- Desk, admin, demo


def test_cards_and_links(go, members, organizer, branch_a, house):
    make.member(branch_a, "到期", kind="probationary", joined_on=date(2020, 1, 1))
    text = go(organizer).get("/desk/").content.decode()
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
        "exportlog",
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
