"""What can be done to a case on the desk: one table, most used first."""

from center.models import User
from petitions import actions
from petitions.counter import conflict_forms, runs
from petitions.counter import verb_forms as forms
from petitions.counter.offers import ABOVE, ASSIST, HOME, Deed, is_offered, side_of
from petitions.models import CenterPolicy, Conflict, Petition
from petitions.models.access import reader_of
from petitions.rules import REVEAL, SUPERVISE, Kind, State, Verb
from petitions.rules.clock import Clock


def deeds_for(case: Petition, user: User) -> list[Deed]:
    """Return what somebody may do with a case as it stands."""
    return [deed for deed in DEEDS if is_offered(deed, case, user)]


def _may_pause(case: Petition, user: User) -> bool:
    policy = CenterPolicy.objects.filter(center=case.center_id, may_pause=True)
    return case.paused_until is None and policy.exists()


def _takeable(case: Petition, user: User) -> bool:
    return case.owner_id is None or (
        case.state == State.HANDED_BACK and case.owner_id != user.pk
    )


def _to_judge(case: Petition, user: User) -> bool:
    return Petition.objects.to_judge(user).filter(pk=case.pk).exists()


DEEDS = (
    Deed(
        Verb.CONFLICT,
        "是不是说到了同事",
        "就这么定",
        conflict_forms.JudgeForm,
        runs.judge,
        hint="居民的话里像是提到了同事。没定之前，他看不到这件事；定了是他，就一直回避。",
        sides=(HOME, ABOVE),
        name="judge",
        when=_to_judge,
    ),
    Deed(
        Verb.TAKE,
        "我来办",
        "接手",
        forms.TakeForm,
        actions.take,
        hint="接手以后您就是经办人；第一个接的人是首问人，一直管到底。",
        sides=(HOME, ABOVE),
        when=_takeable,
    ),
    Deed(
        Verb.RELAY,
        "转告上级的答复",
        "转告本人",
        forms.RelayForm,
        runs.relay,
        hint="把上级的话用他听得懂的话告诉他。发出去就算答复了。",
        takes_version=True,
    ),
    Deed(
        Verb.REPLY,
        "答复",
        "发给他",
        forms.ReplyForm,
        runs.reply,
        hint="发出去以后改不了，短信同时发出。",
        takes_version=True,
    ),
    Deed(
        Verb.NOTICE,
        "书面告知（15 日内）",
        "发给他",
        forms.NoticeForm,
        actions.give_notice,
        when=lambda case, user: (
            case.kind == Kind.OPINION
            and case.clocks.filter(
                round__number=case.round, clock=Clock.NOTICE, met_at__isnull=True
            ).exists()
        ),
    ),
    Deed(
        Verb.EXTEND,
        "批延期",
        "就这么定",
        forms.DecideForm,
        runs.decide,
        permission=SUPERVISE,
        name="decide",
        when=lambda case, user: runs.waiting_extension(case) is not None,
    ),
    Deed(
        Verb.CALL,
        "回访",
        "记下回访",
        forms.CallForm,
        runs.call,
        hint="评了不满意的，一个工作日内打电话。",
        when=lambda case, user: runs.rating_to_call(case) is not None,
    ),
    Deed(
        Verb.CLOSE,
        "办结",
        "办结",
        forms.CloseForm,
        actions.close,
        hint="答复到了本人、事情也落实了，才能办结。",
    ),
    Deed(
        Verb.HAND_BACK,
        "答复下级，或退回",
        "交回首问人",
        forms.HandBackForm,
        actions.hand_back,
        hint="交回去以后，由首问人转告本人，这件还没结束。",
        sides=(HOME, ABOVE),
        when=lambda case, user: (
            side_of(case, user) == ABOVE or case.owner_center_id is None
        ),
    ),
    Deed(
        Verb.TELL,
        "告诉他进展",
        "告诉他",
        forms.TellForm,
        actions.tell_progress,
        hint="哪怕没进展也说一声。这不算答复，期限照走。",
    ),
    Deed(
        Verb.NOTE,
        "记一笔（内部）",
        "记下",
        forms.NoteForm,
        actions.add_note,
        sides=(HOME, ABOVE, ASSIST),
    ),
    Deed(
        Verb.ASK_EXTENSION,
        "申请延期",
        "交给主管批",
        forms.AskExtensionForm,
        actions.ask_extension,
        hint="只能延一次，期限当天过完就不能批了。",
        when=lambda case, user: runs.waiting_extension(case) is None,
    ),
    Deed(
        Verb.HAND_OVER,
        "转给同事",
        "转过去",
        forms.HandOverForm,
        actions.hand_over,
        hint="首问责任不转，期限不变。",
    ),
    Deed(
        Verb.ESCALATE,
        "报上级中心",
        "报上去",
        forms.EscalateForm,
        actions.escalate,
        hint="期限不停。上级答了以后，还是由首问人转告。",
    ),
    Deed(
        Verb.ASSIST,
        "请别的单位协办",
        "请他们办",
        forms.AssistForm,
        actions.ask_assist,
        hint="他们看得到事，看不到人。",
    ),
    Deed(
        Verb.ASSISTED,
        "协办有结果了",
        "记下结果",
        forms.AssistedForm,
        runs.finish,
        sides=(HOME, ASSIST),
        when=lambda case, user: case.assists.filter(finished_at__isnull=True).exists(),
    ),
    Deed(
        Verb.SPLIT,
        "分成几件答",
        "分开",
        forms.SplitForm,
        actions.split_asks,
        hint="他一次问了几件事的时候用。",
    ),
    Deed(
        Verb.CORRECT,
        "补细节、改登记",
        "存下",
        forms.DetailsForm,
        actions.add_details,
        takes_version=True,
        is_at_home=True,
    ),
    Deed(
        Verb.RECATEGORIZE,
        "改类别",
        "改",
        forms.RecategorizeForm,
        actions.recategorize,
        hint="期限不变。",
    ),
    Deed(
        Verb.LINK,
        "和另一件是同一件事",
        "关联",
        forms.LinkForm,
        runs.merge,
        hint="两件各答各的，两个人互相看不到。",
    ),
    Deed(
        Verb.PAUSE, "暂停计时", "暂停", forms.PauseForm, actions.pause, when=_may_pause
    ),
    Deed(
        Verb.RESUME,
        "恢复计时",
        "恢复",
        forms.ResumeForm,
        actions.resume,
        when=lambda case, user: case.paused_until is not None,
    ),
    Deed(
        Verb.CORRECT,
        "改收到的时间",
        "改",
        forms.ReceiptForm,
        actions.correct_receipt,
        name="receipt",
        hint="要写原因，还要另一位同事核对。旧的时间留着。",
        is_at_home=True,
    ),
    Deed(
        Verb.RATE,
        "记下他的评价",
        "记下",
        forms.RatingForm,
        actions.record_rating,
        hint="没有账号、手机的人当面或打电话说的。答复的人不能自己记。",
        when=actions.may_record_rating,
    ),
    Deed(
        Verb.REOPEN,
        "重新办理",
        "重新办",
        forms.ReopenForm,
        actions.reopen,
        hint="从今天起另算一轮，上一轮的结果不变。",
    ),
    Deed(
        Verb.REASSIGN,
        "改派",
        "改派",
        forms.ReassignForm,
        actions.reassign,
        permission=SUPERVISE,
    ),
    Deed(
        Verb.REMIND,
        "催办",
        "催",
        forms.RemindForm,
        actions.remind_owner,
        permission=SUPERVISE,
    ),
    Deed(
        Verb.RELEASE,
        "解除首问责任",
        "解除并交给他",
        forms.ReleaseForm,
        actions.release_first_asked,
        permission=SUPERVISE,
        is_danger=True,
        when=lambda case, user: case.first_asked_id is not None,
    ),
    Deed(
        Verb.CONFLICT,
        "让人回避",
        "标上",
        conflict_forms.ConflictForm,
        actions.mark_conflict,
        hint="这件事说到了哪位同事，就让他回避。",
        is_danger=True,
    ),
    Deed(
        Verb.CONFLICT,
        "不用回避了",
        "解除",
        conflict_forms.LiftForm,
        runs.lift,
        permission=SUPERVISE,
        name="lift",
        is_danger=True,
        when=lambda case, user: (
            Conflict.objects.confirmed().filter(petition=case).exists()
        ),
    ),
    Deed(
        Verb.WITHDRAW,
        "本人不办了，撤回",
        "撤回",
        forms.WithdrawForm,
        actions.withdraw,
        hint="只有本人说了不办才撤。",
        is_danger=True,
    ),
    Deed(
        Verb.REVEAL,
        "看看是谁",
        "说明原因，查看",
        forms.RevealForm,
        actions.reveal_person,
        hint="看了会留下记录。",
        sides=(HOME, ABOVE, ASSIST),
        permission=REVEAL,
        when=lambda case, user: (
            not case.anonymous and not reader_of(case, user).knows_person
        ),
    ),
)
BY_KEY = {deed.key: deed for deed in DEEDS}
