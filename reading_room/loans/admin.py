from django.contrib import admin
from django.http import HttpRequest

from center.admin_parts import ScopedVersioned
from reading_room.loans.models import LoanSetting


@admin.register(LoanSetting)
class LoanSettingAdmin(ScopedVersioned):
    """The switch of a center; without a row it is off."""

    list_display = ["center", "is_on"]
    list_select_related = ["center"]

    def has_delete_permission(
        self, request: HttpRequest, obj: LoanSetting | None = None
    ) -> bool:
        return False
