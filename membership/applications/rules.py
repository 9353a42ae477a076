"""The rules of 入党申请书. Pure: no database, no clock, no request.

The center takes the signed paper, hands it to the branch within three working days, and
the branch talks with the applicant within one month of receipt. The paper is never
typed into the portal. Source: 《发展党员工作细则》 (2014) articles 5–7.
"""

from datetime import date, timedelta

from django.db import models

from center.rules import Role, grants
from center.workdays import WorkCalendar
from center.workflow.rules import Transition, Workflow
from membership.rules.dates import add_months

DAYS_TO_HAND_OVER = 3
MONTHS_TO_TALK = 1
LEAST_AGE = 18
REMIND_TALK_DAYS = 7
# So long before its day a talk is on the desk, and how the list calls it.
TALK_SOON = timedelta(days=3)
TO_TALK = ("to-talk", "待谈话，三天内到期或已过期")

_TAKE_IN = "view_application add_application hand_over_application"
MAY = {
    Role.CLERK: grants("applications", _TAKE_IN),
    Role.SECRETARY: grants("applications", "view_application talk_application"),
    Role.ORGANIZER: grants("applications", f"{_TAKE_IN} talk_application"),
    Role.SUPERVISOR: grants("applications", "view_application"),
}


class State(models.TextChoices):
    """Where an application stands."""

    RECEIVED = "received", "已收件"
    HANDED_OVER = "handed_over", "已移交"
    TALKED = "talked", "已谈话"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN = frozenset({State.RECEIVED, State.HANDED_OVER})


class Verb(models.TextChoices):
    """What the history says was done."""

    RECEIVE = "receive", "收件"
    ASSIGN = "assign", "确定党组织"
    HAND_OVER = "hand_over", "移交"
    TALK = "talk", "谈话"
    WITHDRAW = "withdraw", "撤回"


_HAND_OVER = "applications.hand_over_application"
_NOW = "这份申请书{now}，"
# What may happen to a paper, and nothing else.
FLOW = Workflow(
    State,
    Transition(
        Verb.ASSIGN, [State.RECEIVED], None, f"{_NOW}不能再改支部。", _HAND_OVER
    ),
    Transition(
        Verb.HAND_OVER,
        [State.RECEIVED],
        State.HANDED_OVER,
        f"{_NOW}不能再移交。",
        _HAND_OVER,
    ),
    Transition(
        Verb.TALK,
        [State.HANDED_OVER],
        State.TALKED,
        f"{_NOW}移交以后、谈话以前才能登记谈话。",
        "applications.talk_application",
    ),
    Transition(Verb.WITHDRAW, OPEN, State.WITHDRAWN, f"{_NOW}不能撤回。", _HAND_OVER),
)


class Ground(models.TextChoices):
    """Why this branch; 《发展党员工作细则》 (2014) article 5."""

    WORK = "work", "工作、学习单位有党组织"
    HOME = "home", "没有单位或单位没有党组织，按居住地"
    MOBILE = "mobile", "流动人员，按单位所在地或主管部门"
    MOBILE_BRANCH = "mobile_branch", "流动人员，按流动党员党组织"


def hand_over_due(received_on: date, calendar: WorkCalendar) -> tuple[date, bool]:
    """Return the third working day after receipt, and whether that is provisional.

    The day of receipt is day 0.
    """
    day = calendar.nth_after(received_on, DAYS_TO_HAND_OVER)
    return day, calendar.is_provisional(day)


def talk_due(received_on: date) -> date:
    """Return the last day of the talk: one month after the center took the paper."""
    return add_months(received_on, MONTHS_TO_TALK)
