"""Forty invented documents, most of them reviewed and public."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from center.models import User
from reading_room.documents import actions
from reading_room.documents.rules import Kind

CLERK, SUPERVISOR = "16100000003", "16100000004"
TOPICS = [
    "居家养老服务", "高龄津贴", "灵活就业社保补贴", "社区议事", "垃圾分类",
    "党员教育培训", "流动党员管理", "志愿服务积分", "困难群众帮扶", "楼道消防",
]  # fmt: skip
# Kind, title, who, number.
SHAPES = [
    (Kind.POLICY, "关于做好{}工作的通知（虚构）", "青禾街道办事处（虚构）", "青街办"),
    (Kind.LAW, "{}规定要点（虚构）", "云州市人民政府（虚构）", "云政发"),
    (Kind.AFFAIRS, "{}情况公开（虚构）", "青禾街道党工委（虚构）", "青街工委"),
    (Kind.SPEECH, "在{}推进会上的讲话（虚构）", "陆远，街道党工委书记（虚构）", ""),
]
# The last of them wait for a review.
WAITING = 4


def fill(*, at: datetime, password: str) -> None:
    clerk = User.objects.get(phone=CLERK)
    reviewer = User.objects.get(phone=SUPERVISOR)
    assert clerk.center is not None
    wanted = [(topic, shape) for shape in SHAPES for topic in TOPICS]
    for n, (topic, (kind, title, issuer, number)) in enumerate(wanted):
        day = localdate(at) - timedelta(days=20 + n * 17)
        is_reviewed = n < len(wanted) - WAITING
        review: dict[str, Any] = {
            "reviewed_by": reviewer,
            "reviewed_on": day + timedelta(days=3),
            "review_basis": "党务公开条例第十五条，经审查不涉密、可以公开（虚构）",
        }
        actions.add(
            center=clerk.center,
            form_key=f"demo-document-{n}",
            by=clerk,
            at=at - timedelta(days=10, minutes=n),
            kind=kind,
            title=title.format(topic),
            issuer=issuer,
            number=f"{number}〔{day.year}〕{n + 1}号" if number else "",
            dated_on=day,
            summary=f"说了三件事：{topic}谁可以办、怎么办、多久办好。摘要由中心自己写（虚构）。",
            source_url=f"https://www.example.cn/documents/{n + 1}",
            **(review if is_reviewed else {}),
        )
