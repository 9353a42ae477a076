from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from center.admin_parts import ReadOnly
from center.http import user_of
from membership.activity_days.models import ActivityDay, Meeting


class _Register(ReadOnly, admin.ModelAdmin):
    """Rows with rules: the desk changes them through the actions."""

    show_full_result_count = False
    list_per_page = 50
    exclude = ["form_key"]


@admin.register(ActivityDay)
class ActivityDayAdmin(_Register):
    list_display = ["on", "branch", "theme", "unified", "state", "due_on"]
    list_filter = ["state", "unified"]
    list_select_related = ["branch"]
    search_fields = ["theme", "branch__name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ActivityDay]:
        return ActivityDay.objects.visible_to(user_of(request))


@admin.register(Meeting)
class MeetingAdmin(_Register):
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        return Meeting.objects.visible_to(user_of(request))
