"""Notices on the desk: what is drafted, what waits, what shows."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from center.http import UserRequest, posted, public_address, sender_of
from center.notices import actions
from center.notices.forms import EditForm, NewForm, WithdrawForm
from center.notices.models import Notice, Text, TextLog
from center.notices.rules import FLOW, Kind
from center.notices.views.public import handed_out, told
from center.paging import page_of
from center.publishing import views as publishing
from center.publishing.rules import OPEN, State, Verb
from center.publishing.views import begin, worked_on
from center.uploads import clean_uploads
from center.workflow import views as workflow

APP = "notices"
CHANGE = "notices.change_text"
may_view = permission_required("notices.view_text", raise_exception=True)
may_change = permission_required(CHANGE, raise_exception=True)


@require_safe
@may_view
def notice_list(request: UserRequest) -> HttpResponse:
    """List the texts that are worked on, then what is public, the newest first."""
    rows = Text.objects.filter(notice__center__in=request.user.center_ids)
    rows = (
        rows.select_related("notice").order_by("-notice_id", "-n").distinct("notice_id")
    )
    newest = Text.objects.filter(pk__in=rows.values("pk")).select_related("notice")
    state = request.GET.get("state", "")
    shown = newest.filter(state=state) if state in State.values else newest
    page = page_of(shown.order_by("-pk"), request.GET.get("page"))
    context = {"page": page, "states": State.choices, "state": state}
    return render(request, "notices/desk_list.html", context)


def _options(request: UserRequest, _row: Any = None) -> dict[str, Any]:
    """Return what the form needs of the request: whose key, whose uploads."""
    at = timezone.now()
    return {
        "request": request,
        "clean": lambda sent: clean_uploads(sent, who=sender_of(request), at=at),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def notice_new(request: UserRequest) -> HttpResponse:
    """Begin a notice; its first text is a draft that always saves."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else Kind.NOTICE
    return begin(
        request,
        lambda center, at: NewForm(
            posted(request),
            request.FILES if request.method == "POST" else None,
            row=Text(notice=Notice(center=center, kind=kind)),
            user=request.user,
            at=at,
            **_options(request),
        ),
        actions.begin,
        template="notices/notice_form.html",
        title="写公告",
        two=True,
        crumbs=_above(),
        back=reverse("notices:desk_list"),
    )


@require_safe
@may_view
def notice_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show the text that is worked on as people will read it, and its verbs."""
    row, at = find(request, pk), timezone.now()
    notice = row.notice
    current = Text.objects.current(at).filter(notice=notice).first()
    context = told(row) | {
        "offers": VERBS.offers(row, request.user),
        "missing": row.missing if row.state in OPEN else [],
        "versions": notice.versions.select_related("approved_by").order_by("-n"),
        "current": current,
        "is_shown": bool(
            current and not (current.show_until and current.show_until <= at)
        ),
        "log": TextLog.objects.filter(version_of__notice=notice)
        .select_related("by", "version_of")
        .order_by("-at", "-pk"),
        "own_text": row.is_touched_by(request.user),
        "public_url": public_address(
            request, notice.center, reverse("notices:notice", args=[notice.pk])
        ),
        "reads": sum(notice.reads.values_list("count", flat=True)),
        "crumbs": _above(),
        "is_desk": True,
    }
    return render(request, "notices/desk_detail.html", context)


@require_safe
@may_view
def desk_file(request: UserRequest, pk: int, token: str) -> HttpResponse:
    row = find(request, pk)
    return handed_out(get_object_or_404(row.files.all(), token=token))


def find(request: UserRequest, pk: int) -> Text:
    """Return the text that is worked on, else the newest one; or answer 404."""
    seen = Notice.objects.visible_to(request.user)
    rows = Text.objects.filter(notice__in=seen, notice=pk)
    rows = rows.select_related("notice__center", "notice__duty", "reviewed_by")
    return worked_on(rows)


def _told(row: Text) -> dict[str, Any]:
    return {k: v for k, v in told(row).items() if k != "row"}


def _above(_row: object = None) -> list[tuple[str, str]]:
    return [("工作台", reverse("desk")), ("公告公开", reverse("notices:desk_list"))]


VERBS = workflow.Verbs(
    app=APP,
    flow=FLOW,
    find=lambda request, notice_pk: find(request, notice_pk),
    key="notice_pk",
    crumbs=_above,
    head=str,
    here=lambda row: row.title or str(row.notice),
    actions=[
        publishing.edit(
            anew="更正",
            form=EditForm,
            permission=CHANGE,
            run=actions.save,
            template="notices/notice_form.html",
            options=_options,
            context=lambda form: {"kept": form.row.files.all(), "two": True},
        ),
        publishing.submit(run=actions.submit),
        publishing.approve(
            title="审核这一条",
            run=actions.approve,
            done="已通过，到时间自动上架。",
            template="notices/approve.html",
            context=lambda form: _told(form.row) | {"is_desk": True},
        ),
        publishing.RETURN,
        workflow.Action(
            verb=Verb.WITHDRAW,
            label="撤下",
            lede="撤下以后网页上只写撤下的原因，附件打不开。更正请用“更正”。",
            form=WithdrawForm,
            run=actions.withdraw,
            done="已撤下。",
            is_danger=True,
        ),
        publishing.DROP,
    ],
)
