"""The supervisor's window: who stood in for whom."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from center.admin_parts import ReadOnly, Scoped
from center.roster.models import Absence
from center.roster.rules import MANAGE


@admin.register(Absence)
class AbsenceAdmin(ReadOnly, Scoped):
    """Every absence, also those that are over."""

    center_lookup = "staff__center"
    list_display = ["staff", "deputy", "starts_at", "ends_at", "reason", "set_by"]
    list_select_related = ["staff", "deputy", "set_by"]
    ordering = ["-starts_at"]
    list_per_page = 50
    sortable_by = ()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(MANAGE)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MANAGE)
