"""Which form and which action each verb has, in the order of the table."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from center.models import User
from membership.transfers import actions
from membership.transfers.forms import verbs as forms
from membership.transfers.models import Transfer
from membership.transfers.moves import Move, moves_from
from membership.transfers.rules import Actor, Verb


@dataclass(frozen=True)
class Way:
    """A verb's form, its action and what the clerk should keep in mind."""

    form: type[forms.VerbForm]
    action: Callable[..., Transfer]
    lede: str = ""
    is_danger: bool = False


# Not to hand in a draft: nobody sees it but the member.
WAYS = {
    Verb.WITHDRAW: Way(
        forms.WhyForm,
        actions.withdraw,
        "只有本人要求才能撤回。写下他什么时候、怎么提出的。",
        is_danger=True,
    ),
    Verb.ASK_PAPERS: Way(
        forms.PapersForm,
        actions.ask_papers,
        "一次说全：这张单子给了本人以后，不能再加新的材料。",
    ),
    Verb.SUPPLY: Way(forms.VerbForm, actions.supply),
    Verb.ACCEPT: Way(
        forms.AcceptForm,
        actions.accept,
        "看过身份证原件，材料齐全。受理以后您就是经办人，不能再审批和用印。",
    ),
    Verb.NOT_ACCEPT: Way(
        forms.WhyForm,
        actions.not_accept,
        "写清楚为什么、该去哪里办，本人看得到。",
        is_danger=True,
    ),
    Verb.CONFIRM: Way(forms.ConfirmForm, actions.confirm),
    Verb.OBJECT: Way(forms.WhyForm, actions.object_to, "写清楚要补什么，本人看得到。"),
    Verb.APPROVE: Way(
        forms.DecisionForm,
        actions.approve,
        "登记党委的决定。登记的人不能是经办人，也不能用印。",
    ),
    Verb.REFUSE: Way(
        forms.RefuseForm,
        actions.refuse,
        "党组织不得无故拒转。原因会送上级党组织复核。",
        is_danger=True,
    ),
    Verb.SEND: Way(forms.SendForm, actions.send, "先在外部系统里发起，再到这里登记。"),
    Verb.PEER_ACCEPT: Way(
        forms.VerbForm, actions.peer_accept, "外部系统显示对方已接收，再登记。"
    ),
    Verb.ISSUE: Way(
        forms.IssueForm,
        actions.issue,
        "编号自动往下排，登记以后信上的内容不能改，写错只能作废重开。"
        "登记的人就是用印人。",
    ),
    Verb.DELIVER: Way(
        forms.DeliverForm, actions.deliver, "第二、三联一起交，不要撕开。"
    ),
    Verb.REPORT_LOST: Way(
        forms.WhyForm, actions.report_lost, "先核查是怎么丢的，再决定补开。"
    ),
    Verb.REISSUE: Way(
        forms.ReissueForm,
        actions.reissue,
        "旧信作废、编号保留；新信用新编号，注明是补开。",
        is_danger=True,
    ),
    Verb.VOID: Way(
        forms.WhyForm,
        actions.void,
        "编号不会再用，作废的信留在登记簿里。",
        is_danger=True,
    ),
    Verb.BOUNCE: Way(
        forms.WhyForm, actions.bounce, "抬头错、涂改、没有骑缝章、过期……写清楚哪一种。"
    ),
    Verb.REOPEN: Way(forms.VerbForm, actions.reopen),
    Verb.REOPEN_PAPERS: Way(
        forms.WhyForm, actions.reopen_papers, "写清楚要补什么，本人看得到。"
    ),
    Verb.RECEIPT: Way(
        forms.ReceiptForm,
        actions.receipt,
        "登记以后就办结：从这时起，党员不再算在原来的支部。",
    ),
    Verb.COMPLETE: Way(forms.VerbForm, actions.complete),
    Verb.ARCHIVE: Way(forms.VerbForm, actions.archive, "贴好回执，存根归档。"),
    Verb.VERIFY: Way(
        forms.VerbForm,
        actions.verify,
        "看抬头、编号、公章和骑缝章、有效期、涂改、大写的党费年月，对照身份证和本人。",
    ),
    Verb.RETURN: Way(
        forms.ReturnForm,
        actions.give_back,
        "只能用列出的原因。除了本人要求取回，都会送上级党组织复核。",
        is_danger=True,
    ),
    Verb.HOLD: Way(forms.WhyForm, actions.hold, "材料有疑问时暂缓，写清楚要核实什么。"),
    Verb.RESUME: Way(forms.ResumeForm, actions.resume),
    Verb.LETTER_EXPIRED: Way(
        forms.VerbForm, actions.letter_expired, "联系转出方补开，或由原支部出证明。"
    ),
    Verb.RECEIVE: Way(
        forms.DecisionForm,
        actions.receive,
        "登记党委的决定。登记的人不能是登记来信的人，也不能用印。",
    ),
    Verb.ASSIGN: Way(forms.AssignForm, actions.assign, "从这时起，党员算在这个支部。"),
    Verb.SEND_RECEIPT: Way(
        forms.SendReceiptForm,
        actions.send_receipt,
        "回执盖章后直接寄给党员原来的基层党委。登记的人就是用印人。",
    ),
    Verb.CLOSE: Way(forms.VerbForm, actions.close),
}


def moves_of(transfer: Transfer, by: User) -> list[Move]:
    """Return what this person may do now, never as the member."""
    today = timezone.localdate()
    return [
        move
        for move in _fitting(transfer, by)
        if not actions.people_problem(transfer, move.verb, by)
        and not actions.letter_problem(transfer, move.verb, today)
    ]


def why_another(transfer: Transfer, by: User) -> str:
    """Say why what is next is another's to do than this person's; mostly nothing."""
    found = (
        actions.people_problem(transfer, move.verb, by)
        for move in _fitting(transfer, by)
    )
    return next(filter(None, found), "")


def _fitting(transfer: Transfer, by: User) -> list[Move]:
    mine = actions.capacities(transfer, by) - {Actor.MEMBER}
    found = moves_from(
        transfer.direction, transfer.state, transfer.kind, transfer.channel
    )
    return [move for move in found if move.verb in WAYS and move.actors & mine]


def waiting_for(transfer: Transfer) -> str:
    """Say who has to act next, in words; nothing when it is finished."""
    found = moves_from(
        transfer.direction, transfer.state, transfer.kind, transfer.channel
    )
    first = next((move for move in found if move.verb != Verb.WITHDRAW), None)
    if first is None:
        return ""
    return "、".join(a.label for a in Actor if a in first.actors - {Actor.MEMBER})
