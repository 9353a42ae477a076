"""Close a center, a venue or some units in two steps; reopen it again."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from center.admin_parts import ReadOnly, Scoped
from center.http import user_of
from center.keys import bound, new_key
from reservations.actions.closures import close, preview, reopen
from reservations.closures.forms import KEEP, ClosureForm
from reservations.models import Closure

WIZARD = "admin/closures/wizard.html"
CONFIRM_AT_MOST = 500


@admin.register(Closure)
class ClosureAdmin(ReadOnly, Scoped):
    list_display = ["time", "what", "reason", "made_by", "state", "phones"]
    list_filter = ["scope", ("venue", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["venue", "center", "made_by"]
    search_fields = ["reason"]
    actions = ["reopen"]
    exclude = ["form_key"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("reservations.add_closure")

    def has_reopen_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reservations.change_closure")

    @admin.display(description="时间", ordering="starts_at")
    def time(self, row: Closure) -> str:
        return row.when

    @admin.display(description="停用的")
    def what(self, row: Closure) -> str:
        return row.what

    @admin.display(description="现在")
    def state(self, row: Closure) -> str:
        if row.reopened_at:
            return "已重新开放"
        is_over = row.ends_at and row.ends_at <= timezone.now()
        return "已结束" if is_over else "停用"

    @admin.display(description="要告知的人")
    def phones(self, row: Closure) -> str:
        url = reverse("closure_calls", args=[row.pk])
        return format_html('<a href="{}">电话名单</a>', url)

    @admin.action(description="重新开放", permissions=["reopen"])
    def reopen(self, request: HttpRequest, rows: QuerySet[Closure]) -> None:
        """Open again from now on."""
        for row in rows:
            try:
                reopen(closure=row, by=user_of(request), at=timezone.now())
            except ValidationError as refusal:
                messages.error(request, f"{row}：{'；'.join(refusal.messages)}")
            else:
                messages.success(request, f"{row} 已经重新开放。")

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """List first whom a closure hits; close when that was confirmed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ClosureForm(request.POST or None, initial={"key": new_key()})
        form.offer_places(user_of(request))
        if request.method == "POST" and form.is_valid():
            return self._step(request, form)
        return self._wizard(request, form, status=422 if form.is_bound else 200)

    def _step(self, request: HttpRequest, form: ClosureForm) -> HttpResponse:
        at = timezone.now()
        try:
            if "confirmed" not in request.POST:
                hit = preview(**form.what(), at=at)[:CONFIRM_AT_MOST]
                return self._wizard(request, form, list(hit))
            done = close(
                **form.what(),
                confirmed=True,
                keeps=request.POST.get("bookings") == KEEP,
                key=bound(form.cleaned_data["key"], request),
                by=user_of(request),
                at=at,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self._wizard(request, form, status=422)
        messages.success(request, f"已经停用：{done}。请给名单上的人打电话。")
        return redirect("closure_calls", done.pk)

    def _wizard(
        self,
        request: HttpRequest,
        form: ClosureForm,
        hit: list[Any] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        shown = self.admin_site.each_context(request) | {
            "title": "停用、闭馆",
            "form": form,
            "hit": hit,
            "opts": self.opts,
        }
        return TemplateResponse(request, WIZARD, shown, status=status)
