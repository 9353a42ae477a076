"""Write the rules of the center, hand them in, approve them."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from center.guide.models import Regulation, RegulationText
from center.models import Center, User
from center.publishing import actions as publishing
from center.publishing.rules import OPEN, Verb
from center.workflow.actions import changing, enter, once, put


@once(RegulationText)
def begin(
    *, center: Center, slug: str, form_key: str, by: User, at: datetime, **values: Any
) -> RegulationText:
    """Begin a rule with the draft of its first text; a draft always saves."""
    with transaction.atomic():
        parent = Regulation(center=center, slug=slug, made_at=at)
        parent.clean_fields()
        parent.save()
        row = RegulationText(regulation=parent, n=1, form_key=form_key)
        _put(row, values)
        return enter(row, Verb.START, by=by, at=at, note=row.change_note)


def save(
    row: RegulationText,
    *,
    by: User,
    at: datetime,
    version: int,
    form_key: str = "",
    **values: Any,
) -> RegulationText:
    """Save the draft; from an approved text begin the next one."""
    same = RegulationText(**{name: getattr(row, name) for name in row.texts})
    is_new = put(same, **values)
    if row.state in OPEN:
        return (
            _save_draft(row, values, by=by, at=at, version=version) if is_new else row
        )
    if not is_new:
        raise ValidationError("内容和现在一样，没有新的版本可存。", code="same")
    return _next(
        row=row, values=values, by=by, at=at, version=version, form_key=form_key
    )


def _save_draft(
    row: RegulationText, values: dict[str, Any], *, by: User, at: datetime, version: int
) -> RegulationText:
    with changing(row, Verb.SAVE, by=by, at=at, version=version) as change:
        _put(change.row, values)
        change.note = change.row.change_note
    return change.row


@once(RegulationText)
def _next(
    *,
    row: RegulationText,
    values: dict[str, Any],
    by: User,
    at: datetime,
    version: int,
    form_key: str,
) -> RegulationText:
    with transaction.atomic():
        draft = publishing.next_draft(row, version=version, form_key=form_key)
        _put(draft, {"title": row.title, "body": row.body} | values)
        return enter(draft, Verb.START, by=by, at=at, note=draft.change_note)


def _put(row: RegulationText, values: dict[str, Any]) -> None:
    """Set what it says; refuse a flow chart that leads nowhere."""
    put(row, **values)
    if row.chart and row.chart.problems:
        raise ValidationError({"body": row.chart.problems})


def submit(
    row: RegulationText, *, by: User, at: datetime, version: int | None = None
) -> RegulationText:
    """Hand it in; refused without a title or a text."""
    return publishing.submit(
        row, by=by, at=at, version=version, missing=lambda fresh: fresh.missing
    )


def approve(
    row: RegulationText,
    *,
    digest: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> RegulationText:
    """Approve what was shown; it takes effect on its day, never before today."""
    today = localdate(at)

    def settle(fresh: RegulationText) -> None:
        publishing.refuse_missing(fresh.missing)
        fresh.effective_on = max(fresh.effective_on or today, today)

    return publishing.approve(
        row, digest=digest, by=by, at=at, version=version, check=settle
    )
