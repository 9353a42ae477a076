from django.contrib import admin
from django.http import HttpRequest

from center.admin_parts import ReadOnly, Scoped, is_above_all
from center.outbox.models import Message


@admin.register(Message)
class MessageAdmin(ReadOnly, Scoped):
    """What was sent; messages belong to no center, so the root's staff read them."""

    center_lookup = ""
    list_display = ["written_at", "to", "state", "tries", "error"]
    date_hierarchy = "written_at"
    ordering = ["-pk"]
    fields = ["to", "text", "written_at", "sent_at", "tries", "error"]
    readonly_fields = ["to", "text", "written_at", "sent_at", "tries", "error"]

    @admin.display(description="手机号")
    def to(self, row: Message) -> str:
        return row.phone_masked

    @admin.display(description="状态")
    def state(self, row: Message) -> str:
        return "已发出" if row.sent_at else "还没发出"

    def has_view_permission(
        self, request: HttpRequest, obj: Message | None = None
    ) -> bool:
        return super().has_view_permission(request, obj) and is_above_all(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return super().has_module_permission(request) and is_above_all(request)
