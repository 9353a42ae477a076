"""A deputy who falls ill passes on to the next one, or to the supervisors."""

import pytest

from center.outbox.models import Message
from center.registers import actions as registers
from center.roster.actions import set_absent
from center.roster.models import Post
from center.roster.portal import cards as roster_cards
from petitions.counter.portal import cards
from petitions.counter.queue import BY_NAME
from petitions.models import Petition
from petitions.reminders.actions import remind
from tests.make import moment
from tests.petitions import make

pytestmark = pytest.mark.django_db
AT = moment("2026-12-01 08:00")
SOON = moment("2026-12-01 10:00")


def has(user, case, pile="mine"):
    found = BY_NAME[pile].cases(user, SOON)
    return found.filter(pk=case.pk).exists()


def away(staff, deputy=None, by=None):
    return set_absent(
        staff=staff,
        deputy=deputy,
        starts_at=AT,
        shuts_window=deputy is None,
        by=by or staff,
        at=AT,
    )


@pytest.fixture
def post(house, liu, zhao):
    """Only who holds a post of their own can leave it empty."""
    told = {"name": "综合窗口", "a": liu}
    key = {"form_key": "post", "center": house, "by": zhao, "at": AT}
    return registers.add(Post, **key, **told)


@pytest.fixture
def case(house, chen):
    return make.taken(house, chen, at="2026-11-24 10:00")


def test_the_next_deputy_has_it_and_is_told(case, chen, liu, zhao):
    away(chen, liu)
    assert has(liu, case)
    away(liu, zhao)
    assert has(zhao, case)
    titles = {card.title: card.text for card in roster_cards(zhao, SOON)}
    assert {chen.name, liu.name} <= set(titles["我在顶岗"][2:-3].split("、"))
    remind(SOON)
    told = Message.objects.filter(text__contains="还有")
    assert set(told.values_list("person", flat=True)) <= {zhao.pk}
    assert not has(zhao, case, "alone")


def test_behind_the_last_one_it_goes_to_the_supervisors(case, post, chen, liu, zhao):
    away(chen, liu)
    away(liu, by=zhao)
    assert list(BY_NAME["alone"].cases(zhao, SOON)) == [case]
    card = next(one for one in cards(zhao, SOON) if one.title == "人不在、没人顶的")
    assert (card.count, card.is_urgent) == (1, True)
    for _ in range(2):
        remind(SOON)
    assert Message.objects.get(text__contains="没人顶岗").person == zhao


def test_who_is_there_is_not_alone(case, chen, liu, zhao):
    assert not Petition.objects.left_alone(SOON).exists()
    away(chen, liu)
    assert not Petition.objects.left_alone(SOON).exists()
    assert "人不在、没人顶的" not in [one.title for one in cards(zhao, SOON)]
