"""What is taken back: for 15 minutes a slip of the hand harms nobody. Pure."""

from datetime import datetime

from reservations.rules.bookings import (
    UNDO_WITHIN,
    Channel,
    Refusal,
    State,
    Verb,
    Why,
    state_refusal,
)

# What a slip of the hand made of a booking, how it is called, and what works later on.
UNDONE = {
    State.ARRIVED: ("签到", "要作废，请写原因。"),
    State.CANCELLED: ("取消", "还想来，请重新约。"),
    State.FINISHED: ("离开", "人又来了，请登记入座。"),
    State.MISSED: ("“没有来”", "人来了，请直接签到。"),
}


def undo_refusal(
    state: str, channel: str, done_at: datetime | None, ends_at: datetime, at: datetime
) -> Refusal | None:
    """Refuse to take back what was done over 15 minutes ago, or what is over by now."""
    if refusal := state_refusal(Verb.UNDO, state):
        return refusal
    if (state, channel) == (State.ARRIVED, Channel.WALK_IN):
        return Refusal(Why.CLOSED, "这是直接来的登记，登记错了请作废。")
    what, instead = UNDONE[State(state)]
    if done_at is None or at > done_at + UNDO_WITHIN:
        return Refusal(Why.PAST, f"{what}超过 15 分钟了，不能撤回。{instead}")
    if at >= ends_at and state != State.ARRIVED:
        return Refusal(Why.PAST, "这段时间已经过了，不能撤回。")
    return None
