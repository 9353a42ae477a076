"""Look at words before they leave the house, whatever verb they leave by."""

from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError

from center.models import User
from petitions.models import Petition
from petitions.models.access import reader_of
from petitions.rules.drafts import Problem, outgoing_problems


class Own(NamedTuple):
    """What is the person's own, or the center's."""

    numbers: list[str]
    words: str


def own_of(case: Petition, by: User | None) -> Own:
    """Return the numbers and words of the person that may stand in what they read.

    Only for who may know them: for anybody else they are a stranger's, so that nobody
    can try numbers out.
    """
    numbers, words = [case.center.phone], case.center.address
    if by is None or reader_of(case, by).knows_person:
        account = case.person.phone if case.person else ""
        numbers += [case.phone, account or ""]
        words = "\n".join((words, case.title, case.body, case.address))
    return Own(numbers, words)


def check(case: Petition, texts: Iterable[str], *, by: User) -> None:
    """Refuse words with a blank left to fill in, a veil, or what is a stranger's."""
    own = own_of(case, by)
    for text in filter(None, texts):
        stop_at(outgoing_problems(text, own.numbers, own.words))


def stop_at(problems: Iterable[Problem]) -> None:
    """Refuse with every problem that must be mended first."""
    blocking = [one for one in problems if one.is_blocking]
    if blocking:
        raise ValidationError([ValidationError(one.text, one.code) for one in blocking])
