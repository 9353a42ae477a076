"""What the database has to end becomes a sentence, a second try or the first result."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from center.hours import OpeningHours
from reservations.actions.base import BUSY_TEXT, TRIES, retry_on_conflict
from reservations.actions.closures import take_out
from reservations.models import Booking, Venue
from reservations.rules.lead_times import Lead, LeadUnit
from reservations.rules.wording import taken_text
from reservations.slots.alternatives import BookingRequest, alternatives
from reservations.slots.grid import Board, earliest_text, slots_on, window
from tests.make import moment as when
from tests.reservations import make
from tests.reservations.test_rules import HOURS, TERMS

NINE, TEN = when("2026-11-24 09:00"), when("2026-11-24 10:00")


def failing(code, tries):
    """Return an attempt that the database ends with ``code``, and then lets pass."""

    def attempt(key=None):
        tries.append(code)
        if len(tries) <= 1 or code.endswith("!"):
            with connection.cursor() as cursor:
                cursor.execute(
                    "DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE ="
                    f" '{code.rstrip('!')}'; END $$"
                )
        return "done"

    return attempt


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["23505", "23P01", "40P01", "40001"])
def test_a_lost_race_is_tried_again(code):
    tries = []
    assert retry_on_conflict()(failing(code, tries))() == "done"
    assert len(tries) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "count"), [("23P01!", TRIES), ("55P03!", 1)])
def test_after_that_it_is_a_sentence(code, count):
    tries = []
    with pytest.raises(ValidationError) as caught:
        retry_on_conflict()(failing(code, tries))()
    assert (caught.value.message, len(tries)) == (BUSY_TEXT, count)


def test_a_key_that_was_used_returns_what_it_made(house, lin):
    first = make.booking(make.venue(house), lin, "2026-11-24 09:00", key="k")
    again = retry_on_conflict(Booking)(failing("23505!", []))
    assert again(key="k") == first


@pytest.mark.django_db
def test_what_is_no_race_is_an_error():
    with pytest.raises(IntegrityError):
        retry_on_conflict()(failing("23514!", []))()


def test_nothing_is_earliest_where_nothing_opens():
    never = OpeningHours()
    terms = replace(TERMS, lead=Lead(1, LeadUnit.HALF_DAYS))
    board = Board(slots_on(NINE.date(), HOURS, terms), [1], terms)
    allowed = window(terms, never, NINE)
    assert board.earliest(allowed) is None
    cell = board.cells(allowed, None, [0])[0]
    assert cell.reason.endswith("近期都约满了。")


def test_the_earliest_is_not_beyond_the_last_day():
    terms = replace(TERMS, horizon_days=0)
    board = Board(slots_on(when("2026-11-25 09:00").date(), HOURS, terms), [1], terms)
    assert board.earliest(window(terms, HOURS, NINE)) is None


def test_words_without_anything_to_offer():
    assert earliest_text(None, NINE) == "近期都约满了。"
    assert taken_text("", NINE, TEN, []) == (
        "11月24日 周二 9:00–10:00 刚刚被别人约走了。附近的时间也满了，请换一天看看。"
    )


def test_no_alternative_where_nothing_opens(house):
    room = make.venue(house, lead_value=1, lead_unit="half_days")
    house.opening_spans.all().delete()
    room = Venue.objects.select_related("center").get(pk=room.pk)
    assert alternatives(BookingRequest(room, NINE, 1, None, "", NINE)) == []


@pytest.mark.django_db
def test_a_unit_out_of_order_with_nothing_to_offer_says_so(house, lin, chen):
    room = make.venue(house, horizon_days=0)
    at = when("2026-11-24 08:00")
    unit = room.units.get()
    take_out(unit=unit, reason="灯坏", by=chen, at=at)
    with pytest.raises(ValidationError) as caught:
        make.booking(room, lin, "2026-11-24 09:00", at="2026-11-24 08:00")
    assert caught.value.message == "座位 1停用了（灯坏）。请换一个。"
