"""What the pages of organizations and members share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from center.http import UserRequest
from membership.actions.base import shown

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}
form_page = require_http_methods(["GET", "HEAD", "POST"])


def put_refusal(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Show a refusal at its fields, or above the form when it names none of them."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def show_form(
    request: UserRequest, template: str, form: forms.BaseForm, **context: object
) -> HttpResponse:
    """Show a form: 200 when it is new, 422 with what was typed when it was refused."""
    has_errors = form.is_bound and bool(form.errors)
    return render(
        request,
        template,
        {"form": form, "has_errors": has_errors, **context},
        status=422 if has_errors else 200,
    )


def show_verb(
    request: UserRequest, form: forms.BaseForm, **context: object
) -> HttpResponse:
    """Show the one-verb page: heading, lede, button, back, danger."""
    return show_form(request, "membership/verb_form.html", form, **context)


def show_stale(
    request: UserRequest, form: forms.BaseForm, current: Model, back: str
) -> HttpResponse:
    """Answer 409 with what was typed and what stands now, field by field."""
    fields = [
        (form.fields[name].label, _typed(row, name, value), shown(current, name))
        for row, name, value in _editable(current, form.cleaned_data)
        if getattr(current, name) != value
    ]
    context = {"fields": fields, "back": back}
    return render(request, "409.html", context, status=409)


def _editable(current: Model, data: dict[str, Any]) -> list[tuple[Model, str, Any]]:
    """Return the plain columns of a form; numbers and lists have pages of their own."""
    columns = {
        field.name for field in current._meta.concrete_fields if field.name != "version"
    }
    return [(current, name, value) for name, value in data.items() if name in columns]


def _typed(row: Model, name: str, value: object) -> str:
    return shown(row, name, value)


def file_answer(data: bytes, name: str, file_format: str) -> HttpResponse:
    """Hand out a list as a file; the name says nothing about anybody."""
    response = HttpResponse(data, content_type=TYPES[file_format])
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{name}.{file_format}"'
    )
    return response
