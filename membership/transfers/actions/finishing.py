"""The end of a transfer out: sent, the receipt, done."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from center.workflow.actions import Change
from membership.actions.members import move_member
from membership.transfers.actions.base import clean, step, tell_member
from membership.transfers.models import Receipt, Transfer
from membership.transfers.rules.moves import MOVING
from membership.transfers.rules.states import Verb


@step(Verb.SEND)
def send(change: Change[Transfer], *, outside_number: str) -> None:
    """Record that it was started in the outside system, under which number there."""
    row = change.row
    row.outside_number = clean(outside_number)[:60]
    if not row.outside_number:
        raise ValidationError({"outside_number": "请填系统里的流水号。"})
    row.watch_from = localdate(change.at)
    tell_member(row, "已经在网上发起，等对方接收。", at=change.at)


def _move_away(change: Change[Transfer]) -> None:
    """Move the member exactly once, after the transfer is closed and not before."""
    row = change.row
    if row.kind not in MOVING:
        return
    for mover in row.movers.select_related("member").order_by("member_id"):
        move_member(
            member=mover.member,
            to=row.to_branch,
            by=change.who,
            at=change.at,
            once=f"transfer:{row.code}:{mover.member_id}",
            text=f"接转办结，转往{row.other_side}",
        )


@step(Verb.RECEIPT, then=_move_away)
def receipt(change: Change[Transfer], *, on: date, how: str, **details: str) -> None:
    """Record the receipt that came; with it the member belongs to the other side.

    ``details`` are its number, handler, phone and tracking.
    """
    row = change.row
    if row.watch_from and on < row.watch_from:
        raise ValidationError({"on": "回执日期早于开介绍信的日期，请核对。"})
    write_receipt(change, on=on, how=how, **details)
    row.moved_at = change.at
    tell_member(row, "办完了。", at=change.at)


@step(Verb.COMPLETE, then=_move_away)
def complete(change: Change[Transfer]) -> None:
    """Finish what needs no paper receipt: online, inside a committee, certificates."""
    if change.row.kind in MOVING:
        change.row.moved_at = change.at
    tell_member(change.row, "办完了。", at=change.at)


def write_receipt(
    change: Change[Transfer], *, on: date, how: str, **words: str
) -> None:
    """Write the one receipt of a transfer; refuse one of tomorrow."""
    if on > localdate(change.at):
        raise ValidationError({"on": "回执日期不能晚于今天。"})
    lengths = {"number": 60, "handler": 40, "phone": 40, "tracking": 60}
    details = {name: clean(word)[: lengths[name]] for name, word in words.items()}
    row, by, at = change.row, change.who, change.at
    made = Receipt(transfer=row, on=on, how=how, by=by, at=at, **details)
    made.full_clean(exclude=["transfer", "by"])
    made.save()
