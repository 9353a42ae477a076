"""The table of transitions, without any row."""

import pytest
from django.db.models import TextChoices

from center.workflow.rules import Transition, Workflow


class State(TextChoices):
    NEW = "new", "新的"
    OPEN = "open", "在办"
    DONE = "done", "办完"


FLOW = Workflow(
    State,
    Transition("start", [State.NEW], State.OPEN, permission="app.start"),
    Transition("write", [State.NEW, State.OPEN]),
    Transition("end", [State.OPEN], State.DONE, refusal="{now}的不能办结。"),
    Transition("end", [State.NEW], State.NEW),
)


def test_the_pairs_follow_the_states_and_leave_out_what_stays():
    assert FLOW.pairs == [("new", "open"), ("open", "done")]
    assert [
        (old, new) for old in State for new in State if FLOW.may_become(old, new)
    ] == FLOW.pairs


def test_one_verb_may_lead_to_different_states():
    assert FLOW.find("end", "open").target == State.DONE
    assert FLOW.find("end", "new").target == State.NEW
    assert FLOW.find("end", "done") is None


@pytest.mark.parametrize(
    ("verb", "state", "text"),
    [
        ("start", "new", ""),
        ("start", "open", "现在是“在办”，不能改成“在办”。"),
        ("write", "done", "现在是“办完”，不能这样办。"),
        ("end", "done", "办完的不能办结。"),
    ],
)
def test_a_refusal_says_where_the_row_stands(verb, state, text):
    assert FLOW.refusal(verb, state) == text


def test_a_verb_says_its_permission_and_whether_it_moves():
    assert (FLOW.permission("start"), FLOW.permission("write")) == ("app.start", "")
    assert (FLOW.moves("start"), FLOW.moves("write")) == (True, False)


@pytest.mark.parametrize("ask", [FLOW.refusal, FLOW.find])
def test_a_verb_that_is_not_in_the_table_is_a_slip(ask):
    with pytest.raises(LookupError):
        ask("strat", "new")
