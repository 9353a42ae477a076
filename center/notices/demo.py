"""Notices and disclosures of the demo; all made up."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from center.models import Center, User
from center.notices import actions, rules
from center.notices.models import Duty
from center.registers import actions as registers

CLERK, SUPERVISOR = "16100000003", "16100000004"
DAY = timedelta(days=1)
REVIEW = "经审查不涉密、不涉个人隐私，可以公开。"
# Kind, title, days ago, days it shows, pinned, text, more.
NOTICES: list[tuple[str, str, int, int, bool, str, dict[str, Any]]] = [
    (
        "notice",
        "下周五下午消防检修，全楼闭馆",
        3,
        20,
        True,
        "**注意：**检修从 13:00 到 18:00，大厅、阅览室、健身房都不开。\n\n"
        "已经约好的场地，工作人员会一个个打电话改时间。急事请打 [000-16100000]"
        "(tel:000-16100000)。",
        {},
    ),
    (
        "notice",
        "明年高龄津贴从 12 月 10 日起集中办理",
        5,
        60,
        False,
        "满 80 岁的老人，带**身份证、户口簿、银行卡**到 2 号窗口。\n\n"
        "- 走不动的，打电话，我们上门\n- 家里人可以代办\n\n"
        "要带什么，看 [高龄津贴](/services/gaoling-jintie/)。",
        {},
    ),
    (
        "news",
        "社区学堂开讲：把好政策讲给老邻居听",
        8,
        90,
        False,
        "本月讲了三场：养老、医保、反诈。来听的居民 86 人次，老人问得最多的是怎么"
        "报销。\n\n下一场在 12 月，欢迎来听。",
        {"topic": "policy"},
    ),
    (
        "news",
        "身边的榜样：二十年义务修鞋的老陈（化名）",
        15,
        90,
        False,
        "老陈退休以后，在楼下摆了个修鞋摊，给老人修鞋从不收钱。他说：“我闲着也是"
        "闲着。”",
        {"topic": "example"},
    ),
    (
        "jobs",
        "青禾产业园（虚构）招保洁 2 名",
        4,
        30,
        False,
        "男女不限，55 岁以下，每月 3200 元，交社保。到 5 号窗口报名，不收任何费用。",
        {"employer": "青禾产业园物业（虚构）"},
    ),
]
DUTIES = [
    ("finance", "社区财务收支", "柳溪社区", "month", "《村民委员会组织法》第三十条"),
    ("affairs", "社区居务公开", "柳溪社区", "quarter", "《村民委员会组织法》第三十条"),
    ("party", "支部党务公开", "", "half", "《党务公开条例（试行）》第十五条"),
]
# The period that came late, by so many days.
LATE = 4


def fill(*, at: datetime, password: str) -> None:
    """Write as the clerk, approve as the supervisor, each on its day."""
    clerk = User.objects.get(phone=CLERK)
    boss = User.objects.get(phone=SUPERVISOR)
    center = clerk.center
    assert center is not None
    for number, (kind, title, ago, days, pinned, body, more) in enumerate(NOTICES):
        then = at - ago * DAY
        told = {"show_until": then + days * DAY} | more
        if pinned:
            told["pin_until"] = then + 20 * DAY
        key = f"demo-notice-{number}"
        _public(
            center, key, clerk, boss, then, kind=kind, title=title, body=body, **told
        )
    _waiting(center, clerk, at)
    for number, duty in enumerate(DUTIES):
        _disclose(center, number, duty, clerk, boss, at)


def _public(
    center: Center, key: str, clerk: User, boss: User, at: datetime, **told: Any
) -> None:
    row = actions.begin(center=center, form_key=key, by=clerk, at=at, **told)
    row = actions.submit(row, by=clerk, at=at)
    actions.approve(row, digest=row.digest, by=boss, at=at)


def _waiting(center: Center, clerk: User, at: datetime) -> None:
    row = actions.begin(
        center=center,
        form_key="demo-notice-waiting",
        by=clerk,
        at=at - DAY,
        kind="notice",
        title="冬季取暖安全提醒",
        body="家里生火取暖要开窗，装一个报警器。社区免费上门看。",
    )
    actions.submit(row, by=clerk, at=at - DAY)


def _disclose(
    center: Center,
    number: int,
    about: tuple[str, str, str, str, str],
    clerk: User,
    boss: User,
    at: datetime,
) -> None:
    kind, title, unit, every, basis = about
    today = localdate(at)
    since = date(today.year, 1, 1)
    duty = registers.add(
        Duty,
        form_key=f"demo-duty-{number}",
        center=center,
        by=boss,
        at=at,
        kind=kind,
        title=title,
        unit=unit,
        every=every,
        basis=basis,
        from_on=since,
        responsible="党员服务岗" if kind == "party" else "居务监督委员会",
    )
    past = [one for one in rules.periods_of(every, today.year) if one.after < today]
    for place, period in enumerate(past):
        after = 14 + LATE if place == 0 else 4
        then = at - ((today - period.after).days - after) * DAY
        if then < at:
            key = f"demo-disclosure-{number}-{place}"
            _period(center, key, duty, period, clerk, boss, then)


def _period(
    center: Center,
    key: str,
    duty: Duty,
    period: rules.Period,
    clerk: User,
    boss: User,
    at: datetime,
) -> None:
    _public(
        center,
        key,
        clerk,
        boss,
        at,
        kind=duty.kind,
        duty=duty,
        period=period.key,
        unit=duty.unit,
        title=f"{period.label}{duty.title.removesuffix('公开')}公开",
        body=_body(duty.kind),
        reviewed_by=boss,
        review_basis=REVIEW,
    )


def _body(kind: str) -> str:
    if kind == "finance":
        return (
            "| 项目 | 收入（元） | 支出（元） |\n|---|---|---|\n"
            "| 上级拨款 | 12000 | |\n| 办公用品 | | 860 |\n| 慰问老人 | | 3200 |\n\n"
            "数字为虚构。有疑问请到居委会查账。"
        )
    return "本期开会、决定的事和办理结果，已经过审查。内容为虚构。"
