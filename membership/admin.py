from django.contrib import admin

from center.admin_parts import Looked
from center.searchable import by_pinyin
from membership.models import IdReveal, Member, Organization, OrganizationStep, Post


@admin.register(Organization)
class OrganizationAdmin(Looked):
    list_display = ["name", "kind", "parent", "center", "term_to", "status"]
    list_filter = ["kind", "status"]
    list_select_related = ["parent", "center"]
    search_fields = ["name", "short_name"]


@admin.register(Member)
class MemberAdmin(Looked):
    list_display = ["name", "organization", "kind", "joined_on", "state"]
    ordering = ["organization__order", "organization", by_pinyin(), "pk"]
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
class PostAdmin(Looked):
    seen = ("organization", Organization)
    list_display = ["user", "duty", "organization", "starts_on", "ends_on"]
    list_filter = ["duty"]
    list_select_related = ["user", "organization"]


@admin.register(OrganizationStep)
class OrganizationStepAdmin(Looked):
    seen = ("organization", Organization)
    list_display = ["at", "organization", "text", "by"]
    list_select_related = ["organization", "by"]
    date_hierarchy = "at"
    exclude = ["once"]


@admin.register(IdReveal)
class IdRevealAdmin(Looked):
    seen = ("member", Member)
    list_display = ["at", "by", "member", "reason"]
    list_select_related = ["by", "member"]
    date_hierarchy = "at"
