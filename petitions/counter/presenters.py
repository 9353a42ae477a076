"""Cases made ready for the lists of the desk, as far as their reader may know."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from center.models import User
from center.wording import day_in_sentence
from petitions.counter.queue import silent_since
from petitions.models import Petition
from petitions.models.access import Reader, readers_of
from petitions.models.alike import known_among, twins_of
from petitions.models.people import links_of
from petitions.promise import STATE_TONES, left_words
from petitions.rules import State, Verb


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
        url=reverse("petitions_counter:case", args=[petition.code]),
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
