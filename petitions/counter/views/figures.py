"""What requests came in and what became of them: numbers, the rows behind, a file."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from center import sheets
from center.http import UserRequest, own_center
from center.models import Center
from center.paging import page_of
from center.registers.exports import WRITERS, file_answer, take_out
from center.registers.models import Format
from center.searchable import by_pinyin
from petitions.counter.forms.figures import FiguresForm
from petitions.counter.presenters.lists import ROUND_HEADER, round_lines
from petitions.models.figures import Rounds, counted, rounds_of, split, totals
from petitions.rules.figures import CAME, What, share_in_time, spans
from petitions.rules.roles import SUPERVISE, WORK
from petitions.rules.states import Channel, Kind

staff_page = permission_required(WORK, raise_exception=True)
supervisor_page = permission_required(SUPERVISE, raise_exception=True)
FEWEST_RATED = 5


@require_safe
@staff_page
def figures(request: UserRequest) -> HttpResponse:
    """Show the numbers of a month, a quarter, a year or any days; each leads on."""
    today = timezone.localdate()
    form = FiguresForm(_question(request, today), user=request.user)
    rows, asked = _asked(request, form, today)
    counts = totals(rows, today)
    good, due = share_in_time(counts)
    context = {
        "form": form,
        "spans": [
            (one.label, _at("figures", {"from": one.since, "to": one.until}), is_shown)
            for one in spans(today)
            for is_shown in [(one.since, one.until) == (asked["from"], asked["to"])]
        ],
        "asked": asked,
        "heads": What.labels,
        "whole": _cells(counts, asked),
        "all": sum(counts[one] for one in CAME),
        "good": good,
        "due": due,
        "share": f"{100 * good / due:.0f}%" if due else "",
        "content": _content(counts),
        "tables": _tables(request, rows, asked, today),
        "shown_center": own_center(request),
        "today": today,
    }
    return render(request, "petitions/desk/figures.html", context)


def _question(request: UserRequest, today: date) -> dict[str, Any]:
    """Return what is asked for; who names no days sees this month, and which it is."""
    asked = request.GET.dict()
    if asked.get("from") or asked.get("to"):
        return asked
    month = spans(today)[0]
    return asked | {"from": f"{month.since}", "to": f"{month.until}"}


def _asked(
    request: UserRequest, form: FiguresForm, today: date
) -> tuple[Rounds, dict[str, Any]]:
    """Return the rounds that are asked for, and the question as the address says it."""
    month = spans(today)[0]
    if not form.is_valid():
        rows = rounds_of(request.user, month.since, month.until).none()
        return rows, {"from": month.since, "to": month.until}
    span = form.span(today)
    rows = rounds_of(request.user, span.since, span.until, form.chosen)
    chosen = {name: form[name].value() for name in form.chosen}
    return rows, {"from": span.since, "to": span.until} | chosen


def _cells(
    counts: dict[str, int], asked: dict[str, Any], **more: Any
) -> list[tuple[str, int, str]]:
    """Return heading, number and the address of its rows; none where there are none."""
    return [
        (
            one.label,
            counts[one],
            _at("figure_rows", asked | more | {"what": str(one)})
            if counts[one]
            else "",
        )
        for one in What
    ]


def _at(page: str, asked: dict[str, Any]) -> str:
    return f"{reverse(f'petitions_counter:{page}')}?{urlencode(asked)}"


def _content(counts: dict[str, int]) -> str:
    """Return how many of those who rated are content; of a few it would name them."""
    if counts[What.RATED] < FEWEST_RATED:
        return ""
    return f"{100 * counts[What.CONTENT] / counts[What.RATED]:.0f}%"


def _tables(
    request: UserRequest, rows: Rounds, asked: dict[str, Any], today: date
) -> list[tuple[str, list[tuple[str, list[tuple[str, int, str]]]]]]:
    names: list[tuple[str, str, list[tuple[Any, str]]]] = [
        ("按类别", "kind", [*Kind.choices]),
        ("按来源", "channel", [*Channel.choices]),
    ]
    if len(request.user.center_ids) > 1:
        centers = Center.objects.filter(pk__in=request.user.center_ids)
        known = [*centers.order_by(by_pinyin()).values_list("pk", "name")]
        names.append(("按中心", "center", known))
    return [
        (title, _lines(split(rows, name, today), name, labels, asked))
        for title, name, labels in names
    ]


def _lines(
    found: dict[Any, dict[str, int]],
    name: str,
    labels: list[tuple[Any, str]],
    asked: dict[str, Any],
) -> list[tuple[str, list[tuple[str, int, str]]]]:
    return [
        (label, _cells(found[value], asked, **{name: value}))
        for value, label in labels
        if value in found
    ]


@require_safe
@staff_page
def rows(request: UserRequest) -> HttpResponse:
    """List exactly what one number counts, or all of the days."""
    today = timezone.localdate()
    form = FiguresForm(request.GET, user=request.user)
    found, asked = _listed(request, form, today)
    page = page_of(found, request.GET.get("page"))
    what = form.cleaned_data.get("what", "") if form.is_valid() else ""
    context = {
        "page": page,
        "title": What(what).label if what else "收到的和重新办的",
        "words": form.asked,
        "header": ROUND_HEADER,
        "lines": [
            (url, list(zip(ROUND_HEADER, cells, strict=True)))
            for url, cells in round_lines(page.object_list, request.user)
        ],
        "asked": [*(asked | {"what": what}).items()],
        "back": _at("figures", asked),
        "formats": Format.choices if request.user.has_perm(SUPERVISE) else [],
    }
    return render(request, "petitions/desk/figure_rows.html", context)


def _listed(
    request: UserRequest, form: FiguresForm, today: date
) -> tuple[Rounds, dict[str, Any]]:
    found, asked = _asked(request, form, today)
    what = form.cleaned_data.get("what") if form.is_valid() else ""
    if what:
        found = found.filter(counted(what, today))
    along = ("petition__center", "petition__owner", "petition__duty_by", "rating")
    found = found.select_related(*along, "petition__owner_center")
    found = found.prefetch_related("clocks")
    return found.order_by("-day0", "-pk"), asked


@require_POST
@supervisor_page
def export(request: UserRequest) -> HttpResponse:
    """Hand out the rows of a number as a file, as far as the viewer may read them."""
    at = timezone.now()
    form = FiguresForm(request.POST, user=request.user)
    file_format = request.POST.get("file_format", "")
    found, asked = _listed(request, form, timezone.localdate(at))
    back = _at("figure_rows", asked | {"what": request.POST.get("what", "")})
    if not form.is_valid() or file_format not in WRITERS:
        messages.error(request, "没有导出：请先改好查找条件，再选文件格式。")
        return redirect(back)
    lines = round_lines(found[: sheets.MAX_ROWS + 1], request.user, with_words=True)
    return _handed_out(
        request,
        back,
        lambda: take_out(
            what="诉求",
            asked=f"{asked['from']} 至 {asked['to']}；{form.asked}"[:200],
            header=[*ROUND_HEADER, "内容", "答复", "落实结果"],
            lines=[cells for _, cells in lines],
            file_format=file_format,
            center=own_center(request),
            by=request.user,
            at=at,
        ),
        f"requests-{timezone.localdate(at):%Y%m%d}",
        file_format,
    )


def _handed_out(
    request: UserRequest,
    back: str,
    make: Callable[[], bytes],
    name: str,
    file_format: str,
) -> HttpResponse:
    try:
        return file_answer(make(), name, file_format)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(back)
