"""Every page is for everybody: WCAG 2.2 AA, three text sizes, 320 to 1280 pixels."""

import pytest

from tests.browser import pages

# The rules of axe find the same at most sizes; at these two the layout differs most.
AXE_AT = {("normal", 390), ("xlarge", 1280)}


@pytest.mark.parametrize("size", pages.SIZES)
def test_everybody_can_use_every_page(portal, size):
    wrong, opened = [], {}
    for who, template in pages.PAGES:
        page = opened[who] = opened.get(who) or portal.page(who)
        portal.size(page, size)
        address = portal.address(template)
        answer = page.goto(address)
        assert answer.status == 200, (address, answer.status)
        assert page.locator(f"html[data-size={size}]").count() == 1, address
        for width in pages.WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found = pages.layout(page)
            if (size, width) in AXE_AT:
                found += pages.violations(page)
            wrong += [f"{address} {size} {width}: {it}" for it in found]
    assert wrong == []
