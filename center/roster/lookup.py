"""Who is at which post on which day, and where nobody is."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.utils.timezone import localdate, localtime

from center.hours import Span
from center.models import Center, User
from center.registers.rules import State
from center.roster.models import Absence, Post
from center.roster.rules import AHEAD, Presence
from center.timetable.lookup import hours_of
from center.wording import clock_text, day_text, span_text

NOBODY = "没有人"
# More days than these are not looked through for open ones.
FURTHEST = 60


def posts_in(center_ids: Iterable[int]) -> list[Post]:
    """Return the posts of centers, in the order of their windows."""
    rows = Post.objects.filter(center__in=list(center_ids), state=State.VALID)
    rows = rows.select_related("center", "window", "a", "b")
    return list(rows.order_by("center", "window__number", "pk"))


def gaps_of(posts: Iterable[Post], at: datetime) -> list[tuple[Post, str]]:
    """Return where nobody will be in the next days while the doors are open, and when.

    A post that nobody holds at all is there once.
    """
    posts, until = list(posts), at + AHEAD
    if not posts:
        return []
    presence = Absence.objects.within(at, until).presence()
    found = []
    for post in posts:
        holders = [one.pk for _, one in post.holders]
        if not holders:
            found.append((post, "还没有定 A 岗、B 岗"))
            continue
        found += [
            (post, f"{day_text(span.start.date())} {span_text(*ends)}")
            for span in _spans(post.center, at, until)
            for ends in _unmanned(presence, holders, max(span.start, at), span.end)
        ]
    return found


def _spans(center: Center, at: datetime, until: datetime) -> list[Span]:
    hours, first = hours_of(center), localdate(at)
    days = range((localdate(until) - first).days + 1)
    spans = [s for n in days for s in hours.spans_on(first + timedelta(days=n))]
    return [one for one in spans if one.end > at and one.start < until]


def _unmanned(
    presence: Presence, holders: list[int], start: datetime, end: datetime
) -> list[tuple[datetime, datetime]]:
    """Return the stretches without anybody, those that touch as one."""
    turns = [*presence.turns(start, end), end]
    found: list[tuple[datetime, datetime]] = []
    for this, after in pairwise(turns):
        if presence.there(holders, this) is not None:
            continue
        here, there = localtime(this), localtime(after)
        if found and found[-1][1] == here:
            found[-1] = (found[-1][0], there)
        else:
            found.append((here, there))
    return found


def open_days(center: Center, first: date, count: int) -> list[date]:
    """Return the next days on which the doors are open, ``first`` included."""
    hours = hours_of(center)
    days = (first + timedelta(days=n) for n in range(FURTHEST))
    return [day for day in days if hours.spans_on(day)][:count]


def table_of(
    center: Center, posts: list[Post], days: list[date]
) -> list[tuple[Post, list[list[dict[str, str]]]]]:
    """Return for each post who is there on each day; two queries.

    ``when`` is empty for who is there all day.
    """
    spans = {day: hours_of(center).spans_on(day) for day in days}
    every = [span for found in spans.values() for span in found]
    if not every:
        return [(post, []) for post in posts]
    absences = Absence.objects.within(every[0].start, every[-1].end)
    presence, names = absences.presence(), _names(posts, absences)
    return [
        (post, [_shifts(post, spans[day], presence, names) for day in days])
        for post in posts
    ]


def _names(posts: list[Post], absences: Iterable[Absence]) -> dict[int, str]:
    names = {one.pk: one.name for post in posts for _, one in post.holders}
    ids = {one.deputy_id for one in absences if one.deputy_id} - names.keys()
    return names | dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def _shifts(
    post: Post, spans: list[Span], presence: Presence, names: dict[int, str]
) -> list[dict[str, str]]:
    holders = [one.pk for _, one in post.holders]
    parts: list[tuple[datetime, datetime, int | None]] = []
    for span in spans:
        turns = [*presence.turns(span.start, span.end), span.end]
        for this, after in pairwise(turns):
            parts.append((this, after, presence.there(holders, this)))
    if len({who for *_, who in parts}) == 1:
        return [_shift("", parts[0][2], post, names)]
    return [_shift(_when(this, after), who, post, names) for this, after, who in parts]


def _when(this: datetime, after: datetime) -> str:
    return f"{clock_text(localtime(this))}–{clock_text(localtime(after))}"


def _shift(
    when: str, who: int | None, post: Post, names: dict[int, str]
) -> dict[str, str]:
    if who is None:
        return {"when": when, "who": NOBODY, "tone": "warn"}
    name = names.get(who, "")
    return {"when": when, "who": name if who == post.a_id else f"{name}（顶）"}
