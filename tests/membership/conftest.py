"""One street committee, a general branch, two branches. Qian is secretary of branch A,
He the committee's organizer, Shi its seal keeper."""

import pytest

from center.rules import Role
from tests import make as people
from tests.membership import make


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def committee(house):
    return make.organization(
        "working",
        center=house,
        name="中共清河街道工作委员会",
        short_name="清河街道党工委",
        letter_heading="中共清河街道工作委员会",
        letter_word="清街",
        issues_paper_letters=True,
    )


@pytest.fixture
def general_branch(committee):
    return make.organization("general", committee, name="中共清河社区总支部委员会")


@pytest.fixture
def branch_a(general_branch):
    return make.organization("branch", general_branch, name="中共清河第一支部委员会")


@pytest.fixture
def branch_b(general_branch):
    return make.organization("branch", general_branch, name="中共清河第二支部委员会")


@pytest.fixture
def members(branch_a, branch_b):
    """Two in branch A (one on probation), one in branch B."""
    return [
        make.member(branch_a, "秦朗", phone="16120000001", id_number=make.id_number()),
        make.member(branch_a, "许婷", kind="probationary"),
        make.member(branch_b, "施工", phone="16120000003"),
    ]


@pytest.fixture
def secretary(qian, branch_a):
    make.post(qian, branch_a, "secretary")
    return qian


@pytest.fixture
def organizer(house, committee):
    he = people.staff("何平", Role.ORGANIZER, center=house)
    make.post(he, committee, "organizer")
    return he


@pytest.fixture
def seal_keeper(house, committee):
    shi = people.staff("石磊", Role.CLERK, center=house)
    make.post(shi, committee, "seal")
    return shi


@pytest.fixture
def go(client):
    """Log somebody in and return the client."""

    def log_in(user):
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def scope(members, house, elsewhere, committee):
    """Another committee with a member of its own, looked after by another center."""
    other = make.organization("committee", center=elsewhere, name="中共柳林委员会")
    branch = make.organization("branch", other, name="中共柳林支部委员会")
    hidden = make.member(branch, "柳隐", phone="16120000077")
    return branch, hidden
