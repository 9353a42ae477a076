"""What nobody found is counted a month, and never a number."""

import pytest

from center.searches.actions import note_empty
from center.searches.models import EmptySearch
from tests.make import moment
from tests.reading_room.samples import title

pytestmark = pytest.mark.django_db
AT = moment("2026-11-24 10:00")


def kept():
    rows = EmptySearch.objects.order_by("month", "term")
    return [(str(one.month), one.term, one.count) for one in rows]


def test_terms_are_counted_in_one_form(house):
    for typed, day in [("三 体", "18"), ("三 体", "30"), ("Python", "30")]:
        at = moment(f"2026-11-{day} 10:00")
        assert note_empty(center=house, place="图书", typed=typed, at=at)
    later = moment("2026-12-01 00:00")
    note_empty(center=house, place="图书", typed="ＰＹＴＨＯＮ", at=later)
    assert kept() == [
        ("2026-11-01", "python", 1),
        ("2026-11-01", "三 体", 2),
        ("2026-12-01", "python", 1),
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "16100000001",
        "陈静 1610000",
        "161 000 00",
        "１６１００００",
        "٣٣٣٣٣٣٣",
        "  ",
        "%_%",
    ],
)
def test_numbers_and_nothing_are_not_kept(house, typed):
    assert not note_empty(
        center=house, place="图书", typed=typed, at=moment("2026-11-18 10:00")
    )
    assert kept() == []


@pytest.mark.parametrize(
    ("term", "kept"),
    [
        ("飞碟登记", ["飞碟登记"]),
        ("16100000001", []),
        ("我叫 1610000 啊", []),
        ("161-0000-0001", []),
        ("123456", ["123456"]),
        ("！！！", []),
    ],
)
def test_what_nobody_found_is_counted_without_numbers(house, term, kept):
    for _ in range(2):
        note_empty(center=house, place="办事指南", typed=term, at=AT)
    rows = EmptySearch.objects.values_list("term", "count")
    assert list(rows) == [(one, 2) for one in kept]


def test_the_library_notes_what_it_does_not_have(client, house, chen):
    title(house, chen, "社区")
    for asked in ({"q": "没有这本"}, {"q": "社区"}, {}, {"q": "没有", "kind": "book"}):
        client.get("/library/", asked)
    assert [term for _, term, _ in kept()] == ["没有这本"]
    assert "/petitions/new/" in client.get("/library/", {"q": "没有"}).content.decode()


def test_a_span_takes_in_the_months_it_touches_the_most_asked_first(
    client, house, zhao, settings
):
    settings.SECOND_FACTOR = False
    for typed in ("三体", "围城", "围城"):
        note_empty(
            center=house, place="图书", typed=typed, at=moment("2026-11-24 10:00")
        )
    client.force_login(zhao)
    asked = {"from": "2026-11-15", "to": "2026-11-30"}
    page = client.get("/desk/searches/", asked).content.decode()
    assert 0 < page.find("围城") < page.find("三体")
    assert "围城" not in client.get("/desk/searches/?from=2026-12-01").content.decode()
