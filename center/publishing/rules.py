"""How a text goes public: a draft, handed in, approved by who touched it not. Pure."""

import hashlib
import json
from collections.abc import Iterable

from django.db import models

from center.workflow.rules import Transition, Workflow

NO_EDIT = "这一版{now}，不能再改；请从它开始新的一版。"
NONE_WAITS = "现在是“{now}”，没有待审核的内容。"
NOT_PUBLIC = "现在是“{now}”，没有公开，不用撤下。"
OWN = "里面有您自己写的内容，请另一位同事审核。"


class State(models.TextChoices):
    """Where a text stands; whether it is in effect a query says, by its dates."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    APPROVED = "approved", "已通过"
    WITHDRAWN = "withdrawn", "已撤下"
    DROPPED = "dropped", "已放弃"


class Verb(models.TextChoices):
    """What is done to a text."""

    START = "start", "起草"
    SAVE = "save", "修改"
    SUBMIT = "submit", "提交审核"
    RETURN = "return", "退回修改"
    APPROVE = "approve", "审核通过"
    WITHDRAW = "withdraw", "撤下"
    DROP = "drop", "放弃"
    CHECK = "check", "核对无误"


# Who did one of these has touched the text.
WRITES = (Verb.START, Verb.SAVE)
# What somebody works on: at most one such text at a time.
OPEN = (State.DRAFT, State.SUBMITTED)


def flow(change: str, approve: str) -> Workflow:
    """Return the table of texts whose writers and approvers have these permissions.

    Changing a text that waits for approval makes it a draft again.
    """
    draft, waiting, public = State.DRAFT, State.SUBMITTED, State.APPROVED
    return Workflow(
        State,
        Transition(Verb.SAVE, OPEN, draft, NO_EDIT, change),
        Transition(
            Verb.SUBMIT, [draft], waiting, "现在是“{now}”，不用再提交。", change
        ),
        Transition(Verb.RETURN, [waiting], draft, NONE_WAITS, approve),
        Transition(Verb.APPROVE, [waiting], public, NONE_WAITS, approve),
        Transition(Verb.WITHDRAW, [public], State.WITHDRAWN, NOT_PUBLIC, approve),
        Transition(Verb.DROP, OPEN, State.DROPPED, permission=change),
        Transition(Verb.CHECK, [public], permission=change),
    )


def digest(said: Iterable[object]) -> str:
    told = json.dumps([str(one) for one in said], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def desk_key(slug: str, center_id: int, *, is_below: bool) -> str:
    """Return what names a text in addresses of the desk.

    Centers below give the same names as the one above, so theirs carry the center.
    """
    return f"{slug}~{center_id}" if is_below else slug


def read_key(key: str) -> tuple[str, int | None]:
    """Return the name and the center that a key carries, if it carries one."""
    slug, _, center = key.rpartition("~")
    is_number = (
        center.isascii() and center.isdigit() and len(center) <= len("999999999")
    )
    return (slug, int(center)) if slug and is_number else (key, None)
