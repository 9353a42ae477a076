"""What became of the messages about one row, on any page of its subject."""

from typing import Any

from django import template

from center.outbox import presenters

register = template.Library()


@register.inclusion_tag("outbox/_told.html")
def deliveries(label: str, row: Any) -> dict[str, Any]:
    return {"told": presenters.deliveries(f"{label}:{row.pk}")}
