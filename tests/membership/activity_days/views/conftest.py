"""Everything happens at one moment in November."""

import pytest

from center.rules import Role
from tests import make as people
from tests.membership import make as base
from tests.membership.activity_days import make

NOW = "2026-11-18 10:00"


@pytest.fixture(autouse=True)
def now(time_machine_at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    time_machine_at(NOW)


@pytest.fixture
def time_machine_at():
    import time_machine  # noqa: PLC0415

    travels = []

    def travel(text):
        travels.append(time_machine.travel(make.at(text), tick=False))
        travels[-1].start()

    yield travel
    for one in reversed(travels):
        one.stop()


@pytest.fixture
def secretary_b(house, branch_b):
    person = people.staff("冯原", Role.SECRETARY, center=house)
    base.post(person, branch_b)
    return person
