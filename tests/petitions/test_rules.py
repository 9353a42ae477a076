"""The table of moves and the small rules around it."""

from datetime import timedelta

import pytest

from petitions.publication.rules import (
    doubts,
    leaks,
    proposal,
)
from petitions.rules.flow import FLOW
from petitions.rules.followup import needs_supervisor
from petitions.rules.receipt import needs_witness, receipt_refusal
from petitions.rules.replies import is_bad, may_change_rating
from petitions.rules.states import OPEN, Kind, State, Verb
from tests.make import moment


def test_every_change_of_state_there_is():
    assert sorted(FLOW.pairs) == [
        ("answered", "closed"),
        ("answered", "in_hand"),
        ("closed", "in_hand"),
        ("escalated", "handed_back"),
        ("escalated", "in_hand"),
        ("escalated", "withdrawn"),
        ("handed_back", "answered"),
        ("handed_back", "escalated"),
        ("handed_back", "in_hand"),
        ("handed_back", "withdrawn"),
        ("in_hand", "answered"),
        ("in_hand", "escalated"),
        ("in_hand", "withdrawn"),
        ("registered", "in_hand"),
        ("registered", "withdrawn"),
    ]


def test_every_verb_but_the_first_is_in_the_table():
    assert {one.verb for one in FLOW.table} == set(Verb) - {Verb.REGISTER}


def test_nothing_leads_out_of_withdrawn_and_only_reopening_out_of_closed():
    out = {
        state: [
            (one.verb, one.target)
            for one in FLOW.table
            if state in one.sources and one.target
        ]
        for state in (State.CLOSED, State.WITHDRAWN)
    }
    assert out == {
        State.CLOSED: [(Verb.REOPEN, State.IN_HAND)],
        State.WITHDRAWN: [],
    }


def test_only_calling_it_back_brings_it_home_from_above():
    home = [
        one.verb
        for one in FLOW.table
        if State.ESCALATED in one.sources and one.target == State.IN_HAND
    ]
    assert home == [Verb.RECALL]


def test_a_superior_answer_never_closes():
    assert FLOW.find(Verb.HAND_BACK, State.ESCALATED).target == State.HANDED_BACK
    assert FLOW.find(Verb.CLOSE, State.HANDED_BACK) is None
    assert State.HANDED_BACK in OPEN


def test_a_refusal_says_where_the_case_stands():
    assert FLOW.refusal(Verb.TAKE, "closed") == (
        "这件诉求现在是“已办结”，不能接手。请刷新页面看看最新情况。"
    )


AT = moment("2026-11-24 09:00")


@pytest.mark.parametrize(
    ("received", "problem", "witness"),
    [
        ("2026-11-24 09:00", "", False),
        ("2026-11-24 09:01", "收到的时间还没到，不能填将来的时间，最晚填现在。", False),
        ("2026-11-23 09:00", "", False),
        ("2026-11-23 08:59", "", True),
        ("2020-01-01 00:00", "收到的时间太早了，请核对年份。", True),
    ],
)
def test_backdating(received, problem, witness):
    received = moment(received)
    assert receipt_refusal(received, AT) == problem
    assert needs_witness(received, AT) is witness


def test_ratings():
    assert [is_bad(score) for score in range(1, 6)] == [True, True, False, False, False]
    day = timedelta(hours=24)
    assert may_change_rating(AT, AT + day - timedelta(seconds=1))
    assert not may_change_rating(AT, AT + day)


def test_two_returns_are_enough():
    assert [needs_supervisor(count) for count in range(4)] == [False, False, True, True]


# -- Publication


def test_a_proposal_blanks_all_three_texts():
    found = proposal("林晓的灯", "电话16100000001", "林晓您好", ["林晓"])
    assert found == {"title": "■■的灯", "question": "电话■■", "answer": "■■您好"}


def test_leaks_are_numbers_and_known_names():
    text = "林晓 16100000001 000-16100000 王阿姨 3栋2单元501"
    assert leaks(text, ["林晓"], ["000-16100000"]) == ["林晓", "16100000001"]
    assert doubts("王阿姨 3栋2单元501") == ["王", "3栋2单元501"]


def test_kinds_are_those_of_the_form():
    assert Kind.values == ["help", "opinion", "consultation", "errand"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("欧阳女士来电", ["欧阳"]),
        ("老张说灯坏了，找张总", ["老张", "张总"]),
        ("仇大姐家漏水，请打老王电话", ["仇大姐", "老王"]),
        ("小区的路灯、小高层的电梯，施工在夜里，员工的事", []),
        ("主管经理说老年人来办", []),
    ],
)
def test_people_are_spoken_of_in_many_ways(text, found):
    assert doubts(text) == found
