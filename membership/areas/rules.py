"""Which area an address lies in, by the words that stand in it. Pure."""

from collections.abc import Iterable, Sequence

from center import search

# One character is in half of all addresses.
SHORTEST = 2


def words_of(text: str) -> list[str]:
    """Return the words of an area as they are compared: one a line, or with commas."""
    for mark in "，、；,;":
        text = text.replace(mark, "\n")
    found = [search.packed(one) for one in text.splitlines()]
    return [one for one in found if len(one) >= SHORTEST]


def fit(typed: str, words: Iterable[str]) -> int:
    """Return how well an address fits: the length of the longest word in it, or 0.

    A part of a word does too, where the whole address is that part: 柳溪 for 柳溪里.
    """
    address = search.packed(typed[: search.LONGEST_QUESTION])
    if len(address) < SHORTEST:
        return 0
    return max(
        (len(one) for one in words if one in address or address in one), default=0
    )


def best(typed: str, areas: Sequence[tuple[int, str]]) -> list[int]:
    """Return the numbers of the areas that fit, the best first."""
    fits = [(fit(typed, words_of(text)), number) for number, text in areas]
    ranked = sorted(fits, key=lambda one: -one[0])
    return [number for length, number in ranked if length]
