"""The public charts and their editions on the desk."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from center.rules import Role
from membership.diagrams import actions
from tests import make as people
from tests.markup import squeezed
from tests.membership.diagrams import make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def editor(house):
    return people.staff("何平", Role.ORGANIZER, center=house)


def url(name, *args):
    return reverse(f"diagrams:{name}", args=args)


def as_(client, person):
    client.force_login(person)
    return client


@pytest.mark.parametrize(("slug", "count"), [("development", 25), ("organization", 15)])
def test_everybody_reads_all_steps(client, house, slug, count):
    page = squeezed(client.get(f"/guide/{slug}/"))
    steps = make.newest(slug).steps.all()
    assert page.count('id="step-') == count
    for step in steps:
        for text in (step.title, step.actor, step.limit, step.text, step.record):
            assert text in page
        assert step.source in page
        assert step.revision in page
    assert page.count('<span class="check">待核对</span>') == count
    # What holds for all of them is said once.
    assert page.count("细则已于 2026 年 5 月修订") == (slug == "development")


def test_a_checked_step_says_when(client, house, editor, zhao):
    made = make.changed(make.newest(), by=editor, checked_on=AT.date())
    actions.publish(made, by=zhao, at=AT)
    page = squeezed(client.get("/guide/development/"))
    assert '<span class="check">核对于 2026年11月25日</span>' in page
    assert page.count('<span class="check">待核对</span>') == 24


def test_a_way_back_and_branches_are_said_in_words(client, house, editor, zhao):
    page = squeezed(client.get("/guide/organization/"))
    assert '3 名以上：<a href="#step-5">到第 5 步“单独成立党支部”</a>' in page
    assert '有了正式党员：<a href="#step-2">到第 2 步“按正式党员人数判定”</a>' in page
    base = make.newest("organization")
    made = make.changed(base, by=editor, ways="不愿意：结束\n2")
    actions.publish(made, by=zhao, at=AT)
    page = squeezed(client.get("/guide/organization/"))
    assert re.search("不愿意： ?结束</li>", page)


def test_the_public_sees_only_what_was_published(client, editor, zhao):
    second = make.changed(make.newest(), by=editor, text="还没公开的话")
    assert "还没公开的话" not in client.get("/guide/development/").content.decode()
    actions.publish(second, by=zhao, at=AT)
    assert "还没公开的话" in client.get("/guide/development/").content.decode()


def test_who_may_open_what(client, house, editor, zhao, chen, lin, elsewhere):
    lower = people.staff("下级", Role.ORGANIZER, center=elsewhere)
    below = people.staff("下级主管", Role.SUPERVISOR, center=elsewhere)
    make.changed(make.newest(), by=editor)
    edition, edit = url("edition", "development", 2), url("change", "development", 1)
    read = [url("list"), url("edition", "development", 1), edition]
    for person, reads, edits, publishes in [
        (lin, 403, 403, 403),
        (chen, 403, 403, 403),
        (lower, 200, 403, 403),
        (below, 200, 403, 403),
        (editor, 200, 200, 403),
        (zhao, 200, 200, 302),
    ]:
        as_(client, person)
        assert {client.get(address).status_code for address in read} == {reads}
        assert client.get(edit).status_code == edits
        assert client.post(edit, {}).status_code == (422 if edits == 200 else edits)
        assert client.post(edition).status_code == publishes
    for address in (
        url("edition", "no", 1),
        url("edition", "development", 0),
        url("edition", "development", 9),
        url("change", "no", 1),
        "/desk/diagrams/development/99999999999999/",
        "/desk/diagrams/development/9999999999999999999999999/",
    ):
        assert client.get(address).status_code == 404, address


def test_editing_comparing_and_publishing(client, house, editor, zhao):
    as_(client, editor)

    def post(place, key, **typed):
        data = make.sent(make.newest(), place, key=key * 32, **typed)
        return client.post(url("change", "development", place), data)

    typed = make.sent(make.newest(), 2, limit="三十天内\u200b")
    answers = [client.post(url("change", "development", 2), typed) for _ in range(2)]
    draft = url("edition", "development", 2)
    assert [(one.status_code, one.url) for one in answers] == [(302, draft)] * 2
    post(3, "b", is_gone="on")
    post(25, "c", title="公示", position=7)
    post(0, "d", intro="新的开头")
    newest = make.newest()
    titles = [step.title for step in newest.steps.all()]
    assert (newest.number, newest.intro, len(titles)) == (5, "新的开头", 25)
    assert (titles[1], titles[6]) == ("党组织派人谈话", "公示")
    notes = newest.diagram.editions.values_list("note", flat=True)
    assert list(notes) == [
        "改了标题和说明",
        "新增“公示”",
        "去掉“推荐和确定入党积极分子”",
        "改了“党组织派人谈话”",
        "第一版",
    ]
    draft = url("edition", "development", 5)
    page = squeezed(client.get(draft))
    assert page.count("有改动") == 2
    assert "收到申请书后一个月内" in page.split("这几步原来是")[1]
    assert "公开这一版" not in page
    page = squeezed(as_(client, zhao).get(draft))
    assert "公开这一版" in page
    page = client.post(draft, follow=True).content.decode()
    assert "已公开党员发展流程 第 5 版。" in page
    page = client.post(draft, follow=True).content.decode()
    assert "公开的就是这一版" in page
    page = squeezed(client.get("/guide/development/"))
    assert "公示" in page
    assert "三十天内" in page


def test_only_the_newest_edition_offers_to_be_changed(client, house, editor):
    make.changed(make.newest(), by=editor)
    as_(client, editor)
    offered = [
        client.get(url("edition", "development", n)).content.decode().count("/change/")
        for n in (1, 2)
    ]
    assert offered == [0, 27]


def test_the_author_is_told_who_approves(client, zhao):
    made = make.changed(make.newest(), by=zhao)
    page = as_(client, zhao).get(url("edition", "development", 2))
    assert "请另一位主管看过再公开" in squeezed(page)
    assert "公开这一版" not in squeezed(page)
    page = client.post(url("edition", "development", 2), follow=True)
    assert "里有您自己改的" in squeezed(page)
    assert make.diagram().published != made


def test_a_stale_form_shows_both_texts(client, house, editor):
    base = make.newest()
    typed = make.sent(base, 2, limit="我的<b>")
    make.changed(base, by=editor, place=1, limit="别人的")
    answer = as_(client, editor).post(url("change", "development", 2), typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "我的&lt;b&gt;" in page
    assert "别人的" in page
    # What is the same in both is not shown.
    assert base.steps.all()[1].record not in page
    assert make.newest().number == 2


@pytest.mark.parametrize(
    ("place", "typed"),
    [
        (2, {}),
        (0, {}),
        (0, {"title": "\u200b"}),
        (2, {"title": ""}),
        (2, {"ways": "没有这步"}),
        (2, {"text": "长" * 500}),
        (2, {"base": "9" * 30}),
        (2, {"position": "0"}),
        (2, {"checked_on": "昨天"}),
    ],
)
def test_refused_forms_come_back_filled(client, house, editor, place, typed):
    base = make.newest()
    data = make.sent(base, place, **typed)
    answer = as_(client, editor).post(url("change", "development", place), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert data["text" if place else "intro"] in page
    assert make.newest().number == 1


def test_typed_markup_is_text(client, house, editor):
    make.changed(make.newest(), by=editor, title="</b><script>alert(1)</script>")
    page = as_(client, editor).get(url("edition", "development", 2)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_queries_do_not_grow_with_editions(client, house, editor):
    as_(client, editor)
    addresses = ["/guide/development/", url("list"), url("edition", "development", 1)]

    def count(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    make.newest()
    client.get("/guide/development/")
    first = [count(address) for address in addresses]
    for n in range(3):
        make.changed(make.newest(), by=editor, key=f"k{n}")
    assert [count(address) for address in addresses] == first
    assert first[0] <= 10
