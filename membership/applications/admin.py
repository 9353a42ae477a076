from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from center.admin_parts import ReadOnly
from center.http import user_of
from membership.applications.models import Application


@admin.register(Application)
class ApplicationAdmin(ReadOnly, admin.ModelAdmin):
    """The register to look at; the desk changes it through the actions."""

    list_display = ["written", "name", "branch", "received_at", "talk_due_on", "state"]
    list_filter = ["state"]
    list_select_related = ["branch"]
    search_fields = ["name"]
    exclude = ["form_key"]
    show_full_result_count = False
    list_per_page = 50

    @admin.display(description="编号", ordering="pk")
    def written(self, row: Application) -> str:
        return row.code

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        return Application.objects.visible_to(user_of(request))
