"""Dates and numbers of letters and receipts, and the papers that belong to each kind.

Pure dates in the center's calendar: no database, no clock. Every figure that differs
from place to place is a default here and a row in the database.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models

from membership.transfers.rules import Channel, Direction, Kind

VALID_DAYS = 30
MAX_VALID_DAYS = 90
RECEIPT_DAYS = 30
MIN_RECEIPT_DAYS, MAX_RECEIPT_DAYS = 15, 60
# Days after the letter (out) or the acceptance (in) on which somebody is reminded.
RECEIPT_REMINDERS = (7, 15, 30)
# The member is told this many days before the letter ends.
EXPIRY_WARNING_DAYS = 3
# The new branch is told this long before somebody's probation ends (1.7).
PROBATION_WARNING_DAYS = 30
PROBATION_MONTHS = 12
# Dues may be recorded as paid this many months ahead, not more: a slip of the pen.
DUES_MONTHS_AHEAD = 12
MAX_AGE = 120


def valid_until(issued_on: date, days: int) -> date:
    """Return the last day on which a letter is good; the day of issue is day 0.

    Refuses fewer than 1 and more than 90 days with ``ValueError``.
    """
    if not 1 <= days <= MAX_VALID_DAYS:
        raise ValueError(f"a letter is good for 1 to {MAX_VALID_DAYS} days")
    return issued_on + timedelta(days=days)


def is_expired(last_day: date, today: date) -> bool:
    return today > last_day


def is_ending(last_day: date, today: date) -> bool:
    """Say whether a letter is good but ends within three days."""
    return today <= last_day <= today + timedelta(days=EXPIRY_WARNING_DAYS)


def receipt_due(start: date, days: int = RECEIPT_DAYS) -> date:
    return start + timedelta(days=days)


def reminder_due(start: date, today: date, days: int = RECEIPT_DAYS) -> int | None:
    """Return the latest reminder that is due, as days after ``start``, or nothing.

    After some days without the job only the latest one is due: three texts at once
    about one receipt help nobody.
    """
    stages = sorted({*RECEIPT_REMINDERS[:2], days})
    passed = [stage for stage in stages if (today - start).days >= stage]
    return passed[-1] if passed else None


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def probation_ends(accepted_on: date) -> date:
    """Return the day on which a year of probation is full (细则, art. 32 of 2014)."""
    return add_months(accepted_on, PROBATION_MONTHS)


def probation_problem(*, until: date | None, today: date) -> str:
    """Return why somebody on probation cannot be moved, or nothing (1.7)."""
    if until is None:
        return "预备党员要写明预备期到哪一天。"
    if today > until:
        return (
            "预备期已经满了，还没有转正：要先由现在的党支部讨论转正，有了结果再办接转。"
        )
    return ""


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def dues_problem(paid_through: date, today: date) -> str:
    """Return what is wrong with the month up to which dues are paid, or nothing.

    Dues are paid up to the month in which somebody leaves (党费交至转出当月).
    """
    if paid_through > add_months(first_of_month(today), DUES_MONTHS_AHEAD):
        return "党费交到的月份太远了，请核对年份。"
    if paid_through < first_of_month(today):
        return (
            f"党费只交到 {paid_through:%Y-%m}，要交到转出当月（{today:%Y-%m}）。"
            "请先补交，再确认。"
        )
    return ""


def letter_number(word: str, kind: str, year: int, serial: int) -> str:
    """Return 清街组转〔2026〕0001号; ``word`` is short for who issues it."""
    what = "组证" if kind == Kind.CERTIFICATE else "组转"
    return f"{word}{what}〔{year:04}〕{serial:04}号"


class RefusalCode(models.TextChoices):
    """The only reasons for which an incoming relation may be sent back (1.6).

    “Not wanted” is not among them: 党组织不得无故拒转拒接.
    """

    WRONG_HEADING = "heading", "抬头或接转途径不对，开信的组织没有权限"
    DEFECTIVE = "defective", "信有缺漏：缺编号、公章、骑缝章，或有涂改没有更正章"
    EXPIRED = "expired", "信已过有效期，转出方不能补开"
    IDENTITY = "identity", "本人身份无法核实，和信上写的对不上"
    PROBATION_OVER = "probation", "预备期已满还没有转正，要转出方先作出决定"
    NOT_RECOGNIZED = "unrecognized", "入党材料无法认定，按规定已报上级批准"
    OWN_WISH = "own-wish", "本人要求取回，不接了"


# Taken back by the member: nobody was refused, so nothing for the superior to see.
NOT_A_REFUSAL = frozenset({RefusalCode.OWN_WISH})


@dataclass(frozen=True)
class Paper:
    """One thing to bring; ``code`` stays the same when the words change."""

    code: str
    text: str


_ID = Paper("id", "身份证（看原件，不留复印件）")
_STATEMENT = Paper("statement", "党支部证明：基本情况、党费交到哪个月")
_TARGET = Paper("target", "接收单位同意接收的证明，或抬头和去向的核实记录")
_LETTER = Paper("letter", "介绍信第二联、第三联（连着，不要撕开）")
_SERIAL = Paper("serial", "系统里的流水号")
_DUES = Paper("dues", "党费交纳记录")
_PROBATION = Paper("probation", "预备党员材料清单：入党志愿书、申请书、政审、培养考察")
_FORM = Paper("form", "党员信息采集表")
_LIVES = Paper("lives", "在本地居住或工作的证明（没有单位的人）")
_PROXY = Paper("proxy", "手写签名的委托书，代办人也要是党员")
_LIST = Paper("list", "随迁党员名单，由原党组织盖章")
_DECISION = Paper("decision", "上级党委关于隶属关系调整的批复")
_LEAGUE = Paper("league", "团员证或“智慧团建”里的团员信息页")

_PAPERS = {
    (Direction.OUT, Kind.FORMAL): (_ID, _STATEMENT, _TARGET, _DUES),
    (Direction.OUT, Kind.CERTIFICATE): (_ID, _STATEMENT),
    (Direction.OUT, Kind.INSIDE): (_STATEMENT, _DUES),
    (Direction.OUT, Kind.GROUP): (_DECISION, _LIST, _DUES),
    (Direction.OUT, Kind.LEAGUE): (_ID, _LEAGUE),
    (Direction.IN, Kind.FORMAL): (_ID, _DUES, _FORM, _LIVES),
    (Direction.IN, Kind.CERTIFICATE): (_ID, Paper("certificate", "党员证明信")),
    (Direction.IN, Kind.GROUP): (_DECISION, _LIST, _DUES),
    (Direction.IN, Kind.LEAGUE): (_ID, _LEAGUE),
}


def papers_for(
    *, direction: str, kind: str, channel: str, probationary: bool, by_proxy: bool
) -> tuple[Paper, ...]:
    """Return what to bring to the counter (1.8), most important first."""
    papers = list(_PAPERS[Direction(direction), Kind(kind)])
    if direction == Direction.IN and kind in (Kind.FORMAL, Kind.GROUP):
        papers.insert(1, _LETTER if channel == Channel.PAPER else _SERIAL)
    if probationary and kind == Kind.FORMAL:
        papers.append(_PROBATION)
    if by_proxy:
        papers.append(_PROXY)
    return tuple(papers)


def age_on(born_on: date, day: date) -> int:
    """Return the age in full years; somebody born on Feb 29 ages on Mar 1."""
    return (
        day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
    )
