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


# Whether each text of the form fits its gap, and each gap the paper, in millimeters.
OUTSIDE = """() => {
  const paper = document.querySelector("svg.a4").getBoundingClientRect();
  const shown = [...document.querySelectorAll(".gap, .gap .value, .part p, .part h2")];
  return shown.filter((one) => {
    const box = one.getBoundingClientRect();
    const room = (one.closest(".gap") ?? document.body).getBoundingClientRect();
    return box.left < paper.left || box.right > paper.right || box.top < paper.top
      || box.bottom > paper.bottom
      || box.left < room.left - 1 || box.right > room.right + 1;
  }).map((one) => one.textContent);
}"""
PLACES = """(what) => [...document.querySelectorAll(what)]
  .filter((one) => getComputedStyle(one).visibility == "visible" && one.textContent)
  .map((one) => [one.textContent, one.getBoundingClientRect()])
  .map(([text, box]) => [text, Math.round(box.x * 10), Math.round(box.y * 10)])"""


def test_the_longest_names_stay_in_their_gaps(portal, qian):
    house, chen = portal.cast["house"], portal.cast["chen"]
    committee = party.organization(
        "working",
        center=house,
        name="中共" + "很长很长的街道" * 11 + "委",
        letter_word="清河街道组织办公室",
        address="某某省某某市某某区" * 13,
    )
    branch = party.organization("branch", committee, name="中共" + "第一楼宇" * 19)
    organizer = people.staff("何平", Role.ORGANIZER, center=house)
    seal = people.staff("石磊", Role.CLERK, center=house)
    party.post(qian, branch)
    party.post(organizer, committee, "organizer")
    party.post(seal, committee, "seal")
    cast = make.Cast(
        clerk=chen, secretary=qian, organizer=organizer, seal=seal, branch=branch
    )
    name = "阿卜杜拉·买买提·吐尔逊江"
    member = party.member(branch, name, id_number=party.id_number())
    far = "中共" + "某某省某某市某某区" * 8 + "委员会"
    row = make.outgoing(house, member, chen, other_side=far, other_heading=far)
    row = cast.run(row, *make.WAY_OUT["issued"])
    page = portal.page("chen")
    page.goto(f"{row.desk_url}letter/")
    assert name in page.inner_text(".part.letter").replace("\n", "")
    assert page.evaluate(OUTSIDE) == []
    assert sheets(page) == 1


def test_an_overlay_prints_what_was_filled_in_where_it_stood(portal, cases):
    page = portal.page("chen")
    page.goto(f"{cases['out']}letter/")
    filled = page.evaluate(PLACES, ".parts .value, .parts s")
    everything = page.evaluate(PLACES, ".parts p, .parts h2")
    page.goto(f"{cases['out']}letter/?mode=overlay")
    assert page.evaluate(PLACES, ".parts .value, .parts s") == filled
    assert page.evaluate(PLACES, ".parts p, .parts h2") == []
    assert len(filled) > 20
    assert len(everything) > 20


def test_pages_fit_a_phone(portal, cases):
    page = portal.page("chen", width=320)
    for address in ("/desk/transfers/", cases["out"], f"{cases['out']}letter/"):
        page.goto(address)
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"), address
