"""The page on which a year's schedule comes in from a file."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from center import sheets
from center.day_changes.actions.year import Plan, bring_in, rehearse
from center.day_changes.forms import YEAR, YearForm, judged, read
from center.day_changes.rules import may_load
from center.http import Refusals, UserRequest, form_page, posted
from center.registers import imports
from center.registers.exports import file_answer
from center.registers.forms import UploadForm
from center.uploads import count_upload
from center.workflow.views import answer

may_add = permission_required("timetable.add_specialday", raise_exception=True)
TITLE = "一年的放假安排"


@require_http_methods(["GET", "HEAD", "POST"])
@may_add
def year(request: UserRequest) -> HttpResponse:
    """Take a list of days, show what it would do, and do it."""
    _at_the_root(request)
    if "rows" in request.POST:
        return _run(request)
    form = UploadForm(posted(request), request.FILES or None)

    def look() -> HttpResponse:
        at, user = timezone.now(), request.user
        count_upload(("person", str(user.pk)), at)
        table = read(form.cleaned_data["file"].read())
        rows = imports.carry(YEAR, table, user)
        plan = rehearse(judged(table, user, at), by=user, at=at)
        asked = YearForm(initial={"rows": rows}, hits=bool(plan.hit))
        return _preview(request, asked, plan, table)

    return answer(request, form, look, field="file", **_upload_context())


def _at_the_root(request: UserRequest) -> None:
    if not may_load(request.user):
        raise PermissionDenied


def _run(request: UserRequest) -> HttpResponse:
    at = timezone.now()
    try:
        table = imports.carried(YEAR, request.POST["rows"], request.user)
        plan = rehearse(judged(table, request.user, at), by=request.user, at=at)
    except ValidationError as refusal:
        expired = UploadForm.refused(refusal)
        return form_page(request, expired, **_upload_context())
    form = YearForm(request.POST, hits=bool(plan.hit))
    if form.is_valid():
        asked = form.cleaned_data
        with Refusals(form):
            done = bring_in(
                judged(table, request.user, at),
                reason=asked["reason"],
                keeps=asked.get("bookings") == "keep",
                told=asked.get("told", ""),
                by=request.user,
                at=at,
            )
            messages.success(request, _said(done))
            return redirect("day_changes:list")
    return _preview(request, form, plan, table)


def _said(done: Plan) -> str:
    said = f"{done.year} 年的放假安排导入好了，改了 {len(done.changes)} 天。"
    if done.waits:
        said += f"其中 {done.waits} 天会动答复期限，请另一位同事在下面核对。"
    return f"{said}请主管到“重算期限”看哪些日子要改。"


def _preview(
    request: UserRequest, form: YearForm, plan: Plan, table: sheets.Table
) -> HttpResponse:
    return form_page(
        request,
        form,
        template="day_changes/year.html",
        plan=plan,
        remarks=table.remarks,
        crumbs=_crumbs(),
        back=reverse("day_changes:year"),
        title=TITLE,
    )


def _upload_context() -> dict[str, Any]:
    return {
        "template": "registers/upload.html",
        "title": YEAR.title,
        "columns": imports.columns_of(YEAR),
        "crumbs": _crumbs(),
        "back": reverse("day_changes:list"),
        "template_url": reverse("day_changes:year_template"),
    }


@require_safe
@may_add
def template(request: UserRequest) -> HttpResponse:
    """Hand out an empty list with two lines that show how it is written."""
    _at_the_root(request)
    header = [*imports.headings(YEAR)]
    return file_answer(sheets.write_xlsx(header, []), "calendar-template", "xlsx")


def _crumbs() -> list[tuple[str, Any]]:
    return [
        ("工作台", reverse("desk")),
        ("放假安排的改动", reverse("day_changes:list")),
    ]
