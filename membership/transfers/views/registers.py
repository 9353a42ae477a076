"""The registers out and in, what is new at the counter, and the superior's list."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from center.http import UserRequest, address_of, own_center, posted
from center.keys import bound, new_key
from center.paging import page_of
from center.reception.lookup import given, turn_into, whom
from center.searchable import anywhere, by_pinyin
from center.text import LONGEST_CODE, clean_code, half_width, visible
from center.workflow import views as workflow
from center.workflow.forms import CleanForm
from membership.models import Member, Organization
from membership.transfers.actions.asking import take_in
from membership.transfers.actions.deciding import see_refusal
from membership.transfers.actions.incoming import register as register_incoming
from membership.transfers.forms.new import InForm, OutForm
from membership.transfers.forms.verbs import OpinionForm
from membership.transfers.models import Letter, Refusal, Transfer
from membership.transfers.models.transfers import TransferQuerySet
from membership.transfers.rules.states import Direction, Kind, State
from membership.transfers.views.verbs import may_view

may_handle = permission_required("transfers.handle_transfer", raise_exception=True)
Row = TypeVar("Row", bound=Model)
_PK = re.compile(r"[0-9]{1,18}")
QUERY_LENGTH = 40
FOUND_MAX = 20
# Beside the states: what waits for somebody, and what waits too long.
MORE = [("open", "在办的"), ("mine", "等我办的"), ("late", "回执到期的")]
TABS = {"out": "转出", "in": "转入", "league": "共青团", "refusals": "拒转拒接"}
MEMBER_KINDS = (Kind.FORMAL, Kind.CERTIFICATE, Kind.INSIDE)


def asked_for(request: UserRequest) -> dict[str, str]:
    """Return which register the address names, and what is looked for in it."""
    return {
        name: visible(request.GET.get(name, ""))[:LONGEST_CODE]
        for name in ("way", "q", "state")
    }


@require_safe
@may_view
def register(request: UserRequest) -> HttpResponse:
    """Show one register, newest first, with how many are open in each."""
    asked = asked_for(request)
    way = asked["way"] if asked["way"] in (*TABS, "all") else "out"
    context: dict[str, object] = {
        "tabs": _tabs(request),
        "way": way,
        "asked": asked,
        "states": MORE
        + [(str(state), state.label) for state in State if state != "draft"],
    }
    if way == "refusals":
        refusals = Refusal.objects.for_superior(request.user)
        if asked["state"] == "unseen":
            refusals = refusals.filter(seen_at__isnull=True)
        rows = refusals.select_related("transfer", "superior", "seen_by")
        page = page_of(rows.order_by("seen_at", "-pk"), request.GET.get("page"))
        return render(request, "transfers/refusals.html", context | {"page": page})
    found = filtered(Transfer.objects.visible_to(request.user), way, asked)
    if asked["state"] == "mine":
        found = found.waiting_for(request.user)
    elif asked["state"] == "late":
        found = found.receipt_late(localdate())
    context["page"] = page_of(_with_letters(found), request.GET.get("page"))
    return render(request, "transfers/register.html", context)


def _tabs(request: UserRequest) -> list[tuple[str, str, int]]:
    """Return each register with how many rows are open in it."""
    is_open, league = Q(is_open=True), Q(kind=Kind.LEAGUE)
    counts: dict[str, int] = Transfer.objects.visible_to(request.user).aggregate(
        out=Count("pk", filter=is_open & ~league & Q(direction=Direction.OUT)),
        **{
            "in": Count("pk", filter=is_open & ~league & Q(direction=Direction.IN)),
            "league": Count("pk", filter=is_open & league),
        },
    )
    unseen = Refusal.objects.for_superior(request.user).filter(seen_at__isnull=True)
    counts["refusals"] = unseen.count()
    return [(key, label, counts[key]) for key, label in TABS.items()]


def filtered(
    rows: TransferQuerySet, way: str, asked: dict[str, str]
) -> TransferQuerySet:
    """Return the rows of one register that fit what was asked."""
    if way == "league":
        rows = rows.filter(kind=Kind.LEAGUE)
    elif way != "all":
        rows = rows.exclude(kind=Kind.LEAGUE).filter(direction=way)
    if asked["q"]:
        words = asked["q"]
        same = anywhere(words, "name", "other_side")
        same |= Q(outside_number__iexact=half_width(words))
        same |= Q(pk__in=_numbered(half_width(words)))
        if code := clean_code(words):
            same |= Q(code=code)
        rows = rows.filter(same)
    if asked["state"] in State.values:
        return rows.filter(state=asked["state"])
    if asked["state"] == "open":
        return rows.open()
    return rows


def _numbered(words: str) -> object:
    return Letter.objects.filter(number__icontains=words).values("transfer_id")


def _with_letters(rows: TransferQuerySet) -> TransferQuerySet:
    good = Letter.objects.filter(transfer=OuterRef("pk"), void_at__isnull=True)
    return (
        rows.select_related("branch", "to_branch")
        .annotate(
            letter_number=Subquery(good.values("number")[:1]),
            letter_until=Subquery(good.values("valid_until")[:1]),
        )
        .newest_first()
    )


# -- New at the counter


@require_http_methods(["GET", "HEAD", "POST"])
@may_handle
def out_new(request: UserRequest) -> HttpResponse:
    """Find who wants to move, then take it in."""
    member = _chosen(request, "member", Member.objects.visible_to(request.user))
    seen = Organization.objects.visible_to(request.user).active()
    organization = _chosen(request, "organization", seen)
    kind = request.GET.get("kind", "")
    is_league = kind == Kind.LEAGUE
    if member is None and organization is None and not is_league:
        return _find(request)
    kinds = MEMBER_KINDS if member else (Kind.GROUP,)
    form = OutForm(
        posted(request),
        initial={"key": new_key(), "kind": kind, **given(request)},
        kinds=(Kind.LEAGUE,) if is_league else kinds,
    )
    movers: dict[str, Any] = {"member": member, "organization": organization}
    return _make(request, form, partial(take_in, **movers), "out", **movers)


def _make(
    request: UserRequest,
    form: CleanForm,
    run: Callable[..., Transfer],
    way: str,
    **context: object,
) -> HttpResponse:
    def made() -> Transfer:
        values, at = dict(form.cleaned_data), timezone.now()
        row = run(
            center=own_center(request),
            form_key=bound(values.pop("key"), request),
            by=request.user,
            at=at,
            ip=address_of(request) or None,
            **values,
        )
        turn_into(request, row, at=at)
        return row

    return workflow.make(
        request,
        form,
        made,
        done=lambda row: f"已登记，查询码 {row.code_grouped}。",
        then=lambda row: row.desk_url,
        template=f"transfers/{way}_form.html",
        **context,
    )


def _chosen(request: UserRequest, name: str, rows: QuerySet[Row]) -> Row | None:
    """Return the row whose number stands in the address; 404 for one not seen."""
    text = request.GET.get(name, "")
    if not text:
        return None
    return get_object_or_404(rows, pk=int(text) if _PK.fullmatch(text) else 0)


def _find(request: UserRequest) -> HttpResponse:
    """Show who of the register fits what was typed."""
    typed = request.GET.get("q") or given(request).get("name", "")
    words = visible(typed)[:QUERY_LENGTH]
    members = Member.objects.visible_to(request.user).here()
    organizations = Organization.objects.visible_to(request.user).active()
    context = {
        "words": words,
        "kept": urlencode(whom(request)),
        "members": members.filter(anywhere(words, "name"))
        .select_related("organization")
        .order_by(by_pinyin(), "pk")[:FOUND_MAX]
        if words
        else [],
        "organizations": organizations.filter(anywhere(words, "name"))[:FOUND_MAX]
        if words
        else [],
    }
    return render(request, "transfers/out_find.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_handle
@sensitive_post_parameters()
def in_new(request: UserRequest) -> HttpResponse:
    """Register a letter that somebody brings, or what the system announces."""
    start = {"key": new_key(), "kind": request.GET.get("kind", ""), **given(request)}
    form = InForm(posted(request), initial=start, user=request.user)
    return _make(request, form, register_incoming, "in")


# -- The superior's list


@require_http_methods(["GET", "HEAD", "POST"])
@may_view
def refusal(request: UserRequest, pk: int) -> HttpResponse:
    rows = Refusal.objects.for_superior(request.user).select_related("transfer")
    row = get_object_or_404(rows, pk=pk)
    form = OpinionForm(posted(request))
    back = f"{reverse('transfers:register')}?way=refusals"
    return workflow.make(
        request,
        form,
        lambda: see_refusal(
            row, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        done="已记下上级意见。",
        then=lambda row: back,
        title=f"复核：{row.transfer.name}",
        lede=f"{row.decided_by}：{row.text}",
        button="记下意见",
        back=back,
        crumbs=[
            ("工作台", reverse("desk")),
            ("组织关系接转", reverse("transfers:register")),
            ("拒转拒接", back),
        ],
    )
