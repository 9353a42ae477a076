"""Nothing typed or chosen is lost: every form of the portal, whatever its view.

A refused form gets its files back. What met a log-in page, or another proof of who it
is, is put back into the form afterwards, and is never done by itself. A form that has
drafts keeps what was typed.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.models import Session
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.http import url_has_allowed_host_and_scheme

from center import portals, rate_limit
from center.errors import is_from_elsewhere, without_secrets
from center.http import address_of, own_path, sender_of, too_many
from center.kept import actions
from center.kept.filling import VERSIONS, fill, offer_files, path_on, unnamed
from center.kept.models import Draft, HeldFile
from center.kept.rules import (
    DRAFT,
    DROP,
    FILES_KEPT,
    HELD,
    MADE_NEW,
    MOST_FIELDS,
    MOST_SIGNS,
    SAVE,
)
from center.kept.sent import SentBefore
from center.keys import browser_of, new_key
from center.wording import moment_text

Handler = Callable[[HttpRequest], HttpResponse]
# Where a page of the portal, or of the admin, begins to say something of its own.
MAIN = re.compile(r'<main[^>]*>\s*<div class="wrap">|<div id="content"[^>]*>')
FILE_INPUT = re.compile(r'<input[^>]*type="file"[^>]*>')
FIELD_NAME = re.compile(r' name="([^"]*)"')
LOST = "lost_form"
# What was not done: refused, or looked over once before it is sent (202).
REFUSED = {202, 403, 409, 422, 429}
BACK = "您刚才填的已经放回表里，还没有提交。请看一遍，再提交。"
NOT_KEPT = "这样的内容我们不存，也不存草稿。"
PUT_ASIDE = "草稿存好了，一个月内回到这一页就能接着写。"
PUT_ASIDE_HERE = "草稿存好了，一小时内用这台机器回到这一页就能接着写。"


class KeepWhatWasTyped:
    """Wraps every view that may be looked at."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and see to what was typed and chosen."""
        response = self.get_response(request)
        if request.method == "POST" and _has_post(request):
            return self._after_post(request, response)
        if request.method == "GET" and _is_page(response, 200):
            return _after_get(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Save a draft instead of sending the form; give it its files again."""
        if request.method != "POST" or not request.POST:
            return None
        request.sent_form = SentBefore(request)  # type: ignore[attr-defined]  # center.keys.bound
        if request.POST.get(DRAFT) in (SAVE, DROP) and (whose := _whose(request)):
            return _draft_pressed(request, whose)
        if tokens := request.POST.getlist(HELD):
            at, owner = timezone.now(), browser_of(request)
            found: Any = request.FILES
            chosen = set(found)
            for name, file in actions.uploads_of(tokens, owner=owner, at=at):
                # Another list in its place is meant instead.
                if not (name in chosen and file.content_type == actions.LIST_TYPE):
                    found.appendlist(name, file)
        return None

    def _after_post(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if _leads_to_log_in(request, response):
            remember(request, timezone.now())
            return redirect_to_login(page_of(request))
        if getattr(request, "is_put_off", False):
            return response
        sent: SentBefore | None = getattr(request, "sent_form", None)
        if 300 <= response.status_code < 400:
            _is_done(request)
            if sent is not None:
                sent.write_down(timezone.now())
        elif sent is not None and sent.is_other:
            response = _with_new_key(request, response)
        if response.status_code in REFUSED and request.FILES:
            return _with_files(request, response)
        return response


def _with_new_key(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give a form that says something else a new key: the next press sends it."""
    if _is_page(response, *REFUSED):
        old = f'name="key" value="{escape(request.POST["key"])}"'
        new = f'name="key" value="{new_key()}"'
        response.content = _text(response).replace(old, new).encode()
    return response


def _has_post(request: HttpRequest) -> bool:
    try:
        return bool(request.POST) or bool(request.FILES)
    except (SuspiciousOperation, UnreadablePostError):
        return False


def _is_page(response: HttpResponse, *codes: int) -> bool:
    kind = response.headers.get("Content-Type", "")
    is_whole = not response.streaming and response.status_code in codes
    return is_whole and kind.startswith("text/html")


def _is_done(request: HttpRequest) -> None:
    """Let go of what the form waited with: it has been taken."""
    if tokens := request.POST.getlist(HELD):
        rows = actions.held_of(browser_of(request), timezone.now())
        actions.let_go(rows.filter(token__in=tokens))
    is_sent = request.POST.get(DRAFT) not in (None, SAVE, DROP)
    if is_sent and (whose := _whose(request)):
        actions.drop_draft(whose, path=request.path)


# -- Files of a refused form


def _with_files(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Hold the files that a refused form came with, and list them on its page."""
    at, owner = timezone.now(), browser_of(request)
    if not owner or is_never_kept(request):
        return response
    rows, lost = _held(request, owner, at)
    if _is_page(response, *REFUSED):
        _let_wrong_lists_go(rows, _text(response))
        here = {"here": request.path, "path": request.path}
        page = offer_files(_text(response), **here, files=rows.all(), lost=lost)
        if page is not None:
            _put(response, page)
    return response


def _let_wrong_lists_go(rows: QuerySet[HeldFile], page: str) -> None:
    """Hold no list that was refused itself: a mended one is chosen instead."""
    inputs = [one for one in FILE_INPUT.findall(page) if 'aria-invalid="true"' in one]
    wrong = [name for one in inputs for name in FIELD_NAME.findall(one)]
    actions.let_go(rows.filter(field__in=wrong, content_type=actions.LIST_TYPE))


def _held(
    request: HttpRequest, owner: str, at: datetime
) -> tuple[QuerySet[HeldFile], list[tuple[str, str]]]:
    """Hold what is new, let go what was unticked.

    Return what this form waits with, and the fields and names of what could not be
    held and has to be chosen again.
    """
    actions.let_old_go(at)
    kept = {getattr(one, "token", "") for _, one in _files(request)}
    rows = actions.held_of(owner, at).filter(path=request.path)
    actions.let_go(rows.exclude(token__in=kept - {""}))
    fresh = [(name, one) for name, one in _files(request) if not hasattr(one, "token")]
    who = sender_of(request)
    lost = actions.hold(fresh, owner=owner, path=request.path, who=who, at=at)
    return rows.all(), lost


def _files(request: HttpRequest) -> list[tuple[str, Any]]:
    return [(name, one) for name, many in request.FILES.lists() for one in many]


# -- A form that met the log-in page


def remember(
    request: HttpRequest,
    at: datetime,
    who: int | None = None,
    *,
    is_named: bool = True,  # or the session does not tell which form it was
    has_files: bool = True,
) -> None:
    """Keep what was typed in this browser's session until somebody is known again."""
    if is_from_elsewhere(request) or is_never_kept(request):
        return
    fields = typed(request)
    tokens: list[str] = []
    if has_files and request.FILES and (owner := browser_of(request)):
        rows, _ = _held(request, owner, at)
        tokens = list(rows.values_list("token", flat=True))
    if fields or tokens:
        request.is_put_off = True  # type: ignore[attr-defined]  # for _after_post
        request.session[LOST] = {
            "path": request.path if is_named else unnamed(request.path),
            "page": page_of(request) if is_named else "",
            "fields": fields,
            "held": tokens,
            "at": at.timestamp(),
            "who": who or _who_it_was(request),
        }


def is_never_kept(request: HttpRequest) -> bool:
    words = {name: " ".join(values) for name, values in request.POST.lists()}
    return any(forbids(words) for forbids in portals.gathered("never_kept"))


def typed(request: HttpRequest) -> dict[str, list[str]]:
    """Return what was typed, without secrets and as much as any form asks for."""
    found: dict[str, list[str]] = {}
    signs = 0
    for name, values in list(without_secrets(request).items())[:MOST_FIELDS]:
        if name in MADE_NEW:
            continue
        signs += sum(map(len, values)) + len(name)
        if signs > MOST_SIGNS:
            break
        found[name] = values
    return found


def page_of(request: HttpRequest) -> str:
    """Return the page that the form stood on, as far as the browser says it."""
    parts = urlsplit(request.headers.get("Referer", ""))
    is_ours = url_has_allowed_host_and_scheme(
        request.headers.get("Referer", ""), allowed_hosts={request.get_host()}
    )
    place = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return own_path(place, request.path) if is_ours and place else request.path


def _who_it_was(request: HttpRequest) -> int | None:
    """Return who was logged in here before the session ended, if that is known."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    row = Session.objects.filter(session_key=key).first() if key else None
    known = row.get_decoded().get("_auth_user_id") if row else None
    return int(known) if known else None


def _leads_to_log_in(request: HttpRequest, response: HttpResponse) -> bool:
    if request.user.is_authenticated or response.status_code != 302:
        return False
    here = resolve_url(settings.LOGIN_URL)
    target = urlsplit(response.headers.get("Location", ""))
    # Whoever is only led on to the log-in, say after a new password, lost nothing.
    is_sent_away = target.path == here and "next=" in target.query
    return request.path != here and is_sent_away


def _lost(request: HttpRequest) -> dict[str, Any] | None:
    """Return what this browser's form lost, if it is this person's and still fresh."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    kept: dict[str, Any] | None = request.session.get(LOST)
    if kept is None:
        return None
    if kept["who"] is not None and not request.user.is_authenticated:
        return None  # it waits for who was logged in
    is_fresh = timezone.now().timestamp() - kept["at"] < FILES_KEPT.total_seconds()
    if not is_fresh or kept["who"] not in (None, request.user.pk):
        del request.session[LOST]
        return None
    return kept


# -- Pages that are shown


def _after_get(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if kept := _lost(request):
        return _with_lost(request, response, kept)
    if b"data-draft" in response.content and (whose := _whose(request)):
        _with_drafts(request, response, whose)
    if request.user.is_authenticated and b'type="file"' in response.content:
        _with_waiting(request, response)
    return response


def _with_lost(
    request: HttpRequest, response: HttpResponse, kept: dict[str, Any]
) -> HttpResponse:
    """Put what was typed into its form, or lead to where it can be read."""
    if request.path == reverse("kept"):
        return response
    at, owner = timezone.now(), browser_of(request)
    actions.give_to(owner, kept["held"])
    rows = actions.held_of(owner, at).filter(token__in=kept["held"])
    text, here = _text(response), request.path
    path = path_on(text, here, kept["path"])
    page = fill(text, here=here, path=path, fields=kept["fields"], files=rows)
    if page is not None:
        del request.session[LOST]
        _put(response, page, BACK)
    elif request.user.is_authenticated and here == urlsplit(kept["page"]).path:
        return redirect("kept")
    return response


def _whose(request: HttpRequest) -> actions.Whose:
    """Return whose draft this is: an account's or a browser's, or nothing."""
    if request.user.is_authenticated:
        return {"user": request.user, "owner": ""}
    owner = browser_of(request)
    return {"user": None, "owner": owner} if owner else {}


def _with_drafts(
    request: HttpRequest, response: HttpResponse, whose: actions.Whose
) -> None:
    drafts = Draft.objects.filter(**whose).fresh(timezone.now())
    for draft in drafts.order_by("at"):
        fields = {
            name: values
            for name, values in draft.fields.items()
            if name not in request.GET and name not in VERSIONS
        }
        text = _text(response)
        if "phrase" in request.GET or f'data-draft="{draft.path}"' not in text:
            continue
        page = fill(text, here=request.path, path=draft.path, fields=fields)
        said = f"{moment_text(draft.at)} 存的草稿已经放回表里，还没有提交。"
        if page is not None and page != text:
            _put(response, page, said + _drop_button(request, draft.path))


def _drop_button(request: HttpRequest, path: str) -> str:
    context = {"path": path, "draft": DRAFT, "drop": DROP}
    return render_to_string("kept/_drop.html", context, request)


def _with_waiting(request: HttpRequest, response: HttpResponse) -> None:
    rows = actions.held_of(browser_of(request), timezone.now())
    for path in {row.path for row in rows}:
        waiting = [row for row in rows if row.path == path]
        page = offer_files(_text(response), here=request.path, path=path, files=waiting)
        if page is not None:
            _put(response, page)


def _draft_pressed(request: HttpRequest, whose: actions.Whose) -> HttpResponse:
    at = timezone.now()
    if request.POST[DRAFT] == DROP:
        actions.drop_draft(whose, path=request.path)
        messages.success(request, "草稿清掉了。")
        return redirect(page_of(request))
    if is_never_kept(request):
        return HttpResponse(NOT_KEPT, status=422, content_type="text/plain")
    if not _has_tries_left(request, whose, at):
        return too_many(request)
    actions.save_draft(whose, path=request.path, fields=typed(request), at=at)
    if request.headers.get("X-Requested-With") == "draft":
        return HttpResponse(status=204)
    messages.success(request, PUT_ASIDE if whose["user"] else PUT_ASIDE_HERE)
    return redirect(page_of(request))


def _has_tries_left(request: HttpRequest, whose: actions.Whose, at: datetime) -> bool:
    """Count a first draft of a guest: what is written over fills nothing."""
    is_new = not Draft.objects.filter(**whose, path=request.path).exists()
    if whose["user"] is not None or not is_new:
        return True
    return rate_limit.allows("draft-address", address_of(request), at)


# -- The page as text


def _text(response: HttpResponse) -> str:
    return response.content.decode()


def _put(response: HttpResponse, page: str, said: str = "") -> None:
    if said:
        note = f'<div class="note ok" role="status">{said}</div>'
        page = MAIN.sub(lambda found: found[0] + note, page, count=1)
    response.content = page.encode()
    if "Content-Length" in response.headers:
        response.headers["Content-Length"] = str(len(response.content))
