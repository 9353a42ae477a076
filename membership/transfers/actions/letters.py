"""Issue, hand out, lose, void and issue again: everything about letters."""

from datetime import date
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from membership.models import Organization
from membership.transfers.actions.base import Who, begin, clean, finish, tell_member
from membership.transfers.models import Letter, LetterCounter, Practice, Transfer
from membership.transfers.rules import Verb
from membership.transfers.terms import (
    MAX_VALID_DAYS,
    age_on,
    dues_problem,
    first_of_month,
    letter_number,
    valid_until,
)


@transaction.atomic
def issue(
    transfer: Transfer,
    *,
    heading: str = "",
    valid_days: int | None = None,
    dues_paid_through: date | None = None,
    text: str = "",
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """Register the letter that the committee issues today, under its next number.

    Refused when the organization may not issue it, dues are behind, or the keeper of
    the seal is the maker or the approver.
    """
    row, move, actor = begin(transfer, Verb.ISSUE, by=who["by"], version=version)
    columns = _prepare(row, dues_paid_through, who)
    row = finish(row, move, actor, text=text, columns=columns, **who)
    _write_letter(row, heading, valid_days, who)
    tell_member(row, "信开好了，请带身份证来领。", at=who["at"])
    return row


@transaction.atomic
def reissue(
    transfer: Transfer,
    *,
    text: str,
    heading: str = "",
    valid_days: int | None = None,
    dues_paid_through: date | None = None,
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """Make the old letter void and register a new one that names it (1.10)."""
    row, move, actor = begin(transfer, Verb.REISSUE, by=who["by"], version=version)
    columns = _prepare(row, dues_paid_through, who)
    old = make_void(row, reason=text, who=who)
    row = finish(row, move, actor, text=text, columns=columns, **who)
    _write_letter(row, heading or old.heading, valid_days, who)
    tell_member(row, "信补开好了，请带身份证来领。", at=who["at"])
    return row


@transaction.atomic
def void(
    transfer: Transfer, *, text: str, version: int | None = None, **who: Unpack[Who]
) -> Transfer:
    """Make void a letter that has not left the counter; its number stays used."""
    row, move, actor = begin(transfer, Verb.VOID, by=who["by"], version=version)
    make_void(row, reason=text, who=who)
    row.sealed_by, row.watch_from = None, None
    columns = ("sealed_by", "watch_from")
    return finish(row, move, actor, text=text, columns=columns, **who)


@transaction.atomic
def deliver(
    transfer: Transfer,
    *,
    delivered_to: str,
    text: str = "",
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """Record who signed for the second and third part, and that it is gone."""
    row, move, actor = begin(transfer, Verb.DELIVER, by=who["by"], version=version)
    name = clean(delivered_to)[:40]
    if not name:
        raise ValidationError({"delivered_to": "请填谁领走的。"})
    letter = good_letter(row)
    letter.delivered_to, letter.delivered_on = name, localdate(who["at"])
    letter.save(update_fields=["delivered_to", "delivered_on"])
    return finish(row, move, actor, text=text or f"{name}领走", **who)


@transaction.atomic
def report_lost(
    transfer: Transfer, *, text: str, version: int | None = None, **who: Unpack[Who]
) -> Transfer:
    """Record that the letter is said to be lost; it stays good until it is void."""
    row, move, actor = begin(transfer, Verb.REPORT_LOST, by=who["by"], version=version)
    return finish(row, move, actor, text=text, **who)


@transaction.atomic
def bounce(
    transfer: Transfer, *, text: str, version: int | None = None, **who: Unpack[Who]
) -> Transfer:
    """Record that the other side sent it back; a paper letter is void with that."""
    row, move, actor = begin(transfer, Verb.BOUNCE, by=who["by"], version=version)
    if row.letters.filter(void_at__isnull=True).exists():
        make_void(row, reason=text, who=who)
    row.watch_from = None
    row = finish(row, move, actor, text=text, columns=("watch_from",), **who)
    tell_member(row, "被对方退回，我们会联系您。", at=who["at"])
    return row


@transaction.atomic
def reopen(
    transfer: Transfer,
    *,
    text: str = "",
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """Go back to where the letter is issued or the transfer is sent again."""
    row, move, actor = begin(transfer, Verb.REOPEN, by=who["by"], version=version)
    row.sealed_by = None
    return finish(row, move, actor, text=text, columns=("sealed_by",), **who)


@transaction.atomic
def reopen_papers(
    transfer: Transfer, *, text: str, version: int | None = None, **who: Unpack[Who]
) -> Transfer:
    """Go back to the papers when the other side found something wrong with them."""
    row, move, actor = begin(
        transfer, Verb.REOPEN_PAPERS, by=who["by"], version=version
    )
    row.sealed_by, row.approved_by = None, None
    columns = ("sealed_by", "approved_by")
    row = finish(row, move, actor, text=text, columns=columns, **who)
    tell_member(row, "要先补材料，请看网页或问前台。", at=who["at"])
    return row


def good_letter(row: Transfer) -> Letter:
    """Return the letter that is not void; there is one in every state with a letter."""
    found: Letter = row.letters.select_for_update(of=["self"]).get(void_at__isnull=True)
    return found


def make_void(row: Transfer, *, reason: str, who: Who) -> Letter:
    """Make the good letter void; it stays in the register under its number."""
    letter = good_letter(row)
    words = clean(reason)[:300]
    if not words:
        raise ValidationError({"text": "请写为什么作废。"})
    letter.void_at, letter.void_by, letter.void_reason = who["at"], who["by"], words
    letter.save(update_fields=["void_at", "void_by", "void_reason"])
    return letter


def _prepare(row: Transfer, dues: date | None, who: Who) -> tuple[str, ...]:
    """Note the seal, the start of the wait, and dues paid since the branch looked."""
    row.sealed_by, row.watch_from = who["by"], localdate(who["at"])
    row.dues_paid_through = first_of_month(dues) if dues else row.dues_paid_through
    return ("sealed_by", "watch_from", "dues_paid_through")


def _write_letter(row: Transfer, heading: str, days: int | None, who: Who) -> Letter:
    """Write the letter as it is printed; the counter's row lock keeps numbers whole."""
    today = localdate(who["at"])
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
        kind=row.kind,
        heading=heading,
        from_text=row.branch.name if row.branch else organization.name,
        to_text=row.other_side,
        name=row.name,
        sex=row.sex,
        age=age_on(row.born_on, today) if row.born_on else None,
        nation=row.nation,
        member_kind=row.member_kind,
        people=row.people,
        phone=row.phone,
        dues_paid_through=row.dues_paid_through,
        issued_on=today,
        valid_days=days,
        valid_until=valid_until(today, days),
        sealed_by=who["by"],
        replaces=row.letters.order_by("-pk").first(),
        issued_at=who["at"],
    )


def _issuer(row: Transfer) -> Organization:
    """Return who issues the letter; refuse an organization that may not (1.2)."""
    organization = row.committee
    if organization is None or not organization.can_approve_probationary:
        raise ValidationError("只有有权审批预备党员的党委能开信。", code="issuer")
    if row.is_far and not organization.issues_paper_letters:
        raise ValidationError(
            "去外省的纸质介绍信要由县级以上组织部门开；请改走全国系统，"
            "或请上级组织部门开信。",
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
    if paid is not None and (problem := dues_problem(paid, today)):
        raise ValidationError({"dues_paid_through": problem})


def _next_serial(organization: Organization, year: int) -> int:
    """Return the next number of the year; others wait until this one is committed."""
    LetterCounter.objects.get_or_create(organization=organization, year=year)
    counter = LetterCounter.objects.select_for_update().get(
        organization=organization, year=year
    )
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
