"""Load the diagrams as they are first published; used by the migration and by tests."""

from datetime import UTC, datetime

from django.apps.registry import Apps

from membership.diagrams.actions import write_steps
from membership.diagrams.content import FIRST

FIRST_AT = datetime(2026, 11, 24, tzinfo=UTC)


def load(apps: Apps) -> None:
    """Write the first edition of each diagram that is not there yet, and publish it."""
    models = {
        name: apps.get_model("diagrams", name)
        for name in ("Diagram", "Edition", "Node", "Way", "Publication")
    }
    for slug, (heading, steps) in FIRST.items():
        diagram, is_new = models["Diagram"].objects.get_or_create(slug=slug)
        if not is_new:
            continue
        edition = models["Edition"].objects.create(
            diagram=diagram,
            number=1,
            title=heading.title,
            intro=heading.intro,
            caution=heading.caution,
            note="第一版",
            made_at=FIRST_AT,
        )
        write_steps(edition, steps, node_model=models["Node"], way_model=models["Way"])
        models["Publication"].objects.create(edition=edition, at=FIRST_AT)
        diagram.published = edition
        diagram.save(update_fields=["published"])
