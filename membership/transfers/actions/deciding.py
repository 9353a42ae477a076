"""What branch and committee decided about a transfer out, written down."""

from datetime import date
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from membership.models import Organization
from membership.transfers.actions.base import (
    Decision,
    Who,
    begin,
    clean,
    decided,
    finish,
    tell_member,
)
from membership.transfers.models import Refusal, Transfer
from membership.transfers.rules import Kind, Verb
from membership.transfers.terms import dues_problem, first_of_month, probation_problem


@transaction.atomic
def confirm(
    transfer: Transfer,
    *,
    is_clear: bool,
    dues_paid_through: date | None = None,
    probation_until: date | None = None,
    introducers: str = "",
    probation_papers: str = "",
    text: str = "",
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """Record that the branch confirmed who it is, the dues, and nothing pending.

    Somebody on probation travels with the dates, the introducers and the papers that
    the new branch needs, and only before probation is over (1.7).
    """
    row, move, actor = begin(transfer, Verb.CONFIRM, by=who["by"], version=version)
    today = localdate(who["at"])
    if not is_clear:
        raise ValidationError(
            {"is_clear": "有没办完的处分或核查，要先办完；要是没有，请勾上。"}
        )
    if row.kind != Kind.LEAGUE:
        _put_dues(row, dues_paid_through or row.dues_paid_through, today)
    if row.is_probationary:
        _put_probation(row, probation_until, introducers, probation_papers, today)
    columns = (
        "dues_paid_through",
        "probation_until",
        "introducers",
        "probation_papers",
    )
    return finish(row, move, actor, text=text, columns=columns, **who)


def _put_dues(row: Transfer, month: date | None, today: date) -> None:
    if month is None:
        raise ValidationError({"dues_paid_through": "请填党费交到哪个月。"})
    row.dues_paid_through = first_of_month(month)
    if problem := dues_problem(row.dues_paid_through, today):
        raise ValidationError({"dues_paid_through": problem})


def _put_probation(
    row: Transfer, until: date | None, introducers: str, papers: str, today: date
) -> None:
    row.probation_until = until or row.probation_until
    row.introducers = clean(introducers)[:80] or row.introducers
    row.probation_papers = clean(papers)[:200] or row.probation_papers
    if problem := probation_problem(until=row.probation_until, today=today):
        raise ValidationError({"probation_until": problem})
    if not row.introducers:
        raise ValidationError({"introducers": "请填两位入党介绍人。"})
    if not row.probation_papers:
        raise ValidationError({"probation_papers": "请写移交哪些培养考察材料。"})


@transaction.atomic
def object_to(
    transfer: Transfer, *, text: str, version: int | None = None, **who: Unpack[Who]
) -> Transfer:
    """Record that the branch found something to be put right first."""
    row, move, actor = begin(transfer, Verb.OBJECT, by=who["by"], version=version)
    row = finish(row, move, actor, text=text, **who)
    tell_member(row, "有一处要先补，请看网页或问前台。", at=who["at"])
    return row


@transaction.atomic
def approve(
    transfer: Transfer,
    *,
    decision: Decision,
    text: str = "",
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """Record that the committee approved, and who writes that down."""
    row, move, actor = begin(transfer, Verb.APPROVE, by=who["by"], version=version)
    decision = decided(decision, who["at"])
    row.approved_by = who["by"]
    return finish(
        row, move, actor, text=text, decision=decision, columns=("approved_by",), **who
    )


@transaction.atomic
def refuse(
    transfer: Transfer,
    *,
    text: str,
    decision: Decision,
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """Record that the committee refused, and why; the superior gets it to see."""
    row, move, actor = begin(transfer, Verb.REFUSE, by=who["by"], version=version)
    decision = decided(decision, who["at"])
    row = finish(row, move, actor, text=text, decision=decision, **who)
    put_before_superior(row, text=clean(text), decision=decision, who=who)
    tell_member(row, "没有办成，原因请看网页；可以向上级党组织反映。", at=who["at"])
    return row


def put_before_superior(
    row: Transfer, *, text: str, decision: Decision, who: Who, code: str = ""
) -> Refusal:
    """Put a refusal on the list of the organization above the committee."""
    return Refusal.objects.create(
        transfer=row,
        center=row.center,
        code=code,
        text=text,
        decided_by=decision["decided_by"],
        superior=_superior(row.committee),
        at=who["at"],
    )


def _superior(committee: Organization | None) -> Organization | None:
    return committee.parent if committee else None


@transaction.atomic
def see_refusal(refusal: Refusal, *, opinion: str, **who: Unpack[Who]) -> Refusal:
    """Record the superior's opinion of a refusal, once."""
    row = Refusal.objects.select_for_update().get(pk=refusal.pk)
    if row.seen_at is not None:
        raise ValidationError("上级已经看过，意见不能再改。", code="seen")
    words = clean(opinion)[:300]
    if not words:
        raise ValidationError({"opinion": "请写上级的意见。"})
    row.opinion, row.seen_by, row.seen_at = words, who["by"], who["at"]
    row.save(update_fields=["opinion", "seen_by", "seen_at"])
    return row
