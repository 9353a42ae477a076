"""Write a document down, change it, review it, take it off the page."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.timezone import localdate

from center.models import Center, User
from center.uploads import CleanFile
from center.workflow.actions import because, changing, enter, once, put
from reading_room.documents.models import Document
from reading_room.documents.rules import (
    GRADES,
    NO_GRADE,
    QUOTED,
    State,
    Verb,
    mark_in,
    why_marked,
)

_MARKED = ("title", "number", "summary", "issuer", "aliases")


def add(
    *,
    center: Center,
    form_key: str,
    by: User,
    at: datetime,
    file: CleanFile | None = None,
    secrecy: str = NO_GRADE,
    reviewed_by: User | None = None,
    reviewed_on: date | None = None,
    review_basis: str = "",
    **values: Any,
) -> Document:
    """Write a document down; with a whole review it is public at once.

    Refuses every grade of secrecy before a row or a file is made. The same form gives
    the same document.
    """
    refuse_grades(values, secrecy, file.name if file else "")

    @once(Document)
    def add_once(*, form_key: str) -> Document:
        row = Document(center=center, uploaded_by=by, form_key=form_key or None)
        put(row, secrecy=secrecy, **values)
        _check(row, file, localdate(at))
        row.reindex()
        note = ""
        if reviewed_by or reviewed_on or review_basis:
            note = _put_review(row, reviewed_by, reviewed_on, review_basis, at)
            row.state = State.PUBLIC
        _put_file(row, file)
        try:
            return enter(row, Verb.ADD, by=by, at=at, note=note)
        except Exception:
            _forget_file(row, file)
            raise

    return add_once(form_key=form_key)


def change(
    document: Document,
    *,
    version: int,
    by: User,
    at: datetime,
    file: CleanFile | None = None,
    secrecy: str = NO_GRADE,
    **values: Any,
) -> Document:
    """Change what it says, or its file: the review is then to be done anew."""
    refuse_grades(values, secrecy, file.name if file else "")
    made: Document | None = None
    try:
        with changing(document, Verb.CHANGE, by=by, at=at, version=version) as doing:
            row, was = doing.row, doing.row.file_name
            is_new = put(row, **values) or file is not None
            if not is_new:
                row.state, doing.is_nothing = State(doing.before), True
                return row
            _check(row, file, localdate(at))
            put(row, reviewed_by=None, reviewed_on=None, noted_on=None, review_basis="")
            row.uploaded_by = by
            row.reindex()
            made = row
            _put_file(row, file)
            doing.note = (
                f"换文件：{was or '（没有）'} → {row.file_name}" if file else ""
            )
    except Exception:
        if made is not None:
            _forget_file(made, file)
        raise
    return row


def review(
    document: Document,
    *,
    version: int,
    reviewed_by: User,
    reviewed_on: date,
    review_basis: str,
    by: User,
    at: datetime,
) -> Document:
    """Write the review down and make it public; refused for who wrote it."""
    with changing(document, Verb.REVIEW, by=by, at=at, version=version) as doing:
        row = doing.row
        wrote = row.steps.filter(verb__in=[Verb.ADD, Verb.CHANGE], by=reviewed_by)
        if row.uploaded_by_id == reviewed_by.pk or wrote.exists():
            raise ValidationError(
                {"reviewed_by": "经办过这份文件的人不能审查，请另找一位同事。"}
            )
        doing.note = _put_review(row, reviewed_by, reviewed_on, review_basis, at)
    return doing.row


def withdraw(
    document: Document, *, version: int, reason: str, by: User, at: datetime
) -> Document:
    """Take it off the public page, with a reason; it stays on the desk."""
    with changing(document, Verb.WITHDRAW, by=by, at=at, version=version) as doing:
        doing.note = because(reason, "撤下的原因")
    return doing.row


def refuse_grades(values: Mapping[str, Any], secrecy: str, file_name: str) -> None:
    """Refuse a grade of secrecy wherever it stands."""
    if secrecy != NO_GRADE:
        known = secrecy if secrecy in GRADES else "密级"
        raise ValidationError({"secrecy": why_marked(known)})
    for name in _MARKED:
        if mark := mark_in(str(values.get(name) or "")):
            raise ValidationError({name: why_marked(mark)})
    if mark := mark_in(file_name):
        raise ValidationError({"file": f"文件名{why_marked(mark)}"})


def _check(row: Document, file: CleanFile | None, today: date) -> None:
    if row.dated_on > today:
        raise ValidationError({"dated_on": "成文日期不能晚于今天。"})
    if row.kind in QUOTED:
        if file or row.file:
            text = "讲话、讲座只放我们自己写的摘要和出处网址，不放全文。"
            raise ValidationError({"file": text})
        for name, what in (("summary", "我们写的摘要"), ("source_url", "出处网址")):
            if not getattr(row, name):
                raise ValidationError({name: f"讲话、讲座要有{what}。"})
    if not (row.source_url or row.file or file):
        raise ValidationError({"source_url": "请写出处网址，或者附上文件。"})


def _put_review(
    row: Document, by: User | None, on: date | None, basis: str, at: datetime
) -> str:
    """Set the review on a row; return it in words. Refuses half a review."""
    today = localdate(at)
    wrong: dict[str, str] = {}
    if by is None:
        wrong["reviewed_by"] = "请选审查人。"
    elif by.pk == row.uploaded_by_id:
        wrong["reviewed_by"] = "审查人不能是经办人自己，请另找一位同事审查。"
    if on is None:
        wrong["reviewed_on"] = "请填审查日期。"
    elif on > today:
        wrong["reviewed_on"] = "审查日期不能晚于今天。"
    if not basis.strip():
        wrong["review_basis"] = "请写审查依据。"
    if wrong:
        raise ValidationError(wrong)
    put(row, reviewed_by=by, reviewed_on=on, review_basis=basis, noted_on=today)
    return f"{by}，{on:%Y-%m-%d}，{row.review_basis}"


def _put_file(row: Document, file: CleanFile | None) -> None:
    if file is None:
        return
    row.file_name, row.size = file.name, len(file.content)
    row.sha256 = hashlib.sha256(file.content).hexdigest()
    # No suffix: no server can be talked into serving it as what it is not.
    row.file.save(secrets.token_hex(16), ContentFile(file.content), save=False)


def _forget_file(row: Document, file: CleanFile | None) -> None:
    if file is not None and row.file:
        row.file.delete(save=False)
