"""Venues with many units in the admin: saved, extended, renamed."""

import re

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reservations.actions.units import add_units
from reservations.models import Closure, Unit, Venue
from tests.make import moment
from tests.reservations import make
from tests.together import at_once

DAY = "2026-11-24"


@pytest.fixture(autouse=True)
def _now(settings):
    settings.SECOND_FACTOR = False
    with time_machine.travel(moment(f"{DAY} 09:20"), tick=False):
        yield


@pytest.fixture
def room(house):
    return make.venue(house, name="阅览室", units=2)


@pytest.fixture
def boss(client, zhao):
    client.force_login(zhao)
    return client


def page(name, *args):
    return reverse(f"admin:{name}", args=args)


def text(response):
    return " ".join(response.content.decode().split())


def fields_of(response):
    """Return what a browser would send of the form on the page."""
    form = response.context["adminform"].form
    sent = {name: form[name].value() for name in form.fields}
    sent.pop("photo", None)
    sent = {k: v for k, v in sent.items() if v is not None and v is not False}
    hidden = re.search(r'name="_version"\s+value="(\w+)"', response.content.decode())
    return sent | {"_version": hidden[1]}


@pytest.mark.parametrize("units", [2, 29, 60, 200])
def test_a_venue_is_saved_however_many_units_it_has(boss, house, units):
    venue = make.venue(house, name="大厅")
    Unit.objects.bulk_create(
        Unit(venue=venue, number=n, name=f"座位 {n}", kind="座位", order=n)
        for n in range(2, units + 1)
    )
    url = page("reservations_venue_change", venue.pk)
    sent = fields_of(boss.get(url)) | {"quota": "3", "_save": "1"}
    assert boss.post(url, sent).status_code == 302
    venue.refresh_from_db()
    assert (venue.quota, venue.units.count()) == (3, units)


def test_the_page_of_a_venue_costs_the_same_with_many_units(boss, house):
    counts = []
    for units in (1, 3, 50):
        url = page("reservations_venue_change", make.venue(house, units=units).pk)
        with CaptureQueriesContext(connection) as caught:
            boss.get(url)
        counts.append(len(caught))
    assert counts[1] == counts[2]


def test_all_units_of_a_list_can_be_ticked(boss, house):
    venue = make.venue(house, units=200)
    broken = {"center": house, "venue": venue, "scope": "units", "reason": "检修"}
    Closure.objects.bulk_create(
        Closure(unit_numbers=[n], starts_at=make.moment("2026-11-20 09:00"), **broken)
        for n in range(1, 201)
    )
    url = page("reservations_unit_changelist") + "?all="
    chosen = list(venue.units.values_list("pk", flat=True))
    response = boss.post(url, {"action": "put_back", "_selected_action": chosen})
    assert response.status_code == 302
    assert not Closure.objects.filter(reopened_at=None).exists()


class TestAddingMany:
    def sent(self, **fields):
        return {"kind": "座位", "count": "198", "first": "3"} | fields

    def test_they_go_on_in_number_and_name(self, boss, room):
        url = page("reservations_venue_units", room.pk)
        shown = boss.get(url)
        assert (shown.context["form"]["first"].value(), "座位") == (
            3,
            shown.context["form"]["kind"].value(),
        )
        response = boss.post(url, self.sent(), follow=True)
        assert "加了 198 个：座位 3 到 座位 200。" in text(response)
        rows = list(room.units.values_list("number", "name", "kind", "order"))
        assert rows[-1] == (200, "座位 200", "座位", 200)
        assert len(rows) == 200

    def test_another_kind_counts_by_itself(self, boss, room):
        boss.post(
            page("reservations_venue_units", room.pk), self.sent(kind="电脑", count="2")
        )
        boss.post(
            page("reservations_venue_units", room.pk),
            self.sent(kind="投影", count="1", first="5"),
        )
        names = room.units.order_by("number").values_list("number", "name")
        assert list(names)[2:] == [(3, "电脑 1"), (4, "电脑 2"), (5, "投影")]

    def test_sent_twice_adds_once_and_says_so(self, boss, room):
        url = page("reservations_venue_units", room.pk)
        boss.post(url, self.sent(count="3"))
        again = boss.post(url, self.sent(count="3"))
        assert again.status_code == 422
        assert "编号 3（座位 3）已经有了" in text(again)
        assert "从 6 号起" in text(again)
        assert room.units.count() == 5

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"count": "501"}, "一次加 1 到 500 个"),
            ({"count": "0"}, "一次加 1 到 500 个"),
            ({"count": "很多"}, "一次加 1 到 500 个"),
            ({"count": ""}, "请写加几个"),
            ({"kind": " \u200b"}, "请写种类"),
            ({"first": "9990"}, "编号最大 9999"),
            ({"first": ""}, "请写编号从几起"),
        ],
    )
    def test_what_cannot_be_is_said(self, boss, room, fields, said):
        response = boss.post(
            page("reservations_venue_units", room.pk), self.sent() | fields
        )
        assert response.status_code == 422
        assert said in text(response)
        assert room.units.count() == 2

    def test_only_who_may_and_only_at_home(self, client, room, chen, sun):
        url = page("reservations_venue_units", room.pk)
        sun.groups.set(make.groups("主管"))
        for who, status in ((chen, 403), (sun, 404)):
            client.force_login(who)
            assert client.post(url, self.sent()).status_code == status
        assert room.units.count() == 2

    def test_from_the_page_of_the_venue(self, boss, room):
        shown = text(boss.get(page("reservations_venue_change", room.pk)))
        assert page("reservations_venue_units", room.pk) in shown
        listed = f"{page('reservations_unit_changelist')}?venue__id__exact={room.pk}"
        assert listed in shown
        assert "座位 2" in text(boss.get(listed))


@pytest.mark.django_db(transaction=True)
def test_two_who_add_at_once_end_with_each_number_once(house, zhao):
    room = make.venue(house, units=2)

    def more():
        return add_units(venue=room, kind="座位", count=5, first=3, by=zhao)

    outcomes = at_once(more, more, more)
    refused = [one for one in outcomes if isinstance(one, ValidationError)]
    assert (len(refused), room.units.count()) == (2, 7)


class TestOneUnit:
    def test_is_renamed_in_its_own_page(self, boss, room):
        unit = room.units.get(number=2)
        url = page("reservations_unit_change", unit.pk)
        sent = fields_of(boss.get(url)) | {"name": "靠窗 2"}
        assert boss.post(url, sent).status_code == 302
        unit.refresh_from_db()
        assert unit.name == "靠窗 2"

    def test_keeps_its_venue(self, boss, room, house):
        unit = room.units.get(number=2)
        other = make.venue(house)
        url = page("reservations_unit_change", unit.pk)
        boss.post(url, fields_of(boss.get(url)) | {"venue": other.pk})
        unit.refresh_from_db()
        assert unit.venue == room

    def test_keeps_its_number_which_closures_name(self, boss, room):
        unit = room.units.get(number=2)
        url = page("reservations_unit_change", unit.pk)
        boss.post(url, fields_of(boss.get(url)) | {"number": "1"})
        unit.refresh_from_db()
        assert unit.number == 2

    def test_is_only_looked_at_by_a_clerk(self, client, room, chen):
        client.force_login(chen)
        url = page("reservations_unit_change", room.units.get(number=2).pk)
        assert client.post(url, {"name": "甲", "number": "9"}).status_code == 403
        assert Venue.objects.get().units.filter(name="甲").count() == 0

    def test_is_neither_added_nor_removed_alone(self, boss, room):
        unit = room.units.get(number=2)
        assert boss.get(page("reservations_unit_add")).status_code == 403
        gone = page("reservations_unit_delete", unit.pk)
        assert boss.post(gone, {"post": "yes"}).status_code == 403


def test_a_short_name_that_the_center_has_is_refused_in_words(boss, room, house):
    taken = make.venue(house, slug="reading-room")
    url = page("reservations_venue_change", room.pk)
    refused = boss.post(url, fields_of(boss.get(url)) | {"slug": taken.slug})
    assert refused.status_code == 200
    assert "这个中心已经有同样网址的场地" in text(refused)
