"""Answers to requests that went wrong; nothing here may need the database."""

import re
import sys
from collections.abc import Iterable
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import get_script_prefix, is_valid_path, reverse

from center.forms import choice_text, fields_named, label_of
from center.text import half_width

RETRY_SECONDS = "30"
# Not worth showing: what only the form itself understands.
KEYS = ("key", "next", "version", "_version")
HIDDEN = {"csrfmiddlewaretoken", "send", *KEYS}
# Names of fields that hold secrets, which no page ever shows again: passwords old and
# new, codes and tokens, ID numbers, and the line that finds a member by one.
SECRET = {"old", "number", "id_number", "phone_tail", "pin"}
SECRET_PART = re.compile(r"passw|pwd|secret|token|otp|code$")
_ID_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
# What no form knows and a button or the page itself has sent: a number, a word of the
# code, an address of the portal.
_BARE, _CODE = re.compile("[0-9]{1,9}|[a-z][a-z_-]*|/[!-~]*"), re.compile("[!-~]*")
MOST_FIELDS = 60


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {"too_much": _too_much(exception)}
    return render(request, "400.html", context, status=400)


def _too_much(exception: Exception) -> str:
    if isinstance(exception, TooManyFieldsSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        return f"一次提交的项目太多了，最多 {most} 项。请分几次提交，或少选一些。"
    if isinstance(exception, TooManyFilesSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        return f"一次上传的文件太多了，最多 {most} 个。请分几次上传。"
    if isinstance(exception, RequestDataTooBig):
        most = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // 9 // 10000  # urlencoded
        return f"写的内容太长了，一次最多大约 {most} 万个汉字。请分几次提交。"
    return ""


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"typed": typed(request)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404, the same for what is not there and what is not yours."""
    return render(request, "404.html", {"typed": typed(request)}, status=404)


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    context = {"back": _page_above(request.path_info), "typed": typed(request)}
    return render(request, "405.html", context, status=405)


def _page_above(path: str) -> str:
    """Return the nearest address above that is a page, if only the first of all."""
    while path := path.rstrip("/").rpartition("/")[0]:
        if is_valid_path(f"{path}/"):
            return f"{get_script_prefix().rstrip('/')}{path}/"
    return reverse("home")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form whose page is too old, and show what was typed into it."""
    fields = _typed(request)
    context = {
        "fields": fields[:MOST_FIELDS],
        "typed": typed(request),
        "back": request.get_full_path(),
        # What another site has made up must not be one press away from being sent.
        "again": bool(fields) and not is_from_elsewhere(request),
    }
    return render(request, "403_csrf.html", context, status=403)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was typed, without what only the form understands."""
    fields = without_secrets(request)
    return [
        (name, value)
        for name, values in fields.items()
        for value in values
        if name not in HIDDEN and value
    ]


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was typed as its form shows it: under labels, choices in words."""
    view = getattr(request.resolver_match, "func", None)
    return labelled(_typed(request), getattr(view, "__module__", ""))


def labelled(sent: Iterable[tuple[str, str]], module: str) -> list[tuple[str, str]]:
    """Return what was sent to a view of ``module`` under labels, choices in words."""
    shown = [(name, value) for name, value in sent if name not in HIDDEN and value]
    shown = shown[:MOST_FIELDS]
    fields = fields_named({name for name, _ in shown}, module)
    return [
        (label_of(fields.get(name)), choice_text(fields.get(name), value))
        for name, value in shown
        if _is_typed(fields.get(name), value)
    ]


def _is_typed(field: forms.Field | None, value: str) -> bool:
    """Say whether somebody filled it in: no hidden field, and no number of a button."""
    if field is None:
        return _BARE.fullmatch(value) is None
    return not isinstance(field.widget, forms.HiddenInput) or not _CODE.fullmatch(value)


def without_secrets(request: HttpRequest) -> dict[str, list[str]]:
    """Return what came with a form, by the names of the fields, without secrets."""
    return {
        name: values
        for name, values in _posted(request).lists()
        if not any(is_secret(name, one) for one in values)
    }


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Say whether a browser tells that another site has sent this."""
    host = request.get_host()
    told = [request.headers.get(name, "") for name in ("Origin", "Referer")]
    places = [urlsplit(one).netloc for one in told if one]
    is_cross = request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site"
    return is_cross or any(place != host for place in places)


def is_secret(name: str, value: str = "") -> bool:
    """Say whether a field holds what no page may show again, by its name or by it."""
    plain = name.lower().rsplit("-", 1)[-1]
    return plain in SECRET or bool(
        SECRET_PART.search(plain) or _ID_NUMBER.search(half_width(value))
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 when the database is away, locked or full, and 500 otherwise.

    Django calls this while it handles the exception, wherever it was raised: in a
    view, a middleware, a log-in or the admin.
    """
    if _is_the_database(sys.exception()):
        return unavailable(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say honestly that nothing was saved; what was typed is sent again by one press.

    With its own key: if it was saved after all, it is not saved twice.
    """
    fields = [] if is_from_elsewhere(request) else _typed(request)
    keys = [
        (name, request.POST[name]) for name in KEYS if fields and name in request.POST
    ]
    context = {
        "fields": fields[:MOST_FIELDS],
        "typed": typed(request) if fields else [],
        "keys": keys,
        "again": request.get_full_path(),
        "csrf_token": get_token(request) if fields else "",
        "had_files": bool(fields) and bool(request.FILES),
    }
    return HttpResponse(
        render_to_string("503.html", context),
        status=503,
        headers={"Retry-After": RETRY_SECONDS, "Cache-Control": "no-store"},
    )


def _is_the_database(error: BaseException | None) -> bool:
    """Say whether the database failed us, also behind another exception.

    A row that a constraint or a type refuses is a slip of ours: trying again would
    not help, so that stays a 500.
    """
    while error is not None:
        if isinstance(error, IntegrityError | DataError):
            return False
        if isinstance(error, DatabaseError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _posted(request: HttpRequest) -> QueryDict:
    try:
        return request.POST
    except (SuspiciousOperation, UnreadablePostError):
        return QueryDict()
