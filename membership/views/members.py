"""Members: the list, one member, and what is written down about them."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from center import throttle
from center.http import UserRequest, is_limit, too_many
from center.keys import bound, new_key
from center.paging import page_of
from center.text import clean_phone, person_name, visible
from membership import actions, crypto
from membership.actions import StaleError
from membership.forms import FindForm, MemberChangeForm, MemberForm, ReasonForm
from membership.id_rules import clean_id, disagreements, holds_number, mask_id
from membership.models import Member, Organization
from membership.models.members import MemberQuerySet
from membership.rules import HERE, MemberKind, State
from membership.views.base import (
    form_page,
    put_refusal,
    show_form,
    show_stale,
    show_verb,
)
from membership.views.offers import offered, refused

may_view = permission_required("membership.view_member", raise_exception=True)
may_change = permission_required("membership.change_member", raise_exception=True)
NAME_LENGTH = 40
NUMBER_ASKED = "身份证号和手机号请用“按身份证号或手机号查找”，以免留在网址记录里。"


def find(request: UserRequest, pk: int) -> Member:
    """Return a member the person may see; 404 for others as for none."""
    seen = Member.objects.visible_to(request.user)
    rows = seen.select_related("organization", "group", "person")
    return get_object_or_404(rows, pk=pk)


@require_safe
@may_view
def member_list(request: UserRequest) -> HttpResponse:
    """List the members somebody may see, by branch and name."""
    members = Member.objects.visible_to(request.user).select_related("organization")
    asked = {
        name: visible(request.GET.get(name, ""))[:NAME_LENGTH]
        for name in ("q", "kind", "state", "organization")
    }
    organization = _organization(request, asked["organization"])
    if organization:
        members = members.below(organization.pk)
    if holds_number(asked["q"]):
        # Every link of the page would repeat the number.
        messages.warning(request, NUMBER_ASKED)
        return redirect("membership:members")
    members = _filtered(members, asked)
    context = {
        "page": page_of(members, request.GET.get("page")),
        "asked": asked,
        "organization": organization,
        "kinds": MemberKind.choices,
        "states": State.choices,
        "find_form": FindForm(),
    }
    return render(request, "membership/member_list.html", context)


def _organization(request: UserRequest, text: str) -> Organization | None:
    if not text:
        return None
    pk = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    return get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)


def _filtered(members: MemberQuerySet, asked: dict[str, str]) -> MemberQuerySet:
    if q := asked["q"]:
        members = members.filter(Q(name__icontains=person_name(q)) | _branch_named(q))
    if asked["kind"] in MemberKind.values:
        members = members.filter(kind=asked["kind"])
    if asked["state"] in State.values:
        members = members.filter(state=asked["state"])
    elif asked["state"] != "all":
        members = members.filter(state__in=HERE)
    return members.order_by("organization__order", "organization_id", "name", "pk")


def _branch_named(text: str) -> Q:
    return Q(organization__name__icontains=text) | Q(
        organization__short_name__icontains=text
    )


@require_POST
@may_view
@sensitive_post_parameters()
def member_find(request: UserRequest) -> HttpResponse:
    """Lead from a whole ID or phone number to its member, by POST only."""
    if not throttle.hit("id-search", str(request.user.pk), timezone.now()):
        return too_many(request)
    form = FindForm(request.POST)
    if form.is_valid():
        found = _by_number(request, form.cleaned_data["number"])
        if found:
            return redirect(found)
        form.add_error("number", "没有找到这个号码，或者不在您负责的党组织里。")
    context = {"heading": "按号码查找", "button": "查找", "back": "/desk/members/"}
    return show_verb(request, form, **context)


def _by_number(request: UserRequest, typed: str) -> Member | None:
    members = Member.objects.visible_to(request.user)
    number, phone = clean_id(typed), clean_phone(typed)
    same = Q(id_index__in=crypto.blinds(number)) | Q(phone=phone)
    found = list(members.filter(same).order_by("-pk")[:20])
    found.sort(key=lambda member: not member.is_here)
    return found[0] if found else None


@require_safe
@may_view
def member_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one member: facts, the masked number, what happened so far."""
    member = find(request, pk)
    number = crypto.unseal(member.id_cipher) if member.has_number else ""
    steps = member.steps.select_related("by", "from_organization", "to_organization")
    context = {
        "member": member,
        "number_masked": mask_id(number),
        "doubts": disagreements(number, member.born_on, member.sex),
        "steps": steps[:50],
        "reveals": _reveals(request, member),
        "today": timezone.localdate(),
        "offered": offered(member),
    }
    return render(request, "membership/member_detail.html", context)


def _reveals(request: UserRequest, member: Member) -> list[object]:
    if not request.user.has_perm("membership.view_idreveal"):
        return []
    return list(member.reveals.select_related("by")[:20])


@form_page
@permission_required("membership.add_member", raise_exception=True)
@sensitive_post_parameters()
def member_new(request: UserRequest) -> HttpResponse:
    """Put somebody on the books of a branch."""
    start = {"organization": request.GET.get("organization"), "key": new_key()}
    form = MemberForm(request.POST or None, initial=start, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        once = f"new:{bound(data.pop('key'), request)}"
        try:
            member = actions.register_member(
                **data, once=once, by=request.user, at=timezone.now()
            )
        except ValidationError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, f"已登记{member.name}。")
            return redirect(member)
    return show_form(
        request,
        "membership/form.html",
        form,
        heading="登记党员",
        button="登记",
        back="/desk/members/",
        up=[("党员", "/desk/members/")],
    )


@form_page
@may_change
@sensitive_post_parameters()
def member_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change what needs no decision; a stale form is answered with both texts."""
    member = find(request, pk)
    form = MemberChangeForm(
        request.POST or None,
        initial={name: getattr(member, name) for name in _CHANGED},
        user=request.user,
        branch=member.organization,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_member(
                member=member,
                by=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except StaleError as stale:
            return show_stale(request, form, stale.current, request.path)
        except ValidationError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, "已保存。")
            return redirect(member)
    return show_form(
        request,
        "membership/form.html",
        form,
        heading=f"修改：{member.name}",
        button="保存",
        back=member.get_absolute_url(),
        up=[("党员", "/desk/members/"), (member.name, member.get_absolute_url())],
    )


# The number itself is never put into a form.
_CHANGED = [name for name in MemberChangeForm.base_fields if name != "id_number"]


@form_page
@permission_required("membership.reveal_id", raise_exception=True)
def member_reveal(request: UserRequest, pk: int) -> HttpResponse:
    """Show the full number once, after a reason was written down."""
    member = find(request, pk)
    form = ReasonForm(request.POST or None)
    if answer := refused(request, "reveal", member, form):
        return answer
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        reason = form.cleaned_data["reason"]
        try:
            number = actions.reveal_id(
                member=member, reason=reason, by=request.user, at=at
            )
        except ValidationError as refusal:
            if is_limit(refusal):
                return too_many(request)
            put_refusal(form, refusal)
        else:
            context = {"member": member, "number": number, "reason": reason}
            return render(request, "membership/member_reveal.html", context)
    return show_verb(
        request,
        form,
        heading=f"查看{member.name}的完整身份证号",
        lede="每次查看都会记下是谁、什么时候、为什么看。",
        button="查看",
        back=member.get_absolute_url(),
    )
