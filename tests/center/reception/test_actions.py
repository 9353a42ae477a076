"""What becomes of a line."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from center.accounts.actions.leaving import estates_of
from center.reception.actions import register
from center.reception.models import DayBook, Line, Matter, once_rate
from center.reception.rules import State
from center.rules import Role
from tests import make
from tests.center.guide import make as guide
from tests.center.reception.make import AT, line

pytestmark = pytest.mark.django_db
PHONE = "16100000999"


@pytest.fixture
def ma(house):
    """Another clerk of the house."""
    return make.staff("马云生", Role.CLERK, center=house)


@pytest.fixture
def item(house, chen, zhao):
    return guide.approved(house, chen, zhao)


def refused(call, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        call(*args, **kwargs)
    return " ".join(caught.value.messages)


def test_numbers_run_by_center_and_day_and_are_never_reused(
    house, elsewhere, chen, sun
):
    first, second = line(house, chen), line(house, chen)
    register.void(second, version=1, by=chen, at=AT)
    third, other = line(house, chen), line(elsewhere, sun)
    numbers = [row.number for row in (first, second, third, other)]
    assert numbers == [f"20261124-{n:03}" for n in (1, 2, 3, 1)]
    assert DayBook.objects.get(center=house).last == 3


def test_the_same_form_gives_the_same_line(house, chen):
    assert line(house, chen, key="a").pk == line(house, chen, key="a").pk
    assert Line.objects.count() == 1


def test_only_what_is_needed_and_a_guest_is_nobody(house, chen):
    row = line(house, chen)
    assert (row.person, row.state, row.who) == (None, State.DONE, "没留")
    assert row.steps.get().by == chen


def test_a_name_with_a_number_is_written_down(house, chen):
    row = line(house, chen, phone=PHONE, name="何平")
    assert (row.person.name, row.person.phone) == ("何平", PHONE)
    assert row.who == "何平，尾号 0999"
    assert line(house, chen, phone="16100000888").person is None


def test_a_line_keeps_the_version_that_was_told(house, chen, item):
    assert line(house, chen, item=item).told == item


def test_the_writer_takes_back_at_once_a_supervisor_with_a_reason(
    house, chen, zhao, ma
):
    row = line(house, chen)
    assert "只有登记的人" in refused(register.void, row, version=1, by=ma, at=AT)
    late = AT + timedelta(minutes=11)
    assert "主管" in refused(register.void, row, version=1, by=chen, at=late)
    assert "原因" in refused(register.void, row, version=1, by=zhao, at=late)
    done = register.void(row, version=1, reason="写错了人", by=zhao, at=late)
    assert done.state == State.VOID
    assert done.steps.last().note == "写错了人"


def test_the_second_visit_for_a_matter_says_why(house, chen, item):
    first = line(house, chen, item=item, phone=PHONE, name="何平", how="accepted")
    again = AT + timedelta(days=3)
    words = refused(line, house, chen, item=item, phone=PHONE, at=again)
    assert "第 2 次" in words
    second = line(house, chen, item=item, phone=PHONE, why=1, at=again)
    assert second.matter == first.matter
    assert second.matter.closed_on == again.date()


def test_after_thirty_days_it_is_another_matter(house, chen, item):
    first = line(house, chen, item=item, phone=PHONE, name="何平")
    day = AT + timedelta(days=30)
    assert "第 2 次" in refused(line, house, chen, item=item, phone=PHONE, at=day)
    later = line(house, chen, item=item, phone=PHONE, at=day + timedelta(days=1))
    assert later.matter != first.matter


def test_without_a_number_nothing_is_matched(house, chen, item):
    first, second = line(house, chen, item=item), line(house, chen, item=item)
    assert first.matter != second.matter


def test_done_in_one_go_counts_visits_that_were_ours_to_spare(house, chen, item):
    day = AT.date()
    for n, whys in enumerate(([], [1], [6], [7, 2])):
        phone = f"1610000070{n}"
        line(house, chen, item=item, phone=phone, name="何平")
        for why in whys:
            line(house, chen, item=item, phone=phone, why=why)
    line(house, chen, item=item, phone="16100000700", why=8, channel="call")
    assert once_rate([house.pk], day, day) == (2, 4)


def test_missing_papers_are_told_once(house, chen, zhao, item):
    row = line(house, chen, item=item, phone=PHONE, name="何平", how="accepted")
    told = {"items": ["申请表"], "note": "", "at": AT}
    first = register.tell_missing(row, version=1, by=chen, **told)
    assert (first.n, first.items) == (1, ["申请表"])
    row = line(house, chen, item=item, phone=PHONE, why=2, how="accepted")
    assert "已经一次性告知过" in refused(
        register.tell_missing, row, version=1, by=chen, **told
    )
    register.allow_again(row, version=1, reason="我们漏了", by=zhao, at=AT)
    assert register.tell_missing(row, version=2, by=chen, **told).n == 2


def test_the_first_asked_is_free_when_the_other_has_taken_it(house, chen, ma):
    row = line(house, chen, how="accepted")
    given = register.hand_over(row, version=1, taker=ma, by=chen, at=AT)
    assert (given.state, given.owner) == (State.WAITING, chen)
    assert "接手的同事" in refused(register.accept, row, version=2, by=chen, at=AT)
    taken = register.accept(row, version=2, by=ma, at=AT)
    assert (taken.state, taken.owner, taken.first_asked) == (State.OPEN, ma, chen)


def test_sent_elsewhere_it_waits_until_somebody_there_took_it(house, chen):
    assert "去哪里办" in refused(line, house, chen, how="elsewhere")
    row = line(house, chen, how="elsewhere", where_to="区人社局")
    assert row.state == State.WAITING
    assert "谁接的" in refused(register.accept, row, version=1, by=chen, at=AT)
    taken = register.accept(row, version=1, taken_by="王科员", by=chen, at=AT)
    assert taken.state == State.DONE


def test_what_became_a_case_is_not_taken_back_and_one_line_gives_one(
    house, chen, zhao, lin
):
    row = line(house, chen, how="accepted")
    became = register.become(row, lin, by=chen, at=AT)
    assert (became.state, became.became) == (State.BECAME, lin)
    assert "不能作废" in refused(
        register.void, row, version=2, reason="错了", by=zhao, at=AT
    )
    other = line(house, chen, how="accepted")
    with pytest.raises(Exception, match="line_one_case_each"):
        register.become(other, lin, by=chen, at=AT)


def test_what_stood_on_paper_names_sheet_and_line_once(house, chen, zhao):
    then = AT - timedelta(days=2)
    assert "纸质登记表" in refused(line, house, chen, moment=then)
    paper = {"moment": then, "sheet": "1122-0900", "sheet_line": 3}
    row = line(house, chen, **paper, first_asked=zhao)
    assert (row.number, row.first_asked) == ("20261122-001", zhao)
    assert "已经补登过" in refused(line, house, chen, **paper)
    old = paper | {"moment": AT - timedelta(days=8), "sheet_line": 4}
    assert "7 天" in refused(line, house, chen, **old)
    assert line(house, zhao, **old).day.isoformat() == "2026-11-16"


def test_a_line_is_rated_once(house, chen):
    row = line(house, chen)
    marks = {"convenient": 5, "fair": 4, "satisfied": 5, "by": chen, "at": AT}
    assert register.rate(row, version=1, **marks).rating.fair == 4
    assert "评价过" in refused(register.rate, row, version=2, **marks)


def test_a_void_line_leaves_its_matter_as_the_others_say(house, chen, item):
    first = line(house, chen, item=item, phone=PHONE, name="何平", how="accepted")
    second = line(house, chen, item=item, phone=PHONE, why=1)
    assert Matter.objects.get().closed_on == AT.date()
    register.void(second, version=1, by=chen, at=AT)
    assert Matter.objects.get().closed_on is None
    assert first.matter == second.matter


def test_what_a_leaver_has_not_finished_goes_to_the_successor(house, chen, zhao, ma):
    mine = line(house, chen, how="accepted")
    sent = line(house, chen, how="elsewhere", where_to="区里")
    given = line(house, ma, how="accepted")
    register.hand_over(given, version=1, taker=chen, by=ma, at=AT)
    done = line(house, chen)
    (owned,) = [one for one in estates_of(chen, AT) if one.name == "reception"]
    assert owned.lines == ("2 件没办完", "1 件等着接")
    assert ma in owned.successors
    owned.hand_on(to=ma, why="离职", by=zhao, at=AT)
    for row in (mine, sent, given, done):
        row.refresh_from_db()
    assert [row.owner for row in (mine, sent, given, done)] == [ma, ma, ma, chen]
    assert [row.state for row in (mine, sent)] == [State.OPEN, State.WAITING]
    assert "由 马云生 接手" in mine.steps.last().note
    assert [one for one in estates_of(chen, AT) if one.name == "reception"] == []
