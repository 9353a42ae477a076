"""The public diagrams and their editions on the desk."""

import re
from dataclasses import replace

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
AT = people.moment("2026-11-25 09:00")


@pytest.fixture
def editor(house):
    return people.staff("何平", Role.ORGANIZER, center=house)


def url(name, *args):
    return reverse(f"diagrams:{name}", args=args)


def as_(client, person):
    client.force_login(person)
    return client


@pytest.mark.parametrize(("slug", "count"), [("development", 25), ("organization", 15)])
def test_everybody_reads_the_drawing_and_the_equal_list(client, house, slug, count):
    page = squeezed(client.get(f"/guide/{slug}/"))
    edition = make.newest(slug)
    svg, listed = page.split('<ol class="flowlist">')

    assert page.count('<g class="box') == count
    assert len(re.findall(r'id="step-\d+"', listed)) == count
    assert 'role="img" aria-labelledby="flow-title flow-desc"' in svg
    for step in edition.steps():
        for text in (step.title, step.text, step.record, step.source, step.revision):
            assert text in listed
    assert page.count("待组织部门核对") >= count
    assert "style=" not in page
    assert "<style" not in page
    assert "<script>" not in page


def test_a_way_back_and_branches_are_said_in_words(client, house):
    page = client.get("/guide/organization/").content.decode()

    assert "3 名以上：到第 5 步“单独成立党支部”" in page
    assert "有了正式党员：到第 2 步“按正式党员人数判定”" in page


def test_the_public_sees_only_what_was_published(client, editor, house):
    base = make.newest()
    step = replace(base.steps()[0], text="还没公开的话")
    second = actions.change_step(base, changed=step, form_key="k", by=editor, at=AT)

    assert "还没公开的话" not in client.get("/guide/development/").content.decode()
    actions.publish(second, by=editor, at=AT)
    assert "还没公开的话" in client.get("/guide/development/").content.decode()


def test_who_may_open_what(client, house, editor, zhao, chen, lin, elsewhere):
    lower = people.staff("下级", Role.ORGANIZER, center=elsewhere)
    make.diagram()
    read = [
        url("list"),
        url("editions", "development"),
        url("edition", "development", 1),
        url("diff", "development", 1, 1),
    ]
    edit = [
        url("heading", "development"),
        url("step_new", "development"),
        url("step", "development", "talk"),
        url("step_remove", "development", "talk"),
    ]
    publish = url("publish", "development", 1)

    for address in [*read, *edit]:
        assert client.get(address).status_code == 302
    for person, reads, edits, publishes in [
        (lin, 403, 403, 403),
        (chen, 403, 403, 403),
        (lower, 200, 403, 403),
        (editor, 200, 200, 403),
        (zhao, 200, 200, 302),
    ]:
        as_(client, person)
        assert {client.get(a).status_code for a in read} == {reads}
        assert {client.get(a).status_code for a in edit} == {edits}
        assert client.post(publish).status_code == publishes
    as_(client, zhao)
    for address in (
        url("editions", "no"),
        url("edition", "development", 9),
        url("step", "development", "no"),
        "/desk/diagrams/development/99999999999999/",
    ):
        assert client.get(address).status_code == 404
    assert client.get(publish).status_code == 405


def data(step, **fields):
    values = {
        "title": step.title,
        "phase": step.phase,
        "actor": step.actor,
        "limit": step.limit,
        "text": step.text,
        "record": step.record,
        "source": step.source,
        "revision": step.revision,
        "shape": step.shape,
        "base": 1,
        "key": "a" * 32,
    }
    for n, link in enumerate(step.next, start=1):
        values |= {f"next_{n}": link.to, f"label_{n}": link.label}
    return values | fields


def test_editing_comparing_and_publishing_through_the_pages(
    client, house, editor, zhao
):
    step = make.newest().steps()[1]
    as_(client, editor)

    answer = client.post(
        url("step", "development", "talk"), data(step, limit="三十天内​")
    )
    again = client.post(
        url("step", "development", "talk"), data(step, limit="三十天内")
    )
    assert (answer.status_code, again.status_code) == (302, 302)
    assert make.newest().number == 2
    assert make.newest().steps()[1].limit == "三十天内"

    stale = client.post(
        url("step", "development", "talk"), data(step, limit="我的<b>", key="b" * 32)
    )
    assert stale.status_code == 409
    assert "我的&lt;b&gt;" in stale.content.decode()
    assert "三十天内" in stale.content.decode()

    new = {
        "title": "公示",
        "shape": "step",
        "after": "talk",
        "base": 2,
        "key": "c" * 32,
    }
    assert client.post(url("step_new", "development"), new).status_code == 302
    heading = {
        "title": "发展流程",
        "intro": "",
        "caution": "",
        "base": 3,
        "key": "d" * 32,
    }
    assert client.post(url("heading", "development"), heading).status_code == 302
    stale = client.post(
        url("heading", "development"), heading | {"key": "e" * 32, "intro": "旧"}
    )
    assert stale.status_code == 409
    stale = client.post(url("step_new", "development"), new | {"key": "f" * 32})
    assert stale.status_code == 409
    gone = {"base": 4, "key": "g" * 32}
    assert (
        client.post(url("step_remove", "development", "oath"), gone).status_code == 302
    )
    stale = client.post(
        url("step_remove", "development", "talk"), gone | {"key": "h" * 32}
    )
    assert stale.status_code == 409

    diff = client.get(url("diff", "development", 1, 5)).content.decode()
    for text in (
        "<ins>三十天内</ins>",
        "<del>收到申请书后一个月内</del>",
        "新增步骤",
        "去掉步骤",
        "发展流程",
    ):
        assert text in diff
    assert "两版一样" in client.get(url("diff", "development", 5, 5)).content.decode()

    as_(client, zhao)
    page = client.post(url("publish", "development", 5), follow=True).content.decode()
    assert "已公开发展流程 第 5 版。" in page
    page = client.post(url("publish", "development", 5), follow=True).content.decode()
    assert "公开的就是这一版" in page
    assert "公示" in client.get("/guide/development/").content.decode()


def test_refused_forms_come_back_filled(client, house, editor):
    step = make.newest().steps()[1]
    as_(client, editor)

    for address, values in [
        (url("step", "development", "talk"), data(step)),  # nothing changed
        (url("step", "development", "talk"), data(step, title="​")),
        (url("step", "development", "talk"), data(step, next_1="talk")),
        (url("step", "development", "talk"), data(step, base="9" * 30)),
        (url("step_new", "development"), {"title": "x" * 500, "base": 1}),
        (url("heading", "development"), {"title": "", "base": 1}),
        (url("step_remove", "development", "talk"), {"base": ""}),
    ]:
        answer = client.post(address, values)
        assert answer.status_code == 422, address
        assert 'role="alert"' in answer.content.decode()
    assert make.newest().number == 1


def test_typed_markup_is_text(client, house, editor, zhao):
    step = make.newest().steps()[1]
    evil = "</text><script>alert(1)</script>"
    as_(client, editor).post(url("step", "development", "talk"), data(step, title=evil))

    page = client.get(url("edition", "development", 2)).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_queries_do_not_grow_with_editions(client, house, editor):
    as_(client, editor)
    base = make.newest()

    def count(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    client.get("/guide/development/")
    first = (
        count("/guide/development/"),
        count(url("editions", "development")),
        count(url("list")),
    )
    for n in range(3):
        step = replace(make.newest().steps()[0], limit=f"第 {n} 次")
        actions.change_step(
            make.newest(), changed=step, form_key=f"k{n}", by=editor, at=AT
        )
    again = (
        count("/guide/development/"),
        count(url("editions", "development")),
        count(url("list")),
    )

    assert first == again
    assert again[0] <= 10
    assert base.number == 1
