"""What party organizations are, what stands under what, who does what there. Pure."""

from datetime import date

from django.db import models

from center.workflow.rules import Transition, Workflow


class Kind(models.TextChoices):
    """What a party organization is."""

    COMMITTEE = "committee", "党委"
    WORKING_COMMITTEE = "working", "党工委"
    GENERAL_BRANCH = "general", "党总支"
    BRANCH = "branch", "党支部"
    JOINT_BRANCH = "joint", "联合党支部"
    MOBILE_BRANCH = "mobile", "流动党员党支部"
    TEMPORARY_BRANCH = "temporary", "临时党支部"
    GROUP = "group", "党小组"


COMMITTEES = frozenset({Kind.COMMITTEE, Kind.WORKING_COMMITTEE})
BRANCHES = frozenset(
    {Kind.BRANCH, Kind.JOINT_BRANCH, Kind.MOBILE_BRANCH, Kind.TEMPORARY_BRANCH}
)
# Mobile and temporary branches gather people whose relation stays where it was.
HOLDS_MEMBERS = frozenset({Kind.BRANCH, Kind.JOINT_BRANCH})
# A branch or a general branch never receives anybody by itself; it passes on to its
# committee (细则: 预备党员由党委（工委）审批).
MAY_APPROVE = COMMITTEES

# What may stand right above what. Only a committee may stand at the top.
_UNDER_COMMITTEE = COMMITTEES
_UNDER_GENERAL = COMMITTEES | {Kind.GENERAL_BRANCH}
MAY_STAND_UNDER: dict[Kind, frozenset[Kind]] = {
    Kind.COMMITTEE: _UNDER_COMMITTEE,
    Kind.WORKING_COMMITTEE: _UNDER_COMMITTEE,
    Kind.GENERAL_BRANCH: _UNDER_COMMITTEE,
    Kind.BRANCH: _UNDER_GENERAL,
    Kind.JOINT_BRANCH: _UNDER_GENERAL,
    Kind.MOBILE_BRANCH: _UNDER_GENERAL,
    Kind.TEMPORARY_BRANCH: _UNDER_GENERAL,
    Kind.GROUP: BRANCHES,
}
MAY_BE_TOP = COMMITTEES


class Status(models.TextChoices):
    """Whether an organization is at work."""

    ACTIVE = "active", "正常"
    DISSOLVED = "dissolved", "已撤销"


class Duty(models.TextChoices):
    """What a member of staff is for one organization; they are different people."""

    SECRETARY = "secretary", "书记"
    ORGANIZER = "organizer", "组织员"
    SEAL_KEEPER = "seal", "用印管理员"


# Who sees the members of the organization and of all below it.
SEES_MEMBERS = frozenset({Duty.SECRETARY, Duty.ORGANIZER})


class OrganizationVerb(models.TextChoices):
    """What happened to an organization."""

    FOUNDED = "founded", "登记"
    CHANGED = "changed", "修改"
    DISSOLVED = "dissolved", "撤销"
    APPOINTED = "appointed", "登记任职"
    POST_ENDED = "post_ended", "结束任职"
    OWNS = "owns", "主管中心"


_MANAGE, _APPOINT = "membership.change_organization", "membership.appoint"
_GONE = "这个党组织已经撤销，不能再办这一项。"
ORGANIZATION_FLOW = Workflow(
    Status,
    Transition(OrganizationVerb.CHANGED, [Status.ACTIVE], None, _GONE, _MANAGE),
    Transition(
        OrganizationVerb.DISSOLVED,
        [Status.ACTIVE],
        Status.DISSOLVED,
        "这个党组织已经撤销，不用再办。",
        _MANAGE,
    ),
    Transition(OrganizationVerb.APPOINTED, [Status.ACTIVE], None, _GONE, _APPOINT),
    Transition(OrganizationVerb.POST_ENDED, Status, permission=_APPOINT),
    Transition(OrganizationVerb.OWNS, [Status.ACTIVE], None, _GONE, _MANAGE),
)

FEW_MEMBERS, MANY_MEMBERS = 3, 50
# Twelve digits in the national system, fifteen in a provincial one.
NATIONAL_CODE = r"[0-9]{12,15}"


# -- Organizations


def may_stand_under(kind: str, above: str | None) -> bool:
    """Say whether an organization may have this superior; None is the top."""
    if above is None:
        return kind in MAY_BE_TOP
    return above in MAY_STAND_UNDER[Kind(kind)]


def superior_refusal(kind: str, above: str | None) -> str:
    """Say in words what may stand above ``kind``."""
    fitting = "、".join(k.label for k in Kind if k in MAY_STAND_UNDER[Kind(kind)])
    if above is None:
        return f"{Kind(kind).label}要有上级，请选一个{fitting}。"
    return f"{Kind(kind).label}不能直接放在{Kind(above).label}下面，请选一个{fitting}。"


def warnings_of(
    *, kind: str, members: int, has_secretary: bool, term_to: date | None, today: date
) -> list[str]:
    """Return what somebody should look at; nothing of it stops any work."""
    found = []
    if kind in HOLDS_MEMBERS and members > MANY_MEMBERS:
        found.append(f"党员 {members} 人，超过 {MANY_MEMBERS} 人，可以考虑分设支部。")
    if kind in HOLDS_MEMBERS and members < FEW_MEMBERS:
        found.append(f"党员 {members} 人，不足 {FEW_MEMBERS} 人，可以考虑联合支部。")
    if kind != Kind.GROUP and term_to is not None and term_to < today:
        found.append(f"本届任期到 {term_to:%Y-%m-%d}，已经到期，该换届了。")
    if kind != Kind.GROUP and not has_secretary:
        found.append("还没有登记书记。")
    return found
