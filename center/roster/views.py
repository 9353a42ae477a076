"""The roster: who is at which post, who is away, where nobody is."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from center.http import UserRequest, own_center, posted, press
from center.models import User
from center.roster import actions, lookup
from center.roster.forms import AbsenceForm, SheetForm
from center.roster.models import Absence, Post
from center.roster.rules import ADD, MANAGE, SHEET_DAYS, VIEW
from center.workflow.views import answer

MOST_SHOWN = 100
may_look = permission_required(VIEW, raise_exception=True)
may_add = permission_required(ADD, raise_exception=True)


@require_safe
@may_look
def roster(request: UserRequest) -> HttpResponse:
    """Show who is at each post on the next open days, also to print."""
    at, center = timezone.now(), own_center(request)
    form = SheetForm(request.GET)
    form.is_valid()
    first = form.cleaned_data.get("day") or localdate(at)
    posts = lookup.posts_in([center.pk])
    days = lookup.open_days(center, first, SHEET_DAYS)
    gaps = lookup.gaps_of(lookup.posts_in(request.user.center_ids), at)
    if request.GET.get("show") == "gaps":
        return render(request, "roster/gaps.html", {"rows": gaps})
    context = {
        "days": days,
        "rows": lookup.table_of(center, posts, days),
        "gaps": gaps,
        "missing": _partners(posts, request.user, at),
        "form": form,
        "first": first,
        "shown_center": center,
    }
    return render(request, "roster/roster.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_add
def absence(request: UserRequest) -> HttpResponse:
    """Say who is away; the deputy has what is theirs from that minute on."""
    at, user = timezone.now(), request.user
    form = AbsenceForm(posted(request), user=user)

    def run() -> HttpResponse:
        row = actions.set_absent(**form.absence(at), by=user, at=at)
        messages.success(request, actions.said(row, at))
        return redirect("roster:absence")

    rows = Absence.objects.filter(staff__center__in=user.center_ids).within(at, None)
    if is_mine := request.GET.get("show") == "mine":
        rows = rows.at(at).filter(deputy=user)
    rows = rows.select_related("staff", "deputy").order_by("starts_at", "pk")
    return answer(
        request,
        form,
        run,
        template="roster/absence.html",
        rows=[_line(row, user, at) for row in rows[:MOST_SHOWN]],
        is_mine=is_mine,
    )


@require_POST
@may_add
def present(request: UserRequest, pk: int) -> HttpResponse:
    """End an absence now, or call off one that lies ahead."""
    rows = Absence.objects.filter(staff__center__in=request.user.center_ids)
    row = get_object_or_404(rows.select_related("staff"), pk=pk)
    at = timezone.now()
    said = "不在岗的安排取消了。" if row.starts_at > at else "回岗了。"
    return press(
        request,
        lambda: actions.set_present(absence=row, by=request.user, at=at),
        done=f"{row.staff.name} {said}",
        back=reverse("roster:absence"),
    )


@require_POST
@may_add
def take_over(request: UserRequest, pk: int) -> HttpResponse:
    """Stand in at once for a colleague of the own post who did not come."""
    rows = User.objects.filter(center__in=request.user.center_ids, is_staff=True)
    staff, at = get_object_or_404(rows, pk=pk), timezone.now()
    return press(
        request,
        lambda: actions.take_over(staff=staff, by=request.user, at=at),
        done=lambda row: actions.said(row, at),
        back=reverse("roster:roster"),
    )


def _partners(posts: list[Post], user: User, at: datetime) -> list[User]:
    """Return with whom somebody shares a post and who is not away already."""
    shared = {
        other.pk: other
        for post in posts
        for _, other in post.holders
        if user.pk in (post.a_id, post.b_id) and other.pk != user.pk
    }
    if not shared:
        return []
    away = Absence.objects.at(at).filter(staff__in=[user.pk, *shared])
    gone = set(away.values_list("staff_id", flat=True))
    return [] if user.pk in gone else [v for k, v in shared.items() if k not in gone]


def _line(row: Absence, user: User, at: datetime) -> tuple[Absence, str]:
    """Return an absence, and the button that ends it where somebody may."""
    if not (user.pk in (row.staff_id, row.deputy_id) or user.has_perm(MANAGE)):
        return row, ""
    return row, "取消" if row.starts_at > at else "回来了"
