"""What every page shows around its content."""

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """Return the center, the text size and the main menu."""
    return {"center": getattr(request, "center", None)}
