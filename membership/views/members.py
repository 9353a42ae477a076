"""Members: the list, one member, and what is written down about them."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from center import rate_limit
from center.forms import kept_fields
from center.http import UserRequest, form_page, not_now, posted, too_many, way_up
from center.keys import bound, new_key
from center.paging import page_of
from center.searchable import anywhere, by_pinyin
from center.text import clean_phone, visible
from center.workflow import views as workflow
from membership import crypto, forms
from membership.actions import members
from membership.models import Member, Organization
from membership.models.members import MemberQuerySet
from membership.rules.dates import PROBATION_SOON
from membership.rules.id_numbers import clean_id, disagreements, holds_number, mask_id
from membership.rules.members import (
    CONSENT_TEXTS,
    CONSENT_VERSION,
    HERE,
    MEMBER_FLOW,
    MemberKind,
    MemberVerb,
    State,
)

may_view = permission_required("membership.view_member", raise_exception=True)
NAME_LENGTH = 40
ENDING = ("ending", "预备期快满或已满")
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
    rows = Member.objects.visible_to(request.user).select_related("organization")
    asked = {
        name: visible(request.GET.get(name, ""))[:NAME_LENGTH]
        for name in ("q", "kind", "state", "organization")
    }
    organization = _organization(request, asked["organization"])
    if organization:
        rows = rows.below(organization.pk)
    if holds_number(asked["q"]):
        # Every link of the page would repeat the number.
        messages.warning(request, NUMBER_ASKED)
        return redirect("membership:members")
    rows = _filtered(rows, asked)
    context = {
        "page": page_of(rows, request.GET.get("page")),
        "asked": asked,
        "organization": organization,
        "kinds": [*MemberKind.choices, ENDING],
        "states": State.choices,
        "find_form": forms.FindForm(),
    }
    return render(request, "membership/member_list.html", context)


def _organization(request: UserRequest, text: str) -> Organization | None:
    if not text:
        return None
    pk = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    return get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)


def _filtered(rows: MemberQuerySet, asked: dict[str, str]) -> MemberQuerySet:
    if q := asked["q"]:
        named = ("name", "organization__name", "organization__short_name")
        rows = rows.filter(anywhere(q, *named))
    if asked["kind"] in MemberKind.values:
        rows = rows.filter(kind=asked["kind"])
    if asked["kind"] == ENDING[0]:
        rows = rows.ending_by(timezone.localdate() + PROBATION_SOON)
    if asked["state"] in State.values:
        rows = rows.filter(state=asked["state"])
    elif asked["state"] != "all":
        rows = rows.filter(state__in=HERE)
    return rows.order_by("organization__order", "organization_id", by_pinyin(), "pk")


@require_POST
@may_view
@sensitive_post_parameters()
def member_find(request: UserRequest) -> HttpResponse:
    """Lead from a whole ID or phone number to its member, by POST only."""
    if not rate_limit.allows("id-search", str(request.user.pk), timezone.now()):
        return too_many(request)
    form = forms.FindForm(request.POST)
    if form.is_valid():
        found = _by_number(request, form.cleaned_data["number"])
        if found:
            return redirect(found)
        form.add_error("number", "没有找到这个号码，或者不在您负责的党组织里。")
    return form_page(
        request,
        form,
        title="按号码查找",
        button="查找",
        crumbs=_above(),
        back=reverse("membership:members"),
    )


def _by_number(request: UserRequest, typed: str) -> Member | None:
    rows = Member.objects.visible_to(request.user)
    number, phone = clean_id(typed), clean_phone(typed)
    same = Q(id_index__in=crypto.blinds(number)) | Q(phone=phone)
    found = list(rows.filter(same).order_by("-pk")[:20])
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
        "offers": VERBS.offers(member, request.user),
        "today": timezone.localdate(),
    }
    return render(request, "membership/member_detail.html", context)


def _reveals(request: UserRequest, member: Member) -> list[object]:
    if not request.user.has_perm("membership.view_idreveal"):
        return []
    return list(member.reveals.select_related("by")[:20])


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("membership.add_member", raise_exception=True)
@sensitive_post_parameters()
def member_new(request: UserRequest) -> HttpResponse:
    start = {"organization": request.GET.get("organization"), "key": new_key()}
    form = forms.MemberForm(posted(request), initial=start, user=request.user)
    return workflow.make(
        request,
        form,
        lambda: members.register_member(
            form_key=bound(form.cleaned_data.pop("key"), request),
            by=request.user,
            at=timezone.now(),
            **form.values(),
        ),
        done=lambda member: f"已登记{member.name}。",
        title="登记党员",
        button="登记",
        two=True,
        crumbs=_above(),
        back=reverse("membership:members"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("membership.reveal_id", raise_exception=True)
def member_reveal(request: UserRequest, pk: int) -> HttpResponse:
    """Show the full number once, after a reason was written down."""
    member = find(request, pk)
    form = forms.RevealForm(posted(request))
    if not member.has_number:
        back = member.get_absolute_url()
        return not_now(request, "没有登记身份证号。", back, kept_fields(form))

    @sensitive_variables()
    def show() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        number = members.reveal_id(
            member, reason=reason, by=request.user, at=timezone.now()
        )
        context = {"member": member, "number": number, "reason": reason}
        return render(request, "membership/member_reveal.html", context)

    return workflow.answer(
        request,
        form,
        show,
        title=f"查看{member.name}的完整身份证号",
        lede="每次查看都会记下是谁、什么时候、为什么看。",
        button="查看",
        crumbs=[*_above(), (member.name, member.get_absolute_url())],
        back=member.get_absolute_url(),
    )


_above = way_up("党员", "membership:members")


def _probation(member: Member) -> str:
    until = member.probation_until
    return f"预备期到 {until:%Y-%m-%d}，转正时间从这一天算起。" if until else ""


VERBS = workflow.Verbs(
    app="membership",
    flow=MEMBER_FLOW,
    find=find,
    crumbs=_above,
    actions=[
        workflow.Action(
            verb=MemberVerb.CHANGED,
            name="member_edit",
            route="edit/",
            label="修改",
            title=lambda member: f"修改：{member.name}",
            button="保存",
            form=forms.MemberChangeForm,
            run=members.change_member,
            done="已保存。",
            context=lambda form: {"two": True},
        ),
        workflow.Action(
            verb=MemberVerb.CONFIRMED,
            name="member_confirm",
            route="confirm/",
            label="转正",
            title=lambda member: f"登记{member.name}转正",
            button="登记转正",
            lede=_probation,
            form=forms.DecisionForm,
            run=members.confirm,
            done="已登记转正。",
        ),
        workflow.Action(
            verb=MemberVerb.EXTENDED,
            name="member_extend",
            route="extend/",
            label="延长预备期",
            title=lambda member: f"登记延长{member.name}的预备期",
            button="登记延长",
            lede="只能延长一次，最短半年，最长一年。",
            form=forms.ExtendForm,
            run=members.extend_probation,
            done="已登记延长预备期。",
        ),
        workflow.Action(
            verb=MemberVerb.CONSENT,
            name="member_consent",
            route="consent/",
            label="登记本人同意",
            title="登记本人同意告知书",
            button="登记同意",
            lede=f"告知书（{CONSENT_VERSION} 版）：{CONSENT_TEXTS[CONSENT_VERSION]}",
            permission="membership.change_member",
            form=forms.ConsentForm,
            run=members.record_consent,
            done="已登记同意。",
        ),
        workflow.Action(
            verb=MemberVerb.LINKED,
            name="member_link",
            route="link/",
            label="关联本人账号",
            button="关联",
            lede="请当面核对证件。本人要先用自己的手机号注册。",
            form=forms.PhoneForm,
            run=members.link_person,
            done="已关联，本人登录后在“我的”里能看到。",
        ),
        workflow.Action(
            verb=MemberVerb.WITHDRAWN,
            name="member_withdraw",
            route="withdraw/",
            label="撤回同意",
            button="撤回并删除身份证号",
            lede="撤回以后，登记的身份证号会马上删除，不能恢复。",
            permission="membership.change_member",
            run=members.withdraw_consent,
            done="已撤回同意，身份证号已删除。",
            is_danger=True,
        ),
        workflow.Action(
            verb=MemberVerb.STATE,
            name="member_state",
            route="state/",
            label="党籍变化或去世",
            title=lambda member: f"登记{member.name}的党籍变化",
            button="登记",
            lede="这里只登记组织已经作出的决定。接转组织关系不在这里办。",
            form=forms.StateForm,
            run=members.change_state,
            done="已登记。",
            is_danger=True,
        ),
    ],
)
