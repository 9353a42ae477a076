"""Who is there: the chain of those who stand in."""

from center.roster.rules import Away, Presence
from tests.make import moment

A, B, C = 1, 2, 3
NINE, TEN, NOON = (moment(f"2026-11-25 {at}") for at in ("09:00", "10:00", "12:00"))


def test_a_chain_ends_with_whoever_is_there():
    presence = Presence([Away(A, B, NINE, None), Away(B, C, TEN, NOON)])
    found = [presence.acting(A, at) for at in (NINE, TEN, NOON)]
    assert found == [B, C, B]
    assert presence.there([A, B], TEN) == C
    assert presence.turns(NINE, NOON) == [NINE, TEN]


def test_nobody_is_there_in_a_circle_or_behind_a_shut_window():
    circle = Presence([Away(A, B, NINE, None), Away(B, A, NINE, None)])
    assert circle.acting(A, NINE) is None
    shut = Presence([Away(A, None, NINE, NOON), Away(B, None, TEN, NOON)])
    assert [shut.there([A, B], at) for at in (NINE, TEN, NOON)] == [B, None, A]
