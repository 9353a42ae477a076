"""What memberships are and what may happen to them. Pure."""

from django.db import models

from center.workflow.rules import Transition, Workflow


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
    Transition(MemberVerb.CONFIRMED, [State.PRESENT], None, _NOT_NOW, _DECIDE),
    Transition(MemberVerb.EXTENDED, [State.PRESENT], None, _NOT_NOW, _DECIDE),
    Transition(MemberVerb.STATE, HERE, refusal=_NOT_NOW, permission=_DECIDE),
    Transition(
        DECISIONS[State.SUSPENDED], [State.PRESENT], State.SUSPENDED, permission=_DECIDE
    ),
    Transition(
        DECISIONS[State.PRESENT], [State.SUSPENDED], State.PRESENT, permission=_DECIDE
    ),
    Transition(DECISIONS[State.LEFT], HERE, State.LEFT, permission=_DECIDE),
    Transition(DECISIONS[State.DECEASED], HERE, State.DECEASED, permission=_DECIDE),
    Transition(
        MemberVerb.MOVED,
        [State.PRESENT, State.MOVED_OUT],
        State.PRESENT,
        "现在{now}，不能接转。",
    ),
    Transition(
        MemberVerb.MOVED_OUT, [State.PRESENT], State.MOVED_OUT, "现在{now}，不能接转。"
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
REASON_MIN = 4
