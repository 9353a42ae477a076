import pytest

from membership.activity_days.rules import State
from tests.membership.activity_days import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", State.values)
def test_every_state_is_reached_through_the_verbs(
    state, branch_a, members, secretary, organizer
):
    day = make.in_state(state, branch_a, secretary, organizer)

    day.refresh_from_db()
    assert day.state == state
