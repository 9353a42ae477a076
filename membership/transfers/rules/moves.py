"""The two life cycles, one table each; nothing else is possible, also in the database.

Pure. Sources: 1.5 and 1.6 of the field notes that README.md names, after
《党员教育管理工作条例》 2019 art. 25 and the notes on the form of 组通字〔2006〕45号.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from center.workflow.rules import Transition, Workflow
from membership.transfers.rules.roles import Actor
from membership.transfers.rules.states import Channel, Direction, Kind, State, Verb


@dataclass(frozen=True, kw_only=True)
class Move(Transition):
    """One arrow: also by whom, for which kinds and channels, and whether with why."""

    actors: frozenset[Actor]
    kinds: Collection[Kind] = tuple(Kind)
    channels: Collection[Channel] = tuple(Channel)
    needs_reason: bool = False


def _move(
    verb: Verb, sources: Collection[State], target: State, *actors: Actor, **more: Any
) -> Move:
    refusal = f"现在是“{{now}}”，不能“{verb.label}”。"
    who = frozenset(actors)
    return Move(verb, sources, target, refusal=refusal, actors=who, **more)


_why = partial(_move, needs_reason=True)


_S, _A, _V, _K = State, Actor, Verb, Kind
PARTY = tuple(kind for kind in Kind if kind != Kind.LEAGUE)
WITH_LETTER = (Kind.FORMAL, Kind.CERTIFICATE, Kind.GROUP)
ONLINE = (Channel.SYSTEM, Channel.PLATFORM)
PAPER = (Channel.PAPER,)
# A letter that is out and still waits for its receipt.
LETTER_OUT = (State.ISSUED, State.DELIVERED)
# Late receipts are receipts: an overdue letter, or one believed lost, may have arrived.
WAITING = (*LETTER_OUT, State.OVERDUE, State.LOST_CHECK)
BEFORE_APPROVAL = (
    State.DRAFT,
    State.SUBMITTED,
    State.SUPPLEMENT,
    State.ACCEPTED,
    State.BRANCH_OK,
)

# The whole life of a transfer out. Nothing else is possible, here or in the database.
OUT = (
    _move(_V.SUBMIT, [_S.DRAFT], _S.SUBMITTED, _A.MEMBER, _A.CLERK),
    _move(_V.WITHDRAW, BEFORE_APPROVAL, _S.WITHDRAWN, _A.MEMBER, _A.CLERK),
    _move(_V.ASK_PAPERS, [_S.SUBMITTED], _S.SUPPLEMENT, _A.CLERK),
    _move(_V.SUPPLY, [_S.SUPPLEMENT], _S.SUBMITTED, _A.MEMBER, _A.CLERK),
    _move(_V.ACCEPT, [_S.SUBMITTED], _S.ACCEPTED, _A.CLERK),
    _why(_V.NOT_ACCEPT, [_S.SUBMITTED], _S.NOT_ACCEPTED, _A.CLERK),
    _move(_V.CONFIRM, [_S.ACCEPTED], _S.BRANCH_OK, _A.BRANCH, kinds=PARTY),
    # The League has no branches here: the clerk writes down what its branch said.
    _move(_V.CONFIRM, [_S.ACCEPTED], _S.BRANCH_OK, _A.CLERK, kinds=[_K.LEAGUE]),
    _why(_V.OBJECT, [_S.ACCEPTED], _S.SUPPLEMENT, _A.BRANCH, kinds=PARTY),
    _move(_V.APPROVE, [_S.BRANCH_OK], _S.APPROVED, _A.COMMITTEE),
    _why(_V.REFUSE, [_S.BRANCH_OK], _S.REFUSED, _A.COMMITTEE),
    _move(_V.SEND, [_S.APPROVED], _S.SENT, _A.COMMITTEE, _A.CLERK, channels=ONLINE),
    _move(_V.PEER_ACCEPT, [_S.SENT], _S.PEER_ACCEPTED, _A.COMMITTEE, _A.CLERK),
    _move(
        _V.ISSUE, [_S.APPROVED], _S.ISSUED, _A.SEAL, kinds=WITH_LETTER, channels=PAPER
    ),
    _move(_V.DELIVER, [_S.ISSUED], _S.DELIVERED, _A.CLERK),
    _why(_V.REPORT_LOST, LETTER_OUT, _S.LOST_CHECK, _A.CLERK),
    _why(_V.REISSUE, [_S.LOST_CHECK, _S.OVERDUE], _S.ISSUED, _A.SEAL),
    # A slip of the pen seen before the letter left the counter: void, new number.
    _why(_V.VOID, [_S.ISSUED], _S.APPROVED, _A.SEAL),
    _move(_V.EXPIRE, LETTER_OUT, _S.OVERDUE, _A.SYSTEM),
    _why(_V.BOUNCE, [*LETTER_OUT, _S.OVERDUE, _S.SENT], _S.BOUNCED, _A.CLERK),
    _move(_V.REOPEN, [_S.BOUNCED], _S.APPROVED, _A.CLERK),
    _why(_V.REOPEN_PAPERS, [_S.BOUNCED], _S.SUPPLEMENT, _A.CLERK),
    _move(_V.RECEIPT, WAITING, _S.DONE, _A.CLERK, kinds=[_K.FORMAL, _K.GROUP]),
    # A certificate changes nothing and brings no receipt: it is handed back.
    _move(_V.COMPLETE, WAITING, _S.DONE, _A.CLERK, kinds=[_K.CERTIFICATE]),
    _move(_V.COMPLETE, [_S.PEER_ACCEPTED], _S.DONE, _A.CLERK),
    # Inside one committee its decision is all there is; no letter, one register line.
    _move(_V.COMPLETE, [_S.APPROVED], _S.DONE, _A.CLERK, kinds=[_K.INSIDE]),
    _move(_V.ARCHIVE, [_S.DONE], _S.ARCHIVED, _A.CLERK),
)

# The whole life of a transfer in.
IN = (
    _move(_V.VERIFY, [_S.REGISTERED], _S.VERIFYING, _A.CLERK),
    _why(_V.RETURN, [_S.VERIFYING, _S.EXPIRED_CHECK], _S.RETURNED, _A.COMMITTEE),
    _why(_V.HOLD, [_S.VERIFYING], _S.ON_HOLD, _A.CLERK, _A.COMMITTEE),
    _why(
        _V.RESUME, [_S.ON_HOLD, _S.EXPIRED_CHECK], _S.VERIFYING, _A.CLERK, _A.COMMITTEE
    ),
    _move(
        _V.LETTER_EXPIRED, [_S.VERIFYING], _S.EXPIRED_CHECK, _A.CLERK, channels=PAPER
    ),
    _move(_V.RECEIVE, [_S.VERIFYING], _S.RECEIVED, _A.COMMITTEE),
    _move(_V.ASSIGN, [_S.RECEIVED], _S.ASSIGNED, _A.COMMITTEE, _A.CLERK),
    _move(_V.SEND_RECEIPT, [_S.ASSIGNED], _S.RECEIPT_SENT, _A.SEAL),
    _move(_V.CLOSE, [_S.RECEIPT_SENT], _S.DONE, _A.CLERK),
)

MOVES = {Direction.OUT: OUT, Direction.IN: IN}
# Inside one committee there is no "in": the register has one line for it.
KINDS = {
    Direction.OUT: tuple(Kind),
    Direction.IN: (Kind.FORMAL, Kind.CERTIFICATE, Kind.GROUP, Kind.LEAGUE),
}
FIRST = {Direction.OUT: State.DRAFT, Direction.IN: State.REGISTERED}
# Nothing leads out of these; DONE still leads to the archive, but is not open.
FINAL = frozenset(
    {
        State.DONE,
        State.ARCHIVED,
        State.WITHDRAWN,
        State.NOT_ACCEPTED,
        State.REFUSED,
        State.RETURNED,
    }
)
OPEN = frozenset(State) - FINAL
# Finished well: from here on the member belongs to the other side.
COMPLETED = frozenset({State.DONE, State.ARCHIVED})
# Kinds after which somebody belongs to another branch than before.
MOVING = frozenset({Kind.FORMAL, Kind.INSIDE, Kind.GROUP})
# When that happens: on completion (out), on joining the new branch (in).
MOVED_WHEN = {
    Direction.OUT: COMPLETED,
    Direction.IN: frozenset({State.ASSIGNED, State.RECEIPT_SENT, State.DONE}),
}
# From here on a committee has answered for it, and from here on a seal was pressed.
APPROVED_STATES = {
    Direction.OUT: frozenset(
        {State.APPROVED, State.SENT, State.PEER_ACCEPTED, *WAITING, *COMPLETED}
    ),
    Direction.IN: frozenset({State.RECEIVED, *MOVED_WHEN[Direction.IN]}),
}
SEALED_STATES = frozenset({*WAITING, State.RECEIPT_SENT})
# A letter in these states may run out.
EXPIRING = frozenset(LETTER_OUT)


@cache
def flow_of(direction: str, kind: str, channel: str) -> Workflow:
    """Return the table that such a transfer obeys; the other arrows start nowhere."""
    table = [
        move
        if way == direction and kind in move.kinds and channel in move.channels
        else replace(move, sources=())
        for way, moves in MOVES.items()
        for move in moves
    ]
    return Workflow(State, *table)


def transitions(direction: Direction) -> list[tuple[str, str]]:
    return sorted(Workflow(State, *MOVES[direction]).pairs)


def states_of(direction: Direction) -> frozenset[State]:
    pairs = transitions(direction)
    return frozenset(State(state) for pair in pairs for state in pair)


def moves_from(direction: str, state: str, kind: str, channel: str) -> list[Move]:
    table = flow_of(direction, kind, channel).table
    return [one for one in table if isinstance(one, Move) and state in one.sources]


def channels_for(kind: str) -> frozenset[Channel]:
    """Return the ways a kind can travel.

    Inside one committee nothing is sent; a certificate is paper; the League has a
    system of its own and never a party letter.
    """
    fixed = {
        Kind.INSIDE: frozenset({Channel.NONE}),
        Kind.CERTIFICATE: frozenset({Channel.PAPER}),
        Kind.LEAGUE: frozenset({Channel.SYSTEM, Channel.PLATFORM}),
    }
    return fixed.get(Kind(kind), frozenset({*ONLINE, Channel.PAPER}))


# Who does these bears the transfer as its approver, or as the keeper of the seal.
BEARS = {
    Verb.APPROVE: "approver",
    Verb.RECEIVE: "approver",
    Verb.ISSUE: "seal",
    Verb.REISSUE: "seal",
    Verb.SEND_RECEIPT: "seal",
}


def same_person_refusal(
    *, maker: int | None, approver: int | None, seal: int | None, person: int | None
) -> str:
    """Return why these people may not act together, or nothing (invariant e).

    Maker, approver and keeper of the seal are three people, and none is the member.
    """
    acting = [who for who in (maker, approver, seal) if who is not None]
    if len(set(acting)) < len(acting):
        return "经办、审批、用印要由三个不同的人来做，请换一位同事。"
    if person is not None and person in acting:
        return "这是您自己的组织关系，要请别的同事来办。"
    return ""
