"""Rules of a venue with which nobody could ever book are refused in the admin."""

import pytest
import time_machine

from tests.make import moment
from tests.reservations import make


@pytest.fixture
def boss(client, zhao, settings):
    settings.SECOND_FACTOR = False
    client.force_login(zhao)
    with time_machine.travel(moment("2026-11-24 09:20"), tick=False):
        yield client


def save(client, venue, **fields):
    url = f"/admin/reservations/venue/{venue.pk}/change/"
    form = client.get(url).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields if name != "photo"}
    sent = {k: v for k, v in sent.items() if v is not None and v is not False}
    return client.post(url, sent | fields)


LEAD = "没有一天约得上"
LENGTH = "没有一场约得上"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"lead_value": 30000}, LEAD),
        ({"lead_value": 20160}, ""),
        ({"lead_value": 20161}, LEAD),
        ({"lead_value": 60, "lead_unit": "half_days"}, LEAD),
        ({"lead_value": 20, "lead_unit": "half_days"}, ""),
        ({"lead_value": 21, "lead_unit": "half_days"}, LEAD),
        (
            {"lead_value": 14, "lead_unit": "days", "lead_in_working_days": "on"},
            LEAD,
        ),
        ({"lead_value": 14, "lead_unit": "days"}, ""),
        ({"lead_value": 15, "lead_unit": "days"}, LEAD),
        ({"slot_minutes": 240}, LENGTH),
        ({"slot_minutes": 210}, ""),
        ({"slot_minutes": 60, "min_slots": 4, "max_slots": 4}, LENGTH),
        ({"slot_minutes": 60, "min_slots": 3, "max_slots": 4}, ""),
    ],
)
def test_what_could_never_be_booked(boss, house, fields, said):
    venue = make.venue(house, horizon_days=14)
    response = save(boss, venue, **fields)
    if not said:
        assert response.status_code == 302
        return
    assert response.status_code == 200
    assert said in response.content.decode()
    venue.refresh_from_db()
    assert venue.lead_value == 0
    assert venue.slot_minutes == 60
