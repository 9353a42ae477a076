"""Closures, special openings, and the calendar that every center shares."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from center import portals
from center.admin_parts import Scoped, ScopedVersioned, is_above_all
from center.timetable.actions import load_year
from center.timetable.models import (
    CalendarYear,
    Closure,
    SpecialDay,
    SpecialOpening,
)


class StretchAdmin(ScopedVersioned):
    """A stretch that is over tells what was; it stays."""

    list_display = ["reason", "center", "starts_at", "ends_at"]
    list_filter = [("center", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["center"]
    date_hierarchy = "starts_at"
    fields = ["center", "starts_at", "ends_at", "reason"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_over = obj is not None and obj.ends_at <= timezone.now()
        return super().has_delete_permission(request, obj) and not is_over


@admin.register(SpecialOpening)
class SpecialOpeningAdmin(StretchAdmin):
    pass


@admin.register(Closure)
class ClosureAdmin(StretchAdmin):
    """A closure that falls on something asks first, then cancels it with its reason."""

    confirm_template = "admin/closure_confirm.html"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show what would be cancelled, until that is confirmed."""
        is_asked = request.method == "POST" and "confirmed" not in request.POST
        if is_asked and (hit := self._falls_on(request, object_id)):
            return self._ask(request, hit)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _ask(self, request: HttpRequest, hit: list[str]) -> HttpResponse:
        posted = [
            (name, value)
            for name, values in request.POST.lists()
            if name != "csrfmiddlewaretoken"
            for value in values
        ]
        shown = self.admin_site.each_context(request) | {
            "title": "这段时间里已经有安排",
            "hit": hit,
            "posted": posted,
            "opts": self.opts,
        }
        return TemplateResponse(request, self.confirm_template, shown)

    def _falls_on(self, request: HttpRequest, object_id: str | None) -> list[str]:
        may = self.has_add_permission if object_id is None else self._may_change
        if not may(request):
            return []
        row = self.get_object(request, object_id) if object_id else None
        form = self.get_form(request, row, change=row is not None)(
            request.POST, instance=row
        )
        if not form.is_valid():
            return []
        closure, at = form.instance, timezone.now()
        return [
            line
            for hits in portals.in_order("CLOSURE_HITS")
            for line in hits(closure.center, closure.starts_at, closure.ends_at, at)
        ]

    def _may_change(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def save_model(
        self, request: HttpRequest, obj: Closure, form: ModelForm, change: bool
    ) -> None:
        """Close first, then cancel, in one transaction: nothing slips in between."""
        super().save_model(request, obj, form, change)
        counts = [
            cancel(
                center=obj.center,
                start=obj.starts_at,
                end=obj.ends_at,
                reason=obj.reason,
                by=request.user,
                at=timezone.now(),
            )
            for cancel in portals.in_order("CLOSURE_CANCELS")
        ]
        if sum(counts):
            messages.warning(request, f"已经取消 {sum(counts)} 个预约，并通知了本人。")


class SharedAdmin(Scoped):
    """What all centers share is kept by the staff of the root center; others read."""

    center_lookup = ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and is_above_all(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and is_above_all(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and is_above_all(request)


@admin.register(SpecialDay)
class SpecialDayAdmin(SharedAdmin, ScopedVersioned):
    list_display = ["day", "name", "kind", "follows"]
    list_filter = ["kind"]
    date_hierarchy = "day"
    search_fields = ["name"]


@admin.register(CalendarYear)
class CalendarYearAdmin(SharedAdmin, ScopedVersioned):
    list_display = ["year", "status", "source", "version", "loaded_at"]
    fields = ["year", "status", "source"]
    actions = ["load"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: CalendarYear | None = None
    ) -> list[str]:
        return ["year"] if obj else []

    @admin.action(description="从软件包载入这一年的安排", permissions=["change"])
    def load(self, request: HttpRequest, rows: QuerySet[CalendarYear]) -> None:
        """Take over the published schedule; days entered by hand give way to it."""
        for row in rows:
            try:
                loaded = load_year(year=row.year, at=timezone.now())
            except ValidationError as refusal:
                messages.error(request, refusal.messages[0])
                continue
            if loaded.status == CalendarYear.Status.UNPUBLISHED:
                messages.warning(
                    request,
                    f"软件包里还没有 {row.year} 年的安排。国务院公布后，"
                    "请升级软件包再载入，或在“放假和调休”里逐天填写。",
                )
            else:
                messages.success(request, f"{loaded}，已载入。")
