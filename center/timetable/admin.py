"""Closures, special openings, and the calendar that every center shares."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from center.admin_parts import Scoped, ScopedVersioned, is_above_all
from center.timetable.actions import load_year
from center.timetable.models import (
    CalendarYear,
    SpecialDay,
    SpecialOpening,
)


@admin.register(SpecialOpening)
class SpecialOpeningAdmin(ScopedVersioned):
    """A stretch that is over tells what was; it stays."""

    list_display = ["reason", "center", "starts_at", "ends_at"]
    list_filter = [("center", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["center"]
    date_hierarchy = "starts_at"
    fields = ["center", "starts_at", "ends_at", "reason"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_over = obj is not None and obj.ends_at <= timezone.now()
        return super().has_delete_permission(request, obj) and not is_over


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
