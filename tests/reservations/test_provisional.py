"""A day of a year without a schedule is marked 预计 wherever it is shown or taken."""

import pytest

from reservations.actions.bookings import book
from tests.make import moment
from tests.reservations import make

NOTE = "预计：2027 年的放假安排还没公布"
DAY, START = "2027-01-05", "2027-01-05T10:00"


@pytest.fixture
def device(house, clock):
    clock("2026-12-21 09:00")
    return make.venue(
        house, slug="device", name="设备", kind="equipment", horizon_days=30
    )


@pytest.fixture
def booked(device, lin):
    at, start = moment("2026-12-21 09:00"), moment(f"{DAY} 14:00")
    return book(venue=device, person=lin, start=start, by=lin, at=at)


def test_on_every_page_of_the_person(browse, device, booked, lin):
    mine = browse(lin)
    move = f"/bookings/{booked.code}/move/"
    for page in (
        f"/rooms/device/?day={DAY}",
        f"/rooms/?day={DAY}",
        f"/rooms/device/book/?start={START}",
        f"/bookings/{booked.code}/",
        move,
        f"{move}?start={START}",
    ):
        assert NOTE in mine.get(page).content.decode(), page
    loaded = "/rooms/device/book/?start=2026-12-22T10:00"
    for page in (loaded, f"{move}?start=2026-12-22T10:00"):
        assert "预计" not in mine.get(page).content.decode()


def test_at_the_counter(browse, device, booked, chen):
    desk = browse(chen)
    new = "/desk/bookings/new/?venue=device"
    for page in (f"{new}&day={DAY}", f"{new}&start={START}"):
        assert NOTE in desk.get(page).content.decode(), page
    assert "预计" not in desk.get(f"{new}&start=2026-12-22T10:00").content.decode()
