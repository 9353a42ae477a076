"""A case through somebody's eyes: every word of it that staff read passes here.

``petitions.rules.access`` decides; this gathers what it asks for, for a whole page of
cases at once, and takes the person out of the words where only the matter is seen.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from center.models import User
from petitions.models.people import Conflict, RevealLog
from petitions.models.petition import Petition
from petitions.models.queries import PetitionQuerySet, known_to
from petitions.models.story import Assist, Step
from petitions.rules import VIEW, Verb
from petitions.rules.access import Sight, sight
from petitions.rules.privacy import veiled

IDENTITY = ("name", "phone", "address")
# A search by words reads no more titles than this of other centers.
MOST_READ = 1000


@dataclass(frozen=True, slots=True)
class Reader:
    """What somebody may read of one case."""

    sight: Sight
    known: tuple[str, ...] = ()

    @property
    def knows_person(self) -> bool:
        """Say whether who asked is shown."""
        return self.sight is Sight.WHOLE

    @property
    def sees_matter(self) -> bool:
        """Say whether the case is there at all."""
        return self.sight is not Sight.NOTHING

    def read(self, text: str) -> str:
        """Return words of the case as they may be read; nothing where nothing is."""
        if self.knows_person:
            return text
        return veiled(text, self.known) if self.sees_matter else ""


OWN = Reader(Sight.WHOLE)
NOBODY = Reader(Sight.NOTHING)


def reader_of(case: Petition, user: User | None) -> Reader:
    """Return what a member of staff may read of a case; residents read their own."""
    return readers_of([case], user)[case.pk]


def readers_of(
    cases: Iterable[Petition], user: User | None, *, are_listed: bool = False
) -> dict[int, Reader]:
    """Return what somebody may read of each case; few queries for all of them.

    ``are_listed``: a list has just left out whatever they are named in.
    """
    rows = {case.pk: case for case in cases}
    if user is None or not (user.is_staff and user.has_perm(VIEW)):
        return dict.fromkeys(rows, NOBODY)
    away = set() if are_listed else _named_in(rows, user)
    seen = _sights(rows, user, away)
    veils = [case for case in rows.values() if seen[case.pk] is Sight.MATTER]
    known = _known(veils)
    return {pk: Reader(seen[pk], known.get(pk, ())) for pk in rows}


def _named_in(rows: dict[int, Petition], user: User) -> set[int]:
    return _keys(Conflict.objects.standing().filter(staff=user), rows)


def _sights(rows: dict[int, Petition], user: User, named: set[int]) -> dict[int, Sight]:
    away = [pk for pk, case in rows.items() if case.center_id != user.center_id]
    strange = [pk for pk in away if rows[pk].center_id not in user.center_ids]
    revealed = _keys(RevealLog.objects.filter(by=user), away)
    parts = Assist.objects.filter(center__in=user.center_ids, finished_at__isnull=True)
    assisted = _keys(parts, strange)
    return {
        pk: sight(
            is_named=pk in named,
            is_home=pk not in away,
            is_above=pk not in strange,
            assists=pk in assisted,
            has_revealed=pk in revealed,
        )
        for pk in rows
    }


def _keys(found: object, cases: Iterable[int]) -> set[int]:
    """Return which of these cases have such a row; no query for no case."""
    wanted = list(cases)
    if not wanted:
        return set()
    rows = found.filter(petition__in=wanted)  # type: ignore[attr-defined]
    return set(rows.values_list("petition_id", flat=True))


def _known(cases: list[Petition]) -> dict[int, tuple[str, ...]]:
    """Return the words that are known to mean the person, also those once corrected."""
    known = {case.pk: {getattr(case, field) for field in IDENTITY} for case in cases}
    people = {case.person_id: case.pk for case in cases if case.person_id}
    if not cases:
        return {}
    for pk, details in Step.objects.filter(
        petition__in=known, verb=Verb.CORRECT
    ).values_list("petition_id", "details"):
        old = details.get("old")
        if isinstance(old, dict):
            known[pk] |= {str(old.get(field, "")) for field in IDENTITY}
    if people:
        accounts = dict(_accounts(people))
        for case in cases:
            known[case.pk] |= set(accounts.get(case.person_id or 0, ()))
    return {pk: tuple(sorted(words - {""})) for pk, words in known.items()}


def _accounts(people: Iterable[int]) -> Iterable[tuple[int, tuple[str, str]]]:
    rows = User.objects.filter(pk__in=people).values_list("pk", "name", "phone")
    return [(pk, (name, phone or "")) for pk, name, phone in rows]


def titled(cases: PetitionQuerySet, text: str, user: User) -> Q:
    """Return which cases have these words in a title as this person reads it.

    Where only the matter is seen the title is read as it is shown, so that no search
    finds, and none betrays by finding nothing, what the veil covers.
    """
    knows = known_to(user)
    has = Q(title__icontains=text)
    if not set(user.center_ids) - {user.center_id}:
        return has & knows
    away = list(cases.filter(has).exclude(knows).order_by("due_on", "pk")[:MOST_READ])
    readers = readers_of(away, user, are_listed=True)
    wanted = text.casefold()
    found = [
        case.pk
        for case in away
        if wanted in readers[case.pk].read(case.title).casefold()
    ]
    return has & knows | Q(pk__in=found)
