from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from center import portals
from center.admin_parts import ReadOnly, Scoped, Verbs, reason_of
from center.outbox import actions
from center.outbox.models import Message, MessageStep
from center.outbox.rules import REASON_LENGTH
from center.paging import CappedPaginator
from center.text import clean_phone, is_phone, is_reason


class MatterFilter(admin.SimpleListFilter):
    """About what: the apps that write messages, in the words of each."""

    title = "关于"
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(label, str(_app(label))) for label in portals.gathered("MATTER")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> QuerySet[Message] | None:
        label = self.value()
        if not label:
            return None
        return queryset.filter(Q(subject=label) | Q(subject__startswith=f"{label}:"))


def _app(label: str) -> str:
    return str(apps.get_app_config(label).verbose_name)


class StepInline(ReadOnly, admin.TabularInline):
    model = MessageStep
    extra = 0
    can_delete = False
    verbose_name_plural = "经过"
    fields = readonly_fields = ("at", "verb", "by", "reason")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("outbox.view_message")

    def get_queryset(self, request: HttpRequest) -> QuerySet[MessageStep]:
        return super().get_queryset(request).select_related("by")


@admin.register(Message)
class MessageAdmin(Verbs, ReadOnly, Scoped):
    """That a message went, when, and about what; never its words nor its number.

    Number and words together are what somebody proves a request with.
    """

    center_lookup = ""
    list_display = ["written_at", "matter", "to", "state", "sent_at", "tries", "center"]
    list_display_links = ["written_at"]
    list_filter = ["state", MatterFilter]
    list_select_related = ["center"]
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    sortable_by = ()
    list_max_show_all = 0
    date_hierarchy = "written_at"
    ordering = ["-pk"]
    search_fields = ["phone"]
    search_help_text = "输入完整的手机号，只找本中心的短信。"
    inlines = [StepInline]
    actions = ["resend", "stop"]
    reason_length = REASON_LENGTH
    fields = readonly_fields = (
        "matter",
        "center",
        "to",
        "state",
        "written_at",
        "next_try_at",
        "sent_at",
        "tries",
        "error",
    )

    @admin.display(description="关于")
    def matter(self, row: Message) -> str:
        return row.matter

    @admin.display(description="手机号")
    def to(self, row: Message) -> str:
        return row.phone_masked

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        user: Any = request.user
        rows: QuerySet[Message] = super().get_queryset(request)
        return rows.filter(pk__in=Message.objects.visible_to(user).values("pk"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Message], bool]:
        """Find a whole number, among what the person's own center has written.

        A part of one could be guessed digit by digit; and who asked a center below is
        not for those above to find out.
        """
        if not search_term:
            return queryset, False
        number = clean_phone(search_term)
        if not is_phone(number):
            messages.warning(request, "请输入完整的 11 位手机号。")
            return queryset.none(), False
        user: Any = request.user
        return queryset.filter(phone=number, center=user.center_id), False

    def has_handle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("outbox.change_message")

    @admin.action(description="再发一次（要写原因）", permissions=["handle"])
    def resend(
        self, request: HttpRequest, rows: QuerySet[Message]
    ) -> HttpResponse | None:
        return self._do(request, rows, actions.resend, "再发一次")

    @admin.action(description="停发（要写原因）", permissions=["handle"])
    def stop(
        self, request: HttpRequest, rows: QuerySet[Message]
    ) -> HttpResponse | None:
        return self._do(request, rows, actions.stop, "停发")

    def _do(
        self, request: HttpRequest, rows: QuerySet[Message], verb: Any, title: str
    ) -> HttpResponse | None:
        lines = [f"{row}（{row.matter}，{row.get_state_display()}）" for row in rows]
        if page := self.ask_reason(request, rows, title, lines, is_reason):
            return page
        words: Any = {"reason": reason_of(request), "by": request.user}
        words["at"] = timezone.now()
        done = f"{title}：办好了 {{}} 条。"
        self.each(request, rows, lambda row: verb(message=row, **words), done)
        return None
