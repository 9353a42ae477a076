"""Some sixty fictional requests around today, in every state, for the demo center.

Everything goes through the actions with moments in the past, so that the demo holds
no row the portal could not make. All names, numbers and matters are made up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle

from django.utils import timezone

from center.demo import photo
from center.hours import moment
from center.models import Center, User
from center.timetable.lookup import calendar_of
from center.uploads import CleanFile
from petitions.actions import casework, duty, feedback, pauses, replies, times
from petitions.actions.details import withdraw
from petitions.actions.intake import Intake, hand_over_sealed, register
from petitions.models import CenterPolicy, Extension, Petition
from petitions.publication import actions as publication
from petitions.rules.clock import Clock, due, is_working, nth_working
from petitions.rules.joint import Signer

TOPICS = [
    ("help", "楼道灯坏了", "二单元三楼到五楼的楼道灯不亮，晚上老人上下楼不安全。"),
    ("help", "电梯经常停", "电梯这两周停了四次，腿脚不好的邻居出不了门。"),
    ("help", "独居老人想要人看望", "母亲一个人住，想请志愿者每周来看看。"),
    ("help", "小区门口积水", "一下雨门口就积水，孩子上学要绕路。"),
    ("help", "申请临时救助", "家里有人住院，想问能不能申请临时救助。"),
    ("help", "晚上施工太吵", "隔壁工地夜里十一点还在施工。"),
    ("opinion", "活动室开放时间太短", "下班以后活动室已经关门，希望每周延长两晚。"),
    ("opinion", "希望多放几排座椅", "小广场没有坐的地方，老人站久了累。"),
    ("opinion", "阅览室想加放大镜", "老花眼看报吃力，希望备几副放大镜。"),
    ("opinion", "垃圾分类点位置不好", "投放点离楼太近，夏天味道大。"),
    ("consultation", "老年卡怎么办", "刚满六十五岁，想问老年卡要带哪些材料。"),
    ("consultation", "居住证到期怎么续", "居住证下个月到期，问在哪里续签。"),
    ("consultation", "社区食堂怎么充值", "想问食堂的卡在哪里充值，可不可以子女代充。"),
    ("consultation", "志愿服务时长怎么查", "参加了几次活动，想知道时长在哪里看。"),
    ("errand", "帮父亲代办高龄津贴", "父亲行动不便，想请帮忙递交高龄津贴材料。"),
    ("errand", "代办电费过户", "房子换了户主，想请帮忙办电费过户。"),
]
ANSWER = (
    "您好，您反映的情况我们已到现场核实，并和有关单位商定了办法，"
    "本周内完成。办好以后我们会再打电话告诉您。"
)
CHANNELS = ("web", "counter", "hotline", "web", "letter", "web", "visit")
TEN, ELEVEN, FOUR = time(10), time(11), time(16)


@dataclass
class Stage:
    """The people and the moment that the demo is played at."""

    center: Center
    clerk: User
    boss: User
    residents: list[User]
    now: datetime
    number: int = 0

    def day(self, ago: int) -> date:
        """Return the working day that was at least ``ago`` days before today."""
        day = timezone.localdate(self.now) - timedelta(days=ago)
        while not is_working(calendar_of(self.center), day):
            day -= timedelta(days=1)
        return day

    def at(self, day: date, clock: time = TEN, plus: int = 0) -> datetime:
        """Return a moment of ``day``, or ``plus`` working days on; never after now."""
        if plus:
            day = nth_working(calendar_of(self.center), day, plus)
        return min(moment(day, clock), self.now)


# Which request several people sign, and who.
TOGETHER, NEIGHBORS = 4, ("周宁", "何秀英", "孙国强")

# A stair whose rail hangs down.
STAIR = [
    *(
        ("rectangle", (60 + n * 90, 400 - n * 55, 150 + n * 90, 480), "#9a948a")
        for n in range(6)
    ),
    *(
        ("rectangle", (100 + n * 90, 290 - n * 55, 110 + n * 90, 410 - n * 55), "#444")
        for n in range(6)
    ),
    ("rectangle", (100, 180, 560, 196), "#7a3b1e"),
]

Play = Callable[[Stage, Petition, date], object]


def fill(*, at: datetime, password: str) -> None:
    """Fill the demo: the street's requests and a few of the community below it."""
    del password  # everybody is there already
    people = {user.phone: user for user in User.objects.select_related("center")}
    residents = [people["16100000001"], people["16100000002"]]
    clerk, boss = people["16100000003"], people["16100000004"]
    other = people["16100000008"]
    if clerk.center is None or other.center is None:
        raise LookupError("the demo's clerks have no center")
    street = Stage(clerk.center, clerk, boss, residents, at)
    _play(street, STREET)
    _play_due_today(street)
    _play_what_is_seldom(street, people["16100000005"])
    community = Stage(other.center, other, boss, residents, at, number=500)
    _play(community, COMMUNITY)


def _play(stage: Stage, plays: list[tuple[int, Play]]) -> None:
    topics, channels = cycle(TOPICS), cycle(CHANNELS)
    for ago, play in plays:
        kind, title, body = next(topics)
        day = stage.day(ago)
        case = _register(stage, day, kind, title, body, next(channels))
        play(stage, case, day)


def _register(
    stage: Stage,
    day: date,
    kind: str,
    title: str,
    body: str,
    channel: str,
    files: Sequence[CleanFile] = (),
) -> Petition:
    stage.number += 1
    resident = stage.residents[stage.number % 2]
    is_web = channel == "web"
    anonymous = is_web and kind == "opinion" and stage.number % 3 == 0
    together = not anonymous and stage.number == TOGETHER
    intake = Intake(
        kind=kind,
        channel=channel,
        title=title,
        body=body,
        name=resident.name,
        phone=resident.phone or "",
        anonymous=anonymous,
        speakers=[Signer("王芳", "16100000055")] if together else (),
        signers=[Signer(name) for name in NEIGHBORS] if together else (),
        scope="partial" if kind == "errand" else "",
    )
    return register(
        center=stage.center,
        intake=intake,
        form_key=f"demo-{stage.center.pk}-{stage.number}",
        by=resident if is_web else stage.clerk,
        at=stage.at(day),
        files=files,
    )


def _play_what_is_seldom(stage: Stage, named: User) -> None:
    """Play a photo, two of one matter, a pause, who keeps away, a letter."""
    CenterPolicy.objects.create(center=stage.center, may_pause=True)
    day = stage.day(2)
    told = ("help", "楼梯扶手松了", "三单元二楼的扶手晃，照片里是松开的地方。", "web")
    first = _register(stage, day, *told, files=[photo("扶手.jpg", STAIR)])
    again = ("help", "三单元扶手松", "三单元二楼楼梯扶手松了，老人不敢扶。", "hotline")
    second = _register(stage, day, *again)
    in_hand(stage, first, day)
    at = stage.at(day, FOUR)
    casework.merge(first, second, reason="同一处扶手", by=stage.clerk, at=at)
    last_on = timezone.localdate(stage.now) + timedelta(days=4)
    why = {"reason": "materials", "text": "请再拍一张扶手底座的照片。"}
    pauses.pause(first, **why, last_on=last_on, by=stage.clerk, at=at)
    built = "扶手是他负责的支部去年修的"
    duty.mark_conflict(second, staff=named, reason=built, by=stage.boss, at=at)
    hand_over_sealed(center=stage.center, by=stage.clerk, at=at)


def _play_due_today(stage: Stage) -> None:
    """Play two requests whose seventh working day is today, if today is worked."""
    today = timezone.localdate(stage.now)
    for ago in range(7, 21):
        day = today - timedelta(days=ago)
        if due(Clock.PROMISE, calendar_of(stage.center), day).on == today:
            for _, title, body in TOPICS[:2]:
                case = _register(stage, day, "help", title, body, "web")
                in_hand(stage, case, day)
            return


# -- What happens to a request after it came in


def new(stage: Stage, case: Petition, day: date) -> None:
    """Leave it as it came in."""


def in_hand(stage: Stage, case: Petition, day: date) -> None:
    if case.state == "registered":
        casework.take(case, by=stage.clerk, at=stage.at(day, ELEVEN))


def told(stage: Stage, case: Petition, day: date) -> None:
    in_hand(stage, case, day)
    text = "已联系物业，约好后天上门看现场。"
    casework.tell_progress(case, text=text, by=stage.clerk, at=stage.at(day, FOUR, 1))


def waiting(stage: Stage, case: Petition, day: date) -> None:
    in_hand(stage, case, day)
    _ask(stage, case, day)


def extended(stage: Stage, case: Petition, day: date) -> None:
    in_hand(stage, case, day)
    asked = _ask(stage, case, day)
    times.decide_extension(
        asked, approve=True, text="同意", by=stage.boss, at=stage.at(day, FOUR, 2)
    )


def _ask(stage: Stage, case: Petition, day: date) -> Extension:
    return times.ask_extension(
        case,
        days=5,
        reason="other_units",
        text="要和供电公司一起到现场。",
        by=stage.clerk,
        at=stage.at(day, ELEVEN, 1),
    )


def escalated(stage: Stage, case: Petition, day: date) -> None:
    in_hand(stage, case, day)
    casework.escalate(
        case,
        reason="涉及市政道路，街道没有权限。",
        superior="区党群服务中心",
        by=stage.clerk,
        at=stage.at(day, FOUR, 1),
    )


def handed_back(stage: Stage, case: Petition, day: date) -> None:
    """Send it up and get an answer back to relay."""
    escalated(stage, case, day)
    casework.hand_back(
        case,
        text="已列入下月的维修计划，请转告居民。",
        is_answer=True,
        by=stage.boss,
        at=stage.at(day, ELEVEN, 2),
    )


def split(stage: Stage, case: Petition, day: date) -> None:
    """Split it into asks, ask a unit for help and answer the first ask."""
    in_hand(stage, case, day)
    at = stage.at(day, FOUR)
    asks = casework.split_asks(
        case, asks=["修好现在坏的", "以后定期检查"], by=stage.clerk, at=at
    )
    casework.answer_ask(
        asks[0], outcome="support", answer="本周修好。", by=stage.clerk, at=at
    )
    casework.ask_assist(
        case, unit="物业公司（虚构）", part="换灯和线路检查", by=stage.clerk, at=at
    )
    casework.add_note(case, text="物业经理答应周四前换好。", by=stage.clerk, at=at)


def noticed(stage: Stage, case: Petition, day: date) -> None:
    """Give the written notice of an opinion; other kinds are told how they stand."""
    if case.kind != "opinion":
        told(stage, case, day)
        return
    in_hand(stage, case, day)
    text = "您的意见已收到，由本中心受理，办结期限六十天。"
    replies.give_notice(case, text=text, by=stage.clerk, at=stage.at(day, FOUR, 3))


def answered(stage: Stage, case: Petition, day: date) -> None:
    in_hand(stage, case, day)
    case = Petition.objects.get(pk=case.pk)
    replies.reply(
        case,
        text=ANSWER,
        version=case.version,
        by=stage.clerk,
        at=stage.at(day, FOUR, 3),
    )


def closed(stage: Stage, case: Petition, day: date) -> None:
    answered(stage, case, day)
    replies.close(
        case,
        result="已办好，本人确认",
        reached="phone",
        by=stage.clerk,
        at=stage.at(day, ELEVEN, 5),
    )


def rated(stage: Stage, case: Petition, day: date) -> None:
    closed(stage, case, day)
    score = 4 + stage.number % 2
    feedback.rate(case, score=score, comment="谢谢", by=None, at=stage.at(day, FOUR, 6))


def published(stage: Stage, case: Petition, day: date) -> None:
    """Close it, rate it, and publish it without names."""
    rated(stage, case, day)
    case = Petition.objects.get(pk=case.pk)
    if stage.boss.center_id != case.center_id:
        # Who publishes for a center below must know whom to blank.
        why, at = "公开前核对", stage.at(day, TEN, 8)
        duty.reveal_person(case, reason=why, by=stage.boss, at=at)
    texts = publication.propose(case)
    publication.publish(
        case, **texts, is_checked=True, by=stage.boss, at=stage.at(day, ELEVEN, 8)
    )


def unhappy(stage: Stage, case: Petition, day: date) -> None:
    """Answer it, and the person is not content."""
    answered(stage, case, day)
    at = stage.at(day, FOUR, 6)
    feedback.rate(case, score=2, comment="还是没修好", by=None, at=at)


def reopened(stage: Stage, case: Petition, day: date) -> None:
    """Begin another round after a low rating."""
    unhappy(stage, case, day)
    at = stage.at(day, FOUR, 7)
    replies.reopen(case, reason="灯又坏了", by=stage.clerk, at=at)


def withdrawn(stage: Stage, case: Petition, day: date) -> None:
    at = stage.at(day, FOUR, 1)
    withdraw(case, reason="已自己解决", by=stage.clerk, at=at)


STREET: list[tuple[int, Play]] = [
    *((ago, published) for ago in (58, 55, 51, 47, 44, 40)),
    *((ago, rated) for ago in (56, 52, 48, 45, 41, 38, 34)),
    *((ago, closed) for ago in (36, 33, 30, 27)),
    *((ago, withdrawn) for ago in (35, 20)),
    *((ago, noticed) for ago in (26, 25, 24, 23)),
    *((ago, told) for ago in (19, 17)),  # overdue
    *((ago, in_hand) for ago in (16, 14)),  # overdue
    *((ago, extended) for ago in (12, 10)),
    *((ago, unhappy) for ago in (13, 11)),
    *((ago, answered) for ago in (9, 8, 7)),
    *((ago, reopened) for ago in (15, 13)),
    *((ago, waiting) for ago in (7, 6)),
    *((ago, escalated) for ago in (6, 4)),
    *((ago, handed_back) for ago in (7, 5)),
    *((ago, split) for ago in (5, 3)),
    *((ago, in_hand) for ago in (4, 3, 2)),
    *((ago, new) for ago in (3, 2, 1, 1, 0, 0)),
]
COMMUNITY: list[tuple[int, Play]] = [
    (30, published),
    (14, in_hand),
    (8, escalated),
    (6, handed_back),
    (4, told),
    (1, new),
]
