"""Notices and disclosures as everybody reads them."""

import hashlib
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_safe

from center import richtext, search
from center.http import Request
from center.notices import actions, board, rules
from center.notices.forms import LookForm, YearForm
from center.notices.models import Notice, NoticeFile, Text, TextLog
from center.notices.rules import DISCLOSURES, Kind
from center.paging import page_of
from center.publishing.rules import State, Verb
from center.searchable import found
from center.searches.actions import note_empty
from center.timetable.lookup import calendar_of

SHORT = 120


@login_not_required
@require_safe
def notice_list(request: Request) -> HttpResponse:
    """List what shows now, pinned first; a question finds the best first."""
    at = timezone.now()
    asked = LookForm(request.GET).asked()
    rows = _asked(Text.objects.visible(request.center, at), asked).newest_first(at)
    if search.terms(asked["q"]):
        rows = found(rows, asked["q"])
    elif asked["q"]:
        rows = rows.none()
    page = page_of(rows, request.GET.get("page"))
    if asked["q"] and not page.object_list and request.method == "GET":
        note_empty(center=request.center, place="公告公开", typed=asked["q"], at=at)
    context = {
        "page": page,
        "rows": [(row, row.is_pinned(at)) for row in page],
        "asked": asked,
        "kinds": Kind.choices,
        "kind_label": dict(Kind.choices).get(asked["kind"], ""),
    }
    return render(request, "notices/notice_list.html", context)


def _asked(rows: Any, asked: dict[str, str]) -> Any:
    if asked["kind"]:
        rows = rows.filter(notice__kind=asked["kind"])
    return rows.filter(unit=asked["unit"]) if asked["unit"] else rows


@login_not_required
@require_safe
def notice(request: Request, pk: int) -> HttpResponse:
    """Show one; a withdrawn one says why, an expired one is gone."""
    at = timezone.now()
    row = Text.objects.readable(request.center, at).filter(notice=pk).first()
    if row is None:
        return _withdrawn(request, pk)
    if request.method == "GET":
        actions.count_read(row.notice, at=at)
    context = told(row) | {"is_past": bool(row.show_until and row.show_until <= at)}
    return render(request, "notices/notice_detail.html", context)


def _withdrawn(request: Request, pk: int) -> HttpResponse:
    rows = Text.objects.filter(notice=pk, notice__center=request.center)
    public = rows.filter(state__in=[State.APPROVED, State.WITHDRAWN])
    row = public.filter(show_from__lte=timezone.now()).order_by("-n").first()
    if row is None or row.state != State.WITHDRAWN:
        raise Http404
    step = TextLog.objects.filter(version_of=row, verb=Verb.WITHDRAW).last()
    context = {"row": row, "withdrawn_at": step.at if step else None}
    return render(request, "notices/withdrawn.html", context)


@login_not_required
@require_safe
def notice_file(request: Request, pk: int, token: str) -> HttpResponse:
    """Hand out a file for as long as its text may be read, and no longer."""
    rows = Text.objects.readable(request.center, timezone.now()).filter(notice=pk)
    row = rows.first()
    one = row.files.filter(token=token).first() if row else None
    if one is None:
        raise Http404
    return handed_out(one)


def handed_out(one: NoticeFile) -> HttpResponse:
    """Answer with a file: a picture is shown, anything else is saved."""
    try:
        with one.file.open("rb") as stored:
            content = stored.read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    answer = HttpResponse(content, content_type=one.content_type)
    suffix = one.content_type.rpartition("/")[2].replace("jpeg", "jpg")
    name = content_disposition_header(not one.is_picture, f"{one.title}.{suffix}")
    answer.headers["Content-Disposition"] = name or "attachment"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@login_not_required
@require_safe
def disclosure(request: Request) -> HttpResponse:
    """Show the calendar of disclosure of a year, with what was late for ever."""
    at = timezone.now()
    year = YearForm(request.GET).asked(at)
    rows = board.board(request.center, year, at)
    latest = Text.objects.readable(request.center, at)
    latest = latest.filter(notice__kind__in=DISCLOSURES).newest_first(at)
    done, in_time = board.score(rows)
    today = localdate(at)
    is_late = request.GET.get("late") == "1"
    context = {
        "rows": board.overdue(request.center, at) if is_late else rows,
        "is_late": is_late,
        "year": year,
        "years": [one for one in range(today.year, today.year - 3, -1) if one != year],
        "done": done,
        "in_time": in_time,
        "reads": board.reads_of(request.center, year),
        "latest": latest[:10],
        "kinds": [(kind.value, kind.label) for kind in DISCLOSURES],
    }
    return render(request, "notices/disclosure.html", context)


@login_not_required
@require_safe
def feed(request: Request) -> HttpResponse:
    """Show the newest as RSS; what changes in a text changes no name of it."""
    at = timezone.now()
    asked = LookForm(request.GET).asked()
    rows = _asked(Text.objects.visible(request.center, at), asked)
    made = Rss201rev2Feed(
        title=f"{request.center.name}公告公开",
        link=request.build_absolute_uri(reverse("notices:list")),
        description="通知公告、中心动态、三公开、招聘信息",
        language="zh-CN",
    )
    for row in rows.order_by("-first_shown", "-notice_id")[: rules.IN_FEED]:
        made.add_item(
            title=row.title,
            link=request.build_absolute_uri(
                reverse("notices:notice", args=[row.notice_id])
            ),
            description=richtext.plain(row.body)[:SHORT],
            unique_id=f"urn:{row.notice_id}",
            unique_id_is_permalink=False,
            pubdate=localtime(row.first_shown),
            categories=[row.notice.get_kind_display()],
        )
    return _conditional(request, made.writeString("utf-8"))


def _conditional(request: Request, text: str) -> HttpResponse:
    # The date of building is that of the newest item, so equal feeds are equal texts.
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    answer = HttpResponse(text, content_type="application/rss+xml; charset=utf-8")
    answer.headers["ETag"] = etag
    checked = get_conditional_response(request, etag=etag, response=answer)
    return checked if isinstance(checked, HttpResponse) else answer


def told(row: Text) -> dict[str, Any]:
    """Return what a page says of a text, whether public or still a draft."""
    files = list(row.files.all())
    due, is_provisional = None, False
    if row.notice.is_disclosure and row.occurred_on:
        calendar = calendar_of(row.notice.center)
        due = rules.due_after(row.occurred_on, calendar)
        is_provisional = calendar.is_provisional(due)
    first = _first_shown(row.notice)
    return {
        "row": row,
        "pictures": [one for one in files if one.is_picture],
        "files": [one for one in files if not one.is_picture],
        "due": due,
        "is_provisional": is_provisional,
        "late": rules.late_by(due, localdate(first), localdate(first))
        if due and first
        else 0,
    }


def _first_shown(notice: Notice) -> Any:
    public = notice.versions.filter(state__in=[State.APPROVED, State.WITHDRAWN])
    return public.order_by("n").values_list("show_from", flat=True).first()
