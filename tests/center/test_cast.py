from center.timetable.lookup import hours_of
from tests import make


def test_a_make_up_saturday_opens_by_itself(house):
    assert hours_of(house).is_open_at(make.moment("2026-02-14 09:00"))


def test_staff_see_their_center_and_those_below(house, elsewhere, chen, sun, lin):
    assert chen.center_ids == [house.pk, elsewhere.pk]
    assert sun.center_ids == [elsewhere.pk]
    assert lin.center_ids == []
    assert chen.has_perm("center.view_desk")
