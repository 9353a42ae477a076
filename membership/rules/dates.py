"""Probation, age and the dates of a membership. Pure: no clock."""

import calendar
from datetime import MAXYEAR, date, timedelta

from membership.rules.members import MemberKind

PROBATION_MONTHS = 12
# So long before its end a probation is on the desk.
PROBATION_SOON = timedelta(days=30)
EXTENSION_MONTHS = range(6, 13)


# -- Members


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def age_on(born_on: date, day: date) -> int:
    """Return the age in full years; somebody born on Feb 29 ages on Mar 1."""
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return day.year - born_on.year - (not had_birthday)


def probation_end(joined_on: date) -> date:
    """Return the day probation is over: one year after the branch meeting (党章 §7)."""
    return add_months(joined_on, PROBATION_MONTHS)


# The Party was founded in July 1921; nobody joined before.
FOUNDED_ON = date(1921, 7, 1)


def dates_refusal(
    kind: str, joined_on: date, confirmed_on: date | None, until: date | None
) -> str:
    """Say which date does not fit the kind of member, or return an empty text."""
    if joined_on < FOUNDED_ON:
        return f"入党日期不会早于 {FOUNDED_ON.year} 年 {FOUNDED_ON.month} 月。"
    if kind == MemberKind.FORMAL:
        if confirmed_on is None:
            return "正式党员要填转正日期。"
        return "转正日期不能早于入党日期。" if confirmed_on < joined_on else ""
    if confirmed_on is not None:
        return "预备党员还没有转正日期。"
    if until is None or until <= joined_on:
        return "预备期要到入党日期之后。"
    return ""


def probation_extended(until: date, months: int) -> date:
    """Return the new end; once, by half a year to a year (细则, 延长预备期).

    Raises ``ValueError`` for another number of months.
    """
    if months not in EXTENSION_MONTHS:
        raise ValueError("延长预备期最短 6 个月，最长 12 个月。")
    return add_months(until, months)
