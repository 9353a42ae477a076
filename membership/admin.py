from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from center.admin_parts import ReadOnly
from center.http import user_of
from membership.models import (
    IdReveal,
    Member,
    Organization,
    OrganizationStep,
    Post,
)


class _Register(ReadOnly, admin.ModelAdmin):
    """Rows with rules, of what the supervisor may see; ``seen`` leads to whose.

    The desk changes them through the actions.
    """

    seen: ClassVar[tuple[str, type[Organization | Member]]]
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        path, model = self.seen
        seen = model.objects.visible_to(user_of(request))
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(**{f"{path}__in": seen.values("pk")})


@admin.register(Organization)
class OrganizationAdmin(_Register):
    seen = ("pk", Organization)
    list_display = ["name", "kind", "parent", "center", "term_to", "status"]
    list_filter = ["kind", "status"]
    list_select_related = ["parent", "center"]
    search_fields = ["name", "short_name"]


@admin.register(Member)
class MemberAdmin(_Register):
    seen = ("pk", Member)
    list_display = ["name", "organization", "kind", "joined_on", "state"]
    list_filter = ["kind", "state"]
    list_select_related = ["organization"]
    search_fields = ["name"]
    # Neither the encrypted number nor its index.
    fields = [
        "name",
        "organization",
        "group",
        "kind",
        "joined_on",
        "confirmed_on",
        "probation_until",
        "consent_version",
        "consent_at",
        "state",
    ]


@admin.register(Post)
class PostAdmin(_Register):
    seen = ("organization", Organization)
    list_display = ["user", "duty", "organization", "starts_on", "ends_on"]
    list_filter = ["duty"]
    list_select_related = ["user", "organization"]


@admin.register(OrganizationStep)
class OrganizationStepAdmin(_Register):
    seen = ("organization", Organization)
    list_display = ["at", "organization", "text", "by"]
    list_select_related = ["organization", "by"]
    date_hierarchy = "at"
    exclude = ["once"]


@admin.register(IdReveal)
class IdRevealAdmin(_Register):
    seen = ("member", Member)
    list_display = ["at", "by", "member", "reason"]
    list_select_related = ["by", "member"]
    date_hierarchy = "at"
