"""The catalog on the desk: what is missing, what waits, what hangs on the wall."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from center.guide.actions import catalog as actions
from center.guide.forms import EditForm, HangForm, NewForm, RetireForm
from center.guide.models import Poster, Service, Version
from center.guide.models.lines import outdated_posters
from center.guide.rules import FLOW, SEARCHED
from center.guide.views.catalog import blank_of, told
from center.http import UserRequest, ask_first, posted, public_address, sender_of
from center.publishing import views as publishing
from center.publishing.forms import SlimForm
from center.publishing.rules import OPEN, State, Verb
from center.publishing.views import begin, named, worked_on
from center.searches.models import EmptySearch
from center.uploads import clean_uploads
from center.workflow import views as workflow

APP = "guide"
CHANGE = "guide.change_version"
may_view = permission_required("guide.view_version", raise_exception=True)
may_change = permission_required(CHANGE, raise_exception=True)
TERM_DAYS = 90
MOST_TERMS = 20


@require_safe
@may_view
def service_list(request: UserRequest) -> HttpResponse:
    """List every item with its state and what it still lacks."""
    today = localdate(timezone.now())
    found = Version.objects.filter(service__center__in=request.user.center_ids)
    rows = found.select_related("service__center", "window")
    rows = rows.prefetch_related("papers", "steps").order_by("service", "-n")
    lines = _lines(rows, today)
    wanted = request.GET.get("show", "")
    shown = [one for one in lines if not wanted or wanted in one["marks"]]
    context = {
        "lines": shown,
        "total": len(lines),
        "wanted": wanted,
        "tabs": [
            (mark, label, sum(mark in one["marks"] for one in lines))
            for mark, label in MARKS
        ],
        "terms": _terms(request, today) if request.user.has_perm(APPROVE) else [],
    }
    return render(request, "guide/desk_list.html", context)


APPROVE = "guide.approve_version"
MARKS = [
    ("waiting", "待审核"),
    ("draft", "草稿"),
    ("lacking", "缺要素"),
    ("old", "满一年没核对"),
    ("retired", "已停办"),
]


def _lines(rows: Any, today: Any) -> list[dict[str, Any]]:
    """Return one line an item: what is in effect, what is being worked on, marks."""
    by_service: dict[Service, list[Version]] = {}
    for row in rows:
        by_service.setdefault(row.service, []).append(row)
    return [_line(service, versions, today) for service, versions in by_service.items()]


def _line(service: Service, versions: list[Version], today: Any) -> dict[str, Any]:
    public = [
        one
        for one in versions
        if one.state == State.APPROVED
        and one.effective_on
        and one.effective_on <= today
    ]
    current = max(public, key=lambda one: one.effective_on or today, default=None)
    draft = next((one for one in versions if one.state in OPEN), None)
    newest = draft or current or versions[0]
    checks = {
        "waiting": draft is not None and draft.state == State.SUBMITTED,
        "draft": draft is not None and draft.state == State.DRAFT,
        "lacking": bool(newest.missing),
        "old": bool(
            current and not current.is_retirement and current.needs_check(today)
        ),
        "retired": bool(current and current.is_retirement),
    }
    return {
        "service": service,
        "row": newest,
        "current": current,
        "draft": draft,
        "missing": list(newest.missing.values()),
        "marks": [name for name, is_so in checks.items() if is_so],
    }


def _terms(request: UserRequest, today: Any) -> list[dict[str, Any]]:
    since = (today - timedelta(days=TERM_DAYS)).replace(day=1)
    rows = EmptySearch.objects.filter(
        center__in=request.user.center_ids, place=SEARCHED, month__gte=since
    )
    counted = rows.values("term").annotate(times=Sum("count"))
    return [dict(one) for one in counted.order_by("-times", "term")[:MOST_TERMS]]


def _options(request: UserRequest, _row: Any = None) -> dict[str, Any]:
    """Return what the form needs of the request: whose key, whose uploads."""
    at = timezone.now()
    return {
        "request": request,
        "clean": lambda sent: clean_uploads(sent, who=sender_of(request), at=at),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def service_new(request: UserRequest) -> HttpResponse:
    """Begin an item; its first version is a draft that always saves."""
    return begin(
        request,
        lambda center, at: NewForm(
            posted(request),
            request.FILES if request.method == "POST" else None,
            row=Version(service=Service(center=center)),
            user=request.user,
            at=at,
            **_options(request),
        ),
        actions.begin,
        template="guide/service_form.html",
        title="新增办事事项",
        crumbs=_above(),
        back=reverse("guide:desk_list"),
    )


@require_safe
@may_view
def service_detail(request: UserRequest, key: str) -> HttpResponse:
    """Show the version that is worked on as people will read it, and its verbs."""
    row = find(request, key)
    today = localdate(timezone.now())
    versions = Version.objects.filter(service=row.service_id).order_by("-n")
    current = versions.in_effect(today).first()
    context = told(row, today) | {
        "offers": VERBS.offers(row, request.user),
        "missing": row.missing,
        "versions": versions.select_related("approved_by"),
        "current": current,
        "log": _log(row),
        "own_text": row.is_touched_by(request.user),
        "may_change": request.user.has_perm(CHANGE),
        "needs_check": bool(current and current.needs_check(today)),
        "posters": Poster.objects.filter(
            version__service=row.service_id, taken_down_on__isnull=True
        ).select_related("version"),
        "crumbs": _above(),
    }
    for page in ("service", "poster"):
        path = reverse(f"guide:{page}", args=[row.slug])
        context[f"{page}_url"] = public_address(request, row.service.center, path)
    return render(request, "guide/desk_detail.html", context)


@require_safe
@may_view
def posters(request: UserRequest) -> HttpResponse:
    """List the posters that show what is no longer so."""
    today = localdate(timezone.now())
    rows = outdated_posters(request.user.center_ids, today)
    current = {
        one.service_id: one
        for one in Version.objects.in_effect(today).filter(
            service__in=rows.values("version__service")
        )
    }
    lines = [(one, current.get(one.version.service_id)) for one in rows]
    return render(request, "guide/posters.html", {"lines": lines, "crumbs": _above()})


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def poster_down(request: UserRequest, pk: int) -> HttpResponse:
    """Note that a poster hangs no more."""
    rows = Poster.objects.filter(version__service__center__in=request.user.center_ids)
    row = get_object_or_404(rows.select_related("version__service__center"), pk=pk)
    at, back = timezone.now(), row.version.get_absolute_url()
    return ask_first(
        request,
        lambda: actions.take_down(row, at=at),
        title=f"{row.place}的海报取下了？",
        lede="记为取下以后，内容再变，就不提醒换这一张了。",
        button="取下了",
        done=f"{row.place}的海报已记为取下。",
        back=back,
        crumbs=[*_above(), (row.version.name, back)],
    )


@require_safe
@may_view
def blank(request: UserRequest, key: str, position: int) -> HttpResponse:
    return blank_of(find(request, key), position)


def find(request: UserRequest, key: str) -> Version:
    """Return the version that is worked on, else the newest one; or answer 404."""
    service = _service(request, key)
    rows = Version.objects.filter(service=service)
    rows = rows.select_related("service__center", "window", "post__a", "post__b")
    return worked_on(rows)


def find_current(request: UserRequest, key: str) -> Version:
    """Return the version in effect today, or answer 404."""
    today = localdate(timezone.now())
    rows = Version.objects.filter(service=_service(request, key)).in_effect(today)
    found = rows.select_related("service__center").first()
    if found is None:
        raise Http404
    return found


def _service(request: UserRequest, key: str) -> Service:
    rows = Service.objects.visible_to(request.user).select_related("center")
    service: Service = named(rows, key, request.user)
    return service


def _log(row: Version) -> Any:
    model = row.log.model
    steps = model.objects.filter(version_of__service=row.service_id)
    return steps.select_related("by", "version_of").order_by("-at", "-pk")


def _above(_row: object = None) -> list[tuple[str, str]]:
    return [("工作台", reverse("desk")), ("办事指南", reverse("guide:desk_list"))]


def _told(row: Version, at: Any) -> dict[str, Any]:
    return {k: v for k, v in told(row, localdate(at)).items() if k != "row"}


def _can_retire(row: Version, user: Any) -> str:
    if row.state in OPEN:
        return "先处理完手上的草稿，再停办。"
    if row.state != State.APPROVED:
        return "还没有公开，不用停办。"
    return "已经停办了。" if row.is_retirement else ""


VERBS = workflow.Verbs(
    app=APP,
    flow=FLOW,
    find=find,
    key="key",
    crumbs=_above,
    head=str,
    here=lambda row: row.name or row.slug,
    actions=[
        publishing.edit(
            form=EditForm,
            permission=CHANGE,
            run=actions.save,
            template="guide/service_form.html",
            options=_options,
        ),
        publishing.submit(
            run=actions.submit,
            template="guide/submit.html",
            context=lambda form: {"missing": form.row.missing},
        ),
        publishing.approve(
            run=actions.approve,
            done=publishing.effective,
            template="guide/approve.html",
            context=lambda form: _told(form.row, form.at),
        ),
        publishing.RETURN,
        publishing.DROP,
        workflow.Action(
            name="retire",
            label="停办",
            title="停办这一项",
            lede="停办也要另一位同事审核。网页不会消失，会写明已停办和改办哪一项。",
            form=RetireForm,
            permission=CHANGE,
            unless=_can_retire,
            run=actions.retire,
            done="已提交停办，等另一位同事审核。",
            is_danger=True,
        ),
        workflow.Action(
            verb=Verb.CHECK,
            label="核对无误",
            form=SlimForm,
            run=actions.check,
            done="已记下今天核对过。",
            on_the_spot=True,
            find=find_current,
        ),
        workflow.Action(
            name="hang",
            label="登记贴海报",
            form=HangForm,
            permission=CHANGE,
            run=lambda row, *, place, by, at, version=None: actions.hang(
                row, place=place, by=by, at=at
            ),
            done="已登记。内容一变，这里会提醒换海报。",
            find=find_current,
        ),
    ],
)
