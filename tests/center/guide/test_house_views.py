import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from center.guide.actions import regulations
from center.guide.models import (
    Framework,
    Profile,
    RegulationText,
    Room,
    Staffing,
)
from center.guide.models.house import _part
from center.registers import actions as registers
from center.roster.models import Post
from tests import make as people
from tests.center.guide import make
from tests.markup import squeezed
from tests.reservations import make as bookings

AT = make.AT
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _day(settings):
    settings.SECOND_FACTOR = False
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def two(house):
    return make.colleagues(house)


def entry(model, house, by, key="k", **told):
    name = f"{model.__name__} {key}"
    return registers.add(model, form_key=name, center=house, by=by, at=AT, **told)


def public(house, two, slug="shouwen", at=AT, **told):
    told = {"title": "首问责任制", "body": "谁先接待，谁**负责到底**。"} | told
    row = regulations.begin(
        center=house, slug=slug, form_key=f"rule {slug}", by=two[0], at=at, **told
    )
    row = regulations.submit(row, by=two[0], at=at)
    return regulations.approve(row, digest=row.digest, by=two[1], at=at)


def test_the_guide_says_who_we_are_and_where(house, two):
    entry(
        Profile,
        house,
        two[1],
        opened_on=people.moment("2019-12-01 00:00").date(),
        area=660,
        mottos="马上就办",
        layout="六室一阵地",
        about="**服务**群众",
        way="公交 8 路",
        phones="咨询：000-16100000",
    )
    entry(Room, house, two[1], name="谈心室", number="102", direction="进门往左")
    entry(
        Staffing,
        house,
        two[1],
        category="事业编制",
        authorized=8,
        actual=6,
        part_time=2,
    )
    entry(
        Framework,
        house,
        two[1],
        title="8315 服务体系",
        elements="志愿服务：常年招募 /activities/\n坏的：x //evil.example",
    )
    page = squeezed(Client().get("/guide/"))
    said = [
        *("2019年12月", "660 平方米", "1 个", "六室一阵地", "<strong>服务</strong>"),
        *("公交 8 路", "000-16100000</span>", "102", "进门往左"),
        "编制 8，实有 6（专职 4、兼职 2），空缺 2",
        '<a href="/activities/">志愿服务</a>',
    ]
    assert [one for one in said if one not in page] == []
    assert "evil.example" not in re.findall(r'href="([^"]*)"', page)


def test_nothing_hostile_reaches_the_pages_of_the_house(house, two):
    hostile = "[点](javascript:alert(1)) [看](//evil.example) <script>alert(1)</script>"
    entry(Profile, house, two[1], about=hostile, way=hostile, phones=hostile)
    entry(Framework, house, two[1], title="体系", elements=f"{hostile}\n坏：x //evil")
    row = regulations.begin(
        center=house, slug="h", form_key="h", title="坏", body=hostile, by=two[0], at=AT
    )
    row = regulations.submit(row, by=two[0], at=AT)
    regulations.approve(row, digest=row.digest, by=two[1], at=AT)
    for page in ("", "rules/h/", "rules/h/poster/", "print/", "duties/"):
        shown = Client().get(f"/guide/{page}").content.decode()
        assert re.findall(r'href="(?:javascript|//)[^"]*"', shown) == []
        assert "<script>alert" not in shown


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("志愿服务：常年招募 /activities/", ("志愿服务", "常年招募", "/activities/")),
        ("志愿服务", ("志愿服务", "", "")),
        ("志愿服务: /activities/", ("志愿服务", "", "/activities/")),
        ("坏：x //evil.example", ("坏", "x //evil.example", "")),
        ("坏：x javascript:alert(1)", ("坏", "x javascript:alert(1)", "")),
    ],
)
def test_a_part_leads_only_inside(line, part):
    assert _part(line) == part


def test_the_hours_of_two_weeks_are_the_real_ones(house):
    page = squeezed(Client().get("/guide/"))
    assert page.count('<th scope="row">') == 14
    assert "11月28日<small>周六</small></th><td>休息" in page


def test_posts_show_their_duties_and_people(house, two):
    post = entry(Post, house, two[1], name="民政岗", a=two[0], duties="接待来访")
    for path in (
        "/guide/duties/",
        f"/guide/duties/{post.pk}/?size=a3",
        "/guide/print/",
    ):
        page = squeezed(Client().get(path))
        assert ["民政岗" in page, "写稿人" in page] == [True, True]
        assert two[0].phone not in page


def test_a_rule_is_read_in_the_version_of_the_day(house, two):
    row = public(house, two)
    day = AT.date() + timedelta(days=5)
    new = regulations.save(
        row,
        title=row.title,
        body="新的内容",
        effective_on=day,
        by=two[0],
        at=AT,
        version=row.version,
        form_key="next",
    )
    new = regulations.submit(new, by=two[0], at=AT)
    regulations.approve(new, digest=new.digest, by=two[1], at=AT)
    url = "/guide/rules/shouwen/"
    assert "负责到底" in squeezed(Client().get(url))
    assert "新的内容" not in squeezed(Client().get(f"{url}?n=2"))
    with time_machine.travel(AT + 5 * DAY, tick=False):
        assert "新的内容" in squeezed(Client().get(url))
        older = squeezed(Client().get(f"{url}?n=1"))
        assert ["负责到底" in older, "这是以前的第 1 版" in older] == [True, True]
        assert "新的内容" in squeezed(Client().get(f"{url}poster/?size=a3"))


def test_a_rule_is_written_at_the_desk_and_approved_by_another(client, house, two):
    client.force_login(two[0])
    told = {
        "slug": "ab",
        "title": "AB 岗",
        "body": "[x](javascript:alert(1))",
        "key": "k",
    }
    assert client.post("/desk/rules/new/", told).status_code == 302
    assert client.post("/desk/rules/ab/submit/").status_code == 302
    assert Client().get("/guide/rules/ab/").status_code == 404
    row = RegulationText.objects.get()
    approve = {"digest": row.digest}
    assert client.post("/desk/rules/ab/approve/", approve).status_code == 403
    boss = Client()
    boss.force_login(two[1])
    assert boss.post("/desk/rules/ab/approve/", {"digest": "0"}).status_code == 409
    assert boss.post("/desk/rules/ab/approve/", approve).status_code == 302
    page = Client().get("/guide/rules/ab/").content.decode()
    assert re.findall(r'href="javascript', page) == []
    assert "AB 岗" in squeezed(Client().get("/guide/rules/"))
    assert squeezed(client.get("/desk/rules/")).count("AB 岗") == 1
    assert "已通过" in squeezed(client.get("/desk/rules/ab/"))


def test_the_printed_guide_has_a_date_and_a_version(house, two):
    make.approved(house, *two)
    public(house, two)
    page = squeezed(Client().get("/guide/print/"))
    assert ["2026年11月24日 第 2 版" in page, "高龄津贴" in page] == [True, True]


def test_where_the_rooms_of_the_plan_are_booked_is_asked_once(house, two):
    def shown(slug):
        venue = bookings.venue(house, slug=slug)
        entry(Room, house, two[1], key=slug, name=slug, number=slug, venue=venue.slug)
        with CaptureQueriesContext(connection) as asked:
            page = Client().get("/guide/").content.decode()
        return len(asked), reverse("venue", args=[slug]) in page

    shown("a-0")  # what is kept of the hours is read once
    assert [shown("a-1"), shown("a-2")] == [shown("a-3"), shown("a-4")]
    assert shown("a-5")[1]
