"""A few made-up applications, one in each state."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from center.models import User
from membership.applications.actions import papers as actions
from membership.applications.models import Application
from membership.models import Organization

CLERK, SECRETARY = "16100000003", "16100000005"
# The account that sees its own paper in 我的: the one handed over lately.
APPLICANT, OWN = "16100000002", 3
FIRST = "柳溪一支部"
# Name, sex, birthday, how many days ago, how far it got.
PAPERS = [
    ("顾星河", "1", date(1998, 3, 9), 1, "received"),
    ("程雨桐", "2", date(2001, 8, 21), 2, "assigned"),
    ("陆远帆", "1", date(1993, 12, 2), 5, "received"),
    ("白禾", "2", date(1999, 2, 28), 12, "handed"),
    ("沈嘉言", "1", date(1990, 6, 30), 40, "handed"),
    ("柳清", "2", date(1996, 10, 5), 75, "talked"),
    ("江若川", "1", date(2002, 1, 31), 60, "withdrawn"),
]


def fill(*, at: datetime, password: str) -> None:
    """Take the papers in at the counter, each on its day."""
    people = {user.phone: user for user in User.objects.filter(is_staff=True)}
    clerk, secretary = people[CLERK], people[SECRETARY]
    branch = Organization.objects.get(short_name=FIRST)
    applicant = User.objects.get(phone=APPLICANT)
    center = clerk.center
    assert center is not None
    for number, (name, sex, born, ago, fate) in enumerate(PAPERS):
        received = at - timedelta(days=ago, minutes=30)
        row = actions.receive(
            center=center,
            form_key=f"demo-application-{number}",
            by=clerk,
            at=received,
            name=applicant.name if number == OWN else name,
            sex=sex,
            born_on=born,
            nation="汉族",
            education="大学本科",
            phone=APPLICANT if number == OWN else f"1619000{number:04d}",
            work_unit="青禾产业园（虚构）" if number % 2 else "",
            home="云州市青禾区柳溪里（虚构）",
            signed_on=localdate(received),
        )
        _go_on(row, fate, branch, clerk, secretary, received)


def _go_on(
    row: Application,
    fate: str,
    branch: Organization,
    clerk: User,
    secretary: User,
    received: datetime,
) -> None:
    if fate == "received":
        return
    later = received + timedelta(minutes=20)
    row = actions.assign(
        row, version=row.version, branch=branch, ground="home", by=clerk, at=later
    )
    if fate == "assigned":
        return
    if fate == "withdrawn":
        reason = "本人近期要到外地工作，先撤回。"
        actions.withdraw(row, version=row.version, reason=reason, by=clerk, at=later)
        return
    later = received + timedelta(days=1)
    row = actions.hand_over(
        row, version=row.version, on=localdate(later), to="钱立", by=clerk, at=later
    )
    if fate == "talked":
        later = received + timedelta(days=20)
        actions.talk(
            row,
            version=row.version,
            on=localdate(later),
            by_whom="钱立",
            place="谈心室",
            by=secretary,
            at=later,
        )
