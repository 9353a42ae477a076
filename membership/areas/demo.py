"""Two made-up areas with the branches that receive there."""

from datetime import datetime

from center.models import User
from center.registers import actions
from membership.areas.models import Area
from membership.models import Organization

SUPERVISOR = "16100000004"
AREAS = [
    ("柳溪社区", "第一网格", "柳溪里\n连心路\n青禾小区", "000-16100008", "柳溪里 3 号"),
    ("柳溪社区", "第二网格", "桂花巷\n北河沿", "000-16100008", "柳溪里 3 号"),
    ("青禾街道", "产业园网格", "青禾产业园\n科创楼", "000-16100000", "连心路 8 号一楼"),
]


def fill(*, at: datetime, password: str) -> None:
    """Enter the areas, each with a branch of the register."""
    boss = User.objects.get(phone=SUPERVISOR)
    center = boss.center
    assert center is not None
    branches = list(Organization.objects.branches().active().order_by("pk"))
    for number, (community, grid, words, phone, place) in enumerate(AREAS):
        actions.add(
            Area,
            form_key=f"demo-area-{number}",
            center=center,
            by=boss,
            at=at,
            community=community,
            grid=grid,
            words=words,
            branch=branches[number % len(branches)],
            phone=phone,
            place=f"云州市青禾区{place}（虚构）",
        )
