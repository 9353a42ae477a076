"""The fictional party organizations of the demo: nobody and nothing here exists.

Phones are in the range 161, which no operator has; ID numbers begin with 999999, which
is no region. Everything goes through the actions, as at the counter.
"""

import random
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from center import sheets
from center.models import Center, User
from membership.actions import imports, members, organizations
from membership.models import ImportBatch, Member, Organization
from membership.rules.dates import PROBATION_MONTHS, add_months
from membership.rules.id_numbers import id_check_sign
from membership.rules.organizations import Duty, Kind
from membership.rules.sheet import MEMBER_COLUMNS

COMMITTEE = "中共青禾街道工作委员会"
LIUXI = "中共柳溪社区总支部委员会"
PARK = "中共青禾产业园总支部委员会"
ONE = "中共柳溪社区第一支部委员会"
FIRST, NEW = "柳溪一支部", "工程临时支部"
# Superior, kind, full name, short name, members. Two figures ask for attention.
TREE = [
    (COMMITTEE, Kind.GENERAL_BRANCH, LIUXI, "柳溪党总支", 0),
    (COMMITTEE, Kind.GENERAL_BRANCH, PARK, "园区党总支", 0),
    (LIUXI, Kind.BRANCH, ONE, "柳溪一支部", 28),
    (LIUXI, Kind.BRANCH, "中共柳溪社区第二支部委员会", "柳溪二支部", 25),
    (LIUXI, Kind.JOINT_BRANCH, "中共柳溪商圈联合支部", "商圈联合支部", 18),
    (LIUXI, Kind.MOBILE_BRANCH, "中共柳溪社区流动党员支部", "流动党员支部", 0),
    (PARK, Kind.BRANCH, "中共青禾产业园第一支部委员会", "园区一支部", 53),
    (PARK, Kind.JOINT_BRANCH, "中共连心楼宇联合支部", "楼宇联合支部", 22),
    (PARK, Kind.TEMPORARY_BRANCH, "中共连心桥改造工程临时支部", NEW, 0),
    (COMMITTEE, Kind.BRANCH, "中共青禾街道机关支部委员会", "机关支部", 32),
    (COMMITTEE, Kind.BRANCH, "中共青禾街道离退休支部委员会", "离退休支部", 2),
    (ONE, Kind.GROUP, "柳溪一支部第一党小组", "第一小组", 0),
    (ONE, Kind.GROUP, "柳溪一支部第二党小组", "第二小组", 0),
]
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻"
GIVEN = "安柏晨笛帆歌禾静凯岚沐宁朋琪然舒桐薇晓言雨远泽舟子衡嘉铭若溪"
POSTS = ["社区工作者", "教师", "工程师", "医生", "个体经营", "退休", "公司职员", ""]
# How many days ago the probationers were accepted: three are due, two of them decided.
ACCEPTED = [380, 372, 367, 355, 340, 320, 290, 260, 230, 190, 150, 110, 80, 40, 10]


def fill(*, at: datetime, password: str) -> None:
    """Found the organizations, import 180 members, tie the demo accounts to them."""
    people = {
        user.phone or "": user for user in User.objects.filter(center__isnull=False)
    }
    organizer = people["16100000006"]
    committee = _committee(at, organizer, people["16100000004"])
    made = _organizations(committee, at, organizer)
    _members(made, at, organizer)
    _accounts(made, at, people, organizer)
    _history(at, organizer, people)


def _committee(at: datetime, organizer: User, supervisor: User) -> Organization:
    street = organizer.center
    assert street is not None
    today = localdate(at)
    committee = organizations.found_organization(
        center=street,
        kind=Kind.WORKING_COMMITTEE,
        name=COMMITTEE,
        short_name="青禾街道党工委",
        can_approve_probationary=True,
        issues_paper_letters=True,
        letter_heading=COMMITTEE,
        letter_word="青街",
        secretary_name="（示例）",
        term_from=date(today.year - 2, 6, 1),
        term_to=date(today.year + 3, 5, 31),
        address="云州市青禾区连心路 8 号（虚构地址）",
        postcode="000000",
        phone="000-16100000",
        order=1,
        by=supervisor,
        at=at,
    )
    organizations.own_center(
        center=street, organization=committee, by=supervisor, at=at
    )
    for user, duty in ((organizer, Duty.ORGANIZER), (supervisor, Duty.SEAL_KEEPER)):
        organizations.appoint(
            user=user,
            organization=committee,
            duty=duty,
            starts_on=date(today.year - 1, 1, 4),
            by=supervisor,
            at=at,
        )
    return committee


def _organizations(
    committee: Organization, at: datetime, by: User
) -> dict[str, Organization]:
    """Found what stands below; the general branch of 柳溪 belongs to its own center."""
    community = Center.objects.exclude(parent=None).order_by("pk").first()
    made = {committee.name: committee}
    today = localdate(at)
    for n, (above, kind, name, short, _) in enumerate(TREE):
        parent = made[above]
        last = today.year + (0 if short == "园区党总支" else 1)
        has_term = kind != Kind.GROUP
        made[name] = made[short] = organizations.found_organization(
            center=(community if "柳溪" in name and community else parent.center),
            kind=kind,
            name=name,
            short_name=short,
            parent=parent,
            secretary_name="" if kind == Kind.GROUP or short == FIRST else "（示例）",
            founded_on=_founded(short, today),
            term_from=date(last - 3, 9, 1) if has_term else None,
            term_to=date(last, 8, 31) if has_term else None,
            order=10 + n,
            by=by,
            at=at,
        )
    return made


def _founded(short: str, today: date) -> date:
    """Return when an organization was founded; the one of the works is new."""
    if short == NEW:
        return add_months(today, -5)
    return date(2009, 6, 1)


def _members(made: dict[str, Organization], at: datetime, by: User) -> None:
    header = [column.label for column in MEMBER_COLUMNS]
    rows = [[line.get(label, "") for label in header] for line in _lines(at)]
    batch = imports.upload(
        what=ImportBatch.What.MEMBERS,
        center=made[COMMITTEE].center,
        data=sheets.write_csv(header, rows),
        key="demo",
        by=by,
        at=at,
    )
    imports.run_import(batch=batch, skip=0, by=by, at=at)


def _lines(at: datetime) -> list[dict[str, str]]:
    """Return the rows of the list; the first of the first branch are the accounts."""
    dice = random.Random(7)
    today = localdate(at)
    branches = [name for _, _, name, _, count in TREE for _ in range(count)]
    names = _names(dice, len(branches))
    names[:2] = ["钱立", "郑凯"]
    step = len(branches) // len(ACCEPTED)
    ago = {5 + k * step: timedelta(days=days) for k, days in enumerate(ACCEPTED)}
    return [
        _line(dice, n, branch, names[n], today, ago.get(n))
        for n, branch in enumerate(branches)
    ]


def _line(
    dice: random.Random,
    n: int,
    branch: str,
    name: str,
    today: date,
    accepted: timedelta | None,
) -> dict[str, str]:
    """Return one row; ``accepted`` is how long ago a probationer was accepted."""
    born = date(today.year - dice.randint(24, 78), dice.randint(1, 12), 1)
    born += timedelta(days=dice.randint(0, 27))
    joined = add_months(born, 12 * 20 + dice.randint(0, 24))
    if accepted:
        joined = today - accepted
    is_male = dice.random() < 0.55
    serial = 2 * n + is_male
    first = f"999999{born:%Y%m%d}{serial % 1000:03d}"
    line = {
        "姓名": name,
        "党支部": branch,
        "党小组": ["第一小组", "第二小组"][n % 2] if branch == ONE else "",
        "人员类别": "预备党员" if accepted else "正式党员",
        "入党日期": f"{joined:%Y-%m-%d}",
        "转正日期": ""
        if accepted
        else f"{add_months(joined, PROBATION_MONTHS):%Y-%m-%d}",
        "性别": "男" if is_male else "女",
        "出生日期": f"{born:%Y-%m-%d}",
        "民族": "汉族",
        "学历": dice.choice(["高中", "大专", "本科", "本科", "研究生"]),
        "工作岗位": dice.choice(POSTS),
        "手机号": "16100000007" if name == "郑凯" else f"161000010{n:02d}"[:11],
    }
    if n % 9:  # some have not signed yet
        line |= {"身份证号": first + id_check_sign(first), "同意方式": "纸质签字"}
    return line


def _names(dice: random.Random, count: int) -> list[str]:
    """Return different names, none of them an official's we know of."""
    found: dict[str, None] = {}
    while len(found) < count:
        given = "".join(dice.sample(GIVEN, dice.choice([1, 2, 2])))
        found[dice.choice(SURNAMES) + given] = None
    return list(found)


def _accounts(
    made: dict[str, Organization], at: datetime, staff: dict[str, User], organizer: User
) -> None:
    """Tie the secretary and the party member of the demo to the first branch."""
    branch = made[FIRST]
    supervisor = staff["16100000004"]
    secretary = staff["16100000005"]
    member = User.objects.get(phone="16100000007")
    for person in (secretary, member):
        row = Member.objects.get(organization=branch, name=person.name)
        members.link_person(row, person=person, by=organizer, at=at)
    organizations.appoint(
        user=secretary,
        organization=branch,
        duty=Duty.SECRETARY,
        starts_on=date(localdate(at).year - 1, 1, 4),
        by=supervisor,
        at=at,
    )
    branch.refresh_from_db()
    organizations.change_organization(
        branch,
        version=branch.version,
        secretary=Member.objects.get(organization=branch, name=secretary.name),
        by=organizer,
        at=at,
    )


def _history(at: datetime, organizer: User, staff: dict[str, User]) -> None:
    """Let something have happened: a confirmation, an extension, a look at a number."""
    today = localdate(at)
    waiting = Member.objects.filter(probation_until__lte=today).order_by("pk")
    decided = "支部大会讨论通过，街道党工委批准"
    confirmed, extended = waiting[:2]
    members.confirm(
        confirmed, decided_by=decided, decided_on=today, by=organizer, at=at
    )
    members.extend_probation(
        extended, months=6, decided_by=decided, decided_on=today, by=organizer, at=at
    )
    known = Member.objects.exclude(id_cipher="").order_by("pk")[0]
    members.reveal_id(
        member=known, reason="核对转出介绍信（示例）", by=staff["16100000003"], at=at
    )
