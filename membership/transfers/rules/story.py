"""A transfer in plain words for the member: where it stands, what comes next.

Pure: words for states and steps. Nobody's name and no internal note is in it.
"""

from membership.transfers.rules.moves import FINAL
from membership.transfers.rules.roles import Actor
from membership.transfers.rules.states import Channel, Direction, Kind, State, Verb

# What the member reads first: where it is now, and what they have to do.
NOW = {
    State.DRAFT: "还是草稿，只有您看得到。填好以后点“提交”。",
    State.SUBMITTED: "已经交上来了，等窗口受理。来的时候请带齐材料。",
    State.SUPPLEMENT: "还缺材料。请照下面的清单补齐，交到窗口。",
    State.ACCEPTED: "已经受理，正在请您的党支部确认。您不用做什么。",
    State.BRANCH_OK: "党支部已经确认，等党委审批。您不用做什么。",
    State.APPROVED: "党委已经同意，正在办手续。办好会通知您。",
    State.SENT: "已经在网上发起，等对方党组织接收。",
    State.PEER_ACCEPTED: "对方党组织已经接收，正在办结。",
    State.ISSUED: "介绍信开好了。请带身份证到窗口领。",
    State.DELIVERED: "信已经交给您。请在有效期内带到对方党组织，三联不要撕开。",
    State.LOST_CHECK: "正在核查信是怎么丢的，核查清楚就补开。",
    State.OVERDUE: "信过了有效期，还没有收到对方的回执。请尽快和窗口联系。",
    State.BOUNCED: "被对方退回了，窗口会和您联系，重新办。",
    State.DONE: "办完了。",
    State.ARCHIVED: "办完了。",
    State.WITHDRAWN: "已经撤回，这件事不办了。",
    State.NOT_ACCEPTED: "这里办不了，原因写在下面。",
    State.REFUSED: "没有办成，原因写在下面。您可以向上级党组织反映。",
    State.REGISTERED: "已经登记，等窗口核验。",
    State.VERIFYING: "正在核验介绍信和材料。",
    State.ON_HOLD: "有材料要核实，核实清楚以后接着办。",
    State.EXPIRED_CHECK: "信过了有效期，正在和转出方联系。",
    State.RETURNED: "要拿回去重新办，原因写在下面。",
    State.RECEIVED: "党委已经接收，正在编入支部。",
    State.ASSIGNED: "已经编入支部，支部会联系您。",
    State.RECEIPT_SENT: "回执已经寄给原来的党组织。",
}
TONES = {
    State.SUPPLEMENT: "warn",
    State.OVERDUE: "warn",
    State.BOUNCED: "warn",
    State.LOST_CHECK: "warn",
    State.NOT_ACCEPTED: "warn",
    State.REFUSED: "warn",
    State.RETURNED: "warn",
    State.EXPIRED_CHECK: "warn",
    State.ON_HOLD: "warn",
    State.DONE: "ok",
    State.ARCHIVED: "ok",
    State.WITHDRAWN: "off",
    State.DRAFT: "off",
}
STEPS = {
    Verb.START: "登记",
    Verb.SUBMIT: "提交",
    Verb.WITHDRAW: "撤回",
    Verb.ASK_PAPERS: "一次告知缺的材料",
    Verb.SUPPLY: "材料补齐",
    Verb.ACCEPT: "窗口受理",
    Verb.NOT_ACCEPT: "不予受理",
    Verb.CONFIRM: "党支部确认",
    Verb.OBJECT: "党支部请您先补材料",
    Verb.APPROVE: "党委同意",
    Verb.REFUSE: "党委没有同意",
    Verb.SEND: "网上发起",
    Verb.PEER_ACCEPT: "对方接收",
    Verb.ISSUE: "介绍信开好",
    Verb.DELIVER: "领走介绍信",
    Verb.REPORT_LOST: "登记遗失",
    Verb.REISSUE: "补开介绍信，原信作废",
    Verb.VOID: "这封信作废重开",
    Verb.EXPIRE: "介绍信过了有效期",
    Verb.BOUNCE: "对方退回",
    Verb.REOPEN: "重新办理",
    Verb.REOPEN_PAPERS: "要先补材料",
    Verb.RECEIPT: "收到对方回执，办结",
    Verb.COMPLETE: "办结",
    Verb.ARCHIVE: "归档",
    Verb.VERIFY: "开始核验",
    Verb.RETURN: "退回重办",
    Verb.HOLD: "暂缓核实",
    Verb.RESUME: "继续核验",
    Verb.LETTER_EXPIRED: "信已过期，去核查",
    Verb.RECEIVE: "党委接收",
    Verb.ASSIGN: "编入支部",
    Verb.SEND_RECEIPT: "寄出回执",
    Verb.CLOSE: "办结",
}
# The reasons that the member is entitled to read; other notes stay inside.
TOLD = frozenset(
    {
        Verb.ASK_PAPERS,
        Verb.NOT_ACCEPT,
        Verb.OBJECT,
        Verb.REFUSE,
        Verb.REOPEN_PAPERS,
        Verb.RETURN,
        Verb.BOUNCE,
    }
)

# With whom the next step lies; with the member or the other side where none is named.
HOLDERS = {
    State.SUBMITTED: Actor.CLERK,
    State.ACCEPTED: Actor.BRANCH,
    State.BRANCH_OK: Actor.COMMITTEE,
    State.APPROVED: Actor.CLERK,
    State.PEER_ACCEPTED: Actor.CLERK,
    State.ISSUED: Actor.CLERK,
    State.LOST_CHECK: Actor.CLERK,
    State.OVERDUE: Actor.CLERK,
    State.BOUNCED: Actor.CLERK,
    State.SUPPLEMENT: Actor.CLERK,
    State.REGISTERED: Actor.CLERK,
    State.VERIFYING: Actor.COMMITTEE,
    State.ON_HOLD: Actor.COMMITTEE,
    State.EXPIRED_CHECK: Actor.CLERK,
    State.RECEIVED: Actor.COMMITTEE,
    State.ASSIGNED: Actor.CLERK,
    State.RECEIPT_SENT: Actor.CLERK,
}
# Until when the center promises the next thing: working days after a step. Acceptance
# is a matter of the same or the next day, a letter takes three, what comes in five.
PROMISES = {
    State.SUBMITTED: (Verb.SUBMIT, 1, "窗口受理"),
    State.ACCEPTED: (Verb.ACCEPT, 3, "办好手续"),
    State.BRANCH_OK: (Verb.ACCEPT, 3, "办好手续"),
    State.APPROVED: (Verb.ACCEPT, 3, "办好手续"),
    State.REGISTERED: (Verb.START, 5, "核验清楚"),
    State.VERIFYING: (Verb.START, 5, "核验清楚"),
}

_OUT = ("提交", "受理", "支部确认", "党委审批", "开介绍信", "办结")
_IN = ("登记", "核验", "党委接收", "编入支部", "办结")
_AT = {
    Direction.OUT: {
        State.DRAFT: 0,
        State.SUBMITTED: 1,
        State.SUPPLEMENT: 1,
        State.ACCEPTED: 2,
        State.BRANCH_OK: 3,
        State.APPROVED: 4,
        State.BOUNCED: 4,
    },
    Direction.IN: {
        State.REGISTERED: 1,
        State.VERIFYING: 1,
        State.ON_HOLD: 1,
        State.EXPIRED_CHECK: 1,
        State.RECEIVED: 3,
        State.ASSIGNED: 4,
        State.RECEIPT_SENT: 4,
    },
}


def stages(
    *, direction: str, state: str, kind: str, channel: str
) -> list[tuple[str, str]]:
    """Return the way as labels with done, now or later; empty when it ended badly."""
    if state in FINAL and state not in (State.DONE, State.ARCHIVED):
        return []
    labels = list(_OUT if direction == Direction.OUT else _IN)
    if kind == Kind.INSIDE:
        labels.remove("开介绍信")
    elif channel != Channel.PAPER and direction == Direction.OUT:
        labels[4] = "网上发起"
    here = _AT[Direction(direction)].get(State(state), len(labels) - 1)
    if state in (State.DONE, State.ARCHIVED):
        here = len(labels)
    here = min(here, len(labels))
    return [
        (label, "done" if n < here else "now" if n == here else "later")
        for n, label in enumerate(labels)
    ]


def tone_of(state: str) -> str:
    return TONES.get(State(state), "now")
