"""Closures, special openings, and the calendar that every center shares."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from center.admin_parts import Scoped, ScopedVersioned, is_above_all
from center.text import is_reason, visible
from center.timetable.actions import load_year, settle_shut_out, shut_out
from center.timetable.models import CalendarYear, SpecialOpening

REASON_LENGTH = 60


class AsksWhomItShutsOut(admin.ModelAdmin):
    """Before a change shuts doors that people have booked, show whom, and ask.

    The change is made, looked at and taken back until a reason says what becomes of
    them; whatever it was: a day, a year, the hours, an opening, a venue.
    """

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        page = super().changeform_view
        return self._asked_first(request, lambda: page(request, *args, **kwargs))

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        page = super().delete_view
        return self._asked_first(request, lambda: page(request, *args, **kwargs))

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        page = super().changelist_view
        return self._asked_first(request, lambda: page(request, *args, **kwargs))

    def _asked_first(self, request: Any, go: Callable[[], Any]) -> Any:
        if request.method != "POST":
            return go()
        at = timezone.now()
        reason = visible(request.POST.get("shut_reason", ""))[:REASON_LENGTH]
        with transaction.atomic():
            before = shut_out(at)
            response = go()
            hit = {key: row for key, row in shut_out(at).items() if key not in before}
            if not hit:
                return response
            if not is_reason(reason):
                transaction.set_rollback(True)
                list(messages.get_messages(request))  # 已保存 is not true any more
                return self._ask_about(request, list(hit.values()))
            keeps = request.POST.get("bookings") == "keep"
            settle_shut_out([*hit], reason=reason, keeps=keeps, by=request.user, at=at)
        said = (
            "保留，请逐个打电话说明"
            if keeps
            else "取消，留了手机号的短信已排队，请再打电话"
        )
        messages.warning(
            request,
            f"碰到 {len(hit)} 项已经约好的：{said}。名单在工作台的“要告知的人”。",
        )
        return response

    def _ask_about(self, request: HttpRequest, hit: list[str]) -> HttpResponse:
        asked = ("csrfmiddlewaretoken", "shut_reason", "bookings")
        posted = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in asked
            for value in values
        ]
        shown = self.admin_site.each_context(request) | {
            "title": "那时有人约好了",
            "hit": hit,
            "posted": posted,
            "most": REASON_LENGTH,
            "is_asked_again": "shut_reason" in request.POST,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/shut_out.html", shown)


@admin.register(SpecialOpening)
class SpecialOpeningAdmin(AsksWhomItShutsOut, ScopedVersioned):
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


@admin.register(CalendarYear)
class CalendarYearAdmin(AsksWhomItShutsOut, SharedAdmin, ScopedVersioned):
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
