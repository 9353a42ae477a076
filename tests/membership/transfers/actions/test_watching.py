"""What the calendar does with transfers."""

from datetime import date, timedelta

import pytest

from center.outbox.models import Message
from membership.transfers.actions import watching
from membership.transfers.models import Practice, Reminder
from tests import make as people
from tests.membership.transfers import make
from tests.together import at_once

pytestmark = pytest.mark.django_db
AT = make.AT
ON_PROBATION = {
    "member_kind": "probationary",
    "confirmed_on": None,
    "probation_until": date(2027, 3, 1),
}


def at(days, base=AT):
    return base + timedelta(days=days)


def texts():
    return sorted(
        text.split(" ", 3)[-1]
        for text in Message.objects.filter(text__contains="：")
        .exclude(text__contains="您办的事")
        .values_list("text", flat=True)
    )


def test_reminders_of_a_receipt_each_once(out):
    row = out("delivered")
    assert watching.remind(at=at(6)) == 0
    assert [watching.remind(at=at(day)) for day in (7, 8, 14)] == [1, 0, 0]
    assert watching.remind(at=at(15)) == 1
    # At 27 the letter ends soon, at 30 the receipt is late, at 31 the letter is over.
    assert [watching.remind(at=at(day)) for day in (26, 27, 29, 30, 31, 60)] == [
        0,
        1,
        0,
        1,
        0,
        0,
    ]
    row.refresh_from_db()
    assert row.state == "overdue"
    assert [text for text in texts() if "回执" in text] == [
        "开出 15 天了，还没有回执，请催一下。",
        "开出 30 天了，还没有回执，请催一下。",
        "开出 7 天了，还没有回执，请催一下。",
    ]


def test_a_job_that_was_down_reminds_of_the_latest(out):
    out("delivered")
    assert watching.remind(at=at(18)) == 1
    assert texts() == ["开出 18 天了，还没有回执，请催一下。"]


def test_a_receipt_may_take_longer_here(out, house):
    Practice.objects.create(center=house, receipt_days=45)
    out("delivered")
    assert watching.remind(at=at(15)) == 1
    assert watching.remind(at=at(44)) == 0
    assert watching.remind(at=at(45)) == 1


def test_a_new_letter_waits_anew(out, cast):
    row = out("delivered")
    watching.remind(at=at(7))
    cast.at = at(10)
    cast.run(row, "report-lost", "reissue")
    assert watching.remind(at=at(16)) == 0
    assert watching.remind(at=at(17)) == 1


def test_nothing_is_asked_for_what_has_no_receipt(out):
    out("delivered", kind="certificate", channel="paper")
    assert watching.remind(at=at(20)) == 0


def test_online_waits_too(out, cast):
    cast.run(out(channel="system"), "accept", "confirm", "approve", "send")
    assert watching.remind(at=at(7)) == 1


def test_a_receipt_we_owe(came):
    came("assigned")
    assert watching.remind(at=at(7)) == 1
    assert texts() == ["接收 7 天了，回执还没有寄，请抓紧。"]


def test_a_letter_is_over_only_after_its_last_day(out):
    row = out("delivered")
    assert watching.expire(at=people.moment("2026-12-24 23:59")) == 0
    assert watching.expire(at=people.moment("2026-12-25 00:00")) == 1
    assert watching.expire(at=people.moment("2026-12-25 00:01")) == 0
    row.refresh_from_db()
    step = row.steps.last()
    assert (row.state, step.actor, step.by) == ("overdue", "system", None)


def test_expiring_what_moved_on_meanwhile(out):
    row = out("done")
    assert watching._expire_one(row.pk, at(90)) == 0


def test_the_member_hears_that_the_letter_ends(out):
    out("delivered")
    watching.remind(at=people.moment("2026-12-21 08:00"))
    assert "有效期到 12 月 24 日，请抓紧去办。" in texts()
    assert Reminder.objects.filter(what="ending").count() == 1


def test_the_new_branch_hears_of_the_end_of_probation(came, cast, secretary, branch_a):
    cast.branch = branch_a
    row = came(
        "assigned",
        member_kind="probationary",
        confirmed_on=None,
        joined_on=date(2026, 3, 1),
        probation_until=date(2027, 3, 1),
    )
    assert row.member.probation_until == date(2027, 3, 1)
    cast.run(row, "send-receipt", "close")
    assert watching.remind(at=people.moment("2027-01-29 08:00")) == 0
    assert watching.remind(at=people.moment("2027-01-30 08:00")) == 1
    assert watching.remind(at=people.moment("2027-02-20 08:00")) == 0
    told = Message.objects.get(text__contains="到 3 月 1 日期满")
    assert told.person == secretary


@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_and_expire_once(out):
    row = out("delivered")
    # Both at the day after the last: the letter is over, the receipt is late.
    counts = at_once(*[lambda: watching.remind(at=at(31))] * 2)
    assert sorted(counts) == [0, 1]
    row.refresh_from_db()
    assert row.state == "overdue"
    assert row.steps.filter(verb="expire").count() == 1
    assert Reminder.objects.count() == 1
