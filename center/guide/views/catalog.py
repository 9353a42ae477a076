"""The catalog as everybody sees it: find an item, read it, print it."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from center import portals, search
from center.guide import rules
from center.guide.forms import LookForm
from center.guide.models import Version
from center.guide.rules import Help, LeadsTo, Power, ServiceClass
from center.guide.told import lead_on
from center.http import Request
from center.pictures import qr_svg
from center.publishing.rules import State
from center.roster.models import Absence, Window
from center.searches.actions import note_empty

# So many items of a window stand on the first page.
SHOWN = 4
# What fits on one sheet; the rest is behind the code.
POSTER_PAPERS, POSTER_STEPS = 7, 7
SIZES = ("a4", "a3")


@login_not_required
@require_safe
def services(request: Request) -> HttpResponse:
    """Show the windows with what they do; with a question, what it finds."""
    at = timezone.now()
    offered = Version.objects.offered(request.center, localdate(at))
    form = LookForm(request.GET)
    asked = form.asked()
    every = list(offered.order_by("window__number", "pinyin", "pk"))
    results = _results(offered, every, asked)
    if asked["q"] and not results and request.method == "GET":
        note_empty(center=request.center, place=rules.SEARCHED, typed=asked["q"], at=at)
    context = {
        "form": form,
        "asked": asked,
        "is_asked": any(asked.values()),
        "results": [(one, _parts(one.name, asked["q"])) for one in results],
        "doors": _doors(every),
        "total": len(every),
        "classes": _counted(ServiceClass, [one.service_class for one in every]),
        "powers": _counted(Power, [one.power for one in every]),
        "window": next(
            (w for w, *_ in _doors(every) if w and w.number == asked["window"]), None
        ),
        "ask_url": becomes("question"),
    }
    return render(request, "guide/service_list.html", context)


@login_not_required
@require_safe
def service(request: Request, slug: str) -> HttpResponse:
    """Show one item as it is in effect today; a retired one says what is instead."""
    today = localdate(timezone.now())
    row = _in_effect(request, slug, today)
    context = told(row, today) | {
        "coming": _coming(row, today),
        "old_poster": _old_poster(row, request.GET.get("p", "")),
        "qr": qr_svg(_poster_url(request, row), title=f"{row.name}的网页"),
        "turn": _turn(row),
        "hours": request.center.hours_text,
    }
    return render(request, "guide/service_detail.html", context)


@login_not_required
@require_safe
def poster(request: Request, slug: str) -> HttpResponse:
    """Show one sheet for the wall, A4 or A3; its code knows its version."""
    today = localdate(timezone.now())
    row = _in_effect(request, slug, today)
    size = request.GET.get("size", "")
    papers, steps = list(row.papers.all()), list(row.steps.all())
    context = told(row, today) | {
        "size": size if size in SIZES else SIZES[0],
        "papers": papers[:POSTER_PAPERS],
        "steps": steps[:POSTER_STEPS],
        "is_cut": len(papers) > POSTER_PAPERS or len(steps) > POSTER_STEPS,
        "qr": qr_svg(_poster_url(request, row), title=f"{row.name}的网页"),
        "today": today,
    }
    return render(request, "guide/poster.html", context)


@login_not_required
@require_safe
def checklist(request: Request, slug: str) -> HttpResponse:
    """Show the papers as a list to tick, for the way to the center."""
    today = localdate(timezone.now())
    row = _in_effect(request, slug, today)
    return render(request, "guide/checklist.html", told(row, today) | {"today": today})


@login_not_required
@require_safe
def paper(request: Request, slug: str, position: int) -> HttpResponse:
    """Show the blank form of a paper, or with ``?sample=1`` how it is filled in."""
    today = localdate(timezone.now())
    row = _in_effect(request, slug, today)
    found = next((one for one in row.papers.all() if one.position == position), None)
    if found is None or not found.form:
        raise Http404
    is_sample = bool(request.GET.get("sample")) and bool(found.sample)
    filled = dict(_pairs(found.sample)) if is_sample else {}
    lines = [(name, filled.get(name, "")) for name, _ in _pairs(found.form)]
    context = {"row": row, "paper": found, "lines": lines, "is_sample": is_sample}
    return render(request, "guide/paper.html", context)


@login_not_required
@require_safe
def blank(request: Request, slug: str, position: int) -> HttpResponse:
    return blank_of(_in_effect(request, slug, localdate(timezone.now())), position)


def blank_of(row: Version, position: int) -> HttpResponse:
    """Answer with the empty form of a paper, to be saved; or with 404."""
    names = [one.name for one in row.papers.all() if one.position == position]
    found = row.blanks.filter(paper__in=names).first()
    if found is None:
        raise Http404
    try:
        with found.file.open("rb") as stored:
            content = stored.read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    answer = HttpResponse(content, content_type=found.content_type)
    name = content_disposition_header(as_attachment=True, filename=found.name)
    answer.headers["Content-Disposition"] = name or "attachment"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@login_not_required
@require_safe
def begin(request: Request, slug: str) -> HttpResponse:
    """Turn an item into a booking, a request or a transfer; its version goes along."""
    row = _in_effect(request, slug, localdate(timezone.now()))
    url = "" if row.is_retirement else becomes(row.leads_to, row.venue)
    return lead_on(row, url) if url else redirect("guide:service", slug=slug)


def _is_paused(row: Version, at: datetime) -> bool:
    """Say whether nobody is at the post now, nor stands in."""
    if row.post is None:
        return False
    return not row.post.is_manned(Absence.objects.at(at).presence(), at)


def told(row: Version, today: date) -> dict[str, Any]:
    """Return what a page says of a version, whether in effect or still a draft."""
    approved = Version.objects.filter(service=row.service_id, state=State.APPROVED)
    before = approved.filter(n__lt=row.n).order_by("-n").first()
    holders = row.post.holders if row.post else []
    steps = list(row.steps.all())
    return {
        "row": row,
        "papers": list(row.papers.all()),
        "steps": steps,
        "blanks": {one.paper for one in row.blanks.all()},
        "holders": holders,
        "is_paused": _is_paused(row, timezone.now()),
        "better": row.better_than(before),
        "errand": row.errand,
        "errand_label": Help(row.errand).label,
        "helps": [one for one in steps if one.help != Help.NONE],
        "today": today,
    }


def becomes(kind: str, venue: str = "") -> str:
    return forms_of(kind, [venue]).get(venue, "")


def forms_of(kind: str, venues: Collection[str]) -> dict[str, str]:
    """Return by venue the address of the form that something turns into, if any."""
    found: dict[str, str] = {}
    for offer in portals.gathered("becomes"):
        found = offer(kind, venues) | found
    return found


def _in_effect(request: Request, slug: str, today: date) -> Version:
    rows = Version.objects.in_effect(today)
    rows = rows.filter(service__center=request.center, service__slug=slug)
    related = ("service__center", "window", "post__a", "post__b", "instead")
    rows = rows.select_related(*related).prefetch_related("papers", "steps", "blanks")
    if (found := rows.first()) is None:
        raise Http404
    return found


def _results(
    offered: Any, every: Sequence[Version], asked: dict[str, Any]
) -> list[Version]:
    rows = offered.matching(asked["q"]) if asked["q"] else every
    if not any(asked.values()):
        return []
    return [
        one
        for one in rows
        if asked["class"] in ("", one.service_class)
        and asked["power"] in ("", one.power)
        and asked["window"] in ("", one.window.number if one.window else None)
    ]


def _parts(name: str, typed: str) -> tuple[str, str, str]:
    """Return a name before, in and after what was asked, to be marked."""
    asked = search.terms(typed)
    place = name.find(asked[0]) if asked else -1
    if place < 0:
        return name, "", ""
    end = place + len(asked[0])
    return name[:place], name[place:end], name[end:]


def _doors(every: Iterable[Version]) -> list[tuple[Window | None, list[Version], int]]:
    """Return each window with its first items and how many it has."""
    by_window: dict[Window | None, list[Version]] = {}
    for one in every:
        by_window.setdefault(one.window, []).append(one)
    return [(w, rows[:SHOWN], len(rows)) for w, rows in by_window.items()]


def _counted(choices: Any, values: Iterable[str]) -> list[tuple[str, str, int]]:
    counts = Counter(values)
    return [
        (value, label, counts[value])
        for value, label in choices.choices
        if counts[value]
    ]


def _coming(row: Version, today: date) -> Version | None:
    """Return the version of the next two weeks that is announced."""
    later = Version.objects.filter(service=row.service_id).coming(today)
    return later.filter(effective_on__lte=today + rules.SOON).first()


def _old_poster(row: Version, sent: str) -> str:
    is_number = sent.isascii() and sent.isdigit() and len(sent) <= len("99999")
    return sent if is_number and int(sent) != row.n else ""


def _poster_url(request: Request, row: Version) -> str:
    path = reverse("guide:service", args=[row.slug])
    return request.build_absolute_uri(f"{path}?p={row.n}")


def _turn(row: Version) -> tuple[str, str]:
    """Return label and address of the one button that turns the item into a case."""
    kind = LeadsTo(row.leads_to)
    is_offered = bool(kind) and not row.is_retirement
    if not is_offered or not becomes(kind, row.venue):
        return "", ""
    return str(kind.label), reverse("guide:begin", args=[row.slug])


def _pairs(text: str) -> list[tuple[str, str]]:
    """Read ``姓名：林晓`` a line; a line without a colon is a heading to fill in."""
    rows = [one.replace(":", "：").partition("：") for one in text.splitlines()]
    return [(name.strip(), value.strip()) for name, _, value in rows if name.strip()]
