"""Notices in any state, made through the actions."""

from itertools import count

from center.notices import actions
from center.notices.models import Duty, Text
from center.registers import actions as registers
from center.rules import Role
from center.uploads import CleanFile
from tests import make

AT = make.moment("2026-11-24 10:00")
_key = count(1)
BODY = "**注意：**请带身份证，自 12 月 1 日起办理，详情问前台。"


def draft(center, by, at=AT, **more):
    told = {"kind": "notice", "title": "停水通知", "body": BODY} | more
    key = f"notice {next(_key)}"
    return actions.begin(center=center, form_key=key, by=by, at=at, **told)


def disclosure(by, **more):
    return {
        "kind": "finance",
        "title": "8 月财务公开",
        "reviewed_by": by,
        "review_basis": "不涉密，可以公开",
    } | more


def submitted(center, by, at=AT, **more):
    return actions.submit(draft(center, by, at=at, **more), by=by, at=at)


def approve(row, approver, at=AT):
    return actions.approve(row, digest=row.digest, by=approver, at=at)


def approved(center, by, approver, at=AT, **more):
    return approve(submitted(center, by, at=at, **more), approver, at=at)


def correction(row, by, approver, at=AT, **more):
    """Write a new text of a notice and approve it."""
    told = {name: getattr(row, name) for name in ("title", "body", "show_until")}
    told |= {"key": None} | more
    told.pop("key")
    key = f"correction {next(_key)}"
    new = actions.save(row, by=by, at=at, version=row.version, form_key=key, **told)
    return approve(actions.submit(new, by=by, at=at), approver, at=at)


def picture(alt="大厅新装的扶手", is_scan=False, title="大厅"):
    content = b"\x89PNG\r\n\x1a\n" + alt.encode()
    return (CleanFile("a.png", "image/png", content), title, alt, is_scan)


def duty(center, by, **more):
    told = {
        "kind": "finance",
        "title": "财务收支",
        "every": "month",
        "from_on": make.moment("2026-01-01 00:00").date(),
    } | more
    key = f"duty {next(_key)}"
    return registers.add(Duty, form_key=key, center=center, by=by, at=AT, **told)


def colleagues(center):
    return (
        make.staff("写稿人", Role.CLERK, center=center),
        make.staff("审核人", Role.SUPERVISOR, center=center),
    )


def fresh(row):
    return Text.objects.get(pk=row.pk)
