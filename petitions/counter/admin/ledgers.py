"""Smaller ledgers of the supervisor's window, and how far their pages count."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from center.admin_parts import CenterSettingsAdmin, ReadOnly, Scoped
from center.paging import CappedPaginator
from petitions.models import CenterPolicy, Extension, Petition, RevealLog
from petitions.models.access import NOBODY, Reader, readers_of
from petitions.rules.roles import SUPERVISE


class Read(ReadOnly, Scoped):
    """A ledger of the supervisor's centers."""

    list_per_page = 50
    paginator = CappedPaginator
    sortable_by = ()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(SUPERVISE)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(SUPERVISE)


class ReadRows(admin.ModelAdmin):
    """Ask once for a page what this person may read of the cases on it."""

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Put a reader on every row of the page."""
        page: Any = super().get_changelist_instance(request)
        page.result_list = list(page.result_list)
        with_readers(page.result_list, request.user, are_listed=True)
        return page


def with_readers(rows: list[Any], user: Any, *, are_listed: bool = False) -> None:
    """Put a reader on rows of cases, or on cases themselves."""
    cases = [row if isinstance(row, Petition) else row.petition for row in rows]
    readers = readers_of(cases, user, are_listed=are_listed)
    for row, case in zip(rows, cases, strict=True):
        row.reader = readers[case.pk]


def read_with(row: Any, text: str) -> str:
    reader: Reader = getattr(row, "reader", NOBODY)
    return reader.read(text)


class OfCases(ReadRows, Read):
    """Rows of cases that the person sees, and of no others."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        user: Any = request.user
        rows: QuerySet[Any] = self.model._default_manager.all()
        return rows.filter(petition__in=Petition.objects.visible_to(user))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Return the row with its reader."""
        row: Any = super().get_object(request, object_id, from_field)
        with_readers([row] if row is not None else [], request.user)
        return row

    @admin.display(description="诉求")
    def case_code(self, row: Any) -> str:
        return str(row.petition.code_text)


@admin.register(Extension)
class ExtensionAdmin(OfCases):
    """Every extension that was asked for."""

    fields = readonly_fields = (
        *("state", "case_code", "days", "reason", "asked_text", "old_due_on"),
        *("new_due_on", "asked_by", "decided_by", "decided_text"),
    )
    list_display = fields[:-1]
    list_filter = ["state", "reason"]
    list_select_related = ["petition", "asked_by", "decided_by"]
    ordering = ["-pk"]

    @admin.display(description="说明")
    def asked_text(self, row: Extension) -> str:
        return read_with(row, row.text)

    @admin.display(description="意见")
    def decided_text(self, row: Extension) -> str:
        return read_with(row, row.decision)


@admin.register(RevealLog)
class RevealLogAdmin(OfCases):
    """Who looked at who asked, and why."""

    list_display = fields = readonly_fields = ("at", "by", "case_code", "why")
    list_select_related = ["petition", "by"]
    ordering = ["-pk"]

    @admin.display(description="原因")
    def why(self, row: RevealLog) -> str:
        return read_with(row, row.reason)


@admin.register(CenterPolicy)
class CenterPolicyAdmin(CenterSettingsAdmin):
    """What a center has decided about pausing."""

    list_display = ["center", "may_pause", "may_pause_for_superior"]
    fields = ["center", "may_pause", "may_pause_for_superior"]
