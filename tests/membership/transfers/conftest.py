"""On top of the party's cast: everybody a transfer needs, as one ``cast``."""

import pytest

from tests.membership.conftest import (  # noqa: F401
    branch_a,
    branch_b,
    committee,
    general_branch,
    members,
    organizer,
    seal_keeper,
    secretary,
)
from tests.membership.transfers import make


@pytest.fixture
def cast(chen, secretary, organizer, seal_keeper, branch_a, branch_b):  # noqa: F811
    return make.Cast(
        clerk=chen,
        secretary=secretary,
        organizer=organizer,
        seal=seal_keeper,
        branch=branch_b,
    )


@pytest.fixture
def out(house, cast, members):  # noqa: F811
    """Make a transfer out of Qin's relation and bring it to a state."""

    def made(state="submitted", member=members[0], **fields):
        transfer = make.outgoing(house, member, cast.clerk, **fields)
        return cast.run(transfer, *make.WAY_OUT[state])

    return made


@pytest.fixture
def came(house, cast, committee):  # noqa: F811
    """Register Fang's relation coming in and bring it to a state."""

    def made(state="registered", **fields):
        transfer = make.incoming(house, cast.clerk, **fields)
        return cast.run(transfer, *make.WAY_IN[state])

    return made
