"""Stock is the sum of its lines and never below zero, whoever writes."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum

from center.registers import actions
from center.registers.models import Revision
from reading_room.stock.models import Issue, StockItem
from tests.center.workflow.test_actions import stale_as_text
from tests.reading_room.stock import samples
from tests.reading_room.stock.samples import AT, DAY
from tests.together import at_once, refusals

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(house, chen):
    return SimpleNamespace(house=house, staff={"clerk": chen})


@pytest.fixture
def item(cast):
    return samples.item(cast)


def left(item):
    """Return the stock, which is what its lines add up to."""
    item.refresh_from_db()
    summed = item.lines.aggregate(found=Sum("effect"))["found"] or 0
    assert item.stock == summed
    return item.stock


def undo(row, chen, **more):
    row.refresh_from_db()
    return actions.strike(
        row, version=row.version, reason="写错了", by=chen, at=AT, **more
    )


def test_lines_move_the_stock(cast, item):
    samples.issue(cast, "a", quantity=3)
    samples.issue(cast, "b", quantity=7)
    assert left(item) == 90


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"quantity": 101, "receiver": "林晓"}, "库存不够"),
        ({"quantity": 0}, "数量是 1 到 100000 的整数"),
        ({"quantity": -5}, "数量是 1 到 100000 的整数"),
        ({"quantity": 11}, "请写领取人或领取单位"),
        ({"on": DAY + timedelta(days=1)}, "日期不能晚于今天"),
    ],
)
def test_what_is_refused_says_what_works(cast, item, fields, words):
    with pytest.raises(ValidationError) as refusal:
        samples.issue(cast, "a", **fields)
    assert words in refusal.value.messages[0]
    assert (left(item), Issue.objects.count()) == (100, 1)


@pytest.mark.parametrize("who", [{"receiver": "林晓"}, {"receiver_unit": "一支部"}])
def test_many_go_to_a_person_or_a_unit(cast, item, who):
    samples.issue(cast, "a", quantity=11, **who)
    samples.issue(cast, "b", quantity=10)
    assert left(item) == 79


def test_one_opposite_line_undoes_a_line_and_both_stay(cast, chen, item):
    row = samples.issue(cast, "a", quantity=5, on=date(2026, 11, 2), receiver="林晓")

    undo(row, chen)

    opposite = Issue.objects.order_by("pk").last()
    assert (opposite.reverses_id, opposite.effect, opposite.on) == (row.pk, 5, DAY)
    assert (opposite.receiver, opposite.steps.get().note) == ("林晓", "写错了")
    row.refresh_from_db()
    assert (row.state, left(item)) == ("struck", 100)
    with pytest.raises(ValidationError) as refusal:
        undo(row, chen)
    assert "已经作废" in refusal.value.messages[0]
    with pytest.raises(ValidationError) as refusal:
        undo(opposite, chen)
    assert "冲销的记录" in refusal.value.messages[0]
    assert (left(item), Issue.objects.count()) == (100, 3)


def test_what_came_in_is_not_undone_once_it_went_out(cast, chen, item):
    arrival = item.lines.get()
    samples.issue(cast, "a", quantity=1)
    with pytest.raises(ValidationError) as refusal:
        undo(arrival, chen)
    assert "请先冲销后来的领用" in refusal.value.messages[0]
    arrival.refresh_from_db()
    assert (arrival.state, left(item)) == ("valid", 99)


def test_a_thing_is_struck_out_only_when_none_is_left(cast, chen, item):
    with pytest.raises(ValidationError) as refusal:
        undo(item, chen)
    assert "还有库存" in refusal.value.messages[0]
    samples.issue(cast, "a", quantity=100, receiver="林晓")
    undo(item, chen)
    assert StockItem.objects.get().state == "struck"


def test_one_name_stands_once_in_a_center(cast, elsewhere, chen, item):
    def another(center):
        return actions.add(
            StockItem,
            form_key=f"again {center.pk}",
            center=center,
            by=chen,
            at=AT,
            name=item.name,
            kind="form",
            unit="张",
        )

    with pytest.raises(ValidationError) as refusal:
        another(item.center)
    assert "已经有这个品名" in refusal.value.messages[0]
    assert another(elsewhere).stock == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stock_stockitem SET stock = 7",
        "UPDATE stock_stockitem SET stock = -1",
        "UPDATE stock_issue SET quantity = 1",
        "UPDATE stock_issue SET direction = 'out'",
        "UPDATE stock_issue SET reverses_id = id",
        "DELETE FROM stock_issue",
        "DELETE FROM stock_stockitem",
        'INSERT INTO stock_issue (version, state, center_id, item_id, "on", direction,'
        " quantity, receiver, receiver_unit, note) SELECT 1, 'valid', center_id,"
        " item_id, \"on\", 'out', 101, 'x', '', '' FROM stock_issue",
        # An opposite line that takes back more than there was.
        'INSERT INTO stock_issue (version, state, center_id, item_id, "on", direction,'
        " quantity, receiver, receiver_unit, note, reverses_id) SELECT 1, 'valid',"
        " center_id, item_id, \"on\", direction, 50, 'x', '', '', id FROM stock_issue",
        "INSERT INTO stock_stockitem (version, state, center_id, name, kind, unit,"
        " shelf, stock) SELECT 1, 'valid', center_id, 'x', kind, unit, '', 5"
        " FROM stock_stockitem",
    ],
)
def test_the_database_itself_refuses(item, statement):
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert left(item) == 100


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_take_no_more_than_there_is(cast, item):
    calls = [
        lambda n=n: samples.issue(cast, f"n {n}", item=item, quantity=7)
        for n in range(20)
    ]
    outcomes = at_once(*calls)
    assert (len(refusals(outcomes)), left(item)) == (6, 2)
    assert {one.code for one in refusals(outcomes)} == {"stockitem_never_below_zero"}
    assert Revision.objects.count() == Issue.objects.count() + 1


@pytest.mark.django_db(transaction=True)
def test_two_who_undo_at_once_undo_once(cast, chen, item):
    row = samples.issue(cast, "a", item=item, quantity=5)
    outcomes = at_once(*[stale_as_text(lambda: undo(row, chen))] * 4)
    assert left(item) == 100
    assert Issue.objects.filter(reverses=row).count() == 1
    assert len(outcomes) == 4


def test_a_line_without_words_is_still_an_error(item):
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.create(item=item, center=item.center, quantity=1, on=None)
