"""What the pages of organizations, members and transfers share."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from center.http import UserRequest

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
