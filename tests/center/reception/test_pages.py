"""The counter's page: one line after the other, and the person's card."""

import pytest
from django.urls import reverse

from center.reception.actions import register
from center.reception.models import Line, PhoneLook
from petitions.actions import duty
from tests.center.guide import make as guide
from tests.center.reception.make import AT, line
from tests.petitions import make as petitions
from tests.reservations import make as bookings

pytestmark = pytest.mark.django_db
WALK_IN = "/desk/walk-in/"
PHONE = "16100000999"


@pytest.fixture
def item(house, chen, zhao):
    return guide.approved(house, chen, zhao)


@pytest.fixture
def at(time_machine):
    time_machine.move_to(AT, tick=False)
    return AT


@pytest.fixture
def desk(client, chen, at, settings):
    settings.SECOND_FACTOR = False
    client.force_login(chen)
    return client


def send(client, **typed):
    key = client.get(WALK_IN).context["form"].initial["key"]
    return client.post(WALK_IN, {"key": key, "how": "direct"} | typed)


def test_a_line_is_saved_and_the_next_is_ready(desk, item):
    answer = send(desk, phone="161-0000 0999", name="何平", what="gljt")
    assert answer.status_code == 302
    page = desk.get(answer.url).content.decode()
    row = Line.objects.get()
    assert (row.what, row.told, row.phone) == ("高龄津贴", item, PHONE)
    assert "第 1 号，高龄津贴" in page
    assert reverse("reception:void", args=[row.key]) in page
    assert "autofocus" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"what": ""}, "请写他来办什么"),
        ({"what": "问路", "how": "guided"}, "领到哪个窗口"),
        ({"what": "问路", "phone": "123"}, "电话不对"),
        ({"what": "问路", "credit_code": "123"}, "18 位"),
        ({"what": "问路", "at": "2026-11-24 08:00"}, "纸质登记表"),
        ({"what": "问路", "how": "magic"}, "请选一项"),
    ],
)
def test_a_wrong_line_says_what_would_work_and_keeps_the_text(desk, typed, words):
    answer = send(desk, note="他下午还来", **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "他下午还来" in page
    assert not Line.objects.exists()


def test_the_second_visit_asks_why_with_one_key(desk, item):
    send(desk, phone=PHONE, name="何平", what="高龄津贴")
    page = send(desk, phone=PHONE, what="高龄津贴").content.decode()
    assert "第 2 次来了" in page
    assert '<option value="1">1 催问</option>' in page
    assert send(desk, phone=PHONE, what="高龄津贴", why="1").status_code == 302


def test_the_day_and_the_blank_sheet_are_printed(desk, house, chen):
    line(house, chen, what="问养老认证", name="何平")
    assert "问养老认证" in desk.get(f"{WALK_IN}day/").content.decode()
    assert "没有登记" in desk.get(f"{WALK_IN}day/?on=2026-11-01").content.decode()
    blank = desk.get(f"{WALK_IN}blank/?rows=30").content.decode()
    assert blank.count('<tr class="blank">') == 30
    for nonsense in ("?on=x", "?on=99999-1-1"):
        assert desk.get(f"{WALK_IN}day/{nonsense}").status_code == 200
    assert desk.get(f"{WALK_IN}blank/?rows=99999999999").status_code == 200


def test_missing_papers_are_ticked_and_printed(desk, house, chen, item):
    row = line(house, chen, item=item, how="accepted")
    url = reverse("reception:missing", args=[row.number])
    typed = {"version": 1, "items": ["申请表"], "others": "户口簿\n\n照片"}
    answer = desk.post(url, typed, follow=True)
    page = answer.content.decode()
    assert all(word in page for word in ("一次性告知单", "申请表", "户口簿", "照片"))
    assert desk.post(url, {"version": 2, "others": "x"}).status_code == 409


def test_a_line_of_another_center_is_not_there(client, settings, house, sun, chen):
    settings.SECOND_FACTOR = False
    row = line(house, chen)
    client.force_login(sun)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.get(f"{WALK_IN}nonsense/").status_code == 404


@pytest.mark.parametrize(
    "typed", [PHONE, "161 0000 0999", "0999", "何 平", "20261124-001"]
)
def test_a_person_is_found_however_they_are_named(desk, house, chen, typed):
    line(house, chen, phone=PHONE, name="何平", what="问养老认证")
    page = desk.get("/desk/people/", {"q": typed}, follow=True).content.decode()
    assert "问养老认证" in page
    # Only whoever typed the whole number sees it.
    assert (PHONE in page) == ("0000" in typed or typed == PHONE)


def test_the_whole_number_is_shown_on_a_click_and_written_down(desk, house, chen):
    person = line(house, chen, phone=PHONE, name="何平").person
    line(house, chen, phone=PHONE, name="何国栋")
    url = reverse("reception:person", args=[person.pk])
    page = desk.get(url).content.decode()
    assert "何国栋" in page
    page = desk.post(f"{url}phone/").content.decode()
    assert PHONE in page
    look = PhoneLook.objects.get()
    assert (look.person, look.by) == (person, chen)


def test_another_center_finds_a_person_by_the_whole_number_alone(
    client, settings, house, sun, chen
):
    settings.SECOND_FACTOR = False
    person = line(house, chen, phone=PHONE, name="何平", what="问养老认证").person
    url = reverse("reception:person", args=[person.pk])
    client.force_login(sun)
    for address in (url, f"{url}?phone=", f"{url}?phone=16100000998"):
        assert client.get(address).status_code == 404
    assert client.post(f"{url}phone/").status_code == 404
    assert not PhoneLook.objects.exists()
    page = client.get("/desk/people/", {"q": PHONE}, follow=True).content.decode()
    assert PHONE in page
    assert "问养老认证" not in page


def test_residents_and_the_unknown_find_nobody(client, desk, lin, house):
    nobody = desk.get("/desk/people/?q=16109999999").content.decode()
    assert "没有“16109999999”的记录" in nobody
    for way in ("petitions/new", "bookings/new", "walk-in"):
        assert f'href="/desk/{way}/?phone=16109999999"' in nobody
    assert "没有“无此人”的记录" in desk.get("/desk/people/?q=无此人").content.decode()
    client.force_login(lin)
    assert client.get("/desk/people/?q=0999").status_code == 403


def test_a_number_of_two_centers_leads_to_the_own_line(
    client, settings, at, house, elsewhere, zhao, sun
):
    settings.SECOND_FACTOR = False
    below = line(elsewhere, sun, what="问下面的事")
    line(house, zhao, what="问自己的事")
    client.force_login(zhao)
    page = client.get(below.get_absolute_url()).content.decode()
    assert "问下面的事" in page
    assert "问自己的事" not in page
    bare = client.get(f"{WALK_IN}{below.number}/").content.decode()
    assert "问自己的事" in bare
    assert client.get(f"{WALK_IN}{below.number}~999/").status_code == 404


def test_who_it_is_goes_along_to_the_booking(desk, house, chen):
    person = line(house, chen, phone=PHONE, name="何平").person
    venue = bookings.venue(house)
    card = desk.get(reverse("reception:person", args=[person.pk]), {"phone": PHONE})
    way = next(one for one in card.context["starts"] if one.title == "替人预约")
    whom = card.context["whom"]
    week = desk.get(f"{way.url}?{whom}&venue={venue.slug}").content.decode()
    assert f"phone={PHONE}" in week
    form = desk.get(f"{way.url}?{whom}&start=2026-11-25T09:00").context["form"]
    assert (form["phone"].value(), form["name"].value()) == (PHONE, "何平")


TARGETS = {
    "诉求": ("phone", "name", "title"),
    "预约": ("phone", "name"),
    "转出组织关系": (),
    "转入组织关系": ("phone", "name"),
    "入党申请书": ("phone", "name"),
}


def test_one_key_fills_any_form_from_a_line(desk, house, chen):
    row = line(house, chen, phone=PHONE, name="何平", what="路灯不亮", how="accepted")
    bookings.venue(house)
    page = desk.get(row.get_absolute_url())
    offered = {one.title: one.url for one in page.context["targets"]}
    assert offered.keys() <= TARGETS.keys()
    said = {"phone": PHONE, "name": "何平", "title": "路灯不亮"}
    for title, url in offered.items():
        chosen = {"预约": "&start=2026-11-25T09:00", "转入组织关系": "&kind=formal"}
        answer = desk.get(url + chosen.get(title, ""))
        assert answer.status_code == 200, title
        form = answer.context.get("form")
        for name in TARGETS[title]:
            assert form[name].value() == said[name], (title, name)
        assert "何平" in answer.content.decode(), title


def test_right_after_saving_the_line_can_be_turned(desk, house, chen):
    answer = send(desk, phone=PHONE, name="何平", what="路灯不亮", how="accepted")
    page = desk.get(answer.url)
    assert [one.title for one in page.context["targets"]][:2] == ["预约", "诉求"]
    assert 'accesskey="1"' in page.content.decode()


def test_a_line_becomes_a_booking_and_shows_it(desk, house, chen):
    row = line(house, chen, phone=PHONE, name="何平", what="约书法课", how="accepted")
    venue = bookings.venue(house)
    url = f"/desk/bookings/new/?line={row.key}&venue={venue.slug}"
    week = desk.get(url).content.decode()
    assert f"line={row.number}" in week
    form = desk.get(f"{url}&start=2026-11-25T09:00").context["form"]
    assert form["purpose"].value() == "约书法课"
    sent = {"start": "2026-11-25T09:00", "slots": 1, "phone": PHONE, "name": "何平"}
    sent |= {"venue": venue.slug, "people": 1, "key": form["key"].value()}
    first = desk.post(url, sent)
    assert first.status_code == 302
    assert desk.post(url, sent).url == first.url
    row.refresh_from_db()
    assert (row.state, row.became.get_absolute_url()) == ("became", first.url)
    assert f'href="{first.url}"' in desk.get(row.get_absolute_url()).content.decode()


def test_a_request_that_somebody_keeps_away_from_is_not_named(
    desk, client, house, chen, zhao
):
    row = line(house, chen, phone=PHONE, name="何平", how="accepted")
    case = petitions.taken(house, zhao)
    register.become(row, case, by=chen, at=AT)
    page = desk.get(row.get_absolute_url()).content.decode()
    assert case.get_absolute_url() in page
    duty.mark_conflict(case, staff=chen, reason="点名", by=zhao, at=AT)
    page = desk.get(row.get_absolute_url()).content.decode()
    assert case.code not in page
    assert case.code_text not in page


def test_the_sheet_of_the_evening_holds_the_day_ahead(desk, house, chen, zhao):
    person = line(house, chen, phone=PHONE, name="何平", how="accepted").person
    venue = bookings.venue(house)
    bookings.booking(venue, person, "2026-11-25 09:00")
    case = petitions.taken(house, chen, at="2026-11-16 09:00")
    page = desk.get(f"{WALK_IN}evening/").content.decode()
    assert "11月25日" in page
    for word in ("何平", "9:00–10:00", case.code_text, "问路", "还没有列出岗位"):
        assert word in page
    assert case.title not in page
    assert PHONE not in page
    assert desk.get(f"{WALK_IN}evening/?on=2026-11-28").status_code == 200


def test_another_text_for_what_is_done_is_said_not_to_be_kept(desk, house, chen, zhao):
    row = line(house, chen, how="accepted")
    url = reverse("reception:void", args=[row.key])
    desk.force_login(zhao)
    desk.post(url, {"version": 1, "reason": "写错了人"})
    page = desk.post(url, {"version": 1, "reason": "来过两次"}, follow=True)
    assert "“来过两次”没有再记一遍" in page.content.decode()
    page = desk.post(url, {"version": 1, "reason": "写错了人"}, follow=True)
    assert "没有再记一遍" not in page.content.decode()


def test_the_figures_say_who_came_how_often_and_why(desk, house, chen, item, elsewhere):
    first = line(house, chen, item=item, phone=PHONE, name="何平")
    line(house, chen, item=item, phone=PHONE, why=1)
    line(house, chen, item=item, phone="16100000998", name="马志强")
    line(house, chen, what="问路", channel="call")
    void = line(house, chen, what="写错的")
    register.void(void, version=1, by=chen, at=AT)
    marks = {"convenient": 5, "fair": 4, "satisfied": 4}
    register.rate(first, version=1, by=chen, at=AT, **marks)
    page = " ".join(desk.get(f"{WALK_IN}figures/").content.decode().split())
    for words in (
        "4，其中来电 1",
        "50%：办结 2 件里",
        "1，其中本可以不来 1",
        "1 人评：方便 5.0，公正 4.0",
        "又来：催问",
    ):
        assert words in page, words
    assert "写错的" not in page
    empty = desk.get(f"{WALK_IN}figures/?since=2026-01-01&until=2026-01-02")
    assert "还没有人评" in empty.content.decode()
    assert desk.get(f"{WALK_IN}figures/?since=x&until=9999-99-99").status_code == 200


def test_the_remark_of_a_line_is_in_no_other_form(desk, house, chen):
    row = line(house, chen, how="accepted", note="他听力不好")
    for verb in ("finish", "missing", "hand-over"):
        page = desk.get(f"{row.get_absolute_url()}{verb}/").content.decode()
        assert "他听力不好" not in page, verb


def test_the_next_line_of_a_sheet_is_ready(desk, house, chen):
    page = desk.get(f"{WALK_IN}blank/?sheets=3").content.decode()
    assert [f"1124-1000-{n}" in page for n in (1, 2, 3, 4)] == [True] * 3 + [False]
    paper = {"at": "2026-11-23T09:30", "sheet": "1124-1000-1", "sheet_line": 1}
    answer = send(desk, what="问路", **paper)
    form = desk.get(answer.url).context["form"]
    assert (form["sheet"].value(), form["sheet_line"].value()) == ("1124-1000-1", "2")
    assert form["at"].value() == "2026-11-23T09:30"
    assert form.opens_more
    assert desk.get(f"{WALK_IN}?sheet=x&sheet_line=y&at=z").status_code == 200


def test_one_visit_holds_several_things_and_a_certificate(desk, house, chen):
    sent = {"certificate": "老年证", "certificate_number": "Q-0231"}
    answer = send(desk, phone=PHONE, name="何平", what="领老年证", **sent)
    row = Line.objects.get()
    assert (row.certificate, row.certificate_number) == ("老年证", "Q-0231")
    page = desk.get(answer.url).content.decode()
    again = f"{WALK_IN}?line={row.number}~{row.center_id}"
    assert f'href="{again}"' in page
    form = desk.get(again).context["form"]
    assert (form["phone"].value(), form["name"].value()) == (PHONE, "何平")
    assert form["what"].value() == ""
    found = desk.get(f"{WALK_IN}all/", {"q": "Q-0231"}).content.decode()
    assert "领老年证" in found
