from django.contrib import admin

from center.admin_parts import Looked
from membership.applications.models import Application


@admin.register(Application)
class ApplicationAdmin(Looked):
    list_display = ["written", "name", "branch", "received_at", "talk_due_on", "state"]
    list_filter = ["state"]
    list_select_related = ["branch"]
    search_fields = ["name"]
    exclude = ["form_key"]

    @admin.display(description="编号", ordering="pk")
    def written(self, row: Application) -> str:
        return row.code
