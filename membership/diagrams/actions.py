"""Everything that can be done to a diagram: each change is a new edition of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from center.models import User
from center.rules import new_code
from membership.diagrams import rules
from membership.diagrams.models import Diagram, Edition, Node, Publication, Way
from membership.diagrams.rules import Heading, Step

KEY_LENGTH = 8
STALE = "stale"
COLUMNS = (
    "key",
    "phase",
    "title",
    "actor",
    "limit",
    "text",
    "record",
    "source",
    "revision",
    "shape",
)


def change_step(
    base: Edition, *, changed: Step, form_key: str, by: User, at: datetime
) -> Edition:
    """Save a new edition in which one step reads differently."""
    steps = rules.with_step(base.steps(), changed)
    note = f"改了“{changed.title}”"
    return _save(base, base.heading, steps, note=note, form_key=form_key, by=by, at=at)


def add_step(
    base: Edition, *, new: Step, after: str, form_key: str, by: User, at: datetime
) -> Edition:
    """Save a new edition with one more step behind the step ``after``."""
    new = replace(new, key=new_code(KEY_LENGTH), next=())
    steps = rules.inserted(base.steps(), new, after=after)
    note = f"新增“{new.title}”"
    return _save(base, base.heading, steps, note=note, form_key=form_key, by=by, at=at)


def remove_step(
    base: Edition, *, key: str, form_key: str, by: User, at: datetime
) -> Edition:
    """Save a new edition without one step; the old edition keeps it."""
    title = next((step.title for step in base.steps() if step.key == key), key)
    steps = rules.removed(base.steps(), key)
    note = f"去掉“{title}”"
    return _save(base, base.heading, steps, note=note, form_key=form_key, by=by, at=at)


def change_heading(
    base: Edition, *, heading: Heading, form_key: str, by: User, at: datetime
) -> Edition:
    """Save a new edition with another title, opening sentence or caution."""
    note = "改了标题和说明"
    return _save(
        base, heading, base.steps(), note=note, form_key=form_key, by=by, at=at
    )


@transaction.atomic
def publish(edition: Edition, *, by: User, at: datetime) -> Diagram:
    """Show an edition to the public; an older one may be shown again."""
    diagram = Diagram.objects.select_for_update().get(pk=edition.diagram_id)
    if diagram.published_id == edition.pk:
        raise ValidationError("公开的就是这一版，不用再公开。", code="wrong_state")
    diagram.published = edition
    diagram.save(update_fields=["published"])
    Publication.objects.create(edition=edition, by=by, at=at)
    return diagram


@transaction.atomic
def _save(
    base: Edition,
    heading: Heading,
    steps: Sequence[Step],
    *,
    note: str,
    form_key: str,
    by: User,
    at: datetime,
) -> Edition:
    """Write the next edition, or refuse when ``base`` is not the newest any more."""
    diagram = Diagram.objects.select_for_update().get(pk=base.diagram_id)
    if done := Edition.objects.filter(form_key=form_key).first():
        return done
    newest = diagram.editions.newest_first().values_list("number", flat=True)[0]
    if base.number != newest:
        raise ValidationError(
            f"别人刚存了第 {newest} 版，您的修改没有保存。请在新的一版上改。",
            code=STALE,
        )
    if found := rules.problems(steps):
        raise ValidationError(found)
    if not rules.changes((base.heading, base.steps()), (heading, steps)):
        raise ValidationError("内容和现在一样，没有新的版本可存。", code="same")
    edition = Edition(
        diagram=diagram,
        number=newest + 1,
        title=heading.title,
        intro=heading.intro,
        caution=heading.caution,
        note=note,
        made_by=by,
        made_at=at,
        form_key=form_key,
    )
    edition.full_clean(validate_unique=False, validate_constraints=False)
    edition.save()
    write_steps(edition, steps, node_model=Node, way_model=Way)
    return edition


def write_steps(
    edition: Edition,
    steps: Sequence[Step],
    *,
    node_model: type[Node],
    way_model: type[Way],
) -> None:
    """Write the steps of a new edition; the models are those of the migration, too."""
    nodes = node_model.objects.bulk_create(
        node_model(
            edition=edition,
            position=position,
            **{name: getattr(step, name) for name in COLUMNS},
        )
        for position, step in enumerate(steps, start=1)
    )
    known = {node.key: node for node in nodes}
    way_model.objects.bulk_create(
        way_model(node=known[step.key], target=known[link.to], label=link.label)
        for step in steps
        for link in step.next
    )
