"""What a reader finds at /library/."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from center.registers import actions
from reading_room.actions import strike_title
from reading_room.views import catalog
from tests.reading_room.samples import AT, title
from tests.reservations import make as bookings

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(house, chen):
    return {
        name: title(house, chen, name, **more)
        for name, more in {
            "社会保险一本通": {"aliases": "社保 五险", "call_number": "F842/2"},
            "社会学入门": {"author": "曾禾", "call_number": "C91/1", "copies": 3},
            "调休怎么算": {"call_number": "D922.5/9"},
            "重庆地方史": {"isbn": "9787020002207", "call_number": "K29/1"},
            "Python 编程": {"call_number": "TP31/1"},
            "云州日报": {"kind": "newspaper"},
        }.items()
    }


def found(client, **asked):
    answer = client.get("/library/", asked)
    assert answer.status_code == 200
    return [card["row"].name for card in answer.context["cards"]]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("社会", ["社会保险一本通", "社会学入门"]),
        ("会保", ["社会保险一本通"]),
        ("五险", ["社会保险一本通"]),
        ("shbx", ["社会保险一本通"]),
        ("she hui", ["社会保险一本通", "社会学入门"]),
        ("cq", ["重庆地方史"]),
        ("chongqing", ["重庆地方史"]),
        ("tiaoxiu", ["调休怎么算"]),
        ("diaoxiu", []),
        ("曾禾", ["社会学入门"]),
        ("978-7-02-000220-7", ["重庆地方史"]),
        ("python", ["Python 编程"]),
        ("社会 入门", ["社会学入门"]),
        ("入门 shx", ["社会学入门"]),
        ("s", ["社会保险一本通", "社会学入门"]),
        ("%", []),
        ("_", []),
        ("没有这本", []),
    ],
)
def test_what_is_asked_is_found_the_best_first(client, shelf, typed, names):
    assert found(client, q=typed) == names


def test_what_is_equal_comes_first_then_what_begins_so(client, house, chen):
    for name in ("新版社区", "社区生活", "社区"):
        title(house, chen, name)
    assert found(client, q="社区") == ["社区", "社区生活", "新版社区"]


def test_a_page_of_very_many_is_the_same_by_its_indexes(
    client, house, chen, monkeypatch
):
    names = [
        "社会",
        "社会学",
        "社会保险",
        "新社会",
        "社区",
        "设计",
        "少年",
        "山",
        "C 语言",
    ]
    for name in names:
        title(house, chen, name)
    monkeypatch.setattr(catalog, "PER_PAGE", 3)

    def pages(many):
        monkeypatch.setattr(catalog, "MANY", many)
        return {
            (typed, page): found(client, q=typed, page=page)
            for typed in (
                "社会",
                "社",
                "s",
                "sh",
                "shehui",
                "shan",
                "c",
                "保险",
                "社 会",
            )
            for page in (1, 2)
        }

    plain = pages(10**6)
    assert pages(1) == plain
    assert plain["社会", 1] == ["社会", "社会保险", "社会学"]


def test_classes_and_kinds_narrow_it(client, shelf):
    assert found(client, **{"class": "D"}) == ["调休怎么算"]
    assert found(client, kind="newspaper") == ["云州日报"]
    assert len(found(client, kind="nonsense", **{"class": "L"})) == 6


def test_the_page_counts_copies_by_class(client, shelf):
    answer = client.get("/library/")
    counted = {label: copies for label, copies, _ in answer.context["classes"]}
    assert (counted["C 社会科学总论"], counted["K 历史、地理"]) == (3, 1)
    text = " ".join(answer.content.decode().split())
    assert "藏书 7 册" in text
    assert "报纸 1 种" in text


def test_only_this_center_and_only_what_is_there(client, house, elsewhere, chen, shelf):
    other = title(elsewhere, chen, "社会别处的书")
    gone = shelf["社会学入门"]
    strike_title(gone, version=1, reason="剔旧", by=chen, at=AT)
    assert found(client, q="社会") == ["社会保险一本通"]
    for row in (other, gone):
        assert client.get(f"/library/{row.pk}/").status_code == 404
    page = client.get(f"/library/{shelf['调休怎么算'].pk}/").content.decode()
    assert "D922.5/9" in page


def test_a_corrected_name_is_found_by_its_new_sound(client, chen, shelf):
    row = shelf["社会学入门"]
    values = {"name": "单老师讲社会学", "spoken": ""}
    actions.change(row, version=1, by=chen, at=AT, **values)
    assert found(client, q="shanlaoshi") == ["单老师讲社会学"]
    row.refresh_from_db()
    actions.change(row, version=2, by=chen, at=AT, spoken="dan lao shi")
    assert found(client, q="danlaoshi") == ["单老师讲社会学"]


def test_more_titles_need_no_more_queries(client, house, chen, shelf, time_machine):
    time_machine.move_to(AT, tick=False)
    bookings.venue(center=house, kind="reading")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/library/", {"q": "社"})
        return len(captured)

    queries()
    few = queries()
    title(house, chen, "社区")
    assert queries() <= 6, "what was counted before is counted again once"
    assert queries() == few <= 6


def test_pages_of_a_search_end_where_counting_ends(client, shelf, monkeypatch):
    monkeypatch.setattr(catalog, "PER_PAGE", 2)
    assert found(client) == ["重庆地方史", "Python 编程"]
    last = client.get("/library/", {"page": 9})
    assert (last.context["page"].number, last.context["has_more"]) == (3, False)
    monkeypatch.setattr(catalog, "MOST_COUNTED", 3)
    last = client.get("/library/", {"page": 9})
    assert (last.context["page"].number, last.context["has_more"]) == (2, True)
    assert "3 条以上" in " ".join(last.content.decode().split())


def test_a_free_seat_and_the_way_to_book_it_stand_beside(client, house, shelf):
    venue = bookings.venue(center=house, kind="reading")
    text = client.get("/library/").content.decode()
    assert venue.name in text
    assert f"/rooms/{venue.slug}/" in text
