"""The rules library, as everybody reads it and as the desk writes it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from center.guide.actions import regulations as actions
from center.guide.charts import CHARTS, shipped
from center.guide.forms import RegulationEditForm, RegulationNewForm
from center.guide.models import Regulation, RegulationText
from center.guide.models.regulations import RegulationLog
from center.guide.rules import RULE_FLOW
from center.http import Request, UserRequest, own_center, posted, way_up
from center.models import Center
from center.publishing import views as publishing
from center.publishing.rules import State
from center.publishing.views import begin, named, worked_on
from center.workflow import views as workflow

APP = "guide"
CHANGE = "guide.change_regulationtext"
may_view = permission_required("guide.view_regulationtext", raise_exception=True)
may_change = permission_required(CHANGE, raise_exception=True)


@login_not_required
@require_safe
def regulations(request: Request) -> HttpResponse:
    rows = in_effect(request, localdate(timezone.now())).order_by("regulation")
    return render(request, "guide/regulations.html", {"rows": rows})


@login_not_required
@require_safe
def regulation(request: Request, slug: str) -> HttpResponse:
    """Show a rule or a flow chart; ``?n=`` shows an older text that once counted."""
    row, current, older = _asked(request, slug)
    context = {"row": row, "current": current, "older": older}
    if row.chart:
        context["others"] = [one for one in CHARTS.items() if one[0] != slug]
    return render(request, "guide/regulation.html", context)


@login_not_required
@require_safe
def regulation_poster(request: Request, slug: str) -> HttpResponse:
    """Show a rule as a sheet for the wall (制度上墙)."""
    row, _, _ = _asked(request, slug)
    size = request.GET.get("size", "")
    context = {"row": row, "size": "a3" if size == "a3" else "a4"}
    return render(request, "guide/regulation_poster.html", context)


def in_effect(request: Request, today: date) -> Any:
    """Return the rules of the center that are in effect."""
    rows = RegulationText.objects.in_effect(today)
    rows = rows.filter(regulation__center=request.center)
    return rows.select_related("regulation__center")


def _asked(
    request: Request, slug: str
) -> tuple[RegulationText, RegulationText, list[RegulationText]]:
    today = localdate(timezone.now())
    current = in_effect(request, today).filter(regulation__slug=slug).first()
    if current is None:
        current = _chart_of_all(slug, today)
    rows = RegulationText.objects.filter(
        regulation=current.regulation_id, state=State.APPROVED, effective_on__lte=today
    )
    shown = list(rows.select_related("regulation__center").order_by("-effective_on"))
    wanted = request.GET.get("n", "")
    row = next((one for one in shown if str(one.n) == wanted), current)
    return row, current, [one for one in shown if one.pk != row.pk]


def _chart_of_all(slug: str, today: date) -> RegulationText:
    """Return the chart of the top center, else the one we come with; or answer 404."""
    if slug not in CHARTS:
        raise Http404
    rows = RegulationText.objects.in_effect(today).filter(regulation__slug=slug)
    found = rows.filter(regulation__center__parent=None).select_related("regulation")
    return found.first() or _first_text(Regulation(slug=slug))


def _first_text(regulation: Regulation) -> RegulationText:
    title, body = shipped(regulation.slug)
    return RegulationText(regulation=regulation, n=1, title=title, body=body)


@require_safe
@may_view
def desk_regulations(request: UserRequest) -> HttpResponse:
    """List every rule with its newest text."""
    rows = RegulationText.objects.filter(
        regulation__center__in=request.user.center_ids
    ).order_by("regulation_id", "-n")
    newest = rows.distinct("regulation_id")
    rows = RegulationText.objects.filter(pk__in=newest.values("pk"))
    if request.GET.get("show") == "waiting":
        rows = rows.filter(state=State.SUBMITTED)
    rows = rows.select_related("regulation__center").order_by("regulation_id")
    own = Regulation.objects.filter(center=own_center(request), slug__in=CHARTS)
    slugs = {*own.values_list("slug", flat=True)}
    charts = [one for one in CHARTS.items() if one[0] not in slugs]
    context = {"rows": rows, "charts": charts}
    return render(request, "guide/desk_regulations.html", context)


def old_charts(_request: UserRequest, **_parts: Any) -> HttpResponse:
    return redirect("guide:desk_regulations")


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def regulation_new(request: UserRequest) -> HttpResponse:
    """Begin a rule with the draft of its first text, a chart with the one we have."""
    slug = request.GET.get("slug", "")

    def form_of(center: Center, at: datetime) -> RegulationNewForm:
        regulation = Regulation(center=center, slug=slug)
        row = RegulationText(regulation=regulation)
        row = _first_text(regulation) if slug in CHARTS else row
        return RegulationNewForm(
            posted(request), row=row, user=request.user, at=at, request=request
        )

    return begin(
        request,
        form_of,
        actions.begin,
        title="新增制度",
        crumbs=_above(),
        back=reverse("guide:desk_regulations"),
    )


@require_safe
@may_view
def desk_regulation(request: UserRequest, key: str) -> HttpResponse:
    """Show the text that is worked on, and its verbs."""
    row = find(request, key)
    today = localdate(timezone.now())
    rows = RegulationText.objects.filter(regulation=row.regulation_id)
    log = RegulationLog.objects.filter(version_of__regulation=row.regulation_id)
    context = {
        "row": row,
        "offers": VERBS.offers(row, request.user),
        "missing": row.missing,
        "current": rows.in_effect(today).first(),
        "versions": rows.select_related("approved_by").order_by("-n"),
        "log": log.select_related("by", "version_of").order_by("-at", "-pk"),
        "own_text": row.is_touched_by(request.user),
        "crumbs": _above(),
    }
    return render(request, "guide/desk_regulation.html", context)


def find(request: UserRequest, key: str) -> RegulationText:
    """Return the text that is worked on, else the newest one; or answer 404."""
    seen = Regulation.objects.visible_to(request.user)
    parent = named(seen, key, request.user)
    rows = RegulationText.objects.filter(regulation=parent)
    rows = rows.select_related("regulation__center")
    return worked_on(rows)


_above = way_up("制度", "guide:desk_regulations")


VERBS = workflow.Verbs(
    app=APP,
    flow=RULE_FLOW,
    find=find,
    key="key",
    crumbs=_above,
    head=str,
    here=lambda row: row.title or row.slug,
    actions=[
        publishing.edit(
            name="regulation_edit",
            route="edit/",
            form=RegulationEditForm,
            permission=CHANGE,
            run=actions.save,
            options=lambda request, row: {"request": request},
        ),
        publishing.submit(
            name="regulation_submit", route="submit/", run=actions.submit
        ),
        publishing.approve(
            name="regulation_approve",
            route="approve/",
            run=actions.approve,
            done=publishing.effective,
            template="guide/regulation_approve.html",
        ),
        replace(publishing.RETURN, name="regulation_return", route="return/"),
        replace(publishing.DROP, name="regulation_drop", route="drop/"),
    ],
)
