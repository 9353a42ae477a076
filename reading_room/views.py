"""What everybody sees of the reading room: holdings, and whether a seat is free."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from center.http import Request
from center.paging import CappedPaginator
from center.portals import gathered
from center.searchable import found
from reading_room.forms import LookForm
from reading_room.models import Title, TitleQuerySet
from reading_room.rules import CLASSES, CopyState, Kind

PER_PAGE = 20


@login_not_required
@require_safe
def library(request: Request) -> HttpResponse:
    """Find holdings; without a question show how many there are of each class."""
    shelf = Title.objects.on_shelf(request.center)
    form = LookForm(request.GET)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name, "") for name in form.fields}
    page = CappedPaginator(_wanted(shelf, asked), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "asked": asked,
        "is_asked": any(asked.values()),
        "page": page,
        "has_more": page.paginator.count >= CappedPaginator.cap,
        "places": _places(request),
        "notes": _notes(request),
        "others": _others(request, asked["q"]),
        **_holdings(shelf),
    }
    return render(request, "reading_room/library.html", context)


@login_not_required
@require_safe
def title(request: Request, pk: int) -> HttpResponse:
    """Show one title: where it stands, and whether a seat is free."""
    row = get_object_or_404(Title.objects.on_shelf(request.center), pk=pk)
    lent = row.items.filter(state=CopyState.LENT).order_by("due_on", "pk")
    context = {"row": row, "lent": lent, "places": _places(request)}
    return render(request, "reading_room/title.html", context)


def _wanted(shelf: TitleQuerySet, asked: dict[str, str]) -> Any:
    rows = shelf
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    if asked["class"]:
        rows = rows.filter(main_class=asked["class"])
    if asked["available"]:
        rows = rows.filter(on_shelf__gt=0)
    return found(rows, asked["q"])


def _holdings(shelf: TitleQuerySet) -> dict[str, Any]:
    """Return how much there is: books by class, magazines and newspapers in all."""
    counts = shelf.counts()
    url = reverse("reading_room:library")
    classes = [
        (
            f"{one['main_class']} {CLASSES[one['main_class']]}",
            one["copies"],
            f"{url}?kind=book&class={one['main_class']}",
        )
        for one in counts
        if one["kind"] == Kind.BOOK and one["main_class"]
    ]
    kinds = {
        kind: sum(one["copies"] for one in counts if one["kind"] == kind)
        for kind in Kind.values
    }
    titles = {
        kind: sum(one["titles"] for one in counts if one["kind"] == kind)
        for kind in Kind.values
    }
    return {"classes": classes, "copies": kinds, "titles": titles}


def _others(request: Request, typed: str) -> list[Any]:
    """Return what else a question finds, as the subjects say that have it."""
    at = timezone.now()
    found = [
        function(request.center, typed, at) for function in gathered("reading_finds")
    ]
    return [section for section in found if section.items]


def _notes(request: Request) -> list[str]:
    at = timezone.now()
    return [
        note
        for function in gathered("reading_notes")
        for note in function(request.center, at)
    ]


def _places(request: Request) -> list[Any]:
    """Return the places to read at, as the subject that books them says."""
    at = timezone.now()
    return [
        place
        for function in gathered("reading_places")
        for place in function(request.center, at)
    ]
