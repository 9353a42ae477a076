"""What everybody sees of the reading room: holdings, and whether a seat is free."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Min
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from center.http import Request
from center.paging import page_of
from center.portals import gathered
from center.searchable import MANY, MOST_COUNTED, best_page, found
from center.searches.actions import note_empty
from reading_room.forms import LookForm
from reading_room.holdings import kept_counts, kept_notes, newest_of, newest_steps
from reading_room.models import Copy, Title, TitleQuerySet
from reading_room.rules import CLASSES, CopyState, Kind

PER_PAGE = 20
COVER_LETTERS, COVERS = 5, 4


@login_not_required
@require_safe
def library(request: Request) -> HttpResponse:
    """Find holdings; without a question show how many there are of each class."""
    shelf = Title.objects.on_shelf(request.center)
    form = LookForm(request.GET)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name, "") for name in form.fields}
    rows_asked, number = wanted(shelf, asked), request.GET.get("page")
    page = page_of(rows_asked, number, PER_PAGE, cap=MOST_COUNTED)
    rows, at = _shown(shelf, asked, page), timezone.now()
    newest = newest_of(rows)
    others = _others(request, asked["q"])
    is_read = request.method == "GET"
    if is_read and not (rows or others) and _is_plain(asked):
        note_empty(center=request.center, place="图书", typed=asked["q"], at=at)
    context = {
        "form": form,
        "asked": asked,
        "is_asked": any(asked.values()),
        "is_narrowed": any(value for name, value in asked.items() if name != "q"),
        "page": page,
        "cards": [_card(row) for row in _with_due_days(rows)],
        "has_more": page.paginator.count >= MOST_COUNTED,
        "places": _places(request),
        "notes": kept_notes(request.center, at),
        "others": others,
        **_holdings(kept_counts(request.center, newest, at)),
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


def _is_plain(asked: dict[str, Any]) -> bool:
    """Say whether nothing but words was asked for."""
    return bool(asked["q"]) and not any(
        value for name, value in asked.items() if name != "q"
    )


def _with_due_days(found: list[Any]) -> list[Any]:
    """Say of each title of which all copies are lent when the first comes back."""
    gone = [row.pk for row in found if row.copies and not row.on_shelf]
    due: dict[int, Any] = {}
    if gone:
        lent = Copy.objects.filter(title__in=gone, state=CopyState.LENT).order_by()
        first = lent.values("title_id").annotate(day=Min("due_on"))
        due = dict(first.values_list("title_id", "day"))
    for row in found:
        row.back_on = due.get(row.pk)
    return found


def _card(row: Any) -> dict[str, Any]:
    """Return a title with the letters of its drawn cover, one below the other."""
    letters = row.plain_name.upper()[:COVER_LETTERS]
    return {
        "row": row,
        "shade": row.pk % COVERS,
        "letters": [(sign, 30 + 16.5 * n) for n, sign in enumerate(letters)],
    }


def _shown(shelf: TitleQuerySet, asked: dict[str, Any], page: Any) -> list[Any]:
    """Return the titles of a page; of a great many the first are known by indexes."""
    if asked["q"] and page.paginator.count >= MANY:
        start, end = page.start_index() - 1, page.end_index()
        narrowed = wanted(shelf, asked | {"q": ""})
        if best := best_page(narrowed, asked["q"], start, end - start):
            return best
    return list(page.object_list)


def wanted(shelf: TitleQuerySet, asked: dict[str, Any]) -> Any:
    """Return the titles that were asked for, without what no list shows."""
    rows = shelf.defer("grams", "words", "summary").annotate(**newest_steps())
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("class"):
        rows = rows.filter(main_class=asked["class"])
    if asked.get("available"):
        rows = rows.filter(on_shelf__gt=0)
    return found(rows, asked["q"])


def _holdings(counts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return how much there is: books by class, magazines and newspapers in all."""
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


def _places(request: Request) -> list[Any]:
    """Return the places to read at, as the subject that books them says."""
    at = timezone.now()
    return [
        place
        for function in gathered("reading_places")
        for place in function(request.center, at)
    ]
