"""What the pages of transfers share."""

from django.http import HttpRequest, QueryDict


def typed(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, also when it is nothing at all; None for a new form."""
    return request.POST if request.method == "POST" else None
