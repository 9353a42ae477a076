"""The calendar of days: who changes it says why, and what moves promises is noted."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from center.admin_parts import ScopedVersioned
from center.day_changes.actions.changes import entry_of, note_change
from center.day_changes.models import DayChange
from center.day_changes.rules import Entry, State
from center.fields import DayField, ReasonField, TextField
from center.timetable.admin import AsksWhomItShutsOut, SharedAdmin
from center.timetable.models import SpecialDay

STRUCK = "在管理后台删去了这一行"


class SpecialDayForm(forms.ModelForm):
    """A day of the calendar, and on what it rests."""

    reason = ReasonField(
        label="依据或原因",
        max_length=200,
        help_text="例如放假通知的文号。答复期限会跟着变的，要另一位同事核对。",
    )

    class Meta:
        model = SpecialDay
        fields = ("day", "kind", "name", "follows")
        field_classes = {"day": DayField, "name": TextField}


@admin.register(SpecialDay)
class SpecialDayAdmin(AsksWhomItShutsOut, SharedAdmin, ScopedVersioned):
    form = SpecialDayForm
    list_display = ["day", "name", "kind", "follows", "waits"]
    list_filter = ["kind"]
    date_hierarchy = "day"
    search_fields = ["name"]
    ordering = ["-day"]

    @admin.display(description="核对")
    def waits(self, row: SpecialDay) -> str:
        waiting = DayChange.objects.waiting().filter(day=row.day)
        return State.WAITING.label if waiting.exists() else ""

    def save_model(
        self, request: HttpRequest, obj: SpecialDay, form: Any, change: bool
    ) -> None:
        """Save the row, and note every day that counts otherwise by it."""
        stored = SpecialDay.objects.filter(pk=obj.pk).first() if change else None
        days = {obj.day} | ({stored.day} if stored else set())
        before = {day: entry_of(day) for day in days}
        super().save_model(request, obj, form, change)
        self._note(request, before, form.cleaned_data["reason"])

    def delete_model(self, request: HttpRequest, obj: SpecialDay) -> None:
        before = {obj.day: entry_of(obj.day)}
        super().delete_model(request, obj)
        self._note(request, before, STRUCK)

    def delete_queryset(
        self, request: HttpRequest, queryset: QuerySet[SpecialDay]
    ) -> None:
        before = {row.day: entry_of(row.day) for row in queryset}
        super().delete_queryset(request, queryset)
        self._note(request, before, STRUCK)

    def _note(
        self, request: HttpRequest, before: dict[date, Entry], reason: str
    ) -> None:
        user: Any = request.user
        at = timezone.now()
        for day, old in sorted(before.items()):
            changed = note_change(day=day, before=old, reason=reason, by=user, at=at)
            if changed and changed.state == State.WAITING:
                self.message_user(
                    request,
                    f"{changed}。没核对以前，答复期限按早的那天算；"
                    "请另一位同事在工作台“放假安排等您核对”里核对。",
                )
