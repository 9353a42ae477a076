"""Two clerks press at the same moment, on connections of their own."""

import pytest

from center.reception.actions import register
from center.reception.models import HandOver, Line, MissingList
from center.reception.rules import State
from center.rules import Role
from tests import make
from tests.center.guide import make as guide
from tests.center.reception.make import AT, line
from tests.together import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = "16100000999"


@pytest.fixture
def two(house):
    return [make.staff(name, Role.CLERK, center=house) for name in ("马云生", "周宁")]


def now(row):
    return Line.objects.get(pk=row.pk)


def test_one_hand_over_and_one_taker(house, chen, two):
    row = line(house, chen, how="accepted")
    given = {"version": 1, "by": chen, "at": AT}
    outcomes = at_once(
        *[lambda to=to: register.hand_over(row, taker=to, **given) for to in two]
    )
    assert len(refusals(outcomes)) == 1
    taker = HandOver.objects.get(accepted_at=None).taker
    told = {"version": 2, "at": AT}
    outcomes = at_once(
        *[lambda by=by: register.accept(row, by=by, **told) for by in two]
    )
    assert len(refusals(outcomes)) == 1
    assert (now(row).owner, now(row).state) == (taker, State.OPEN)


def test_taken_back_or_done_but_not_both(house, chen, two):
    row = line(house, chen, how="accepted")
    outcomes = at_once(
        lambda: register.void(row, version=1, by=chen, at=AT),
        lambda: register.finish(row, version=1, by=two[0], at=AT),
    )
    assert len(refusals(outcomes)) == 1
    assert now(row).state in (State.VOID, State.DONE)
    assert now(row).version == 2


def test_two_counters_give_two_numbers_and_one_matter(house, chen, zhao, two):
    item = guide.approved(house, chen, zhao)
    line(house, chen, item=item, phone=PHONE, name="何平", how="accepted")
    outcomes = at_once(
        *[
            lambda by=by: line(house, by, item=item, phone=PHONE, how="accepted", why=1)
            for by in two
        ]
    )
    assert refusals(outcomes) == []
    rows = Line.objects.order_by("n")
    assert [row.n for row in rows] == [1, 2, 3]
    assert {row.matter_id for row in rows} == {rows[0].matter_id}


def test_missing_papers_are_told_once_whoever_is_first(house, chen, two):
    first = line(house, chen, how="accepted")
    told = {"version": 1, "items": ["照片"], "note": "", "at": AT}
    outcomes = at_once(
        *[lambda by=by: register.tell_missing(first, by=by, **told) for by in two]
    )
    assert len(refusals(outcomes)) == 1
    assert MissingList.objects.count() == 1


def test_the_same_form_from_two_tabs_is_one_line(house, chen):
    outcomes = at_once(*[lambda: line(house, chen, key="one")] * 3)
    assert {row.pk for row in outcomes} == {Line.objects.get().pk}
