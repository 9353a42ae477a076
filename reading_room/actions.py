"""Put titles and their copies into the holdings; what happens to a copy."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from center.models import Center, User
from center.registers import actions as registers
from center.registers.rules import State, Verb
from center.workflow.actions import because, changing, in_words, once
from reading_room.models import BarcodeBook, Copy, CopyStep, Title
from reading_room.rules import (
    MOST_AT_ONCE,
    CopyState,
    CopyVerb,
    clean_barcode,
    own_barcode,
    why_not_barcode,
)


def add_title(
    model: type[Title] = Title,
    *,
    form_key: str,
    center: Center,
    by: User,
    at: datetime,
    copies: int = 0,
    barcodes: Sequence[str] = (),
    is_another: bool = False,
    **values: Any,
) -> Title:
    """Enter a title with its first copies; those without a bar code get one.

    Refuses an ISBN and volume that stand there already, unless it ``is_another``.
    """

    @once(Title)
    def enter_once(*, form_key: str) -> Title:
        values["copies"] = 0
        if not is_another:
            _warn_of_same(center, values.get("isbn", ""), values.get("volume", ""))
        row = registers.add_row(model, form_key, center, values, by=by, at=at)
        put_copies(row, _codes(barcodes), max(copies, len(barcodes)), by=by, at=at)
        row.refresh_from_db(fields=["copies", "on_shelf"])
        return row

    return enter_once(form_key=form_key)


def _warn_of_same(center: Center, isbn: str, volume: str) -> None:
    rows = Title.objects.filter(center=center, isbn=isbn, volume=volume)
    same = rows.filter(state=State.VALID).first() if isbn else None
    if same is not None:
        text = f"已经有《{same}》是这个书号：是复本，请打开那一条“加册”；"
        text += "是另一卷，请写卷册；确实是另一种书，请在下面打勾。"
        raise ValidationError({"isbn": text})


def add_copies(
    title: Title,
    *,
    version: int,
    copies: int,
    barcodes: Sequence[str],
    by: User,
    at: datetime,
) -> Title:
    """Put more copies of a title on the shelf."""
    with changing(title, Verb.CHANGE, by=by, at=at, version=version) as doing:
        row, count = doing.row, max(copies, len(barcodes))
        if not count:
            raise ValidationError({"copies": "请写加几册，或扫条码。"})
        put_copies(row, _codes(barcodes), count, by=by, at=at)
        now = Title.objects.values_list("copies", flat=True).get(pk=row.pk)
        doing.facts["changes"] = [["册数", str(row.copies), str(now)]]
    return row


def strike_title(
    entry: Title, *, version: int, reason: str, by: User, at: datetime
) -> Title:
    """Strike a title out together with its copies; refused while one is lent."""
    with in_words():
        if entry.items.filter(state=CopyState.LENT).exists():
            raise ValidationError("还有借出在外的，要先还回，或在借阅里登记丢失。")
        row = registers.strike(entry, version=version, reason=reason, by=by, at=at)
        for copy in entry.items.exclude(state=CopyState.REMOVED).order_by("pk"):
            remove(copy, version=None, reason=reason, by=by, at=at)
    return row


@transaction.atomic
def put_copies(
    title: Title, codes: Sequence[str], count: int, *, by: User, at: datetime
) -> list[Copy]:
    """Insert copies with these bar codes, and as many with one of ours."""
    if count > MOST_AT_ONCE:
        raise ValidationError({"copies": f"一次最多 {MOST_AT_ONCE} 册，请分几次。"})
    codes = [*codes, *new_barcodes(title.center_id, count - len(codes))]
    with in_words():
        made = Copy.objects.bulk_create(
            Copy(title=title, center_id=title.center_id, barcode=code) for code in codes
        )
    CopyStep.objects.bulk_create(
        CopyStep(copy=one, verb=CopyVerb.ADD, state=one.state, version=1, by=by, at=at)
        for one in made
    )
    return made


def new_barcodes(center_id: int, count: int) -> list[str]:
    """Return bar codes that no copy of the center has; waits for who takes some too."""
    if count <= 0:
        return []
    BarcodeBook.objects.bulk_create(
        [BarcodeBook(center_id=center_id)], ignore_conflicts=True
    )
    book = BarcodeBook.objects.select_for_update().get(center=center_id)
    found: list[str] = []
    while len(found) < count:
        first = book.last + 1
        book.last += count - len(found)
        wanted = [own_barcode(center_id, n) for n in range(first, book.last + 1)]
        taken = Copy.objects.filter(center=center_id, barcode__in=wanted)
        found += sorted({*wanted} - {*taken.values_list("barcode", flat=True)})
    book.save(update_fields=["last"])
    return found


def _codes(typed: Sequence[str]) -> list[str]:
    codes = [clean_barcode(one) for one in typed]
    wrong = [refusal for one in codes if (refusal := why_not_barcode(one))]
    wrong += [f"条码 {one} 写了两遍。" for one in {*codes} if codes.count(one) > 1]
    if wrong:
        raise ValidationError({"barcodes": wrong})
    return codes


def _moving(verb: CopyVerb, what: str = "") -> Callable[..., Copy]:
    """Return the action of a verb that only moves a copy; ``what`` has to be said."""

    def move(
        copy: Copy, *, version: int | None, by: User, at: datetime, reason: str = ""
    ) -> Copy:
        with changing(copy, verb, by=by, at=at, version=version) as doing:
            doing.note = because(reason, what) if what else ""
        return doing.row

    return move


mend = _moving(CopyVerb.MEND)
shelve = _moving(CopyVerb.SHELVE)
lose = _moving(CopyVerb.LOSE, "丢失的经过")
remove = _moving(CopyVerb.REMOVE, "剔除的原因")


def renumber(copy: Copy, *, version: int, barcode: str, by: User, at: datetime) -> Copy:
    """Give a copy another bar code; the old one stays in its history."""
    with changing(copy, CopyVerb.RENUMBER, by=by, at=at, version=version) as doing:
        code = clean_barcode(barcode)
        if refusal := why_not_barcode(code):
            raise ValidationError({"barcode": refusal})
        doing.note = f"{doing.row.barcode} → {code}"
        doing.row.barcode = code
    return doing.row
