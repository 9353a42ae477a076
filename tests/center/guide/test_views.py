import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from center.guide.models import Poster, Service, Version
from center.registers import actions as registers
from center.roster.models import Post
from center.rules import Role
from center.searches.models import EmptySearch
from tests import make as people
from tests.center.guide import make
from tests.markup import squeezed

AT = make.AT
HOSTILE = "[点](javascript:alert(1)) [看](//evil.example) <script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _day(settings):
    settings.SECOND_FACTOR = False
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def root(house):
    return house


@pytest.fixture
def two(root):
    return make.colleagues(root)


@pytest.fixture
def clerk(client, two):
    client.force_login(two[0])
    return client


@pytest.fixture
def boss(two):
    browser = Client()
    browser.force_login(two[1])
    return browser


def form(row=None, **more):
    told = {
        "name": "高龄津贴",
        "aliases": "老龄补贴",
        "pinyin": "",
        "class": "government",
        "power": "service",
        "audience": "满 80 岁的老人",
        "conditions": "户口在本街道",
        "basis": "不适用",
        "promised_days": "10",
        "visits": "1",
        "fee_kind": "free",
        "output": "到账",
        "mode": "window",
        "place": "一楼大厅",
        "phone": "000-16100000",
        "complaint_phone": "000-16100009",
        "papers-0-name": "身份证",
        "papers-0-kind": "original",
        "papers-0-count": "1",
        "papers-4-name": "户口簿",
        "papers-4-kind": "both",
        "steps-0-text": "到窗口",
        "steps-0-help": "whole",
        "change_note": "第一版",
        "key": "k1",
    }
    if row is not None:
        told |= {"version": row.version, "window": row.window_id}
    return told | more


def test_from_the_first_word_to_the_wall(clerk, boss, two, root):
    window = make.window(root, two[1])
    answer = clerk.post("/desk/services/new/", form(slug="gaoling", window=window.pk))
    assert (answer.status_code, answer.url) == (302, "/desk/services/gaoling/")
    assert Client().get("/services/gaoling/").status_code == 404
    assert clerk.post("/desk/services/gaoling/submit/").status_code == 302
    page = boss.get("/desk/services/gaoling/approve/").content.decode()
    digest = re.search(r'name="digest" value="([0-9a-f]+)"', page)[1]
    approve = "/desk/services/gaoling/approve/"
    assert clerk.post(approve, {"digest": digest}).status_code == 403
    assert boss.post(approve, {"digest": "0" * 32}).status_code == 409
    assert boss.post(approve, {"digest": digest}).status_code == 302
    shown = squeezed(Client().get("/services/gaoling/"))
    assert "<h1>高龄津贴</h1>" in shown
    assert [one in shown for one in ("身份证", "户口簿", "10 个工作日", "不收费")] == [
        True
    ] * 4
    poster = Client().get("/services/gaoling/poster/?size=a3").content.decode()
    assert 'class="poster a3"' in poster


def test_a_draft_that_lacks_things_says_what_with_links(clerk, two, root):
    clerk.post("/desk/services/new/", {"name": "只有名称", "slug": "half", "key": "a"})
    answer = clerk.post("/desk/services/half/submit/")
    assert (answer.status_code, Version.objects.get().state) == (422, "draft")
    page = answer.content.decode()
    assert "还缺 10 项，补齐再提交" in page
    assert 'href="/desk/services/half/edit/#id_basis"' in page
    edit = clerk.get("/desk/services/half/edit/").content.decode()
    lacking = Version.objects.get().missing
    assert [name for name in lacking if f'id="id_{name}"' not in edit] == []


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"statutory_days": "5"}, "比法定的 5 个还长"),
        ({"fee_kind": "paid", "fee": "0.00", "fee_basis": "表"}, "不收费请选"),
        ({"visits": "2"}, "请写为什么"),
        ({"name": "长" * 61}, "最多 60 个字"),
        ({"online_url": "javascript:alert(1)"}, "网址"),
        ({"online_url": "ftp://ok.example/"}, "网址"),
        ({"papers-0-kind": "gold"}, "材料里有没填对的"),
        ({f"steps-{n}-text": "步" for n in range(31)}, "流程最多 30 条"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(clerk, two, root, more, text):
    answer = clerk.post("/desk/services/new/", form(slug="a", **more))
    page = answer.content.decode()
    assert (answer.status_code, Service.objects.count()) == (422, 0)
    assert text in page
    assert "户口簿" in page


def test_an_edit_of_a_submitted_text_takes_it_back(clerk, boss, two, root):
    row = make.submitted(root, two[0])
    url = "/desk/services/gaoling/edit/"
    answer = clerk.post(url, form(row, output="改成按季"))
    assert (answer.status_code, make.fresh(row).state) == (302, "draft")
    answer = clerk.post(url, form(row, output="又一次", key="another-tab"))
    assert answer.status_code == 409
    assert ["又一次" in squeezed(answer), "改成按季" in squeezed(answer)] == [
        True,
        True,
    ]
    assert make.fresh(row).output == "改成按季"


def test_an_address_that_is_taken_says_so(clerk, two, root):
    make.draft(root, two[0])
    answer = clerk.post("/desk/services/new/", form(slug="gaoling"))
    assert answer.status_code == 422
    assert "这个网址名字已经用过" in answer.content.decode()


@pytest.mark.parametrize("column", ["conditions", "basis", "faq"])
def test_nothing_hostile_reaches_a_page(two, root, column):
    make.approved(root, *two, **{column: HOSTILE})
    for page in ("", "poster/", "checklist/"):
        shown = Client().get(f"/services/gaoling/{page}").content.decode()
        assert re.findall(r'href="(?:javascript|//)[^"]*"', shown) == []
        assert "<script>alert" not in shown


def test_a_poster_of_another_version_says_so(two, root):
    row = make.approved(root, *two)
    day = AT.date() + timedelta(days=1)
    make.next_version(row, *two, effective_on=day, output="新")
    said = [
        "墙上的已过期" in Client().get(f"/services/gaoling/?p={p}").content.decode()
        for p in ("1", "2", "", "x", "９")
    ]
    assert said == [False, True, False, False, False]
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        page = squeezed(Client().get("/services/gaoling/?p=1"))
        assert "您扫的海报是第 1 版，墙上的已过期" in page


def test_a_change_is_announced_two_weeks_ahead(two, root):
    row = make.approved(root, *two)
    day = AT.date() + timedelta(days=20)
    make.next_version(row, *two, effective_on=day, promised_days=5, change_note="更快")
    said = []
    for ahead in (5, 6, 19, 20):
        with time_machine.travel(AT + timedelta(days=ahead), tick=False):
            page = squeezed(Client().get("/services/gaoling/"))
            said.append(("起有变化：更快" in page, "现在 5 个工作日" in page))
    assert said == [(False, False), (True, False), (True, False), (False, True)]


def test_it_flips_at_midnight_in_shanghai(two, root):
    row = make.approved(root, *two)
    day = AT.date() + timedelta(days=1)
    make.next_version(row, *two, effective_on=day, output="新结果")
    said = []
    for at in ("2026-11-24 23:59", "2026-11-25 00:00"):
        with time_machine.travel(people.moment(at), tick=False):
            said.append("新结果" in Client().get("/services/gaoling/").content.decode())
    assert said == [False, True]


def test_a_retired_item_keeps_its_page(clerk, boss, two, root):
    make.approved(root, *two)
    other = make.approved(root, *two, slug="new", name="新津贴")
    told = {"on": "2026-11-25", "instead": other.service.slug}
    assert clerk.post("/desk/services/gaoling/retire/", told).status_code == 302
    row = Version.objects.get(service__slug="gaoling", n=2)
    boss.post("/desk/services/gaoling/approve/", {"digest": row.digest})
    assert "这一项停办" in squeezed(Client().get("/services/gaoling/"))
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        answer = Client().get("/services/gaoling/")
        page = squeezed(answer)
        assert answer.status_code == 200
        assert "<b>已停办</b>，自 2026年11月25日起" in page
        assert 'href="/services/new/"' in page
        listed = Client().get("/services/").content.decode()
        assert 'href="/services/gaoling/"' not in listed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("高龄", True),
        ("老龄补贴", True),
        ("敬老金", True),
        ("gljt", True),
        ("gaoling", True),
        ("GAO LING", True),
        ("申请表", True),
        ("街道核对", True),
        ("飞碟", False),
        ("%", False),
        ("_", False),
    ],
)
def test_an_item_is_found_as_people_ask(two, root, typed, found):
    make.approved(root, *two)
    answer = Client().get("/services/", {"q": typed})
    page = squeezed(answer)
    assert ("找到 1 件" in page) == found
    assert ("没有找到" in page) == (not found)
    assert EmptySearch.objects.filter(term=typed).count() == (typed == "飞碟")


def test_what_is_called_so_stands_before_what_only_needs_it(two, root):
    make.approved(root, *two, slug="a", name="阿姨登记")
    make.approved(root, *two, slug="b", name="申请表领取", papers=[], no_papers=True)
    page = Client().get("/services/?q=申请表").content.decode()
    assert re.findall(r'href="/services/([ab])/"', page)[:2] == ["b", "a"]


def test_nothing_found_leads_to_a_person(two, root):
    root.phone = "000-16100000"
    root.save(update_fields=["phone"])
    page = Client().get("/services/?q=飞碟").content.decode()
    assert 'href="tel:00016100000"' in page
    assert 'href="/petitions/new/' in page


def test_items_are_counted_by_kind_and_class(two, root):
    make.approved(root, *two, slug="a")
    make.approved(root, *two, slug="b", service_class="culture", power="power")
    page = squeezed(Client().get("/services/"))
    assert ["2 件事，1 个窗口" in page, "政务 1 件" in page, "文体 1 件" in page] == [
        True
    ] * 3
    assert ["公共服务事项 1 件" in page, "行政权力事项 1 件" in page] == [True, True]
    page = squeezed(Client().get("/services/?class=culture"))
    assert "找到 1 件" in page
    assert "找到 2 件" in squeezed(Client().get("/services/?window=2"))


def test_nobody_at_the_post_means_that_the_window_rests(two, root):

    a = people.staff("值班人", Role.CLERK, center=root)
    post = registers.add(
        Post, form_key="p", center=root, by=two[1], at=AT, name="民政岗", a=a
    )
    make.approved(root, *two, post=post)
    assert "窗口暂停" not in Client().get("/services/gaoling/").content.decode()
    a.is_active = False
    a.save(update_fields=["is_active"])
    page = Client().get("/services/gaoling/").content.decode()
    assert "窗口暂停" in page
    assert a.phone not in page


def test_other_centers_see_nothing_of_it(two, root, elsewhere):
    row = make.approved(elsewhere, *make.colleagues(elsewhere))
    assert Client().get("/services/gaoling/").status_code == 404
    browser = Client()
    browser.force_login(people.staff("别处", Role.CLERK, center=people.center()))
    assert browser.get(f"/desk/services/{row.slug}/").status_code == 404


def test_a_blank_form_and_how_it_is_filled_in(two, root):
    papers = [
        {"name": "申请表", "kind": "form", "form": "姓名\n住址", "sample": "姓名：林晓"}
    ]
    make.approved(root, *two, papers=papers)
    blank = squeezed(Client().get("/services/gaoling/papers/1/"))
    sample = squeezed(Client().get("/services/gaoling/papers/1/?sample=1"))
    assert ["林晓" in blank, "林晓" in sample] == [False, True]
    assert Client().get("/services/gaoling/papers/2/").status_code == 404


def test_the_desk_lists_what_is_to_be_done(clerk, boss, two, root):
    row = make.approved(root, *two, slug="old")
    make.submitted(root, two[0], slug="wait")
    make.draft(root, two[0], slug="half", basis="")
    clerk.post("/desk/services/old/hang/", {"place": "大厅"})
    assert Poster.objects.get().version == row
    page = squeezed(boss.get("/desk/services/?show=lacking"))
    assert re.findall(r'href="/desk/services/(\w+)/"', page).count("half") == 1
    assert "还缺：办理依据" in page
    with time_machine.travel(AT + timedelta(days=365), tick=False):
        boss.force_login(two[1])
        cards = squeezed(boss.get("/desk/"))
        assert ["办事指南待审核" in cards, "办事指南要核对" in cards] == [True, True]
        clerk.force_login(two[0])
        clerk.post("/desk/services/old/check/")
        boss.force_login(two[1])
        assert "办事指南要核对" not in squeezed(boss.get("/desk/"))


def test_the_catalog_asks_the_database_as_often_with_many_items(
    two, root, django_assert_max_num_queries
):
    for n in range(3):
        make.approved(root, *two, slug=f"a{n}")
    with django_assert_max_num_queries(6):
        Client().get("/services/")
    with django_assert_max_num_queries(12):
        Client().get("/services/a1/")


@pytest.mark.parametrize("name", ["无需材料", "不适用"])
def test_no_papers_may_be_said_in_their_place(clerk, two, root, name):
    window = make.window(root, two[1])
    told = form(slug="a", window=window.pk, **{"papers-0-name": name, "fee": "0.00"})
    told.pop("papers-4-name")
    assert clerk.post("/desk/services/new/", told).status_code == 302
    row = Version.objects.get()
    assert (row.no_papers, row.papers.count(), row.missing) == (True, 0, {})


def test_who_approves_sees_all_that_will_be_said(boss, two, root):
    told = {"faq": "问：可以代办吗？", "visits": 2, "visits_reason": "要拍照"}
    row = make.submitted(root, two[0], **told)
    page = squeezed(boss.get(f"/desk/services/{row.slug}/approve/"))
    shown = ["可以代办吗", "要拍照", "每月发津贴", "全程帮办", "5 个工作日内", "住址"]
    assert [one for one in shown if one not in page] == []


def test_an_item_below_has_an_address_of_its_own(boss, two, root, elsewhere):
    own = make.approved(root, *two)
    below = make.draft(elsewhere, two[0])
    page = boss.get("/desk/services/").content.decode()
    links = [f"/desk/services/{key}/" for key in ("gaoling", f"gaoling~{elsewhere.pk}")]
    assert [page.count(f'href="{link}"') for link in links] == [1, 1]
    for link, row in zip(links, (own, below), strict=True):
        answer = boss.get(link)
        assert answer.context["row"] == row
        assert f'href="{link}edit/"' in answer.content.decode()
    assert boss.post(f"{links[1]}submit/").url == links[1]
    assert make.fresh(below).state == "submitted"
    for wrong in ("gaoling~", "gaoling~0", "gaoling~x", f"gaoling~{root.pk}9"):
        assert boss.get(f"/desk/services/{wrong}/").status_code == 404
