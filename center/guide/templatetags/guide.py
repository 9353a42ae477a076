"""What a page of another subject says of the item that it came from."""

from operator import attrgetter
from typing import Any

from django import template

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
    rooms = list(valid.order_by("y", "x", "pk"))
    here = min(
        (one for one in rooms if one.venue == venue), key=attrgetter("pk"), default=None
    )
    if here is None:
        return {"plan": None}
    floor = [one for one in rooms if (one.site, one.floor) == (here.site, here.floor)]
    return {"plan": plans(floor, {}, venue)[0], "room": here, "center": center}
