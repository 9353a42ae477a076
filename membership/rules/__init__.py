"""Rules about party organizations and members. Pure: no database, no clock.

Sources: 党章（organizations, probation）, 党员教育管理工作条例 2019 §24–27（states,
transfers）, 发展党员工作细则（probation, approval）. ID numbers: ``id_numbers.py``.
"""

import calendar
from datetime import MAXYEAR, date, timedelta

from django.db import models

from center.rules import Role, grants
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


class MemberKind(models.TextChoices):
    """Formal or on probation."""

    FORMAL = "formal", "正式党员"
    PROBATIONARY = "probationary", "预备党员"


class State(models.TextChoices):
    """Where a membership stands; what was decided is only recorded here."""

    PRESENT = "present", "在册"
    SUSPENDED = "suspended", "停止党籍"
    MOVED_OUT = "moved_out", "已转出"
    LEFT = "left", "已出党"
    DECEASED = "deceased", "已去世"


# Those who count in their branch; an ID number may appear once among them.
HERE = frozenset({State.PRESENT, State.SUSPENDED})


class Sex(models.TextChoices):
    """GB/T 2261.1."""

    MALE = "1", "男"
    FEMALE = "2", "女"


class Channel(models.TextChoices):
    """How a member gave consent."""

    PAPER = "paper", "纸质签字"
    ONLINE = "online", "本人网上确认"


class MemberVerb(models.TextChoices):
    """What happened to a membership, as the history says it."""

    REGISTERED = "registered", "登记"
    IMPORTED = "imported", "导入"
    CHANGED = "changed", "修改"
    CONSENT = "consent", "同意告知书"
    WITHDRAWN = "withdrawn", "撤回同意"
    LINKED = "linked", "关联本人账号"
    UNLINKED = "unlinked", "不再关联账号"
    CONFIRMED = "confirmed", "转正"
    EXTENDED = "extended", "延长预备期"
    MOVED = "moved", "转入支部"
    MOVED_OUT = "moved_out", "转出"
    STATE = "state", "党籍状态变化"


# What an organization decides about a membership; the history calls all of it STATE.
DECISIONS: dict[str, str] = {
    State.SUSPENDED: "suspend",
    State.PRESENT: "restore",
    State.LEFT: "leave",
    State.DECEASED: "die",
}
_CHANGE, _DECIDE = "membership.change_member", "membership.decide_member"
_NOT_NOW = "现在{now}，不能办理。"
# What may happen to a membership, and nothing else. The member too may give consent and
# take it back, and a transfer moves in the name of whoever finished it: no permission.
MEMBER_FLOW = Workflow(
    State,
    Transition(MemberVerb.CHANGED, State, permission=_CHANGE),
    Transition(MemberVerb.CONSENT, State),
    Transition(MemberVerb.WITHDRAWN, State),
    Transition(MemberVerb.LINKED, State, permission=_CHANGE),
    Transition(MemberVerb.UNLINKED, State),
    Transition(
        MemberVerb.CONFIRMED, [State.PRESENT], refusal=_NOT_NOW, permission=_DECIDE
    ),
    Transition(
        MemberVerb.EXTENDED, [State.PRESENT], refusal=_NOT_NOW, permission=_DECIDE
    ),
    Transition(MemberVerb.STATE, HERE, refusal=_NOT_NOW, permission=_DECIDE),
    Transition(
        DECISIONS[State.SUSPENDED],
        [State.PRESENT],
        State.SUSPENDED,
        permission=_DECIDE,
    ),
    Transition(
        DECISIONS[State.PRESENT],
        [State.SUSPENDED],
        State.PRESENT,
        permission=_DECIDE,
    ),
    Transition(DECISIONS[State.LEFT], HERE, State.LEFT, permission=_DECIDE),
    Transition(DECISIONS[State.DECEASED], HERE, State.DECEASED, permission=_DECIDE),
    Transition(
        MemberVerb.MOVED,
        [State.PRESENT, State.MOVED_OUT],
        State.PRESENT,
        refusal="现在{now}，不能接转。",
    ),
    Transition(
        MemberVerb.MOVED_OUT,
        [State.PRESENT],
        State.MOVED_OUT,
        refusal="现在{now}，不能接转。",
    ),
)


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
    Transition(
        OrganizationVerb.CHANGED,
        [Status.ACTIVE],
        refusal=_GONE,
        permission=_MANAGE,
    ),
    Transition(
        OrganizationVerb.DISSOLVED,
        [Status.ACTIVE],
        Status.DISSOLVED,
        refusal="这个党组织已经撤销，不用再办。",
        permission=_MANAGE,
    ),
    Transition(
        OrganizationVerb.APPOINTED, [Status.ACTIVE], refusal=_GONE, permission=_APPOINT
    ),
    Transition(OrganizationVerb.POST_ENDED, Status, permission=_APPOINT),
    Transition(
        OrganizationVerb.OWNS,
        [Status.ACTIVE],
        refusal=_GONE,
        permission=_MANAGE,
    ),
)


# What members are told before their number is taken; a new text is a new version.
CONSENT_TEXTS = {
    "2026-11": (
        "为登记党籍、接转组织关系和开展组织生活，党群服务中心要收集您的姓名、性别、民族、"
        "出生日期、身份证号、手机号和入党信息。身份证号加密保存，只有经办人说明理由后才能查看，"
        "每次查看都有记录。您可以随时查看、更正，也可以撤回同意；撤回后身份证号会被删除，"
        "接转组织关系要改到前台核对证件办理。"
    )
}
CONSENT_VERSION = "2026-11"

FEW_MEMBERS, MANY_MEMBERS = 3, 50
PROBATION_MONTHS = 12
# So long before its end a probation is on the desk.
PROBATION_SOON = timedelta(days=30)
EXTENSION_MONTHS = range(6, 13)
# Twelve digits in the national system, fifteen in a provincial one.
NATIONAL_CODE = r"[0-9]{12,15}"
REASON_MIN = 4


# -- Organizations


def may_stand_under(kind: str, above: str | None) -> bool:
    """Say whether an organization may have this superior; None is the top."""
    if above is None:
        return kind in MAY_BE_TOP
    return above in MAY_STAND_UNDER[Kind(kind)]


def why_not_under(kind: str, above: str | None) -> str:
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


# -- Members


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def age_on(born_on: date, day: date) -> int:
    """Return the age in full years; somebody born on Feb 29 ages on Mar 1."""
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return day.year - born_on.year - (not had_birthday)


def probation_end(joined_on: date) -> date:
    """Return the day probation is over: one year after the branch meeting (党章 §7)."""
    return add_months(joined_on, PROBATION_MONTHS)


# The Party was founded in July 1921; nobody joined before.
FOUNDED_ON = date(1921, 7, 1)


def why_not_dates(
    kind: str, joined_on: date, confirmed_on: date | None, until: date | None
) -> str:
    """Say which date does not fit the kind of member, or return an empty text."""
    if joined_on < FOUNDED_ON:
        return f"入党日期不会早于 {FOUNDED_ON.year} 年 {FOUNDED_ON.month} 月。"
    if kind == MemberKind.FORMAL:
        if confirmed_on is None:
            return "正式党员要填转正日期。"
        return "转正日期不能早于入党日期。" if confirmed_on < joined_on else ""
    if confirmed_on is not None:
        return "预备党员还没有转正日期。"
    if until is None or until <= joined_on:
        return "预备期要到入党日期之后。"
    return ""


def probation_extended(until: date, months: int) -> date:
    """Return the new end; once, by half a year to a year (细则, 延长预备期).

    Raises ``ValueError`` for another number of months.
    """
    if months not in EXTENSION_MONTHS:
        raise ValueError("延长预备期最短 6 个月，最长 12 个月。")
    return add_months(until, months)


# -- What each role may do here; what they see is decided by visible_to().

_VIEW = "view_organization view_member "
_LISTS = "import_members export_members "
_KEEP = "add_member change_member reveal_id "
_ORGANIZE = "add_organization change_organization decide_member "
MAY = {
    Role.CLERK: grants(
        "membership", _VIEW + _LISTS + _KEEP + "view_center_organizations"
    ),
    Role.ORGANIZER: grants(
        "membership", _VIEW + _LISTS + _KEEP + _ORGANIZE + "export_full_ids"
    ),
    Role.SECRETARY: grants(
        "membership", _VIEW + "change_member export_members decide_member"
    ),
    Role.SUPERVISOR: grants(
        "membership",
        _VIEW
        + _LISTS
        + _KEEP
        + _ORGANIZE
        + "view_center_organizations appoint view_idreveal view_organizationstep "
        + "view_post",
    ),
}
