"""The counter's register: one line a visit, a day on paper, a line and its verbs."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from center.guide.models import Version
from center.http import UserRequest, own_center, posted, way_up
from center.keys import bound, new_key
from center.portals import gathered
from center.reception import forms, rules
from center.reception.actions import register as actions
from center.reception.lookup import find_line, given
from center.reception.models import Line, MissingList, figures, visits_of
from center.reception.rules import FLOW, How, State, Verb
from center.timetable.lookup import hours_of
from center.workflow import views as workflow
from center.workflow.forms import ReasonForm

APP = "reception"
TITLE = "办理登记"
may_work = permission_required(rules.WORK, raise_exception=True)
may_enter = permission_required(rules.ENTER, raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@may_enter
def walk_in(request: UserRequest) -> HttpResponse:
    """Enter one line after the other; below stand those of today."""
    center, at = own_center(request), timezone.now()
    start = {"key": new_key(), "what": request.GET.get("what", "")}
    start |= given(request) | _paper(request)
    form = forms.LineForm(
        posted(request), initial=start, center=center, user=request.user, at=at
    )

    def run() -> Line:
        return actions.write_down(
            center=center,
            form_key=bound(form.cleaned_data["key"], request),
            by=request.user,
            at=at,
            **form.values(),
        )

    return workflow.make(
        request,
        form,
        run,
        done=_said,
        then=_next,
        template="reception/walk_in.html",
        **_day(request, localdate(at), at),
        items=Version.objects.offered(center, localdate(at)).order_by("pinyin"),
        **_saved(request),
    )


@require_safe
@may_work
def day_sheet(request: UserRequest) -> HttpResponse:
    """Show the register of one day as a sheet to print."""
    at = timezone.now()
    form = forms.DayForm(request.GET)
    form.is_valid()
    context = _day(request, form.cleaned_data.get("on") or localdate(at), at)
    return render(request, "reception/day.html", context)


@require_safe
@may_work
def evening(request: UserRequest) -> HttpResponse:
    """Show what the next open day brings as one sheet, for a day without network."""
    at, center = timezone.now(), own_center(request)
    form = forms.DayForm(request.GET)
    form.is_valid()
    tomorrow = timezone.localtime(at) + timedelta(days=1)
    opens = hours_of(center).next_opening(tomorrow.replace(hour=0, minute=0))
    day = form.cleaned_data.get("on") or (opens or tomorrow).date()
    found = (make(request.user, day, at) for make in gathered("day_ahead"))
    context = {
        "day": day,
        "sections": [one for one in found if one is not None],
        "note": hours_of(center).note(day),
        "shown_center": center,
        "now": at,
    }
    return render(request, "reception/evening.html", context)


@require_safe
@may_work
def blank_sheet(request: UserRequest) -> HttpResponse:
    """Show a numbered sheet with empty lines, for when the network is down."""
    form = forms.DayForm(request.GET)
    form.is_valid()
    rows = form.cleaned_data.get("rows") or rules.BLANK_ROWS
    now = timezone.localtime(timezone.now())
    count = form.cleaned_data.get("sheets") or 1
    number = f"{now:%m%d-%H%M}"
    context = {
        "rows": range(1, rows + 1),
        "sheets": [f"{number}-{n}" for n in range(1, count + 1)][:count],
        "hows": How.labels,
        "shown_center": own_center(request),
    }
    return render(request, "reception/blank.html", context)


@require_safe
@may_work
def numbers(request: UserRequest) -> HttpResponse:
    """Show what the register says of a month or of any days: 一次办成率, why again."""
    today = localdate(timezone.now())
    form = forms.SpanForm(request.GET)
    form.is_valid()
    since = form.cleaned_data.get("since") or today.replace(day=1)
    until = form.cleaned_data.get("until") or today
    context = figures(request.user.center_ids, since, until)
    context |= {"form": form, "since": since, "until": until}
    context["shown_center"] = own_center(request)
    return render(request, "reception/figures.html", context)


@require_safe
@may_work
def running(request: UserRequest) -> HttpResponse:
    """List what colleagues gave, and what somebody has not finished."""
    rows = Line.objects.visible_to(request.user).filter(state__in=rules.RUNNING)
    rows = rows.select_related("owner").order_by("at")
    given = rows.filter(
        hand_overs__taker=request.user, hand_overs__accepted_at__isnull=True
    )
    context = {
        "given": [(row, False) for row in given],
        "mine": [(row, False) for row in rows.filter(owner=request.user)],
        "show": request.GET.get("show", ""),
    }
    return render(request, "reception/running.html", context)


@require_safe
@may_work
def line(request: UserRequest, key: str) -> HttpResponse:
    """Show one line, what became of it, and what can be done."""
    row = find(request, key)
    context = {
        "row": row,
        "times": visits_of(row.matter),
        "others": _others(row),
        "steps": row.steps.select_related("by"),
        "lists": row.matter.missing_lists.select_related("line"),
        "offers": VERBS.offers(row, request.user),
        "targets": _targets(request, row),
        "became": _became(request, row),
    }
    return render(request, "reception/line.html", context)


@require_safe
@may_work
def missing_sheet(request: UserRequest, key: str, n: int) -> HttpResponse:
    """Show what is missing as a sheet for the person."""
    row = find(request, key)
    told = get_object_or_404(row.matter.missing_lists.select_related("by"), n=n)
    return render(request, "reception/missing.html", {"row": row, "told": told})


def find(request: UserRequest, key: str) -> Line:
    """Return a line that somebody may see, or answer 404."""
    row = find_line(request.user, key)
    if row is None:
        raise Http404
    return row


def _next(row: Line) -> str:
    """Return the way to the next line; of a sheet of paper, to the next one there."""
    kept: dict[str, str | int] = {"saved": row.number}
    if row.is_on_paper:
        at = timezone.localtime(row.at)
        kept |= {"sheet": row.sheet, "sheet_line": (row.sheet_line or 0) + 1}
        kept |= {"at": f"{at:%Y-%m-%dT%H:%M}"}
    return f"{reverse('reception:walk_in')}?{urlencode(kept)}"


def _paper(request: UserRequest) -> dict[str, str]:
    names = ("sheet", "sheet_line", "at") if request.GET.get("sheet") else ()
    return {name: request.GET.get(name, "")[: rules.TEXT] for name in names}


def _said(row: Line) -> str:
    text = f"第 {row.n} 号，{row.what}，{row.get_state_display()}，已登记。"
    known = row.person.name if row.person else ""
    if known and row.name and row.name != known:
        text += f"这个号码登记的是{known}，这一条写的是{row.name}。"
    return text


def _day(request: UserRequest, day: date, at: datetime) -> dict[str, Any]:
    center = own_center(request)
    rows = Line.objects.filter(center=center, day=day).select_related("owner")
    lines = list(rows.order_by("-n"))
    counted = [row for row in lines if row.state != State.VOID]
    return {
        "lines": [
            (row, row.state != State.VOID and row.is_undone_freely(request.user, at))
            for row in lines
        ],
        "count": len(counted),
        "at_once": sum(row.how == How.DIRECT for row in counted),
        "day": day,
        "shown_center": center,
    }


def _saved(request: UserRequest) -> dict[str, Any]:
    """Return the line that was just saved, and what it can be turned into at once."""
    row = find_line(request.user, request.GET.get("saved", ""))
    if row is None:
        return {"saved": ""}
    return {"saved": row.number, "fresh": row, "targets": _targets(request, row)}


def _others(row: Line) -> list[Line]:
    rows = row.matter.lines.exclude(pk=row.pk)
    return list(rows.order_by("-at")[: rules.MOST_ITEMS])


def _targets(request: UserRequest, row: Line) -> list[Any]:
    """Return the forms that a line can become, each filled in from it."""
    if row.refusal(Verb.BECOME, request.user):
        return []
    found = [make(request.user, row) for make in gathered("takes_line")]
    return [one for one in found if one is not None]


def _became(request: UserRequest, row: Line) -> tuple[str, str] | None:
    """Return what came of a line, and its page if the viewer may see that."""
    if row.became_type is None:
        return None
    model: Any = row.became_type.model_class()
    code = str(getattr(row.became, "code", ""))
    pages = (find(request.user, code) for find in gathered("address_of"))
    return str(model._meta.verbose_name), next(filter(None, pages), "")


def _too_late(row: Line, user: Any) -> str:
    is_free = row.is_undone_freely(user, timezone.now())
    return "" if is_free or user.has_perm(rules.SUPERVISE) else rules.TOO_LATE


_above = way_up(TITLE, "reception:walk_in")


VERBS = workflow.Verbs(
    app=APP,
    flow=FLOW,
    key="key",
    find=find,
    crumbs=_above,
    head=lambda row: f"{row.who}　{row.what}",
    here=lambda row: row.number,
    actions=[
        workflow.Action(
            verb=Verb.FINISH,
            label="办好了",
            form=forms.FinishForm,
            run=actions.finish,
            done="已办好。",
            is_main=True,
        ),
        workflow.Action(
            verb=Verb.ACCEPT,
            label="接下",
            form=forms.AcceptForm,
            run=actions.accept,
            done="已接下。",
        ),
        workflow.Action(
            verb=Verb.HAND_OVER,
            label="交给同事",
            form=forms.HandOverForm,
            run=actions.hand_over,
            lede="他点“接下”以前，首问人还是您。",
            done="已交给同事，等他接下。",
        ),
        workflow.Action(
            verb=Verb.MISSING,
            label="一次性告知缺什么",
            form=forms.MissingForm,
            run=actions.tell_missing,
            lede="一件事只告知一次，请一次勾全。",
            done=lambda told: f"已告知缺 {len(told.items)} 样，请打印告知单给他。",
            then=lambda request, row, told: _sheet_of(told),
        ),
        workflow.Action(
            verb=Verb.AGAIN,
            label="允许再告知一次",
            form=ReasonForm,
            run=actions.allow_again,
            lede="漏告知算我们的。",
            done="可以再告知一次了。",
        ),
        workflow.Action(
            verb=Verb.RATE,
            label="办后三问",
            form=forms.RateForm,
            run=actions.rate,
            done="已记下评价。",
        ),
        workflow.Action(
            verb=Verb.VOID,
            label="登记错了，撤销",
            button="撤销",
            form=forms.VoidForm,
            run=actions.void,
            unless=_too_late,
            lede="这一条不会消失：划掉留着，号不再用。",
            done="已撤销。",
            then=lambda request, row, result: reverse("reception:walk_in"),
            is_danger=True,
        ),
    ],
)


def _sheet_of(told: MissingList) -> str:
    return reverse("reception:missing_sheet", args=[told.line.key, told.n])
