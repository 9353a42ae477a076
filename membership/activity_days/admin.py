from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from center.admin_parts import Looked
from membership.activity_days.models import ActivityDay, Meeting


@admin.register(ActivityDay)
class ActivityDayAdmin(Looked):
    exclude = ["form_key"]
    list_display = ["on", "branch", "theme", "unified", "state", "due_on"]
    list_filter = ["state", "unified"]
    list_select_related = ["branch"]
    search_fields = ["theme", "branch__name"]


@admin.register(Meeting)
class MeetingAdmin(Looked):
    exclude = ["form_key"]
    list_display = ["starts_at", "branch", "kind", "topic", "void_at"]
    list_filter = ["kind"]
    list_select_related = ["branch"]
    search_fields = ["topic", "branch__name"]

    def has_view_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Let in whoever may see activity days; the two registers go together."""
        return bool(request.user.has_perm("activity_days.view_activityday"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
