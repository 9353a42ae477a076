"""What a member sees of their own membership, and their consent."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from center.http import UserRequest
from membership import crypto
from membership.actions import members
from membership.id_rules import mask_id
from membership.models import Member
from membership.rules import CONSENT_TEXTS, CONSENT_VERSION, HERE, Channel


def _own(request: UserRequest) -> Member:
    """Return the person's own membership; 404 for everybody else."""
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
    member = _own(request)
    wish = request.POST.get("wish", "")
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    try:
        if wish == "give":
            members.record_consent(member, channel=Channel.ONLINE, **who)
            messages.success(request, "已记下您的同意。")
        elif wish == "withdraw":
            members.withdraw_consent(member, **who)
            messages.success(request, "已撤回，登记的身份证号已删除。")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("membership:own")
