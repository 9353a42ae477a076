"""Lists that come in and go out: the import in three steps, and the export."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from center import sheets
from center.http import UserRequest, ask_first, own_center, posted
from center.keys import bound, new_key
from center.paging import page_of
from center.registers.exports import file_answer
from center.searchable import by_pinyin
from center.workflow.views import answer
from membership.actions import exports, imports
from membership.forms import ExportForm, RunForm, UploadForm
from membership.models import ImportBatch, Member, Organization
from membership.models.logs import What
from membership.rules.members import HERE

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
may_import = permission_required("membership.import_members", raise_exception=True)
may_export = permission_required("membership.export_members", raise_exception=True)
BAD_PER_PAGE = 50
GOOD_SHOWN = 5
BACK = {
    What.MEMBERS: reverse_lazy("membership:members"),
    What.ORGANIZATIONS: reverse_lazy("membership:organizations"),
}


def _crumbs(kind: What) -> list[tuple[str, Any]]:
    return [("工作台", reverse("desk")), (kind.label, BACK[kind])]


def _what(request: UserRequest, what: str) -> What:
    """Return what the list is of; organizations need their own permission."""
    kind = What(what)
    if kind == What.ORGANIZATIONS and not request.user.has_perm(
        "membership.add_organization"
    ):
        raise Http404
    return kind


@get_or_post
@may_import
def import_new(request: UserRequest, what: str) -> HttpResponse:
    """Take a file; nothing is imported by this."""
    kind = _what(request, what)
    form = UploadForm(
        posted(request), request.FILES or None, initial={"key": new_key()}
    )

    def keep() -> HttpResponse:
        batch = imports.upload(
            what=kind,
            center=own_center(request),
            data=form.cleaned_data["file"].read(),
            key=bound(form.cleaned_data["key"], request),
            by=request.user,
            at=timezone.now(),
        )
        return redirect("membership:import", pk=batch.pk)

    return answer(
        request,
        form,
        keep,
        template="membership/import_new.html",
        what=kind,
        title=f"{kind.label}名单",
        columns=[(one.label, one.needed) for one in imports.COLUMNS[kind]],
        crumbs=_crumbs(kind),
        back=BACK[kind],
        template_url=reverse(f"membership:template_{kind}"),
    )


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


@get_or_post
@may_import
@sensitive_variables()
def import_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show what is wrong with an uploaded list, and import what is right."""
    batch = get_object_or_404(ImportBatch, pk=pk, by=request.user)
    form, back, at = RunForm(posted(request)), BACK[What(batch.what)], timezone.now()

    def run() -> HttpResponse:
        skip = form.cleaned_data["bad"] if form.cleaned_data["skip"] else 0
        done = imports.run_import(batch=batch, skip=skip, by=request.user, at=at)
        messages.success(request, f"已导入 {done.imported} 条。")
        return redirect(back)

    context: dict[str, Any] = {"batch": batch, "back": back}
    if batch.state == ImportBatch.State.PREVIEW:
        outcome = imports.look_at(batch, by=request.user, at=at)
        wrong = page_of(outcome.wrong, request.GET.get("page"), BAD_PER_PAGE)
        context |= {"outcome": outcome, "page": wrong, "good": outcome.new[:GOOD_SHOWN]}
    return answer(
        request, form, run, template="membership/import_detail.html", **context
    )


@get_or_post
@may_import
def import_discard(request: UserRequest, pk: int) -> HttpResponse:
    batch, at = get_object_or_404(ImportBatch, pk=pk, by=request.user), timezone.now()
    back = BACK[What(batch.what)]
    return ask_first(
        request,
        lambda: imports.discard_import(batch=batch, by=request.user, at=at),
        title="放弃这次导入？",
        lede="上传的名单会删除，一行都不导入。要再导入，得重新上传。",
        button="放弃，删除上传的内容",
        done="已放弃，上传的内容已删除。",
        back=str(back),
        crumbs=[("名单", back)],
    )


@get_or_post
@may_export
@sensitive_variables()
def export(request: UserRequest, what: str) -> HttpResponse:
    """Ask which list is wanted, and hand it out by POST only."""
    kind = What(what)
    hidden = "身份证号只有末四位，手机号隐去中间。" if kind == What.MEMBERS else ""
    start = {"organization": request.GET.get("organization")}
    form = ExportForm(posted(request), initial=start, user=request.user)
    if kind == What.ORGANIZATIONS:
        for name in ("with_numbers", "reason"):
            form.fields.pop(name, None)
    return answer(
        request,
        form,
        lambda: _exported(request, kind, form.cleaned_data),
        title=f"导出{kind.label}名册",
        lede=f"{hidden}每次导出都会记下是谁、什么时候、多少条。",
        button="导出",
        crumbs=_crumbs(kind),
        back=BACK[kind],
    )


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
            members=members.order_by(
                "organization__order", "organization", by_pinyin(), "pk"
            ),
            organization=organization,
            with_numbers=bool(wanted.get("with_numbers")),
            reason=str(wanted.get("reason", "")),
            **common,
        )
    return file_answer(data, f"{kind.value}-{timezone.localdate():%Y%m%d}", file_format)
