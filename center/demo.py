"""The fictional center of the demo: two centers, eight people, published hours.

Every name, number and address here is made up; phones are in the range 161, which is
given to no operator.
"""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

from django.contrib.auth.models import Group
from PIL import Image, ImageDraw

from center.models import Center, User
from center.rules import Role
from center.timetable.actions import keep_usual_hours, load_year
from center.uploads import CleanFile

ACCOUNTS = [
    ("16100000001", "居民"),
    ("16100000002", "居民（邻居）"),
    ("16100000003", "窗口人员"),
    ("16100000004", "主管，也能进 /admin/"),
    ("16100000005", "支部书记"),
    ("16100000006", "街道组织员"),
    ("16100000007", "党员"),
    ("16100000008", "另一个中心的窗口人员"),
]
NAMES = ["林晓", "吴桐", "陈静", "赵敏", "钱立", "周宁", "郑凯", "孙悦"]
ROLES = {
    "16100000003": Role.CLERK,
    "16100000004": Role.SUPERVISOR,
    "16100000005": Role.SECRETARY,
    "16100000006": Role.ORGANIZER,
    "16100000008": Role.CLERK,
}
ELSEWHERE = "16100000008"
# Every browser takes a name below localhost for this machine.
HOST_BELOW = "liuxi.localhost"
FIRST_YEAR = 2025
Shapes = Iterable[tuple[str, tuple[int, int, int, int], str]]


def fill(*, at: datetime, password: str) -> None:
    """Fill an empty database with the centers, their calendar and the accounts."""
    street, community = _centers()
    # One year more than is published, as everywhere in November.
    for year in range(FIRST_YEAR, at.year + 2):
        load_year(year=year, at=at)
    for (phone, _), name in zip(ACCOUNTS, NAMES, strict=True):
        role = ROLES.get(phone)
        center = community if phone == ELSEWHERE else street
        person = User.objects.create_user(
            phone,
            password,
            name=name,
            phone_confirmed_at=at,
            is_staff=role is not None,
            center=center if role else None,
        )
        if role:
            person.groups.add(Group.objects.get(name=str(role)))


def photo(name: str, shapes: Shapes) -> CleanFile:
    """Draw a photograph of no place: shapes of ImageDraw with box and color."""
    picture = Image.new("RGB", (640, 480), "#d8d3c8")
    draw = ImageDraw.Draw(picture)
    for shape, box, color in shapes:
        getattr(draw, shape)(box, fill=color)
    data = BytesIO()
    picture.save(data, "JPEG", quality=80)
    return CleanFile(name, "image/jpeg", data.getvalue())


def _centers() -> tuple[Center, Center]:
    street = Center.objects.create(
        name="青禾街道党群服务中心",
        short_name="青禾街道",
        slogan="家门口的事，进门就能办",
        address="云州市青禾区连心路 8 号（虚构地址）",
        phone="000-16100000",
        hours_text="周一至周五 9:00–12:00、14:00–17:30，节假日休息",
        transit="公交 8 路“连心桥”站下车，走两分钟（虚构）",
        sponsor="青禾街道党工委（虚构）",
        operator="青禾街道党群服务中心（虚构）",
    )
    community = Center.objects.create(
        parent=street,
        level=Center.Level.COMMUNITY,
        name="柳溪社区党群服务中心",
        short_name="柳溪社区",
        address="云州市青禾区柳溪里 3 号（虚构地址）",
        phone="000-16100008",
        hours_text=street.hours_text,
        host=HOST_BELOW,
    )
    for center in (street, community):
        keep_usual_hours(center=center)
    return street, community
