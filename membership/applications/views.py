"""The register of 入党申请书: list, intake, one paper with its verbs, the receipt."""

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from center.http import UserRequest, own_center, posted, way_up
from center.keys import bound, new_key
from center.paging import page_of
from center.reception.lookup import given, turn_into
from center.searchable import anywhere
from center.text import half_width, visible
from center.workflow import views as workflow
from membership.applications import forms
from membership.applications.actions import papers as actions
from membership.applications.models import Application
from membership.applications.rules import FLOW, TALK_SOON, TO_TALK, Verb

PAGE = 20
APP = "applications"
may_view = permission_required(f"{APP}.view_application", raise_exception=True)
may_add = permission_required(f"{APP}.add_application", raise_exception=True)


@require_GET
@may_view
def application_list(request: UserRequest) -> HttpResponse:
    """List the papers that the person may see, the latest first."""
    rows = Application.objects.visible_to(request.user).select_related("branch")
    form = forms.FilterForm(request.GET)
    if form.is_valid():
        state = form.cleaned_data["state"]
        if state == TO_TALK[0]:
            rows = rows.to_talk_by(localdate(timezone.now()) + TALK_SOON)
        elif state:
            rows = rows.filter(state=state)
        if typed := visible(form.cleaned_data["q"]):
            rows = rows.filter(_found_by(typed))
    page = page_of(rows.latest_first(), request.GET.get("page"), PAGE)
    today = localdate(timezone.now())
    listed = [(row, row.is_overdue(today)) for row in page]
    context = {"page": page, "rows": listed, "form": form}
    return render(request, "applications/application_list.html", context)


@require_GET
def own(request: UserRequest) -> HttpResponse:
    """Show people where their own papers are; empty for everybody else."""
    rows = Application.objects.own_of(request.user).prefetch_related("steps")
    papers = [(row, row.next_text) for row in rows]
    return render(request, "applications/own.html", {"papers": papers})


@require_http_methods(["GET", "HEAD", "POST"])
@may_add
def application_new(request: UserRequest) -> HttpResponse:
    center = own_center(request)
    if center.pk not in request.user.center_ids:
        raise PermissionDenied
    at = timezone.now()
    form = forms.ReceiveForm(
        posted(request),
        initial={"key": new_key(), "signed_on": localdate(at), **given(request)},
        user=request.user,
    )

    def run() -> Application:
        row = actions.receive(
            center=center,
            form_key=bound(form.cleaned_data["key"], request),
            by=request.user,
            at=at,
            **form.values(),
        )
        turn_into(request, row, at=at)
        return row

    return workflow.make(
        request,
        form,
        run,
        done=lambda row: f"已收件，收件号 {row.code}。请打印回执给本人。",
        title="收入党申请书",
        head="收本人手写签名的原件，正文不录入系统。不收身份证号。",
        button="收件",
        two=True,
        crumbs=_above(),
        back=reverse("applications:list"),
    )


@require_GET
@may_view
def application_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one paper: who has it, until when, and what can be done."""
    row = find(request, pk)
    context = {
        "row": row,
        "steps": row.steps.select_related("by"),
        "is_overdue": row.is_overdue(localdate(timezone.now())),
        "offers": VERBS.offers(row, request.user),
    }
    return render(request, "applications/application_detail.html", context)


@require_GET
@may_view
def receipt(request: UserRequest, pk: int) -> HttpResponse:
    return render(request, "applications/receipt.html", {"row": find(request, pk)})


def find(request: UserRequest, pk: int) -> Application:
    """Return a paper that the person may see, or answer 404."""
    rows = Application.objects.visible_to(request.user)
    rows = rows.select_related("branch", "center", "received_by")
    return get_object_or_404(rows, pk=pk)


_above = way_up("入党申请书", "applications:list")


VERBS = workflow.Verbs(
    app=APP,
    flow=FLOW,
    find=find,
    crumbs=_above,
    head=lambda row: f"{row.name}　{row.code}　{row.branch or ''}",
    here=lambda row: row.code,
    actions=[
        workflow.Action(
            verb=Verb.ASSIGN,
            label=lambda row: "改党支部" if row.branch_id else "确定党支部",
            button="确定",
            form=forms.AssignForm,
            run=actions.assign,
            done="已确定。",
        ),
        workflow.Action(
            verb=Verb.HAND_OVER,
            label="移交",
            title="移交党支部",
            form=forms.HandOverForm,
            run=actions.hand_over,
            done="已移交。",
            is_main=True,
        ),
        workflow.Action(
            verb=Verb.TALK,
            label="登记谈话",
            button="登记",
            form=forms.TalkForm,
            run=actions.talk,
            done="已登记。",
            is_main=True,
        ),
        workflow.Action(
            verb=Verb.WITHDRAW,
            label="本人撤回",
            button="登记撤回",
            form=forms.WithdrawForm,
            run=actions.withdraw,
            done="已登记撤回。",
            is_danger=True,
        ),
    ],
)


def _found_by(typed: str) -> Q:
    """Find by part of the name, or by the number with or without its year."""
    found = anywhere(typed, "name")
    year, _, number = half_width(typed).removeprefix("申").rpartition("-")
    if number.isascii() and number.isdigit() and len(number) <= len("0000"):
        by_number = Q(number=int(number))
        if year.isascii() and year.isdigit() and len(year) == len("2026"):
            by_number &= Q(year=int(year))
        found |= by_number
    return found
