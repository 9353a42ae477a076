"""Items of the catalog in any state, made through the actions."""

from itertools import count

from center.guide.actions import catalog as actions
from center.guide.models import Version
from center.registers import actions as registers
from center.roster.models import Window
from center.rules import Role
from tests import make

AT = make.moment("2026-11-24 10:00")
_key = count(1)
PAPERS = [
    {"name": "老人身份证", "kind": "both", "count": 1},
    {"name": "申请表", "kind": "form", "count": 2, "form": "姓名\n住址"},
]
STEPS = [
    {"text": "带材料到窗口", "help": "whole", "limit": "当场"},
    {"text": "街道核对", "help": "none", "limit": "5 个工作日内"},
]


def window(center, by, number=2, name="民政服务"):
    found = Window.objects.filter(center=center, number=number).first()
    if found:
        return found
    return registers.add(
        Window,
        form_key=f"window {center.pk} {number}",
        center=center,
        by=by,
        at=AT,
        number=number,
        name=name,
    )


def values(center, by, **more):
    """Return everything that publishing needs."""
    return {
        "name": "高龄津贴",
        "aliases": "老龄补贴、敬老金",
        "summary": "80 岁以上的老人，每月发津贴。",
        "window": window(center, by),
        "service_class": "government",
        "power": "service",
        "audience": "满 80 岁、户口在本街道的老人",
        "conditions": "**注意：**没有在别处领同一种津贴",
        "basis": "《云州市高龄津贴办法》（虚构）第五条",
        "statutory_days": 20,
        "promised_days": 10,
        "output": "津贴到账",
        "place": "一楼大厅",
        "phone": "000-16100000",
        "complaint_phone": "000-16100009",
        "change_note": "第一次公开",
    } | more


def draft(center, by, slug="gaoling", at=AT, papers=None, steps=None, **more):
    papers = PAPERS if papers is None else papers
    steps = STEPS if steps is None else steps
    return actions.begin(
        center=center,
        slug=slug,
        papers=papers,
        steps=steps,
        form_key=f"item {next(_key)}",
        by=by,
        at=at,
        **values(center, by, **more),
    )


def submitted(center, by, at=AT, **more):
    return actions.submit(draft(center, by, at=at, **more), by=by, at=at)


def approved(center, by, approver, at=AT, **more):
    row = submitted(center, by, at=at, **more)
    return actions.approve(row, digest=row.digest, by=approver, at=at)


def next_version(row, by, approver, at=AT, **more):
    """Write the next version of an item, hand it in and approve it."""
    told = {name: getattr(row, name) for name in VALUES} | more
    new = actions.save(
        row,
        papers=PAPERS,
        steps=STEPS,
        by=by,
        at=at,
        version=row.version,
        form_key=f"next {next(_key)}",
        **told,
    )
    new = actions.submit(new, by=by, at=at)
    return actions.approve(new, digest=new.digest, by=approver, at=at)


VALUES = [
    *("name", "aliases", "summary", "window", "service_class", "power", "audience"),
    *("conditions", "basis", "statutory_days", "promised_days", "output", "place"),
    *("phone", "complaint_phone"),
]


def colleagues(center):
    """Return a clerk who writes and a supervisor who approves."""
    return (
        make.staff("写稿人", Role.CLERK, center=center),
        make.staff("审核人", Role.SUPERVISOR, center=center),
    )


def fresh(row):
    return Version.objects.get(pk=row.pk)
