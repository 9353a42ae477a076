"""What is new in a case: somebody looks at it; what went wrong is taken back."""

from datetime import datetime

from center.models import User
from center.outbox.actions import stop_waiting
from center.workflow.actions import because, refuse
from petitions.actions.base import CaseChange, changing, message_key, running_round
from petitions.actions.clocks import recount
from petitions.models import ClockRow, CoSigner, Petition, Reply, Step
from petitions.rules.states import State, Verb

NOTHING_NEW = "没有新情况，可能别人刚看过。"


def read(petition: Petition, *, by: User, at: datetime) -> Petition:
    """Say that somebody has looked at what is new; nobody is told."""
    with changing(petition, Verb.READ, by=by, at=at) as change:
        if change.row.news_at is None:
            raise refuse(NOTHING_NEW, "nothing")
        change.row.news_at = None
    return change.row


def has_news(case: Petition, _: User) -> bool:
    return case.news_at is not None


def standing_reply(case: Petition) -> Reply | None:
    replies = Reply.objects.standing().filter(round__petition=case)
    return replies.filter(round__number=case.round).first()


def has_reply(case: Petition, _: User) -> bool:
    return standing_reply(case) is not None


def retract(petition: Petition, *, reason: str, by: User, at: datetime) -> Petition:
    """Take back a reply that went wrong: it stays in the history, marked.

    A text that still waits is stopped, the person is told to forget what has gone. The
    promise runs again as if nothing had been sent; a closed case stays closed.
    """
    with changing(petition, Verb.RETRACT, by=by, at=at) as change:
        case = change.row
        reply = standing_reply(case)
        if reply is None:
            raise refuse("这一轮没有可以撤回的答复。", "no_reply")
        change.internal = reply.retracted_reason = because(reason, "撤回的原因")
        reply.retracted_at, reply.retracted_by = at, by
        reply.save()
        _unsend(change, at)
        if change.before == State.ANSWERED:
            _run_again(case, reply)
    return change.row


def _unsend(change: CaseChange, at: datetime) -> None:
    case = change.row
    sent = Step.objects.filter(petition=case, verb__in=(Verb.REPLY, Verb.RELAY))
    step = sent.order_by("-pk").first()
    change.public = "刚才的答复发错了，已经撤回，请不要照着办。正确的答复另外告诉您。"
    if step is None:
        return
    change.details = {"step": step.pk}
    speakers = [None, *CoSigner.objects.speaking().filter(petition=case)]
    keys = [message_key(case, step.pk, one) for one in speakers]
    stopped = [stop_waiting(once=key, why="答复撤回了，不再发。") for key in keys]
    if not all(stopped):
        change.text = change.public


def _run_again(case: Petition, reply: Reply) -> None:
    """Let the clocks run again that this reply has met."""
    running = running_round(case)
    ClockRow.objects.filter(round=running, met_at=reply.sent_at).update(met_at=None)
    running.answered_at, running.timeliness = None, ""
    running.save(update_fields=["answered_at", "timeliness"])
    case.answered_at = None
    recount(case)


def retracted_steps(case: Petition) -> set[int]:
    steps = Step.objects.filter(petition=case, verb=Verb.RETRACT)
    return {int(pk) for pk in steps.values_list("details__step", flat=True) if pk}
