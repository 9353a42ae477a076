"""The piles on a clerk's desk: which cases are in each, how many, and as rows.

Every pile goes through ``visible_to``: who is named in a case finds, opens and counts
it nowhere. Counts stop at a cap, so a full house is as fast as an empty one.
"""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from center.hours import SHANGHAI
from center.models import Center, User
from center.text import clean_code, clean_contact, compact, is_contact, person_name
from center.timetable.lookup import calendar_of
from center.workdays import WorkCalendar
from petitions.models import (
    Assist,
    CoSigner,
    Extension,
    Petition,
    PetitionQuerySet,
    Rating,
    ReceiptCorrection,
)
from petitions.models.access import readable, titled
from petitions.models.queries import known_to
from petitions.rules.clock import is_working
from petitions.rules.roles import SUPERVISE
from petitions.rules.states import OPEN, State

PAGE_SIZE = 50
CAP = 1000
SILENT_DAYS = 3
LIVE = (*OPEN, State.ANSWERED)

Found = PetitionQuerySet


class Pile(NamedTuple):
    """One tab of the queue."""

    name: str
    label: str
    text: str
    empty: str
    cases: Callable[[User, datetime], Found]
    is_for_supervisor: bool = False


def _open(user: User, _at: datetime) -> Found:
    return Petition.objects.visible_to(user).open()


def _silent(user: User, at: datetime) -> Found:
    since = silent_since(user.center, at)
    return Petition.objects.visible_to(user).silent_since(since)


def _above(user: User, _at: datetime) -> Found:
    mine = [user.center_id] if user.center_id else user.center_ids
    return Petition.objects.visible_to(user).in_queue_of_center(mine)


def _to_close(user: User, at: datetime) -> Found:
    return Petition.objects.queue_of(user, at).filter(state=State.ANSWERED)


def _to_call(user: User, _at: datetime) -> Found:
    unhappy = Rating.objects.filter(call_by__isnull=False, called_at__isnull=True)
    seen = Petition.objects.visible_to(user)
    return seen.filter(pk__in=unhappy.values("round__petition"))


def _extensions(user: User, _at: datetime) -> Found:
    asked = Extension.objects.filter(state=Extension.State.ASKED)
    return Petition.objects.visible_to(user).filter(pk__in=asked.values("petition"))


def _to_confirm(user: User, _at: datetime) -> Found:
    asked = ReceiptCorrection.objects.filter(decided_at__isnull=True)
    mine = asked.filter(Q(witness=user) | Q(witness__is_active=False))
    mine = mine.exclude(asked_by=user)
    return Petition.objects.visible_to(user).filter(pk__in=mine.values("petition"))


def _disputed(user: User, _at: datetime) -> Found:
    parts = Assist.objects.disputed().values("petition")
    return Petition.objects.visible_to(user).filter(pk__in=parts)


PILES = (
    Pile(
        "mine",
        "我在办",
        "现在在我手上的，最急的在最上面。",
        "手上没有要办的事。",
        lambda user, at: Petition.objects.queue_of(user, at).open(),
    ),
    Pile(
        "book",
        "我首问的",
        "我第一个接的，不管现在在谁手上，都由我告诉他结果。",
        "没有首问的事。",
        lambda user, at: Petition.objects.first_asked_book(user, at).open(),
    ),
    Pile(
        "relay",
        "待转告",
        "上级已经回了，要由我转告本人。",
        "没有等着转告的。",
        lambda user, at: Petition.objects.to_relay(user, at),
    ),
    Pile(
        "web",
        "没人接的",
        "刚收到、还没有人接手的。谁先接，谁就是首问人。",
        "都有人接了。",
        lambda user, at: Petition.objects.visible_to(user).unowned(),
    ),
    Pile(
        "news",
        "有新情况的",
        "本人又留了话，或者暂停到期了，还没人看过。",
        "新情况都看过了。",
        lambda user, at: Petition.objects.with_news_for(user, at),
    ),
    Pile(
        "named",
        "像是说到同事的",
        "居民的话里像是提到了同事。请没被提到的人看一看：是，他就回避；不是，就写明。",
        "没有等着看的。",
        lambda user, _at: Petition.objects.to_judge(user),
    ),
    Pile(
        "confirm",
        "等我核对的",
        "同事填了收到的时间，请您核对。没核对以前，按早的那天算。",
        "没有等着核对的。",
        _to_confirm,
    ),
    Pile(
        "above",
        "下级报来的",
        "下级中心报上来的。期限不等人，答完要退回去由首问人转告。",
        "下级没有报上来的。",
        _above,
    ),
    Pile(
        "assist",
        "请我们协办",
        "别的中心请我们帮一部分。只看得到事，看不到人。",
        "没有请我们协办的。",
        lambda user, at: Petition.objects.assisted_by(user),
    ),
    Pile(
        "toclose",
        "等办结",
        "我答复了的。事情落实、本人知道了，就可以办结。",
        "没有等着办结的。",
        _to_close,
    ),
    Pile(
        "silent",
        "三天没消息",
        "三个工作日没跟本人说过话。哪怕没进展，也要说一声。",
        "三天里都跟本人说过话。",
        _silent,
    ),
    Pile(
        "call",
        "要回访",
        "评了不满意的，一个工作日内打电话。",
        "没有要回访的。",
        _to_call,
    ),
    Pile(
        "extensions",
        "等批延期",
        "过了期限当天就不能批了。",
        "没有等着批的。",
        _extensions,
        is_for_supervisor=True,
    ),
    Pile(
        "alone",
        "人不在、没人顶的",
        "经办的人不在，顶岗的人也不在。请改派，或者登记谁顶上。",
        "不在的人都有人顶。",
        lambda user, at: Petition.objects.visible_to(user).left_alone(at),
        is_for_supervisor=True,
    ),
    Pile(
        "disputed",
        "单位说不归它办",
        "请了协办，单位提了异议的。由主管裁定，期限照走。",
        "没有等着裁定的。",
        _disputed,
        is_for_supervisor=True,
    ),
    Pile("open", "全部没答复的", "全部没答复的，最急的在最上面。", "都答复了。", _open),
)
BY_NAME = {pile.name: pile for pile in PILES}


def piles_for(user: User) -> list[Pile]:
    is_supervisor = user.has_perm(SUPERVISE)
    return [pile for pile in PILES if is_supervisor or not pile.is_for_supervisor]


def silent_since(center: Center | None, at: datetime) -> datetime:
    """Return the moment before which a last public word is too long ago.

    The start of the working day three working days back, in Asia/Shanghai.
    """
    place = center or Center.objects.root()
    day = working_days_back(calendar_of(place), timezone.localdate(at), SILENT_DAYS)
    return datetime.combine(day + timedelta(days=1), time.min, SHANGHAI)


def working_days_back(calendar: WorkCalendar, day: date, count: int) -> date:
    """Return the ``count``-th working day before ``day``."""
    while count:
        day -= timedelta(days=1)
        count -= is_working(calendar, day)
    return day


def counts_of(user: User, at: datetime) -> dict[str, str]:
    """Count each pile and the three parts of all open cases; it stops at the cap.

    One query.
    """
    today = timezone.localdate(at)
    seen = Petition.objects.visible_to(user)
    sets = {pile.name: pile.cases(user, at) for pile in piles_for(user)}
    sets |= {
        "overdue": seen.overdue(today),
        "today": seen.due_today(today),
        "later": seen.not_due(today),
    }
    found = _counted(sets)
    return {name: capped(found[name]) for name in sets}


def _counted(sets: dict[str, Found]) -> Counter[str]:
    """Count in the database, which sends one row a pile and not one a case."""
    parts, values = [], []
    for name, cases in sets.items():
        try:
            sql, params = cases.order_by().values("pk")[:CAP].query.sql_with_params()
        except EmptyResultSet:  # nobody's centers, say
            continue
        parts.append(f"SELECT %s, count(*) FROM ({sql}) AS pile")  # noqa: S608 - written by Django
        values += [name, *params]
    if not parts:
        return Counter()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return Counter(dict(cursor.fetchall()))


def capped(count: int) -> str:
    """Return a count as it is shown; from the cap on it is only “at least”."""
    return f"{CAP - 1}+" if count >= CAP else str(count)


def page_of(cases: Found, user: User, after: str) -> tuple[list[Petition], str]:
    """Return one page, most urgent first, and the place where the next one starts."""
    rows = readable(cases, user).select_related(
        "center", "owner", "duty_by", "owner_center"
    )
    rows = rows.most_urgent_first()
    if place := _place(after):
        day, pk = place
        rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, pk__gt=pk))
    page = list(rows[: PAGE_SIZE + 1])
    if len(page) <= PAGE_SIZE:
        return page, ""
    last = page[PAGE_SIZE - 1]
    return page[:PAGE_SIZE], f"{last.due_on.isoformat()}_{last.pk}"


def _place(text: str) -> tuple[date, int] | None:
    day, _, pk = text.partition("_")
    if len(day) != 10 or not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None


def search(user: User, text: str) -> Found:
    """Find by code, phone, name or words, and by nothing that this person cannot read.

    Superior and assisting units see no names, so they cannot find by one either.
    """
    seen = Petition.objects.visible_to(user)
    code = clean_code(text)
    if len(code) == 12:
        return seen.filter(code=code)
    knows = known_to(user)
    if is_contact(phone := clean_contact(text)):
        signed = CoSigner.objects.standing().filter(phone=phone).values("petition")
        return seen.filter(knows, Q(phone=phone) | Q(pk__in=signed))
    if re.fullmatch("[0-9]{4}", tail := compact(text)):
        return seen.filter(knows, phone__endswith=tail, state__in=LIVE)
    seen = seen.filter(state__in=LIVE)
    name = person_name(text)
    signed = CoSigner.objects.standing().filter(name=name).values("petition")
    named = knows & (Q(name=name) | Q(pk__in=signed))
    return seen.filter(titled(seen, text, user) | named)
