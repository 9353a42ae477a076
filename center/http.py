"""Types and answers that views share."""

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from center.addresses import is_proxy, read, visitor
from center.models import Center, User

FORM = "workflow/form.html"


class Request(HttpRequest):
    """Any request; ``find_center`` has put the center on it."""

    center: Center


class UserRequest(Request):
    """A request that LoginRequiredMiddleware let through: somebody is logged in."""

    user: User


def user_of(request: HttpRequest) -> User:
    return cast("User", request.user)


def way_up(label: str, name: str) -> Callable[..., list[tuple[str, str]]]:
    return lambda _row=None: [("工作台", reverse("desk")), (label, reverse(name))]


def own_center(request: UserRequest) -> Center:
    """Return the center that a member of staff works for; to the operator the shown."""
    return request.user.center or request.center


def public_address(request: Request, center: Center, path: str) -> str:
    """Return where a public page of a center stands: here, on its host, or nowhere.

    The same path on this host would be the page of another center.
    """
    if center == request.center:
        return path
    if not center.host:
        return ""
    _, port = split_domain_port(request.get_host())
    host = f"{center.host}:{port}" if port else center.host
    return f"{request.scheme}://{host}{path}"


def own_path(text: str, default: str) -> str:
    """Return ``text`` if it is an address of this portal, else ``default``.

    Only a plain path is taken: nothing that a browser could read as another host.
    """
    plain = text.isprintable() and not set(text) & set(" \\")
    if not plain or not text.startswith("/") or text.startswith("//"):
        return default
    if not url_has_allowed_host_and_scheme(text, allowed_hosts=None):
        return default
    return text if not urlsplit(text).netloc else default


def not_now(
    request: HttpRequest, text: str, back: str, kept: Iterable[tuple[str, str]] = ()
) -> HttpResponse:
    """Refuse what is not offered now: a link leads back, what was typed is shown."""
    if request.method != "POST":
        messages.warning(request, text)
        return redirect(back)
    context = {
        "heading": "这一步现在做不了",
        "message": text,
        "fields": [(label, mine, None) for label, mine in kept],
        "back": back,
    }
    return render(request, "409.html", context, status=409)


def stale_page(
    request: HttpRequest,
    pairs: Iterable[tuple[str, str, str | None]],
    current: Any,
    back: str,
) -> HttpResponse:
    """Show what was typed beside what stands there now; nothing was saved."""
    fields = [(label, mine, theirs or "") for label, mine, theirs in pairs]
    fields = [(label, mine, theirs) for label, mine, theirs in fields if mine != theirs]
    state_now = getattr(current, "state_now", None)
    if state_now is not None and (now := state_now()):
        fields.append(("状态", "", now))
    context = {"fields": fields, "back": back}
    return render(request, "409.html", context, status=409)


def press(
    request: HttpRequest,
    run: Callable[[], Any],
    *,
    done: str | Callable[[Any], str],
    back: str,
) -> HttpResponse:
    """Do what a button without a form asks for, and say so or why not on its page."""
    say(request, run, done=done)
    return redirect(back)


def say(
    request: HttpRequest, run: Callable[[], Any], *, done: str | Callable[[Any], str]
) -> None:
    """Do something and say so, or why not, on the next page."""
    try:
        made = run()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done if isinstance(done, str) else done(made))


def form_page(
    request: HttpRequest, form: forms.BaseForm, *, template: str = FORM, **context: Any
) -> HttpResponse:
    """Show a form; a refused one answers 422 and keeps what was typed."""
    has_errors = form.is_bound and bool(form.errors)
    context |= {"form": form}
    return render(request, template, context, status=422 if has_errors else 200)


def ask_first(
    request: HttpRequest,
    run: Callable[[], Any],
    *,
    done: str | Callable[[Any], str],
    back: str,
    **page: Any,
) -> HttpResponse:
    """Ask before something is taken away: a GET says what is lost, a POST does it."""
    if request.method == "POST":
        return press(request, run, done=done, back=back)
    page |= {"back": back, "danger": True}
    return render(request, FORM, page)


def put_refusal(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Put what an action refused at its fields, as far as the form has them."""
    by_field = getattr(refusal, "error_dict", {None: refusal})
    for name, errors in by_field.items():
        form.add_error(name if name in form.fields else None, errors)


class Refusals:
    """Catch what an action refuses and put it on the form; the page goes on below.

    ``field`` is where a refusal without a field stands; without one, at the top.
    """

    def __init__(self, form: forms.BaseForm, field: str | None = None) -> None:
        self.form, self.field = form, field

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        refusal: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        if not isinstance(refusal, ValidationError):
            return False
        self.put(refusal)
        return True

    def put(self, refusal: ValidationError) -> None:
        if self.field is None:
            put_refusal(self.form, refusal)
        else:
            self.form.add_error(self.field, refusal)


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, also when that is nothing, or None for a GET."""
    return request.POST if request.method == "POST" else None


def address_of(request: HttpRequest) -> str:
    """Return the visitor's network address, as far as the named proxies tell it.

    Empty when nobody knows. Everything that keys on an address or keeps one asks here.
    """
    return visitor(
        peer=str(request.META.get("REMOTE_ADDR", "")),
        forwarded=str(request.META.get("HTTP_X_FORWARDED_FOR", "")),
        trusted=settings.TRUSTED_PROXIES,
    )


def comes_from_a_proxy(request: HttpRequest) -> bool:
    peer = read(str(request.META.get("REMOTE_ADDR", "")))
    return is_proxy(peer, settings.TRUSTED_PROXIES)


def is_limit(refusal: ValidationError) -> bool:
    return getattr(refusal, "code", None) == "limit"


def sender_of(request: HttpRequest) -> tuple[str, str]:
    """Return what is counted of who sends, and who: the person, else the address."""
    person = getattr(request, "user", None)
    if person is not None and person.is_authenticated:
        return "person", str(person.pk)
    return "address", address_of(request)


def too_many(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Answer 429 without saying which limit was reached."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = "900"
    return response
