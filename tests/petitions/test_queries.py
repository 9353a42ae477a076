"""No list of requests asks the database more than six times, however long it is.

The searches by words ask once more: they read titles as they are shown, and on the
desk who else asked the same. So does the page of what a new count would change.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from petitions.actions import duty, times
from petitions.counter.queue import PILES
from tests.petitions import make

pytestmark = pytest.mark.django_db
MOST, SEARCH = 6, "?q=楼道"
DESK, ADMIN = "/desk/petitions/", "/admin/petitions/"
OF_CLERKS = [
    *(f"{DESK}?tab={pile.name}" for pile in PILES),
    f"{DESK}{SEARCH}",
    f"{DESK}?tab=open&part=overdue",
    f"{DESK}new/",
    "/petitions/answered/",
]
OF_SUPERVISORS = [
    f"{DESK}?tab=extensions",
    f"{DESK}forecast/",
    f"{DESK}recompute/",
    f"{ADMIN}petition/",
    f"{ADMIN}petition/?standing=overdue&late=more&silent=1&waiting=1",
    f"{ADMIN}petition/{SEARCH}",
    f"{ADMIN}extension/",
    f"{ADMIN}reveallog/",
    f"{ADMIN}centerpolicy/",
]


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


def fill(house, elsewhere, chen, zhao, rows):
    for _ in range(rows):
        case = make.taken(house, chen, at="2026-09-20 09:00")
        times.ask_extension(
            case, days=2, reason="complex", text="原因", by=chen, at=case.received_at
        )
        below = make.petition(elsewhere, at="2026-09-20 09:00")
        duty.reveal_person(below, reason="回电话", by=zhao, at=timezone.now())
        make.petition(house, at="2026-09-20 09:00")


def asked(client, user, addresses):
    client.force_login(user)
    counts = {}
    for address in addresses:
        assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts[address] = len(queries)
    return counts


def test_every_list_stays_below_the_bar(
    client, house, elsewhere, chen, zhao, sun, monkeypatch
):
    monkeypatch.setattr("petitions.counter.queue.PAGE_SIZE", 6)

    def counts():
        return asked(client, chen, OF_CLERKS) | asked(client, zhao, OF_SUPERVISORS)

    fill(house, elsewhere, chen, zhao, 1)
    one = counts()
    once_more = (f"{ADMIN}petition/{SEARCH}", f"{DESK}{SEARCH}", f"{DESK}recompute/")
    most = dict.fromkeys(one, MOST) | dict.fromkeys(once_more, MOST + 1)
    assert {address: n for address, n in one.items() if n > most[address]} == {}
    fill(house, elsewhere, chen, zhao, 8)  # more than a page
    assert counts() == one
