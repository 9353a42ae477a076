"""What is done to every public text, whatever it is about."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from center.models import User
from center.publishing.models import Edition
from center.publishing.rules import Verb
from center.workflow.actions import StaleError, because, changing

E = TypeVar("E", bound=Edition)


def next_draft(row: E, *, version: int | None = None, form_key: str = "") -> E:
    """Return the unsaved version that follows this one; what it is of is locked.

    Raises ``StaleError`` where it is not the newest any more, or was changed since
    ``version``.
    """
    field: Any = row._meta.get_field(row.parent)
    whole = field.related_model._default_manager.select_for_update().get(
        pk=getattr(row, field.attname)
    )
    newest = whole.versions.order_by("-n")[0]
    if version is not None and (newest.pk, newest.version) != (row.pk, version):
        raise StaleError(newest)
    parent = {row.parent: whole}
    return type(row)(**parent, n=newest.n + 1, form_key=form_key or None)


def submit(
    row: E,
    *,
    by: User,
    at: datetime,
    missing: Callable[[E], list[str]],
    version: int | None = None,
) -> E:
    """Hand a draft in; refused while something is missing that readers need."""
    with changing(row, Verb.SUBMIT, by=by, at=at, version=version) as change:
        refuse_missing(missing(change.row))
    return change.row


def refuse_missing(names: list[str]) -> None:
    """Refuse what cannot go public yet, naming everything at once."""
    if names:
        raise ValidationError(
            f"还缺 {len(names)} 项，补齐再提交：{'、'.join(names)}。", code="missing"
        )


def approve(
    row: E,
    *,
    digest: str,
    by: User,
    at: datetime,
    check: Callable[[E], None],
    version: int | None = None,
) -> E:
    """Approve the text that was shown; raise ``StaleError`` if it is another by now."""
    with changing(row, Verb.APPROVE, by=by, at=at, version=version) as change:
        if change.row.digest != digest:
            raise StaleError(change.row)
        change.row.approved_by, change.row.approved_at = by, at
        check(change.row)
    return change.row


def send_back(
    row: E, *, reason: str, by: User, at: datetime, version: int | None = None
) -> E:
    """Give it back to its writers with what is to be changed."""
    with changing(row, Verb.RETURN, by=by, at=at, version=version) as change:
        change.note = because(reason, "要改什么")
    return change.row


def drop(row: E, *, by: User, at: datetime, version: int | None = None) -> E:
    """Give up a text that was never public; it stays in the history."""
    with changing(row, Verb.DROP, by=by, at=at, version=version) as change:
        pass
    return change.row


def differs(row: Edition, before: Mapping[str, Any]) -> bool:
    return dict(row.said) != dict(before)
