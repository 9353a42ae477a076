from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from membership.models import (
    IdReveal,
    Member,
    Organization,
    OrganizationStep,
    Post,
)


class _ReadOnly(admin.ModelAdmin):
    """Rows with rules: the desk changes them through the actions."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False


@admin.register(Organization)
class OrganizationAdmin(_ReadOnly):
    list_display = ["name", "kind", "parent", "center", "term_to", "status"]
    list_filter = ["kind", "status"]
    list_select_related = ["parent", "center"]
    search_fields = ["name", "short_name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        """Return only what the supervisor may see."""
        return Organization.objects.visible_to(request.user)  # type: ignore[arg-type]


@admin.register(Member)
class MemberAdmin(_ReadOnly):
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Member]:
        """Return only what the supervisor may see."""
        return Member.objects.visible_to(request.user)  # type: ignore[arg-type]


@admin.register(Post)
class PostAdmin(_ReadOnly):
    list_display = ["user", "duty", "organization", "starts_on", "ends_on"]
    list_filter = ["duty"]
    list_select_related = ["user", "organization"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        """Return only what the supervisor may see."""
        seen = Organization.objects.visible_to(request.user)  # type: ignore[arg-type]
        return Post.objects.filter(organization__in=seen.values("pk"))


@admin.register(OrganizationStep)
class OrganizationStepAdmin(_ReadOnly):
    list_display = ["at", "organization", "text", "by"]
    list_select_related = ["organization", "by"]
    date_hierarchy = "at"
    exclude = ["once"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrganizationStep]:
        """Return only what the supervisor may see."""
        seen = Organization.objects.visible_to(request.user)  # type: ignore[arg-type]
        return OrganizationStep.objects.filter(organization__in=seen.values("pk"))


@admin.register(IdReveal)
class IdRevealAdmin(_ReadOnly):
    list_display = ["at", "by", "member", "reason"]
    list_select_related = ["by", "member"]
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[IdReveal]:
        """Return only what the supervisor may see."""
        seen = Member.objects.visible_to(request.user)  # type: ignore[arg-type]
        return IdReveal.objects.filter(member__in=seen.values("pk"))
