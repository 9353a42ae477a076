"""What the catalog and the notices show on the home page."""

from django.test import Client

from tests.center.guide import make
from tests.center.notices import make as notices
from tests.markup import squeezed


def test_the_home_page_asks_what_is_to_be_done_and_shows_what_is_new(house):
    two = make.colleagues(house)
    browser = Client()
    browser.get("/")
    make.approved(house, *two, leads_to="errand")
    page = squeezed(browser.get("/"))
    assert 'action="/services/"' in page
    assert 'href="/services/gaoling/"' in page
    for n in range(4):
        notices.approved(house, *two, title=f"通知{n}")
    page = squeezed(browser.get("/"))
    assert [f"通知{n}" in page for n in range(4)] == [False, True, True, True]
