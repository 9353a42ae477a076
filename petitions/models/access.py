"""A case through somebody's eyes: every word of it that staff read passes here.

``petitions.rules.access`` decides; this gathers what it asks for, for a whole page of
cases at once, and takes the person out of the words where only the matter is seen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, Value

from center.models import User
from center.searchable import anywhere
from center.text import half_width, spellings
from petitions.models.people import Conflict, RevealLog
from petitions.models.petition import Petition
from petitions.models.queries import PetitionQuerySet, known_to
from petitions.models.signers import CoSigner
from petitions.models.story import Assist, Step
from petitions.rules.access import Sight, sight
from petitions.rules.privacy import veiled
from petitions.rules.roles import VIEW
from petitions.rules.states import Verb

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
        return self.sight is Sight.WHOLE

    @property
    def sees_matter(self) -> bool:
        return self.sight is not Sight.NOTHING

    def read(self, text: str) -> str:
        """Return words of the case as they may be read; nothing where nothing is."""
        if self.knows_person:
            return text
        return veiled(text, self.known) if self.sees_matter else ""


# A case as ``readable`` gives it.
Told = Any

OWN = Reader(Sight.WHOLE)
NOBODY = Reader(Sight.NOTHING)


def reader_of(case: Petition, user: User | None) -> Reader:
    return readers_of([case], user)[case.pk]


def readers_of(
    cases: Iterable[Petition], user: User | None, *, are_listed: bool = False
) -> dict[int, Reader]:
    """Return what somebody may read of each case; one query for those of their center.

    Another asks for all others. ``are_listed``: a list has just left out whatever they
    are named in.
    """
    rows = {case.pk: case for case in cases}
    if user is None or not (user.is_staff and user.has_perm(VIEW)):
        return dict.fromkeys(rows, NOBODY)
    home = {pk: case for pk, case in rows.items() if case.center_id == user.center_id}
    named = set() if are_listed else _named_in(home, user)
    told = _told({pk: rows[pk] for pk in rows.keys() - home.keys()}, user)
    return {
        pk: _reader(case, told.get(pk), user, is_named=pk in named)
        for pk, case in rows.items()
    }


def _named_in(cases: dict[int, Told], user: User) -> set[int]:
    """Return in which of these cases somebody is named, so that they see nothing."""
    told = {pk for pk, case in cases.items() if _is_told(case, user)}
    named = {pk for pk in told if cases[pk].keeps_away}
    sure = {pk for pk, case in cases.items() if case.opened_by == user.pk}
    if unsure := cases.keys() - told - sure:
        away = Conflict.objects.standing().filter(staff=user, petition__in=unsure)
        named |= set(away.values_list("petition", flat=True))
    return named


def opened(cases: PetitionQuerySet, user: User) -> Petition | None:
    """Return the first of these cases that somebody may open, ready to be read.

    What decides how far is asked for one of another center only: in their own they
    read the whole of what they are not named in.
    """
    seen = cases.seen_by(user)
    case = seen.first()
    if case is None:
        return None
    if case.center_id != user.center_id:
        return readable(seen, user).first()
    case.opened_by = user.pk
    return case


def readable(cases: PetitionQuerySet, user: User) -> PetitionQuerySet:
    """Return the same cases, each with what decides how far somebody may read it.

    A list that is read this way needs no other query for its readers.
    """
    of_case = {"petition": OuterRef("pk")}
    parts = Assist.objects.filter(center__in=user.center_ids, finished_at__isnull=True)
    signed = CoSigner.objects.filter(**of_case)
    corrected = Step.objects.filter(**of_case, verb=Verb.CORRECT)
    return cases.annotate(
        reads=Value(user.pk),
        keeps_away=Exists(Conflict.objects.standing().filter(**of_case, staff=user)),
        assists_in=Exists(parts.filter(**of_case)),
        has_revealed=Exists(RevealLog.objects.filter(**of_case, by=user)),
        corrections=ArraySubquery(corrected.values("details")),
        signed_names=ArraySubquery(signed.values("name")),
        signed_phones=ArraySubquery(signed.values("phone")),
        account_name=F("person__name"),
        account_phone=F("person__phone"),
    )


def _told(cases: dict[int, Petition], user: User) -> dict[int, Told]:
    """Return cases of other centers as ``readable`` gives them; ask for the others."""
    told = {pk: case for pk, case in cases.items() if _is_told(case, user)}
    if wanted := cases.keys() - told.keys():
        told |= readable(Petition.objects.filter(pk__in=wanted), user).in_bulk()
    return told


def _is_told(case: Petition, user: User) -> bool:
    return getattr(case, "reads", None) == user.pk


def _reader(case: Petition, told: Told | None, user: User, *, is_named: bool) -> Reader:
    seen = sight(
        is_named=is_named or (told is not None and told.keeps_away),
        is_home=case.center_id == user.center_id,
        is_above=case.center_id in user.center_ids,
        assists=told is not None and told.assists_in,
        has_revealed=told is not None and told.has_revealed,
    )
    if told is None or seen is not Sight.MATTER:
        return Reader(seen)
    return Reader(seen, _known(case, told))


def _known(case: Petition, told: Told) -> tuple[str, ...]:
    """Return the words that are known to mean the person, also those once corrected."""
    known = {getattr(case, field) for field in IDENTITY}
    known |= {told.account_name or "", told.account_phone or ""}
    known |= {*told.signed_names, *told.signed_phones}
    for details in told.corrections:
        old = details.get("old")
        if isinstance(old, dict):
            known |= {str(old.get(field, "")) for field in IDENTITY}
    return tuple(sorted(known - {""}))


def _is_read(case: Petition, reader: Reader, wanted: list[str]) -> bool:
    title = half_width(reader.read(case.title)).casefold()
    return any(one in title for one in wanted)


def titled(cases: PetitionQuerySet, text: str, user: User) -> Q:
    """Return which cases have these words in a title as this person reads it.

    Where only the matter is seen the title is read as it is shown, so that no search
    finds, and none betrays by finding nothing, what the veil covers.
    """
    knows = known_to(user)
    has = anywhere(text, "title")
    if not set(user.center_ids) - {user.center_id}:
        return has & knows
    unknown = readable(cases.filter(has).exclude(knows), user)
    away = list(unknown.order_by("due_on", "pk")[:MOST_READ])
    readers = readers_of(away, user, are_listed=True)
    wanted = [one.casefold() for one in spellings(text)]
    found = [case.pk for case in away if _is_read(case, readers[case.pk], wanted)]
    return has & knows | Q(pk__in=found)
