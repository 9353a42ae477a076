"""A random walker over both tables, on the real database."""

from datetime import timedelta

import pgtrigger
import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from center.workflow.actions import changing
from membership.transfers.models import Mover, Transfer
from membership.transfers.rules import moves
from membership.transfers.rules.states import Direction, State, Verb
from tests.membership.transfers import make

pytestmark = pytest.mark.django_db

STEPS = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
VERBS = [verb.value for verb in Verb if verb not in (Verb.START, Verb.EXPIRE)]
# Half of the steps are taken from what is possible, or the walk never gets anywhere.
WALK = st.lists(
    st.tuples(st.booleans(), st.integers(0, 10**6), st.integers(0, 20)),
    min_size=4,
    max_size=14,
)


def possible(row):
    found = moves.moves_from(row.direction, row.state, row.kind, row.channel)
    return [move.verb for move in found if move.verb != Verb.EXPIRE]


def check(row, home):
    """Everything that must be true after each step, whatever it was."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    row = Transfer.objects.get(pk=row.pk)
    # The branch changes on completion (out) or on assignment (in), never before.
    moves_when = moves.MOVED_WHEN[Direction(row.direction)]
    has_moved = row.kind in moves.MOVING and row.state in moves_when
    assert (row.moved_at is not None) == has_moved
    assert row.state in moves.states_of(Direction(row.direction))
    assert row.steps.count() == row.version + 1  # the first one is the registration
    assert row.is_open == (row.state in moves.OPEN)
    assert not Mover.objects.filter(transfer=row).exclude(is_open=row.is_open).exists()
    acting = [p for p in (row.made_by_id, row.approved_by_id, row.sealed_by_id) if p]
    assert len(acting) == len(set(acting))
    good = row.letters.filter(void_at__isnull=True).count()
    if row.state in moves.WAITING:
        assert good == 1
    assert good <= 1
    serials = sorted(row.letters.values_list("serial", flat=True))
    assert serials == list(range(1, len(serials) + 1))
    if row.member and row.is_out:
        row.member.refresh_from_db()
        if row.moved_at is None:
            assert (row.member.organization_id, row.member.state) == (home, "present")
    return row


LATE = {"valid", "expired", "probation"}


def attempt(row, cast, verb):
    try:
        with transaction.atomic():
            return cast.do(verb, row), None
    except ValidationError as refusal:
        row.refresh_from_db()
        # A refusal of one field has no code of its own.
        refusal.code = getattr(refusal, "code", "")
        return row, refusal


def walk(row, cast, path):
    home = row.branch_id
    for kept, number, days in path:
        cast.at += timedelta(days=days)
        choices = possible(row) if kept and possible(row) else VERBS
        verb = choices[number % len(choices)]
        before = row.state
        allowed = verb in possible(row)
        row, refusal = attempt(row, cast, verb)
        if refusal is None:
            assert allowed, f"{verb} from {before}"
        else:
            assert row.state == before
            # Refused although on the table: only for what the calendar forbids.
            assert not allowed or refusal.code in LATE or hasattr(refusal, "error_dict")
        row = check(row, home)


@pytest.mark.parametrize(
    ("kind", "channel", "probationary"),
    [
        ("formal", "paper", False),
        ("formal", "system", True),
        ("certificate", "paper", False),
        ("inside", "none", False),
    ],
)
def test_walking_out(house, cast, members, branch_b, kind, channel, probationary):
    @STEPS
    @given(path=WALK)
    def run(path):
        point = transaction.savepoint()
        cast.at = make.AT
        row = make.outgoing(
            house,
            members[1 if probationary else 0],
            cast.clerk,
            kind=kind,
            channel=channel,
            to_branch=branch_b if kind == "inside" else None,
        )
        walk(row, cast, path)
        transaction.savepoint_rollback(point)

    run()


def test_walking_in(house, cast, committee):
    @STEPS
    @given(path=WALK)
    def run(path):
        point = transaction.savepoint()
        cast.at = make.AT
        walk(make.incoming(house, cast.clerk), cast, path)
        transaction.savepoint_rollback(point)

    run()


def states():
    for direction in Direction:
        pairs = set(moves.transitions(direction))
        for old in sorted(moves.states_of(direction)):
            for new in sorted(State):
                if old != new and (old, new) not in pairs:
                    yield direction, old, new


def put(row, state, cast):
    """Bring a row to a state behind the back of the triggers, with what fits it."""
    moved = state in moves.MOVED_WHEN[Direction(row.direction)]
    with pgtrigger.ignore():
        Transfer.objects.filter(pk=row.pk).update(
            state=state,
            made_by=cast.clerk,
            approved_by=cast.organizer,
            sealed_by=cast.seal,
            moved_at=make.AT if moved else None,
            done_at=make.AT if state in moves.FINAL else None,
        )


@pytest.mark.parametrize("direction", list(Direction))
def test_the_database_refuses_every_other_move(out, came, cast, direction):
    """Whatever the code does, nothing leaves the table: tried with plain SQL."""
    row = out() if direction == Direction.OUT else came()
    jumps = [jump for jump in states() if jump[0] == direction]
    assert len(jumps) > 150
    before, point = None, transaction.savepoint()
    for _, old, new in jumps:
        if old != before:
            put(row, old, cast)
            before = old
        with pytest.raises(InternalError, match="Invalid transition"):
            jump(row, new)
    transaction.savepoint_rollback(point)


def jump(row, state):
    sql = "UPDATE transfers_transfer SET state = %s WHERE id = %s"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [state, row.pk])


def test_expiry_is_for_the_calendar_only(out, cast):
    row = out("issued")
    with pytest.raises(ValidationError, match="到期自动"):
        changing(row, Verb.EXPIRE, by=cast.clerk, at=make.AT).__enter__()
