"""The end of a transfer out: sent, accepted over there, receipt, done, filed."""

from datetime import date
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from membership.actions.members import move_member
from membership.transfers.actions.base import Who, begin, clean, finish, tell_member
from membership.transfers.models import Receipt, Transfer
from membership.transfers.moves import MOVING
from membership.transfers.rules import Verb


@transaction.atomic
def send(
    transfer: Transfer,
    *,
    outside_number: str,
    text: str = "",
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """Record that it was started in the outside system, under which number there."""
    row, move, actor = begin(transfer, Verb.SEND, by=who["by"], version=version)
    row.outside_number = clean(outside_number)[:60]
    if not row.outside_number:
        raise ValidationError({"outside_number": "请填系统里的流水号。"})
    row.watch_from = localdate(who["at"])
    columns = ("outside_number", "watch_from")
    row = finish(row, move, actor, text=text, columns=columns, **who)
    tell_member(row, "已经在网上发起，等对方接收。", at=who["at"])
    return row


@transaction.atomic
def peer_accept(
    transfer: Transfer,
    *,
    text: str = "",
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """Record that the outside system says the other side accepted."""
    row, move, actor = begin(transfer, Verb.PEER_ACCEPT, by=who["by"], version=version)
    return finish(row, move, actor, text=text, **who)


@transaction.atomic
def receipt(
    transfer: Transfer,
    *,
    on: date,
    how: str,
    number: str = "",
    handler: str = "",
    phone: str = "",
    tracking: str = "",
    text: str = "",
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """Record the receipt that came; with it the member belongs to the other side."""
    row, move, actor = begin(transfer, Verb.RECEIPT, by=who["by"], version=version)
    if row.watch_from and on < row.watch_from:
        raise ValidationError({"on": "回执日期早于开信日期，请核对。"})
    write_receipt(
        row,
        who,
        on=on,
        how=how,
        number=number,
        handler=handler,
        phone=phone,
        tracking=tracking,
    )
    row.moved_at = who["at"]
    row = finish(row, move, actor, text=text, columns=("moved_at",), **who)
    return _move_away(row, who)


def write_receipt(
    row: Transfer, who: Who, *, on: date, how: str, **words: str
) -> Receipt:
    """Write the one receipt of a transfer; refuse one of tomorrow."""
    if on > localdate(who["at"]):
        raise ValidationError({"on": "回执日期不能晚于今天。"})
    lengths = {"number": 60, "handler": 40, "phone": 40, "tracking": 60}
    made = Receipt(
        transfer=row,
        on=on,
        how=how,
        by=who["by"],
        at=who["at"],
        **{name: clean(word)[: lengths[name]] for name, word in words.items()},
    )
    made.full_clean(exclude=["transfer", "by"])
    made.save()
    return made


@transaction.atomic
def complete(
    transfer: Transfer,
    *,
    text: str = "",
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """Finish what needs no paper receipt: online, inside a committee, certificates."""
    row, move, actor = begin(transfer, Verb.COMPLETE, by=who["by"], version=version)
    if row.kind in MOVING:
        row.moved_at = who["at"]
    row = finish(row, move, actor, text=text, columns=("moved_at",), **who)
    return _move_away(row, who)


def _move_away(row: Transfer, who: Who) -> Transfer:
    """Move the member exactly once, after the transfer is closed and not before."""
    if row.kind in MOVING:
        movers = row.movers.select_related("member").order_by("member_id")
        for mover in movers:
            move_member(
                member=mover.member,
                to=row.to_branch,
                by=who["by"],
                at=who["at"],
                once=f"transfer:{row.code}:{mover.member_id}",
                text=f"接转办结，转往{row.other_side}",
            )
    tell_member(row, "办完了。", at=who["at"])
    return row


@transaction.atomic
def archive(
    transfer: Transfer,
    *,
    text: str = "",
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """File stub and receipt; nothing changes after that."""
    row, move, actor = begin(transfer, Verb.ARCHIVE, by=who["by"], version=version)
    return finish(row, move, actor, text=text, **who)
