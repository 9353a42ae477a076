"""Lists that come in and go out: the import in three steps, and the export."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from center import sheets
from center.http import UserRequest, is_limit, too_many
from center.keys import bound, new_key
from center.paging import page_of
from center.registers.exports import file_answer
from membership.actions import exports, imports
from membership.forms import ExportForm, RunForm, UploadForm
from membership.models import ImportBatch, Member, Organization
from membership.models.logs import What
from membership.rules import HERE
from membership.views.base import form_page, put_refusal, show_form

may_import = permission_required("membership.import_members", raise_exception=True)
may_export = permission_required("membership.export_members", raise_exception=True)
BAD_PER_PAGE = 50
GOOD_SHOWN = 5
BACK = {
    What.MEMBERS: reverse_lazy("membership:members"),
    What.ORGANIZATIONS: reverse_lazy("membership:organizations"),
}


def _what(request: UserRequest, what: str) -> What:
    """Return what the list is of; organizations need their own permission."""
    kind = What(what)
    if kind == What.ORGANIZATIONS and not request.user.has_perm(
        "membership.add_organization"
    ):
        raise Http404
    return kind


@form_page
@may_import
def import_new(request: UserRequest, what: str) -> HttpResponse:
    """Take a file; nothing is imported by this."""
    kind = _what(request, what)
    is_sent = request.method == "POST"
    form = UploadForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"key": new_key()},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            batch = imports.upload(
                what=kind,
                center=request.user.center or request.center,
                data=data["file"].read(),
                key=bound(data["key"], request),
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            put_refusal(form, refusal)
        else:
            return redirect("membership:import", pk=batch.pk)
    columns = imports.COLUMNS[ImportBatch.What(kind)]
    context = {"what": kind, "columns": columns, "back": BACK[kind]}
    return show_form(request, "membership/import_new.html", form, **context)


@require_safe
@may_import
def import_template(request: UserRequest, what: str) -> HttpResponse:
    """Hand out an empty list with the columns that are understood."""
    kind = _what(request, what)
    columns = imports.COLUMNS[ImportBatch.What(kind)]
    data = sheets.write_xlsx(
        [column.label for column in columns], [[column.example for column in columns]]
    )
    return file_answer(data, f"{kind.value}-template", "xlsx")


@form_page
@may_import
@sensitive_variables()
def import_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show what is wrong with an uploaded list, and import what is right."""
    batch = get_object_or_404(ImportBatch, pk=pk, by=request.user)
    form = RunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        skip = form.cleaned_data["bad"] if form.cleaned_data["skip"] else 0
        try:
            done = imports.run_import(
                batch=batch, skip=skip, by=request.user, at=timezone.now()
            )
        except ValidationError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, f"已导入 {done.imported} 条。")
            return redirect(BACK[What(batch.what)])
    return _preview(request, batch, form)


def _preview(request: UserRequest, batch: ImportBatch, form: RunForm) -> HttpResponse:
    context: dict[str, object] = {"batch": batch, "back": BACK[What(batch.what)]}
    if batch.state == ImportBatch.State.PREVIEW:
        rows, remarks = imports.judge(batch, by=request.user, at=timezone.now())
        bad = [row for row in rows if row.wrong]
        good = [row for row in rows if row.is_new]
        context |= {
            "remarks": remarks,
            "bad_count": len(bad),
            "good_count": len(good),
            "same_count": sum(row.is_same for row in rows),
            "page": page_of(bad, request.GET.get("page"), BAD_PER_PAGE),
            "good": good[:GOOD_SHOWN],
        }
    return show_form(request, "membership/import_detail.html", form, **context)


@require_POST
@may_import
def import_discard(request: UserRequest, pk: int) -> HttpResponse:
    """Throw an uploaded list away."""
    batch = get_object_or_404(ImportBatch, pk=pk, by=request.user)
    imports.discard_import(batch=batch, by=request.user, at=timezone.now())
    messages.success(request, "已放弃，上传的内容已删除。")
    return redirect(BACK[What(batch.what)])


@form_page
@may_export
@sensitive_variables()
def export(request: UserRequest, what: str) -> HttpResponse:
    """Ask which list is wanted, and hand it out by POST only."""
    kind = What(what)
    form = ExportForm(
        request.POST or None,
        initial={"organization": request.GET.get("organization")},
        user=request.user,
    )
    if kind == What.ORGANIZATIONS:
        for name in ("with_numbers", "reason"):
            form.fields.pop(name, None)
    if request.method == "POST" and form.is_valid():
        try:
            return _exported(request, kind, form.cleaned_data)
        except ValidationError as refusal:
            if is_limit(refusal):
                return too_many(request)
            put_refusal(form, refusal)
    context = {"what": kind, "back": BACK[kind]}
    return show_form(request, "membership/export.html", form, **context)


def _exported(request: UserRequest, kind: What, wanted: dict[str, Any]) -> HttpResponse:
    file_format = str(wanted["file_format"])
    organization = wanted["organization"]
    common: dict[str, Any] = {
        "center": request.user.center,
        "file_format": file_format,
        "by": request.user,
        "at": timezone.now(),
    }
    seen = Organization.objects.visible_to(request.user)
    members = Member.objects.visible_to(request.user).filter(state__in=HERE)
    if organization:
        seen = seen.below(organization.pk)
        members = members.below(organization.pk)
    if kind == What.ORGANIZATIONS:
        data = exports.export_organizations(organizations=seen, **common)
    else:
        data = exports.export_members(
            members=members.order_by("organization__order", "organization", "name"),
            organization=organization,
            with_numbers=bool(wanted.get("with_numbers")),
            reason=str(wanted.get("reason", "")),
            **common,
        )
    return file_answer(data, f"{kind.value}-{timezone.localdate():%Y%m%d}", file_format)
