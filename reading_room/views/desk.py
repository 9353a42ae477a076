"""The desk of the reading room: its registers, and one copy with what can be done."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from center.http import UserRequest, way_up
from center.portals import gathered
from center.workflow import views as workflow
from center.workflow.forms import ReasonForm
from reading_room import actions
from reading_room.forms import BarcodeForm
from reading_room.models import Copy
from reading_room.rules import COPY_FLOW, CopyVerb

APP = "reading_room"
may_view = permission_required(f"{APP}.view_title", raise_exception=True)


@require_safe
@may_view
def desk(request: UserRequest) -> HttpResponse:
    """Show the ways to everything that is done for the reading room."""
    here = reverse("reading_room:desk")
    links = [
        link
        for offered in gathered("links")
        for link in offered(request.user)
        if link.url.startswith(here) and link.url != here
    ]
    return render(request, "reading_room/desk.html", {"links": links})


@require_safe
@may_view
def copy(request: UserRequest, pk: int) -> HttpResponse:
    """Show one copy: where it is, what was done to it, what can be done."""
    row = find(request, pk)
    context = {
        "row": row,
        "steps": row.steps.select_related("by"),
        "offers": VERBS.offers(row, request.user),
    }
    return render(request, "reading_room/copy.html", context)


def find(request: UserRequest, pk: int) -> Copy:
    rows = Copy.objects.filter(center__in=request.user.center_ids)
    return get_object_or_404(rows.select_related("title", "center"), pk=pk)


crumbs = way_up("阅览室", "reading_room:desk")


VERBS = workflow.Verbs(
    app=APP,
    flow=COPY_FLOW,
    find=find,
    crumbs=crumbs,
    here=lambda row: row.barcode,
    actions=[
        workflow.Action(
            verb=CopyVerb.SHELVE,
            name="copy_shelve",
            route="shelve/",
            label="上架",
            run=actions.shelve,
            done="已放回架上。",
            on_the_spot=True,
            is_main=True,
        ),
        workflow.Action(
            verb=CopyVerb.MEND,
            name="copy_mend",
            route="mend/",
            label="送修",
            run=actions.mend,
            done="已登记送修。",
            on_the_spot=True,
        ),
        workflow.Action(
            verb=CopyVerb.RENUMBER,
            name="copy_renumber",
            route="renumber/",
            label="换条码",
            form=BarcodeForm,
            run=actions.renumber,
            done="已换条码。",
        ),
        workflow.Action(
            verb=CopyVerb.LOSE,
            name="copy_lose",
            route="lose/",
            label="登记丢失",
            form=ReasonForm,
            run=actions.lose,
            done="已登记丢失。",
            is_danger=True,
        ),
        workflow.Action(
            verb=CopyVerb.REMOVE,
            name="copy_remove",
            route="remove/",
            label="剔除",
            lede="这一册不再是藏书，条码留着不再用。",
            form=ReasonForm,
            run=actions.remove,
            done="已剔除。",
            is_danger=True,
        ),
    ],
)
