"""The second step of staff's log-in: six digits from an authenticator."""

from base64 import b32encode
from binascii import unhexlify
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp import devices_for_user
from django_otp import login as otp_login
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import default_key

from center import http, rate_limit
from center.accounts.actions import people, recovery
from center.accounts.forms import RecoveryForm, TokenForm
from center.http import UserRequest, own_path, posted, too_many
from center.pictures import qr_svg
from center.rules import in_fours

KEY = "otp_key"
WRONG = "数字不对，或者已经换了一个。请看验证器上现在的数字。"
WRONG_CODE = "恢复码不对，或者已经用过。每个只能用一次。"
form_page = require_http_methods(["GET", "HEAD", "POST"])


@sensitive_post_parameters()
@form_page
def otp(request: UserRequest) -> HttpResponse:
    """Ask for the digits, and open the staff pages for this session."""
    target = own_path(request.POST.get("next") or request.GET.get("next", ""), "")
    devices = list(devices_for_user(request.user))
    if not devices:
        return redirect("otp_setup")
    form = TokenForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if not rate_limit.allows("otp-check", str(request.user.pk), timezone.now()):
            return too_many(request)
        token = form.cleaned_data["token"]
        for device in devices:
            if device.verify_token(token):
                otp_login(request, device)
                request.session.cycle_key()
                return redirect(target or "desk")
        form.add_error("token", WRONG)
    return _page(request, "center/otp.html", form, {"next": target})


@sensitive_post_parameters()
@form_page
def otp_recovery(request: UserRequest) -> HttpResponse:
    """Take one of the ten codes instead of the digits of a lost phone."""
    target = own_path(request.POST.get("next") or request.GET.get("next", ""), "")
    device = next(devices_for_user(request.user), None)
    if device is None:
        return redirect("otp_setup")
    form = RecoveryForm(posted(request))
    if request.method == "POST" and form.is_valid():
        user, at = request.user, timezone.now()
        if not rate_limit.allows("otp-check", str(user.pk), at):
            return too_many(request)
        if recovery.use_code(by=user, code=form.cleaned_data["code"], at=at):
            otp_login(request, device)
            request.session.cycle_key()
            messages.success(request, _used(recovery.codes_left(user)))
            return redirect(target or "desk")
        form.add_error("code", WRONG_CODE)
    return _page(request, "center/otp_recovery.html", form, {"next": target})


def _used(left: int) -> str:
    some = recovery.few_left(left) or f"恢复码还剩 {left} 个。"
    return f"进来了，这个恢复码不能再用。{some}换了手机，请重新开通两步验证。"


@sensitive_post_parameters()
@form_page
def recovery_codes(request: UserRequest) -> HttpResponse:
    """Say how many codes are left, and make new ones for who shows the digits."""
    if not request.user.is_staff:
        return redirect("me")
    devices = list(devices_for_user(request.user))
    if not devices:
        return redirect("otp_setup")
    form = TokenForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if not rate_limit.allows("otp-check", str(request.user.pk), timezone.now()):
            return too_many(request)
        token = form.cleaned_data["token"]
        if any(device.verify_token(token) for device in devices):
            return _fresh_codes(request)
        form.add_error("token", WRONG)
    page = {"left": recovery.codes_left(request.user)}
    return _page(request, "center/recovery.html", form, page)


def _fresh_codes(request: UserRequest) -> HttpResponse:
    """Show ten new codes in the answer itself: they are kept nowhere to be shown."""
    made = recovery.make_codes(by=request.user, at=timezone.now())
    context = {"codes": [in_fours(code) for code in made], "at": timezone.localtime()}
    return render(request, "center/recovery_codes.html", context)


@sensitive_post_parameters()
@form_page
def otp_setup(request: UserRequest) -> HttpResponse:
    """Bind an authenticator; whoever has one already must have used it first."""
    if not request.user.is_staff:
        return redirect("me")
    user: Any = request.user  # django-otp has put ``is_verified`` on it
    has_device = any(devices_for_user(user))
    if has_device and not user.is_verified():
        return redirect("otp")
    key = request.session.setdefault(KEY, default_key())
    form = TokenForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if not rate_limit.allows("otp-check", str(request.user.pk), timezone.now()):
            return too_many(request)
        if _shows(key, form.cleaned_data["token"]):
            device = people.set_second_factor(by=request.user, key=key)
            del request.session[KEY]
            otp_login(request, device)
            request.session.cycle_key()
            messages.success(request, "两步验证开通了，以后登录都要填这 6 位数字。")
            return _fresh_codes(request)
        form.add_error("token", WRONG)
    secret = b32encode(unhexlify(key)).decode()
    page = {
        "qr": _qr(str(request.user.phone), secret),
        "secret": in_fours(secret),
        "left": recovery.codes_left(request.user) if has_device else None,
    }
    return _page(request, "center/otp_setup.html", form, page)


def _shows(key: str, token: str) -> bool:
    """Say whether an authenticator with this secret shows ``token`` about now."""
    totp = TOTP(unhexlify(key))
    totp.time = timezone.now().timestamp()
    return bool(totp.verify(int(token), tolerance=1))


def _qr(phone: str, secret: str) -> SafeString:
    issuer = settings.OTP_TOTP_ISSUER
    address = f"otpauth://totp/{issuer}:{phone}?secret={secret}&issuer={issuer}"
    return qr_svg(address, title="给验证器扫的二维码")


def _page(
    request: HttpRequest,
    template: str,
    form: TokenForm | RecoveryForm,
    page: Mapping[str, object],
) -> HttpResponse:
    return http.form_page(request, form, template=template, **page)
