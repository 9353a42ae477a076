"""Every page is for everybody: WCAG 2.2 AA, three text sizes, 320 to 1280 pixels."""

from tests.browser import pages

# The rules of axe find the same at most sizes; at these two the layout differs most.
AXE_AT = {("normal", 390), ("xlarge", 1280)}


def test_everybody_can_use_every_page(portal):
    wrong, opened = [], {}
    for who, template in pages.PAGES:
        page = opened[who] = opened.get(who) or portal.page(who)
        address = portal.address(template)
        answer = page.goto(address)
        assert answer.status == 200, (address, answer.status)
        if address.startswith("/admin/"):
            # Django's own layout, for a desk: no sizes, and a mouse.
            page.set_viewport_size({"width": 390, "height": 900})
            found = pages.violations(page) + pages.torn(page)
            page.set_viewport_size({"width": 1280, "height": 900})
            found += pages.violations(page) + pages.torn(page)
            found += pages.heavy(page) if address == "/admin/" else []
            wrong += [f"{address}: {it}" for it in found]
            continue
        wrong += [f"{address}: {it}" for it in pages.heavy(page)]
        wrong += [
            f"{address} {size}: not said" for size in unsaid(portal, page, address)
        ]
        for size in pages.SIZES:
            page.evaluate(pages.RESIZE, size)
            for width in pages.WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                found = pages.layout(page)
                if (size, width) in AXE_AT:
                    found += pages.violations(page)
                wrong += [f"{address} {size} {width}: {it}" for it in found]
    assert wrong == []


def unsaid(portal, page, address):
    """Return the text sizes that the page does not take over from the cookie.

    All that a size changes is this word, so that the browser loads the page once.
    """
    for size in pages.SIZES:
        portal.size(page, size)
        if f'data-size="{size}"' not in page.request.get(address).text():
            yield size
