"""Organizations: the tree, one of them, its posts, founding and closing."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from center.http import UserRequest
from center.keys import bound, new_key
from center.models import User
from center.paging import slice_of
from center.text import visible
from membership import actions
from membership.actions import StaleError
from membership.forms import EndPostForm, OrganizationForm, PostForm, ReasonForm
from membership.models import Organization, Post
from membership.rules import HOLDS_MEMBERS, Status
from membership.tree import nodes_of
from membership.views.base import (
    form_page,
    put_refusal,
    show_form,
    show_stale,
    show_verb,
)
from membership.views.offers import offered, refused

may_view = permission_required("membership.view_organization", raise_exception=True)
may_change = permission_required("membership.change_organization", raise_exception=True)
may_appoint = permission_required("membership.appoint", raise_exception=True)
PER_PAGE = 50
LIST = "/desk/organizations/"


def find(request: UserRequest, pk: int) -> Organization:
    """Return an organization the person may see; 404 for others as for none."""
    seen = Organization.objects.visible_to(request.user)
    rows = seen.select_related("parent", "center", "secretary")
    return get_object_or_404(rows, pk=pk)


@require_safe
@may_view
def organization_list(request: UserRequest) -> HttpResponse:
    """List the organizations somebody may see as an indented tree."""
    q = visible(request.GET.get("q", ""))[:40]
    seen = Organization.objects.visible_to(request.user)
    nodes = nodes_of(seen, today=timezone.localdate())
    alarms = sum(bool(node.warnings) for node in nodes)
    only = request.GET.get("only") == "warnings"
    if only:
        nodes = [node for node in nodes if node.warnings]
    if q:
        nodes = [node for node in nodes if q in node.row.name + node.row.short_name]
    page = slice_of(nodes, request.GET.get("page"), PER_PAGE)
    is_flat = bool(q or only)
    context = {"page": page, "q": q, "only": only, "alarms": alarms, "flat": is_flat}
    return render(request, "membership/organization_list.html", context)


@require_safe
@may_view
def organization_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one organization, what stands below it, its posts and its history."""
    row = find(request, pk)
    seen = Organization.objects.visible_to(request.user).below(row.pk)
    node, *below = nodes_of(seen, today=timezone.localdate())
    context = {
        "organization": row,
        "node": node,
        "below": [child for child in below if child.depth == 1],
        "posts": row.posts.select_related("user"),
        "owned": row.owned_centers.select_related("center"),
        "served": row.served_by.all(),
        "steps": row.steps.select_related("by")[:20],
        "is_active": row.status == Status.ACTIVE,
        "offered": offered(row),
        "holds": HOLDS_MEMBERS,
    }
    return render(request, "membership/organization_detail.html", context)


@form_page
@permission_required("membership.add_organization", raise_exception=True)
def organization_new(request: UserRequest) -> HttpResponse:
    """Found an organization below one that the person may see."""
    start = {
        "key": new_key(),
        "parent": request.GET.get("parent"),
        "center": request.user.center_id,
        "kind": "branch",
    }
    form = OrganizationForm(request.POST or None, initial=start, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        del data["version"]
        once = f"new:{bound(data.pop('key'), request)}"
        try:
            made = actions.found_organization(
                **data, once=once, by=request.user, at=timezone.now()
            )
        except ValidationError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, f"已登记{made.name}。")
            return redirect(made)
    page = {"heading": "登记党组织", "button": "登记", "back": LIST}
    return show_form(request, "membership/form.html", form, up=[_UP], **page)


_UP = ("党组织", LIST)


@form_page
@may_change
def organization_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change an organization; a stale form is answered with both texts."""
    row = find(request, pk)
    start = {name: getattr(row, name) for name in _CHANGED}
    start |= {"served_by": row.served_by.all()}
    form = OrganizationForm(
        request.POST or None, initial=start, user=request.user, row=row
    )
    if answer := refused(request, "edit", row, form):
        return answer
    if row.parent_id is None:
        form.fields["parent"].required = False
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        del data["key"]
        try:
            actions.change_organization(
                organization=row, by=request.user, at=timezone.now(), **data
            )
        except StaleError as stale:
            return show_stale(request, form, stale.current, request.path)
        except ValidationError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, "已保存。")
            return redirect(row)
    page = {"heading": f"修改：{row}", "button": "保存", "back": row.get_absolute_url()}
    up = [_UP, (str(row), row.get_absolute_url())]
    return show_form(request, "membership/form.html", form, up=up, **page)


_CHANGED = [
    name for name in OrganizationForm.base_fields if name not in ("key", "served_by")
]


@form_page
@may_change
def organization_dissolve(request: UserRequest, pk: int) -> HttpResponse:
    """Close an organization for good."""
    row = find(request, pk)
    form = ReasonForm(request.POST or None)
    if answer := refused(request, "dissolve", row, form):
        return answer
    if request.method == "POST" and form.is_valid():
        try:
            actions.dissolve(
                organization=row,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, f"{row.name}已撤销。")
            return redirect(row)
    return show_verb(
        request,
        form,
        heading=f"撤销{row.name}",
        lede="撤销以后不能恢复。要先把党员和下面的党组织安排好。",
        button="撤销",
        danger=True,
        back=row.get_absolute_url(),
        up=[_UP, (str(row), row.get_absolute_url())],
    )


@form_page
@may_appoint
def post_new(request: UserRequest, pk: int) -> HttpResponse:
    """Give a member of staff a duty for an organization."""
    row = find(request, pk)
    form = PostForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if answer := refused(request, "post_new", row, form):
        return answer
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        user = User.objects.filter(
            phone=data["phone"], is_staff=True, center__in=request.user.center_ids
        ).first()
        try:
            if user is None:
                raise ValidationError({"phone": "没有这个手机号的工作人员账号。"})
            actions.appoint(
                user=user,
                organization=row,
                duty=data["duty"],
                starts_on=data["starts_on"],
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, "已登记任职。")
            return redirect(row)
    return show_verb(
        request,
        form,
        heading=f"{row}：登记任职",
        lede="书记和组织员能看到这个党组织和它下面的党员；用印管理员只管介绍信用印。",
        button="登记",
        back=row.get_absolute_url(),
        up=[_UP, (str(row), row.get_absolute_url())],
    )


@form_page
@may_appoint
def post_end(request: UserRequest, pk: int) -> HttpResponse:
    """Record the last day of a duty."""
    seen = Organization.objects.visible_to(request.user)
    posts = Post.objects.filter(organization__in=seen.values("pk"))
    post = get_object_or_404(posts.select_related("user", "organization"), pk=pk)
    form = EndPostForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    if answer := refused(request, "end", post, form):
        return answer
    row = post.organization
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_post(
                post=post,
                ends_on=form.cleaned_data["ends_on"],
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, "已登记。")
            return redirect(row)
    return show_verb(
        request,
        form,
        heading=f"{post.user.name}不再担任{row}{post.get_duty_display()}",
        button="登记",
        danger=True,
        back=row.get_absolute_url(),
        up=[_UP, (str(row), row.get_absolute_url())],
    )
