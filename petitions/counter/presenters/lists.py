"""Cases made ready for the lists of the desk, as far as their reader may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from center.models import User
from center.wording import day_in_sentence
from petitions.counter.queue import silent_since
from petitions.models import ClockRow, Petition, Reply, Round
from petitions.models.access import Reader, readable, readers_of
from petitions.models.alike import known_among, twins_of
from petitions.models.people import links_of
from petitions.promise import STATE_TONES, left_words
from petitions.rules.clock import clocks_of
from petitions.rules.states import State, Verb


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue."""

    url: str
    code_grouped: str
    title: str
    kind: str
    left: str
    tone: str
    due: str
    owner: str
    first_asked: str
    state: str
    state_tone: str
    flags: list[tuple[str, str]]


def rows_of(cases: list[Petition], user: User, at: datetime) -> list[Row]:
    """Return the lines of a page; what may be read of them is asked once for all."""
    readers = readers_of(cases, user, are_listed=True)
    rows = [_row_of(case, readers[case.pk], user, at) for case in cases]
    known = [case for case in cases if readers[case.pk].knows_person]
    twins = twins_of(known, known_among(user))
    for case, row in zip(cases, rows, strict=True):
        if others := twins.get(case.pk):
            row.flags.append((f"同一件事，共 {len(others) + 1} 件", "warn"))
    return rows


def related_of(case: Petition, user: User, reader: Reader) -> list[dict[str, Any]]:
    """Return what is linked with a case, and what the same person asked before.

    Who does not know who asked learns nothing of the same person either.
    """
    near = [case] if reader.knows_person else []
    twins = twins_of(near, known_among(user)).get(case.pk, [])
    others = _linked(case, user, {twin.case.pk for twin in twins})
    readers = readers_of(others, user)
    may = not case.refusal(Verb.LINK, user)
    rows = [
        _related(
            *(case, twin.case, twin.case.title, "同一个人，"),
            may=may and not twin.is_linked,
        )
        for twin in twins
    ]
    titles = {one.pk: readers[one.pk].read(one.title) for one in others}
    return rows + [_related(case, one, titles[one.pk]) for one in others]


def _linked(case: Petition, user: User, known: set[int]) -> list[Petition]:
    """Return what staff have linked, of whatever person, as far as it is seen."""
    ids = {pk for link in links_of(case) for pk in (link.first_id, link.second_id)}
    ids -= {case.pk, *known}
    return list(Petition.objects.visible_to(user).filter(pk__in=ids)) if ids else []


def _related(
    case: Petition, other: Petition, title: str, who: str = "", *, may: bool = False
) -> dict[str, Any]:
    page = case.get_absolute_url()
    keys = (("是同一件，关联", "link"), ("不是同一件", "apart")) if may else ()
    day = day_in_sentence(other.received_on)
    return {
        "url": other.get_absolute_url(),
        "code_grouped": other.code_text,
        "title": title,
        "text": f"{who}{day}收到，{other.get_state_display()}",
        "ways": [
            (label, f"{page}?open={key}&twin={other.code}#{key}") for label, key in keys
        ],
    }


def _row_of(petition: Petition, reader: Reader, user: User, at: datetime) -> Row:
    today = timezone.localdate(at)
    left, tone = left_words(petition, today)
    return Row(
        url=petition.get_absolute_url(),
        code_grouped=petition.code_text,
        title=reader.read(petition.title),
        kind=petition.get_kind_display(),
        left=left,
        tone=tone,
        due=("预计 " if petition.is_provisional else "")
        + day_in_sentence(petition.due_on),
        owner=holder_text(petition),
        first_asked=petition.duty_by.name if petition.duty_by else "还没有",
        state=petition.get_state_display(),
        state_tone=STATE_TONES[State(petition.state)],
        flags=flags_of(petition, user.center_id, at),
    )


def holder_text(petition: Petition) -> str:
    """Return who has it now: the superior center, a clerk, or nobody yet."""
    if petition.owner_center:
        return petition.owner_center.name
    return petition.owner.name if petition.owner else "还没人接"


def flags_of(
    petition: Petition, home: int | None, at: datetime
) -> list[tuple[str, str]]:
    """Return what else one must know, as words and their tone."""
    center = petition.center
    is_late = petition.is_open and petition.due_on < timezone.localdate(at)
    is_silent = petition.last_public_at < silent_since(center, at)
    known: list[tuple[object, str, str]] = [
        (petition.news_at, "有新情况", "warn"),
        (petition.was_late and not is_late, "超期过", "warn"),
        (petition.is_extended, "延过期", "now"),
        (petition.round > 1, f"第 {petition.round} 轮", "warn"),
        (petition.returns, f"上级退回 {petition.returns} 次", "warn"),
        (petition.paused_until, "暂停计时", "off"),
        (petition.anonymous, "匿名", "off"),
        (petition.signer_count, f"联名，另有 {petition.signer_count} 人", "now"),
        (petition.center_id != home, center.short_name or center.name, "off"),
        (petition.is_open and is_silent, "三天没消息", "warn"),
    ]
    return [(text, tone) for is_so, text, tone in known if is_so]


ROUND_HEADER = (
    *("编号", "事情", "类别", "来源", "中心", "算起的日子", "第几轮"),
    *("最初的期限", "期限", "答复", "是否按期", "状态", "评价", "首问人", "现在谁办"),
)


def round_lines(
    rounds: Iterable[Round], user: User, *, with_words: bool = False
) -> list[tuple[str, list[str]]]:
    """Return address and cells of each round that a list has found, as it may be read.

    Who asked stands in no column; ``with_words`` adds what was asked and answered.
    """
    rows = list(rounds)
    cases = {row.petition_id: row.petition for row in rows}
    told = readable(Petition.objects.filter(pk__in=cases), user)
    readers = readers_of(told, user, are_listed=True)
    answers = _answers(rows) if with_words else {}
    return [
        (
            row.petition.get_absolute_url(),
            _round_cells(row, readers[row.petition_id])
            + (_round_words(row, readers[row.petition_id], answers) * with_words),
        )
        for row in rows
    ]


def _answers(rows: list[Round]) -> dict[int, str]:
    replies = Reply.objects.standing().filter(round__in=[row.pk for row in rows])
    return dict(replies.order_by("pk").values_list("round", "text"))


def _round_words(row: Round, reader: Reader, answers: dict[int, str]) -> list[str]:
    words = (row.petition.body, answers.get(row.pk, ""), row.result)
    return [reader.read(one) for one in words]


def _answered_by(row: Round) -> ClockRow | None:
    """Return the clock that the answer of a round meets, or has met."""
    rows = [
        one
        for one in row.clocks.all()
        if one.clock in clocks_of(row.petition.kind)
        and (one.met_at is None or row.answered_at in (None, one.met_at))
    ]
    return min(rows, key=lambda one: (one.due_on, one.pk), default=None)


def _round_cells(row: Round, reader: Reader) -> list[str]:
    case, is_running = row.petition, row.number == row.petition.round
    clock = _answered_by(row)
    rating = getattr(row, "rating", None)
    return [
        case.code_text,
        reader.read(case.title),
        case.get_kind_display(),
        case.get_channel_display(),
        case.center.short_name or case.center.name,
        row.day0.isoformat(),
        str(row.number),
        clock.original_on.isoformat() if clock else "",
        clock.due_on.isoformat() if clock else "",
        f"{timezone.localdate(row.answered_at)}" if row.answered_at else "",
        row.get_timeliness_display(),
        case.get_state_display() if is_running else "上一轮",
        rating.get_score_display() if rating else "",
        case.duty_by.name if case.duty_by else "",
        holder_text(case) if is_running else "",
    ]
