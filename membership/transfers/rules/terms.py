"""Dates and numbers of letters and receipts, and the papers that belong to each kind.

Pure dates in the center's calendar: no database, no clock. Every figure that differs
from place to place is a default here and a row in the database.
"""

from datetime import date, timedelta

from django.db import models

from membership.rules.dates import add_months
from membership.transfers.rules.states import Channel, Direction, Kind

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
# Dues may be recorded as paid this many months ahead, not more: a slip of the pen.
DUES_MONTHS_AHEAD = 12


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


def probation_refusal(*, until: date | None, today: date) -> str:
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


def dues_refusal(paid_through: date, today: date) -> str:
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


# Everything that may have to be brought; a code stays when the words change.
PAPERS = {
    "id": "身份证（看原件，不留复印件）",
    "statement": "党支部证明：基本情况、党费交到哪个月",
    "target": "接收单位同意接收的证明，或抬头和去向的核实记录",
    "letter": "介绍信第二联、第三联（连着，不要撕开）",
    "serial": "系统里的流水号",
    "dues": "党费交纳记录",
    "probation": "预备党员材料清单：入党志愿书、申请书、政审、培养考察",
    "form": "党员信息采集表",
    "lives": "在本地居住或工作的证明（没有单位的人）",
    "proxy": "手写签名的委托书，代办人也要是党员",
    "list": "随迁党员名单，由原党组织盖章",
    "decision": "上级党委关于隶属关系调整的批复",
    "league": "团员证或“智慧团建”里的团员信息页",
    "certificate": "党员证明信",
}
_BROUGHT = {
    (Direction.OUT, Kind.FORMAL): "id statement target dues",
    (Direction.OUT, Kind.CERTIFICATE): "id statement",
    (Direction.OUT, Kind.INSIDE): "statement dues",
    (Direction.OUT, Kind.GROUP): "decision list dues",
    (Direction.OUT, Kind.LEAGUE): "id league",
    (Direction.IN, Kind.FORMAL): "id dues form lives",
    (Direction.IN, Kind.CERTIFICATE): "id certificate",
    (Direction.IN, Kind.GROUP): "decision list dues",
    (Direction.IN, Kind.LEAGUE): "id league",
}


def papers_for(
    *, direction: str, kind: str, channel: str, probationary: bool, by_proxy: bool
) -> dict[str, str]:
    """Return what to bring to the counter (1.8), most important first: code, words."""
    codes = _BROUGHT[Direction(direction), Kind(kind)].split()
    if direction == Direction.IN and kind in (Kind.FORMAL, Kind.GROUP):
        codes.insert(1, "letter" if channel == Channel.PAPER else "serial")
    if probationary and kind == Kind.FORMAL:
        codes.append("probation")
    if by_proxy:
        codes.append("proxy")
    return {code: PAPERS[code] for code in codes}
