"""What a person does with their own account: password, data, closing it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import auth, messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from center import http, portals, rate_limit
from center.accounts.actions import codes, people
from center.accounts.forms import EraseByCodeForm, EraseForm, PasswordForm
from center.accounts.views.codes import may_ask, may_text
from center.http import Refusals, UserRequest, posted, press, too_many
from center.keys import browser_of
from center.models import OneTimeCode, User
from center.wording import value_text

FIRST_COMES_A_CODE = "您来的时候用的是验证码，还没有设过密码。先收一个验证码，就能设。"
form_page = require_http_methods(["GET", "HEAD", "POST"])


@sensitive_post_parameters()
@form_page
def password(request: UserRequest) -> HttpResponse:
    """Change the password; every other session of the account ends."""
    if not request.user.has_account:
        if request.method == "POST":
            return redirect("reset")
        page = {
            "heading": "设一个密码",
            "lede": FIRST_COMES_A_CODE,
            "to": reverse("reset"),
        }
        return render(request, "center/account_form.html", page)
    form = PasswordForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        key = str(request.user.pk)
        if not rate_limit.allows("password-check", key, timezone.now()):
            return too_many(request)
        data = form.cleaned_data
        with Refusals(form):
            person = people.change_password(
                by=request.user, old=data["old"], new=data["password1"]
            )
            update_session_auth_hash(request, person)
            messages.success(request, "密码改好了，别处的登录都已退出。")
            return redirect("me")
    page = {
        "heading": "修改密码",
        "lede": "改好以后，在别的手机和电脑上要重新登录。",
        "button": "改密码",
        "back": reverse("me"),
    }
    return _page(request, form, page)


@require_safe
def data(request: UserRequest) -> HttpResponse:
    """Show a person everything that is kept about them."""
    context = {
        "tables": [(name, _readable(rows)) for name, rows in _tables(request.user)],
        "at": timezone.localtime(),
        "holds": people.reasons_to_wait(request.user, timezone.now()),
    }
    return render(request, "center/data.html", context)


@require_safe
def data_file(request: UserRequest) -> HttpResponse:
    """Hand over the same as a file that programs can read."""
    at = timezone.localtime()
    content = {"导出时间": at.isoformat()} | dict(_tables(request.user))
    response = JsonResponse(
        content, json_dumps_params={"ensure_ascii": False, "indent": 1, "default": str}
    )
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@sensitive_post_parameters()
@form_page
def erase(request: UserRequest) -> HttpResponse:
    """Close the account after the password was given once more."""
    has_password = request.user.has_account
    if not has_password and "send" in request.POST:
        return _send_erasing(request)
    form = (EraseForm if has_password else EraseByCodeForm)(posted(request))
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        if not rate_limit.allows("password-check", str(request.user.pk), at):
            return too_many(request)
        proof = form.cleaned_data | {"browser": browser_of(request)}
        with Refusals(form):
            people.erase_account(by=request.user, **proof, at=at)
            auth.logout(request)
            messages.success(request, "账号已经注销，您的姓名和手机号已从记录里去掉。")
            response = redirect("home")
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
            return response
    page = {
        "heading": "注销账号",
        "lede": "注销以后不能恢复：姓名和手机号从所有记录里去掉，账号不能再登录。",
        "button": "注销我的账号",
        "danger": True,
        "is_by_code": not has_password,
        "back": reverse("data"),
    }
    return _page(request, form, page)


def _send_erasing(request: UserRequest) -> HttpResponse:
    """Send the code by which somebody without a password closes the account."""
    phone, at = request.user.phone or "", timezone.now()
    if not (may_ask(request, phone, at) and may_text(phone, at)):
        return too_many(request)
    return press(
        request,
        lambda: codes.send_code(
            phone=phone,
            purpose=OneTimeCode.Purpose.ERASE,
            browser=browser_of(request),
            at=at,
        ),
        done="验证码已经发到您的手机，10 分钟内有效。",
        back=reverse("erase"),
    )


def _tables(user: User) -> list[tuple[str, list[dict[str, Any]]]]:
    account = {
        "姓名": user.name,
        "手机号": user.phone or "",
        "手机号确认时间": _moment(user.phone_confirmed_at),
        "登记时间": _moment(user.registered_at),
        "最近登录": _moment(user.last_login),
    }
    own = [own_data(user) for own_data in portals.gathered("own_data")]
    return [("账号", [account]), *((name, list(rows)) for name, rows in own)]


def _readable(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{label: value_text(value) for label, value in row.items()} for row in rows]


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _page(
    request: UserRequest, form: forms.Form, page: Mapping[str, object]
) -> HttpResponse:
    return http.form_page(request, form, template="center/account_form.html", **page)
