"""The date of a request in words: what is promised, how long is left, and why."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from center.timetable.lookup import calendar_of
from center.wording import date_in_sentence, day_in_sentence, moment_text
from petitions.models import ClockRow, Petition
from petitions.rules.clock import Clock, days_late, strip, working_days_left
from petitions.rules.states import State
from petitions.strip import cells

STATE_TONES = {
    State.REGISTERED: "now",
    State.IN_HAND: "now",
    State.ESCALATED: "now",
    State.HANDED_BACK: "now",
    State.ANSWERED: "ok",
    State.CLOSED: "ok",
    State.WITHDRAWN: "off",
}


# Where the word of the house says whose turn it is there, not what the person gets.
TOLD_STATES = {State.REGISTERED: "已登记", State.HANDED_BACK: "上级已答复，正在转告您"}


def told_state(petition: Petition) -> str:
    told = TOLD_STATES.get(State(petition.state))
    return told or petition.get_state_display()


def current_clock(petition: Petition, clocks: Iterable[ClockRow]) -> ClockRow | None:
    """Return the clock whose date is the date of the case now."""
    rows = list(clocks)
    waiting = [row for row in rows if row.met_at is None and row.due_on >= row.day0]
    same = [row for row in waiting if row.due_on == petition.due_on]
    return next(iter(same or waiting or rows), None)


def promise_of(
    petition: Petition, clock: ClockRow | None, today: date
) -> dict[str, Any]:
    """Return the date of the case with the words and reasons around it."""
    original = petition.original_due_on
    moved = clock is not None and clock.original_on != clock.due_on
    return {
        "lead": _lead(petition, clock, today),
        "due": day_in_sentence(petition.due_on),
        "words": left_words(petition, today)[0],
        "why": _why(clock) if clock else [],
        "original": day_in_sentence(clock.original_on if moved and clock else original)
        if moved
        else "",
        "is_late": petition.is_open and petition.due_on < today,
        "is_provisional": petition.is_provisional and petition.is_open,
    }


def _why(clock: ClockRow) -> list[str]:
    """Answer "why that day?"; what was late once says so, whatever was corrected."""
    if not clock.was_late or clock.due_on <= clock.original_on:
        return [clock.why]
    first = date_in_sentence(clock.original_on)
    return [clock.why, f"最先答应的是{first}，那天没有答复，更正以后也还算超期。"]


def _lead(petition: Petition, clock: ClockRow | None, today: date) -> str:
    if not petition.is_open:
        return "答应您的日子"
    if petition.due_on < today:
        return "答应您的日子已经过了"
    if clock and clock.clock == Clock.NOTICE:
        return "最晚在这一天书面告诉您"
    if clock and clock.clock == Clock.HANDLING:
        return "最晚在这一天办完"
    return "最晚在这一天答复您"


def left_words(petition: Petition, today: date) -> tuple[str, str]:
    """Return how much time is left, in words, and the tone of it."""
    if petition.state == State.WITHDRAWN:
        return "已撤回", "calm"
    if petition.answered_at and not petition.is_open:
        return f"{moment_text(petition.answered_at)} 已答复", "calm"
    calendar = calendar_of(petition.center)
    left = working_days_left(calendar, today, petition.due_on)
    if petition.due_on < today:
        return f"超期 {-left} 个工作日", "late"
    if petition.was_late:
        return f"超期过，更正后还有 {left} 个工作日", "late"
    if petition.due_on == today:
        return "今天到期", "today"
    return f"还有 {left} 个工作日", "soon" if left <= 2 else "calm"


def lead_words(petition: Petition, today: date) -> tuple[str, str]:
    """Return the sentence that leads everything about a request, and its tone."""
    if petition.state == State.WITHDRAWN:
        return "您已经撤回", "off"
    if petition.state == State.CLOSED:
        return "办结了", "ok"
    if not petition.is_open:
        return "答复您了", "ok"
    if petition.due_on < today:
        calendar = calendar_of(petition.center)
        late = -working_days_left(calendar, today, petition.due_on)
        return f"对不起，晚了 {late} 个工作日" if late else "对不起，晚了", "late"
    if petition.due_on == today:
        return "今天答复您", "now"
    about = "预计" if petition.is_provisional else ""
    return f"最晚{about} {day_in_sentence(petition.due_on)}答复您", "now"


def kept_words(petition: Petition, clock: ClockRow | None) -> str:
    """Return how an answer kept the day that was promised; what was late stays late."""
    if clock is None or petition.answered_at is None:
        return ""
    answered = timezone.localdate(petition.answered_at)
    left = working_days_left(calendar_of(petition.center), answered, clock.due_on)
    if clock.was_late or left < 0:
        return f"比答应的晚 {-left} 个工作日" if left < 0 else ""
    return f"比答应的早 {left} 个工作日" if left else "答应的那天答复的"


def strip_of(
    petition: Petition, clock: ClockRow | None, today: date
) -> list[dict[str, str]]:
    """Return the day strip of a working-day promise; longer clocks have words only."""
    if clock is None or clock.clock != Clock.PROMISE:
        return []
    calendar = calendar_of(petition.center)
    gone = {day for day, _ in clock.skipped_days}
    paused = {day for day in gone if calendar.is_working(day)}
    days = strip(calendar, clock.day0, clock.due_on, paused)
    answered = petition.answered_at if not petition.is_open else None
    ended = timezone.localdate(answered) if answered else today
    days += days_late(calendar, clock.due_on, ended)
    promised = clock.original_on if clock.original_on != clock.due_on else None
    return cells(
        days, today=today, promised_on=promised, answered_on=ended if answered else None
    )
