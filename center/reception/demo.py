"""Made-up mornings at the counter: who came, what for, and what became of it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate, localtime

from center.guide.models import Version
from center.models import User
from center.reception.actions import register
from center.reception.models import Line
from center.timetable.lookup import hours_of

CLERK = "16100000003"
# Phone and name of those who come; some leave neither.
PEOPLE = [
    ("16100000001", "林晓"),
    ("", ""),
    ("16100000002", "吴桐"),
    ("16100005520", "钱玉兰"),
    ("", ""),
    ("16100007781", "马志强"),
    ("16100001904", "何平"),
    ("16100008812", "赵文"),
]
FREE = ["问社保大厅怎么走", "打印身份证复印件", "问体检哪天", "领宣传单"]
DAYS, A_DAY = 12, 9
HOWS = ("direct", "direct", "accepted", "direct", "guided", "errand", "direct")
ELSEWHERE_AFTER = 11
UNIT = {"unit": "青禾物业（虚构）", "credit_code": "91350100M000100Y43"}


def fill(*, at: datetime, password: str) -> None:
    """Write down some visits on each open day of the last weeks, and this morning's."""
    clerk = User.objects.get(phone=CLERK)
    center = clerk.center
    assert center is not None
    items = list(Version.objects.offered(center, localdate(at)).order_by("pk"))
    hours = hours_of(center)
    for back in range(DAYS, -1, -1):
        day = localdate(at) - timedelta(days=back)
        spans = hours.spans_on(day)
        first = localtime(at).replace(hour=9, minute=4) - timedelta(days=back)
        for n in range(A_DAY if spans else 0):
            moment = first + timedelta(minutes=17 * n)
            if moment < at:
                _visit(center, clerk, items, back * A_DAY + n, moment)
    _endings(clerk, at)


def _visit(
    center: Any, clerk: User, items: list[Version], n: int, at: datetime
) -> None:
    phone, name = PEOPLE[n % len(PEOPLE)]
    item = items[n % len(items)] if items and n % 3 else None
    told: dict[str, Any] = {"phone": phone, "name": name}
    told["what"] = item.name if item else FREE[n % len(FREE)]
    told |= _ending(n)
    if n % 10 == 3:
        told |= UNIT
    if n % 8 == 5:
        told["channel"] = "call"
    try:
        register.write_down(
            center=center,
            told_version=item,
            form_key=f"demo-line-{n}",
            by=clerk,
            at=at,
            **told,
        )
    except register.AskWhyError:
        register.write_down(
            center=center,
            told_version=item,
            form_key=f"demo-line-{n}",
            by=clerk,
            at=at,
            why=1 + n % 8,
            **told,
        )


def _ending(n: int) -> dict[str, str]:
    if n % ELSEWHERE_AFTER == 7:
        return {"how": "elsewhere", "where_to": "区人社局"}
    how = HOWS[n % len(HOWS)]
    return {"how": how, "where_to": "5 号窗口" if how == "guided" else ""}


def _endings(clerk: User, at: datetime) -> None:
    """Tell one person what is missing, finish most, take one slip of the pen back."""
    rows = list(Line.objects.filter(entered_by=clerk).order_by("at", "pk"))
    running = [row for row in rows if row.state == "open"]
    if running:
        last = running.pop()
        register.tell_missing(
            last,
            version=last.version,
            items=["户口簿原件", "一寸照片两张"],
            note="",
            by=clerk,
            at=last.at,
        )
    for row in running[:-2]:
        done: dict[str, Any] = {"certificate": "受理回执", "by": clerk}
        register.finish(
            row, version=row.version, at=row.at + timedelta(minutes=40), **done
        )
    over = [row for row in rows if row.state == "done"]
    for row in over[:-1:3]:
        marks = {"convenient": 5, "fair": 5, "satisfied": 4 + row.pk % 2}
        register.rate(row, version=row.version, by=clerk, at=row.at, **marks)
    for slip in over[-1:]:
        register.void(slip, version=slip.version, by=clerk, at=slip.at, reason="点错了")
