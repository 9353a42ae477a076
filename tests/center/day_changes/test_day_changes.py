"""A day that moves promises is confirmed by a second person; until then the earlier."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from center.day_changes.actions import changes
from center.day_changes.models import DayChange
from center.day_changes.portal import cards
from center.day_changes.rules import Entry, is_worked
from center.models import Center
from center.rules import Role
from center.timetable.actions import load_year
from center.timetable.lookup import calendar_of, hours_of
from center.timetable.models import CountedDay, SpecialDay
from petitions.actions.recompute import recompute, recompute_preview
from tests import make
from tests.petitions import make as petitions

pytestmark = pytest.mark.django_db
DAY, SATURDAY = date(2026, 12, 1), date(2026, 12, 5)
AT = make.moment("2026-11-25 10:00")
ADD = "/admin/timetable/specialday/add/"
ROW = {"day": f"{DAY}", "kind": "holiday", "name": "临时", "reason": "市政府通知"}


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def he(house):
    return make.staff("何伟", Role.SUPERVISOR, center=house)


def browser(user):
    made = Client()
    made.force_login(user)
    return made


def counts(house, day=DAY):
    return calendar_of(Center.objects.get(pk=house.pk)).is_working(day)


def added(user, **fields):
    assert browser(user).post(ADD, ROW | fields).status_code == 302
    return DayChange.objects.first()


def test_a_holiday_row_counts_when_a_second_person_has_confirmed(house, chen, zhao, he):
    case = petitions.taken(house, chen, at="2026-11-24 10:00")
    due = case.due_on
    row = added(zhao)
    assert (row.state, row.asked_by, row.reason) == ("waiting", zhao, "市政府通知")
    assert counts(house)
    # The doors go by the row itself.
    assert not hours_of(Center.objects.get(pk=house.pk)).spans_on(DAY)
    assert recompute_preview(by=zhao) == []
    assert petitions.taken(house, chen, at="2026-11-24 10:00").due_on == due
    assert [len(cards(user, AT)) for user in (zhao, he, chen)] == [0, 1, 1]
    page = browser(chen).get(row.get_absolute_url()).content.decode()
    assert "没错，我核对过了" in page
    sent = {"version": row.version}
    done = browser(chen).post(f"{row.get_absolute_url()}confirm/", sent)
    assert done.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("confirmed", chen)
    assert not counts(house)
    assert len(recompute(by=he, at=timezone.now())[0]) == 2
    assert petitions.fresh(case).due_on > due


def test_nobody_confirms_their_own_change(zhao):
    row = added(zhao)
    sent = {"version": row.version}
    browser(zhao).post(f"{row.get_absolute_url()}confirm/", sent)
    row.refresh_from_db()
    assert row.state == "waiting"
    with pytest.raises(ValidationError, match="另一位同事"):
        changes.confirm(row, by=zhao, at=AT, version=row.version)
    with pytest.raises(IntegrityError, match="by_another"), transaction.atomic():
        DayChange.objects.update(decided_by=zhao)


def test_a_wrong_row_goes_back(house, zhao, chen):
    row = added(zhao)
    sent = {"version": row.version, "reason": "没有这个通知"}
    refused = browser(chen).post(f"{row.get_absolute_url()}refuse/", sent)
    assert refused.status_code == 302
    assert not SpecialDay.objects.filter(day=DAY).exists()
    assert not CountedDay.objects.exists()
    assert counts(house)
    row.refresh_from_db()
    assert [step.verb for step in row.steps.all()] == ["enter", "refuse"]


@pytest.mark.parametrize("who", ["zhao", "he"])
def test_what_is_changed_back_is_done_with(house, zhao, he, who):
    added(zhao)
    row = SpecialDay.objects.get(day=DAY)
    page = f"/admin/timetable/specialday/{row.pk}/delete/"
    user = {"zhao": zhao, "he": he}[who]
    assert browser(user).post(page, {"post": "yes"}).status_code == 302
    assert DayChange.objects.get().state == "undone"
    assert counts(house)
    assert not CountedDay.objects.exists()


def test_a_make_up_day_counts_at_once_and_until_its_end_is_confirmed(house, zhao, chen):
    fields = {"day": f"{SATURDAY}", "kind": "makeup", "follows": "4"}
    row = added(zhao, **fields)
    assert counts(house, SATURDAY)
    changes.confirm(row, by=chen, at=AT, version=row.version)
    special = SpecialDay.objects.get(day=SATURDAY)
    page = f"/admin/timetable/specialday/{special.pk}/delete/"
    browser(zhao).post(page, {"post": "yes"})
    assert DayChange.objects.first().state == "waiting"
    assert counts(house, SATURDAY)
    row = DayChange.objects.first()
    changes.confirm(row, by=chen, at=AT, version=row.version)
    assert not counts(house, SATURDAY)


@pytest.mark.parametrize("follows", ["", "5"])
def test_a_make_up_day_says_whose_hours_it_has(zhao, follows):
    fields = {"day": f"{SATURDAY}", "kind": "makeup", "follows": follows}
    answer = browser(zhao).post(ADD, ROW | fields)
    assert answer.status_code == 200
    assert "要写明按周一到周五的哪一天开放" in answer.content.decode()
    assert not SpecialDay.objects.filter(day=SATURDAY).exists()


def test_another_day_is_two_changes_and_another_name_is_none(house, zhao):
    row = added(zhao)
    special = SpecialDay.objects.get(day=DAY)
    page = f"/admin/timetable/specialday/{special.pk}/change/"
    client = browser(zhao)
    assert client.post(page, ROW | {"name": "停电"}).status_code == 302
    assert DayChange.objects.count() == 1
    assert client.post(page, ROW | {"day": "2026-12-02"}).status_code == 302
    row.refresh_from_db()
    states = {change.day: change.state for change in DayChange.objects.all()}
    assert states == {DAY: "undone", date(2026, 12, 2): "waiting"}


@pytest.mark.parametrize("reason", ["", "x", "。"])
def test_a_row_says_on_what_it_rests(zhao, reason):
    answer = browser(zhao).post(ADD, ROW | {"reason": reason})
    assert answer.status_code == 200
    assert not SpecialDay.objects.filter(day=DAY).exists()


def test_a_loaded_year_ends_what_waits_for_it(house, zhao, chen):
    row = added(zhao)
    load_year(year=2026, at=AT)
    assert counts(house)
    with pytest.raises(ValidationError, match="载入"):
        changes.refuse(row, reason="没有这个通知", by=chen, at=AT, version=row.version)
    changes.confirm(row, by=chen, at=AT, version=row.version)
    assert counts(house)


def test_only_the_root_reads_them_and_history_stays(house, sun, zhao):
    row = added(zhao)
    assert browser(sun).get(row.get_absolute_url()).status_code == 404
    assert str(row) not in browser(sun).get("/desk/calendar/").content.decode()
    assert cards(sun, AT) == []
    for rows in (DayChange.objects.all(), row.steps.all()):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            rows._raw_delete(rows.db)


def test_what_is_worked_by_which_row():
    days = [(DAY, ""), (SATURDAY, ""), (DAY, "holiday"), (SATURDAY, "makeup")]
    assert [is_worked(*one) for one in days] == [True, False, False, True]
    assert Entry() == Entry("", "", None)
