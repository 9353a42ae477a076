"""Centers and roles; staff stand in ``accounts/admin.py``."""

from typing import Any

import django_otp.plugins.otp_totp.admin  # noqa: F401 — registers what we take away
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django_otp.plugins.otp_totp.models import TOTPDevice

from center.accounts import admin as staff_admin
from center.admin_parts import ReadOnly, ScopedVersioned
from center.models import Center, StaffStep, User
from center.timetable.admin import AsksWhomItShutsOut
from center.timetable.inlines import OpeningSpanInline

admin.site.unregister([Group, TOTPDevice])
admin.site.register(User, staff_admin.StaffAdmin)
admin.site.register(StaffStep, staff_admin.StaffStepAdmin)


# Django's own four, and the one of registers; all others have names of their own.
VERBS = {
    "add": "新增",
    "change": "修改",
    "delete": "删除",
    "view": "查看",
    "export": "导出",
}


@admin.register(Group)
class RoleAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name"]
    fields = ["name", "may"]
    readonly_fields = ["may"]

    @admin.display(description="可以做什么")
    def may(self, row: Group) -> str:
        """Return what a role may do, one line a subject, in words."""
        lines: dict[str, list[str]] = {}
        rows = row.permissions.select_related("content_type")
        for one in rows.order_by("content_type__app_label", "content_type", "pk"):
            kind = one.content_type
            verb = VERBS.get(one.codename.removesuffix(f"_{kind.model}"), "")
            line = kind.app_labeled_name.replace(" | ", "，")
            lines.setdefault(line, []).append(verb or one.name)
        told = [(line, "、".join(words)) for line, words in lines.items()]
        return format_html_join("", "<p>{}：{}</p>", told)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return super().get_queryset(request).order_by("pk")


class CenterForm(forms.ModelForm):
    complaint_url = forms.URLField(
        label="网站找错地址", required=False, assume_scheme="https"
    )

    def clean_parent(self) -> Center | None:
        """Refuse a parent that is below the center itself: a circle has no root."""
        parent: Center | None = self.cleaned_data["parent"]
        here = self.instance.pk
        if parent and here and parent.pk in Center.objects.ids_below(here):
            raise forms.ValidationError("上级不能是这个中心自己或它下面的中心。")
        return parent


@admin.register(Center)
class CenterAdmin(AsksWhomItShutsOut, ScopedVersioned):
    center_lookup = "pk"
    form = CenterForm
    list_display = ["name", "level", "parent", "phone"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name"]
    inlines = [OpeningSpanInline]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "slogan", "level", "parent"]}),
        ("怎么找到", {"fields": ["address", "phone", "hours_text", "transit"]}),
        (
            "页脚（空着的不显示）",
            {
                "fields": [
                    "sponsor",
                    "operator",
                    "site_code",
                    "icp",
                    "police_record",
                    "complaint_url",
                ]
            },
        ),
        ("网址", {"fields": ["host"]}),
    ]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Center | None = None
    ) -> list[str]:
        """Let only the operator move a center: that changes who sees what.

        A host name is given by ``set_host`` alone: whoever has it has its visitors.
        """
        may_move = obj is None or request.user.is_superuser
        return ["host"] if may_move else ["host", "parent"]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Ask for a superior center of everybody whose own center has one."""
        form = super().get_form(request, obj, change, **kwargs)
        if "parent" in form.base_fields and not request.user.is_superuser:
            form.base_fields["parent"].required = True
        return form

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        """Point out the sentence about the hours that was not changed with them."""
        super().save_related(request, form, formsets, change)
        told = form.instance.hours_text
        moved = any(one.has_changed() for one in formsets)
        if moved and told and "hours_text" not in form.changed_data:
            self.message_user(
                request,
                f"开放时间改了。居民看到的那一句还是“{told}”，不对的话请一起改。",
                messages.WARNING,
            )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
