"""Close a venue in two steps, with a phone list to print; reopen it again."""

import re
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from center.admin_parts import ReadOnly, Scoped
from center.keys import bound, new_key
from reservations.closures.actions import close, mark_told, preview, reopen
from reservations.closures.forms import ShutdownForm
from reservations.closures.models import Shutdown

WIZARD = "admin/closures/wizard.html"
PHONES = "admin/closures/phones.html"
CONFIRM_AT_MOST = 500


@admin.register(Shutdown)
class ShutdownAdmin(ReadOnly, Scoped):
    list_display = ["time", "venue_or_center", "reason", "made_by", "state", "phones"]
    list_filter = [("venue", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["venue", "center", "made_by"]
    search_fields = ["reason"]
    actions = ["reopen"]
    exclude = ["form_key", "center_closure", "venue_closure"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("closures.add_shutdown")

    def has_reopen_permission(self, request: HttpRequest) -> bool:
        """Say whether this person may open again."""
        return request.user.has_perm("closures.change_shutdown")

    @admin.display(description="时间", ordering="starts_at")
    def time(self, row: Shutdown) -> str:
        return row.when

    @admin.display(description="停用的")
    def venue_or_center(self, row: Shutdown) -> str:
        numbers = "、".join(str(number) for number in row.unit_numbers)
        units = f"（编号 {numbers}）" if numbers else ""
        return f"{row.venue.name}{units}" if row.venue else f"{row.center.name}（全部）"

    @admin.display(description="现在")
    def state(self, row: Shutdown) -> str:
        if row.reopened_at:
            return "已重新开放"
        return "已结束" if row.ends_at <= timezone.now() else "停用"

    @admin.display(description="要告知的人")
    def phones(self, row: Shutdown) -> str:
        url = reverse("admin:closures_shutdown_phones", args=[row.pk])
        return format_html('<a href="{}">电话名单</a>', url)

    @admin.action(description="重新开放", permissions=["reopen"])
    def reopen(self, request: HttpRequest, rows: QuerySet[Shutdown]) -> None:
        """Open again from now on."""
        for row in rows:
            try:
                reopen(shutdown=row, by=request.user, at=timezone.now())  # type: ignore[arg-type]
            except ValidationError as refusal:
                messages.error(request, f"{row}：{'；'.join(refusal.messages)}")
            else:
                messages.success(request, f"{row} 已经重新开放。")

    def get_urls(self) -> list[URLPattern]:
        """Add the phone list."""
        phones = path(
            "<int:pk>/phones/",
            self.admin_site.admin_view(self.phones_view),
            name="closures_shutdown_phones",
        )
        return [phones, *super().get_urls()]

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """List first whom a closure hits; close when that was confirmed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ShutdownForm(request.POST or None, initial={"key": new_key()})
        form.offer_venues(request.user)  # type: ignore[arg-type]
        if request.method == "POST" and form.is_valid():
            return self._step(request, form)
        status = 422 if form.is_bound else 200
        return self._wizard(request, form, None, status)

    def _step(self, request: HttpRequest, form: ShutdownForm) -> HttpResponse:
        wish = form.cleaned_data | {"center": form.cleaned_data["venue"].center}
        key = bound(wish.pop("key"), request)
        reason = wish.pop("reason")
        at = timezone.now()
        try:
            if "confirmed" not in request.POST:
                hit = preview(**wish, at=at)[:CONFIRM_AT_MOST]
                return self._wizard(request, form, list(hit), 200)
            done = close(
                **wish,
                reason=reason,
                confirmed=True,
                key=key,
                by=request.user,  # type: ignore[arg-type]
                at=at,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self._wizard(request, form, None, 422)
        messages.success(request, f"已经停用：{done}。请给名单上的人打电话。")
        url = reverse("admin:closures_shutdown_phones", args=[done.pk])
        return HttpResponseRedirect(url)

    def _wizard(
        self,
        request: HttpRequest,
        form: ShutdownForm,
        hit: list[Any] | None,
        status: int,
    ) -> HttpResponse:
        shown = self.admin_site.each_context(request) | {
            "title": "停用一个场地",
            "form": form,
            "hit": hit,
            "opts": self.opts,
        }
        return TemplateResponse(request, WIZARD, shown, status=status)

    def phones_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show whom to ring up; a tick notes who was told."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        shutdown = get_object_or_404(self.get_queryset(request), pk=pk)
        people = ["booking__person", "booking__unit", "booking__venue", "told_by"]
        calls = shutdown.calls.select_related(*people)
        if request.method == "POST":
            number = request.POST.get("call", "")
            chosen = int(number) if re.fullmatch("[0-9]{1,18}", number) else 0
            call = get_object_or_404(calls, pk=chosen)
            mark_told(call=call, by=request.user, at=timezone.now())  # type: ignore[arg-type]
            return HttpResponseRedirect(request.path)
        shown = self.admin_site.each_context(request) | {
            "title": "要告知的人",
            "shutdown": shutdown,
            "calls": calls,
            "may_tick": request.user.has_perm("closures.change_call"),
            "opts": self.opts,
        }
        return TemplateResponse(request, PHONES, shown)
