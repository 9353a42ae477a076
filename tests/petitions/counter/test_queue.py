"""The piles of the desk: whose, in which order, how many."""

import pytest
from django.utils import timezone

from center.roster.models import Absence
from petitions.actions import casework, feedback
from petitions.counter.portal import cards, links
from petitions.counter.queue import PILES, capped
from tests.petitions import make
from tests.petitions.counter.steps import LIST, ago, do, just_now, taken, titles

pytestmark = pytest.mark.django_db


def test_each_pile_holds_its_own_and_nothing_else(desk, house, chen, he):
    taken(house, chen, title="我在办")
    make.petition(house, at=just_now(), title="没人接")
    taken(house, he, title="别人在办")
    answered = taken(house, chen, title="答完了")
    make.answer(answered, chen, at=just_now())
    handed = taken(house, chen, title="转走了")
    casework.hand_over(handed, to=he, reason="顺路", by=chen, at=timezone.now())
    found = {
        name: sorted(titles(desk.get(f"{LIST}?tab={name}")))
        for name in ("mine", "book", "web", "toclose", "open")
    }
    assert found == {
        "mine": ["我在办"],
        "book": ["我在办", "转走了"],
        "web": ["没人接"],
        "toclose": ["答完了"],
        "open": ["别人在办", "我在办", "没人接", "转走了"],
    }


def test_the_most_urgent_comes_first_and_the_parts_are_all(desk, house, chen):
    for days, title in ((2, "新"), (40, "老"), (20, "中")):
        make.taken(house, chen, at=ago(days), title=title)
    answer = desk.get(f"{LIST}?tab=open")
    assert titles(answer) == ["老", "中", "新"]
    numbers = [int(part["number"]) for part in answer.context["counts"]]
    assert (sum(numbers), numbers[0]) == (3, 2)
    assert titles(desk.get(f"{LIST}?tab=open&part=overdue")) == ["老", "中"]
    assert titles(desk.get(f"{LIST}?tab=open&part=later")) == ["新"]


def test_pages_go_on_where_the_last_one_ended(desk, house, chen, monkeypatch):
    monkeypatch.setattr("petitions.counter.queue.PAGE_SIZE", 2)
    for n in range(5):
        make.taken(house, chen, at=ago(2), title=f"第{n}件")
    seen, address = [], f"{LIST}?tab=open"
    while address:
        answer = desk.get(address)
        seen += titles(answer)
        address = answer.context["next_url"] and LIST + answer.context["next_url"]
    assert sorted(seen) == [f"第{n}件" for n in range(5)]
    assert len(seen) == 5


def test_no_query_breaks_the_queue(desk, house):
    for query in (
        "tab=nothing",
        "after=x",
        "after=2026-13-40_1",
        "after=2026-01-01_99999999999999999999999",
        "after=9999-12-31_1",
        "part=nothing",
        "q=%25",
        "q=" + "长" * 500,
        "q=０１２３",
        "tab=call&after=0001-01-01_0",
    ):
        assert desk.get(f"{LIST}?{query}").status_code == 200, query


def test_a_pile_asks_the_same_number_of_queries_for_one_and_for_many(
    desk, house, chen, django_assert_max_num_queries
):
    def queries():
        found = {}
        for pile in PILES:
            with django_assert_max_num_queries(6) as asked:
                desk.get(f"{LIST}?tab={pile.name}")
            found[pile.name] = len(asked)
        return found

    make.taken(house, chen, at=ago(9))
    make.petition(house, at=ago(9))
    desk.get(f"{LIST}?tab=open")  # the opening hours are kept from now on
    one = queries()
    for days in range(3, 9):
        make.taken(house, chen, at=ago(days))
        make.petition(house, at=ago(days))
    assert queries() == one


def test_a_case_is_found_by_code_words_name_and_phone(desk, house, chen):
    case = taken(house, chen, title="电梯又停了", name="林晓", phone="16100000777")
    taken(house, chen, title="别的事", name="吴桐", phone="16100000888")
    spoken = case.code_text.lower()
    for query in (spoken, "电梯", "林晓", "0777", "16100000777"):
        answer = desk.get(LIST, {"q": query})
        assert titles(answer) == ["电梯又停了"], query


def test_a_superior_finds_nobody_by_name_or_phone(client, house, elsewhere, sun, chen):
    taken(elsewhere, sun, title="电梯又停了", name="林晓", phone="16100000777")
    client.force_login(chen)
    assert titles(client.get(LIST, {"q": "电梯"})) == ["电梯又停了"]
    for query in ("林晓", "0777", "16100000777"):
        assert titles(client.get(LIST, {"q": query})) == []


def test_counts_stop_at_the_cap():
    assert [capped(0), capped(999), capped(1000), capped(5000)] == [
        "0",
        "999",
        "999+",
        "999+",
    ]


def test_the_deputy_has_the_cases_the_same_minute(client, house, chen, he):
    taken(house, chen, title="手上的事")
    client.force_login(he)
    assert titles(client.get(LIST)) == []
    client.force_login(chen)
    answer = client.post(
        "/desk/roster/absence/", {"staff": chen.pk, "deputy": he.pk, "starts_at": ""}
    )
    assert answer.status_code == 302
    client.force_login(he)
    assert titles(client.get(LIST)) == ["手上的事"]
    absence = Absence.objects.get()
    client.post(f"/desk/roster/absence/{absence.pk}/end/")
    assert titles(client.get(LIST)) == []


def test_the_call_after_a_low_rating(desk, house, chen):
    case = make.answered(house, chen, at=just_now())
    feedback.rate(case, score=1, by=None, at=timezone.now())
    assert titles(desk.get(f"{LIST}?tab=call")) == [case.title]
    assert do(desk, case, "call", note="打过了，明天再去看").status_code == 302
    assert titles(desk.get(f"{LIST}?tab=call")) == []


def test_the_desk_shows_what_is_due(house, chen, lin):
    make.taken(house, chen, at=ago(40))
    shown = cards(chen, timezone.now())
    assert (shown[0].count, shown[0].is_urgent) == (1, True)
    assert [entry.url for entry in links(chen)] == [
        f"{LIST}new/",
        LIST,
        f"{LIST}figures/",
    ]
    assert (cards(lin, timezone.now()), links(lin)) == ([], [])
