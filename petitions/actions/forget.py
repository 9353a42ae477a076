"""Take the person out of a case that has ended: on request, or after three years.

The case, its history and its figures stay; name, phone and address go, also from every
word that was ever written about the case, and so do the files.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import partial
from typing import Any

import pgtrigger
from django.db import transaction
from django.db.models import CharField, JSONField, Model, QuerySet, TextField

from center.jobs import Due
from center.models import User
from center.outbox.actions import forget_subject
from center.rules import PERSON_KEPT
from center.workflow.actions import locked
from petitions.actions.base import changing
from petitions.models import (
    Attachment,
    CoSigner,
    Done,
    Petition,
    PetitionQuerySet,
    Step,
)
from petitions.rules.privacy import without_person
from petitions.rules.states import DONE_KEPT, Verb

IDENTITY = ("name", "phone", "address")
# Columns of text that hold no words.
NO_WORDS = ("code", "form_key", "token", "sha256", "content_type")
FORGOTTEN_FILE, FORGOTTEN_NAME = "已清除的文件", "已清除"
BATCH = 500
ON_REQUEST = "本人注销了账号，姓名、电话、住址已清除。"
AFTER_YEARS = "办结满三年，姓名、电话、住址已清除。"


def forget_person(person: User, at: datetime) -> None:
    """Take somebody whose account is being closed out of what has ended.

    What is answered but not closed keeps them until it is; then ``due`` names it.
    """
    for case in Petition.objects.of_person(person).order_by("pk"):
        case = locked(case)
        if case.person_id is None:
            case.person = person
            case.save(update_fields=["person"])
        forget_one(case, ON_REQUEST, at)


def due(at: datetime) -> list[tuple[str, Any]]:
    """Return what of requests is due to go at the moment ``at``, by name."""
    ended = Petition.objects.with_person_after_end()
    old = ended.filter(closed_at__lt=at - PERSON_KEPT)
    erased = ended.filter(person__erased_at__isnull=False)
    return [
        ("诉求人信息（办结满三年）", _to_forget(old, AFTER_YEARS, at)),
        ("诉求人信息（账号已注销）", _to_forget(erased, ON_REQUEST, at)),
        ("办过的表单", Done.objects.filter(at__lt=at - DONE_KEPT)),
    ]


def _to_forget(cases: PetitionQuerySet, why: str, at: datetime) -> Due:
    """Return the cases whose persons go, each in a transaction of its own."""

    def forget(rows: QuerySet[Petition]) -> int:
        done = 0
        while found := list(rows.order_by("pk")[:BATCH]):
            done += sum(forget_one(case, why, at) for case in found)
        return done

    return Due(cases, forget)


@transaction.atomic
def forget_one(case: Petition, why: str, at: datetime) -> bool:
    """Take the person out of one case; say whether there was one after its end."""
    if not _has_person(locked(case)):
        return False
    with changing(case, Verb.FORGET, by=None, at=at) as change:
        _forget(change.row, at)
        change.internal = why
    return True


def _has_person(case: Petition) -> bool:
    return case.closed_at is not None and case.forgotten_at is None and case.is_named


def _forget(case: Petition, at: datetime) -> None:
    known, own = _known(case), [case.center.phone]
    _forget_files(case)
    _forget_signers(case)
    of_case: dict[str, Any] = {}
    # The one place where history is written over: the law that lets somebody be
    # forgotten (个人信息保护法 47) is above the rule that nothing disappears.
    with pgtrigger.ignore():
        for row in _hanging_on(case):
            changed = _rewritten(row, known, own)
            if changed and not isinstance(row, Petition):
                type(row)._base_manager.filter(pk=row.pk).update(**changed)
            elif changed:
                of_case = changed
    for name, value in of_case.items():
        setattr(case, name, value)
    case.name = case.phone = case.address = ""
    case.forgotten_at = at
    forget_subject(f"petitions:{case.pk}")


def _known(case: Petition) -> set[str]:
    """Return the words that mean the person, also those that were corrected since."""
    known = {getattr(case, field) for field in IDENTITY}
    for step in Step.objects.filter(petition=case, verb=Verb.CORRECT):
        known |= {str(_before(step).get(field, "")) for field in IDENTITY}
    for signed in CoSigner.objects.filter(petition=case).values_list("name", "phone"):
        known |= set(signed)
    if case.person is not None and case.person.erased_at is None:
        known |= {case.person.name, case.person.phone or ""}
    return known - {""}


def _before(step: Step) -> dict[str, str]:
    old = step.details.get("old")
    return old if isinstance(old, dict) else {}


def _hanging_on(case: Petition) -> Iterator[Model]:
    """Yield the case and every row of any app that belongs to it, however far down."""
    found: list[Model] = [case]
    for row in found:
        yield row
        for relation in row._meta.related_objects:
            below: Any = relation.related_model
            rows = below._base_manager.filter(**{relation.field.name: row.pk})
            found += [one for one in rows if one not in found]


def _rewritten(
    row: Model, known: Collection[str], own: Collection[str]
) -> dict[str, Any]:
    """Return the columns of a row that speak of the person, without them."""
    changed = {}
    for field in row._meta.concrete_fields:
        is_text = isinstance(field, CharField | TextField) and not field.choices
        if not (is_text or isinstance(field, JSONField)) or field.name in NO_WORDS:
            continue
        old = getattr(row, field.name)
        new = _without(old, known, own)
        if new != old:
            changed[field.name] = new
    return changed


def _without(value: Any, known: Collection[str], own: Collection[str]) -> Any:
    """Return a value of whatever shape with the person taken out of its words."""
    if isinstance(value, str):
        return without_person(value, known, own)
    if isinstance(value, list):
        return [_without(one, known, own) for one in value]
    if isinstance(value, dict):
        return {
            key: "" if key in IDENTITY else _without(one, known, own)
            for key, one in value.items()
        }
    return value


def _forget_signers(case: Petition) -> None:
    """Let go of who signed too; how many they were stays."""
    signed = CoSigner.objects.filter(petition=case)
    with pgtrigger.ignore():
        signed.update(name=FORGOTTEN_NAME, phone="", place=None)


def _forget_files(case: Petition) -> None:
    """Let go of what was handed in with the case; that there was a file stays."""
    files = Attachment.objects.filter(petition=case).exclude(file="")
    names = [(one.file.storage, str(one.file.name)) for one in files]
    with pgtrigger.ignore():
        files.update(name=FORGOTTEN_FILE, file="", sha256="")
    for storage, name in names:
        transaction.on_commit(partial(storage.delete, name))
