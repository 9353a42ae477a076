"""Venues with their units, and bookings to look at; what is ruled goes by actions."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone

from center.admin_parts import (
    ReadOnly,
    Scoped,
    ScopedInline,
    ScopedVersioned,
    Verbs,
    reason_of,
)
from center.hours import moment
from center.paging import CappedPaginator
from center.rules import mask_phone
from center.text import clean_code, clean_phone, person_name, visible
from center.timetable.admin import AsksWhomItShutsOut
from reservations.actions import verbs
from reservations.actions.closures import put_back, take_out
from reservations.actions.events import cancel_whole
from reservations.forms.venues import VenueForm
from reservations.models import Booking, BookingStep, Event, Unit, Venue
from reservations.rules.bookings import CODE_LENGTH
from reservations.rules.venues import TEXT_LENGTH
from reservations.slots.plans import plan_of
from reservations.views.units import add_many


class UnitInline(ScopedInline):
    """The first units of a new venue; later ones are added by a page of their own."""

    model = Unit
    fields = ["number", "name", "kind", "order"]
    can_delete = False


@admin.register(Venue)
class VenueAdmin(AsksWhomItShutsOut, ScopedVersioned):
    form = VenueForm
    list_display = ["name", "center", "kind", "lead", "is_active", "order"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["center"]
    search_fields = ["name", "slug"]
    change_form_template = "admin/reservations/venue_change_form.html"
    fieldsets = [
        (None, {"fields": ["center", "name", "slug", "kind", "is_active", "order"]}),
        ("在哪里、给谁用", {"fields": ["floor", "area", "audience", "intro", "photo"]}),
        ("一次多久", {"fields": ["slot_minutes", "min_slots", "max_slots"]}),
        (
            "提前多久约",
            {
                "fields": [
                    "lead_value",
                    "lead_unit",
                    "lead_in_working_days",
                    "horizon_days",
                ]
            },
        ),
        ("限制", {"fields": ["quota", "buffer_minutes", "rules_text"]}),
        ("座位图", {"fields": ["seats_in_row", "front_wall", "back_wall"]}),
    ]

    @admin.display(description="提前量")
    def lead(self, row: Venue) -> str:
        return f"{row.lead_value} {row.get_lead_unit_display()}"

    def get_readonly_fields(
        self, request: HttpRequest, obj: Venue | None = None
    ) -> list[str]:
        """Keep the center of a venue: its bookings are of that center."""
        return ["center"] if obj else []

    def get_inlines(self, request: HttpRequest, obj: Venue | None) -> list[Any]:
        """Ask for units of a new venue only: 200 are too much for one page."""
        return [] if obj else [UnitInline]

    def get_urls(self) -> list[URLPattern]:
        units_page = path(
            "<int:pk>/units/",
            self.admin_site.admin_view(self.units_view),
            name="reservations_venue_units",
        )
        return [units_page, *super().get_urls()]

    def units_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask how many units of which kind, then add them."""
        venue = get_object_or_404(self.get_queryset(request), pk=pk)
        if not request.user.has_perm("reservations.add_unit"):
            raise PermissionDenied
        return add_many(request, venue, self)


class OutOfOrderFilter(admin.SimpleListFilter):
    """Units that are out of order until somebody mends them."""

    title = "状态"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("broken", "停用")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Unit]
    ) -> QuerySet[Unit]:
        if self.value() != "broken":
            return queryset
        at = timezone.now()
        keys = [unit.pk for unit in queryset if _why_out_of_order(unit, at)]
        return queryset.filter(pk__in=keys)


class OnBookings(Verbs):
    """Verbs that fall on bookings: whoever is hit reads the reason."""

    reason_page = "admin/reservations/verb_confirm.html"
    reason_length = TEXT_LENGTH


@admin.register(Unit)
class UnitAdmin(OnBookings, ScopedVersioned):
    center_lookup = "venue__center"
    fields = ["venue", "number", "name", "kind", "near", "order"]
    # Closures name units by number, so that stays.
    readonly_fields = ["venue", "number"]
    list_display = ["name", "venue", "number", "kind", "out_of_order"]
    list_filter = [OutOfOrderFilter, ("venue", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["venue__center"]
    search_fields = ["name", "venue__name"]
    actions = ["put_back", "take_out"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: units are added in the page of their venue, many at once."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("reservations.change_venue")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: bookings of the past name their unit."""
        return False

    def has_handle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reservations.change_unit")

    @admin.display(description="停用原因")
    def out_of_order(self, row: Unit) -> str:
        return _why_out_of_order(row, timezone.now())

    @admin.action(description="修好了，恢复使用", permissions=["handle"])
    def put_back(self, request: HttpRequest, rows: QuerySet[Unit]) -> None:
        who: Any = {"by": request.user, "at": timezone.now()}
        self.each(request, rows, lambda unit: put_back(unit=unit, **who))

    @admin.action(description="停用（先看有没有预约）", permissions=["handle"])
    def take_out(
        self, request: HttpRequest, rows: QuerySet[Unit]
    ) -> HttpResponse | None:
        """List whom it hits and ask why; then take out and cancel with that reason."""
        who: Any = {"by": request.user, "at": timezone.now()}
        ahead = Booking.objects.upcoming(who["at"]).filter(unit__in=rows)
        hit = [_line(booking) for booking in ahead.with_places()]
        if page := self.ask_reason(request, rows, "停用", hit):
            return page
        why: Any = {"reason": reason_of(request), "confirmed": True}
        self.each(request, rows, lambda unit: take_out(unit=unit, **why, **who))
        return None


class VenueFilter(admin.SimpleListFilter):
    """The venues of the person; asking all bookings which they know takes a second."""

    title = "场地"
    parameter_name = "venue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        user: Any = request.user
        venues = Venue.objects.visible_to(user).select_related("center")
        return [(str(one.pk), one.name_for(user)) for one in venues]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow to the venue; a value that names none is refused by the choices."""
        known = {pk for pk, _ in self.lookup_choices}
        return (
            queryset.filter(venue=self.value()) if self.value() in known else queryset
        )


class WhenFilter(admin.SimpleListFilter):
    """Today and later first: the whole ledger is long and seldom wanted."""

    title = "时间"
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("today", "今天"), ("past", "最近三十天"), ("all", "全部")]

    def choices(self, changelist: Any) -> Any:
        for n, choice in enumerate(super().choices(changelist)):
            yield choice | {"display": "今天和以后"} if n == 0 else choice

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Booking]
    ) -> QuerySet[Booking]:
        """Narrow by the start, along the index of the center."""
        today = moment(timezone.localdate(), time.min)
        day = timedelta(days=1)
        if self.value() == "today":
            return queryset.filter(starts_at__gte=today, starts_at__lt=today + day)
        if self.value() == "past":
            first = today - 30 * day
            return queryset.filter(starts_at__gte=first, starts_at__lt=today)
        if self.value() == "all":
            return queryset
        return queryset.filter(starts_at__gte=today)


class StepInline(ReadOnly, admin.TabularInline):
    """What happened to a booking."""

    model = BookingStep
    fields = ["at", "state", "text", "by"]
    readonly_fields = ["at", "state", "text", "by"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[BookingStep]:
        rows: QuerySet[BookingStep] = super().get_queryset(request)
        return rows.select_related("by")


@admin.display(description="预约码", ordering="code")
def code(row: Booking) -> str:
    return row.code_grouped


@admin.display(description="时间", ordering="starts_at")
def when(row: Booking | Event) -> str:
    return row.when


@admin.register(Booking)
class BookingAdmin(OnBookings, ReadOnly, Scoped):
    list_display = [code, when, "venue", "unit", "who", "phone", "state"]
    list_filter = [WhenFilter, "state", "channel", "inside_lead", VenueFilter]
    list_select_related = ["venue", "unit", "person"]
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    paginator = CappedPaginator
    search_fields = ["code"]
    search_help_text = "预约码、完整的手机号或姓名"
    ordering = ["starts_at", "pk"]
    inlines = [StepInline]
    actions = ["check_in", "finish", "mark_missed", "cancel"]
    exclude = ["form_key"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Booking], search_term: str
    ) -> tuple[QuerySet[Booking], bool]:
        """Find by a whole code, phone or name: each has an index, parts have none."""
        term = visible(search_term)
        if not term:
            return queryset, False
        if len(code := clean_code(term)) == CODE_LENGTH:
            return queryset.filter(code=code), False
        phone = clean_phone(term)
        by_phone = queryset.filter(person__phone=phone)
        return by_phone if phone.isascii() else queryset.filter(
            person__name=person_name(term)
        ), False

    def has_handle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reservations.change_booking")

    @admin.display(description="预约人", ordering="person__name")
    def who(self, row: Booking) -> str:
        return row.person.name

    @admin.display(description="手机号")
    def phone(self, row: Booking) -> str:
        return mask_phone(row.person.phone)

    @admin.action(description="签到", permissions=["handle"])
    def check_in(self, request: HttpRequest, rows: QuerySet[Booking]) -> None:
        self._each(request, rows, verbs.check_in)

    @admin.action(description="离开，空出位置", permissions=["handle"])
    def finish(self, request: HttpRequest, rows: QuerySet[Booking]) -> None:
        self._each(request, rows, verbs.finish)

    @admin.action(description="没有来", permissions=["handle"])
    def mark_missed(self, request: HttpRequest, rows: QuerySet[Booking]) -> None:
        self._each(request, rows, verbs.mark_missed)

    @admin.action(description="取消（要写原因）", permissions=["handle"])
    def cancel(
        self, request: HttpRequest, rows: QuerySet[Booking]
    ) -> HttpResponse | None:
        """List the bookings and ask why; then cancel each and tell the person."""
        lines = [_line(booking) for booking in rows]
        if page := self.ask_reason(request, rows, "取消预约", lines):
            return page
        self._each(request, rows, verbs.cancel, reason=reason_of(request))
        return None

    def _each(
        self,
        request: HttpRequest,
        rows: QuerySet[Booking],
        verb: Callable[..., object],
        **words: str,
    ) -> None:
        at = timezone.now()
        by = request.user
        self.each(request, rows, lambda row: verb(booking=row, by=by, at=at, **words))


@admin.register(Event)
class EventAdmin(OnBookings, ReadOnly, Scoped):
    list_display = ["title", when, "venue", "host", "cancelled_at"]
    list_filter = [VenueFilter]
    list_select_related = ["venue", "host"]
    search_fields = ["title"]
    exclude = ["form_key"]
    actions = ["cancel"]

    def has_handle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reservations.add_event")

    @admin.action(description="取消整场（要写原因）", permissions=["handle"])
    def cancel(
        self, request: HttpRequest, rows: QuerySet[Event]
    ) -> HttpResponse | None:
        """Ask why, then give all units back."""
        lines = [f"{event.title}，{event.when}" for event in rows]
        if page := self.ask_reason(request, rows, "取消整场活动", lines):
            return page
        words: dict[str, Any] = {"reason": reason_of(request), "by": request.user}
        words["at"] = timezone.now()
        self.each(request, rows, lambda event: cancel_whole(event=event, **words))
        return None


def _why_out_of_order(unit: Unit, at: datetime) -> str:
    soon = at + timedelta(seconds=1)
    return plan_of(unit.venue, at).why_out_of_order(unit, at, soon)


def _line(booking: Booking) -> str:
    who = f"{booking.person.name} {mask_phone(booking.person.phone)}"
    return f"{booking.when}，{booking.unit.name}，{who}"
