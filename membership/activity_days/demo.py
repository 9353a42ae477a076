"""A made-up year of activity days: some late, some missing, some returned."""

from datetime import date, datetime, time, timedelta
from itertools import count

from django.utils.timezone import localdate

from center.demo import photo
from center.hours import moment
from center.models import User
from membership.activity_days.actions import meetings, planning, record, reporting
from membership.activity_days.models import ActivityDay, Task
from membership.activity_days.rules import Content, State
from membership.models import Organization

SECRETARY, CLERK, ORGANIZER = "16100000005", "16100000003", "16100000006"
FIRST = "柳溪一支部"
SEATS = [(120, 190), (230, 160), (350, 160), (460, 190), (170, 370), (420, 370)]
# People around a table.
ROUND_TABLE = [
    ("rectangle", (0, 0, 640, 150), "#b9c4cc"),
    ("ellipse", (120, 230, 520, 420), "#8a5a34"),
    *(("ellipse", (x, y, x + 60, y + 60), "#c0392b") for x, y in SEATS),
]
STARTS, ENDS = time(14, 30), time(16, 30)
PLACES = ["五楼党群活动室", "社区会议室", "党群阅览室"]
THEMES = [
    "学习上级文件，讨论怎么落实",
    "清理河岸垃圾志愿服务",
    "通报支部工作，听意见",
    "走访独居老人",
    "我为群众办实事，亮成果",
    "支部生活会",
]
TASKS = [
    ("整理楼道杂物，贴好提示", "楼长"),
    ("走访两户独居老人，记下需要", "第一小组"),
    ("把学习笔记交齐", "组织委员"),
]
# How the reports turn out, in turn.
FATES = ["ok", "ok", "late", "ok", "ok", "again", "ok", "unreported", "ok", "unheld"]
MEETINGS = ["members", "committee", "group", "lecture"]


Cast = dict[str | None, User]


def fill(*, at: datetime, password: str) -> None:
    """Fill the year up to now, and plan the next month."""
    cast = {user.phone: user for user in User.objects.filter(is_staff=True)}
    today = localdate(at)
    branches = list(Organization.objects.branches().active().order_by("order", "pk"))
    start = moment(date(today.year, 1, 2), time(9))
    planning.plan_unified_days(
        year=today.year, branches=branches, by=cast[ORGANIZER], at=start
    )
    turn = count()
    for number, branch in enumerate(branches):
        for month in _months(number, today):
            day = _day(branch, number, month, today, cast)
            if day is not None:
                _happen(day, FATES[next(turn) % len(FATES)], at, cast)
        _meetings(branch, number, today, at, cast)
        _next_month(branch, number, today, at, cast)


def _writer(branch: Organization, cast: Cast) -> User:
    return cast[SECRETARY if str(branch) == FIRST else CLERK]


def _months(number: int, today: date) -> list[int]:
    """Return the whole year for one branch, what is talked about for the rest.

    Every record goes through all its steps, and nobody waits a minute for a demo.
    """
    year = range(1, today.month + 1)
    talked_about = {5, 7, 10, *range(today.month - 1, today.month + 1)}
    return [month for month in year if number < 1 or month in talked_about]


def _day(
    branch: Organization, number: int, month: int, today: date, cast: Cast
) -> ActivityDay | None:
    """Plan the activity day of a month, or take the unified one."""
    on = date(today.year, month, 8 + (number * 5 + month) % 14)
    if branch.founded_on and on < branch.founded_on:
        return None
    days = ActivityDay.objects.of_year(today.year).filter(branch=branch)
    if unified := days.filter(on__month=month).exclude(unified="").first():
        return unified
    if on >= today:
        return None
    return planning.plan(
        branch=branch,
        starts_at=moment(on, STARTS),
        ends_at=moment(on, ENDS),
        theme=THEMES[(number + month) % len(THEMES)],
        place=PLACES[number % len(PLACES)],
        form_key=f"demo-{branch.pk}-{month}",
        by=_writer(branch, cast),
        at=moment(on - timedelta(days=6), time(10)),
    )


def _happen(day: ActivityDay, fate: str, at: datetime, cast: Cast) -> None:
    by = _writer(day.branch, cast)
    if fate == "unheld":
        return
    day = _held(day, by)
    if fate == "unreported":
        return
    on = day.due_on + timedelta(days=3) if fate == "late" else _in_time(day)
    day = _reported(day, by, moment(on, time(11)), at)
    if fate == "again" and day.state == State.REPORTED:
        day = reporting.return_report(
            day,
            version=day.version,
            reason="参加人数和照片对不上，请核对后再报。",
            by=cast[ORGANIZER],
            at=moment(on, time(15)),
        )
        recent = (localdate(at) - on).days < 70
        if recent:
            return
        on += timedelta(days=1)
        day = _reported(day, by, moment(on, time(10)), at)
    signed_at = moment(on + timedelta(days=1), time(9))
    if day.state == State.REPORTED and signed_at < at:
        reporting.sign(day, version=day.version, by=cast[ORGANIZER], at=signed_at)


def _in_time(day: ActivityDay) -> date:
    return min(day.on + timedelta(days=2 + day.pk % 3), day.due_on)


def _held(day: ActivityDay, by: User) -> ActivityDay:
    ended = moment(day.on, ENDS)
    day = record.hold(
        day,
        version=day.version,
        starts_at=moment(day.on, STARTS),
        ends_at=ended,
        theme=day.theme or f"{day.get_unified_display()}：重温入党誓词",
        place=day.place or PLACES[day.pk % len(PLACES)],
        host="支部书记",
        recorder="宣传委员",
        by=by,
        at=ended + timedelta(hours=1),
    )
    if day.unified and str(day.branch) == FIRST:
        _show(day, by, ended + timedelta(hours=1))
        day.refresh_from_db()
    return _written(day, by, ended + timedelta(hours=2))


def _show(day: ActivityDay, by: User, at: datetime) -> None:
    """Keep two photos of it, and hand it in as an example."""
    files = [photo(name, ROUND_TABLE) for name in ("讨论.jpg", "志愿服务.jpg")]
    record.add_photos(day, files=files, kind="photo", by=by, at=at)
    title = "一次活动解决两件小事"
    body = (
        "支部把活动日放到居民楼下开，党员当场认领了楼道照明和垃圾清运两件小事，"
        "一周内办完，群众写来感谢信。（虚构）"
    )
    record.write_case(day, title=title, body=body, by=by, at=at)


def _written(day: ActivityDay, by: User, at: datetime) -> ActivityDay:
    values = Content.values
    day = record.write(
        day,
        version=day.version,
        contents=sorted({values[day.pk % 5], values[(day.pk + 2) % 5]}),
        host="支部书记",
        recorder="宣传委员",
        process="一、学习文件，领会要点。\n二、结合本支部实际讨论。\n三、分组开展活动，当场小结。",
        opinions="希望多组织进楼栋的活动；晚上的活动请照顾上班的党员。",
        effect="大家明确了分工，群众反映的两件小事当场有了着落。",
        outside_count=day.pk % 4,
        outside_note="入党积极分子" if day.pk % 4 else "",
        by=by,
        at=at,
    )
    roll = list(day.attendances.order_by("pk"))
    marks = {row.member_id: _presence(row.pk) for row in roll}
    day = record.mark_attendance(day, version=day.version, marks=marks, by=by, at=at)
    return _tasks(day, by, at)


def _presence(number: int) -> tuple[str, str]:
    if number % 11 == 0:
        return "leave", "外地出差"
    if number % 17 == 0:
        return "absent", ""
    if number % 29 == 0:
        return "exempt", "年老体弱"
    return ("online", "") if number % 13 == 0 else ("present", "")


def _tasks(day: ActivityDay, by: User, at: datetime) -> ActivityDay:
    answers = {
        task.pk: ("partly", "还差一户，下次补上") if task.pk % 4 == 0 else ("done", "")
        for task in Task.objects.open_before(day)
    }
    text, who = TASKS[day.pk % len(TASKS)]
    return record.settle_tasks(
        day,
        version=day.version,
        answers=answers,
        new=[(text, who, day.on + timedelta(days=20))],
        by=by,
        at=at,
    )


def _reported(day: ActivityDay, by: User, when: datetime, at: datetime) -> ActivityDay:
    if when > at:
        return day
    done: ActivityDay = reporting.report(day, version=day.version, by=by, at=when)
    return done


def _meetings(
    branch: Organization, number: int, today: date, at: datetime, cast: Cast
) -> None:
    """Enter a few meetings, on other days than the activity days."""
    for n, kind in enumerate(MEETINGS):
        on = date(today.year, 2 + 2 * n, 24 + number % 4)
        if on >= today:
            continue
        meetings.register_meeting(
            branch=branch,
            kind=kind,
            starts_at=moment(on, time(9)),
            ends_at=moment(on, time(10, 30)),
            place=PLACES[number % len(PLACES)],
            host="支部书记",
            recorder="组织委员",
            topic=["上半年小结", "研究近期工作", "学习讨论", "怎样当好党员"][n],
            lecturer="支部书记" if kind == "lecture" else "",
            decisions="按议程进行。",
            expected_count=20,
            attending_count=17,
            form_key=f"demo-meeting-{branch.pk}-{n}",
            by=_writer(branch, cast),
            at=moment(on, time(16)),
        )


def _next_month(
    branch: Organization, number: int, today: date, at: datetime, cast: Cast
) -> None:
    on = today + timedelta(days=9 + number % 5)
    planning.plan(
        branch=branch,
        starts_at=moment(on, STARTS),
        ends_at=moment(on, ENDS),
        theme=THEMES[number % len(THEMES)],
        place=PLACES[number % len(PLACES)],
        form_key=f"demo-next-{branch.pk}",
        by=_writer(branch, cast),
        at=at,
    )
