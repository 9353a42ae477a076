"""Filters of the supervisor's list; each stays on an index of the open cases."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from center.http import user_of
from center.models import Center
from center.searchable import pinyin_key
from petitions.counter.queue import silent_since
from petitions.models import Extension, Petition, PetitionQuerySet
from petitions.rules.states import State

Choices = list[tuple[str, str]]


def moment_of(request: HttpRequest) -> datetime:
    """Return the moment of the page; the admin has put it on the request."""
    at: datetime = request.opened_at  # type: ignore[attr-defined]  # see admin
    return at


def _house(request: HttpRequest) -> list[Any]:
    """Return the person's centers with their staff, read once for all filters."""
    kept = request.__dict__
    if "_house" not in kept:
        rows = Center.objects.filter(pk__in=user_of(request).center_ids).order_by("pk")
        names = ("pk", "name", "staff__pk", "staff__name", "staff__is_staff")
        kept["_house"] = list(rows.values_list(*names)[:2000])
    found: list[Any] = kept["_house"]
    return found


class StandingFilter(admin.SimpleListFilter):
    """What is open, unless something else is asked for."""

    title = "期限"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        """Return the lists; the first one is the page as it opens."""
        return [
            ("overdue", "已超期"),
            ("today", "今天到期"),
            ("later", "还没到期"),
            ("answered", "答复了，没办结"),
            ("ended", "办结和撤回的"),
            ("all", "全部"),
        ]

    def choices(self, changelist: Any) -> Iterator[Any]:
        for n, choice in enumerate(super().choices(changelist)):
            yield choice | {"display": "没答复的"} if n == 0 else choice

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Petition]:
        today = timezone.localdate(moment_of(request))
        chosen: dict[str | None, Callable[[], Any]] = {
            None: lambda: queryset.open(),
            "overdue": lambda: queryset.overdue(today),
            "today": lambda: queryset.due_today(today),
            "later": lambda: queryset.not_due(today),
            "answered": lambda: queryset.filter(state=State.ANSWERED),
            "ended": lambda: queryset.filter(state__in=[State.CLOSED, State.WITHDRAWN]),
            "all": lambda: queryset,
        }
        found: QuerySet[Petition] = chosen.get(self.value(), chosen[None])()
        return found


class LateFilter(admin.SimpleListFilter):
    """How many days over, in calendar days."""

    title = "超期几天"
    parameter_name = "late"
    SPANS = {"3": (1, 3), "7": (4, 7), "more": (8, 3660)}

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("3", "1–3 天"), ("7", "4–7 天"), ("more", "7 天以上")]

    def queryset(
        self, request: HttpRequest, queryset: Any
    ) -> QuerySet[Petition] | None:
        if self.value() not in self.SPANS:
            return None
        fewest, most = self.SPANS[str(self.value())]
        today = timezone.localdate(moment_of(request))
        span = (today - timedelta(days=most), today - timedelta(days=fewest))
        corrected = Q(was_late=True, due_on__gte=today, original_due_on__range=span)
        found: PetitionQuerySet = queryset.open()
        return found.filter(Q(due_on__range=span) | corrected)


class YesFilter(admin.SimpleListFilter):
    """A filter that is on or off."""

    yes = "是"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("1", self.yes)]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        return self.narrowed(request, queryset) if self.value() == "1" else None

    def narrowed(self, request: HttpRequest, rows: Any) -> QuerySet[Any]:
        raise NotImplementedError


class SilentFilter(YesFilter):
    """Nobody has spoken to the person for too long."""

    title = yes = "三个工作日没消息"
    parameter_name = "silent"

    def narrowed(self, request: HttpRequest, rows: Any) -> QuerySet[Any]:
        user: Any = request.user
        found: PetitionQuerySet = rows.silent_since(
            silent_since(user.center, moment_of(request))
        )
        return found


class WaitingFilter(YesFilter):
    """An extension waits for a decision."""

    title = "延期申请"
    yes = "等着批"
    parameter_name = "waiting"

    def narrowed(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = Extension.objects.filter(state=Extension.State.ASKED)
        return rows.filter(pk__in=asked.values("petition"))


class EscalatedFilter(YesFilter):
    """The case is with the superior."""

    title = "上报"
    yes = "在上级中心"
    parameter_name = "escalated"

    def narrowed(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(state=State.ESCALATED)


class ClerkFilter(admin.SimpleListFilter):
    """Who has it; only the staff of the person's own centers are offered."""

    title = "现在谁办"
    parameter_name = "clerk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        staff = {row[2:] for row in _house(request) if row[4]}
        names = sorted(
            ((name, pk) for pk, name, _ in staff),
            key=lambda one: (pinyin_key(one[0]), one[1]),
        )
        return [("none", "还没人接"), *((str(pk), name) for name, pk in names[:200])]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> QuerySet[Petition] | None:
        chosen = str(self.value() or "")
        if chosen == "none":
            return queryset.filter(owner__isnull=True)
        if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19):
            return None
        return queryset.filter(owner=int(chosen))


class CenterFilter(admin.SimpleListFilter):
    """Of which center; only where somebody looks after several."""

    title = "中心"
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        centers = dict.fromkeys(row[:2] for row in _house(request))
        found = [(str(pk), name) for pk, name in centers][:200]
        return found if len(found) > 1 else []

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> QuerySet[Petition] | None:
        chosen = str(self.value() or "")
        if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19):
            return None
        return queryset.filter(center=int(chosen))
