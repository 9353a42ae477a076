"""Pages of the counter, as they are read."""

import re
from html import unescape

from center.keys import new_key
from reservations.models import Event
from tests.markup import squeezed

DAY = "2026-11-25"
TODAY = "/desk/today/"
NEW = "/desk/bookings/new/"


def page(response):
    return unescape(squeezed(response))


def rows(response):
    """Return the cells of the list, row by row, as plain text."""
    body = page(response).split("<tbody>")[1].split("</tbody>")[0]
    lines = re.findall(r"<tr.*?>(.*?)</tr>", body, re.S)
    cells = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", line, re.S) for line in lines]
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in line]
        for line in cells
    ]


def alert(response):
    return page(response).split('role="alert"')[1].split("</div>")[0]


def booking_form(venue, start=f"{DAY}T10:00", **fields):
    return {"venue": venue, "start": start, "slots": "1", "key": new_key()} | fields


def hold(client, venue, start=f"{DAY}T14:00", end=f"{DAY}T16:00", **fields):
    form = {"venue": venue.slug, "title": "读书会", "start": start, "end": end}
    response = client.post("/desk/events/new/", form | {"key": new_key()} | fields)
    assert response.status_code == 302, page(response)
    return Event.objects.get()
