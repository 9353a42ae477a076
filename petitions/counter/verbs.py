"""What can be done to a case on the desk, most used first."""

from collections.abc import Callable

from center.models import User
from center.workflow.views import Action
from petitions.actions import (
    casework,
    details,
    duty,
    feedback,
    joint,
    news,
    objections,
    receipt,
    replies,
    superior,
    times,
)
from petitions.counter import conflict_forms, reply_forms, time_forms, unit_forms
from petitions.counter import verb_forms as forms
from petitions.counter.declared import declare, on, said_of, sent
from petitions.models import Ask, Conflict, Petition
from petitions.models.access import reader_of
from petitions.models.alike import suspected
from petitions.models.people import links_of
from petitions.rules import Verb


def _is_hidden(case: Petition, user: User) -> bool:
    return not case.anonymous and not reader_of(case, user).knows_person


ACTIONS = (
    declare(
        Verb.READ,
        "有新情况，看过了",
        "看过了",
        forms.TakeForm,
        news.read,
        hint="本人又留了话，或者暂停到期了。看过就点一下，别的同事就知道了。",
        when=news.has_news,
    ),
    declare(
        Verb.JUDGE,
        "是不是说到了同事",
        "就这么定",
        conflict_forms.JudgeForm,
        on("conflict", duty.judge_named),
        hint="居民的话里像是提到了同事。没定之前，他看不到这件事；定了是他，就一直回避。",
        when=lambda case, user: (
            Petition.objects.to_judge(user).filter(pk=case.pk).exists()
        ),
    ),
    declare(
        Verb.TAKE,
        "我来办",
        "接手",
        forms.TakeForm,
        casework.take,
        hint="接手以后您就是经办人；第一个接的人是首问人，一直管到底。",
    ),
    declare(
        Verb.RELAY,
        "转告上级的答复",
        "转告本人",
        reply_forms.RelayForm,
        sent(replies.relay),
        hint="把上级的话用他听得懂的话告诉他。发出去就算答复了。",
        done=said_of("已转告本人，算是答复了。"),
    ),
    declare(
        Verb.REPLY,
        "答复",
        "发给他",
        reply_forms.ReplyForm,
        sent(replies.reply),
        hint="发出去以后改不了。留了手机号的同时排队发短信；发不了的会列入“要告知的人”。",
        done=said_of("已答复。"),
    ),
    declare(
        Verb.NOTICE,
        "书面告知（15 日内）",
        "发给他",
        reply_forms.NoticeForm,
        replies.give_notice,
        when=replies.owes_notice,
    ),
    declare(
        Verb.EXTEND,
        "批延期",
        "就这么定",
        time_forms.DecideForm,
        on("extension", times.decide_extension),
        name="decide",
        when=lambda case, user: times.waiting_extension(case) is not None,
    ),
    declare(
        Verb.CALL,
        "回访",
        "记下回访",
        reply_forms.CallForm,
        on("rating", feedback.record_call),
        hint="评了不满意的，一个工作日内打电话。",
        when=lambda case, user: feedback.rating_to_call(case) is not None,
    ),
    declare(
        Verb.CLOSE,
        "办结",
        "办结",
        reply_forms.CloseForm,
        replies.close,
        hint="答复到了本人、事情也落实了，才能办结。",
    ),
    declare(
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
    declare(
        Verb.URGE,
        "催上级答复",
        "催",
        unit_forms.UrgeForm,
        superior.urge,
        hint="写下催的话，给上级的短信排队发，本人也看得到催过了。",
    ),
    declare(
        Verb.RECALL,
        "不等上级，调回来办",
        "调回",
        unit_forms.RecallForm,
        superior.recall,
        hint="催过以后还没有答复才能调回，由首问人接着办。",
        unless=lambda case, user: "" if case.urged_at else superior.URGE_FIRST,
    ),
    declare(
        Verb.TELL,
        "告诉他进展",
        "告诉他",
        forms.TellForm,
        casework.tell_progress,
        hint="哪怕没进展也说一声。这不算答复，期限照走。",
    ),
    declare(Verb.NOTE, "记一笔（内部）", "记下", forms.NoteForm, casework.add_note),
    declare(
        Verb.ASK_EXTENSION,
        "申请延期",
        "交给主管批",
        time_forms.AskExtensionForm,
        times.ask_extension,
        hint="只能延一次，期限当天过完就不能批了。",
        when=lambda case, user: times.waiting_extension(case) is None,
    ),
    declare(
        Verb.UNASK_EXTENSION,
        "撤回延期申请",
        "撤回申请",
        time_forms.UnaskForm,
        on("extension", times.withdraw_extension),
        hint="不用延了，或者写错了要重写。",
        when=times.may_unask,
    ),
    declare(
        Verb.HAND_OVER,
        "转给同事",
        "转过去",
        forms.HandOverForm,
        casework.hand_over,
        hint="首问责任不转，期限不变。",
    ),
    declare(
        Verb.ESCALATE,
        "报上级中心",
        "报上去",
        unit_forms.EscalateForm,
        casework.escalate,
        hint="期限不停。上级答了以后，还是由首问人转告。",
    ),
    declare(
        Verb.ASSIST,
        "请别的单位协办",
        "请他们办",
        unit_forms.AssistForm,
        casework.ask_assist,
        hint="他们看得到事，看不到人。",
    ),
    declare(
        Verb.ASSISTED,
        "协办有结果了",
        "记下结果",
        unit_forms.AssistedForm,
        on("assist", casework.finish_assist),
        when=objections.has_open_part,
    ),
    declare(
        Verb.OBJECT,
        "这一部分不归我们办",
        "提出异议",
        unit_forms.ObjectForm,
        on("assist", objections.object_to),
        hint="收到以后 5 个工作日内可以提，由主管裁定；裁定以前期限照走。",
        when=objections.may_object,
    ),
    declare(
        Verb.RULE,
        "裁定单位的异议",
        "就这么定",
        unit_forms.RuleForm,
        on("assist", objections.rule_objection),
        when=lambda case, user: case.assists.disputed().exists(),
    ),
    declare(
        Verb.SPLIT,
        "分成几件答",
        "分开",
        forms.SplitForm,
        casework.split_asks,
        hint="他一次问了几件事的时候用。",
    ),
    declare(
        Verb.CORRECT, "补细节、改登记", "存下", forms.DetailsForm, details.add_details
    ),
    declare(
        Verb.COSIGN,
        "改联名名单",
        "存下",
        forms.CosignForm,
        joint.change_signers,
        hint="谁和他一起签名，谁当代表。去掉的人留在记录里。",
    ),
    declare(
        Verb.RECATEGORIZE,
        "改类别",
        "改",
        forms.RecategorizeForm,
        details.recategorize,
        hint="期限不变。",
    ),
    declare(
        Verb.LINK,
        "和另一件是同一件事",
        "关联",
        forms.LinkForm,
        casework.merge,
        hint="两件各答各的，两个人互相看不到。",
    ),
    declare(
        Verb.UNLINK,
        "不是同一件事，解除关联",
        "解除",
        forms.UnlinkForm,
        on("link", casework.unlink),
        when=lambda case, user: links_of(case).exists(),
    ),
    declare(
        Verb.UNLINK,
        "像同一件，其实不是",
        "记下",
        forms.ApartForm,
        casework.tell_apart,
        name="apart",
        hint="记下以后，两件不再提示成同一件。",
        when=lambda case, user: suspected(case, user).exists(),
    ),
    declare(
        Verb.PAUSE,
        "暂停计时",
        "暂停",
        time_forms.PauseForm,
        times.pause,
        when=times.may_pause,
    ),
    declare(
        Verb.RESUME,
        "恢复计时",
        "恢复",
        time_forms.ResumeForm,
        times.resume,
        when=lambda case, user: case.paused_until is not None,
    ),
    declare(
        Verb.CORRECT,
        "改收到的时间",
        "改",
        time_forms.ReceiptForm,
        receipt.correct_receipt,
        name="receipt",
        hint="要写原因，还要另一位同事用自己的账号核对；核对以前，按早的那天算。",
    ),
    declare(
        Verb.CONFIRM,
        "核对收到的时间",
        "就这么定",
        time_forms.ConfirmForm,
        on("correction", receipt.confirm_receipt),
        when=receipt.may_confirm,
    ),
    declare(
        Verb.RATE,
        "记下他的评价",
        "记下",
        reply_forms.RatingForm,
        feedback.record_rating,
        hint="没有账号、手机的人当面或打电话说的。答复的人不能自己记。",
        when=feedback.may_record_rating,
    ),
    declare(
        Verb.RETRACT,
        "答复发错了，撤回",
        "撤回这份答复",
        forms.RetractForm,
        news.retract,
        hint="没发出的短信马上停发；答复留在经过里，标明撤回了。期限照原来的算。",
        is_danger=True,
        when=news.has_reply,
    ),
    declare(
        Verb.REOPEN,
        "重新办理",
        "重新办",
        forms.ReopenForm,
        replies.reopen,
        hint="从今天起另算一轮，上一轮的结果不变。",
    ),
    declare(Verb.REASSIGN, "改派", "改派", forms.ReassignForm, duty.reassign),
    declare(Verb.REMIND, "催办", "催", forms.RemindForm, duty.remind_owner),
    declare(
        Verb.RELEASE,
        "解除首问责任",
        "解除并交给他",
        forms.ReleaseForm,
        duty.release_first_asked,
        is_danger=True,
    ),
    declare(
        Verb.CONFLICT,
        "让人回避",
        "标上",
        conflict_forms.ConflictForm,
        duty.mark_conflict,
        hint="这件事说到了哪位同事，就让他回避。",
        is_danger=True,
    ),
    declare(
        Verb.LIFT,
        "不用回避了",
        "解除",
        conflict_forms.LiftForm,
        on("conflict", duty.lift_conflict),
        is_danger=True,
        when=lambda case, user: (
            Conflict.objects.confirmed().filter(petition=case).exists()
        ),
    ),
    declare(
        Verb.WITHDRAW,
        "本人不办了，撤回",
        "撤回",
        forms.WithdrawForm,
        details.withdraw,
        hint="只有本人说了不办才撤。",
        is_danger=True,
    ),
    declare(
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
    return declare(
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
