"""Every page is for everybody: WCAG 2.2 AA, three text sizes, 320 to 1280 pixels."""

import pytest

from tests.browser.pages import PAGES, SIZES, WIDTHS, complaints, load_axe


@pytest.mark.parametrize("size", SIZES)
def test_everybody_can_use_every_page(portal, size):
    wrong, pages = [], {}
    for who, template in PAGES:
        page = pages[who] = pages.get(who) or portal.page(who)
        portal.size(page, size)
        address = portal.address(template)
        answer = page.goto(address)
        assert answer.status == 200, (address, answer.status)
        assert page.locator(f"html[data-size={size}]").count() == 1, address
        load_axe(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wrong += [f"{address} {size} {width}: {it}" for it in complaints(page)]
    assert wrong == []
