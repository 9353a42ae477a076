"""Organizations: the tree, one of them, its posts, founding and closing."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from center.http import UserRequest, posted, way_up
from center.keys import bound
from center.paging import page_of
from center.searchable import anywhere
from center.text import visible
from center.workflow import views as workflow
from center.workflow.forms import ReasonForm
from membership import forms
from membership.actions import organizations
from membership.models import Organization, Post
from membership.models.tree import nodes_of
from membership.rules.organizations import (
    HOLDS_MEMBERS,
    ORGANIZATION_FLOW,
    Kind,
    OrganizationVerb,
    Status,
)

may_view = permission_required("membership.view_organization", raise_exception=True)
PER_PAGE = 50


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
        found = set(seen.filter(anywhere(q, "name", "short_name")).values_list("pk"))
        nodes = [node for node in nodes if (node.row.pk,) in found]
    page = page_of(nodes, request.GET.get("page"), PER_PAGE)
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
        "offers": VERBS.offers(row, request.user),
        "is_active": row.status == Status.ACTIVE,
        "holds": HOLDS_MEMBERS,
    }
    return render(request, "membership/organization_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("membership.add_organization", raise_exception=True)
def organization_new(request: UserRequest) -> HttpResponse:
    """Found an organization below one that the person may see."""
    at = timezone.now()
    start = Organization(center=request.user.center, kind=Kind.BRANCH)
    start.parent_id = request.GET.get("parent")
    form = forms.OrganizationForm(posted(request), row=start, user=request.user, at=at)
    return workflow.make(
        request,
        form,
        lambda: organizations.found_organization(
            form_key=bound(form.cleaned_data.pop("key"), request),
            by=request.user,
            at=at,
            **form.values(),
        ),
        done=lambda row: f"已登记{row.name}。",
        title="登记党组织",
        button="登记",
        two=True,
        crumbs=_above(),
        back=reverse("membership:organizations"),
    )


def find_post(request: UserRequest, pk: int) -> Post:
    """Return a post in an organization that the person may see."""
    seen = Organization.objects.visible_to(request.user)
    posts = Post.objects.filter(organization__in=seen.values("pk"))
    return get_object_or_404(posts.select_related("user", "organization"), pk=pk)


_above = way_up("党组织", "membership:organizations")


VERBS = workflow.Verbs(
    app="membership",
    flow=ORGANIZATION_FLOW,
    find=find,
    crumbs=_above,
    actions=[
        workflow.Action(
            verb=OrganizationVerb.CHANGED,
            name="organization_edit",
            route="edit/",
            label="修改",
            title=lambda row: f"修改：{row}",
            button="保存",
            form=forms.OrganizationChangeForm,
            run=organizations.change_organization,
            done="已保存。",
            context=lambda form: {"two": True},
        ),
        workflow.Action(
            verb=OrganizationVerb.APPOINTED,
            name="post_new",
            route="posts/new/",
            label="登记任职",
            title=lambda row: f"{row}：登记任职",
            button="登记",
            lede="书记和组织员能看到这个党组织和它下面的党员；"
            "用印管理员只管介绍信用印。",
            form=forms.PostForm,
            run=organizations.appoint,
            done="已登记任职。",
        ),
        workflow.Action(
            verb=OrganizationVerb.DISSOLVED,
            name="organization_dissolve",
            route="dissolve/",
            label="撤销这个党组织",
            title=lambda row: f"撤销{row.name}",
            button="撤销",
            lede="撤销以后不能恢复。要先把党员和下面的党组织安排好。",
            form=ReasonForm,
            run=organizations.dissolve,
            done=lambda row: f"{row.name}已撤销。",
            is_danger=True,
        ),
    ],
)
POSTS = workflow.Verbs(
    app="membership",
    flow=ORGANIZATION_FLOW,
    find=find_post,
    crumbs=_above,
    actions=[
        workflow.Action(
            verb=OrganizationVerb.POST_ENDED,
            name="post_end",
            route="end/",
            label="结束",
            title=lambda post: (
                f"{post.user.name}不再担任{post.organization}{post.get_duty_display()}"
            ),
            button="登记",
            form=forms.EndPostForm,
            run=organizations.end_post,
            done="已登记。",
            record=lambda post: post.organization,
            unless=lambda post, user: "这项任职已经结束。" if post.ends_on else "",
            is_danger=True,
        )
    ],
)
