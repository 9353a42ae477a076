"""What the desk can do with a transfer, and what the member can."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from center.http import UserRequest, address_of, way_up
from center.models import User
from center.text import clean_code
from center.workflow.views import Action, Verbs
from membership.transfers.actions import asking, deciding, finishing, incoming, letters
from membership.transfers.actions.base import write_down
from membership.transfers.forms import verbs as forms
from membership.transfers.models import Transfer
from membership.transfers.rules.moves import Move
from membership.transfers.rules.roles import PERMISSION
from membership.transfers.rules.states import Verb

VIEW = "transfers.view_transfer"
may_view = permission_required(VIEW, raise_exception=True)


def find(request: UserRequest, code: str) -> Transfer:
    """Return a transfer the person may see; 404 for others as for none."""
    rows = Transfer.objects.visible_to(request.user).select_related(
        "center",
        "member",
        "branch",
        "committee",
        "to_branch",
        "made_by",
        "approved_by",
        "sealed_by",
    )
    return get_object_or_404(rows, code=clean_code(code))


def find_own(request: UserRequest, code: str) -> Transfer:
    """Return the person's own transfer; 404 for others as for none."""
    rows = Transfer.objects.of_person(request.user)
    rows = rows.select_related("center", "branch", "to_branch", "committee")
    return get_object_or_404(rows, code=clean_code(code))


def may_act(row: Transfer, verb: str, by: User) -> bool:
    """Say whether a step is this person's to do, never as the member.

    Of a step that is not possible now, whether any is.
    """
    move = row.flow.find(verb, row.state)
    actors = move.actors if isinstance(move, Move) else frozenset(PERMISSION)
    return row.person_id != by.pk and any(row.acts_as(one, by) for one in actors)


def _where(request: UserRequest, _row: object) -> dict[str, Any]:
    return {"ip": address_of(request) or None}


def _verb(
    verb: Verb,
    form: type[forms.VerbForm] = forms.VerbForm,
    run: Callable[..., Transfer] | None = None,
    lede: str = "",
    *,
    is_danger: bool = False,
    unless: Callable[[Any, User], str] = lambda row, user: "",
) -> Action:
    return Action(
        verb=verb,
        label=verb.label,
        unless=unless,
        title=lambda row: f"{verb.label}：{row.name}",
        lede=lede,
        form=form,
        run=run or partial(write_down, verb=verb),
        done=lambda row: f"已登记：{row.get_state_display()}。",
        permission=VIEW,
        is_danger=is_danger,
        options=_where,
    )


def _own(
    verb: Verb, run: Callable[..., Transfer], done: str, *, sure: str = ""
) -> Action:
    """Return a step of the member's; what cannot be undone asks first, in ``sure``."""
    return Action(
        verb=verb,
        name=f"own_{verb}",
        route=f"{verb}/",
        label=verb.label,
        title=lambda row: f"{verb.label}：{row.other_side}",
        lede=sure,
        button=f"是的，{verb.label}" if sure else "",
        form=forms.OwnForm,
        run=run,
        done=done,
        on_the_spot=not sure,
        is_main=not sure,
        is_danger=bool(sure),
        options=_where,
    )


OWN = Verbs(
    app="transfers",
    key="code",
    find=find_own,
    crumbs=lambda row: [("我的", reverse("me"))],
    actions=[
        _own(
            Verb.SUBMIT, partial(write_down, verb=Verb.SUBMIT), "已提交，等窗口受理。"
        ),
        _own(
            Verb.SUPPLY, partial(write_down, verb=Verb.SUPPLY), "已告诉窗口材料补齐了。"
        ),
        _own(
            Verb.WITHDRAW,
            asking.withdraw,
            "已撤回。",
            sure="撤回以后，这件事就不办了，也不能再恢复。以后还要办，就重新申请。",
        ),
    ],
)
# Not to hand in a draft: nobody sees it but the member.
VERBS = Verbs(
    app="transfers",
    key="code",
    find=find,
    page=lambda row: str(row.desk_url),
    may=lambda row, action, user: may_act(row, action.verb, user),
    crumbs=way_up("组织关系接转", "transfers:register"),
    head=lambda row: f"{row.get_kind_display()}　{row.code_grouped}",
    here=lambda row: str(row.name),
    actions=[
        _verb(
            Verb.WITHDRAW,
            forms.WhyForm,
            asking.withdraw,
            "只有本人要求才能撤回。写下他什么时候、怎么提出的。",
            is_danger=True,
        ),
        _verb(
            Verb.ASK_PAPERS,
            forms.PapersForm,
            asking.ask_papers,
            "一次说全：这张单子给了本人以后，不能再加新的材料。",
        ),
        _verb(Verb.SUPPLY),
        _verb(
            Verb.ACCEPT,
            forms.AcceptForm,
            asking.accept,
            "看过身份证原件，材料齐全。受理以后您就是经办人，不能再审批和用印。",
        ),
        _verb(
            Verb.NOT_ACCEPT,
            forms.WhyForm,
            lede="写清楚为什么、该去哪里办，本人看得到。",
            is_danger=True,
        ),
        _verb(Verb.CONFIRM, forms.ConfirmForm, deciding.confirm),
        _verb(Verb.OBJECT, forms.WhyForm, lede="写清楚要补什么，本人看得到。"),
        _verb(
            Verb.APPROVE,
            forms.DecisionForm,
            deciding.approve,
            "登记党委的决定。登记的人不能是经办人，也不能用印。",
        ),
        _verb(
            Verb.REFUSE,
            forms.RefuseForm,
            deciding.refuse,
            "党组织不得无故拒转。原因会送上级党组织复核。",
            is_danger=True,
        ),
        _verb(
            Verb.SEND,
            forms.SendForm,
            finishing.send,
            "先在外部系统里发起，再到这里登记。",
        ),
        _verb(Verb.PEER_ACCEPT, lede="外部系统显示对方已接收，再登记。"),
        _verb(
            Verb.ISSUE,
            forms.IssueForm,
            letters.issue,
            "编号自动往下排，登记以后信上的内容不能改，写错只能作废重开。"
            "登记的人就是用印人。",
        ),
        _verb(
            Verb.DELIVER,
            forms.DeliverForm,
            letters.deliver,
            "第二、三联一起交，不要撕开。",
        ),
        _verb(Verb.REPORT_LOST, forms.WhyForm, lede="先核查是怎么丢的，再决定补开。"),
        _verb(
            Verb.REISSUE,
            forms.ReissueForm,
            letters.reissue,
            "旧信作废、编号保留；新信用新编号，注明是补开。",
            is_danger=True,
        ),
        _verb(
            Verb.VOID,
            forms.WhyForm,
            letters.void,
            "编号不会再用，作废的信留在登记簿里。",
            is_danger=True,
        ),
        _verb(
            Verb.BOUNCE,
            forms.WhyForm,
            letters.bounce,
            "抬头错、涂改、没有骑缝章、过期……写清楚哪一种。",
        ),
        _verb(Verb.REOPEN),
        _verb(Verb.REOPEN_PAPERS, forms.WhyForm, lede="写清楚要补什么，本人看得到。"),
        _verb(
            Verb.RECEIPT,
            forms.ReceiptForm,
            finishing.receipt,
            "登记以后就办结：从这时起，党员不再算在原来的支部。",
        ),
        _verb(Verb.COMPLETE, run=finishing.complete),
        _verb(Verb.ARCHIVE, lede="贴好回执，存根归档。"),
        _verb(
            Verb.VERIFY,
            lede="看抬头、编号、公章和骑缝章、有效期、涂改、大写的党费年月，"
            "对照身份证和本人。",
        ),
        _verb(
            Verb.RETURN,
            forms.ReturnForm,
            incoming.give_back,
            "只能用列出的原因。除了本人要求取回，都会送上级党组织复核。",
            is_danger=True,
        ),
        _verb(Verb.HOLD, forms.WhyForm, lede="材料有疑问时暂缓，写清楚要核实什么。"),
        _verb(Verb.RESUME, forms.ResumeForm, incoming.resume),
        _verb(
            Verb.LETTER_EXPIRED,
            run=incoming.letter_expired,
            lede="联系转出方补开，或由原支部出证明。",
            unless=lambda row, user: incoming.letter_refusal(row, timezone.localdate()),
        ),
        _verb(
            Verb.RECEIVE,
            forms.DecisionForm,
            incoming.receive,
            "登记党委的决定。登记的人不能是登记来信的人，也不能用印。",
        ),
        _verb(
            Verb.ASSIGN,
            forms.AssignForm,
            incoming.assign,
            "从这时起，党员算在这个支部。",
        ),
        _verb(
            Verb.SEND_RECEIPT,
            forms.SendReceiptForm,
            incoming.send_receipt,
            "回执盖章后直接寄给党员原来的基层党委。登记的人就是用印人。",
        ),
        _verb(Verb.CLOSE),
    ],
)
