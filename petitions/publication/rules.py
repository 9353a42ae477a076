"""What of an answered case may be read by everybody. Pure.

Names, numbers and addresses are blanked; a person decides what a proposal missed.
"""

from collections.abc import Collection

from petitions.rules.privacy import Found, plain_number, proposed, spots

LENGTHS = {"title": 60, "question": 2000, "answer": 3000}
# What must never be published, whoever says that it was looked at.
_NEVER = (
    Found.PHONE,
    Found.ID_NUMBER,
    Found.LONG_NUMBER,
    Found.EMAIL,
    Found.WECHAT,
    Found.PASSPORT,
)
# How alike a text must be to be shown as "perhaps this answers you already".
CLOSE_ENOUGH = 0.2
SEARCHED = 2000


def proposal(
    title: str, question: str, answer: str, names: Collection[str]
) -> dict[str, str]:
    """Propose what to publish of a case, with everything found in it blanked."""
    texts = {"title": title, "question": question, "answer": answer}
    return {name: proposed(text, names) for name, text in texts.items()}


def leaks(
    text: str, names: Collection[str], own_numbers: Collection[str] = ()
) -> list[str]:
    """Return what must not be published: numbers, and names known from the case.

    ``own_numbers`` are the center's; those may stand.
    """
    own = {plain_number(number) for number in own_numbers if number}
    return [
        spot.text
        for spot in spots(text, names)
        if (spot.kind in _NEVER or spot.text in names)
        and plain_number(spot.text) not in own
    ]


def doubts(text: str, names: Collection[str] = ()) -> list[str]:
    return [spot.text for spot in spots(text, names)]
