"""The supervisor's window on requests: read here, decided through the actions.

The list opens with what is open, the overdue first; counts stop at a cap, so that the
page is as fast with a million rows. Who asked is not shown here: that is the desk's.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.forms import CheckboxInput
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from center.admin_parts import ReadOnly, Scoped
from center.paging import CappedPaginator
from center.text import clean_code, one_line
from center.wording import day_in_sentence
from petitions.counter.admin.bulk import BULK, Bulk, bulk_page
from petitions.counter.admin.filters import (
    CenterFilter,
    ClerkFilter,
    EscalatedFilter,
    LateFilter,
    SilentFilter,
    StandingFilter,
    WaitingFilter,
)
from petitions.counter.admin.ledgers import ReadRows, read_with, with_readers
from petitions.counter.models import ReplyTemplate
from petitions.counter.presenters.case import who_did
from petitions.counter.presenters.lists import flags_of, holder_text
from petitions.models import ClockRow, Extension, Petition, Step
from petitions.models.access import Reader, readable, reader_of, titled
from petitions.promise import left_words
from petitions.rules.roles import SUPERVISE
from petitions.rules.states import State
from petitions.visitors import internal_words


class History(ReadOnly, admin.TabularInline):
    """Rows of a case, to be read as far as this person may."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("petitions.view_petition")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        # An inline is made anew for every request, so this is nobody else's.
        self.user: Any = request.user
        return super().get_queryset(request).select_related("petition")

    def typed(self, row: Any, text: str) -> SafeString:
        """Return words of a row as this person may read them."""
        if not hasattr(self, "reader"):
            self.reader: Reader = reader_of(row.petition, self.user)
        return format_html('<span class="typed">{}</span>', self.reader.read(text))


class StepInline(History):
    model = Step
    verbose_name_plural = "经过"
    fields = readonly_fields = ("at", "verb", "who", "public", "internal")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Step]:
        return super().get_queryset(request).select_related("by").order_by("-pk")

    @admin.display(description="谁")
    def who(self, step: Step) -> str:
        return who_did(step)

    @admin.display(description="公开的话")
    def public(self, step: Step) -> SafeString:
        return self.typed(step, step.public_text)

    @admin.display(description="内部记录")
    def internal(self, step: Step) -> SafeString:
        return self.typed(step, internal_words(step, self.user))


class ClockInline(History):
    model = ClockRow
    verbose_name_plural = "期限"
    fields = readonly_fields = (
        *("clock", "day0", "original_on", "due", "was_late"),
        *("met_at", "why"),
    )

    @admin.display(description="现在的日期")
    def due(self, row: ClockRow) -> str:
        return row.due_text

    @admin.display(description="为什么是这一天")
    def why(self, row: ClockRow) -> str:
        return row.why


class ExtensionInline(History):
    model = Extension
    verbose_name_plural = "延期"
    fields = readonly_fields = (
        "state",
        "days",
        "reason",
        "asked_text",
        "old_due_on",
        "new_due_on",
        "asked_by",
        "decided_by",
        "decided_text",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Extension]:
        rows = super().get_queryset(request)
        return rows.select_related("asked_by", "decided_by")

    @admin.display(description="说明")
    def asked_text(self, row: Extension) -> SafeString:
        return self.typed(row, row.text)

    @admin.display(description="意见")
    def decided_text(self, row: Extension) -> SafeString:
        return self.typed(row, row.decision)


# What of a case somebody has typed.
WORDS = ("title", "body", "result", "unreached_reason", "released_reason")


@admin.register(Petition)
class PetitionAdmin(ReadOnly, ReadRows, Scoped):
    change_list_template = "admin/petitions/change_list.html"
    list_display = ["left", "title", "holder", "duty", "kind", "center"]
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    ordering = ["due_on", "pk"]
    list_per_page = 50
    list_max_show_all = 0
    paginator = CappedPaginator
    list_select_related = ["center", "owner", "duty_by", "owner_center"]
    list_filter = [
        StandingFilter,
        LateFilter,
        SilentFilter,
        WaitingFilter,
        EscalatedFilter,
        "is_extended",
        "is_provisional",
        "kind",
        ClerkFilter,
        CenterFilter,
    ]
    search_fields = ["code"]
    search_help_text = "整个编号，或者标题里的字"
    inlines = [ClockInline, ExtensionInline, StepInline]
    fieldsets = [
        (
            "事情",
            {"fields": ["code_text", "kind", "channel", "scope", "title", "body"]},
        ),
        (
            "期限",
            {
                "fields": [
                    "received_at",
                    "due_text",
                    "original_due_on",
                    "was_late",
                    "is_extended",
                    "round",
                ]
            },
        ),
        (
            "责任",
            {
                "fields": [
                    "state",
                    "owner",
                    "owner_since",
                    "owner_center",
                    "first_asked",
                    "duty_by",
                    "released_reason",
                    "returns",
                ]
            },
        ),
        (
            "结果",
            {
                "fields": [
                    "answered_at",
                    "closed_at",
                    "result",
                    "reached",
                    "unreached_reason",
                ]
            },
        ),
    ]
    actions = [bulk.key for bulk in BULK]

    class Media:
        css = {"all": ["css/petitions_admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Petition]:
        """Return what this person sees, without every case they are named in."""
        user: Any = request.user
        seen = Petition.objects.visible_to(user)
        return readable(seen, user).order_by("due_on", "pk")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(SUPERVISE)

    def has_supervise_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(SUPERVISE)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(SUPERVISE)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Show titles as this person may read them: without names of other centers."""
        user: Any = request.user

        @admin.display(description="事情")
        def matter(case: Petition) -> SafeString:
            title = read_with(case, case.title)
            return format_html("{}<br><code>{}</code>", title, case.code_text)

        @admin.display(description="留意")
        def signs(case: Petition) -> SafeString:
            return _signs(case, user)

        columns: list[Any] = list(self.list_display)
        columns[1:2] = [matter, signs]
        # Who has one center alone need not read its name fifty times.
        return columns if len(user.center_ids) > 1 else columns[:-1]

    @admin.display(description="")
    def action_checkbox(self, case: Petition) -> SafeString:
        """Name the box by the code: a title may name the person."""
        label = f"选择 {case.code_text}"
        box = CheckboxInput(
            {"class": "action-select", "aria-label": label}, lambda _: False
        )
        return box.render(ACTION_CHECKBOX_NAME, str(case.pk))

    def get_list_display_links(
        self, request: HttpRequest, list_display: Any
    ) -> list[Any]:
        """Lead from the title to the page of the case."""
        return [list_display[1]]

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Petition | None:
        """Return the case to be read, its words as this person may read them."""
        case: Petition | None = super().get_object(request, object_id, from_field)
        if case is not None:
            with_readers([case], request.user)
            # Only shown, never saved: nothing on this page can be changed.
            for name in WORDS:
                setattr(case, name, read_with(case, getattr(case, name)))
        return case

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer what a supervisor decides; each asks why on a page of its own."""
        if not self.has_supervise_permission(request):
            return {}
        return {bulk.key: (_runner(bulk), bulk.key, bulk.label) for bulk in BULK}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find one by its whole code, however it is spelled, or some by their title."""
        if not search_term:
            return queryset, False
        search_term = one_line(search_term)
        code = clean_code(search_term)
        if len(code) == 12:
            return self.get_queryset(request).filter(code=code), False
        user: Any = request.user
        cases: Any = queryset
        return queryset.filter(titled(cases, search_term[:60], user)), False

    def view_on_site(self, case: Petition) -> str:
        return case.get_absolute_url()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list, under a title that says where its count stops."""
        request.opened_at = timezone.now()  # type: ignore[attr-defined]  # filters.moment_of
        cap = CappedPaginator.cap
        context = {"title": f"诉求（最急的在最上面，最多列 {cap} 件）"}
        return super().changelist_view(request, context | (extra_context or {}))

    @admin.display(description="期限")
    def left(self, case: Petition) -> SafeString:
        words, tone = left_words(case, timezone.localdate())
        due = ("预计 " if case.is_provisional else "") + day_in_sentence(case.due_on)
        return format_html('<b class="left {}">{}</b><br>{}', tone, words, due)

    @admin.display(description="现在谁办")
    def holder(self, case: Petition) -> str:
        return holder_text(case)

    @admin.display(description="首问人")
    def duty(self, case: Petition) -> str:
        return case.duty_by.name if case.duty_by else "还没有"

    @admin.display(description="编号")
    def code_text(self, case: Petition) -> str:
        return case.code_text

    @admin.display(description="期限")
    def due_text(self, case: Petition) -> str:
        return case.due_text


def _signs(case: Petition, user: Any) -> SafeString:
    """Return what else one must know, and the one click to where it is worked on."""
    flags = [text for text, _ in flags_of(case, case.center_id, timezone.now())]
    if case.state == State.ESCALATED:
        flags.insert(0, "在上级")
    return format_html(
        '<a class="go" href="{}">去办理</a><br>{}',
        case.get_absolute_url(),
        "、".join(flags) or "—",
    )


def _runner(bulk: Bulk) -> Any:
    def run(
        model_admin: PetitionAdmin, request: HttpRequest, cases: QuerySet[Petition]
    ) -> HttpResponse | None:
        return bulk_page(model_admin, request, cases, bulk, at=timezone.now())

    run.allowed_permissions = ["supervise"]  # type: ignore[attr-defined]  # Django's
    return run


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(Scoped):
    """The openings of replies that a center writes for itself."""

    list_display = ["title", "text", "order", "center"]
    list_display_links = ["title"]
    list_select_related = ["center"]
    search_fields = ["title", "text"]
    fields = ["center", "title", "text", "order"]
