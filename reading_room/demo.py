"""Invented books, magazines and newspapers: some 1,200 titles, 30 of them periodicals.

All is written at once, with numbers, copies and history as the actions would.
"""

from datetime import datetime
from itertools import product

from django.contrib.contenttypes.models import ContentType

from center.models import Center, User
from center.registers.models import Revision
from reading_room.actions import new_barcodes
from reading_room.models import Copy, CopyStep, Title

CLERK, ELSEWHERE = "16100000003", "16100000008"
# Of these books the second center has each so many-th.
STEP = 12
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
PARTS = ["", "·增刊", "·文摘", "·大字版"]
PAPERS = [
    "云州日报",
    "云州晚报",
    "青禾社区报",
    "云州老年报",
    "云州法治报",
    "云州健康报",
]
PLACES = ["第 1 架", "第 2 架", "第 3 架", "第 4 架", "第 5 架"]


def fill(*, at: datetime, password: str) -> None:
    """Put the invented holdings on the shelves of both centers."""
    for phone, step in ((CLERK, 1), (ELSEWHERE, STEP)):
        by = User.objects.get(phone=phone)
        center = by.center
        assert center is not None
        papers = _periodicals(center) if step == 1 else []
        _put([*_books(center)[::step], *papers], by, at)


def _put(rows: list[Title], by: User, at: datetime) -> None:
    """Insert titles with as many copies as each says, and the first line of history."""
    for row in rows:
        row.form_key = f"demo-title-{row.center_id}-{row.name}-{row.volume}"[:64]
        row.check_entry(at.date())
        row.on_shelf = row.copies
    made = Title.objects.bulk_create(rows)
    kind = ContentType.objects.get_for_model(Title)
    said = {"version": 1, "by": by, "at": at}
    Revision.objects.bulk_create(
        Revision(
            content_type=kind, object_id=row.pk, verb="add", state=row.state, **said
        )
        for row in made
    )
    codes = iter(new_barcodes(made[0].center_id, sum(row.copies for row in made)))
    copies = Copy.objects.bulk_create(
        Copy(title=row, center_id=row.center_id, barcode=next(codes))
        for row in made
        for _ in range(row.copies)
    )
    CopyStep.objects.bulk_create(
        CopyStep(copy=one, verb="add", state=one.state, **said) for one in copies
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
                copies=1 + n % 3,
                place=PLACES[n % len(PLACES)],
            )
        )
    return found


def _periodicals(center: Center) -> list[Title]:
    magazines = [f"{name}{part}" for part in PARTS for name in MAGAZINES]
    found = []
    for kind, names in (("magazine", magazines), ("newspaper", PAPERS)):
        for name in names:
            found.append(
                Title(
                    center=center,
                    kind=kind,
                    name=f"{name}（虚构）",
                    publisher="青禾融媒体中心（虚构）",
                    copies=1,
                    place="报刊架",
                )
            )
    return found
