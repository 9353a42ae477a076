"""Documents for everybody, and how they get there."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from center import searchable
from center.http import Request, UserRequest, own_center, posted, sender_of
from center.keys import bound, new_key
from center.paging import page_of
from center.searches.actions import note_empty
from center.uploads import CleanFile, clean_uploads
from center.workflow import views as workflow
from center.workflow.forms import ReasonForm
from reading_room.documents import actions
from reading_room.documents.forms import ChangeForm, LookForm, NewForm, ReviewForm
from reading_room.documents.models import Document
from reading_room.documents.rules import FLOW, Kind, Verb

APP = "documents"
may_view = permission_required(f"{APP}.view_document", raise_exception=True)
may_add = permission_required(f"{APP}.add_document", raise_exception=True)


# -- For everybody


@login_not_required
@require_safe
def library(request: Request) -> HttpResponse:
    """Find public documents by title, number, who issued them, kind and year."""
    at = timezone.now()
    rows = Document.objects.public(request.center, localdate(at))
    form = LookForm(request.GET)
    page = page_of(_asked(rows, form), request.GET.get("page"))
    typed = form.cleaned_data.get("q", "")
    if typed and not page.object_list and request.method == "GET":
        note_empty(center=request.center, place="公开文件", typed=typed, at=at)
    counts = dict.fromkeys(Kind.values, 0)
    for kind in rows.order_by().values_list("kind", flat=True):
        counts[kind] += 1
    context = {
        "form": form,
        "page": page,
        "kinds": [(Kind(kind).label, kind, n) for kind, n in counts.items() if n],
        "kind": form.cleaned_data.get("kind", ""),
    }
    return render(request, "reading_room/document_library.html", context)


def _asked(rows: Any, form: LookForm) -> Any:
    form.is_valid()
    asked = form.cleaned_data
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("year"):
        rows = rows.filter(dated_on__year=int(asked["year"]))
    if asked.get("q"):
        return searchable.found(rows, asked["q"])
    return rows.order_by("-dated_on", "-pk")


@login_not_required
@require_safe
def document(request: Request, pk: int) -> HttpResponse:
    return render(request, "reading_room/document.html", {"row": _public(request, pk)})


@login_not_required
@require_safe
def file(request: Request, pk: int) -> HttpResponse:
    """Hand out the file of a public document, or to staff that of any of theirs."""
    user = request.user
    rows = Document.objects.all()
    if user.is_authenticated and user.has_perm(f"{APP}.view_document"):
        mine = rows.visible_to(user).filter(pk=pk).first()
        if mine is not None:
            return _download(mine)
    return _download(_public(request, pk))


def _public(request: Request, pk: int) -> Document:
    rows = Document.objects.public(request.center, localdate(timezone.now()))
    return get_object_or_404(rows.select_related("reviewed_by"), pk=pk)


def _download(row: Document) -> HttpResponse:
    try:
        with row.file.open("rb") as stored:
            content = stored.read()
    except (FileNotFoundError, ValueError) as gone:
        raise Http404 from gone
    response = HttpResponse(content, content_type="application/octet-stream")
    name = content_disposition_header(as_attachment=True, filename=row.file_name)
    response.headers["Content-Disposition"] = name or "attachment"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


# -- On the desk


@require_safe
@may_view
def document_list(request: UserRequest) -> HttpResponse:
    """List all documents of the own centers, those that wait for a review first."""
    rows = Document.objects.visible_to(request.user)
    drafts = rows.filter(state=Document.State.DRAFT)
    is_waiting = request.GET.get("show") == "waiting"
    if is_waiting:
        rows = drafts.exclude(uploaded_by=request.user)
    form = LookForm(request.GET)
    context = {
        "form": form,
        "page": page_of(_asked(rows, form), request.GET.get("page")),
        "waiting": [] if is_waiting else drafts[:20],
        "is_waiting": is_waiting,
        "may_add": request.user.has_perm(f"{APP}.add_document"),
    }
    return render(request, "reading_room/document_list.html", context)


@require_safe
@may_view
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one document, its review and what can be done."""
    row = find(request, pk)
    context = {
        "row": row,
        "steps": row.steps.select_related("by"),
        "offers": VERBS.offers(row, request.user),
    }
    return render(request, "reading_room/document_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_add
def new(request: UserRequest) -> HttpResponse:
    at, center = timezone.now(), own_center(request)
    sent = (posted(request), request.FILES or None)
    form = NewForm(*sent, row=Document(), user=request.user, at=at)
    form.initial["key"] = new_key()

    def run() -> Document:
        # Judged outside of any transaction, and never when a grade is in the text.
        values = _judged(request, form.values())
        values["form_key"] = bound(values.pop("key"), request)
        return actions.add(center=center, by=request.user, at=at, **values)

    return workflow.make(
        request,
        form,
        run,
        done=_entered,
        template="reading_room/document_form.html",
        title="登记公开文件",
        button="登记",
        crumbs=_above(),
        back=reverse("documents:list"),
    )


def _entered(row: Document) -> str:
    is_public = row.state == Document.State.PUBLIC
    return "已登记，现在公开了。" if is_public else "已登记，等同事审查后公开。"


def _judged(request: UserRequest, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a form with its file looked into."""
    values = dict(typed)
    sent = values.pop("file")
    name = sent.name if sent else ""
    actions.refuse_grades(values, values["secrecy"], name)
    files: list[CleanFile] = []
    if sent:
        files = clean_uploads([sent], who=sender_of(request), at=timezone.now())
    return values | {"file": files[0] if files else None}


def find(request: UserRequest, pk: int) -> Document:
    """Return a document of the own centers, or answer 404."""
    rows = Document.objects.visible_to(request.user)
    along = ("center", "uploaded_by", "reviewed_by")
    return get_object_or_404(rows.select_related(*along), pk=pk)


def _above(_row: Any = None) -> list[tuple[str, str]]:
    return [
        ("阅览室", reverse("reading_room:desk")),
        ("公开文件", reverse("documents:list")),
    ]


def _change(row: Document, *, by: Any, at: Any, file: Any = None, **values: Any) -> Any:
    actions.refuse_grades(values, values["secrecy"], file.name if file else "")
    files = clean_uploads([file], who=("person", str(by.pk)), at=at) if file else [None]
    return actions.change(row, by=by, at=at, file=files[0], **values)


VERBS = workflow.Verbs(
    app=APP,
    flow=FLOW,
    find=find,
    crumbs=_above,
    actions=[
        workflow.Action(
            verb=Verb.REVIEW,
            label="审查并公开",
            lede="先审查后公开，一件一审。经办过这份文件的人不能审查。",
            form=ReviewForm,
            run=actions.review,
            done="已公开。",
            is_main=True,
        ),
        workflow.Action(
            verb=Verb.CHANGE,
            label="修改、换文件",
            button="保存",
            lede="改了内容或换了文件，要重新审查才会公开。",
            form=ChangeForm,
            run=_change,
            done=lambda row: f"已保存，现在{row.get_state_display()}。",
            template="reading_room/document_form.html",
        ),
        workflow.Action(
            verb=Verb.WITHDRAW,
            label="撤下",
            form=ReasonForm,
            run=actions.withdraw,
            done="已撤下，读者看不到了。",
            is_danger=True,
        ),
    ],
)
