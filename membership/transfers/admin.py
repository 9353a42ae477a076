from django.contrib import admin

from center.admin_parts import CenterSettingsAdmin, Looked, ReadOnly
from membership.transfers.models import (
    Letter,
    MissingPapers,
    Practice,
    Receipt,
    Refusal,
    Transfer,
    TransferStep,
)


class _OfTransfer(Looked):
    seen = ("transfer", Transfer)


STEP_COLUMNS = ("at", "verb", "before", "after", "by", "actor", "text", "decided_by")


class StepInline(ReadOnly, admin.TabularInline):
    model = TransferStep
    fields = STEP_COLUMNS
    extra = 0


@admin.register(Transfer)
class TransferAdmin(Looked):
    list_display = ["code", "direction", "name", "kind", "channel", "state", "made_by"]
    list_filter = ["direction", "kind", "channel", "state"]
    list_select_related = ["made_by"]
    search_fields = ["name", "other_side"]
    exclude = ["form_key"]
    inlines = [StepInline]


@admin.register(Letter)
class LetterAdmin(_OfTransfer):
    list_display = [
        "number",
        "name",
        "issued_on",
        "valid_until",
        "sealed_by",
        "void_at",
    ]
    list_filter = ["year", "kind"]
    search_fields = ["number", "name"]
    date_hierarchy = "issued_on"


@admin.register(Receipt)
class ReceiptAdmin(_OfTransfer):
    list_display = ["transfer", "number", "on", "how", "by"]
    list_select_related = ["transfer", "by"]


@admin.register(MissingPapers)
class MissingPapersAdmin(_OfTransfer):
    list_display = ["transfer", "told_at", "told_by"]
    list_select_related = ["transfer", "told_by"]


@admin.register(Refusal)
class RefusalAdmin(_OfTransfer):
    list_display = ["transfer", "code", "decided_by", "at", "seen_by", "seen_at"]
    list_filter = ["code"]
    list_select_related = ["transfer", "seen_by"]


@admin.register(TransferStep)
class TransferStepAdmin(_OfTransfer):
    list_display = ["at", "transfer", "verb", "by", "actor", "text"]
    list_filter = ["verb"]
    list_select_related = ["transfer", "by"]
    date_hierarchy = "at"


@admin.register(Practice)
class PracticeAdmin(CenterSettingsAdmin):
    """The one thing here that a supervisor sets: what this place does its way."""

    list_display = ["center", "letter_days", "receipt_days", "right_mm", "down_mm"]
