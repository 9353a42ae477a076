"""Transfers of the demo in every state; everything goes through the actions.

Nobody and no place here exists; the clerk takes in, the secretary confirms, the
organizer writes down decisions, the supervisor keeps the seal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import localdate, make_aware

from center.models import User
from membership.models import Member, Organization
from membership.rules.dates import add_months, probation_end
from membership.rules.members import HERE, MemberKind
from membership.transfers.actions import asking, incoming, watching
from membership.transfers.models import Transfer
from membership.transfers.rules.states import Channel, Kind, Verb
from membership.transfers.rules.terms import first_of_month
from membership.transfers.views.verbs import VERBS

TARGETS = (
    "中共临江市第三中学总支部委员会",
    "中共东屏县溪口镇委员会",
    "中共临江市高新区工作委员会",
    "中共云州大学机关委员会",
    "中共北岭区人民医院委员会",
)
ORIGINS = ("中共临江市教育局机关委员会", "中共东屏县委组织部", "中共南塘街道工作委员会")
ACCEPTED = (Verb.ACCEPT,)
CONFIRMED = (*ACCEPTED, Verb.CONFIRM)
APPROVED = (*CONFIRMED, Verb.APPROVE)
ISSUED = (*APPROVED, Verb.ISSUE)
GIVEN = (*ISSUED, Verb.DELIVER)
SENT = (*APPROVED, Verb.SEND)
BACK = (*GIVEN, Verb.RECEIPT)
# Days ago it began, channel, steps, one a day; oldest first, so that the
# numbers of the letters run with the calendar.
OUT: tuple[tuple[int, Channel, tuple[Verb, ...]], ...] = (
    (64, Channel.PAPER, (*BACK, Verb.ARCHIVE)),
    (60, Channel.PAPER, GIVEN),  # its letter has run out by now
    (48, Channel.SYSTEM, (*SENT, Verb.PEER_ACCEPT, Verb.COMPLETE)),
    (41, Channel.PAPER, BACK),
    (34, Channel.PAPER, (*GIVEN, Verb.REPORT_LOST, Verb.REISSUE)),
    (30, Channel.PAPER, (*CONFIRMED, Verb.REFUSE)),
    (26, Channel.PAPER, (*GIVEN, Verb.BOUNCE)),
    (22, Channel.PLATFORM, SENT),
    (20, Channel.PAPER, (*GIVEN, Verb.REPORT_LOST)),
    (18, Channel.PAPER, (Verb.NOT_ACCEPT,)),
    (16, Channel.PAPER, GIVEN),
    (12, Channel.SYSTEM, (*SENT, Verb.PEER_ACCEPT)),
    (10, Channel.PAPER, (Verb.WITHDRAW,)),
    (9, Channel.PAPER, (*ISSUED, Verb.VOID, Verb.ISSUE)),
    (7, Channel.PAPER, APPROVED),
    (5, Channel.SYSTEM, APPROVED),
    (4, Channel.SYSTEM, CONFIRMED),
    (3, Channel.SYSTEM, ACCEPTED),
    (2, Channel.SYSTEM, (Verb.ASK_PAPERS,)),
    (0, Channel.SYSTEM, ()),
)
TAKEN_IN = (Verb.VERIFY, Verb.RECEIVE, Verb.ASSIGN)
IN: tuple[tuple[int, Channel, tuple[Verb, ...]], ...] = (
    (40, Channel.PAPER, (*TAKEN_IN, Verb.SEND_RECEIPT, Verb.CLOSE)),
    (33, Channel.PAPER, (Verb.VERIFY, Verb.RETURN)),
    (25, Channel.PAPER, TAKEN_IN),
    (14, Channel.SYSTEM, (*TAKEN_IN, Verb.SEND_RECEIPT)),
    (9, Channel.PAPER, (Verb.VERIFY, Verb.LETTER_EXPIRED)),
    (8, Channel.PAPER, (Verb.VERIFY, Verb.HOLD)),
    (4, Channel.SYSTEM, (Verb.VERIFY, Verb.RECEIVE)),
    (2, Channel.PAPER, (Verb.VERIFY,)),
    (0, Channel.PAPER, ()),
)
NAMES = ("方舟", "梁雨", "薛宁", "范禾", "彭朗", "苏岚", "田野", "邓琪", "崔安")


RUN = {action.verb: action.run for action in VERBS.actions}
Plan = dict[Verb, tuple[User, dict[str, Any]]]


@dataclass(frozen=True)
class Cast:
    """Who does what in the demo."""

    clerk: User
    secretary: User
    organizer: User
    seal: User
    branch: Organization


def fill(*, at: datetime, password: str) -> None:
    """Let relations come and go for nine weeks, and leave some in every state."""
    people = {user.phone: user for user in User.objects.filter(phone__startswith="161")}
    secretary = people["16100000005"]
    own = Member.objects.select_related("organization").get(person=secretary)
    cast = Cast(
        clerk=people["16100000003"],
        secretary=secretary,
        organizer=people["16100000006"],
        seal=people["16100000004"],
        branch=own.organization,
    )
    members = _members(cast, at)
    _certificate(cast, people["16100000007"], at)
    begun = [(-days, _out, n) for n, (days, _, _) in enumerate(OUT)]
    begun += [(-days, _in, n) for n, (days, _, _) in enumerate(IN)]
    for days, start, n in sorted(begun, key=lambda each: each[0]):
        start(cast, members, n, _morning(at, -days), at)
    _others(cast, members, at)
    watching.remind(at=at)


def _members(cast: Cast, at: datetime) -> Iterator[Member]:
    """Return formal members of the branch who have no account."""
    here = Member.objects.filter(
        organization=cast.branch, person__isnull=True, state__in=HERE
    )
    # Whoever became formal lately would be moved before that.
    formal = here.filter(
        kind=MemberKind.FORMAL, confirmed_on__lt=at - timedelta(days=100)
    ).order_by("pk")
    return iter(formal.select_related("organization"))


def _morning(at: datetime, days: int) -> datetime:
    """Return a working hour some days ago; today is a little before now."""
    if days == 0:
        return at - timedelta(minutes=30)
    day = localdate(at) - timedelta(days=days)
    return make_aware(datetime.combine(day, time(9, 20)))


def _out(
    cast: Cast, members: Iterator[Member], n: int, start: datetime, at: datetime
) -> None:
    _, channel, verbs = OUT[n]
    target = TARGETS[n % len(TARGETS)]
    row = asking.take_in(
        center=cast.clerk.center or cast.branch.center,
        kind=Kind.FORMAL,
        form_key=f"demo-out-{n}",
        member=next(members),
        channel=channel,
        other_side=target,
        other_heading=target,
        why=("work", "home", "study", "post")[n % 4],
        by=cast.clerk,
        at=start,
    )
    _go(cast, row, verbs, start, at)


def _in(
    cast: Cast, members: Iterator[Member], n: int, start: datetime, at: datetime
) -> None:
    _, channel, verbs = IN[n]
    day = localdate(start)
    late = Verb.LETTER_EXPIRED in verbs
    probationer = n == 3
    row = incoming.register(
        center=cast.clerk.center or cast.branch.center,
        kind=Kind.FORMAL,
        channel=channel,
        form_key=f"demo-in-{n}",
        name=NAMES[n],
        phone=f"1610000020{n}",
        other_side=ORIGINS[n % len(ORIGINS)],
        outside_number=f"临组转〔{day.year}〕{210 + n:04}号",
        came_on=day,
        came_valid_until=day - timedelta(days=2) if late else day + timedelta(days=60),
        dues_paid_through=day,
        sex=str(1 + n % 2),
        nation="汉族",
        by=cast.clerk,
        at=start,
        **_membership(day, probationer=probationer),
    )
    _go(cast, row, verbs, start, at)


def _membership(day: date, *, probationer: bool) -> dict[str, Any]:
    """Return dates that fit; the probationer's year is full in three weeks."""
    if probationer:
        joined = add_months(day, -12) + timedelta(days=35)
        return {
            "member_kind": MemberKind.PROBATIONARY,
            "joined_on": joined,
            "probation_until": probation_end(joined),
            "introducers": "（示例）两位正式党员",
            "probation_papers": "志愿书、申请书、政审材料、考察登记表",
        }
    return {
        "member_kind": MemberKind.FORMAL,
        "joined_on": add_months(day, -150),
        "confirmed_on": add_months(day, -138),
    }


def _go(
    cast: Cast, row: Transfer, verbs: tuple[Verb, ...], start: datetime, at: datetime
) -> Transfer:
    """Take one step after the other, each the next day, none after now."""
    for n, verb in enumerate(verbs, start=1):
        moment = min(start + timedelta(days=n, minutes=47 * n), at)
        by, fields = _plan(cast, localdate(moment))[verb]
        row = RUN[verb](row, by=by, at=moment, **fields)
    return row


def _plan(cast: Cast, today: date) -> Plan:
    return _counter(cast, today) | _decided(cast, today) | _sealed(cast, today)


def _counter(cast: Cast, today: date) -> Plan:
    by = cast.clerk
    elsewhere = {"text": "党组织关系在区直机关，请到区直机关工委办。"}
    came = {"on": today, "how": "mail", "number": "临收〔示例〕8号", "handler": "李"}
    return {
        Verb.ACCEPT: (by, {}),
        Verb.ASK_PAPERS: (by, {"codes": ["target", "dues"]}),
        Verb.NOT_ACCEPT: (by, elsewhere),
        Verb.WITHDRAW: (by, {"text": "本人到窗口说暂时不去了"}),
        Verb.SEND: (by, {"outside_number": f"{today:%Y%m%d}00017"}),
        Verb.PEER_ACCEPT: (by, {}),
        Verb.DELIVER: (by, {"delivered_to": "本人"}),
        Verb.REPORT_LOST: (by, {"text": "本人说在车站丢了包"}),
        Verb.BOUNCE: (by, {"text": "对方说抬头要写组织部门"}),
        Verb.RECEIPT: (by, came),
        Verb.COMPLETE: (by, {}),
        Verb.ARCHIVE: (by, {}),
        Verb.VERIFY: (by, {}),
        Verb.HOLD: (by, {"text": "入党日期和信上写的不一样"}),
        Verb.LETTER_EXPIRED: (by, {"text": "已打电话给转出方"}),
        Verb.CLOSE: (by, {}),
    }


def _decided(cast: Cast, today: date) -> Plan:
    by = cast.organizer
    agreed = {"decided_by": "街道党工委会议", "decided_on": today}
    known = {"is_clear": True, "dues_paid_through": first_of_month(today)}
    refused = agreed | {"text": "接收单位还没有建立党组织，先联系好再办。"}
    returned = agreed | {"code": "defective", "text": "第三联没有骑缝章。"}
    return {
        Verb.CONFIRM: (cast.secretary, known),
        Verb.APPROVE: (by, agreed),
        Verb.REFUSE: (by, refused),
        Verb.RETURN: (by, returned),
        Verb.RECEIVE: (by, agreed),
        Verb.ASSIGN: (by, {"branch": cast.branch}),
    }


def _sealed(cast: Cast, today: date) -> Plan:
    by, dues = cast.seal, {"dues_paid_through": first_of_month(today)}
    return {
        Verb.ISSUE: (by, dues),
        Verb.VOID: (by, {"text": "打印时纸张放歪，字压了线"}),
        Verb.REISSUE: (by, dues | {"text": "车站丢失，已核查"}),
        Verb.SEND_RECEIPT: (by, {"how": "mail"}),
    }


def _certificate(cast: Cast, party_member: User, at: datetime) -> None:
    """Let the party member of the demo have been away with a certificate."""
    center = cast.clerk.center or cast.branch.center
    start = _morning(at, 80)
    mine = Member.objects.select_related("organization").get(person=party_member)
    row = asking.take_in(
        kind=Kind.CERTIFICATE,
        form_key="demo-certificate",
        member=mine,
        other_side="中共云州大学机关委员会",
        other_heading="中共云州大学机关委员会",
        why="study",
        reason="短期进修两个月",
        at=start,
        center=center,
        by=cast.clerk,
    )
    _go(cast, row, (*GIVEN, Verb.COMPLETE), start, at)


def _others(cast: Cast, members: Iterator[Member], at: datetime) -> None:
    """Add what is rarer: a change of branch, the League, a whole branch, a draft."""
    center = cast.clerk.center or cast.branch.center
    common: dict[str, Any] = {"center": center, "by": cast.clerk}
    to = Organization.objects.filter(kind=cast.branch.kind, parent=cast.branch.parent)
    start = _morning(at, 15)
    row = asking.take_in(
        kind=Kind.INSIDE,
        form_key="demo-inside",
        member=next(members),
        to_branch=to.exclude(pk=cast.branch.pk).order_by("pk")[0],
        why="home",
        at=start,
        **common,
    )
    _go(cast, row, (*APPROVED, Verb.COMPLETE), start, at)
    start = _morning(at, 6)
    row = asking.take_in(
        kind=Kind.LEAGUE,
        form_key="demo-league",
        name="陶小禾",
        phone="16100000210",
        other_side="共青团临江市第三中学委员会",
        why="study",
        at=start,
        **common,
    )
    _go(cast, row, ACCEPTED, start, at)
    _whole_branch(cast, _morning(at, 4))
    asking.ask(
        center=center,
        kind=Kind.FORMAL,
        form_key="demo-draft",
        destination="中共临江市高新区工作委员会",
        submit=False,
        by=cast.secretary,
        at=_morning(at, 1),
    )


def _whole_branch(cast: Cast, start: datetime) -> None:
    """Let a branch of five move in as a whole."""
    day = localdate(start)
    incoming.register(
        center=cast.clerk.center or cast.branch.center,
        kind=Kind.GROUP,
        channel=Channel.PAPER,
        form_key="demo-group",
        name="宏远物业公司党支部",
        phone="16100000211",
        people=5,
        other_side=ORIGINS[0],
        outside_number=f"临组转〔{day.year}〕0230号",
        came_on=day,
        came_valid_until=day + timedelta(days=60),
        dues_paid_through=day,
        by=cast.clerk,
        at=start,
    )
