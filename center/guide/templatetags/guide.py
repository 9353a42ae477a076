"""What a page of another subject says of the item that it came from."""

from django import template

from center.guide.models import Told

register = template.Library()


@register.inclusion_tag("guide/_told.html")
def told(subject: str, code: str) -> dict[str, object]:
    """Name the version that the person was told, if an item led here."""
    rows = Told.objects.select_related("version__service")
    return {"told": rows.filter(subject=f"{subject}:{code}").first()}
