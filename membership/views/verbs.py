"""The verbs of one member: consent, account, confirmation, extension, state."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from center.http import UserRequest
from center.models import User
from membership import actions
from membership.forms import (
    ConsentForm,
    DecisionForm,
    ExtendForm,
    PhoneForm,
    StateForm,
)
from membership.models import Member
from membership.rules import CONSENT_TEXTS, CONSENT_VERSION
from membership.views.base import form_page, put_refusal, show_verb
from membership.views.members import find, may_change
from membership.views.offers import refused

may_decide = permission_required("membership.decide_member", raise_exception=True)
Verb = Callable[..., object]


def _answer(
    request: UserRequest,
    member: Member,
    form: forms.Form,
    verb: Verb,
    *,
    name: str,
    done: str,
    **page: Any,
) -> HttpResponse:
    """Do the one thing of this page, or show the form (again)."""
    if answer := refused(request, name, member, form):
        return answer
    if request.method == "POST" and form.is_valid():
        try:
            verb(
                member=member,
                by=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except ValidationError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect(member)
    back = member.get_absolute_url()
    up = [("党员", "/desk/members/"), (member.name, back)]
    return show_verb(request, form, back=back, up=up, **page)


@form_page
@may_change
def member_consent(request: UserRequest, pk: int) -> HttpResponse:
    """Record that the member signed the text at the counter."""
    return _answer(
        request,
        find(request, pk),
        ConsentForm(request.POST or None),
        actions.record_consent,
        name="consent",
        done="已登记同意。",
        heading="登记本人同意告知书",
        lede=f"告知书（{CONSENT_VERSION} 版）：{CONSENT_TEXTS[CONSENT_VERSION]}",
        button="登记同意",
    )


@form_page
@may_change
def member_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Record that the member takes consent back; the number is deleted."""
    return _answer(
        request,
        find(request, pk),
        forms.Form(request.POST if request.method == "POST" else None),
        actions.withdraw_consent,
        name="withdraw",
        done="已撤回同意，身份证号已删除。",
        heading="撤回同意",
        lede="撤回以后，登记的身份证号会马上删除，不能恢复。",
        button="撤回并删除身份证号",
        danger=True,
    )


@form_page
@may_change
def member_link(request: UserRequest, pk: int) -> HttpResponse:
    """Tie the membership to the member's own account, after seeing the person."""
    return _answer(
        request,
        find(request, pk),
        PhoneForm(request.POST or None),
        _link,
        name="link",
        done="已关联，本人登录后在“我的”里能看到。",
        heading="关联本人账号",
        lede="请当面核对证件。本人要先用自己的手机号注册。",
        button="关联",
    )


def _link(*, phone: str, **options: Any) -> Member:
    person = User.objects.filter(phone=phone).first()
    if person is None:
        raise ValidationError({"phone": "这个手机号还没有注册账号。"})
    return actions.link_person(person=person, **options)


@form_page
@may_decide
def member_confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Record that the organization confirmed a probationary member."""
    member = find(request, pk)
    until = member.probation_until
    return _answer(
        request,
        member,
        DecisionForm(request.POST or None),
        actions.confirm,
        name="confirm",
        done="已登记转正。",
        heading=f"登记{member.name}转正",
        lede=f"预备期到 {until:%Y-%m-%d}，转正时间从这一天算起。" if until else "",
        button="登记转正",
    )


@form_page
@may_decide
def member_extend(request: UserRequest, pk: int) -> HttpResponse:
    """Record that the organization extended probation."""
    member = find(request, pk)
    return _answer(
        request,
        member,
        ExtendForm(request.POST or None),
        actions.extend_probation,
        name="extend",
        done="已登记延长预备期。",
        heading=f"登记延长{member.name}的预备期",
        lede="只能延长一次，最短半年，最长一年。",
        button="登记延长",
    )


@form_page
@may_decide
def member_state(request: UserRequest, pk: int) -> HttpResponse:
    """Record what was decided about a membership, or a death."""
    member = find(request, pk)
    return _answer(
        request,
        member,
        StateForm(request.POST or None, state=member.state),
        actions.change_state,
        name="state",
        done="已登记。",
        heading=f"登记{member.name}的党籍变化",
        lede="这里只登记组织已经作出的决定。接转组织关系不在这里办。",
        button="登记",
        danger=True,
    )
