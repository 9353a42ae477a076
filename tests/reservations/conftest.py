"""The pages of reservations, on the morning of one ordinary Wednesday."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.make import moment
from tests.reservations import make

MORNING = "2026-11-25 08:40"
BACKEND = "center.accounts.backends.PeopleBackend"


@pytest.fixture
def clock(monkeypatch):
    """Set the portal's clock; call it with a time to set it again."""

    def set_to(text):
        at = moment(text)
        monkeypatch.setattr(timezone, "now", lambda: at)
        return at

    set_to(MORNING)
    return set_to


@pytest.fixture
def browse(clock, settings):
    """Return a browser of somebody: ``browse(lin).get("/rooms/")``."""
    settings.SECOND_FACTOR = False

    def by(person=None):
        client = Client()
        if person is not None:
            client.force_login(person, backend=BACKEND)
        return client

    return by


@pytest.fixture
def reading_room(house):
    """Three seats and a computer, half-hour slots, half an hour ahead."""
    venue = make.venue(
        house,
        units=3,
        slug="reading-room",
        name="党群阅览室",
        slot_minutes=30,
        max_slots=4,
        lead_value=30,
    )
    make.unit(venue, 4, kind="电脑", order=4)
    venue.refresh_from_db()
    return venue


@pytest.fixture
def hall(house):
    """One meeting room, hour slots, no lead time."""
    return make.venue(house, slug="hall", name="会议室", kind="meeting", max_slots=3)
