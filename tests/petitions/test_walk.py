"""A walk over the table of moves: what it allows works, the rest is refused.

After every step the whole case is checked against what must always hold.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from petitions.actions import (
    casework,
    duty,
    feedback,
    leaving,
    news,
    objections,
    pauses,
    replies,
    superior,
    times,
    unlock,
)
from petitions.actions.details import add_details, add_message, recategorize, withdraw
from petitions.actions.forget import forget_one
from petitions.actions.joint import change_signers
from petitions.actions.receipt import confirm_receipt, waiting_correction
from petitions.actions.recompute import recompute
from petitions.models import Conflict, Pause, Petition, Rating, Step
from petitions.models.people import links_of
from petitions.publication import actions as publication
from petitions.publication.models import Publication
from petitions.rules.flow import FLOW
from petitions.rules.joint import Signer
from petitions.rules.states import ENDED, OPEN, Verb
from tests.make import moment
from tests.petitions import make

TEXT = "您好，楼道灯今天上午已经修好，请您放心。"


class Walk:
    """One case and the people who do things to it."""

    def __init__(self, case, clerk, other, boss):
        self.case, self.clerk, self.other, self.boss = case, clerk, other, boss
        self.at = moment(make.NINE)

    def call(self, action, *first, by=None, **given):
        return action(
            *(first or (self.case,)), by=by or self.clerk, at=self.at, **given
        )

    def do(self, verb):
        PLAYS[verb](self)


def _extension(walk):
    waiting = walk.case.extensions.filter(state="asked").first()
    return waiting or walk.call(
        times.ask_extension, days=3, reason="complex", text="原因"
    )


def _decide(walk, approve):
    walk.call(
        times.decide_extension,
        _extension(walk),
        by=walk.boss,
        approve=approve,
        text="原因",
    )


def _details(walk):
    case = walk.case
    walk.call(
        add_details,
        title=case.title,
        body="改过",
        name="",
        phone="",
        address="",
        version=case.version,
    )


def _cosign(walk):
    speakers, signers = [Signer("王芳", "16100000055")], [Signer("周宁")]
    given = {"speakers": speakers, "signers": signers}
    walk.call(change_signers, version=walk.case.version, **given)


def _settle(walk):
    asks = walk.call(casework.split_asks, asks=["修灯"])
    walk.call(casework.answer_ask, asks[0], outcome="support", answer="好")


def _succeed(walk):
    owner = walk.case.owner
    if owner is None or walk.case.state in ENDED:
        raise ValidationError("没有要交接的")
    to = walk.clerk if owner == walk.other else walk.other
    leaving.hand_on(owner, to=to, why="原因", by=walk.boss, at=walk.at)


def _confirm(walk):
    asked = waiting_correction(walk.case)
    if asked is None:
        raise ValidationError("没有要核对的")
    walk.call(confirm_receipt, asked, is_right=True)


def _part(walk):
    part = walk.case.assists.filter(finished_at=None, objected_at=None).first()
    return part or walk.call(casework.ask_assist, unit="物业", part="换灯")


def _rule(walk):
    part = walk.case.assists.disputed().first()
    if part is None:
        part = walk.call(objections.object_to, _part(walk), reason="原因")
    walk.call(
        objections.rule_objection, part, is_theirs=False, reason="原因", by=walk.boss
    )


def _unlink(walk):
    link = links_of(walk.case).first() or _relink(walk)
    walk.call(casework.unlink, link, reason="原因")


def _assisted(walk):
    part = walk.case.assists.filter(finished_at=None).first()
    part = part or walk.call(casework.ask_assist, unit="物业", part="换灯")
    walk.call(casework.finish_assist, part, finding="好")


def _call(walk):
    ratings = Rating.objects.filter(round__petition=walk.case, called_at=None)
    rating = ratings.exclude(call_by=None).first()
    rating = rating or feedback.rate(walk.case, score=1, by=None, at=walk.at)
    walk.call(feedback.record_call, rating, note="x")


def _conflict(walk):
    duty.mark_conflict(
        walk.case, staff=walk.other, reason="原因", by=walk.boss, at=walk.at
    )


def _judge(walk):
    asked = Conflict.objects.proposed().filter(petition=walk.case).first()
    if asked is None:
        raise ValidationError("没有要定的")
    walk.call(duty.judge_named, asked, is_named=False, reason="原因")


def _lift(walk):
    away = Conflict.objects.confirmed().filter(petition=walk.case).first()
    if away is None:
        raise ValidationError("没有回避")
    walk.call(duty.lift_conflict, away, reason="原因", by=walk.boss)


def _publish(walk):
    texts = {"title": "灯", "question": "灯不亮", "answer": "修好了"}
    walk.call(publication.publish, by=walk.boss, is_checked=True, **texts)


def _unpublish(walk):
    live = Publication.objects.live().filter(petition=walk.case).first()
    if live is None:
        raise ValidationError("没有公开", code="nothing")
    walk.call(publication.unpublish, live, by=walk.boss, reason="原因")


def _relink(walk):
    return walk.call(
        casework.merge, walk.case, make.petition(walk.case.center), reason=""
    )


def _send(action) -> Callable:
    return lambda walk: walk.call(action, text=TEXT, version=walk.case.version)


def _pause(walk):
    today = walk.at.date()
    walk.call(
        pauses.pause,
        reason="materials",
        text="原因",
        last_on=today + timedelta(days=2),
    )


def _forget(walk):
    if not forget_one(walk.case, "x", walk.at):
        raise ValidationError("还没有结束。")


PLAYS: dict[Verb, Callable] = {
    Verb.CORRECT: _details,
    Verb.TAKE: lambda walk: walk.call(casework.take),
    Verb.HAND_OVER: lambda walk: walk.call(
        casework.hand_over, to=_not_owner(walk), reason="原因"
    ),
    Verb.REASSIGN: lambda walk: walk.call(
        duty.reassign, to=_not_owner(walk), reason="原因", by=walk.boss
    ),
    Verb.ESCALATE: lambda walk: walk.call(
        casework.escalate, reason="原因", superior="区里", by=walk.boss
    ),
    Verb.HAND_BACK: lambda walk: walk.call(
        casework.hand_back, text="原因", is_answer=True, by=walk.boss
    ),
    Verb.RELAY: _send(replies.relay),
    Verb.NOTICE: lambda walk: walk.call(replies.give_notice, text="已收到您的意见"),
    Verb.REPLY: _send(replies.reply),
    Verb.CLOSE: lambda walk: walk.call(replies.close, result="好了", reached="phone"),
    Verb.WITHDRAW: lambda walk: walk.call(withdraw, reason="原因"),
    Verb.REOPEN: lambda walk: walk.call(replies.reopen, reason="原因"),
    Verb.RECATEGORIZE: lambda walk: walk.call(
        recategorize, kind="help" if walk.case.kind != "help" else "opinion"
    ),
    Verb.NOTE: lambda walk: walk.call(casework.add_note, text="机密"),
    Verb.MESSAGE: lambda walk: add_message(walk.case, text="补充", by=None, at=walk.at),
    Verb.TELL: lambda walk: walk.call(casework.tell_progress, text="有进展"),
    Verb.SPLIT: _settle,
    Verb.SETTLE: _settle,
    Verb.ASSIST: _assisted,
    Verb.ASSISTED: _assisted,
    Verb.ASK_EXTENSION: _extension,
    Verb.EXTEND: lambda walk: _decide(walk, True),
    Verb.REFUSE_EXTENSION: lambda walk: _decide(walk, False),
    Verb.PAUSE: _pause,
    Verb.RESUME: lambda walk: walk.call(pauses.resume),
    Verb.RATE: lambda walk: feedback.rate(walk.case, score=3, by=None, at=walk.at),
    Verb.CALL: _call,
    Verb.RELEASE: lambda walk: walk.call(
        duty.release_first_asked, to=walk.boss, reason="原因", by=walk.boss
    ),
    Verb.COSIGN: _cosign,
    Verb.LINK: _relink,
    Verb.UNASK_EXTENSION: lambda walk: walk.call(
        times.withdraw_extension, _extension(walk)
    ),
    Verb.CONFIRM: _confirm,
    Verb.SUCCEED: _succeed,
    Verb.URGE: lambda walk: walk.call(superior.urge, text="原因"),
    Verb.RECALL: lambda walk: walk.call(superior.recall, reason="原因"),
    Verb.OBJECT: lambda walk: walk.call(
        objections.object_to, _part(walk), reason="原因"
    ),
    Verb.RULE: _rule,
    Verb.READ: lambda walk: walk.call(news.read),
    Verb.RETRACT: lambda walk: walk.call(news.retract, reason="原因"),
    Verb.UNLINK: _unlink,
    Verb.CONFLICT: _conflict,
    Verb.JUDGE: _judge,
    Verb.LIFT: _lift,
    Verb.REVEAL: lambda walk: walk.call(duty.reveal_person, reason="原因"),
    Verb.RECOMPUTE: lambda walk: recompute(by=walk.boss, at=walk.at),
    Verb.REMIND: lambda walk: walk.call(duty.remind_owner, text="原因", by=walk.boss),
    Verb.PUBLISH: _publish,
    Verb.UNPUBLISH: _unpublish,
    Verb.FORGET: _forget,
    Verb.UNLOCK: lambda walk: walk.call(unlock.unlock, reason="原因"),
}


def _not_owner(walk):
    return walk.boss if walk.case.owner_id == walk.clerk.pk else walk.clerk


MOVES = sorted({one.verb for one in FLOW.table})


def test_the_walk_knows_every_verb():
    assert set(PLAYS) == set(MOVES)


def check(before: Petition, case: Petition, verb: Verb) -> None:
    """Hold a case against everything that must always be true."""
    move = FLOW.find(verb, before.state)
    assert move is None or case.state in (before.state, move.target)
    assert (case.code, case.received_on) == (before.code, before.received_on)
    if before.first_asked_id:
        assert case.first_asked_id == before.first_asked_id
    moves_dates = {Verb.EXTEND, Verb.PAUSE, Verb.RESUME, Verb.REOPEN}
    moves_dates |= {Verb.MESSAGE, Verb.RETRACT}
    if verb not in moves_dates | {Verb.NOTICE, Verb.REPLY, Verb.RELAY}:
        assert case.due_on == before.due_on
    if case.round == before.round:
        assert case.original_due_on == before.original_due_on
    steps = list(Step.objects.filter(petition=case))
    assert case.version >= before.version
    assert steps[-1].to_state == case.state
    chain = [step for step in steps if step.from_state]
    states = [steps[0].to_state, *(step.to_state for step in chain)]
    assert [step.from_state for step in chain] == states[:-1]
    assert "机密" not in "".join(step.public_text for step in steps)
    day = date(2026, 11, 24)
    lists = Petition.objects.filter(pk=case.pk)
    counts = [
        one.count()
        for one in (lists.overdue(day), lists.due_today(day), lists.not_due(day))
    ]
    assert sum(counts) == (1 if case.state in OPEN else 0)
    rounds = list(case.rounds.all())
    assert [one.number for one in rounds] == list(range(1, case.round + 1))
    assert all(one.frozen_at for one in rounds[:-1])
    assert case.extensions.filter(state="approved").count() <= case.round * 2
    assert Pause.objects.filter(petition=case, ended_at=None).count() <= 1
    if case.state == "closed":
        assert rounds[-1].replies.filter(sent_at__isnull=False).count() == 1
        assert case.result
        assert case.reached or case.unreached_reason


def step_once(walk: Walk, verb: Verb) -> bool:
    """Try a verb; say whether it was done."""
    walk.at += timedelta(minutes=7)
    before = make.fresh(walk.case)
    walk.case = before
    try:
        walk.do(verb)
        done = True
    except ValidationError:
        done = False
    walk.case = make.fresh(before)
    if done and verb != Verb.RECOMPUTE:
        assert FLOW.find(verb, before.state), (verb, before.state)
    if not done and not FLOW.find(verb, before.state):
        assert walk.case.state == before.state
    check(before, walk.case, verb)
    return done


@pytest.fixture
def people(house, chen, liu, zhao):
    make.pausing(house)
    return house, chen, liu, zhao


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    kind=st.sampled_from(["help", "opinion"]),
    verbs=st.lists(st.sampled_from(MOVES), min_size=4, max_size=14),
)
def test_any_walk_keeps_every_rule(people, kind, verbs):
    house, chen, liu, zhao = people
    walk = Walk(make.petition(house, kind=kind), chen, liu, zhao)
    for verb in verbs:
        step_once(walk, Verb(verb))


ROADS = {
    "registered": [],
    "in_hand": [Verb.TAKE],
    "escalated": [Verb.TAKE, Verb.ESCALATE],
    "handed_back": [Verb.TAKE, Verb.ESCALATE, Verb.HAND_BACK],
    "answered": [Verb.TAKE, Verb.REPLY],
    "closed": [Verb.TAKE, Verb.REPLY, Verb.CLOSE],
    "withdrawn": [Verb.WITHDRAW],
}


@pytest.mark.parametrize("state", ROADS)
def test_no_other_verb_in_any_state(people, state):
    """What the table does not allow is refused by the action, in words, unchanged."""
    house, chen, liu, zhao = people
    walk = Walk(make.petition(house, kind="opinion"), chen, liu, zhao)
    for turn in ROADS[state]:
        assert step_once(walk, turn)
    for verb in MOVES:
        if not FLOW.find(verb, state) and verb != Verb.RECOMPUTE:
            assert not step_once(walk, verb), (verb, state)
    assert walk.case.state == state
