"""What branch and committee decided about a transfer out, written down."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from center.models import User
from center.workflow.actions import Change
from membership.transfers.actions.base import (
    clean,
    decided,
    refuse_bare,
    step,
    tell_member,
)
from membership.transfers.models import Refusal, Transfer
from membership.transfers.rules.states import Kind, Verb
from membership.transfers.rules.terms import (
    dues_refusal,
    first_of_month,
    probation_refusal,
)


@step(Verb.CONFIRM)
def confirm(
    change: Change[Transfer],
    *,
    is_clear: bool,
    dues_paid_through: date | None = None,
    probation_until: date | None = None,
    introducers: str = "",
    probation_papers: str = "",
) -> None:
    """Record that the branch confirmed who it is, the dues, and nothing pending.

    Somebody on probation travels with the dates, the introducers and the papers that
    the new branch needs, and only before probation is over (1.7).
    """
    today = localdate(change.at)
    row = change.row
    if not is_clear:
        raise ValidationError(
            {"is_clear": "有没办完的处分或核查，要先办完；要是没有，请勾上。"}
        )
    if row.kind != Kind.LEAGUE:
        _put_dues(row, dues_paid_through or row.dues_paid_through, today)
    if row.is_probationary:
        _put_probation(row, probation_until, introducers, probation_papers, today)


def _put_dues(row: Transfer, month: date | None, today: date) -> None:
    if month is None:
        raise ValidationError({"dues_paid_through": "请填党费交到哪个月。"})
    row.dues_paid_through = first_of_month(month)
    if refusal := dues_refusal(row.dues_paid_through, today):
        raise ValidationError({"dues_paid_through": refusal})


def _put_probation(
    row: Transfer, until: date | None, introducers: str, papers: str, today: date
) -> None:
    row.probation_until = until or row.probation_until
    row.introducers = clean(introducers)[:80] or row.introducers
    row.probation_papers = clean(papers)[:200] or row.probation_papers
    if refusal := probation_refusal(until=row.probation_until, today=today):
        raise ValidationError({"probation_until": refusal})
    if not row.introducers:
        raise ValidationError({"introducers": "请填两位入党介绍人。"})
    if not row.probation_papers:
        raise ValidationError({"probation_papers": "请写移交哪些培养考察材料。"})


@step(Verb.APPROVE)
def approve(change: Change[Transfer], *, decided_by: str, decided_on: date) -> None:
    change.facts |= decided(decided_by, decided_on, change.at)
    change.row.approved_by = change.who


@step(Verb.REFUSE)
def refuse(change: Change[Transfer], *, decided_by: str, decided_on: date) -> None:
    """Record that the committee refused, and why; the superior gets it to see."""
    change.facts |= decided(decided_by, decided_on, change.at)
    refuse_bare(change.note)
    put_before_superior(change)
    text = "没有办成，原因请看网页；可以向上级党组织反映。"
    tell_member(change.row, text, at=change.at)


def put_before_superior(change: Change[Transfer], code: str = "") -> None:
    """Put a refusal on the list of the organization above the committee."""
    row = change.row
    Refusal.objects.create(
        transfer=row,
        center=row.center,
        code=code,
        text=change.note,
        decided_by=change.facts["decided_by"],
        superior=row.committee.parent if row.committee else None,
        at=change.at,
    )


@transaction.atomic
def see_refusal(refusal: Refusal, *, opinion: str, by: User, at: datetime) -> Refusal:
    """Record the superior's opinion of a refusal, once."""
    row = Refusal.objects.select_for_update().get(pk=refusal.pk)
    if row.seen_at is not None:
        raise ValidationError("上级已经看过，意见不能再改。", code="seen")
    words = clean(opinion)[:300]
    if not words:
        raise ValidationError({"opinion": "请写上级的意见。"})
    row.opinion, row.seen_by, row.seen_at = words, by, at
    row.save(update_fields=["opinion", "seen_by", "seen_at"])
    return row
