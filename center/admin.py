"""Centers and staff. Nobody gives more than they have, nobody promotes themselves."""

from typing import Any

import django_otp.plugins.otp_totp.admin  # noqa: F401 — registers what we take away
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_totp.models import TOTPDevice

from center.accounts.actions import dismiss, drop_second_factor, grantable
from center.accounts.forms import StaffForm
from center.admin_parts import ReadOnly, ScopedVersioned
from center.models import Center, User
from center.timetable.inlines import OpeningSpanInline

admin.site.unregister([Group, TOTPDevice])


@admin.register(Group)
class RoleAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name"]
    fields = ["name", "permissions"]

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
class CenterAdmin(ScopedVersioned):
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
        """Let only the operator move a center: that changes who sees what."""
        return [] if obj is None or request.user.is_superuser else ["parent"]

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Ask for a superior center of everybody whose own center has one."""
        form = super().get_form(request, obj, change, **kwargs)
        if "parent" in form.base_fields and not request.user.is_superuser:
            form.base_fields["parent"].required = True
        return form

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class StaffAdmin(ScopedVersioned, UserAdmin):
    """Staff of the person's own centers; residents are nobody's list."""

    add_form = StaffForm
    add_form_template = None
    form = forms.ModelForm
    list_display = ["name", "phone", "center", "roles", "is_active"]
    list_filter = ["is_active", "groups"]
    list_select_related = ["center"]
    search_fields = ["name", "phone"]
    ordering = ["center", "pk"]
    filter_horizontal = []
    actions = ["dismiss", "drop_second_factor"]
    fieldsets = [
        (None, {"fields": ["name", "phone"]}),
        ("工作", {"fields": ["center", "groups", "is_active"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["phone", "name", "center", "groups"]}),
        ("密码", {"fields": ["password1", "password2"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        rows: QuerySet[User] = super().get_queryset(request)
        return rows.filter(is_staff=True).prefetch_related("groups")

    @admin.display(description="角色")
    def roles(self, row: User) -> str:
        return "、".join(group.name for group in row.groups.all()) or "—"

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Show the operator's own switch to the operator alone."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is not None and request.user.is_superuser:
            fieldsets.append(("运维", {"fields": ["is_superuser"]}))
        return fieldsets

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> list[str]:
        """Keep the phone: whoever holds it can set a new password."""
        return [] if obj is None or request.user.is_superuser else ["phone"]

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer only roles that hold nothing which the person does not have."""
        if db_field.name == "groups":
            kwargs["queryset"] = grantable(request.user)  # type: ignore[arg-type]
            kwargs["widget"] = forms.CheckboxSelectMultiple
            kwargs["label"], kwargs["help_text"] = "角色", "只列出您自己也有的权限。"
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        """Refuse one's own row, and people who may do more than oneself."""
        if not super().has_change_permission(request, obj):
            return False
        user: Any = request.user
        if obj is None or user.is_superuser:
            return True
        if obj.is_superuser or obj.pk == user.pk or obj.user_permissions.exists():
            return False
        mine = set(grantable(user).values_list("pk", flat=True))
        return {group.pk for group in obj.groups.all()} <= mine

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: User, form: Any, change: bool
    ) -> None:
        """Make a new row staff; somebody known sets their password by a code."""
        if not change:
            is_new = obj.pk is None
            obj.is_staff = True
            obj.set_password(form.cleaned_data["password1"] or None if is_new else None)
            if not is_new:
                messages.info(
                    request, "这个手机号以前登记过，请本人用验证码重新设密码。"
                )
        super().save_model(request, obj, form, change)

    @admin.action(description="不再是工作人员", permissions=["change"])
    def dismiss(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        """Take the roles away at once."""
        for row in self._may_change(request, rows):
            dismiss(person=row, by=request.user)  # type: ignore[arg-type]

    @admin.action(description="重新开通两步验证", permissions=["change"])
    def drop_second_factor(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        """Forget a lost phone; the person binds a new one at the next log-in."""
        for row in self._may_change(request, rows):
            drop_second_factor(person=row)
            self.log_change(request, row, "重新开通两步验证")

    def _may_change(self, request: HttpRequest, rows: QuerySet[User]) -> list[User]:
        chosen = [row for row in rows if self.has_change_permission(request, row)]
        self.message_user(request, f"办好 {len(chosen)} 人。")
        return chosen
