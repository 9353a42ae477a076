"""What can be done to a case on the desk, most used first."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from center.http import UserRequest, sender_of
from center.models import User
from center.workflow.forms import RowForm
from center.workflow.views import Action, Words
from petitions.actions import (
    casework,
    details,
    duty,
    feedback,
    objections,
    replies,
    superior,
    times,
)
from petitions.counter import conflict_forms, reply_forms, unit_forms
from petitions.counter import verb_forms as forms
from petitions.models import Ask, Conflict, Petition, Reply
from petitions.models.access import reader_of
from petitions.rules import Verb

Test = Callable[[Petition, User], bool]


def _unless(label: str, test: Test) -> Callable[[Petition, User], str]:
    text = f"现在不能“{label}”，情况可能刚变过。请看看这件诉求最新的情况。"
    return lambda case, user: "" if test(case, user) else text


def _verb(
    verb: Verb,
    label: Words,
    button: str,
    form: type[RowForm],
    run: Callable[..., object],
    *,
    hint: str = "",
    when: Test | None = None,
    **more: Any,
) -> Action:
    if when is not None:
        more["unless"] = _unless(str(label), when)
    return Action(
        verb=verb,
        label=label,
        button=button,
        form=form,
        run=run,
        lede=hint,
        done=more.pop("done", f"{label}：好了。"),
        options=_options,
        **more,
    )


def _options(request: UserRequest, _: Any) -> dict[str, Any]:
    """Give the forms who sends, and with which opening a reply begins."""
    phrase = request.GET.get("phrase", "")
    return {"sender": sender_of(request), "phrase": phrase}


def _on(name: str, run: Callable[..., object]) -> Callable[..., object]:
    """Run an action on the row beside the case that its form names."""
    return lambda case, **data: run(data.pop(name), **data)


def _sent(run: Callable[..., object]) -> Callable[..., object]:
    """Send an answer, or put it aside as the draft."""

    def send(case: Petition, **data: Any) -> object:
        if "draft_version" in data:
            version = data.pop("draft_version")
            return replies.save_draft(case, version=version, **data)
        return run(case, **data)

    return send


def _said_of(label: str) -> Callable[[Reply], str]:
    aside = "草稿存下了，同事也看得到。"
    return lambda reply: f"{label}：好了。" if reply.sent_at else aside


def _is_hidden(case: Petition, user: User) -> bool:
    return not case.anonymous and not reader_of(case, user).knows_person


ACTIONS = (
    _verb(
        Verb.JUDGE,
        "是不是说到了同事",
        "就这么定",
        conflict_forms.JudgeForm,
        _on("conflict", duty.judge_named),
        hint="居民的话里像是提到了同事。没定之前，他看不到这件事；定了是他，就一直回避。",
        when=lambda case, user: (
            Petition.objects.to_judge(user).filter(pk=case.pk).exists()
        ),
    ),
    _verb(
        Verb.TAKE,
        "我来办",
        "接手",
        forms.TakeForm,
        casework.take,
        hint="接手以后您就是经办人；第一个接的人是首问人，一直管到底。",
    ),
    _verb(
        Verb.RELAY,
        "转告上级的答复",
        "转告本人",
        reply_forms.RelayForm,
        _sent(replies.relay),
        hint="把上级的话用他听得懂的话告诉他。发出去就算答复了。",
        done=_said_of("转告上级的答复"),
    ),
    _verb(
        Verb.REPLY,
        "答复",
        "发给他",
        reply_forms.ReplyForm,
        _sent(replies.reply),
        hint="发出去以后改不了，短信同时发出。",
        done=_said_of("答复"),
    ),
    _verb(
        Verb.NOTICE,
        "书面告知（15 日内）",
        "发给他",
        reply_forms.NoticeForm,
        replies.give_notice,
        when=replies.owes_notice,
    ),
    _verb(
        Verb.EXTEND,
        "批延期",
        "就这么定",
        forms.DecideForm,
        _on("extension", times.decide_extension),
        name="decide",
        when=lambda case, user: times.waiting_extension(case) is not None,
    ),
    _verb(
        Verb.CALL,
        "回访",
        "记下回访",
        reply_forms.CallForm,
        _on("rating", feedback.record_call),
        hint="评了不满意的，一个工作日内打电话。",
        when=lambda case, user: feedback.rating_to_call(case) is not None,
    ),
    _verb(
        Verb.CLOSE,
        "办结",
        "办结",
        reply_forms.CloseForm,
        replies.close,
        hint="答复到了本人、事情也落实了，才能办结。",
    ),
    _verb(
        Verb.HAND_BACK,
        lambda case: (
            "答复下级，或退回" if case.owner_center_id else "登记上级的答复或退回"
        ),
        "交给首问人转告",
        unit_forms.HandBackForm,
        casework.hand_back,
        hint="记下以后，由首问人转告本人，这件还没结束。",
        done="记下了，由首问人转告本人。",
    ),
    _verb(
        Verb.URGE,
        "催上级答复",
        "催",
        unit_forms.UrgeForm,
        superior.urge,
        hint="写下催的话，上级收到短信，本人也看得到催过了。",
    ),
    _verb(
        Verb.RECALL,
        "不等上级，调回来办",
        "调回",
        unit_forms.RecallForm,
        superior.recall,
        hint="催过以后还没有答复才能调回，由首问人接着办。",
        unless=lambda case, user: superior.recall_refusal(case, timezone.now()),
    ),
    _verb(
        Verb.TELL,
        "告诉他进展",
        "告诉他",
        forms.TellForm,
        casework.tell_progress,
        hint="哪怕没进展也说一声。这不算答复，期限照走。",
    ),
    _verb(Verb.NOTE, "记一笔（内部）", "记下", forms.NoteForm, casework.add_note),
    _verb(
        Verb.ASK_EXTENSION,
        "申请延期",
        "交给主管批",
        forms.AskExtensionForm,
        times.ask_extension,
        hint="只能延一次，期限当天过完就不能批了。",
        when=lambda case, user: times.waiting_extension(case) is None,
    ),
    _verb(
        Verb.HAND_OVER,
        "转给同事",
        "转过去",
        forms.HandOverForm,
        casework.hand_over,
        hint="首问责任不转，期限不变。",
    ),
    _verb(
        Verb.ESCALATE,
        "报上级中心",
        "报上去",
        unit_forms.EscalateForm,
        casework.escalate,
        hint="期限不停。上级答了以后，还是由首问人转告。",
    ),
    _verb(
        Verb.ASSIST,
        "请别的单位协办",
        "请他们办",
        unit_forms.AssistForm,
        casework.ask_assist,
        hint="他们看得到事，看不到人。",
    ),
    _verb(
        Verb.ASSISTED,
        "协办有结果了",
        "记下结果",
        unit_forms.AssistedForm,
        _on("assist", casework.finish_assist),
        when=objections.has_open_part,
    ),
    _verb(
        Verb.OBJECT,
        "这一部分不归我们办",
        "提出异议",
        unit_forms.ObjectForm,
        _on("assist", objections.object_to),
        hint="收到以后 5 个工作日内可以提，由主管裁定；裁定以前期限照走。",
        when=objections.may_object,
    ),
    _verb(
        Verb.RULE,
        "裁定单位的异议",
        "就这么定",
        unit_forms.RuleForm,
        _on("assist", objections.rule_objection),
        when=lambda case, user: case.assists.disputed().exists(),
    ),
    _verb(
        Verb.SPLIT,
        "分成几件答",
        "分开",
        forms.SplitForm,
        casework.split_asks,
        hint="他一次问了几件事的时候用。",
    ),
    _verb(
        Verb.CORRECT, "补细节、改登记", "存下", forms.DetailsForm, details.add_details
    ),
    _verb(
        Verb.RECATEGORIZE,
        "改类别",
        "改",
        forms.RecategorizeForm,
        details.recategorize,
        hint="期限不变。",
    ),
    _verb(
        Verb.LINK,
        "和另一件是同一件事",
        "关联",
        forms.LinkForm,
        casework.merge,
        hint="两件各答各的，两个人互相看不到。",
    ),
    _verb(
        Verb.PAUSE,
        "暂停计时",
        "暂停",
        forms.PauseForm,
        times.pause,
        when=times.may_pause,
    ),
    _verb(
        Verb.RESUME,
        "恢复计时",
        "恢复",
        forms.ResumeForm,
        times.resume,
        when=lambda case, user: case.paused_until is not None,
    ),
    _verb(
        Verb.CORRECT,
        "改收到的时间",
        "改",
        forms.ReceiptForm,
        details.correct_receipt,
        name="receipt",
        hint="要写原因，还要另一位同事核对。旧的时间留着。",
    ),
    _verb(
        Verb.RATE,
        "记下他的评价",
        "记下",
        reply_forms.RatingForm,
        feedback.record_rating,
        hint="没有账号、手机的人当面或打电话说的。答复的人不能自己记。",
        when=feedback.may_record_rating,
    ),
    _verb(
        Verb.REOPEN,
        "重新办理",
        "重新办",
        forms.ReopenForm,
        replies.reopen,
        hint="从今天起另算一轮，上一轮的结果不变。",
    ),
    _verb(Verb.REASSIGN, "改派", "改派", forms.ReassignForm, duty.reassign),
    _verb(Verb.REMIND, "催办", "催", forms.RemindForm, duty.remind_owner),
    _verb(
        Verb.RELEASE,
        "解除首问责任",
        "解除并交给他",
        forms.ReleaseForm,
        duty.release_first_asked,
        is_danger=True,
    ),
    _verb(
        Verb.CONFLICT,
        "让人回避",
        "标上",
        conflict_forms.ConflictForm,
        duty.mark_conflict,
        hint="这件事说到了哪位同事，就让他回避。",
        is_danger=True,
    ),
    _verb(
        Verb.LIFT,
        "不用回避了",
        "解除",
        conflict_forms.LiftForm,
        _on("conflict", duty.lift_conflict),
        is_danger=True,
        when=lambda case, user: (
            Conflict.objects.confirmed().filter(petition=case).exists()
        ),
    ),
    _verb(
        Verb.WITHDRAW,
        "本人不办了，撤回",
        "撤回",
        forms.WithdrawForm,
        details.withdraw,
        hint="只有本人说了不办才撤。",
        is_danger=True,
    ),
    _verb(
        Verb.REVEAL,
        "看看是谁",
        "说明原因，查看",
        forms.RevealForm,
        duty.reveal_person,
        hint="看了会留下记录。",
        when=_is_hidden,
    ),
)
BY_KEY = {action.url_name: action for action in ACTIONS}


def _petition_of(ask: Ask) -> Petition:
    return ask.round.petition


def answer_ask(find: Callable[..., Ask]) -> Action:
    """Return what answers one numbered ask of a case."""
    return _verb(
        Verb.SETTLE,
        "答这一件",
        "存下这一件",
        reply_forms.AnswerAskForm,
        casework.answer_ask,
        name="ask",
        find=find,
        record=_petition_of,
        done=lambda ask: f"第 {ask.number} 件答好了。",
    )
