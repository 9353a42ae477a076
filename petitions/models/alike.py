"""Other requests of the same person about the same matter, for whoever may know."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, QuerySet, When

from center.models import User
from petitions.models.people import Link
from petitions.models.petition import Petition
from petitions.models.queries import PetitionQuerySet, known_to
from petitions.rules.alike import REMEMBERED, Gist, Matter, gist_of, is_alike

# Of somebody who asks all the time the newest are compared.
MOST = 200


class Twin(NamedTuple):
    """Another request of the same person; linked, or only alike."""

    case: Petition
    is_linked: bool


def twins_of(
    cases: Collection[Petition], among: PetitionQuerySet
) -> dict[int, list[Twin]]:
    """Return the twins of each case ``among`` what somebody may know; one query.

    What staff have linked is one, what they have told apart is none, whatever it says.
    """
    own = _of_same_person(cases)
    if not own:
        return {case.pk: [] for case in cases}
    near = among.filter(own, anonymous=False, forgotten_at=None)
    near = near.annotate(linked=_ties(stands=True), apart=_ties(stands=False))
    found: list[Any] = list(near.order_by("-registered_at", "-pk")[:MOST])
    gists: dict[int, Gist] = {}
    return {
        case.pk: [
            Twin(other, case.pk in other.linked)
            for other in found
            if _is_twin(case, other, gists)
        ]
        for case in cases
    }


def known_among(user: User) -> PetitionQuerySet:
    return Petition.objects.visible_to(user).filter(known_to(user))


def suspected(case: Petition, user: User) -> PetitionQuerySet:
    """Return what looks like the same matter of the same person, and nobody linked."""
    twins = twins_of([case], known_among(user))[case.pk]
    alike = [twin.case.pk for twin in twins if not twin.is_linked]
    return Petition.objects.filter(pk__in=alike)


def _of_same_person(cases: Collection[Petition]) -> Q:
    named = [case for case in cases if not case.anonymous]
    phones = {case.phone for case in named} - {""}
    people = {case.person_id for case in named} - {None}
    theirs = Q()
    if phones:
        theirs |= Q(phone__in=phones)
    return theirs | Q(person__in=people) if people else theirs


def _ties(*, stands: bool) -> ArraySubquery:
    """Return the numbers of what a case is linked with, or was told apart from."""
    here: Any = OuterRef("pk")
    ties: QuerySet[Any] = Link.objects.filter(
        Q(first=here) | Q(second=here), undone_at__isnull=stands
    )
    other = Case(When(first=here, then=F("second")), default=F("first"))
    return ArraySubquery(ties.values_list(other))


def _is_twin(case: Petition, other: Any, gists: dict[int, Gist]) -> bool:
    if case.pk == other.pk or not _are_of_one(case, other):
        return False
    if case.pk in other.linked or case.pk in other.apart:
        return case.pk in other.linked
    is_near = abs(case.received_at - other.received_at) <= REMEMBERED
    return is_near and is_alike(_gist(case, gists), _gist(other, gists))


def _are_of_one(case: Petition, other: Petition) -> bool:
    same_phone = bool(case.phone) and case.phone == other.phone
    same_person = case.person_id is not None and case.person_id == other.person_id
    return not case.anonymous and (same_phone or same_person)


def _gist(case: Petition, gists: dict[int, Gist]) -> Gist:
    if case.pk not in gists:
        gists[case.pk] = gist_of(Matter(case.kind, case.title, case.body))
    return gists[case.pk]
