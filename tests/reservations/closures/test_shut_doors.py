"""A day that closes is a closure, whatever closed it."""

from io import StringIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from center.outbox.models import Message
from center.timetable.models import SpecialDay, SpecialOpening
from reservations.actions import verbs
from reservations.actions.reminders import remind
from reservations.models import Closure
from reservations.rules.bookings import State
from tests.make import moment
from tests.reservations import make

DAY = "2026-11-25"
NOW = moment("2026-11-24 09:00")


@pytest.fixture
def boss(client, zhao, settings):
    settings.SECOND_FACTOR = False
    with time_machine.travel(NOW, tick=False):
        client.force_login(zhao)
        yield client


@pytest.fixture
def room(house):
    return make.venue(house, name="阅览室", units=2)


@pytest.fixture
def booking(room, lin):
    return make.booking(room, lin, f"{DAY} 10:00")


def holiday(**fields):
    row = {"day": DAY, "kind": "holiday", "name": "临时放假", "follows": ""}
    row["reason"] = "市政府通知"
    return row | fields


def add(name):
    return reverse(f"admin:timetable_{name}_add")


def test_a_holiday_is_not_saved_before_it_is_said_whom_it_hits(boss, booking, lin):
    asked = boss.post(add("specialday"), holiday())
    text = asked.content.decode()
    assert booking.when in text
    assert lin.name in text
    assert not SpecialDay.objects.filter(day=DAY).exists()
    again = boss.post(add("specialday"), holiday(shut_reason=" "))
    assert "请写明原因" in again.content.decode()
    assert not Closure.objects.exists()


@pytest.mark.parametrize(
    ("choice", "state", "effect"),
    [
        ("cancel", State.CANCELLED, "取消了"),
        ("keep", State.BOOKED, "保留，请说明怎么进门"),
    ],
)
def test_it_cancels_or_keeps_with_a_reason_and_lists(
    boss, booking, lin, zhao, choice, state, effect
):
    said = {"shut_reason": "临时放假", "bookings": choice}
    assert boss.post(add("specialday"), holiday(**said)).status_code == 302
    assert SpecialDay.objects.filter(day=DAY).exists()
    booking.refresh_from_db()
    assert booking.state == state
    closure = Closure.objects.get()
    assert (closure.scope, closure.reason, closure.made_by) == (
        "hours",
        "临时放假",
        zhao,
    )
    assert closure.calls.get().effect == effect
    calls = boss.get(reverse("closure_calls", args=[closure.pk])).content.decode()
    assert lin.phone in calls


def test_a_holiday_over_nothing_is_saved_at_once(boss, booking):
    data = holiday(day="2026-11-26")
    assert boss.post(add("specialday"), data).status_code == 302
    assert not Closure.objects.exists()


def test_an_opening_that_is_taken_away_asks_too(boss, house, room, lin):
    opening = SpecialOpening.objects.create(
        center=house,
        starts_at=moment("2026-11-28 09:00"),
        ends_at=moment("2026-11-28 12:00"),
        reason="读书会",
    )
    hit = make.booking(room, lin, "2026-11-28 10:00")
    url = reverse("admin:timetable_specialopening_delete", args=[opening.pk])
    assert hit.when in boss.post(url, {"post": "yes"}).content.decode()
    assert SpecialOpening.objects.exists()
    listed = reverse("admin:timetable_specialopening_changelist")
    chosen = {"action": "delete_selected", "_selected_action": opening.pk}
    assert hit.when in boss.post(listed, chosen | {"post": "yes"}).content.decode()
    boss.post(url, {"post": "yes", "shut_reason": "不开了"})
    hit.refresh_from_db()
    assert (hit.state, hit.cancel_reason) == (State.CANCELLED, "不开了")
    assert not SpecialOpening.objects.exists()


def test_changed_hours_ask_too(boss, house, booking):
    url = reverse("admin:center_center_change", args=[house.pk])
    form = boss.get(url).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    spans = boss.get(url).context["inline_admin_formsets"][0].formset
    data |= {f"{spans.prefix}-TOTAL_FORMS": len(spans.forms)}
    data |= {f"{spans.prefix}-INITIAL_FORMS": len(spans.forms)}
    for n, one in enumerate(spans.forms):
        is_hit = one.instance.weekday == 2 and one.instance.opens.hour == 9
        opens = "11:00" if is_hit else f"{one.instance.opens:%H:%M}"
        data |= {
            f"{spans.prefix}-{n}-id": one.instance.pk,
            f"{spans.prefix}-{n}-center": house.pk,
            f"{spans.prefix}-{n}-weekday": one.instance.weekday,
            f"{spans.prefix}-{n}-opens": opens,
            f"{spans.prefix}-{n}-closes": f"{one.instance.closes:%H:%M}",
        }
    asked = boss.post(url, data)
    assert booking.when in asked.content.decode()
    assert house.opening_spans.filter(weekday=2, opens="09:00").exists()


def test_a_venue_switched_off_asks_too(boss, room, booking):
    url = reverse("admin:reservations_venue_change", args=[room.pk])
    form = boss.get(url).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    data = {k: "" if v is None else v for k, v in data.items() if v is not False}
    del data["is_active"], data["photo"]
    assert booking.when in boss.post(url, data).content.decode()
    room.refresh_from_db()
    assert room.is_active
    boss.post(url, data | {"shut_reason": "装修", "bookings": "cancel"})
    booking.refresh_from_db()
    assert booking.cancel_reason == "装修"


def closed_behind_its_back():
    SpecialDay.objects.create(day=DAY, kind="holiday", name="停电")


def test_nobody_is_reminded_of_a_closed_door(booking):
    closed_behind_its_back()
    assert remind(moment("2026-11-24 17:00")) == 0
    assert not Message.objects.exists()


def test_nobody_stays_away_on_a_closed_day(booking, chen):
    closed_behind_its_back()
    with pytest.raises(ValidationError) as caught:
        verbs.mark_missed(booking=booking, by=chen, at=moment(f"{DAY} 10:20"))
    assert caught.value.message.startswith("那段时间没有开门，不能记为没有来。")
    assert verbs.settle(at=moment(f"{DAY} 23:00")) == 1
    booking.refresh_from_db()
    assert (booking.state, booking.cancelled_by) == (State.CANCELLED, None)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"day": "2026-12-02", "kind": "makeup", "follows": 2}, "2026-12-02 是周三"),
        ({"day": "2026-10-01"}, "这一天已经有一行了"),
    ],
)
def test_rows_that_cannot_be_are_refused(boss, house, data, said):
    refused = boss.post(add("specialday"), holiday(**data))
    assert said in refused.content.decode()


def test_a_year_without_make_up_days_is_not_published(boss, house):
    SpecialDay.objects.create(day="2027-01-01", kind="holiday", name="元旦")
    data = {"year": 2027, "status": "published", "source": "通知"}
    refused = boss.post(add("calendaryear"), data).content.decode()
    assert "2027 年有 1 天放假，却没有一天调休上班" in refused
    SpecialDay.objects.create(day="2027-01-03", kind="makeup", name="元旦", follows=4)
    assert boss.post(add("calendaryear"), data).status_code == 302


def load(*args):
    said = StringIO()
    call_command("load_calendar", "2027", *args, stdout=said)
    return said.getvalue()


def test_a_year_loaded_at_the_shell_asks_too(house, room, lin, zhao):
    with time_machine.travel(moment("2026-12-24 09:00"), tick=False):
        row = make.booking(room, lin, "2027-01-01 10:00", at="2026-12-24 08:00")
        with pytest.raises(CommandError, match="那几天有人约好了") as refused:
            load()
        assert row.when in str(refused.value)
        assert not SpecialDay.objects.filter(day="2027-01-01").exists()
        how = ("--bookings", "cancel", "--reason", "元旦放假")
        with pytest.raises(CommandError, match="主管的手机号"):
            load(*how, "--by", lin.phone)
        said = load(*how, "--by", zhao.phone)
        row.refresh_from_db()
        assert "碰到 1 项已经约好的：取消" in said
        assert (row.state, row.cancel_reason) == (State.CANCELLED, "元旦放假")
        assert Closure.objects.get().calls.get().call.state == "open"
        assert load() == "2027 年（还没公布）\n"
