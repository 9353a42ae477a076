"""What was late stays late, what was promised stays promised."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client

from center.outbox.models import Message
from center.text import is_reason
from center.timetable.models import SpecialDay
from petitions.actions import pauses, replies, times
from petitions.actions.details import recategorize
from petitions.actions.receipt import confirm_receipt, correct_receipt
from petitions.actions.recompute import recompute
from petitions.counter.queue import BY_NAME, counts_of
from petitions.models import Petition, ReceiptCorrection
from petitions.rules.clock import Clock, Standing, explain
from tests.make import moment
from tests.petitions import make
from tests.petitions.make import fresh

pytestmark = pytest.mark.django_db
AT = moment("2026-11-25 09:00")


@pytest.fixture
def paper(house, chen, liu):
    """A letter of 13 November, registered on the day on which it was due."""
    return make.counter(
        house,
        chen,
        channel="letter",
        received_at=moment("2026-11-13 10:00"),
        backdate_reason="信走了几天",
        witness=liu,
    )


def correct(case, by, witness, received, at=AT):
    given = {"reason": "看了邮戳", "witness": witness, "by": by, "at": at}
    return correct_receipt(case, received_at=moment(received), **given)


def waits_for(user, case):
    return BY_NAME["confirm"].cases(user, AT).filter(pk=case.pk).exists()


def test_a_late_registration_waits_for_the_second_persons_account(
    paper, chen, liu, zhao
):
    assert f"{paper.due_on}" == "2026-11-24"
    asked = ReceiptCorrection.objects.get()
    assert [waits_for(user, paper) for user in (liu, chen, zhao)] == [
        True,
        False,
        False,
    ]
    with pytest.raises(ValidationError, match="另一位同事"):
        confirm_receipt(asked, is_right=True, by=chen, at=AT)
    asked = confirm_receipt(asked, is_right=True, by=liu, at=AT)
    assert (asked.decided_by, waits_for(liu, paper)) == (liu, False)
    with pytest.raises(ValidationError, match="核对过了"):
        confirm_receipt(asked, is_right=False, reason="不对的", by=zhao, at=AT)


def test_until_then_the_earlier_date_counts(paper, chen, liu):
    confirm_receipt(ReceiptCorrection.objects.get(), is_right=True, by=liu, at=AT)
    later = correct(paper, chen, liu, "2026-11-20 10:00")
    assert (later.received_on, later.due_on) == (paper.received_on, paper.due_on)
    confirm_receipt(ReceiptCorrection.objects.last(), is_right=True, by=liu, at=AT)
    case = fresh(paper)
    assert (f"{case.received_on}", f"{case.due_on}") == ("2026-11-20", "2026-12-01")
    assert f"{case.clocks.get().original_on}" == "2026-11-24"
    assert Message.objects.filter(text__contains="更正了收到日期").count() == 1


def test_what_was_late_stays_late_whatever_is_corrected(paper, chen, liu):
    confirm_receipt(ReceiptCorrection.objects.get(), is_right=True, by=liu, at=AT)
    correct(paper, chen, liu, "2026-11-20 10:00")
    confirm_receipt(ReceiptCorrection.objects.last(), is_right=True, by=liu, at=AT)
    make.answer(paper, chen, at="2026-11-26 10:00")
    assert paper.rounds.get().timeliness == "late"


def corrected_when_late(paper, chen, liu):
    """Let a missed day be corrected into one that lies ahead."""
    confirm_receipt(ReceiptCorrection.objects.get(), is_right=True, by=liu, at=AT)
    correct(paper, chen, liu, "2026-11-20 10:00")
    confirm_receipt(ReceiptCorrection.objects.last(), is_right=True, by=liu, at=AT)
    return fresh(paper)


def test_it_stays_among_the_late_in_every_list(paper, chen, liu, zhao, settings):
    settings.SECOND_FACTOR = False
    case, today = corrected_when_late(paper, chen, liu), date(2026, 11, 25)
    seen = Petition.objects.filter(pk=case.pk)
    assert (f"{case.due_on}", case.was_late) == ("2026-12-01", True)
    assert case.standing(today) == Standing.OVERDUE
    lists = [
        seen.overdue(today),
        seen.due_today(date(2026, 12, 1)),
        seen.not_due(today),
    ]
    assert [rows.count() for rows in lists] == [1, 0, 0]
    with time_machine.travel(AT, tick=False):
        counts = counts_of(zhao, AT)
        assert (counts["overdue"], counts["later"]) == ("1", "0")
        client = Client()
        client.force_login(zhao)
        table = "/admin/petitions/petition/"
        for query in ("standing=overdue", "late=3"):
            assert case.code_text in client.get(f"{table}?{query}").content.decode()
        page = client.get(case.get_absolute_url()).content.decode()
    # Both days stand on the case: the first one and the corrected one.
    assert "超期过，更正后还有 4 个工作日" in page
    assert "原定 11月24日" in page
    assert "12月1日" in page
    assert "更正以后也还算超期" in page


def test_no_calendar_washes_it_away(house, chen, zhao):
    case = make.taken(house, chen, at="2026-11-16 10:00")
    assert f"{case.due_on}" == "2026-11-25"
    SpecialDay.objects.create(day=date(2026, 11, 25), kind="holiday", name="停电")
    recompute(by=zhao, at=moment("2026-11-26 09:00"))
    case = fresh(case)
    assert (f"{case.due_on}", case.was_late) == ("2026-11-26", True)
    assert Petition.objects.overdue(date(2026, 11, 26)).get() == case
    make.answer(case, chen, at="2026-11-26 10:00")
    assert case.rounds.get().timeliness == "late"


def test_no_other_kind_washes_it_away(house, chen):
    case = make.taken(house, chen, at="2026-09-20 10:00", kind="opinion")
    late = moment("2026-10-12 10:00")
    assert case.due_on < date(2026, 10, 12)
    recategorize(case, kind="help", by=chen, at=late)
    make.answer(case, chen, at="2026-10-12 11:00")
    assert case.rounds.get().timeliness == "late"


def test_what_was_late_is_late_for_ever_in_its_round(paper, chen, liu):
    case = corrected_when_late(paper, chen, liu)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        case.clocks.update(was_late=False)
    make.answer(case, chen, at="2026-11-26 10:00")
    case = replies.reopen(
        fresh(case), reason="又坏了", by=chen, at=moment("2026-11-27 09:00")
    )
    assert (case.round, case.was_late) == (2, False)
    assert case.rounds.get(number=1).timeliness == "late"


def test_corrected_in_time_it_is_in_time(paper, chen, liu):
    at = moment("2026-11-24 10:00")
    confirm_receipt(ReceiptCorrection.objects.get(), is_right=True, by=liu, at=at)
    correct(paper, chen, liu, "2026-11-20 10:00", at=at)
    confirm_receipt(ReceiptCorrection.objects.last(), is_right=True, by=liu, at=at)
    make.answer(paper, chen, at="2026-11-26 10:00")
    assert paper.rounds.get().timeliness == "in_time"


def test_a_wrong_correction_goes_back(house, chen, liu):
    case = make.counter(house, chen)
    due = case.due_on
    case = correct(case, chen, liu, "2026-11-20 10:00")
    assert case.due_on < due
    asked = ReceiptCorrection.objects.get()
    with pytest.raises(ValidationError, match="哪里不对"):
        confirm_receipt(asked, is_right=False, by=liu, at=AT)
    confirm_receipt(asked, is_right=False, reason="邮戳是 24 日", by=liu, at=AT)
    assert (fresh(case).due_on, fresh(case).received_at) == (
        due,
        moment("2026-11-24 09:00"),
    )


def test_no_correction_reaches_the_day_that_was_promised(paper, chen, liu):
    confirm_receipt(ReceiptCorrection.objects.get(), is_right=True, by=liu, at=AT)
    with pytest.raises(ValidationError, match="最先答应的日子"):
        correct(paper, chen, liu, "2026-11-24 09:00")


def test_another_kind_is_never_late_on_a_day_that_was_not_shown(house, chen):
    case = make.counter(house, chen, at="2026-09-24 10:00")
    shown = case.due_on
    case = recategorize(case, kind="opinion", by=chen, at=moment("2026-09-25 10:00"))
    assert (case.due_on, f"{shown}") == (shown, "2026-10-12")
    make.answer(case, chen, at="2026-10-12 10:00")
    assert case.rounds.get().timeliness == "in_time"


def test_a_kept_promise_is_kept_through_a_pause(house, chen, zhao):
    make.pausing(house)
    case = make.taken(house, chen, at="2026-12-21 10:00")
    due = case.due_on
    SpecialDay.objects.create(
        day=date(2026, 12, 27), kind="makeup", name="元旦", follows=0
    )
    recompute(by=zhao, at=moment("2026-12-22 10:00"))
    assert fresh(case).due_on == due
    paused = {"reason": "materials", "text": "等材料", "last_on": date(2026, 12, 24)}
    pauses.pause(case, **paused, by=chen, at=moment("2026-12-22 11:00"))
    case = pauses.resume(case, by=chen, at=moment("2026-12-22 12:00"))
    assert case.due_on == due
    assert "答应过的" in case.clocks.get().why


def test_why_that_day_after_an_extension_and_for_ninety_days():
    day = date.fromisoformat
    promise = explain(Clock.PROMISE, day("2026-11-02"), day("2026-11-16"), (), extra=3)
    assert "第10个工作日" in promise
    assert "原来 7 个工作日，延长 3 个工作日" in promise
    whole = explain(Clock.HANDLING, day("2026-08-03"), day("2026-11-01"), (), extra=30)
    assert "第90天" in whole
    assert "第7个工作日" not in promise + whole


# -- Extensions


@pytest.fixture
def asked(house, chen):
    case = make.taken(house, chen)
    return times.ask_extension(
        case, days=3, reason="complex", text="要几家看", by=chen, at=AT
    )


def test_what_was_asked_for_can_be_taken_back_and_asked_again(asked, chen, liu):
    with pytest.raises(ValidationError, match="申请的人"):
        times.withdraw_extension(asked, by=liu, at=AT)
    taken_back = times.withdraw_extension(asked, by=chen, at=AT)
    assert taken_back.get_state_display() == "申请人撤回"
    again = {"days": 5, "reason": "complex", "text": "要几家看", "by": chen, "at": AT}
    assert times.ask_extension(asked.petition, **again).state == "asked"


def test_an_answer_before_the_decision_blames_nobody(asked, chen):
    make.answer(asked.petition, chen, at="2026-11-25 11:00")
    assert fresh(asked).get_state_display() == "已先答复，不用批"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("x", False), ("。", False), ("……", False), ("病 ", False), ("病假", True)],
)
def test_one_sign_is_no_reason(asked, zhao, text, is_one):
    assert is_reason(text) is is_one
    given = {"approve": False, "text": text, "by": zhao, "at": AT}
    if is_one:
        assert times.decide_extension(asked, **given).decision == text
    else:
        with pytest.raises(ValidationError) as refusal:
            times.decide_extension(asked, **given)
        assert refusal.value.code == "reason"
