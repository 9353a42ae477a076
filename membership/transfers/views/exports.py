"""The register of transfers as a file."""

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone

from center.http import UserRequest
from center.registers.exports import file_answer
from membership.transfers import actions
from membership.transfers.forms.exports import ExportForm
from membership.transfers.models import Transfer
from membership.transfers.views.base import typed
from membership.transfers.views.registers import asked_for, filtered
from membership.views.base import form_page, put_refusal, show_form

may_export = permission_required("transfers.export_transfer", raise_exception=True)


@form_page
@may_export
def export(request: UserRequest) -> HttpResponse:
    """Ask which part of the register is wanted, and hand it out by POST only."""
    form = ExportForm(typed(request), initial=asked_for(request))
    if request.method == "POST" and form.is_valid():
        try:
            return _exported(request, form.cleaned_data)
        except ValidationError as refusal:
            put_refusal(form, refusal)
    return show_form(request, "transfers/export.html", form)


def _exported(request: UserRequest, wanted: dict[str, str]) -> HttpResponse:
    rows = filtered(Transfer.objects.visible_to(request.user), wanted["way"], wanted)
    if year := wanted["year"]:
        rows = rows.filter(created_at__year=year)
    file_format = wanted["file_format"]
    data = actions.export_register(
        transfers=rows,
        center=request.user.center,
        file_format=file_format,
        by=request.user,
        at=timezone.now(),
    )
    name = f"transfers-{wanted['way']}-{timezone.localdate():%Y%m%d}"
    return file_answer(data, name, file_format)
