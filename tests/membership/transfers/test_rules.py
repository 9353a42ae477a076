from datetime import date

import pytest

from membership.rules.dates import add_months, age_on, probation_end
from membership.transfers.rules import moves, terms
from membership.transfers.rules.roles import PERMISSION, Actor
from membership.transfers.rules.states import Channel, Direction, Kind, State, Verb


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("issued", "days", "last"),
    [
        ("2026-11-24", 30, "2026-12-24"),
        ("2026-11-24", 1, "2026-11-25"),
        ("2026-11-24", 90, "2027-02-22"),
        ("2026-12-31", 30, "2027-01-30"),
        ("2026-01-31", 28, "2026-02-28"),
        ("2028-01-31", 30, "2028-03-01"),
        ("2027-11-30", 90, "2028-02-28"),
        ("2027-12-01", 90, "2028-02-29"),
    ],
)
def test_the_last_day_of_a_letter(issued, days, last):
    last_day = terms.valid_until(day(issued), days)
    assert last_day == day(last)
    assert not terms.is_expired(last_day, last_day)
    assert terms.is_expired(
        last_day, last_day + (day("2026-01-02") - day("2026-01-01"))
    )


@pytest.mark.parametrize("days", [0, -1, 91, 1000])
def test_a_letter_is_good_for_1_to_90_days(days):
    with pytest.raises(ValueError, match="90"):
        terms.valid_until(day("2026-11-24"), days)


@pytest.mark.parametrize(
    ("today", "ending"),
    [
        ("2026-12-20", False),
        ("2026-12-21", True),
        ("2026-12-24", True),
        ("2026-12-25", False),
    ],
)
def test_a_letter_ends_soon(today, ending):
    assert terms.is_ending(day("2026-12-24"), day(today)) is ending


@pytest.mark.parametrize(
    ("today", "days", "stage"),
    [
        ("2026-11-30", 30, None),
        ("2026-12-01", 30, 7),
        ("2026-12-04", 30, 7),
        ("2026-12-09", 30, 15),
        ("2026-12-23", 30, 15),
        ("2026-12-24", 30, 30),
        ("2027-11-24", 30, 30),
        ("2026-12-24", 45, 15),
        ("2027-01-08", 45, 45),
        ("2026-12-09", 15, 15),
    ],
)
def test_which_reminder_is_due(today, days, stage):
    assert terms.reminder_due(day("2026-11-24"), day(today), days) == stage


def test_a_receipt_is_due_after_thirty_days():
    assert terms.receipt_due(day("2026-11-24")) == day("2026-12-24")
    assert terms.receipt_due(day("2026-11-24"), 15) == day("2026-12-09")


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-11-01", 13, "2027-12-01"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_months_end_where_the_month_ends(start, months, end):
    assert add_months(day(start), months) == day(end)


def test_probation():
    assert probation_end(day("2024-02-29")) == day("2025-02-28")
    today = day("2026-11-24")
    assert terms.probation_refusal(until=today, today=today) == ""
    assert "写明" in terms.probation_refusal(until=None, today=today)
    over = terms.probation_refusal(until=day("2026-11-23"), today=today)
    assert "先由现在的党支部讨论转正" in over


@pytest.mark.parametrize(
    ("paid", "today", "problem"),
    [
        ("2026-11-01", "2026-11-01", ""),
        ("2026-11-01", "2026-11-30", ""),
        ("2026-10-01", "2026-11-01", "要交到转出当月（2026-11）"),
        ("2026-12-01", "2027-01-01", "要交到转出当月（2027-01）"),
        ("2027-11-01", "2026-11-24", ""),
        ("2027-12-01", "2026-11-24", "太远"),
    ],
)
def test_dues_are_paid_up_to_the_month_of_leaving(paid, today, problem):
    found = terms.dues_refusal(day(paid), day(today))
    assert (found == "") == (problem == "")
    assert problem in found


def test_letter_numbers():
    assert terms.letter_number("清街", "formal", 2026, 1) == "清街组转〔2026〕0001号"
    assert terms.letter_number("清街", "group", 2026, 987) == "清街组转〔2026〕0987号"
    assert (
        terms.letter_number("清街", "certificate", 2027, 12345)
        == "清街组证〔2027〕12345号"
    )


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        ("1980-11-24", "2026-11-24", 46),
        ("1980-11-25", "2026-11-24", 45),
        ("2000-02-29", "2026-02-28", 25),
        ("2000-02-29", "2026-03-01", 26),
    ],
)
def test_age(born, today, age):
    assert age_on(day(born), day(today)) == age


# -- Papers


def codes(**fields):
    fields = {
        "direction": "out",
        "kind": "formal",
        "channel": "paper",
        "probationary": False,
        "by_proxy": False,
    } | fields
    return list(terms.papers_for(**fields))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["id", "statement", "target", "dues"]),
        (
            {"probationary": True, "by_proxy": True},
            ["id", "statement", "target", "dues", "probation", "proxy"],
        ),
        ({"kind": "certificate", "probationary": True}, ["id", "statement"]),
        ({"kind": "inside", "channel": "none"}, ["statement", "dues"]),
        ({"kind": "group"}, ["decision", "list", "dues"]),
        ({"kind": "league", "channel": "system"}, ["id", "league"]),
        ({"direction": "in"}, ["id", "letter", "dues", "form", "lives"]),
        (
            {"direction": "in", "channel": "system"},
            ["id", "serial", "dues", "form", "lives"],
        ),
        ({"direction": "in", "kind": "certificate"}, ["id", "certificate"]),
        ({"direction": "in", "kind": "group"}, ["decision", "letter", "list", "dues"]),
    ],
)
def test_what_to_bring(fields, expected):
    assert codes(**fields) == expected


def test_every_kind_has_a_list():
    for direction in Direction:
        for kind in moves.KINDS[direction]:
            assert codes(direction=direction, kind=kind)


# -- The two tables, beside the drawing they come from

OUT = {
    "draft": {"submitted", "withdrawn"},
    "submitted": {"supplement", "accepted", "not_accepted", "withdrawn"},
    "supplement": {"submitted", "withdrawn"},
    "accepted": {"branch_ok", "supplement", "withdrawn"},
    "branch_ok": {"approved", "refused", "withdrawn"},
    "approved": {"sent", "issued", "done"},
    "sent": {"peer_accepted", "bounced"},
    "peer_accepted": {"done"},
    "issued": {"delivered", "lost_check", "overdue", "bounced", "done", "approved"},
    "delivered": {"lost_check", "overdue", "bounced", "done"},
    "lost_check": {"issued", "done"},
    "overdue": {"issued", "bounced", "done"},
    "bounced": {"approved", "supplement"},
    "done": {"archived"},
}
IN = {
    "registered": {"verifying"},
    "verifying": {"returned", "on_hold", "expired_check", "received"},
    "on_hold": {"verifying"},
    "expired_check": {"verifying", "returned"},
    "received": {"assigned"},
    "assigned": {"receipt_sent"},
    "receipt_sent": {"done"},
}


@pytest.mark.parametrize(("direction", "drawing"), [("out", OUT), ("in", IN)])
def test_the_tables_are_the_drawings(direction, drawing):
    table = {}
    for old, new in moves.transitions(Direction(direction)):
        table.setdefault(old, set()).add(new)
    assert table == drawing


def test_every_state_belongs_to_a_direction():
    out, back = (moves.states_of(direction) for direction in Direction)
    assert out | back == frozenset(State)
    assert out & back == {State.DONE}


@pytest.mark.parametrize("direction", list(Direction))
def test_every_state_can_be_left_or_is_final(direction):
    for state in moves.states_of(direction):
        leaves = {old for old, _ in moves.transitions(direction)}
        assert (state in leaves) or state in moves.FINAL
        if state not in moves.FINAL:
            assert state in moves.OPEN


def test_who_acts_where():
    by_verb = {}
    for move in (*moves.OUT, *moves.IN):
        by_verb.setdefault(move.verb, set()).update(move.actors)
    assert by_verb[Verb.APPROVE] == by_verb[Verb.RECEIVE] == {Actor.COMMITTEE}
    assert by_verb[Verb.REFUSE] == by_verb[Verb.RETURN] == {Actor.COMMITTEE}
    sealed = {verb for verb, who in by_verb.items() if Actor.SEAL in who}
    assert sealed == {Verb.ISSUE, Verb.REISSUE, Verb.VOID, Verb.SEND_RECEIPT}
    assert by_verb[Verb.EXPIRE] == {Actor.SYSTEM}
    for actors in by_verb.values():
        assert actors <= {*PERMISSION, Actor.MEMBER, Actor.SYSTEM}


@pytest.mark.parametrize(
    ("kind", "channels"),
    [
        ("formal", {"system", "platform", "paper"}),
        ("group", {"system", "platform", "paper"}),
        ("certificate", {"paper"}),
        ("inside", {"none"}),
        ("league", {"system", "platform"}),
    ],
)
def test_how_a_kind_travels(kind, channels):
    assert moves.channels_for(kind) == channels


@pytest.mark.parametrize(
    ("state", "kind", "channel", "verbs"),
    [
        ("approved", "formal", "paper", {"issue"}),
        ("approved", "formal", "system", {"send"}),
        ("approved", "group", "paper", {"issue"}),
        ("approved", "certificate", "paper", {"issue"}),
        ("approved", "inside", "none", {"complete"}),
        ("approved", "league", "platform", {"send"}),
        ("accepted", "formal", "paper", {"confirm", "object", "withdraw"}),
        ("accepted", "league", "system", {"confirm", "withdraw"}),
        (
            "delivered",
            "certificate",
            "paper",
            {"report-lost", "expire", "bounce", "complete"},
        ),
        (
            "delivered",
            "formal",
            "paper",
            {"report-lost", "expire", "bounce", "receipt"},
        ),
        ("archived", "formal", "paper", set()),
    ],
)
def test_what_may_happen_next(state, kind, channel, verbs):
    found = moves.moves_from("out", state, kind, channel)
    assert {move.verb for move in found} == verbs
    for verb in Verb:
        if verb != Verb.START:
            move = moves.flow_of("out", kind, channel).find(verb, state)
            assert (move is not None) == (verb in verbs)


def test_one_verb_means_one_arrow():
    for direction in Direction:
        for state in State:
            for kind in Kind:
                for channel in Channel:
                    found = moves.moves_from(direction, state, kind, channel)
                    verbs = [move.verb for move in found]
                    assert len(verbs) == len(set(verbs))


@pytest.mark.parametrize(
    ("people", "problem"),
    [
        ({"maker": 1, "approver": 2, "seal": 3, "person": 4}, ""),
        ({"maker": 1, "approver": None, "seal": None, "person": None}, ""),
        ({"maker": 1, "approver": 1, "seal": None, "person": None}, "三个不同的人"),
        ({"maker": 1, "approver": 2, "seal": 1, "person": None}, "三个不同的人"),
        ({"maker": 1, "approver": 2, "seal": 2, "person": None}, "三个不同的人"),
        ({"maker": 1, "approver": 2, "seal": 3, "person": 3}, "自己的组织关系"),
    ],
)
def test_three_people_and_never_the_member(people, problem):
    found = moves.same_person_refusal(**people)
    assert (found == "") == (problem == "")
    assert problem in found
