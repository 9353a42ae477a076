"""Reminders: each once, whoever runs the job and however often."""

import pytest
from django.db import DatabaseError, connection, transaction

from center.models import User
from center.outbox.models import Message
from center.roster import actions as roster
from petitions.actions import duty, times
from petitions.reminders import actions as reminders
from petitions.reminders.models import Reminder
from tests.make import moment
from tests.petitions import make
from tests.together import at_once


def run(at):
    return reminders.remind(moment(at))


def kinds():
    rows = Reminder.objects.order_by("pk").values_list("kind", "day")
    return [(kind, f"{day}") for kind, day in rows]


@pytest.fixture
def case(house, chen):
    made = make.taken(house, chen)  # due 2026-12-03, a Thursday
    Message.objects.all().delete()
    return made


def test_two_days_one_day_the_day_and_daily_after(case, chen, zhao):
    days = [f"2026-12-{day:02}" for day in range(1, 8)]
    assert [run(f"{day} 08:00") for day in ["2026-11-30", *days]] == [
        0, 1, 1, 1, 2, 2, 2, 2
    ]  # fmt: skip
    assert kinds() == [
        ("two", "2026-12-03"),
        ("one", "2026-12-03"),
        ("today", "2026-12-03"),
        *(("overdue", day) for day in days[3:]),
    ]
    assert set(Reminder.objects.values_list("to", flat=True)) == {chen.pk}
    texts = Message.objects.filter(person=chen).order_by("pk")
    assert texts[0].text == (
        f"诉求 {case.code_text} 还有两个工作日：2026年12月3日（周四）。"
    )
    alert = Message.objects.filter(person=zhao).order_by("pk").first()
    assert alert.text == "有 1 件诉求已超期，0 件今天到期，请督办。"


def test_running_twice_writes_nothing_new(case, chen, zhao):
    assert run("2026-12-01 08:00") == 1
    assert run("2026-12-01 20:00") == 0
    run("2026-12-04 08:00")
    assert run("2026-12-04 09:00") == 0
    assert Message.objects.count() == 3


def test_after_three_days_down_what_is_true_today_comes_once(case, zhao):
    assert run("2026-12-01 08:00") == 1
    assert run("2026-12-04 08:00") == 2
    assert kinds() == [("two", "2026-12-03"), ("overdue", "2026-12-04")]


def test_a_moved_date_is_warned_of_again(case, chen, zhao):
    run("2026-12-02 08:00")
    at = moment("2026-12-02 10:00")
    asked = times.ask_extension(
        case, days=1, reason="complex", text="原因", by=chen, at=at
    )
    times.decide_extension(asked, approve=True, by=zhao, at=at)
    run("2026-12-03 08:00")
    assert kinds() == [("one", "2026-12-03"), ("one", "2026-12-04")]


def test_a_request_nobody_decided_on_lapses(case, chen):
    asked = times.ask_extension(
        case,
        days=1,
        reason="complex",
        text="原因",
        by=chen,
        at=moment("2026-12-02 10:00"),
    )
    run("2026-12-04 08:00")
    asked.refresh_from_db()
    assert asked.state == "lapsed"


def test_the_deputy_is_reminded_and_nobody_for_what_nobody_has(
    house, case, chen, liu, zhao
):
    roster.set_absent(
        staff=chen,
        deputy=liu,
        starts_at=moment("2026-12-01 00:00"),
        by=chen,
        at=moment("2026-12-01 00:00"),
    )
    make.petition(house)
    Message.objects.all().delete()
    assert run("2026-12-01 08:00") == 3
    assert list(Reminder.objects.order_by("pk").values_list("to", flat=True)) == [
        liu.pk,
        None,
    ]
    # What nobody took the supervisor hears of, among what nobody has.
    told = Message.objects.order_by("pk").values_list("person", flat=True)
    assert list(told) == [liu.pk, zhao.pk]
    assert "1 件网上诉求满两个工作日还没有人接" in Message.objects.get(person=zhao).text


def test_supervisors_hear_of_what_they_may_see(house, elsewhere, chen, sun, zhao, he):
    complaint = make.taken(house, chen, at="2026-11-02 09:00")
    duty.mark_conflict(
        complaint, staff=zhao, reason="点名", by=he, at=moment("2026-11-03 09:00")
    )
    he.phone = None
    he.save()
    Message.objects.all().delete()
    assert run("2026-11-24 08:00") == 1  # the owner's own
    assert not Message.objects.filter(person=zhao).exists()
    make.taken(elsewhere, sun, at="2026-11-02 09:00")
    make.taken(elsewhere, sun, at="2026-11-13 09:00")
    run("2026-11-24 09:00")
    text = Message.objects.get(person=zhao).text
    assert text == "有 1 件诉求已超期，1 件今天到期，请督办。"


def test_answered_cases_are_left_alone(case, chen):
    make.answer(case, chen)
    Message.objects.all().delete()
    assert run("2026-12-04 08:00") == 0
    assert not Message.objects.exists()


def test_a_reminder_is_one_row(case):
    run("2026-12-01 08:00")
    (row,) = Reminder.objects.all()
    assert str(row) == "还有两个工作日 2026-12-03"
    with pytest.raises(DatabaseError, match="reminder_once"), transaction.atomic():
        Reminder.objects.create(
            petition=case, kind=row.kind, day=row.day, written_at=row.written_at
        )


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_each_once(house, chen, zhao):
    for _ in range(3):
        make.taken(house, chen)
    Message.objects.all().delete()
    counts = at_once(*[lambda: run("2026-12-04 08:00")] * 2)
    assert sum(counts) == 4
    assert (Reminder.objects.count(), Message.objects.count()) == (3, 4)


@pytest.mark.django_db(transaction=True)
def test_two_workers_without_the_lock_still_write_each_once(
    house, chen, zhao, monkeypatch
):
    monkeypatch.setattr(reminders, "_is_alone", lambda: True)
    for _ in range(3):
        make.taken(house, chen)
    Message.objects.all().delete()
    at_once(*[lambda: run("2026-12-04 08:00")] * 2)
    assert (Reminder.objects.count(), Message.objects.count()) == (3, 4)


@pytest.mark.django_db(transaction=True)
def test_a_second_worker_does_not_wait(house, chen):
    make.taken(house, chen)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [reminders.LOCK])
        assert at_once(lambda: run("2026-12-04 08:00")) == [0]
    assert User.objects.count() == 1
