"""One button turns an item into a case; the receipt names the version that was told."""

from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client, RequestFactory

from center.guide import told
from center.guide.models import Told
from petitions.models import Petition
from tests.center.guide import make
from tests.markup import squeezed
from tests.reservations import make as rooms

AT = make.AT


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def item(house):
    return make.approved(house, *make.colleagues(house), leads_to="errand")


def test_nothing_is_typed_twice_and_the_receipt_names_the_version(item, lin):
    browser = Client()
    browser.force_login(lin)
    assert 'href="/services/gaoling/begin/"' in squeezed(
        browser.get("/services/gaoling/")
    )
    url = browser.get("/services/gaoling/begin/").url
    asked = {name: one[0] for name, one in parse_qs(urlsplit(url).query).items()}
    assert asked == {
        "kind": "errand",
        "title": "请帮我办：高龄津贴",
        "body": "想办“高龄津贴”，请帮我办。",
        "service": "gaoling",
        "told": "1",
    }
    page = browser.get(url)
    filled = page.context["form"]
    assert [filled[name].value() for name in ("kind", "title", "body")] == [
        asked[name] for name in ("kind", "title", "body")
    ]
    answer = browser.post(
        url, {name: asked[name] for name in ("kind", "title", "body")}
    )
    case = Petition.objects.get()
    assert Told.objects.get().subject == f"petitions:{case.code}"
    receipt = squeezed(browser.get(answer.url))
    assert "您看到的是第 1 版" in receipt
    # Another request of the same browser came from no item.
    told_others = {"kind": "help", "title": "灯坏了", "body": "楼道的灯坏了"}
    browser.post("/petitions/new/", told_others)
    assert (Petition.objects.count(), Told.objects.count()) == (2, 1)


@pytest.mark.parametrize(
    ("service", "n"),
    [("gaoling", "2"), ("gaoling", "x"), ("gaoling", "９"), ("other", "1"), ("", "1")],
)
def test_a_version_that_is_none_is_not_believed(house, item, service, n):
    request = RequestFactory().get("/petitions/new/", {"service": service, "told": n})
    request.center = house
    assert told.asked(request) is None


def test_a_cookie_carries_it_over_the_pages_of_a_venue(house, item):
    item.leads_to = "booking"
    answer = told.lead_on(item, "/rooms/meeting/")
    cookie = answer.cookies[told.COOKIE]
    assert (answer.url, cookie["path"]) == ("/rooms/meeting/", "/rooms/meeting/")
    request = RequestFactory().post("/rooms/meeting/book/")
    request.center = house
    request.COOKIES[told.COOKIE] = cookie.value
    told.note(request, "bookings:ABCD", AT)
    told.note(request, "bookings:ABCD", AT)
    assert Told.objects.get().version == item
    request.COOKIES[told.COOKIE] = cookie.value.replace("gaoling", "other")
    assert told.asked(request) is None


def test_a_room_is_booked_from_an_item_and_the_ticket_says_so(house, lin):
    rooms.venue(house, slug="meeting", kind="meeting")
    told_of = {"leads_to": "booking", "venue": "meeting"}
    make.approved(house, *make.colleagues(house), **told_of)
    browser = Client()
    browser.force_login(lin)
    url = browser.get("/services/gaoling/begin/").url
    assert (url, browser.get(url).status_code) == ("/rooms/meeting/", 200)
    start = {"start": "2026-11-24T15:00"}
    form = browser.get(f"{url}book/", start).context["form"]
    assert form["purpose"].value() == "高龄津贴"
    sent = start | {"purpose": form["purpose"].value(), "key": "k" * 32}
    ticket = browser.post(f"{url}book/", sent).url
    assert "您看到的是第 1 版" in squeezed(browser.get(ticket))
    code = Told.objects.get().subject.removeprefix("bookings:")
    assert code in ticket


def test_an_item_without_a_button_leads_to_its_page(house):
    make.approved(house, *make.colleagues(house), slug="plain")
    assert Client().get("/services/plain/begin/").url == "/services/plain/"
