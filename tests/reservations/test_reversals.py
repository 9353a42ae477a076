"""A slip of the hand is taken back for 15 minutes, while the place is still free."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from reservations.actions import verbs, walk_ins
from reservations.actions.reversals import GONE, NOT_YOURS, SHUT, undo
from reservations.models import Booking
from reservations.rules.bookings import State
from tests.make import moment
from tests.reservations import make

DAY = "2026-11-25"
ONE = f"{DAY} 10:00"


def at(clock):
    return moment(f"{DAY} {clock}")


@pytest.fixture
def single(house):
    return make.venue(house, units=1, max_slots=4, quota=2)


@pytest.fixture
def booking(single, lin):
    return make.booking(single, lin, ONE, at="2026-11-24 09:00")


@pytest.fixture
def cancelled(booking, lin):
    return verbs.cancel(booking=booking, by=lin, at=at("09:00"))


def row(booking):
    return Booking.objects.get(pk=booking.pk)


class TestOwnCancelling:
    def test_is_taken_back_with_its_code(self, cancelled, lin):
        for clock in ("09:15", "09:16"):  # twice is harmless, also later
            undo(booking=cancelled, by=lin, at=at(clock))
        now = row(cancelled)
        assert (now.state, now.code) == (State.BOOKED, cancelled.code)
        assert (now.cancelled_at, now.cancelled_by, now.cancel_reason) == (
            None,
            None,
            "",
        )
        assert now.steps.last().text == "撤回取消：点错了"

    def test_not_after_a_quarter_of_an_hour(self, cancelled, lin):
        with pytest.raises(ValidationError, match="取消超过 15 分钟了"):
            undo(booking=cancelled, by=lin, at=at("09:16"))
        assert row(cancelled).state == State.CANCELLED

    def test_not_once_somebody_else_has_the_place(self, cancelled, single, lin, wu):
        make.booking(single, wu, ONE, at=f"{DAY} 09:01")
        with pytest.raises(ValidationError, match=GONE):
            undo(booking=cancelled, by=lin, at=at("09:02"))
        assert Booking.objects.occupying().get().person == wu

    def test_not_once_the_doors_are_shut_then(self, cancelled, single, lin, zhao):
        single.is_active = False
        single.save()
        with pytest.raises(ValidationError):
            undo(booking=cancelled, by=lin, at=at("09:02"))
        single.is_active = True
        single.save()
        shut = {"starts_at": at("09:30"), "ends_at": at("11:00")}
        make.closure(single, zhao, at=f"{DAY} 09:01", **shut)
        with pytest.raises(ValidationError, match=SHUT):
            undo(booking=cancelled, by=lin, at=at("09:02"))

    def test_not_beside_what_was_booked_instead(self, cancelled, house, lin):
        make.booking(make.venue(house, units=1), lin, ONE, at=f"{DAY} 09:01")
        with pytest.raises(ValidationError, match="10:00"):
            undo(booking=cancelled, by=lin, at=at("09:02"))

    def test_not_over_the_quota(self, cancelled, single, lin):
        for start in (f"{DAY} 14:00", f"{DAY} 15:00"):
            make.booking(single, lin, start, at=f"{DAY} 09:01")
        with pytest.raises(ValidationError, match="您约着"):
            undo(booking=cancelled, by=lin, at=at("09:02"))

    def test_what_staff_took_stays_taken(self, booking, lin, chen):
        verbs.cancel(booking=booking, by=chen, at=at("09:00"), reason="停电")
        for who in (lin, chen):
            with pytest.raises(ValidationError, match=NOT_YOURS):
                undo(booking=booking, by=who, at=at("09:01"))

    def test_the_ticket_offers_it_and_does_it(self, browse, clock, cancelled, lin, wu):
        page, verb = f"/bookings/{cancelled.code}/", f"/bookings/{cancelled.code}/undo/"
        clock(f"{DAY} 09:10")
        assert browse(wu).post(verb).status_code == 404
        assert f'action="{verb}"' in browse(lin).get(page).content.decode()
        after = browse(lin).post(verb, follow=True).content.decode()
        assert "取消已撤回" in after
        assert f'action="{verb}"' not in after
        assert row(cancelled).state == State.BOOKED

    def test_later_the_ticket_leads_to_booking_anew(
        self, browse, clock, cancelled, lin
    ):
        clock(f"{DAY} 09:16")
        page = browse(lin).get(f"/bookings/{cancelled.code}/").content.decode()
        assert "/undo/" not in page
        assert "约回这个时间" in page


class TestAtTheCounter:
    def test_who_has_not_left_is_here_again(self, booking, chen):
        verbs.check_in(booking=booking, by=chen, at=at("10:00"))
        verbs.finish(booking=booking, by=chen, at=at("10:02"))
        for _ in range(2):  # the second press does not take the check-in back
            undo(booking=booking, by=chen, at=at("10:03"))
        now = row(booking)
        assert (now.state, now.left_at) == (State.ARRIVED, None)
        assert now.arrived_at == at("10:00")

    def test_who_did_not_stay_away_is_expected_again(self, booking, chen, lin):
        verbs.mark_missed(booking=booking, by=chen, at=at("10:16"))
        with pytest.raises(PermissionDenied):
            undo(booking=booking, by=lin, at=at("10:17"))
        undo(booking=booking, by=chen, at=at("10:17"))
        assert row(booking).state == State.BOOKED
        assert row(booking).steps.last().text == "撤回“没有来”：点错了"

    def test_not_once_the_place_was_given_away(self, booking, single, chen, wu):
        verbs.mark_missed(booking=booking, by=chen, at=at("10:16"))
        walk_ins.walk_in(venue=single, person=wu, by=chen, at=at("10:17"))
        with pytest.raises(ValidationError, match=GONE):
            undo(booking=booking, by=chen, at=at("10:18"))

    def test_not_when_its_time_is_over(self, booking, chen):
        verbs.check_in(booking=booking, by=chen, at=at("10:00"))
        verbs.finish(booking=booking, by=chen, at=at("10:55"))
        with pytest.raises(ValidationError, match="已经过了"):
            undo(booking=booking, by=chen, at=at("11:00"))

    @pytest.mark.parametrize(
        ("verb", "label", "said"),
        [
            ("missed", "点错了，撤回", "“没有来”已撤回"),
            ("finish", "没走，撤回", "离开已撤回"),
        ],
    )
    def test_the_list_offers_it_right_after(
        self, browse, clock, booking, chen, verb, label, said
    ):
        clock(f"{DAY} 10:20")
        desk, url = browse(chen), f"/desk/bookings/{booking.code}"
        if verb == "finish":
            desk.post(f"{url}/check-in/")
        page = desk.post(f"{url}/{verb}/", follow=True).content.decode()
        assert label in page
        after = desk.post(f"{url}/undo/", follow=True).content.decode()
        assert said in after
        assert label not in after
