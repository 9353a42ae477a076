"""The rules of 党员活动日. Pure: no database, no clock, no request.

Source: 《党员活动日制度》: five kinds of content; times of the branch's own choice,
but May 1, July 1 and October 1 for all; never replaced by 三会一课; reported to the
committee within five days with content, attendance and effect.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.db import models

from center.rules import Role, grants
from center.workdays import WorkCalendar
from center.workflow.rules import Transition, Workflow

DAYS_TO_REPORT = 5
MAX_PHOTOS = 9
REASON_LENGTH = 100
# A date farther away than this from today is a slip of the pen.
FARTHEST_DAYS = 400
MONTHS = range(1, 13)

_KEEP = "view_activityday add_activityday"
MAY = {
    Role.CLERK: grants("activity_days", _KEEP),
    Role.SECRETARY: grants("activity_days", _KEEP),
    Role.ORGANIZER: grants("activity_days", f"{_KEEP} sign_activityday"),
    Role.SUPERVISOR: grants("activity_days", "view_activityday change_reportsetting"),
}


class State(models.TextChoices):
    """Where an activity day stands."""

    PLANNED = "planned", "计划"
    HELD = "held", "待报送"
    REPORTED = "reported", "已报送"
    RETURNED = "returned", "已退回"
    SIGNED = "signed", "已签收"
    CANCELLED = "cancelled", "已取消"


# The branch may write in the record only while the committee does not have it.
WRITABLE = frozenset({State.HELD, State.RETURNED})
HAPPENED = frozenset({State.HELD, State.REPORTED, State.RETURNED, State.SIGNED})


class Verb(models.TextChoices):
    """What the history says was done."""

    PLAN = "plan", "安排"
    REPLAN = "replan", "改了安排"
    HOLD = "hold", "登记已举行"
    WRITE = "write", "填写纪实"
    ATTEND = "attend", "登记出勤"
    ANSWER = "answer", "检查上次任务"
    TASK = "task", "布置任务"
    PHOTO = "photo", "添加照片"
    CASE = "case", "报送典型材料"
    REPORT = "report", "报送上级党委"
    RETURN = "return", "退回"
    SIGN = "sign", "签收"
    CANCEL = "cancel", "取消"
    MAKE_UP = "make_up", "登记补课"


_WRITE = "activity_days.add_activityday"
_SIGN = "activity_days.sign_activityday"


def _written(verb: Verb) -> Transition:
    sealed = f"{_NOW}举行以后、报送以前才能填纪实。报送了要改，请上级党委先退回。"
    return Transition(verb, WRITABLE, refusal=sealed, permission=_WRITE)


_NOW = "这个活动日现在是“{now}”，"
# What may happen to an activity day, and nothing else.
FLOW = Workflow(
    State,
    Transition(Verb.REPLAN, [State.PLANNED], None, f"{_NOW}安排不能再改。", _WRITE),
    Transition(
        Verb.HOLD, [State.PLANNED], State.HELD, f"{_NOW}不能再登记举行。", _WRITE
    ),
    Transition(
        Verb.CANCEL, [State.PLANNED], State.CANCELLED, f"{_NOW}不能取消。", _WRITE
    ),
    *map(_written, [Verb.WRITE, Verb.ATTEND, Verb.ANSWER, Verb.TASK, Verb.PHOTO]),
    Transition(Verb.MAKE_UP, HAPPENED, None, "活动还没有举行，谈不上补课。", _WRITE),
    Transition(Verb.CASE, HAPPENED, None, "活动举行以后才能写典型材料。", _WRITE),
    Transition(
        Verb.REPORT,
        WRITABLE,
        State.REPORTED,
        f"{_NOW}举行以后、报送以前才能报送。",
        _WRITE,
    ),
    Transition(
        Verb.RETURN,
        [State.REPORTED],
        State.RETURNED,
        f"{_NOW}报送以后、签收以前才能退回。",
        _SIGN,
    ),
    Transition(
        Verb.SIGN, [State.REPORTED], State.SIGNED, f"{_NOW}不能改成“已签收”。", _SIGN
    ),
)


class Content(models.TextChoices):
    """What an activity day may be about; 《党员活动日制度》 one, 1–5."""

    STUDY = "study", "学习文件，汇报思想，反映群众意见"
    BRIEFING = "briefing", "通报支部工作，宣传方针政策"
    TASKS = "tasks", "检查上次布置的任务"
    EXCELLENCE = "excellence", "创先争优活动"
    LIFE = "life", "支部生活会"


class Presence(models.TextChoices):
    """How a member stood to one activity day."""

    PRESENT = "present", "到会"
    ONLINE = "online", "线上参加"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "缺席"
    MADE_UP = "made_up", "已补课"
    EXEMPT = "exempt", "免予参加"


ATTENDING = frozenset({Presence.PRESENT, Presence.ONLINE})
NEEDS_REASON = frozenset({Presence.LEAVE, Presence.EXEMPT})
# Somebody makes up later, with a date; it is not marked on the roll.
MAY_MARK = frozenset(Presence) - {Presence.MADE_UP}
MAY_MAKE_UP = frozenset({Presence.LEAVE, Presence.ABSENT})


class Outcome(models.TextChoices):
    """How far a task given last time got."""

    DONE = "done", "完成"
    PARTLY = "partly", "部分完成"
    NOT_DONE = "not_done", "未完成"
    DROPPED = "dropped", "不再办"


CLOSING = frozenset({Outcome.DONE, Outcome.DROPPED})


class Unified(models.TextChoices):
    """The three days on which every branch holds its activity day."""

    MAY_DAY = "may_day", "“五一”统一活动日"
    PARTY_DAY = "party_day", "“七一”统一活动日"
    NATIONAL_DAY = "national_day", "“十一”统一活动日"


UNIFIED_DATES: dict[Unified, tuple[int, int]] = {
    Unified.MAY_DAY: (5, 1),
    Unified.PARTY_DAY: (7, 1),
    Unified.NATIONAL_DAY: (10, 1),
}
UNIFIED_MONTHS = frozenset(month for month, _ in UNIFIED_DATES.values())


class MeetingKind(models.TextChoices):
    """The four meetings of 三会一课; 《支部工作条例》."""

    MEMBERS = "members", "支部党员大会"
    COMMITTEE = "committee", "支部委员会会议"
    GROUP = "group", "党小组会"
    LECTURE = "lecture", "党课"


class MeetingState(models.TextChoices):
    """Whether an entry of a meeting stands; a struck-out one stays readable."""

    VALID = "valid", "有效"
    VOID = "void", "已作废"


class MeetingVerb(models.TextChoices):
    """What was done to the entry of a meeting."""

    REGISTER = "register", "登记"
    CHANGE = "change", "修改"
    VOID = "void", "作废"


_VOID_ALREADY = "这条登记已经作废，不能再改。要记的话，请另登记一条。"
# What may happen to the entry of a meeting.
MEETING_FLOW = Workflow(
    MeetingState,
    Transition(MeetingVerb.CHANGE, [MeetingState.VALID], None, _VOID_ALREADY, _WRITE),
    Transition(
        MeetingVerb.VOID, [MeetingState.VALID], MeetingState.VOID, _VOID_ALREADY, _WRITE
    ),
)


class Standing(models.TextChoices):
    """How an activity day counts on the board of the committee."""

    AHEAD = "ahead", "待举行"
    OPEN = "open", "待报送"
    IN_TIME = "in_time", "按时"
    LATE = "late", "迟报"
    MISSING = "missing", "缺报"


# What a month with several activity days shows first.
WORST_FIRST = [
    Standing.MISSING,
    Standing.LATE,
    Standing.OPEN,
    Standing.AHEAD,
    Standing.IN_TIME,
]


class Due(NamedTuple):
    """The last day to report: counted out, rolled on, and whether it is provisional."""

    strict_on: date
    due_on: date
    is_provisional: bool = False


def unified_on(day: date) -> str:
    """Return which unified day falls on ``day``, or empty."""
    for unified, (month, number) in UNIFIED_DATES.items():
        if (day.month, day.day) == (month, number):
            return unified
    return ""


def unified_days(year: int) -> list[tuple[Unified, date]]:
    """Return the three unified days of ``year`` with their dates."""
    return [
        (unified, date(year, month, number))
        for unified, (month, number) in UNIFIED_DATES.items()
    ]


def report_due(day: date, calendar: WorkCalendar, *, rolls: bool) -> Due:
    """Return until when the activity day of ``day`` is to be reported.

    Five natural days, ``day`` itself is day 0; where ``rolls``, a last day that is a
    rest day moves to the next working day (brief, decision 9). Raises
    ``OverflowError`` at the end of the calendar.
    """
    strict_on = day + timedelta(days=DAYS_TO_REPORT)
    if not rolls or calendar.is_working(strict_on):
        provisional = rolls and calendar.is_provisional(strict_on)
        return Due(strict_on, strict_on, provisional)
    due_on = calendar.nth_after(strict_on, 1)
    provisional = calendar.is_provisional(strict_on) or calendar.is_provisional(due_on)
    return Due(strict_on, due_on, provisional)


def standing(
    *, on: date, due_on: date, reported_on: date | None, today: date
) -> Standing:
    """Say how an activity day counts; ``reported_on`` is its first report.

    A return by the committee does not undo a report in time, a report after the last
    day stays late for ever.
    """
    if reported_on is not None:
        return Standing.IN_TIME if reported_on <= due_on else Standing.LATE
    if today > due_on:
        return Standing.MISSING
    return Standing.AHEAD if today < on else Standing.OPEN


def expected_from(*, founded_on: date | None, registered_on: date) -> date:
    """Return from which day a branch is expected to hold activity days.

    Its founding; where nobody wrote that down, the day it came into the register.
    """
    return founded_on or registered_on


def is_month_expected(year: int, month: int, *, since: date) -> bool:
    return (year, month) >= (since.year, since.month)


def worst(standings: list[Standing]) -> Standing:
    return min(standings, key=WORST_FIRST.index)


def month_standing(
    standings: list[Standing], *, is_expected: bool, is_over: bool
) -> Standing | None:
    """Say what a board shows for one month of a branch; None is nothing to say."""
    if standings:
        return worst(standings)
    return Standing.MISSING if is_expected and is_over else None


def missing_in_report(
    *,
    contents: Sequence[str],
    process: str,
    effect: str,
    host: str,
    unmarked: int,
    unanswered: int,
) -> list[str]:
    """Return what is still to be filled in before the committee may have it."""
    wanted = {
        "请至少选一类内容。": not contents,
        "请写主持人。": not host,
        "请写议程和经过。": not process,
        "请写效果。": not effect,
        f"还有 {unmarked} 名党员没有登记出勤。": unmarked > 0,
        f"上次布置的任务还有 {unanswered} 项没有填完成情况。": unanswered > 0,
    }
    return [text for text, is_missing in wanted.items() if is_missing]


def attendance_rate(attending: int, expected: int) -> int | None:
    """Return the whole percent, half rounded up; None when nobody was expected."""
    if expected < 1:
        return None
    return (attending * 200 + expected) // (expected * 2)
