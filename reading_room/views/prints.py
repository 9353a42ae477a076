"""What is printed for the shelves: labels for the copies, and lists to tick off."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from center.http import UserRequest, own_center
from center.registers.rules import MOST_PRINTED, State
from reading_room.barcodes import drawn
from reading_room.forms import LabelsForm, ShelfForm
from reading_room.models import Copy, Title
from reading_room.rules import HELD, shelf_key

may_view = permission_required("reading_room.view_title", raise_exception=True)
# Three columns and eight rows of 70 by 37 mm.
A_SHEET, MOST_LABELS = 24, 480


@require_safe
@may_view
def labels(request: UserRequest) -> HttpResponse:
    """Show the labels of the copies that were asked for, as they lie on the sheets."""
    form = LabelsForm(request.GET or None)
    copies: list[Copy] = []
    if form.is_valid():
        rows = Copy.objects.filter(center=own_center(request), state__in=HELD)
        wanted = _wanted(rows, form.cleaned_data).select_related("title")
        copies = list(wanted[: MOST_LABELS + 1])
        if len(copies) > MOST_LABELS:
            text = f"一次最多打印 {MOST_LABELS} 张，请缩小范围。"
            form.add_error(None, text)
            copies = []
        elif not copies:
            form.add_error(None, "没有这样的册，请换个条件。")
    skipped = form.cleaned_data.get("skip") or 0 if copies else 0
    cells: list[Any] = [None] * skipped
    cells += [_label(copy) for copy in copies]
    context = {
        "form": form,
        "sheets": [cells[n : n + A_SHEET] for n in range(0, len(cells), A_SHEET)],
        "count": len(copies),
    }
    return render(request, "reading_room/labels.html", context)


def _wanted(rows: Any, asked: dict[str, Any]) -> Any:
    if asked["barcodes"]:
        rows = rows.filter(barcode__in=asked["barcodes"])
    if asked["class"]:
        rows = rows.filter(title__main_class=asked["class"])
    if asked["since"]:
        added = {"steps__verb": "add", "steps__at__date__gte": asked["since"]}
        rows = rows.filter(**added)
    return rows.order_by("title__shelf_key", "title__name", "pk")


def _label(copy: Copy) -> dict[str, Any]:
    width, bars = drawn(copy.barcode)
    return {"copy": copy, "width": width, "bars": bars}


@require_safe
@may_view
def shelf_list(request: UserRequest) -> HttpResponse:
    """Show the titles in the order in which they stand, to be ticked off."""
    form = ShelfForm(request.GET or None)
    rows: list[Title] = []
    center = own_center(request)
    if form.is_valid():
        found = _standing(center, form.cleaned_data).prefetch_related("items")
        rows = list(found[: MOST_PRINTED + 1])
        if len(rows) > MOST_PRINTED:
            text = f"一次最多打印 {MOST_PRINTED} 种，请选大类或写索书号的范围。"
            form.add_error(None, text)
            rows = []
    context = {
        "form": form,
        "rows": rows,
        "shown_center": center,
        "today": localdate(timezone.now()),
        "copies": sum(row.copies for row in rows),
    }
    return render(request, "reading_room/shelf_list.html", context)


def _standing(center: Any, asked: dict[str, Any]) -> Any:
    rows = Title.objects.filter(center=center, state=State.VALID)
    if asked["class"]:
        rows = rows.filter(main_class=asked["class"])
    if asked["place"]:
        rows = rows.filter(place__icontains=asked["place"])
    if asked["first"]:
        rows = rows.filter(shelf_key__gte=shelf_key(asked["first"]))
    if asked["last"]:
        rows = rows.filter(shelf_key__lte=shelf_key(asked["last"]) + "~")
    return rows.order_by("shelf_key", "name", "volume", "pk")
