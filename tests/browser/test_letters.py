"""The printed letter: each print is one sheet of A4, with everything on it."""

import re

import pytest

from center.rules import Role
from tests import make as people
from tests.membership import make as party
from tests.membership.transfers import make


def sheets(page):
    """Return on how many sheets the page would be printed."""
    paper = page.pdf(prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", paper))


@pytest.fixture
def cases(portal, qian):
    """An issued letter out, missing papers, and somebody who came in."""
    house, chen = portal.cast["house"], portal.cast["chen"]
    committee = party.organization(
        "working", center=house, name="中共清河街道工作委员会", letter_word="清街"
    )
    branch = party.organization("branch", committee, name="中共清河第一支部委员会")
    organizer = people.staff("何平", Role.ORGANIZER, center=house)
    seal = people.staff("石磊", Role.CLERK, center=house)
    party.post(qian, branch)
    party.post(organizer, committee, "organizer")
    party.post(seal, committee, "seal")
    cast = make.Cast(
        clerk=chen, secretary=qian, organizer=organizer, seal=seal, branch=branch
    )
    first, second = party.member(branch, "秦朗"), party.member(branch, "施工")
    out = make.outgoing(house, first, chen)
    lacking = make.outgoing(house, second, chen)
    came = make.incoming(house, chen)
    return {
        "out": cast.run(out, *make.WAY_OUT["issued"]).desk_url,
        "lacking": cast.run(lacking, *make.WAY_OUT["supplement"]).desk_url,
        "came": cast.run(came, *make.WAY_IN["assigned"]).desk_url,
    }


def test_every_print_is_one_sheet(portal, cases):
    page = portal.page("chen")
    prints = [
        f"{cases['out']}letter/?part={part}&mode={mode}"
        for part in ("all", "stub", "letter", "receipt")
        for mode in ("copy", "overlay")
    ]
    prints += [f"{cases['lacking']}papers/", f"{cases['came']}receipt-form/"]
    for address in prints:
        assert page.goto(address).status == 200
        assert sheets(page) == 1, address


def test_the_form_is_as_large_as_the_paper(portal, cases):
    page = portal.page("chen")
    page.goto(f"{cases['out']}letter/")
    page.emulate_media(media="print")
    box = page.locator("svg.a4").bounding_box()
    millimeter = 96 / 25.4
    assert abs(box["width"] - 210 * millimeter) < 1
    assert box["x"] == box["y"] == 0
    assert not page.locator("header.site").is_visible()


def test_pages_fit_a_phone(portal, cases):
    page = portal.page("chen", width=320)
    for address in ("/desk/transfers/", cases["out"], f"{cases['out']}letter/"):
        page.goto(address)
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"), address
