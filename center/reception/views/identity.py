"""Another number of a person, and two cards that are one person's."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from center import http, rate_limit
from center.accounts.views.codes import may_ask, may_text, may_try
from center.http import Refusals, UserRequest, posted, too_many
from center.keys import browser_of
from center.models import User
from center.reception import rules
from center.reception.actions import identity
from center.reception.forms import JoinForm, NumberForm, OwnNumberForm
from center.reception.models import SamePerson
from center.reception.views.people import find, known_to
from center.workflow import views as workflow

form_page = require_http_methods(["GET", "HEAD", "POST"])
may_change = permission_required(rules.CHANGE, raise_exception=True)
SENT = "验证码已经发到新号码，10 分钟内有效。请接着往下填。"


@sensitive_post_parameters()
@form_page
def own_number(request: UserRequest) -> HttpResponse:
    """Change one's own number, by a code sent to the new one and the password."""
    form = OwnNumberForm(posted(request))
    if not request.user.has_account:
        del form.fields["password"]
    page = {
        "heading": "换手机号",
        "lede": "验证码发到新号码。换好以后，老号码会收到一条短信，别处的登录都退出。",
        "back": reverse("me"),
        "crumbs": [("我的", reverse("me"))],
    }
    return _number(request, request.user, form, page, reverse("me"))


@form_page
@may_change
def number(request: UserRequest, pk: int) -> HttpResponse:
    """Correct the number on a card, by the code that the new number was sent."""
    person = find(request, pk)
    card = reverse("reception:person", args=[person.pk])
    page = {
        "heading": f"改 {person.name} 的手机号",
        "lede": "验证码发到新号码，请本人念给您。老号码会收到一条短信。",
        "back": card,
        "crumbs": [("工作台", reverse("desk")), (person.name, card)],
    }
    return _number(request, person, NumberForm(posted(request)), page, card)


def _number(
    request: UserRequest, person: User, form: NumberForm, page: Any, then: str
) -> HttpResponse:
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, page)
    at, data = timezone.now(), dict(form.cleaned_data)
    with Refusals(form):
        if "send" in request.POST:
            return _send(request, person, form, page)
        may_check = may_try(request, data["phone"], identity.PURPOSE, at)
        checks_password = rate_limit.allows("password-check", str(request.user.pk), at)
        if not may_check or not checks_password:
            return too_many(request)
        browser = browser_of(request)
        row = identity.change_number(
            person, **data, browser=browser, by=request.user, at=at
        )
        if row.pk == request.user.pk:
            update_session_auth_hash(request, row)
        said = f"手机号改成了 {row.phone_masked}，老号码会收到短信。"
        messages.success(request, said)
        return redirect(then)
    return _page(request, form, page)


def _send(
    request: UserRequest, person: User, form: NumberForm, page: Any
) -> HttpResponse:
    """Send the code, and show the form with the number that was typed."""
    phone, at = form.cleaned_data["phone"], timezone.now()
    if not (may_ask(request, phone, at) and may_text(phone, at)):
        return too_many(request)
    identity.ask_number(
        person, phone=phone, by=request.user, browser=browser_of(request), at=at
    )
    messages.success(request, SENT)
    again = type(form)(initial={"phone": phone})
    again.fields = {name: again.fields[name] for name in form.fields}
    return _page(request, again, page)


def _page(request: UserRequest, form: NumberForm, page: Any) -> HttpResponse:
    return http.form_page(request, form, template="reception/number.html", **page)


@form_page
@may_change
def join(request: UserRequest, pk: int) -> HttpResponse:
    person, user = find(request, pk), request.user
    cards = known_to(user).filter(name=person.name, is_staff=False)
    cards = cards.exclude(pk=person.pk).order_by("pk")
    form = JoinForm(posted(request), cards=cards)
    card = reverse("reception:person", args=[person.pk])

    def run() -> HttpResponse:
        reason, other = form.cleaned_data["reason"], form.cleaned_data["other"]
        identity.join(person, other, reason=reason, by=user, at=timezone.now())
        messages.success(request, "两张卡合并了，记录都还在，合并错了可以分开。")
        return redirect(card)

    template = "reception/join.html"
    return workflow.answer(request, form, run, template=template, person=person)


@form_page
@may_change
def part(request: UserRequest, pk: int, joined: int) -> HttpResponse:
    person = find(request, pk)
    row = get_object_or_404(SamePerson, pk=joined, kept=person)
    card, at = reverse("reception:person", args=[person.pk]), timezone.now()
    return http.ask_first(
        request,
        lambda: identity.part(row, by=request.user, at=at),
        title="把两张卡分开？",
        lede="分开以后各是各的卡，这里就看不到另一张卡的记录了；记录都还在。",
        button="分开",
        done="分开了，各是各的卡。",
        back=card,
        crumbs=[("工作台", reverse("desk")), (person.name, card)],
    )
