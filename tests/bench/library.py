"""Search of the holdings with 50,000 made-up titles, against a plain list of them."""

import os
import random
from datetime import date
from statistics import median
from urllib.parse import quote

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from center.models import Center, User
from center.registers.models import Revision
from center.registers.rules import State, Verb
from center.searchable import MANY, best_page
from reading_room.models import Title
from reading_room.rules import CLASSES
from reading_room.views.catalog import wanted
from tests.bench.client import drive, request
from tests.bench.table import Line

TITLES, BATCH, ROUNDS, SECONDS = 50_000, 2_000, 5, 1.0
ASKED = ["社会", "社会保险", "shbx", "shehui", "q", "shan", "麒麟"]
_TEXT = (
    "社会 保险 养老 治理 社区 党员 教育 健康 法律 民法 家庭 心理 历史 云州 青禾 散文"
    " 小说 绘本 理财 花木 书法 太极 手机 垃圾 分类 医保 就业 创业 志愿 服务 居家 故事"
    " 山水 春天 长者 儿童 阅读 经济 政策 组织 干部 群众 乡村 振兴 文化 艺术 科学 数学"
)
WORDS = _TEXT.split()
ENDS = ["一本通", "问答", "入门", "手册", "读本", "案例", "指南", "十讲", "笔记", ""]


def fill() -> None:
    """Add titles until there are enough; the same ones each time."""
    chance, center = random.Random(50_000), Center.objects.root()
    today, classes = date(2026, 11, 30), list(CLASSES)
    count = Title.objects.count()
    while count < TITLES:
        rows = []
        for _ in range(min(BATCH, TITLES - count)):
            words = chance.sample(WORDS, chance.randint(2, 4))
            name = "".join(words) + chance.choice(ENDS) + str(chance.randint(1, 999))
            number = f"{chance.choice(classes)}{chance.randint(1, 999)}"
            row = Title(center=center, name=name, author="秦岚", year=2020)
            row.call_number = number if number[0] != "T" else f"TP{number[1:]}"
            row.check_entry(today)
            rows.append(row)
        with transaction.atomic():
            _leave_steps(Title.objects.bulk_create(rows))
        count += len(rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE reading_room_title")


def _leave_steps(rows: list[Title]) -> None:
    """Write the first line of history of each; nothing is committed without."""
    said = {"verb": Verb.ADD, "state": State.VALID, "version": 1, "changes": []}
    said |= {"by": User.objects.order_by("pk")[0], "at": timezone.now()}
    kind = ContentType.objects.get_for_model(Title)
    Revision.objects.bulk_create(
        Revision(content_type=kind, object_id=row.pk, **said) for row in rows
    )


def measure(port: int) -> list[Line]:
    """Measure each question beside the first page of everything."""
    fill()
    lines = []
    for asked in ASKED:
        ours, plain = [], []
        path = f"/library/?q={quote(asked)}"
        for _ in range(ROUNDS):
            plain.append(
                drive(
                    port, iter([request("/library/")] * 2000), seconds=SECONDS, wires=1
                )
            )
            ours.append(
                drive(port, iter([request(path)] * 2000), seconds=SECONDS, wires=1)
            )
        pairs = zip(plain, ours, strict=True)
        lines.append(
            Line(
                f"library, {asked}, {TITLES:,} titles",
                ours[-1].per_second,
                plain[-1].per_second,
                [a.per_second / b.per_second for a, b in pairs],
                "≤ 4 (times the plain list)",
            )
        )
    return lines + [_sql(asked) for asked in ASKED]


def _sql(asked: str) -> Line:
    """Measure what the database itself takes for the page and its count."""
    shelf = Title.objects.on_shelf(Center.objects.root())
    times, queries = [], 0
    for _ in range(ROUNDS):
        with CaptureQueriesContext(connection) as captured:
            rows = wanted(shelf, {"q": asked})
            count = len(rows.order_by().values_list("pk")[:1000])
            page = wanted(shelf, {"q": ""})
            best = best_page(page, asked, 0, 20) if count >= MANY else None
            best or list(rows[:20])
        times.append(sum(float(one["time"]) for one in captured) * 1000)
        queries = len(captured)
    taken = median(times)
    ratios = [taken / 20]
    return Line(
        f"library SQL, {asked}", taken, queries, ratios, "≤ 20 ms", "ms, queries"
    )


ONLY = os.environ.get("LIBRARY_ONLY")
