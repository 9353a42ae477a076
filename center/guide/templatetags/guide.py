"""What a page of another subject says of the item that it came from."""

from typing import Any

from django import template
from django.db.models import Subquery

from center.guide.models import Room, Told
from center.guide.plans import plans
from center.registers.rules import State

register = template.Library()


@register.inclusion_tag("guide/_told.html")
def told(subject: str, code: str) -> dict[str, object]:
    rows = Told.objects.select_related("version__service")
    return {"told": rows.filter(subject=f"{subject}:{code}").first()}


@register.inclusion_tag("guide/_way.html", takes_context=True)
def way_to(context: dict[str, Any], venue: str) -> dict[str, object]:
    """Draw the floor on which a venue is, with its room marked; one query."""
    center = context["center"]
    valid = Room.objects.filter(center=center, state=State.VALID)
    here = valid.filter(venue=venue).order_by("pk")
    floor = valid.filter(
        site=Subquery(here.values("site")[:1]), floor=Subquery(here.values("floor")[:1])
    )
    rooms = list(floor.order_by("y", "x", "pk"))
    found = next((room for room in rooms if room.venue == venue), None)
    drawn = plans(rooms, {}, venue)
    return {"plan": drawn[0] if found else None, "room": found, "center": center}
