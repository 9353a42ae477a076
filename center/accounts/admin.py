"""Staff. Nobody gives more than they have, nobody promotes themselves."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from center.accounts.actions import appointments, leaving
from center.accounts.actions.leaving import Estate, estates_of
from center.accounts.actions.people import grantable
from center.accounts.forms import AppointmentForm, StaffChangeForm
from center.accounts.views.codes import may_ask, may_try
from center.admin_parts import ReadOnly, Scoped, ScopedVersioned
from center.fields import ReasonField
from center.http import posted, too_many, user_of
from center.models import StaffStep, User
from center.searchable import by_pinyin
from center.text import is_reason, visible

CODE_SENT = "验证码已经发到本人手机。请本人念给您，填在下面，10 分钟内有效。"
CODE_MISSING = "请先点“发验证码给本人”，再把本人念的数字填进来。"


class ReasonForm(ActionForm):
    """Every verb about staff says why."""

    why = ReasonField(label="为什么（必填）", required=False, max_length=200)


class LeavingForm(forms.Form):
    """Who has what lies with each of those who leave."""

    def __init__(self, *args: Any, owned: list[tuple[User, Estate]]) -> None:
        super().__init__(*args)
        self.owned = owned
        for person, one in owned:
            self.fields[self._key(person, one)] = forms.ModelChoiceField(
                queryset=one.successors,
                label=f"{person.name}的{one.label}交给谁",
                help_text="，".join(one.lines),
                error_messages={"required": "请选接手的人。"},
            )

    def successors(self, person: User) -> dict[str, User]:
        mine = [one for owner, one in self.owned if owner == person]
        return {one.name: self.cleaned_data[self._key(person, one)] for one in mine}

    def handed_on(self, people: list[User]) -> str:
        """Say of each what goes to whom: 孙悦（诉求已交给陈静）."""
        return "、".join(
            f"{person.name}（{self._given(person)}）" for person in people
        ).replace("（）", "")

    def _given(self, person: User) -> str:
        mine = [one for owner, one in self.owned if owner == person]
        return "，".join(
            f"{one.label}已交给{self.cleaned_data[self._key(person, one)].name}"
            for one in mine
        )

    @staticmethod
    def _key(person: User, one: Estate) -> str:
        return f"{one.name}_{person.pk}"


class StayForm(StaffChangeForm):
    """The same, as long as nothing lies with who is barred or moved."""

    def clean(self) -> dict[str, Any]:
        """Refuse to bar or move somebody with whom something still lies."""
        data = super().clean() or self.cleaned_data
        if self.instance.pk is None:
            return data
        person = User.objects.get(pk=self.instance.pk)
        refusal = leaving.refusal(
            person,
            center=data.get("center", person.center),
            is_active=bool(data.get("is_active", person.is_active)),
            roles=data.get("groups"),
            at=timezone.now(),
        )
        if refusal:
            self.add_error(None, refusal)
        return data


class StaffAdmin(ScopedVersioned, UserAdmin):
    """Staff of the person's own centers; residents are nobody's list."""

    form = add_form = StayForm
    action_form = ReasonForm
    list_display = ["name", "phone", "center", "roles", "is_active"]
    list_filter = ["is_active", "groups"]
    empty_value_display = "没有"
    list_select_related = ["center"]
    search_fields = ["name", "phone"]
    ordering = ["center", by_pinyin(), "pk"]
    filter_horizontal = []
    actions = ["dismiss", "pass_on", "drop_second_factor"]
    fieldsets = [
        (None, {"fields": ["name", "phone"]}),
        ("工作", {"fields": ["center", "groups", "is_active"]}),
    ]
    add_fieldsets = fieldsets

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        rows: QuerySet[User] = super().get_queryset(request)
        return rows.filter(is_staff=True).prefetch_related("groups")

    @admin.display(description="角色")
    def roles(self, row: User) -> str:
        return "、".join(group.name for group in row.groups.all()) or "—"

    @method_decorator(sensitive_post_parameters())
    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Appoint somebody who has an account and said yes by a code."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by: Any = request.user
        form = AppointmentForm(posted(request), by=by)
        if request.method == "POST" and form.is_valid():
            if not _may_try(request, form.cleaned_data["phone"]):
                return too_many(request)
            if self._appointed(request, form):
                return redirect("admin:center_user_changelist")
        context = self.admin_site.each_context(request) | {
            "form": form,
            "title": "任用工作人员",
            "opts": self.opts,
        }
        status = 422 if form.is_bound and form.errors else 200
        return render(request, "admin/appoint.html", context, status=status)

    def user_change_password(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Refuse: a password is its owner's, who sets a new one by a code."""
        raise PermissionDenied

    def _appointed(self, request: HttpRequest, form: AppointmentForm) -> bool:
        """Send the code or use it; say whether somebody was appointed."""
        at, by, data = timezone.now(), request.user, form.cleaned_data
        asked: dict[str, Any] = {
            "phone": data["phone"],
            "center": data["center"],
            "roles": data["groups"],
            "by": by,
            "at": at,
        }
        try:
            if "send" in request.POST:
                appointments.ask_consent(**asked)
                messages.info(request, CODE_SENT)
                return False
            if not data["code"]:
                form.add_error("code", CODE_MISSING)
                return False
            person = appointments.appoint(**asked, code=data["code"], why=data["why"])
        except ValidationError as refusal:
            named = hasattr(refusal, "error_dict")
            form.add_error(None, refusal if named else refusal.messages)
            return False
        messages.success(request, f"{person.name}现在是工作人员，账号和密码都没有变。")
        return True

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Show the operator's own switch to the operator alone; a change says why."""
        fieldsets = list(UserAdmin.get_fieldsets(self, request, obj))
        if request.user.is_superuser:
            fieldsets.append(("运维", {"fields": ["is_superuser"]}))
        if self.has_change_permission(request, obj):
            fieldsets.append(("任用记录", {"fields": ["why"]}))
        return fieldsets

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> list[str]:
        """Keep what is the person's own: who holds the phone can set a password."""
        return [] if request.user.is_superuser else ["name", "phone"]

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer only roles that hold nothing which the person does not have."""
        if db_field.name == "groups":
            kwargs["queryset"] = grantable(user_of(request))
            kwargs["widget"] = forms.CheckboxSelectMultiple
            kwargs["label"], kwargs["help_text"] = "角色", "只列出您自己也有的权限。"
            kwargs["required"] = True
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
        """Leave the writing to the action, which keeps the history."""
        data: dict[str, Any] = form.cleaned_data
        names = set(form.changed_data) & set(appointments.COLUMNS)
        appointments.change(
            person=obj,
            values={name: data[name] for name in names},
            roles=data["groups"],
            why=data["why"],
            by=user_of(request),
            at=timezone.now(),
        )

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        """Do nothing: the roles were written by the action."""

    @admin.action(description="结束任用（账号照旧）", permissions=["change"])
    def dismiss(
        self, request: HttpRequest, rows: QuerySet[User]
    ) -> HttpResponse | None:
        """Take the roles away at once, and first say who has what lies with them."""
        return self._leave(request, rows, "dismiss", "结束任用", appointments.dismiss)

    @admin.action(description="交接工作（账号和角色照旧）", permissions=["change"])
    def pass_on(
        self, request: HttpRequest, rows: QuerySet[User]
    ) -> HttpResponse | None:
        """Give what lies with somebody to others, before a move or a long absence."""
        return self._leave(request, rows, "pass_on", "交接工作", appointments.pass_on)

    def _leave(
        self,
        request: HttpRequest,
        rows: QuerySet[User],
        name: str,
        title: str,
        run: Any,
    ) -> HttpResponse | None:
        """Do it at once where nothing lies with anybody; else ask for successors."""
        at, by = timezone.now(), request.user
        people = [row for row in rows if self.has_change_permission(request, row)]
        why = visible(request.POST.get("why", ""))[:200]
        owned = [(row, one) for row in people for one in estates_of(row, at)]
        if not owned or not is_reason(why):
            self._each(request, rows, run)
            return None
        sent = request.POST if request.POST.get("apply") else None
        form = LeavingForm(sent, owned=owned)
        if form.is_valid() and self._left(form, people, run, why, by, at):
            self.message_user(request, f"已{title}：{form.handed_on(people)}。")
            return None
        context = self.admin_site.each_context(request) | {
            "form": form,
            "title": title,
            "name": name,
            "why": why,
            "people": people,
            "owned": owned,
            "opts": self.opts,
        }
        status = 422 if form.is_bound else 200
        return render(request, "admin/leaving.html", context, status=status)

    def _left(
        self,
        form: LeavingForm,
        people: list[User],
        run: Any,
        why: str,
        by: Any,
        at: Any,
    ) -> bool:
        """Do it for all of them or for nobody; say whether it was done."""
        try:
            with transaction.atomic():
                for row in people:
                    given = form.successors(row)
                    run(person=row, why=why, successors=given, by=by, at=at)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return False
        return True

    @admin.action(description="重新开通两步验证", permissions=["change"])
    def drop_second_factor(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        """Forget a lost phone; the person binds a new one at the next log-in."""
        self._each(request, rows, appointments.reset_second_factor)

    def _each(self, request: HttpRequest, rows: QuerySet[User], verb: Any) -> None:
        why, done = visible(request.POST.get("why", ""))[:200], []
        if not is_reason(why):
            messages.error(request, "还没有办：请在“为什么”里写明原因，再点“执行”。")
            return
        for row in rows:
            if self.has_change_permission(request, row):
                verb(person=row, why=why, by=request.user, at=timezone.now())
                done.append(row.name)
        self.message_user(request, f"已办好：{'、'.join(done) or '没有人'}。")


def _may_try(request: HttpRequest, phone: str) -> bool:
    at = timezone.now()
    if "send" in request.POST:
        return may_ask(request, phone, at)
    user: Any = request.user
    asker = appointments.asker(user)
    return may_try(request, phone, appointments.CONSENT, at, asker=asker)


class StaffStepAdmin(ReadOnly, Scoped):
    """Who was appointed, changed, dismissed and let in again, by whom and why."""

    list_display = ["at", "person", "kind", "text", "why", "who"]
    list_filter = ["kind"]
    list_select_related = ["person", "by"]
    search_fields = ["person__name", "person__phone"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["at", "person", "center", "kind", "text", "why", "who"]
    readonly_fields = ["who"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[StaffStep]:
        if request.user.is_superuser:  # theirs are also the rows without a center
            return StaffStep.objects.all()
        mine = Q(center__in=user_of(request).center_ids)
        return StaffStep.objects.filter(mine)

    @admin.display(description="经办人")
    def who(self, row: StaffStep) -> str:
        return str(row.by or "运维（命令行）")
