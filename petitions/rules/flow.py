"""What may happen to a request, from which state, by whom: the one table. Pure.

Who stands on which side: the center that owes the answer (home), the superior it was
sent up to (above), a unit that helps with a part (assist).
"""

from collections.abc import Collection
from dataclasses import dataclass

from center.workflow.rules import Transition, Workflow
from petitions.rules.roles import PUBLISH, REVEAL, SUPERVISE, WORK
from petitions.rules.states import ENDED, OPEN, State, Verb

HOME, ABOVE, ASSIST = "home", "above", "assist"
EVERYBODY = (HOME, ABOVE, ASSIST)


@dataclass(frozen=True)
class Move(Transition):
    """A transition, and on which sides of a case those stand who may do it."""

    sides: Collection[str] = (HOME,)
    # Only in the very center that took the request in: it touches who asked.
    is_at_home: bool = False


S, V = State, Verb
WORKED_ON = (S.IN_HAND, S.ESCALATED, S.HANDED_BACK)
OURS = (S.IN_HAND, S.HANDED_BACK)
LIVE = (*OPEN, S.ANSWERED)
OVER = (S.ANSWERED, S.CLOSED)
# What the person does too, without any permission and from no side.
PERSONAL = frozenset({V.MESSAGE, V.RATE, V.REOPEN, V.WITHDRAW})


def _move(
    verb: Verb,
    sources: Collection[State],
    target: State | None = None,
    permission: str = WORK,
    *,
    sides: Collection[str] = (HOME,),
    is_at_home: bool = False,
) -> Move:
    refusal = f"这件诉求现在是“{{now}}”，不能{verb.label}。请刷新页面看看最新情况。"
    return Move(
        verb, sources, target, refusal, permission, sides=sides, is_at_home=is_at_home
    )


FLOW = Workflow(
    State,
    _move(V.CORRECT, OPEN, is_at_home=True),
    _move(V.CONFIRM, S, is_at_home=True),
    _move(V.TAKE, [S.REGISTERED, S.HANDED_BACK], S.IN_HAND),
    _move(V.TAKE, [S.ESCALATED], sides=(HOME, ABOVE)),
    _move(V.HAND_OVER, [*OURS, S.ANSWERED]),
    _move(V.REASSIGN, [S.REGISTERED], S.IN_HAND, SUPERVISE),
    _move(V.REASSIGN, [*OURS, S.ANSWERED], permission=SUPERVISE),
    _move(V.ESCALATE, OURS, S.ESCALATED),
    _move(V.HAND_BACK, [S.ESCALATED], S.HANDED_BACK, sides=(HOME, ABOVE)),
    _move(V.URGE, [S.ESCALATED]),
    _move(V.RECALL, [S.ESCALATED], S.IN_HAND),
    _move(V.RELAY, [S.HANDED_BACK], S.ANSWERED),
    _move(V.NOTICE, WORKED_ON),
    _move(V.REPLY, OURS, S.ANSWERED),
    _move(V.RETRACT, [S.ANSWERED], S.IN_HAND),
    _move(V.RETRACT, [S.CLOSED]),
    _move(V.CLOSE, [S.ANSWERED], S.CLOSED),
    _move(V.WITHDRAW, OPEN, S.WITHDRAWN),
    _move(V.REOPEN, OVER, S.IN_HAND),
    _move(V.RECATEGORIZE, OPEN),
    _move(V.NOTE, S, sides=EVERYBODY),
    _move(V.MESSAGE, [*LIVE, S.CLOSED]),
    _move(V.READ, S),
    _move(V.TELL, LIVE),
    _move(V.SPLIT, WORKED_ON),
    _move(V.SETTLE, WORKED_ON),
    _move(V.ASSIST, WORKED_ON),
    _move(V.ASSISTED, LIVE, sides=(HOME, ASSIST)),
    _move(V.OBJECT, LIVE, sides=(HOME, ASSIST)),
    _move(V.RULE, LIVE, permission=SUPERVISE),
    _move(V.ASK_EXTENSION, OPEN),
    _move(V.UNASK_EXTENSION, OPEN),
    _move(V.EXTEND, OPEN, permission=SUPERVISE),
    _move(V.REFUSE_EXTENSION, OPEN, permission=SUPERVISE),
    _move(V.PAUSE, OURS),
    _move(V.RESUME, OPEN),
    _move(V.RATE, OVER),
    _move(V.CALL, [*OURS, *OVER]),
    _move(V.SUCCEED, S, permission=SUPERVISE, sides=(HOME, ABOVE)),
    _move(V.RELEASE, LIVE, permission=SUPERVISE),
    _move(V.COSIGN, LIVE, is_at_home=True),
    _move(V.LINK, S),
    _move(V.UNLINK, S),
    _move(V.CONFLICT, S),
    _move(V.JUDGE, S, sides=(HOME, ABOVE)),
    _move(V.LIFT, S, permission=SUPERVISE),
    _move(V.REVEAL, S, permission=REVEAL, sides=EVERYBODY),
    _move(V.RECOMPUTE, OPEN, permission=SUPERVISE),
    _move(V.REMIND, OPEN, permission=SUPERVISE),
    _move(V.PUBLISH, OVER, permission=PUBLISH),
    _move(V.UNPUBLISH, S, permission=PUBLISH),
    _move(V.FORGET, ENDED, permission=""),
    _move(V.UNLOCK, S, is_at_home=True),
)
