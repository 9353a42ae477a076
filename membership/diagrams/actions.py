"""Everything that can be done to a chart: each change is a new edition of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from center.models import User
from center.workflow.actions import StaleError, once
from membership.diagrams import rules
from membership.diagrams.models import HEADING, Diagram, Edition, Publication, Step


@once(Edition)
def write(
    base: Edition,
    *,
    heading: Mapping[str, str],
    steps: Sequence[Mapping[str, Any]],
    form_key: str,
    by: User,
    at: datetime,
) -> Edition:
    """Save the next edition; raise ``StaleError`` when ``base`` is not the newest."""
    diagram = Diagram.objects.select_for_update().get(pk=base.diagram_id)
    newest = diagram.editions.all()[0]
    if base.number != newest.number:
        raise StaleError(newest)
    edition = Edition(diagram=diagram, number=newest.number + 1, **heading)
    edition.made_by, edition.made_at, edition.form_key = by, at, form_key
    rows = [Step(edition=edition, position=n + 1, **one) for n, one in enumerate(steps)]
    if found := rules.problems(rows):
        raise ValidationError(found)
    if _said(newest, newest.steps.all()) == _said(edition, rows):
        raise ValidationError("内容和现在一样，没有新的版本可存。", code="same")
    edition.save()
    for row in rows:
        row.edition = edition  # it has a number now
    Step.objects.bulk_create(rows)
    return edition


def _said(edition: Edition, steps: Iterable[Step]) -> list[object]:
    heading = [getattr(edition, name) for name in HEADING]
    return [*heading, *(step.said for step in steps)]


def difference(
    old: Iterable[Step], new: Iterable[Step]
) -> tuple[list[Step], list[Step]]:
    """Return the steps that read differently now, and as they read before."""
    old, new = list(old), list(new)
    before, after = {step.said for step in old}, {step.said for step in new}
    fresh = [step for step in new if step.said not in before]
    return fresh, [step for step in old if step.said not in after]


@transaction.atomic
def publish(edition: Edition, *, by: User, at: datetime) -> Diagram:
    """Show an edition to the public; an older one may be shown again."""
    diagram = Diagram.objects.select_for_update().get(pk=edition.diagram_id)
    if diagram.published_id == edition.pk:
        raise ValidationError("公开的就是这一版，不用再公开。", code="wrong_state")
    if edition.has_unapproved_by(by):
        text = "这一版里有您自己改的，请另一位主管看过再公开。"
        raise ValidationError(text, code="own")
    diagram.published = edition
    diagram.save(update_fields=["published"])
    Publication.objects.create(edition=edition, by=by, at=at)
    return diagram
