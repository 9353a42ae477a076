"""Loans: dates exactly as the rules say, one renewal, nothing lost twice."""

import re
from datetime import date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction

from center.models import Center
from center.outbox.models import Message
from center.portals import gathered
from center.timetable.models import SpecialDay, opening_hours
from reading_room.loans import actions, rules
from reading_room.loans.models import Loan
from reading_room.models import Copy
from tests.make import SHANGHAI, moment, person
from tests.reading_room.loans.make import again, lent, switch
from tests.reading_room.samples import copy
from tests.together import at_once, refusals

pytestmark = pytest.mark.django_db
DESK = "/desk/library/loans/"


@pytest.mark.parametrize(
    ("lent_on", "due"),
    [
        ("2026-09-01", "2026-10-08"),  # the week of the national day
        ("2026-08-21", "2026-09-20"),  # a make-up Sunday is open
        ("2026-01-16", "2026-02-24"),  # spring festival
        ("2026-11-02", "2026-12-02"),
    ],
)
def test_thirty_days_and_then_the_next_open_one(house, lent_on, due):
    hours = opening_hours(house, SpecialDay.objects.calendar())
    assert str(rules.due_on(date.fromisoformat(lent_on), hours)) == due


def test_a_renewal_counts_from_the_due_day(house, chen, lin):
    loan = lent(house, chen, lin, at="2026-09-01 10:00")
    assert str(loan.due_on) == "2026-10-08"
    done = actions.renew(loan, by=lin, at=moment("2026-10-01 00:00"))
    assert (str(done.due_on), done.renewals) == ("2026-11-09", 1)
    assert str(Copy.objects.get().due_on) == "2026-11-09"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-09-30 23:59", "10月1日起"),
        ("2026-10-01 00:00", ""),
        ("2026-10-08 23:59", ""),
        ("2026-10-09 00:00", "过了应还的日子"),
    ],
)
def test_when_a_reader_may_renew(house, chen, lin, at, words):
    loan = lent(house, chen, lin, at="2026-09-01 10:00")
    if not words:
        assert actions.renew(loan, by=lin, at=moment(at)).renewals == 1
        return
    with pytest.raises(ValidationError) as refusal:
        actions.renew(loan, by=lin, at=moment(at))
    assert words in refusal.value.messages[0]
    assert again(loan).renewals == 0


def test_a_reader_renews_once_and_only_the_own(house, chen, lin, wu):
    loan = lent(house, chen, lin, at="2026-09-01 10:00")
    with pytest.raises(ValidationError):
        actions.renew(loan, by=wu, at=moment("2026-10-08 10:00"))
    actions.renew(loan, by=lin, at=moment("2026-10-08 10:00"))
    with pytest.raises(ValidationError) as refusal:
        actions.renew(loan, by=lin, at=moment("2026-11-09 10:00"))
    assert "已经续借过" in refusal.value.messages[0]
    assert str(again(loan).due_on) == "2026-11-09"


def test_the_counter_renews_what_is_late_from_today(house, chen, lin):
    loan = lent(house, chen, lin, at="2026-09-01 10:00")
    done = actions.extend(loan, version=1, by=chen, at=moment("2026-10-20 10:00"))
    assert str(done.due_on) == "2026-11-19"
    # Twice in a row does not stack.
    with pytest.raises(ValidationError) as refusal:
        actions.extend(done, version=2, by=chen, at=moment("2026-10-20 10:01"))
    assert "还早" in refusal.value.messages[0]


def test_five_at_most_and_none_while_one_is_late(house, chen, lin):
    for n in range(5):
        lent(house, chen, lin, f"A{n}")
    with pytest.raises(ValidationError) as refusal:
        lent(house, chen, lin, "A9")
    assert "已经借了 5 册" in refusal.value.messages[0]
    first = Loan.objects.order_by("pk").first()
    actions.take_back(first, version=1, by=chen, at=moment("2026-11-19 10:00"))
    late = "2026-12-30 10:00"
    with pytest.raises(ValidationError) as refusal:
        lent(house, chen, lin, "A8", at=late)
    assert "过期没还的" in refusal.value.messages[0]
    loan = lent(house, chen, lin, "A7", at=late, reason="住院，家人明天来还")
    assert "住院" in loan.steps.get().note


def test_it_is_off_by_default(house, chen, lin):
    lent(house, chen, lin, "A1")
    switch(house, is_on=False)
    with pytest.raises(ValidationError) as refusal:
        actions.lend(
            center=house,
            reader=lin.phone,
            barcode="A1",
            form_key="x",
            by=chen,
            at=moment("2026-11-18 10:00"),
        )
    assert "不外借" in refusal.value.messages[0]


def test_a_copy_is_lent_once_and_comes_back(house, chen, lin, wu):
    loan = lent(house, chen, lin, "A1")
    copy_1 = Copy.objects.get()
    assert (copy_1.state, copy_1.due_on, copy_1.title.on_shelf) == (
        "lent",
        loan.due_on,
        0,
    )
    said = {"center": house, "by": chen, "at": moment("2026-11-19 10:00")}
    with pytest.raises(ValidationError) as refusal:
        actions.lend(reader=wu.phone, barcode="a1", form_key="2", **said)
    assert "不能借出" in refusal.value.messages[0]
    actions.return_copy(barcode="ａ1", **said)
    copy_1 = Copy.objects.get()
    assert (copy_1.state, copy_1.due_on, copy_1.title.on_shelf) == ("shelf", None, 1)
    with pytest.raises(ValidationError) as refusal:
        actions.return_copy(barcode="A1", **said)
    assert "没有借出去" in refusal.value.messages[0]


def test_what_was_lost_may_be_found(house, chen, lin):
    loan = lent(house, chen, lin)
    said = {"by": chen, "at": moment("2026-11-20 10:00")}
    actions.lose(loan, version=1, reason="搬家丢了", **said)
    assert (again(loan).state, Copy.objects.get().state) == ("lost", "lost")
    actions.take_back(loan, version=2, **said)
    assert (again(loan).state, Copy.objects.get().state) == ("returned", "shelf")


def closed(center, day):
    at = datetime.combine(date.fromisoformat(day), time(0), SHANGHAI)
    end = at.replace(hour=23, minute=59)
    center.closures.create(starts_at=at, ends_at=end, reason="检修")


@pytest.mark.parametrize("how", ["job", "hook"])
def test_a_later_closure_moves_the_day_and_tells(house, chen, lin, how, settings):
    loan = lent(house, chen, lin, at="2026-11-03 10:00")
    assert str(loan.due_on) == "2026-12-03"
    late = lent(house, chen, person("石磊"), "B1", at="2026-09-01 10:00")
    closed(house, "2026-12-03")
    at = moment("2026-11-20 10:00")
    if how == "job":
        assert actions.shift_due_days(at) == 1
    else:
        for follow in gathered("center_closed"):
            follow(
                center=Center.objects.get(pk=house.pk),
                start=moment("2026-12-03 00:00"),
                end=moment("2026-12-04 00:00"),
                reason="检修",
                by=chen,
                at=at,
            )
    assert (str(again(loan).due_on), str(Copy.objects.get(barcode="A1").due_on)) == (
        "2026-12-04",
        "2026-12-04",
    )
    assert again(late).due_on == late.due_on
    assert [one.text for one in Message.objects.all()] == [
        "您借的《书 A1》应还那天闭馆，改到12月4日前还就行。"
    ]
    assert actions.shift_due_days(at) == 0


def test_the_reader_is_reminded_the_day_before_once(house, chen, lin, time_machine):
    lent(house, chen, lin, at="2026-11-03 10:00")
    for at, count in [
        ("2026-12-01 10:00", 0),
        ("2026-12-02 09:00", 1),
        ("2026-12-02 10:00", 1),
        ("2026-12-03 10:00", 1),
    ]:
        time_machine.move_to(moment(at))
        call_command("remind")
        texts = Message.objects.filter(once__startswith="loan-due")
        assert texts.count() == count, at
    assert "明天（12月3日）到期" in texts.get().text


# -- Pages


@pytest.fixture
def desk(client, chen, settings, time_machine):
    settings.SECOND_FACTOR = False
    time_machine.move_to(moment("2026-11-24 10:00"))
    client.force_login(chen)
    return client


def test_lend_and_take_back_at_the_counter(desk, house, chen, lin):
    switch(house)
    copy(house, chen, barcode="A1")
    form = {"reader": lin.phone, "barcode": "A1", "key": "k" * 32}
    for _ in range(2):
        assert desk.post(DESK, form).status_code == 302
    assert Loan.objects.count() == 1
    page = desk.get(DESK).content.decode()
    assert lin.phone not in page
    back = {"barcode": "A1", "return": "1"}
    assert desk.post(DESK, back).status_code == 302
    assert Loan.objects.get().state == "returned"
    assert desk.post(DESK, back).status_code == 422
    assert desk.post(DESK, form | {"key": "x" * 32}).status_code == 302
    assert desk.post(DESK, {"return": "a1"}).status_code == 302
    assert not Loan.objects.open().exists()


def test_somebody_new_is_written_down_with_a_name(desk, house, chen):
    switch(house)
    copy(house, chen, barcode="A1")
    form = {"reader": "161 2345 6789", "barcode": "A1", "key": "k" * 32}
    refused = desk.post(DESK, form)
    assert (refused.status_code, "请写下姓名" in refused.content.decode()) == (
        422,
        True,
    )
    assert desk.post(DESK, form | {"name": "何平"}).status_code == 302
    assert Loan.objects.get().reader.name == "何平"


def test_the_late_stand_with_their_phones(desk, house, chen, lin, wu):
    lent(house, chen, lin, "A1", at="2026-09-01 10:00")
    lent(house, chen, wu, "A2")
    page = desk.get(DESK, {"late": "1"}).content.decode()
    assert lin.phone in page
    assert wu.phone not in page
    assert "过期没还的书" in desk.get("/desk/").content.decode()


def test_own_loans_and_one_renewal_in_mine(client, house, chen, lin, wu, time_machine):
    loan = lent(house, chen, lin, at="2026-11-03 10:00")
    time_machine.move_to(moment("2026-11-30 10:00"))
    client.force_login(wu)
    assert client.post(f"/library/loans/{loan.pk}/renew/").status_code == 404
    client.force_login(lin)
    text = re.sub("<[^>]*>", "", client.get("/me/").content.decode())
    assert "12月3日前还" in text
    own = client.get("/library/loans/").content.decode()
    assert f'action="/library/loans/{loan.pk}/renew/"' in own
    for _ in range(2):
        client.post(f"/library/loans/{loan.pk}/renew/")
    assert (again(loan).renewals, str(again(loan).due_on)) == (1, "2027-01-04")
    own = client.get("/library/loans/").content.decode()
    assert "已经续借过" in own
    assert "renew/" not in own


@pytest.mark.parametrize(
    "change",
    [
        {"due_on": "2026-01-01"},
        {"state": "returned"},
        {"reader_id": None},
        {"ended_at": "2026-12-01 10:00+08"},
    ],
)
def test_the_database_itself_refuses(house, chen, lin, change):
    loan = lent(house, chen, lin)
    with pytest.raises(DatabaseError), transaction.atomic():
        Loan.objects.filter(pk=loan.pk).update(**change)


@pytest.mark.django_db(transaction=True)
def test_two_counters_lend_one_copy_once(house, chen, lin, wu):
    switch(house)
    copy(house, chen, barcode="A1")
    calls = [
        lambda reader=reader, n=n: actions.lend(
            center=house,
            reader=reader.phone,
            barcode="A1",
            form_key=f"{n}",
            by=chen,
            at=moment("2026-11-18 10:00"),
        )
        for n, reader in enumerate([lin, wu, lin, wu])
    ]
    outcomes = at_once(*calls)
    assert (len(refusals(outcomes)), Loan.objects.count()) == (3, 1)
