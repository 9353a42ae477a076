"""The fictional venues of the demo and two weeks of bookings around its day.

Bookings are made through the actions, each at the moment it would have been made, so
the ledger tells a believable story. Nothing depends on chance but a fixed seed.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate, localtime

from center.hours import moment
from center.models import Center, User
from center.rules import Role
from center.timetable.lookup import hours_of
from reservations.actions import bookings, verbs
from reservations.actions.events import book_whole
from reservations.models import Booking, Unit, Venue
from reservations.rules.lead_times import LeadUnit, first_start
from reservations.rules.venues import VenueKind

SEED = 20261124
DAYS_BACK, DAYS_AHEAD = 7, 7
# Who books at night does so in the evening before.
WAKING, ASLEEP = 7, 22
GUESTS = 24
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = ["桂兰", "建国", "秀英", "志强", "玉梅", "晓东", "丽华", "文博", "思雨", "浩然"]
EVENTS = [
    ("居民议事协商会", 9),
    ("手机怎么用：挂号和缴费", 14),
    ("义诊：量血压、测血糖", 9),
]
REASONS = ["临时有事", "身体不舒服", "记错时间了"]


def _awake(at: datetime) -> datetime:
    """Return the same moment, or the evening before it where people are asleep."""
    here = localtime(at)
    if WAKING <= here.hour < ASLEEP:
        return at
    evening = here.replace(hour=ASLEEP - 2, minute=(here.day * 7 + here.hour) % 60)
    return evening - timedelta(days=here.hour < WAKING)


@dataclass(frozen=True)
class _Plan:
    """A venue, its units as (kind, how many), and how much of a day is booked."""

    slug: str
    fields: dict[str, object]
    units: list[tuple[str, int]]
    per_day: int
    purposes: tuple[str, ...] = ("",)


PLANS = [
    _Plan(
        "reading-room",
        {
            "name": "党群阅览室",
            "kind": "reading",
            "floor": "五楼",
            "area": 60,
            "audience": "居民、党员都可以来",
            "intro": "安静看书、看报、查资料，座位和电脑都要编号入座。",
            "slot_minutes": 60,
            "max_slots": 3,
            "quota": 10,
            "seats_in_row": 4,
            "front_wall": "窗（朝南）",
            "back_wall": "门",
            "rules_text": "请保持安静，不在座位上吃东西。\n看完的书报放回原处。",
        },
        [("座位", 20), ("电脑", 4)],
        10,
        ("看书", "看报", "查资料", "写作业", ""),
    ),
    _Plan(
        "gym",
        {
            "name": "党群活动室（健身房）",
            "kind": "gym",
            "floor": "五楼",
            "area": 60,
            "audience": "十六岁以上",
            "intro": "跑步机、健身车、乒乓球台、哑铃，免费使用。",
            "slot_minutes": 30,
            "max_slots": 4,
            "lead_value": 1,
            "lead_unit": LeadUnit.HALF_DAYS,
            "quota": 6,
            "seats_in_row": 3,
            "front_wall": "窗（朝东）",
            "back_wall": "门",
            "rules_text": "请穿运动鞋，自带毛巾。\n"
            "身体不舒服请马上停下，告诉工作人员。",
        },
        [("跑步机", 3), ("健身车", 3), ("乒乓球台", 2), ("哑铃区", 1)],
        6,
        ("锻炼", "打乒乓球", ""),
    ),
    _Plan(
        "distance-education",
        {
            "name": "远程教育设备",
            "kind": "equipment",
            "floor": "五楼",
            "area": 25,
            "audience": "党支部、社区学习小组",
            "intro": "大屏、投影和远程教育终端一套，要提前三天约。",
            "slot_minutes": 30,
            "min_slots": 2,
            "max_slots": 6,
            "lead_value": 3,
            "lead_unit": LeadUnit.DAYS,
            "horizon_days": 30,
            "quota": 3,
            "buffer_minutes": 30,
            "rules_text": "设备由工作人员开关，请不要自行接线。",
        },
        [("设备", 1)],
        1,
        ("支部学习", "技能培训", "远程讲座"),
    ),
    _Plan(
        "meeting-room",
        {
            "name": "多功能会议室",
            "kind": "meeting",
            "floor": "五楼",
            "area": 90,
            "audience": "居民小组、社会组织、党支部",
            "intro": "坐得下四十人，有投影和音响。",
            "slot_minutes": 30,
            "min_slots": 2,
            "max_slots": 6,
            "lead_value": 120,
            "quota": 3,
            "buffer_minutes": 30,
        },
        [("会议室", 1)],
        2,
        ("居民议事会", "业委会开会", "志愿者培训", "支部大会"),
    ),
    _Plan(
        "talk-room",
        {
            "name": "谈心室",
            "kind": "talk",
            "floor": "一楼",
            "area": 15,
            "audience": "想找人聊聊的居民",
            "intro": "安静、不打扰，有心事慢慢说。",
            "slot_minutes": 60,
            "max_slots": 1,
            "quota": 3,
        },
        [("谈心室", 1)],
        2,
        ("聊聊", "邻里调解", ""),
    ),
    _Plan(
        "elders-room",
        {
            "name": "老人活动室",
            "kind": "elders",
            "floor": "一楼",
            "area": 80,
            "audience": "六十岁以上",
            "intro": "下棋、打牌、喝茶，一张桌子约一次就够。",
            "slot_minutes": 60,
            "max_slots": 3,
            "lead_value": 0,
            "quota": 6,
        },
        [("棋牌桌", 6)],
        5,
        ("下棋", "打牌", "喝茶聊天"),
    ),
]


def fill(*, at: datetime, password: str) -> None:
    """Furnish the root center and live through two weeks of bookings."""
    center = Center.objects.root()
    clerk = User.objects.filter(groups__name=str(Role.CLERK), center=center).first()
    if clerk is None or Venue.objects.filter(center=center).exists():
        return
    with transaction.atomic():
        venues = [(plan, _furnish(center, plan, n)) for n, plan in enumerate(PLANS)]
        people = _people(clerk)
        story = _Story(center, clerk, people, localtime(at))
        for plan, venue in venues:
            story.live(plan, venue)
        story.events(venues[3][1])
        story.slip(venues[1][1])
        verbs.settle(at=at)


def _near(venue: Venue, index: int) -> str:
    """Return what a seat of a drawn room stands at: the first row is by the window."""
    if not venue.seats_in_row or venue.kind != VenueKind.READING:
        return ""
    if index <= venue.seats_in_row:
        return "靠窗"
    return "有插座" if index % venue.seats_in_row == 0 else ""


def _furnish(center: Center, plan: _Plan, n: int) -> Venue:
    venue = Venue.objects.create(
        center=center, slug=plan.slug, order=10 * (n + 1), **plan.fields
    )
    number = 0
    units = []
    for kind, count in plan.units:
        for index in range(1, count + 1):
            number += 1
            name = kind if count == 1 else f"{kind} {index}"
            unit = Unit(venue=venue, number=number, name=name, kind=kind, order=number)
            unit.near = _near(venue, index)
            units.append(unit)
    Unit.objects.bulk_create(units)
    venue.refresh_from_db()
    return venue


def _people(clerk: User) -> list[User]:
    dice = random.Random(SEED)
    known = User.objects.filter(phone__in=["16100000001", "16100000002"])
    guests = [
        User(
            name=dice.choice(SURNAMES) + dice.choice(GIVEN),
            phone=f"1610001{n:04}",
            registered_by=clerk,
            password="!",
        )
        for n in range(GUESTS)
    ]
    return [*known.order_by("phone"), *User.objects.bulk_create(guests)]


class _Story:
    """What happened in the two weeks, in the order in which it was booked."""

    def __init__(
        self, center: Center, clerk: User, people: list[User], at: datetime
    ) -> None:
        self.center, self.clerk, self.people, self.at = center, clerk, people, at
        self.hours = hours_of(center)
        self.dice = random.Random(SEED)

    def live(self, plan: _Plan, venue: Venue) -> None:
        """Book so many times a day, and let what is past happen."""
        today = localdate(self.at)
        for offset in range(-DAYS_BACK, DAYS_AHEAD + 1):
            day = today + timedelta(days=offset)
            for _ in range(plan.per_day - max(0, offset) * plan.per_day // 9):
                if booking := self._booked(plan, venue, day):
                    self._happen(booking)

    def events(self, venue: Venue) -> None:
        """Hold the meeting room for what residents come to, on different days."""
        days = iter(range(2, 2 * DAYS_AHEAD))
        for title, hour in EVENTS:
            for offset in days:
                if self._event(venue, title, offset, hour):
                    break

    def _event(self, venue: Venue, title: str, offset: int, hour: int) -> bool:
        day = localdate(self.at) + timedelta(days=offset)
        start, end = moment(day, time(hour)), moment(day, time(hour + 2))
        fields: dict[str, Any] = {"title": title, "people": 30, "is_public": True}
        fields |= {"start": start, "end": end, "by": self.clerk, "at": self.at}
        try:
            book_whole(venue=venue, **fields)
        except ValidationError:
            return False
        return True

    def slip(self, venue: Venue) -> None:
        """Write down at the counter what nobody asked for, and strike it out again."""
        made = self.at - timedelta(hours=3)
        for offset in range(1, DAYS_AHEAD):
            start = moment(localdate(self.at) + timedelta(days=offset), time(15))
            who: dict[str, Any] = {
                "person": self.people[-1],
                "by": self.clerk,
                "at": made,
            }
            try:
                booking = bookings.book(venue=venue, start=start, slots=2, **who)
            except ValidationError:
                continue
            noticed = made + timedelta(minutes=4)
            verbs.void(booking=booking, by=self.clerk, at=noticed, reason="写错了日期")
            return

    def _booked(self, plan: _Plan, venue: Venue, day: date) -> Booking | None:
        spans = self.hours.spans_on(day)
        if not spans:
            return None
        span = self.dice.choice(spans)
        terms = venue.terms
        most = (span.end - span.start) // terms.step
        slots = self.dice.randint(terms.min_slots, min(terms.max_slots, most))
        start = span.start + self.dice.randint(0, most - slots) * terms.step
        kind, _ = self.dice.choice(plan.units)
        made = self._made_at(venue, start)
        if made is None:
            return None
        try:
            return bookings.book(
                venue=venue,
                start=start,
                slots=slots,
                kind=kind if self.dice.random() < 0.4 else "",
                person=(person := self.dice.choice(self.people)),
                purpose=self.dice.choice(plan.purposes),
                people=self.dice.choice([1, 1, 1, 2]),
                by=person,
                at=made,
            )
        except ValidationError:
            return None

    def _made_at(self, venue: Venue, start: datetime) -> datetime | None:
        """Return a moment at which somebody could have booked this, before now."""
        for hours in (self.dice.randint(20, 90), 96):
            made = min(start - timedelta(hours=hours), self.at - timedelta(minutes=1))
            made = _awake(made)
            first = first_start(venue.terms.lead, made, self.hours)
            if first is not None and first <= start:
                return made
        return None

    def _happen(self, booking: Booking) -> None:
        """Let somebody cancel, come, leave or stay away, as people do."""
        fate = self.dice.random()
        start = localtime(booking.starts_at)
        if fate < 0.1:
            self._cancel(booking, min(start, self.at) - timedelta(minutes=30))
        elif start <= self.at and fate < 0.9:
            came = start + timedelta(minutes=self.dice.randint(-8, 9))
            if came <= self.at:
                verbs.check_in(booking=booking, by=self.clerk, at=came)
                self._leave(booking)

    def _cancel(self, booking: Booking, at: datetime) -> None:
        reason = self.dice.choice(REASONS)
        if at > booking.made_at:
            verbs.cancel(booking=booking, by=booking.person, at=at, reason=reason)

    def _leave(self, booking: Booking) -> None:
        left = booking.ends_at - timedelta(minutes=self.dice.randint(0, 20))
        if left <= self.at:
            verbs.finish(booking=booking, by=self.clerk, at=left)
