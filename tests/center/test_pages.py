"""Home, 我的 and the staff desk."""

import html
import re

import pytest
import time_machine

from center.cards import Card, Entry, Item, Lead, Section
from center.context import entries
from center.models import Center
from center.portal import calendar_due, links
from center.timetable.actions import load_year
from center.timetable.models import CalendarYear
from tests import make
from tests.markup import squeezed

AT = make.moment("2026-11-24 10:00")


@pytest.fixture(autouse=True)
def _now(settings):
    settings.SECOND_FACTOR = False
    with time_machine.travel(AT, tick=False):
        yield


def page(client, address="/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return squeezed(answer)


def plain(text):
    """Return a page as it is read, without its tags and blanks."""
    return re.sub(r"<[^>]*>|\s", "", text)


# -- Home


def test_home_says_whether_the_doors_are_open(client, house):
    text = page(client)
    assert "现在开门" in text
    assert "上午开到12:00，14:00–17:30再开" in plain(text)
    with time_machine.travel(make.moment("2026-10-02 10:00")):
        text = page(client)
    assert "今天休息" in text
    assert "国庆节放假，10月8日（周四）9:00开" in plain(text)


def test_home_follows_a_closure_at_once(client, house, zhao):
    assert "现在开门" in page(client)
    closure = house.closures.create(
        starts_at=make.moment("2026-11-24 09:00"),
        ends_at=make.moment("2026-11-24 18:00"),
        reason="水管检修",
    )
    assert "闭馆：水管检修" in page(client)
    closure.reopened_at, closure.reopened_by = closure.starts_at, zhao
    closure.save()
    assert "现在开门" in page(client)


def test_home_follows_a_change_of_the_center_at_once(client, house):
    page(client)
    Center.objects.filter(pk=house.pk).update(slogan="新的标语", phone="000-1")
    text = page(client)
    assert "新的标语" in text
    assert "tel:0001" in text


def test_days_of_an_unpublished_year_are_provisional(client, house):
    with time_machine.travel(make.moment("2026-12-28 10:00")):
        text = page(client)
    assert re.findall(r"<dt>(.*?)<small>", text) == ["今天至周四", "周五", "周六至周日"]
    assert text.count("预计") == 2


def test_home_takes_few_queries(client, house, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/nowhere/")
    client.get("/")
    # The center, and whether its venues, its catalog or its notices have changed.
    with django_assert_num_queries(2):
        client.get("/")


def test_home_takes_few_queries_for_a_person(client, lin, django_assert_num_queries):
    client.force_login(lin)
    client.get("/")
    # The person with the session and the center, venues, own bookings and requests,
    # what is asked often, what is new and what one can come to.
    with django_assert_num_queries(10):
        client.get("/")


def test_home_is_the_same_page_until_something_changes(client, house):
    first = client.get("/")
    assert first.headers["ETag"]
    again = client.get("/", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Center.objects.filter(pk=house.pk).update(slogan="新的标语")
    fresh = client.get("/", headers={"if-none-match": first.headers["ETag"]})
    assert fresh.status_code == 200
    assert "新的标语" in fresh.content.decode()


def test_home_is_another_page_for_a_person_a_size_and_a_message(client, house, lin):
    guest = client.get("/")
    client.cookies["size"] = "large"
    large = client.get("/", headers={"if-none-match": guest.headers["ETag"]})
    assert (large.status_code, 'data-size="large"' in large.content.decode()) == (
        200,
        True,
    )
    assert "Cookie" in guest.headers["Vary"]
    client.force_login(lin)
    mine = client.get("/", headers={"if-none-match": guest.headers["ETag"]})
    assert mine.status_code == 200
    assert "ETag" not in mine.headers
    assert lin.name in mine.content.decode()
    client.logout()
    assert lin.name not in page(client)


def test_home_is_light(client, house):
    answer = client.get("/", headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) < 12_000


def test_entries_lead_on_from_home_and_the_menu(client, house, offer):
    offer(entries=offered)
    entries.cache_clear()
    try:
        # In the row below the name and in the menu of a phone.
        assert page(client, "/login/").count('href="/rooms/"') == 2
        assert page(client, "/?fresh=1").count('href="/rooms/"') == 3
    finally:
        entries.cache_clear()


def offered():
    return [Entry("约场地", "看哪里空着", "/rooms/", "door")]


def test_doors_stand_first_and_the_longest_address_is_the_current_one(
    client, house, offer
):
    offer(entries=doors)
    entries.cache_clear()
    try:
        text = page(client, "/login/")
        assert text.index("约场地") < text.index("图书")
        here = entries()
        assert [entry.title for entry in here] == ["约场地", "查进度", "图书"]
    finally:
        entries.cache_clear()


def doors():
    return [
        Entry("图书", "", "/library/", "book"),
        Entry("约场地", "", "/rooms/", "door", is_door=True),
        Entry("查进度", "", "/petitions/track/", "search", is_door=True),
    ]


# Where somebody is, and what the menu marks.
CURRENT = [
    ("/petitions/track/", "查进度"),
    ("/petitions/new/", "反映问题"),
    ("/petitions/answered/", "反映问题"),
    ("/rooms/", "约场地"),
    ("/", "首页"),
]


@pytest.mark.parametrize(("address", "label"), CURRENT)
def test_one_entry_of_the_menu_is_current(client, house, address, label):
    text = page(client, address)
    marked = re.findall(r'<a href="[^"]*" aria-current="page">([^<]*)</a>', text)
    assert marked == [label]


ABOUT = ["help", "privacy", "accessibility", "fault"]


@pytest.mark.parametrize("name", ABOUT)
def test_every_page_leads_to_the_pages_about_the_portal(client, house, name):
    assert f'href="/about/{name}/' in page(client, "/login/")
    assert "<h1>" in page(client, f"/about/{name}/")


def test_a_fault_is_told_as_a_request_that_says_where(client, house):
    text = page(client, "/about/fault/?page=/rooms/")
    address = re.search(r'href="(/petitions/new/[?][^"]*)"', text)[1]
    form = page(client, html.unescape(address))
    assert 'value="网站找错"' in form
    assert "/rooms/：</textarea>" in form
    assert 'value="opinion" id="id_kind_1" checked' in form
    # An address of somebody else is not carried on.
    text = page(client, "/about/fault/?page=//evil.example/")
    assert "evil" not in re.search(r'href="(/petitions/new/[?][^"]*)"', text)[1]


@pytest.mark.parametrize("method", ["get", "head"])
def test_home_answers_machines_too(client, house, method):
    assert getattr(client, method)("/").status_code == 200


# -- 我的


def test_me_shows_what_the_apps_have(client, lin, offer):
    offer(own_section=section)
    client.force_login(lin)
    text = page(client, "/me/")
    assert "三号座 &lt;b&gt;" in text
    assert lin.phone not in text
    assert lin.phone_masked in text
    assert "/me/otp/" not in text


def section(user, at):
    assert at == AT
    return Section(
        "我的预约", "没有。", [Item("三号座 <b>", "明天", "/x/", "好", "ok")]
    )


def test_me_folds_what_is_long_and_invites_to_what_is_empty(client, lin, offer):
    offer(own_section=(many, no, party))
    client.force_login(lin)
    text = page(client, "/me/")
    assert text.count('href="/x/"') == 7
    open_rows, folded = text.split("<summary>再看 2 条</summary>")
    assert (open_rows.count('href="/x/"'), folded.count('href="/x/"')) == (5, 2)
    assert "<p>还没有证书。</p>" in folded
    assert 'href="/papers/">去考一个</a>' in folded
    # What concerns only some is not shown to all the others.
    assert "组织关系" not in text.split("<footer")[0]


def many(user, at):
    rows = [Item(f"{n} 号座", "明天", "/x/", "好", "ok") for n in range(7)]
    return Section("我的预约", "没有。", rows)


def no(user, at):
    return Section("我的证书", "还没有证书。", [], invite=("去考一个", "/papers/"))


def party(user, at):
    return Section("组织关系", "这里没有您的组织关系。", [])


def test_me_begins_with_what_comes_next(client, lin, offer):
    offer(leads=next_thing)
    client.force_login(lin)
    text = page(client, "/me/")
    read = plain(text[text.index('<main id="main"') :])
    assert read.index("今天14:00") < read.index("我的账号")


def next_thing(user, at):
    return [Lead("您今天的预约", "今天 14:00", "阅览室", "", (("看", "/x/"),))]


def test_the_counter_opens_its_daily_work_by_keys(client, chen, offer):
    offer(cards=(), links=counter)
    client.force_login(chen)
    text = page(client, "/desk/")
    door = r'<a href="(/[abc]/)" accesskey="(.)" data-key="(.)"'
    assert re.findall(door, text) == [("/a/", "1", "1"), ("/b/", "2", "2")]
    assert 'href="/c/"' in text


def counter(user):
    return [
        Entry("登记", "", "/b/", "chat", key="2"),
        Entry("统计", "", "/c/", "list"),
        Entry("签到", "", "/a/", "qr", key="1"),
    ]


# -- Desk


def test_the_desk_puts_urgent_things_first(client, chen, offer):
    offer(cards=cards, links=scan)
    client.force_login(chen)
    text = page(client, "/desk/")
    assert text.index("逾期") < text.index("今天到访")
    assert 'href="/desk/today/"' in text
    assert 'href="/desk/" aria-current="page"' in text


def cards(user, at):
    return [
        Card("今天到访", 3, "三位", "/desk/today/"),
        Card("逾期", 1, "一件", "/desk/late/", is_urgent=True),
    ]


def scan(user):
    return [Entry("扫码", "签到", "/desk/today/", "qr")]


def test_an_empty_desk_says_so(client, chen, house, offer):
    offer(cards=(), links=())
    client.force_login(chen)
    assert "现在没有要办的事" in page(client, "/desk/")


def test_clerks_have_no_way_to_the_admin(chen, zhao):
    assert links(chen) == []
    assert [entry.url for entry in links(zhao)] == ["/admin/"]


# When, which year is missing.
REMINDED = [
    ("2026-09-30 23:59", []),
    ("2026-10-01 00:00", ["2027"]),
    ("2026-12-31 23:59", ["2027"]),
    ("2027-01-01 00:00", ["2027"]),
    ("2027-10-01 00:00", ["2027、2028"]),
]


@pytest.mark.parametrize(("text", "years"), REMINDED)
def test_supervisors_are_reminded_of_the_next_year(zhao, text, years):
    found = calendar_due(zhao, make.moment(text))
    assert [card.text.split(" ")[0] for card in found] == years
    assert all(card.is_urgent for card in found)


def test_nobody_is_reminded_of_what_is_done_or_not_theirs(zhao, chen):
    assert calendar_due(chen, AT) == []
    load_year(year=2027, at=AT)
    CalendarYear.objects.filter(year=2027).update(status="published")
    assert calendar_due(zhao, AT) == []
