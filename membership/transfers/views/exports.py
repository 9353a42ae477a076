"""The register of transfers as a file."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from center.http import UserRequest, posted, way_up
from center.registers.exports import file_answer
from center.workflow.views import answer
from membership.transfers.actions.exports import export_register
from membership.transfers.forms.exports import ExportForm
from membership.transfers.models import Transfer
from membership.transfers.views.registers import asked_for, filtered

may_export = permission_required("transfers.export_transfer", raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@may_export
def export(request: UserRequest) -> HttpResponse:
    """Ask which part of the register is wanted, and hand it out by POST only."""
    form = ExportForm(posted(request), initial=asked_for(request))
    return answer(
        request,
        form,
        lambda: _exported(request, form.cleaned_data),
        title="导出接转登记簿",
        lede="身份证号只有末四位，手机号隐去中间。每次导出都会记下是谁、什么时候、多少件。",
        button="导出",
        crumbs=way_up("组织关系接转", "transfers:register")(),
        back=reverse("transfers:register"),
    )


def _exported(request: UserRequest, wanted: dict[str, str]) -> HttpResponse:
    rows = filtered(Transfer.objects.visible_to(request.user), wanted["way"], wanted)
    if year := wanted["year"]:
        rows = rows.filter(created_at__year=year)
    file_format = wanted["file_format"]
    data = export_register(
        transfers=rows,
        center=request.user.center,
        file_format=file_format,
        by=request.user,
        at=timezone.now(),
    )
    name = f"transfers-{wanted['way']}-{timezone.localdate():%Y%m%d}"
    return file_answer(data, name, file_format)
