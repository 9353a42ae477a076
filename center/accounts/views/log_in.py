"""Come in, go out, sign up, and set a new password."""

import logging
from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from center import http, rate_limit
from center.accounts.actions import codes, people
from center.accounts.forms import (
    ByCode,
    CodeForm,
    LoginForm,
    NewNameForm,
    PhoneForm,
    ResetForm,
    SignUpForm,
)
from center.accounts.views.codes import may_ask, may_text, may_try
from center.http import Refusals, address_of, own_path, posted, say, too_many
from center.keys import browser_of
from center.models import OneTimeCode, User
from center.passwords import STAFF_LENGTH
from center.rules import CODE_MINUTES

Purpose = OneTimeCode.Purpose
BACKEND = "center.accounts.backends.PeopleBackend"
WRONG = "手机号或密码不对。忘了密码，可以在下面重设。"
TOO_SHORT = f"您现在是工作人员，密码至少要 {STAFF_LENGTH} 位，请现在换一个。"
CODE_PAGE = "center/login_code.html"
# In the session: which phone was confirmed by a code, and when.
CONFIRMED = "confirmed_phone"
logger = logging.getLogger(__name__)
TOO_MANY_TEXTS = (
    "这个手机号一小时里的短信已经够多，这次没有发。"
    "请过一小时再试，或者带身份证到前台办。"
)
secret = sensitive_post_parameters()
form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@secret
@form_page
def login(request: HttpRequest) -> HttpResponse:
    """Log in by phone and password; every refusal reads the same."""
    target = own_path(_next(request), "")
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(target or "me")
        return _page(request, "center/login.html", LoginForm(), next=target)
    form = LoginForm(request.POST)
    if form.is_valid():
        at, phone = timezone.now(), form.cleaned_data["username"]
        tries = _tries(phone, address_of(request))
        if not rate_limit.allows_all(at, **tries):
            return too_many(request)
        password = form.cleaned_data["password"]
        user = auth.authenticate(request, phone=phone, password=password)
        if user is not None:
            rate_limit.give_back(at, **tries)
            auth.login(request, user)  # a new session key, whatever was there before
            if _is_weak_for_staff(user, password):
                messages.warning(request, TOO_SHORT)
                return redirect("password")
            return redirect(target or _first_page(user))
        logger.info("A log-in failed from %s", address_of(request) or "-")
        if rate_limit.is_spent("login-pair", tries["login_pair"], at):
            return too_many(request)
        form.add_error(None, WRONG)
    return _page(request, "center/login.html", form, next=target)


@login_not_required
@secret
@form_page
def login_code(request: HttpRequest) -> HttpResponse:
    """Log in by a code sent to the phone; whoever is new says their name next."""
    target = own_path(_next(request), "")
    page: dict[str, object] = {"next": target}
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(target or "me")
        return _page(request, CODE_PAGE, CodeForm(), **page)
    if "send" in request.POST:
        return _send(request, CODE_PAGE, CodeForm, Purpose.LOGIN, page)
    form = CodeForm(request.POST)
    if form.is_valid():
        if not _may_come_in(request, form.cleaned_data["phone"], timezone.now()):
            return too_many(request)
        return _by_code(request, form, target)
    return _page(request, CODE_PAGE, form, **page)


def _may_come_in(request: HttpRequest, phone: str, at: datetime) -> bool:
    allowed = rate_limit.allows("login-address", address_of(request), at)
    return allowed and may_try(request, phone, Purpose.LOGIN, at)


def _by_code(request: HttpRequest, form: CodeForm, target: str) -> HttpResponse:
    """Begin the session of who holds the phone; who is new is asked for a name."""
    asked = form.cleaned_data | {"browser": browser_of(request)}
    with Refusals(form):
        person = people.log_in_by_code(**asked, at=timezone.now())
        if person is not None:
            auth.login(request, person, backend=BACKEND)
            return redirect(target or _first_page(person))
        request.session[CONFIRMED] = [asked["phone"], timezone.now().timestamp()]
        query = f"?{urlencode({'next': target})}" if target else ""
        return redirect(reverse("login_name") + query)
    return _page(request, CODE_PAGE, form, next=target)


@login_not_required
@form_page
def login_name(request: HttpRequest) -> HttpResponse:
    """Ask the holder of a confirmed phone for a name, once."""
    at, target = timezone.now(), own_path(_next(request), "")
    phone, since = request.session.get(CONFIRMED, ("", 0))
    if at.timestamp() - since > CODE_MINUTES * 60:
        messages.warning(request, "过了太久，请重新获取验证码。")
        return redirect("login_code")
    form = NewNameForm(posted(request))
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        with Refusals(form):
            person = people.open_without_password(phone=phone, name=name, at=at)
            del request.session[CONFIRMED]
            auth.login(request, person, backend=BACKEND)
            messages.success(request, "好了，欢迎您。以后用验证码就能登录。")
            return redirect(target or "me")
    return _page(request, "center/login_name.html", form, next=target)


def _is_weak_for_staff(user: object, password: str) -> bool:
    return getattr(user, "is_staff", False) and len(password) < STAFF_LENGTH


def _tries(phone: str, address: str) -> dict[str, str]:
    """Return what a try at an account counts under, the narrowest first."""
    return {
        "login_pair": rate_limit.pair(phone, address),
        "login_address": address,
        "login_account": phone,
    }


def _first_page(user: object) -> str:
    return "desk" if getattr(user, "is_staff", False) else "me"


@login_not_required
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session and have the browser forget what it kept of the pages."""
    auth.logout(request)
    response = redirect("home")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@login_not_required
@secret
@form_page
def signup(request: HttpRequest) -> HttpResponse:
    """Open an account, or claim the history of a confirmed number."""
    at = timezone.now()
    target = own_path(_next(request), "")
    page = {"next": target, "code_required": people.needs_code("")}
    if request.method != "POST":
        return _page(request, "center/signup.html", SignUpForm(), **page)
    if not rate_limit.allows("signup-address", address_of(request), at):
        return too_many(request)
    if "send" in request.POST:
        page["code_required"] = True
        return _send(request, "center/signup.html", SignUpForm, Purpose.SIGNUP, page)
    form = SignUpForm(request.POST)
    if form.is_valid():
        page["code_required"] = people.needs_code(form.cleaned_data["phone"])
        phone = form.cleaned_data["phone"]
        if not may_try(request, phone, Purpose.SIGNUP, at):
            return too_many(request)
        if user := _signed_up(form, browser_of(request), at):
            auth.login(request, user, backend=BACKEND)
            messages.success(request, "注册好了，欢迎您。")
            return redirect(target or "me")
    return _page(request, "center/signup.html", form, **page)


def _signed_up(form: SignUpForm, browser: str, at: datetime) -> User | None:
    data = form.cleaned_data
    if people.needs_code(data["phone"]) and not data["code"]:
        form.add_error("code", "请点“获取验证码”，把短信里的数字填进来。")
        return None
    with Refusals(form):
        return people.sign_up(
            phone=data["phone"],
            name=data["name"],
            password=data["password1"],
            code=data["code"],
            browser=browser,
            at=at,
        )
    return None


@login_not_required
@secret
@form_page
def reset(request: HttpRequest) -> HttpResponse:
    """Set a new password by a one-time code; an unknown phone looks like any other."""
    if request.method != "POST":
        return _page(request, "center/reset.html", ResetForm())
    at = timezone.now()
    if "send" in request.POST:
        return _send(request, "center/reset.html", ResetForm, Purpose.RESET, {})
    form = ResetForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        within = rate_limit.allows("signup-address", address_of(request), at)
        kind = Purpose.RESET
        if not within or not may_try(request, data["phone"], kind, at):
            return too_many(request)
        with Refusals(form):
            people.reset_password(
                phone=data["phone"],
                code=data["code"],
                password=data["password1"],
                browser=browser_of(request),
                at=at,
            )
            messages.success(request, "新密码设好了，请用它登录。")
            return redirect("login")
    return _page(request, "center/reset.html", form)


def _send(
    request: HttpRequest,
    template: str,
    form_class: type[ByCode],
    purpose: Purpose,
    page: dict[str, object],
) -> HttpResponse:
    """Send a code and show the form again, filled as it was."""
    at = timezone.now()
    asked = PhoneForm(request.POST)
    again = form_class(initial=request.POST.dict())
    if not asked.is_valid():
        again = form_class(request.POST)
        again.about_phone_alone()
        return _page(request, template, again, **page)
    phone = asked.cleaned_data["phone"]
    if not may_ask(request, phone, at):
        return too_many(request)
    if not may_text(phone, at):
        messages.error(request, TOO_MANY_TEXTS)
        answer = _page(request, template, again, **page)
        answer.status_code = 429
        return answer
    sent = {"phone": phone, "purpose": purpose, "browser": browser_of(request)}
    done = "验证码已经发到这个手机号，10 分钟内有效。请接着往下填。"
    say(request, lambda: codes.send_code(**sent, at=at), done=done)
    return _page(request, template, again, **page)


def _page(
    request: HttpRequest, template: str, form: forms.Form, **page: object
) -> HttpResponse:
    _ = form.errors  # as it was asked, before a field counts as required
    if page.get("code_required"):
        form.fields["code"].required = True  # as its label says
    return http.form_page(request, form, template=template, **page)


def _next(request: HttpRequest) -> str:
    return request.POST.get("next") or request.GET.get("next", "")
