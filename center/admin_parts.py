"""What every admin page of the portal has in common.

``Scoped`` shows staff only what belongs to their centers, in lists, in choices, in
autocomplete and in filters. ``Versioned`` keeps a stale form from overwriting what a
colleague saved meanwhile. ``ReadOnly`` shows rows that only actions may change,
``Looked`` lists them, and ``Verbs`` does such an action to many rows.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextInputWidget
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import models, transaction
from django.forms.models import BaseInlineFormSet, _get_foreign_key, model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.crypto import salted_hmac

from center.fields import ClockField, DayField, SplitMomentField, TextField
from center.forms import in_words
from center.http import user_of
from center.text import visible

VERSION_FIELD = "_version"
# So many refusals of a bulk are told one by one.
MOST_SAID = 20


LIST_SCRIPTS = ["admin/js/core.js", "admin/js/actions.js"]
UNUSED = re.compile(r"/(urlify|prepopulate|xregexp)\b")

# Texts are cleaned and days that nobody means are refused as in every other form.
FIELDS: dict[Any, dict[str, Any]] = {
    models.CharField: {"form_class": TextField},
    models.SlugField: {"widget": AdminTextInputWidget},
    models.TextField: {"form_class": partial(TextField, lines=6)},
    models.DateField: {"form_class": DayField},
    models.TimeField: {"form_class": ClockField},
    models.DateTimeField: {
        "form_class": SplitMomentField,
        "widget": AdminSplitDateTime,
    },
}


class ScopedChoices(BaseModelAdmin):
    """Offer only rows that the admin of the other model would show this person."""

    formfield_overrides: ClassVar[Any] = FIELDS

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        self._narrow(db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        self._narrow(db_field, request, kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _narrow(
        self, db_field: Any, request: HttpRequest, kwargs: dict[str, Any]
    ) -> None:
        other = self.admin_site._registry.get(db_field.remote_field.model)
        if other is not None and "queryset" not in kwargs:
            kwargs["queryset"] = other.get_queryset(request)


class WholeRowForm(forms.ModelForm):
    """Check the constraints also over columns that the page only shows.

    Django leaves out each constraint with a column that is not in the form; the
    database does not, and the answer would be an error page.
    """

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's own
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as refusal:
            self.add_error(None, refusal.messages)


class NamedRows(BaseInlineFormSet):
    """Name each field of a table of fields for who hears it: its column and its row."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Add what every row has, then the names."""
        super().add_fields(form, index)
        row = "新的一行" if index is None else f"第 {index + 1} 行"
        for name, field in form.fields.items():
            field.widget.attrs.setdefault("aria-label", f"{field.label or name}，{row}")


class ScopedInline(ScopedChoices, admin.TabularInline):
    """Rows inside a page, with narrowed choices."""

    extra = 0


class Scoped(ScopedChoices, admin.ModelAdmin):
    """Show only rows of the person's own centers.

    ``center_lookup`` leads from the model to its center; empty where rows belong to
    no center.
    """

    center_lookup = "center"
    show_full_result_count = False

    @property
    def media(self) -> forms.Media:
        """Load no scripts that fill one field from another: 50 KB that no form uses."""
        usual: Any = super().media
        names = [str(one) for one in usual._js]
        return forms.Media(js=[one for one in names if not UNUSED.search(one)])

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Load two small scripts with a list; the library of the forms is 30 KB."""
        usual: Any = self.media
        media = forms.Media(css=usual._css, js=LIST_SCRIPTS)
        return super().changelist_view(
            request, {"media": media} | (extra_context or {})
        )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Return the rows that this person looks after."""
        rows = super().get_queryset(request)
        if not self.center_lookup:
            return rows
        mine = user_of(request).center_ids
        return rows.filter(**{f"{self.center_lookup}__in": mine})

    def response_action(
        self,
        request: HttpRequest,
        queryset: models.QuerySet[Any],
        *args: Any,
        **kwargs: Any,
    ) -> HttpResponse | None:
        """Refuse a ticked row that names no row: Django itself would break on it."""
        for ticked in request.POST.getlist(ACTION_CHECKBOX_NAME):
            try:
                self.model._meta.pk.to_python(ticked)
            except ValidationError as error:
                raise BadRequest from error
        return super().response_action(request, queryset, *args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose the person's own center for a new row."""
        proposed: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        if self.center_lookup == "center":
            proposed.setdefault("center", user_of(request).center_id)
        return proposed

    def lookup_allowed(
        self, lookup: str, value: str, request: HttpRequest | None = None
    ) -> bool:
        """Allow filters that the page offers; any other column could be guessed at."""
        return lookup.split("__")[0] in {"pk", "id", *self._offered(request)}

    def _offered(self, request: HttpRequest | None) -> Iterable[str]:
        filters = self.get_list_filter(request) if request else self.list_filter
        for item in (*filters, self.date_hierarchy or ""):
            name = item[0] if isinstance(item, tuple) else item
            if isinstance(name, str):
                yield name.split("__")[0]
            elif parameter := getattr(name, "parameter_name", ""):
                yield parameter


class ReadOnly:
    """Show rows and change none: that is done by actions alone."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Looked(ReadOnly, admin.ModelAdmin):
    """Rows to look at, of what the person may see; the desk changes them by actions.

    ``seen`` leads to the model that says whose they are, where they do not themselves.
    """

    seen: tuple[str, Any] | None = None
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        path, model = self.seen or ("pk", self.model)
        seen = model._default_manager.all().visible_to(user_of(request))
        rows: models.QuerySet[Any] = super().get_queryset(request)
        return rows.filter(**{f"{path}__in": seen.values("pk")})


class Versioned(admin.ModelAdmin):
    """Save a form only if nobody saved the row since the form was opened."""

    change_form_template = "admin/versioned_change_form.html"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Compare the versions while the row is locked, then go on as usual."""
        with transaction.atomic():
            row = self.get_object(request, object_id) if object_id else None
            if row is None:
                return super().changeform_view(
                    request, object_id, form_url, extra_context
                )
            if request.method == "POST":
                # Only to wait for a colleague who is saving at this very moment.
                same = self.model._base_manager.filter(pk=row.pk)
                same.select_for_update().first()
                row.refresh_from_db()
            current = self.version_of(request, row)
            opened = request.POST.get(VERSION_FIELD, current)
            if opened != current:
                return self._both_texts(request, row)
            context = (extra_context or {}) | {"version": opened}
            return super().changeform_view(request, object_id, form_url, context)

    def version_of(self, request: HttpRequest, row: models.Model) -> str:
        """Return a digest of everything that the form shows."""
        shown = self.get_form(request, row, change=True).base_fields
        parts = [_digestible(row, list(shown))]
        for inline in self.inlines:
            key = _get_foreign_key(self.model, inline.model).name
            rows = inline.model._base_manager.filter(**{key: row}).order_by("pk")
            parts += [_digestible(other, None) for other in rows]
        text = "|".join(parts)
        return salted_hmac("center.version", text, algorithm="sha256").hexdigest()[:32]

    def _both_texts(self, request: HttpRequest, row: models.Model) -> HttpResponse:
        form_class = self.get_form(request, row, change=True)
        mine = form_class(request.POST, instance=row)
        theirs = form_class(instance=row)
        pairs = [
            (str(field.label), in_words(field), in_words(theirs[field.name]))
            for field in mine
        ]
        context = {
            "fields": [pair for pair in pairs if pair[1] != pair[2]],
            "back": request.path,
        }
        return render(request, "409.html", context, status=409)


class ScopedVersioned(Scoped, Versioned):
    """Rows of the person's centers, edited one after the other."""


class CenterSettingsAdmin(ScopedVersioned):
    """What a center has decided for itself: one row each, with a history."""

    list_select_related = ("center",)
    ordering = ("center",)
    sortable_by = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["center"] if obj is not None else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: without the row the defaults would come back unseen."""
        return False

    def construct_change_message(  # type: ignore[override]  # the history stores a text
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> str:
        """Write into the history all that is decided now."""
        names = [name for name in form.fields if name != "center"]
        values = [(form[name].label, form.cleaned_data[name]) for name in names]
        return "；".join(f"{label}：{_said(now)}" for label, now in values)


def _digestible(row: models.Model, fields: list[str] | None) -> str:
    """Return the row as text; of other rows that it names only the keys, in order."""
    many = {field.name for field in row._meta.many_to_many}
    shown = {
        name: sorted(other.pk for other in value) if name in many else value
        for name, value in model_to_dict(row, fields=fields).items()
    }
    return repr(sorted(shown.items()))


class Verbs:
    """Admin actions that do one verb to each chosen row and say what was refused."""

    admin_site: admin.AdminSite
    opts: Any
    reason_page = "admin/reason.html"
    reason_length: int

    def each(
        self,
        request: HttpRequest,
        rows: models.QuerySet[Any],
        verb: Callable[[Any], object],
        done: str = "办好了 {} 个。",
    ) -> None:
        """Do it row by row: one refusal does not stop the others."""
        refused = []
        for row in rows:
            try:
                verb(row)
            except (ValidationError, PermissionDenied) as refusal:
                texts = getattr(refusal, "messages", ["没有权限。"])
                refused.append(f"{row}：{'；'.join(texts)}")
        for line in refused[:MOST_SAID]:
            messages.error(request, line)
        if rest := len(refused[MOST_SAID:]):
            messages.error(request, f"还有 {rest} 个没有办成。")
        if count := len(rows) - len(refused):
            messages.success(request, done.format(count))

    def ask_reason(
        self,
        request: HttpRequest,
        rows: models.QuerySet[Any],
        title: str,
        lines: list[str],
        is_enough: Callable[[str], bool] = bool,
    ) -> HttpResponse | None:
        """Return the page that lists what is hit and asks for a reason, or None."""
        if is_enough(reason_of(request)):
            return None
        shown = self.admin_site.each_context(request) | {
            "title": title,
            "lines": lines,
            "chosen": [row.pk for row in rows],
            "action": request.POST.get("action", ""),
            "most": self.reason_length,
            "is_asked_again": "reason" in request.POST,
            "opts": self.opts,
        }
        return TemplateResponse(request, self.reason_page, shown)


def reason_of(request: HttpRequest) -> str:
    return visible(request.POST.get("reason", ""))


def is_above_all(request: HttpRequest) -> bool:
    """Say whether the person works for the root center: what is common is theirs."""
    user: Any = request.user
    if user.is_superuser or not (user.is_staff and user.is_active):
        return bool(user.is_superuser)
    return user.center is None or user.center.parent_id is None


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "开" if value else "关"
    return str(value)
