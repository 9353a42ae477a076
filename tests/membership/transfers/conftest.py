"""On top of the party's cast: everybody a transfer needs, as one ``cast``."""

import pytest

from tests import make as people
from tests.membership.transfers import make


@pytest.fixture
def cast(chen, secretary, organizer, seal_keeper, branch_a, branch_b):
    return make.Cast(
        clerk=chen,
        secretary=secretary,
        organizer=organizer,
        seal=seal_keeper,
        branch=branch_b,
    )


@pytest.fixture
def out(house, cast, members):
    """Make a transfer out of Qin's relation and bring it to a state."""

    def made(state="submitted", member=members[0], **fields):
        transfer = make.outgoing(house, member, cast.clerk, **fields)
        return cast.run(transfer, *make.WAY_OUT[state])

    return made


@pytest.fixture
def came(house, cast, committee):
    """Register Fang's relation coming in and bring it to a state."""

    def made(state="registered", **fields):
        transfer = make.incoming(house, cast.clerk, **fields)
        return cast.run(transfer, *make.WAY_IN[state])

    return made


@pytest.fixture
def member_qin(members, branch_a, chen):
    """Qin with an account of their own."""
    qin = people.person("秦朗", phone_confirmed_at=make.AT)
    members[0].person = qin
    members[0].save(update_fields=["person"])
    return qin
