"""Invented books, magazines and newspapers: some 1,200 titles."""

from datetime import datetime
from itertools import product

from django.contrib.contenttypes.models import ContentType

from center.models import Center, User
from center.registers.models import Revision
from reading_room.models import Title

CLERK = "16100000003"
SUBJECTS = [
    ("党员教育", "D26"), ("社区治理", "D669"), ("社会保险", "F842"),
    ("居家养老", "C913"),
    ("民法典", "D923"), ("法律援助", "D926"), ("心理健康", "B84"), ("慢性病", "R4"),
    ("家常菜", "T97"), ("垃圾分类", "X79"), ("智能手机", "TN92"), ("书法", "J29"),
    ("太极拳", "G85"), ("青禾地方史", "K29"), ("散文", "I26"), ("长篇小说", "I24"),
    ("儿童绘本", "I28"), ("育儿", "G78"), ("家庭理财", "F83"), ("花木养护", "S68"),
]  # fmt: skip
SHAPES = [
    "{}一本通", "{}问答", "{}入门", "走近{}", "{}故事", "{}手册", "身边的{}", "{}十讲",
    "图解{}", "{}读本", "{}与生活", "{}案例", "写给老人的{}", "{}笔记", "{}指南",
]  # fmt: skip
WRITERS = ["秦岚", "陆远", "方宁", "顾星河", "白禾", "江若川", "沈嘉言", "曾禾"]
EDITIONS = ["", "第二版", "大字版", "插图版"]
MAGAZINES = ["青禾党建", "社区生活", "云州半月谈", "老年天地", "法治云州", "健康邻里"]
PLACES = ["第 1 架", "第 2 架", "第 3 架", "第 4 架", "第 5 架"]


def fill(*, at: datetime, password: str) -> None:
    """Put the invented holdings on the shelves of the street center."""
    clerk = User.objects.get(phone=CLERK)
    center = clerk.center
    assert center is not None  # noqa: S101 - the floor's demo gave one
    rows = [*_books(center), *_periodicals(center)]
    for number, row in enumerate(rows):
        row.form_key = f"demo-title-{number}"
        row.check_entry(at.date())
    made = Title.objects.bulk_create(rows)
    kind = ContentType.objects.get_for_model(Title)
    Revision.objects.bulk_create(
        Revision(
            content_type=kind,
            object_id=row.pk,
            verb="add",
            state=row.state,
            version=1,
            by=clerk,
            at=at,
        )
        for row in made
    )


def _books(center: Center) -> list[Title]:
    found = []
    for n, ((subject, number), shape, edition) in enumerate(
        product(SUBJECTS, SHAPES, EDITIONS)
    ):
        found.append(
            Title(
                center=center,
                name=f"{shape.format(subject)}（虚构）",
                author=f"{WRITERS[n % len(WRITERS)]} 著",
                publisher="青禾出版社（虚构）",
                year=2005 + n % 21,
                volume=edition,
                call_number=f"{number}/{1 + n // len(EDITIONS)}",
                copies=1 + n % 4,
                place=PLACES[n % len(PLACES)],
            )
        )
    return found


def _periodicals(center: Center) -> list[Title]:
    papers = ["云州日报", "云州晚报", "青禾社区报"]
    magazines = [f"{name}{part}" for part in ("", "·增刊") for name in MAGAZINES]
    found = []
    for kind, names in (("magazine", magazines), ("newspaper", papers)):
        for name in names:
            found.append(
                Title(
                    center=center,
                    kind=kind,
                    name=f"{name}（虚构）",
                    publisher="青禾融媒体中心（虚构）",
                    year=2026,
                    copies=1,
                    place="报刊架",
                )
            )
    return found
