"""What may happen to a line of the walk-in register, and until when. Pure.

一次性告知、首问责任 and the register itself: domain.md §4.11.
"""

import re
from datetime import date, datetime, timedelta

from django.db.models import IntegerChoices, TextChoices

from center.rules import Role
from center.workflow.rules import Transition, Workflow

# Whoever wrote a line may take it back for so long, without a reason.
UNDO = timedelta(minutes=10)
# An older visit stood on a numbered sheet of paper first.
ON_PAPER_AFTER = timedelta(minutes=15)
DAYS_BACK, SUPERVISOR_DAYS_BACK = 7, 31
AHEAD = timedelta(minutes=1)
# A matter that was closed so recently goes on when the person comes again.
SAME_MATTER = timedelta(days=30)
TEXT, NOTE, MOST_ITEMS = 60, 200, 20
MARKS = range(1, 6)
TOO_LATE = "过了 10 分钟，请主管写原因作废。"
BLANK_ROWS, MOST_BLANK_ROWS, MOST_SHEETS = 20, 60, 10

WORK, ENTER, CHANGE = (f"reception.{verb}_line" for verb in ("view", "add", "change"))
SUPERVISE = "reception.supervise_line"
MAY = {
    Role.CLERK: [WORK, ENTER, CHANGE, "reception.export_line"],
    Role.SUPERVISOR: [WORK, ENTER, CHANGE, SUPERVISE, "reception.export_line"],
}


class How(TextChoices):
    """What came of it at the counter."""

    DIRECT = "direct", "当场办好"
    ACCEPTED = "accepted", "受理，等结果"
    ERRAND = "errand", "帮他代办"
    GUIDED = "guided", "领到别的窗口"
    ELSEWHERE = "elsewhere", "告诉去别处办"


class Channel(TextChoices):
    """How somebody came; a call is no visit."""

    VISIT = "visit", "来人"
    CALL = "call", "来电"


class State(TextChoices):
    """Where a line stands."""

    OPEN = "open", "等结果"
    WAITING = "waiting", "等对方接"
    DONE = "done", "办好"
    BECAME = "became", "已转出"
    VOID = "void", "作废"


class Verb(TextChoices):
    """What is done to a line."""

    ENTER = "enter", "登记"
    VOID = "void", "作废"
    FINISH = "finish", "办好"
    BECOME = "become", "转成"
    MISSING = "missing", "一次性告知"
    AGAIN = "again", "允许再告知一次"
    HAND_OVER = "hand_over", "交给"
    ACCEPT = "accept", "接下"
    RATE = "rate", "评价"


class Why(IntegerChoices):
    """Why the same person comes again for the same thing."""

    CHASING = 1, "催问"
    PAPERS = 2, "缺材料"
    WINDOW = 3, "找错窗口"
    TOLD_WRONG = 4, "信息不对"
    SYSTEM = 5, "系统故障"
    COLLECT = 6, "领取结果"
    REQUIRED = 7, "规定要来"
    OTHER = 8, "其他"


# These two are no fault of the center's, and count as no further visit.
EXPECTED = (Why.COLLECT, Why.REQUIRED)
FIRST_STATE = {
    How.DIRECT: State.DONE,
    How.ACCEPTED: State.OPEN,
    How.ERRAND: State.OPEN,
    How.GUIDED: State.WAITING,
    How.ELSEWHERE: State.WAITING,
}
RUNNING = (State.OPEN, State.WAITING)
COUNTED = (*RUNNING, State.DONE, State.BECAME)

FLOW = Workflow(
    State,
    Transition(
        Verb.VOID, [*RUNNING, State.DONE], State.VOID, "“{now}”的登记不能作废。", CHANGE
    ),
    Transition(Verb.FINISH, RUNNING, State.DONE, permission=CHANGE),
    Transition(
        Verb.BECOME,
        [*RUNNING, State.DONE],
        State.BECAME,
        "这一条“{now}”，不能再转一次；要另办请新登记一条。",
        CHANGE,
    ),
    Transition(Verb.MISSING, RUNNING, permission=CHANGE),
    Transition(Verb.AGAIN, RUNNING, permission=SUPERVISE),
    Transition(Verb.HAND_OVER, RUNNING, State.WAITING, permission=CHANGE),
    Transition(Verb.ACCEPT, [State.WAITING], State.OPEN, permission=CHANGE),
    Transition(Verb.RATE, COUNTED, permission=CHANGE),
)


def number_of(day: date, n: int) -> str:
    """Return 20261130-024: day and running number, per center."""
    return f"{day:%Y%m%d}-{n:03}"


def read_number(text: str) -> tuple[date, int] | None:
    """Return day and running number of a written one."""
    found = re.fullmatch(r"(\d{8})-(\d{3,5})", text)
    if not found:
        return None
    try:
        day = datetime.strptime(found[1], "%Y%m%d").date()  # noqa: DTZ007 - a bare day
    except ValueError:
        return None
    return day, int(found[2])


def moment_refusal(at: datetime, now: datetime, days_back: int) -> str:
    """Say why a visit cannot be entered for this moment; empty where it can.

    Both are aware and in the zone of the center: the days are natural ones.
    """
    if at > now + AHEAD:
        return "时间在后面，还没有到；请写他来的时间。"
    if (now.date() - at.date()).days > days_back:
        return f"最多补登 {days_back} 天以内的；更早的请找主管。"
    return ""


def needs_sheet(at: datetime, now: datetime) -> bool:
    return now - at > ON_PAPER_AFTER


def may_undo(entered_at: datetime, now: datetime) -> bool:
    return now - entered_at <= UNDO


# GB 32100-2015: the weight of each place, by the signs that a code may hold.
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code_refusal(code: str) -> str:
    """Say what is wrong with a unified social credit code (GB 32100-2015)."""
    if not re.fullmatch(f"[{_SIGNS}]{{18}}", code):
        return "统一社会信用代码是 18 位数字和大写字母（没有 I、O、S、V、Z）。"
    total = sum(
        _SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17])
    )
    if _SIGNS.index(code[17]) != (31 - total % 31) % 31:
        return "统一社会信用代码的校验位不对，请再对一遍。"
    return ""


def share(part: int, whole: int) -> str:
    """Return a share in percent, or a dash for none of nothing."""
    return f"{100 * part / whole:.0f}%" if whole else "—"
