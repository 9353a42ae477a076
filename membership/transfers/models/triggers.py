"""The invariants of a transfer as triggers: what no slip in the code gets past."""

from collections.abc import Iterable

import pgtrigger

from membership.transfers.rules.moves import FIRST, MOVING, transitions
from membership.transfers.rules.states import Direction


def _words(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in sorted(values))


def _update_of(*columns: str) -> pgtrigger.UpdateOf:
    return pgtrigger.UpdateOf(*columns)


def _refuse(name: str, text: str) -> str:
    return (
        f"RAISE EXCEPTION '{text}' USING ERRCODE = 'check_violation',"
        f" CONSTRAINT = '{name}';"
    )


def life_cycle(direction: Direction) -> pgtrigger.FSM:
    """Refuse every move that the table of the direction does not have."""
    return pgtrigger.FSM(
        name="state_moves" if direction == Direction.OUT else "state_moves_in",
        field="state",
        transitions=transitions(direction),
        condition=pgtrigger.Q(new__direction=direction.value),
    )


def starts_at_the_start() -> pgtrigger.Trigger:
    """Refuse a transfer that is born anywhere but in its first state."""
    born = " OR ".join(
        f"(NEW.direction = '{direction}' AND NEW.state = '{state}')"
        for direction, state in FIRST.items()
    )
    return pgtrigger.Trigger(
        name="starts_at_the_start",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
IF NOT ({born}) OR NEW.version <> 0 THEN
    {_refuse("transfer_starts_at_the_start", "a transfer starts at the start")}
END IF;
RETURN NEW;
""",
    )


def every_move_is_written_down() -> pgtrigger.Trigger:
    """Refuse, at the end of the transaction, a move without its step (invariant f)."""
    return pgtrigger.Trigger(
        name="every_move_has_a_step",
        when=pgtrigger.After,
        operation=_update_of("state", "version"),
        timing=pgtrigger.Deferred,
        func=f"""
IF (OLD.state IS DISTINCT FROM NEW.state AND NEW.version <> OLD.version + 1)
   OR NOT EXISTS (
    SELECT 1 FROM transfers_transferstep s
    WHERE s.transfer_id = NEW.id AND s.version = NEW.version
        AND s.before = OLD.state AND s.after = NEW.state
) THEN
    {_refuse("transfer_move_has_a_step", "a move without its step")}
END IF;
RETURN NULL;
""",
    )


def movers_follow() -> pgtrigger.Trigger:
    """Keep ``Mover.is_open`` what the state of the transfer says (invariant c)."""
    return pgtrigger.Trigger(
        name="movers_follow",
        when=pgtrigger.After,
        operation=_update_of("is_open"),
        func="""
UPDATE transfers_mover SET is_open = NEW.is_open
WHERE transfer_id = NEW.id AND is_open IS DISTINCT FROM NEW.is_open;
RETURN NULL;
""",
    )


def members_moved() -> pgtrigger.Trigger:
    """Refuse, at the end of the transaction, a completion that moved nobody."""
    return pgtrigger.Trigger(
        name="members_moved",
        when=pgtrigger.After,
        operation=_update_of("moved_at"),
        timing=pgtrigger.Deferred,
        func=f"""
IF NEW.moved_at IS NOT NULL AND NEW.direction = '{Direction.OUT}' AND EXISTS (
    SELECT 1 FROM transfers_mover v JOIN membership_member m ON m.id = v.member_id
    WHERE v.transfer_id = NEW.id AND (
        NEW.to_branch_id IS NULL AND m.state <> 'moved_out'
        OR NEW.to_branch_id IS NOT NULL
            AND m.organization_id IS DISTINCT FROM NEW.to_branch_id
    )
) THEN
    {_refuse("transfer_members_moved", "completed, but the member has not moved")}
END IF;
RETURN NULL;
""",
    )


def serial_follows_the_last() -> pgtrigger.Trigger:
    """Refuse a letter whose number leaves a gap or was given before."""
    return pgtrigger.Trigger(
        name="serial_follows_the_last",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
IF NEW.serial <> 1 + COALESCE((
    SELECT max(serial) FROM transfers_letter
    WHERE organization_id = NEW.organization_id AND year = NEW.year
), 0) THEN
    {_refuse("letter_serial_follows", "letters are numbered without a gap")}
END IF;
RETURN NEW;
""",
    )


def stays_while_on_the_way() -> pgtrigger.Trigger:
    """Refuse to move a member whose relation is on the way (invariants a and b).

    While a transfer is open the branch it started from counts and manages the member;
    only its completion, which closes it first, may change that. This is no violation
    of a constraint that somebody could type themselves out of, so it has no name.
    """
    return pgtrigger.Trigger(
        name="stays_while_on_the_way",
        when=pgtrigger.Before,
        operation=_update_of("organization_id", "state"),
        func=f"""
IF (NEW.organization_id IS DISTINCT FROM OLD.organization_id
    OR NEW.state = 'moved_out' AND OLD.state <> 'moved_out')
   AND EXISTS (
    SELECT 1 FROM transfers_mover v JOIN transfers_transfer t ON t.id = v.transfer_id
    WHERE v.member_id = NEW.id AND v.is_open
        AND t.kind IN ({_words(MOVING)})
) THEN
    RAISE EXCEPTION 'a transfer of this member is open';
END IF;
RETURN NEW;
""",
    )
