"""Write notices, hand them in, approve, correct and withdraw them."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from center.models import Center, User
from center.notices import rules
from center.notices.models import Notice, NoticeFile, NoticeRead, Text
from center.publishing import actions as publishing
from center.publishing.models import newest_approved
from center.publishing.rules import OPEN, State, Verb
from center.uploads import CleanFile
from center.workflow.actions import because, changing, enter, once, put

ABOUT = ("kind", "duty", "period")
# One file with its title, its words and whether it is a scan.
Sent = tuple[CleanFile, str, str, bool]


@once(Text)
def begin(
    *,
    center: Center,
    files: Sequence[Sent] = (),
    form_key: str,
    by: User,
    at: datetime,
    **values: Any,
) -> Text:
    """Begin a notice with the draft of its first text; a draft always saves."""
    with transaction.atomic():
        notice = Notice(center=center, made_at=at)
        _set_about(notice, values)
        notice.save()
        row = Text(notice=notice, n=1, form_key=form_key)
        return _begin(row, values, files, (), by=by, at=at)


def save(
    row: Text,
    *,
    files: Sequence[Sent] = (),
    drop_files: Sequence[str] = (),
    by: User,
    at: datetime,
    version: int,
    form_key: str = "",
    **values: Any,
) -> Text:
    """Save the draft; from an approved text begin the next one, the old one stays.

    What says nothing new changes nothing.
    """
    if row.state in OPEN:
        return _save_draft(
            row, values, files, drop_files, by=by, at=at, version=version
        )
    if not _is_new(row, values, files, drop_files):
        raise ValidationError("内容和现在一样，没有新的版本可存。", code="same")
    return _next(
        row=row,
        values=values,
        files=files,
        drop_files=drop_files,
        by=by,
        at=at,
        version=version,
        form_key=form_key,
    )


def _save_draft(
    row: Text,
    values: Mapping[str, Any],
    files: Sequence[Sent],
    drop_files: Sequence[str],
    *,
    by: User,
    at: datetime,
    version: int,
) -> Text:
    if not _is_new(row, values, files, drop_files):
        return row
    with changing(row, Verb.SAVE, by=by, at=at, version=version) as change:
        fresh = change.row
        _set_about(fresh.notice, values)
        fresh.notice.save()
        _put(fresh, values, at)
        fresh.files.filter(token__in=drop_files).delete()
        _attach(fresh, files, at)
        change.note = fresh.change_note
    return fresh


@once(Text)
def _next(
    *,
    row: Text,
    values: Mapping[str, Any],
    files: Sequence[Sent],
    drop_files: Sequence[str],
    by: User,
    at: datetime,
    version: int,
    form_key: str,
) -> Text:
    with transaction.atomic():
        draft = publishing.next_draft(row, version=version, form_key=form_key)
        kept = [one for one in row.files.all() if one.token not in drop_files]
        told = _told(row) | {"change_note": ""} | dict(values)
        return _begin(draft, told, files, kept, by=by, at=at)


def _begin(
    row: Text,
    values: Mapping[str, Any],
    files: Sequence[Sent],
    kept: Sequence[NoticeFile],
    *,
    by: User,
    at: datetime,
) -> Text:
    _put(row, values, at)
    enter(row, Verb.START, by=by, at=at, note=row.change_note)
    for one in kept:
        one.pk, one.text, one.token = None, row, secrets.token_hex(16)
        one.save(force_insert=True)
    _attach(row, files, at)
    return row


def submit(row: Text, *, by: User, at: datetime, version: int | None = None) -> Text:
    """Hand it in; refused while something is missing that readers need."""

    def lacks(fresh: Text) -> list[str]:
        _refuse_contradictions(fresh, _told(fresh), at)
        return fresh.missing

    return publishing.submit(row, by=by, at=at, version=version, missing=lacks)


def approve(
    row: Text, *, digest: str, by: User, at: datetime, version: int | None = None
) -> Text:
    """Approve what was shown; it never begins to show before this moment.

    A correction takes the place of the old text and keeps its date.
    """

    def settle(fresh: Text) -> None:
        # Two approvals at once do not pin one too many.
        list(
            Center.objects.select_for_update(no_key=True).filter(
                pk=fresh.notice.center_id
            )
        )
        publishing.refuse_missing(fresh.missing)
        first = fresh.notice.versions.filter(state=State.APPROVED).order_by("n").first()
        begins = fresh.show_from if fresh.show_from and fresh.show_from > at else at
        is_later = fresh.show_from is not None and fresh.show_from > at
        fresh.show_from = begins if first is None or is_later else first.show_from
        _refuse_contradictions(fresh, _told(fresh), at)
        if fresh.show_until and fresh.show_until <= at:
            raise ValidationError("下架时间已经过了，请退回改过再通过。", code="late")

    return publishing.approve(
        row, digest=digest, by=by, at=at, version=version, check=settle
    )


def withdraw(
    row: Text, *, reason: str, by: User, at: datetime, version: int | None = None
) -> Text:
    """Take a public text down; its page says why, its files are gone."""
    with changing(row, Verb.WITHDRAW, by=by, at=at, version=version) as change:
        change.row.withdrawn_why = change.note = because(reason, "为什么撤下")
    return change.row


def count_read(notice: Notice, *, at: datetime) -> None:
    """Count one reading of today."""
    today = localdate(at)
    rows = NoticeRead.objects.filter(notice=notice, day=today)
    if not rows.update(count=F("count") + 1):
        NoticeRead.objects.bulk_create(
            [NoticeRead(notice=notice, day=today)], ignore_conflicts=True
        )


def _set_about(notice: Notice, values: Mapping[str, Any]) -> None:
    put(notice, **{name: values[name] for name in ABOUT if name in values})
    if notice.duty is not None:
        notice.kind = notice.duty.kind
    _refuse_period(notice)


def _refuse_period(notice: Notice) -> None:
    """Refuse a period that the duty does not have."""
    if not notice.period or notice.duty is None:
        return
    year = notice.period[:4]
    number = int(year) if year.isascii() and year.isdigit() else 0
    periods = rules.periods_of(notice.duty.every, number)
    if notice.period not in {one.key for one in periods}:
        raise ValidationError({"period": "没有这一期，请写成 2026-08、2026-Q3 这样。"})


def _put(row: Text, values: Mapping[str, Any], at: datetime) -> None:
    own = {name: value for name, value in values.items() if name not in ABOUT}
    put(row, **own)
    _refuse_contradictions(row, _told(row), at)
    row.reindex()


def _told(row: Text) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.texts}


def _refuse_contradictions(row: Text, told: Mapping[str, Any], at: datetime) -> None:
    found: dict[str, list[str]] = {}
    for name, text in rules.contradictions(row.notice.kind, told, at):
        found.setdefault(name, []).append(text)
    pins = told["pin_until"] and told["pin_until"] > at
    if pins and (text := _too_many_pinned(row.notice, at)):
        found.setdefault("pin_until", []).append(text)
    if found:
        raise ValidationError(found)


def _too_many_pinned(notice: Notice, at: datetime) -> str:
    """Name the pinned ones of the kind where there is no place for another."""
    rows = newest_approved(Text.objects.all(), "n").filter(
        Q(show_until__isnull=True) | Q(show_until__gt=at),
        pin_until__gt=at,
        notice__center=notice.center_id,
        notice__kind=notice.kind,
    )
    titles = [one.title for one in rows.exclude(notice=notice).order_by("notice_id")]
    if len(titles) < rules.MOST_PINNED:
        return ""
    names = "、".join(f"“{title}”" for title in titles)
    return f"这一类已经置顶了 {len(titles)} 条：{names}。先取消一条的置顶。"


def _is_new(
    row: Text,
    values: Mapping[str, Any],
    files: Sequence[Sent],
    drop_files: Sequence[str],
) -> bool:
    about = Notice(**{name: getattr(row.notice, name) for name in ABOUT})
    asked = Text(**{name: getattr(row, name) for name in row.texts})
    is_about = put(about, **{k: v for k, v in values.items() if k in ABOUT})
    is_said = put(asked, **{k: v for k, v in values.items() if k not in ABOUT})
    return is_about or is_said or bool(files) or bool(drop_files)


def _attach(row: Text, files: Sequence[Sent], at: datetime) -> None:
    """Store cleaned files; what was written is removed again if one cannot be."""
    made: list[NoticeFile] = []
    try:
        for clean, title, words, is_scan in files:
            token = secrets.token_hex(16)
            made.append(
                NoticeFile(
                    text=row,
                    token=token,
                    title=title or clean.name,
                    alt_text=words,
                    is_scan=is_scan,
                    content_type=clean.content_type,
                    size=len(clean.content),
                    sha256=hashlib.sha256(clean.content).hexdigest(),
                    file=ContentFile(clean.content, name=token),
                    added_at=at,
                )
            )
            made[-1].save()
    except Exception:
        for one in made:
            one.file.delete(save=False)
        raise
