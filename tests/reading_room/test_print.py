"""Labels that a scanner reads, and shelf lists in the order of the shelves."""

import pytest

from reading_room.barcodes import _WIDTHS, drawn, signs_of
from reading_room.models import Title
from tests.make import moment
from tests.reading_room.samples import copy, title

LABELS, SHELVES = "/desk/library/labels/", "/desk/library/shelf-list/"


def test_every_sign_has_eleven_modules_and_is_different():
    assert len(_WIDTHS) == len(set(_WIDTHS)) == 106
    assert {sum(map(int, one)) for one in _WIDTHS} == {11}


def test_the_check_sum_weighs_each_sign_by_its_place():
    # Start B weighs once: 104 + 33 + 2*41 + 3*45 + 4*17 + 5*18 + 6*19 + 7*20 = 766.
    assert signs_of("AIM1234") == [104, 33, 41, 45, 17, 18, 19, 20, 766 % 103]
    assert signs_of("Wikipedia")[-1] == 88


def test_a_code_is_as_wide_as_its_signs():
    width, bars = drawn("001000001")
    assert width == 10 + 11 * (9 + 2) + 13 + 10
    assert bars.count("M") == 3 * (9 + 2) + 4


@pytest.fixture
def desk(client, chen, settings, time_machine):
    settings.SECOND_FACTOR = False
    time_machine.move_to(moment("2026-11-24 10:00"))
    client.force_login(chen)
    return client


@pytest.mark.django_db
def test_labels_of_the_copies_asked_for(desk, house, chen, elsewhere, sun):
    for n, number in enumerate(["D23/12", "D23/2", "K29/1"]):
        copy(house, chen, f"书{n}", f"A{n}", call_number=number)
    copy(elsewhere, sun, "别处", "X9", call_number="D1/1")

    def labelled(**asked):
        page = desk.get(LABELS, asked).context
        return [one["copy"].barcode for sheet in page["sheets"] for one in sheet if one]

    assert labelled() == []
    assert labelled(barcodes="A2 a0 x9") == ["A0", "A2"]
    assert labelled(**{"class": "D"}) == ["A1", "A0"]
    assert labelled(since="2026-11-18") == ["A1", "A0", "A2"]
    assert labelled(since="2026-11-19") == []
    page = desk.get(LABELS, {"class": "D", "skip": "23"})
    assert [len(sheet) for sheet in page.context["sheets"]] == [24, 1]
    assert 'aria-label="条码 A1"' in page.content.decode()


@pytest.mark.django_db
def test_shelf_lists_stand_as_the_books_do(desk, house, chen):
    order = ["D23/2", "D23/12", "D231/1", "D922.1/3", "D922.29/1", "TP31/1", ""]
    for n in (3, 0, 6, 5, 2, 4, 1):
        title(house, chen, f"书{n}", call_number=order[n], place=f"第 {n} 架")

    def listed(**asked):
        return [row.call_number for row in desk.get(SHELVES, asked).context["rows"]]

    assert listed(first="", place="架") == order
    assert listed(**{"class": "D"}) == order[:5]
    assert listed(first="d23/12", last="D922.1") == order[1:4]
    assert listed(place="第 5 架") == ["TP31/1"]
    assert Title.objects.count() == 7
