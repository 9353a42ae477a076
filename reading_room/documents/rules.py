"""Which documents may be kept and shown at all. Pure.

Nothing with a grade of secrecy is stored; nothing is public that nobody reviewed
(先审查后公开、一事一审): by somebody who did not write it down, on a day, on a basis.
Talks belong to who gave them: only our own summary and the way to the source.
"""

import re
import unicodedata

from django.db import models

from center.rules import Role
from center.workflow.rules import Transition, Workflow

NO_GRADE = "无"
GRADES = [NO_GRADE, "内部", "秘密", "机密", "绝密"]
# What a secret or internal paper carries, also in traditional characters.
MARKS = "秘密 祕密 机密 機密 绝密 絕密 ★ 内部资料 內部資料 注意保存".split()  # noqa: SIM905 - a list of words
# The same for the database, which does not fold blanks between the characters.
MARKED = "|".join(r"\s*".join(map(re.escape, mark)) for mark in MARKS)
MAY = {
    Role.CLERK: [
        "documents.view_document",
        "documents.add_document",
        "documents.review_document",
    ],
    Role.ORGANIZER: [
        "documents.view_document",
        "documents.add_document",
        "documents.review_document",
    ],
    Role.SUPERVISOR: ["documents.view_document", "documents.review_document"],
}


class Kind(models.TextChoices):
    """What it is."""

    POLICY = "policy", "政策文件"
    LAW = "law", "法律法规"
    PARTY = "party", "党内法规"
    AFFAIRS = "affairs", "党务公开"
    SPEECH = "speech", "领导讲话"
    LECTURE = "lecture", "讲座讲稿"


# Of these there is no full text here.
QUOTED = (Kind.SPEECH, Kind.LECTURE)


class State(models.TextChoices):
    """Whether everybody may read it."""

    DRAFT = "draft", "待审查"
    PUBLIC = "public", "已公开"
    WITHDRAWN = "withdrawn", "已撤下"


class Verb(models.TextChoices):
    """What is done to a document."""

    ADD = "add", "登记"
    CHANGE = "change", "修改"
    REVIEW = "review", "审查"
    WITHDRAW = "withdraw", "撤下"


_ADD, _REVIEW = "documents.add_document", "documents.review_document"
FLOW = Workflow(
    State,
    # Whatever is changed has to be reviewed again.
    Transition(
        Verb.CHANGE,
        [State.DRAFT, State.PUBLIC, State.WITHDRAWN],
        State.DRAFT,
        permission=_ADD,
    ),
    Transition(
        Verb.REVIEW, [State.DRAFT], State.PUBLIC, "这份文件{now}，不用再审查。", _REVIEW
    ),
    Transition(
        Verb.WITHDRAW,
        [State.DRAFT, State.PUBLIC],
        State.WITHDRAWN,
        "这份文件{now}，不用再撤。",
        _REVIEW,
    ),
)


def mark_in(text: str) -> str:
    """Return the mark of secrecy that a text carries, however it is spaced; or none."""
    folded = unicodedata.normalize("NFKC", text)
    plain = "".join(
        sign for sign in folded if sign == "★" or unicodedata.category(sign)[0] in "LN"
    )
    return next((mark for mark in MARKS if mark in plain), "")


def why_marked(mark: str) -> str:
    """Say why something with a mark is not taken."""
    return (
        f"里面有“{mark}”。带密级或内部字样的文件不能放进系统，也不会保存；"
        "请按保密规定在纸面上办。"
    )
