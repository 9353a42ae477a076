"""What is printed fits on one sheet of A4."""

import re

import pytest


def sheets(page):
    """Return on how many sheets the page would be printed."""
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", paper))


PRINTED = [
    ("lin", "/bookings/{booking}/"),
    ("lin", "/petitions/{petition}/"),
    ("lin", "/petitions/{errand}/"),
    ("lin", "/petitions/{errand}/slip/"),
    ("chen", "/desk/today/sheet/{room}/"),
]


@pytest.mark.parametrize("size", ["normal", "xlarge"])
def test_a_sheet_of_paper_is_enough(portal, size):
    needed = {}
    for who, template in PRINTED:
        page = portal.page(who)
        portal.size(page, size)
        assert page.goto(portal.address(template)).status == 200
        needed[template] = sheets(page)
    assert needed == {template: 1 for _, template in PRINTED}
