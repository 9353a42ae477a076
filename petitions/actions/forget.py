"""Take the person out of a case that has ended: on request, or after three years.

The case, its history, its files and its figures stay; name, phone and address go, also
where the case's own words repeat them.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import pgtrigger
from django.db import transaction

from center.models import User
from center.outbox.actions import forget_subject
from petitions.actions.case import relocked, write
from petitions.models import Done, Petition, PetitionQuerySet, Step
from petitions.rules import DONE_KEPT, PERSON_KEPT, Verb
from petitions.rules.privacy import without_person

IDENTITY = ("name", "phone", "address")
BATCH = 500
ON_REQUEST = "本人注销了账号，姓名、电话、住址已清除。"
AFTER_YEARS = "办结满三年，姓名、电话、住址已清除。"


def forget_person(person: User, at: datetime) -> None:
    """Take somebody whose account is being closed out of what has ended.

    What is answered but not closed keeps them until it is; then ``due`` names it.
    """
    for case in Petition.objects.of_person(person).order_by("pk"):
        case = relocked(case)
        if case.person_id is None:
            case.person = person
            case.save(update_fields=["person"])
        if _has_person(case):
            _forget(case, ON_REQUEST, at)


def due(at: datetime) -> list[tuple[str, Any]]:
    """Return what of requests is due to go at the moment ``at``, by name."""
    ended = Petition.objects.with_person_after_end()
    old = ended.filter(closed_at__lt=at - PERSON_KEPT)
    erased = ended.filter(person__erased_at__isnull=False)
    return [
        ("诉求人信息（办结满三年）", Identities(old, AFTER_YEARS, at)),
        ("诉求人信息（账号已注销）", Identities(erased, ON_REQUEST, at)),
        ("办过的表单", Done.objects.filter(at__lt=at - DONE_KEPT)),
    ]


class Identities:
    """Persons to take out of cases; counted and deleted like rows, the cases stay."""

    def __init__(self, cases: PetitionQuerySet, why: str, at: datetime) -> None:
        """Take the cases, and what the history is to say."""
        self._cases, self._why, self._at = cases, why, at

    def count(self) -> int:
        """Return how many cases still hold a person."""
        return self._cases.count()

    def delete(self) -> tuple[int, dict[str, int]]:
        """Take the persons out, one transaction for each case; say of how many."""
        done = 0
        while found := list(self._cases.order_by("pk")[:BATCH]):
            done += sum(forget_one(case, self._why, self._at) for case in found)
        return done, {}


@transaction.atomic
def forget_one(case: Petition, why: str, at: datetime) -> bool:
    """Take the person out of one case; say whether there was one after its end."""
    case = relocked(case)
    if not _has_person(case):
        return False
    _forget(case, why, at)
    return True


def _has_person(case: Petition) -> bool:
    return case.closed_at is not None and case.forgotten_at is None and case.is_named


def _forget(case: Petition, why: str, at: datetime) -> None:
    corrections = list(Step.objects.filter(petition=case, verb=Verb.CORRECT))
    known = {getattr(case, field) for field in IDENTITY}
    for step in corrections:
        known |= {_before(step).get(field, "") for field in IDENTITY}
    _forget_in_history(corrections, known)
    case.title = without_person(case.title, known)
    case.body = without_person(case.body, known)
    case.name = case.phone = case.address = ""
    case.forgotten_at = at
    fields = {*IDENTITY, "title", "body", "forgotten_at"}
    forget_subject(f"petitions:{case.pk}")
    write(case, Verb.FORGET, by=None, at=at, internal=why, fields=fields)


def _before(step: Step) -> dict[str, str]:
    """Return what a correction of the details has replaced."""
    old = step.details.get("old")
    return old if isinstance(old, dict) else {}


def _forget_in_history(corrections: Iterable[Step], known: Collection[str]) -> None:
    """Blank old identities in the steps of corrections; that they were made stays."""
    # The one place where history is written over: the law that lets somebody be
    # forgotten (个人信息保护法 47) is above the rule that nothing disappears.
    with pgtrigger.ignore("petitions.Step:append_only"):
        for step in corrections:
            if old := _before(step):
                step.details["old"] = {
                    field: "" if field in IDENTITY else without_person(text, known)
                    for field, text in old.items()
                }
                step.save(update_fields=["details"])
