"""What a calendar row may say, and what each role may do with hours. Pure."""

from datetime import date

from center.rules import Role
from center.wording import weekday_name
from center.workdays import SATURDAY

FIRST_WITH_MAKEUPS = 2008

MAY = {
    Role.SUPERVISOR: [
        f"timetable.{verb}_{thing}"
        for thing in ("openingspan", "specialopening", "specialday")
        for verb in ("view", "add", "change", "delete")
    ]
    + [f"timetable.{verb}_calendaryear" for verb in ("view", "add", "change")]
}


def makeup_refusal(day: date) -> str:
    """Refuse to make up for something on a day that is worked anyway."""
    if day.weekday() >= SATURDAY:
        return ""
    return (
        f"{day:%Y-%m-%d} 是{weekday_name(day)}，本来就上班，不能登记成调休上班。"
        "调休上班的是周六或周日，请核对日期。"
    )


def year_refusal(year: int, holidays: int, makeups: int) -> str:
    """Refuse to call a year published while its list cannot be whole.

    The State Council has given make-up days in every year since 2008.
    """
    if not holidays:
        return f"{year} 年还没有一天放假，名单不全，不能标成已公布。请先填放假和调休。"
    if not makeups and year >= FIRST_WITH_MAKEUPS:
        return (
            f"{year} 年有 {holidays} 天放假，却没有一天调休上班，名单不全，"
            "不能标成已公布。请先把调休上班的周六、周日填上。"
        )
    return ""
