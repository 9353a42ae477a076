"""What a member sees of their own membership, and their consent."""

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from center.http import UserRequest, press
from membership import crypto
from membership.actions import members
from membership.models import Member
from membership.rules.id_numbers import mask_id
from membership.rules.members import CONSENT_TEXTS, CONSENT_VERSION, HERE, Channel


def _own(request: UserRequest) -> Member:
    rows = Member.objects.of_person(request.user).filter(state__in=HERE)
    return get_object_or_404(rows.select_related("organization", "group"))


@require_safe
def membership(request: UserRequest) -> HttpResponse:
    """Show a member what is on the books about them, and who looked at the number."""
    member = _own(request)
    number = crypto.unseal(member.id_cipher) if member.has_number else ""
    context = {
        "member": member,
        "number_masked": mask_id(number),
        "steps": member.steps.select_related("from_organization", "to_organization"),
        "reveals": member.reveals.all()[:20],
        "text": CONSENT_TEXTS[CONSENT_VERSION],
        "version": CONSENT_VERSION,
    }
    return render(request, "membership/own.html", context)


@require_POST
def consent(request: UserRequest) -> HttpResponse:
    """Record the member's own consent, or that they take it back."""
    member, back = _own(request), reverse("membership:own")
    give = partial(members.record_consent, channel=Channel.ONLINE)
    wishes: dict[str, tuple[Callable[..., Member], str]] = {
        "give": (give, "已记下您的同意。"),
        "withdraw": (members.withdraw_consent, "已撤回，登记的身份证号已删除。"),
    }
    wish = request.POST.get("wish", "")
    if wish not in wishes:
        return redirect(back)
    run, done = wishes[wish]
    at = timezone.now()
    return press(
        request, lambda: run(member, by=request.user, at=at), done=done, back=back
    )
