"""The mornings of the demo come out whole, whatever the day and the hour."""

import pytest

from center.reception.demo import CLERK, fill
from center.reception.models import Line
from center.rules import Role
from tests import make


@pytest.mark.parametrize(
    "at", ["2026-12-01 00:20", "2026-12-05 10:30", "2026-12-01 09:02"]
)
def test_one_slip_is_taken_back_that_nobody_rated(house, at):
    make.staff("陈静", Role.CLERK, center=house, phone=CLERK)
    fill(at=make.moment(at), password="x")
    rows = Line.objects.all()
    slips = rows.filter(state="void")
    assert slips.values_list("rating", flat=True).get() is None
    assert rows.filter(rating__convenient=5).count() > 5
