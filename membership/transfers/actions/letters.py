"""Issue, hand out, lose, void and issue again: everything about letters."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from center.workflow.actions import Change
from membership.models import Organization
from membership.rules.dates import age_on
from membership.transfers.actions.base import clean, step, tell_member
from membership.transfers.models import Letter, LetterCounter, Practice, Transfer
from membership.transfers.rules.states import Verb
from membership.transfers.rules.terms import (
    MAX_VALID_DAYS,
    dues_refusal,
    first_of_month,
    letter_number,
    valid_until,
)


@step(Verb.ISSUE)
def issue(
    change: Change[Transfer],
    *,
    heading: str = "",
    valid_days: int | None = None,
    dues_paid_through: date | None = None,
) -> None:
    """Register the letter that the committee issues today, under its next number.

    Refused when the organization may not issue it, dues are behind, or the keeper of
    the seal is the maker or the approver.
    """
    row = change.row
    _write_letter(change, heading, valid_days, dues_paid_through)
    tell_member(row, "信开好了，请带身份证来领。", at=change.at)


@step(Verb.REISSUE)
def reissue(
    change: Change[Transfer],
    *,
    heading: str = "",
    valid_days: int | None = None,
    dues_paid_through: date | None = None,
) -> None:
    """Make the old letter void and register a new one that names it (1.10)."""
    row = change.row
    old = make_void(change)
    _write_letter(change, heading or old.heading, valid_days, dues_paid_through)
    tell_member(row, "信补开好了，请带身份证来领。", at=change.at)


@step(Verb.VOID)
def void(change: Change[Transfer]) -> None:
    """Make void a letter that has not left the counter; its number stays used."""
    make_void(change)
    change.row.sealed_by, change.row.watch_from = None, None


@step(Verb.DELIVER)
def deliver(change: Change[Transfer], *, delivered_to: str) -> None:
    """Record who signed for the second and third part, and that it is gone."""
    name = clean(delivered_to)[:40]
    if not name:
        raise ValidationError({"delivered_to": "请填谁领走的。"})
    letter = good_letter(change.row)
    letter.delivered_to, letter.delivered_on = name, localdate(change.at)
    letter.save(update_fields=["delivered_to", "delivered_on"])
    change.note = change.note or f"{name}领走"


@step(Verb.BOUNCE)
def bounce(change: Change[Transfer]) -> None:
    """Record that the other side sent it back; a paper letter is void with that."""
    row = change.row
    if row.letters.filter(void_at__isnull=True).exists():
        make_void(change)
    row.watch_from = None
    tell_member(row, "被对方退回，我们会联系您。", at=change.at)


def good_letter(row: Transfer) -> Letter:
    """Return the letter that is not void; there is one in every state with a letter."""
    found: Letter = row.letters.select_for_update(of=["self"]).get(void_at__isnull=True)
    return found


def make_void(change: Change[Transfer]) -> Letter:
    """Make the good letter void; it stays in the register under its number."""
    letter = good_letter(change.row)
    words = change.note[:300]
    if not words:
        raise ValidationError({"text": "请写为什么作废。"})
    letter.void_at, letter.void_by = change.at, change.who
    letter.void_reason = words
    letter.save(update_fields=["void_at", "void_by", "void_reason"])
    return letter


def _write_letter(
    change: Change[Transfer], heading: str, days: int | None, dues: date | None
) -> Letter:
    """Write the letter as it is printed; the counter's row lock keeps numbers whole.

    The seal is noted, the wait for the receipt begins, and ``dues`` is up to when they
    were paid since the branch looked.
    """
    row, today = change.row, localdate(change.at)
    row.sealed_by, row.watch_from = change.who, today
    row.dues_paid_through = first_of_month(dues) if dues else row.dues_paid_through
    organization = _issuer(row)
    days = days or Practice.of(row.center).letter_days
    heading = clean(heading)[:80] or row.other_heading
    _check_letter(row, heading, days, today)
    serial = _next_serial(organization, today.year)
    return Letter.objects.create(
        transfer=row,
        center=row.center,
        organization=organization,
        year=today.year,
        serial=serial,
        number=letter_number(organization.letter_word, row.kind, today.year, serial),
        heading=heading,
        issued_on=today,
        valid_days=days,
        valid_until=valid_until(today, days),
        sealed_by=change.who,
        replaces=row.letters.order_by("-pk").first(),
        issued_at=change.at,
        **_said_of(row, organization, today),
    )


def _said_of(row: Transfer, organization: Organization, today: date) -> dict[str, Any]:
    """Return what a letter says of who travels, as it is today."""
    copied = ("kind", "name", "sex", "nation", "member_kind", "people", "phone")
    return {name: getattr(row, name) for name in copied} | {
        "from_text": row.branch.name if row.branch else organization.name,
        "to_text": row.other_side,
        "age": age_on(row.born_on, today) if row.born_on else None,
        "dues_paid_through": row.dues_paid_through,
    }


def _issuer(row: Transfer) -> Organization:
    """Return who issues the letter; refuse an organization that may not (1.2)."""
    organization = row.committee
    if organization is None or not organization.can_approve_probationary:
        raise ValidationError("只有有权审批预备党员的党委能开介绍信。", code="issuer")
    if row.is_far and not organization.issues_paper_letters:
        raise ValidationError(
            "去外省的纸质介绍信要由县级以上组织部门开；请改走全国系统，"
            "或请上级组织部门开介绍信。",
            code="issuer",
        )
    if not organization.letter_word:
        raise ValidationError(
            f"{organization.name}还没有登记机构代字，编不了号，请先登记。", code="word"
        )
    return organization


def _check_letter(row: Transfer, heading: str, days: int, today: date) -> None:
    if not heading:
        raise ValidationError({"heading": "请填抬头：有权接收的党组织全称。"})
    if not 1 <= days <= MAX_VALID_DAYS:
        raise ValidationError({"valid_days": f"有效期是 1 到 {MAX_VALID_DAYS} 天。"})
    paid = row.dues_paid_through
    if paid is not None and (refusal := dues_refusal(paid, today)):
        raise ValidationError({"dues_paid_through": refusal})


def _next_serial(organization: Organization, year: int) -> int:
    """Return the next number of the year; others wait until this one is committed."""
    LetterCounter.objects.get_or_create(organization=organization, year=year)
    counter = LetterCounter.objects.select_for_update().get(
        organization=organization, year=year
    )
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
