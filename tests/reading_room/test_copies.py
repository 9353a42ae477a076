"""Copies have bar codes and states; a title counts them and never lies."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from center.workflow.actions import changing
from reading_room import actions
from reading_room.models import Copy, Title
from reading_room.rules import HELD, CopyVerb, clean_barcode, why_not_barcode
from tests.reading_room.samples import AT, copy, title
from tests.together import at_once

pytestmark = pytest.mark.django_db


def counted(row):
    row = Title.objects.get(pk=row.pk)
    held = row.items.filter(state__in=HELD).count()
    assert (row.copies, row.on_shelf) == (
        held,
        row.items.filter(state="shelf").count(),
    )
    return row.copies, row.on_shelf


def lend_out(row, by, day):
    with changing(row, CopyVerb.LEND, by=by, at=AT) as moving:
        moving.row.due_on = day


def test_each_copy_gets_a_bar_code_of_its_own(house, elsewhere, chen, sun):
    first = title(house, chen, copies=2)
    second = title(house, chen, "另一本", barcodes=[" qh-1 ", "ＱＨ２"], copies=3)
    there = title(elsewhere, sun, "那边的", copies=1)
    codes = [one.barcode for one in Copy.objects.order_by("pk")]
    mine = [f"{house.pk:03d}{n:06d}" for n in (1, 2, 3)]
    assert codes == [
        *mine[:2],
        "QH-1",
        "QH2",
        mine[2],
        f"{elsewhere.pk:03d}000001",
    ]
    assert [counted(one) for one in (first, second, there)] == [(2, 2), (3, 3), (1, 1)]
    assert {one.steps.get().verb for one in Copy.objects.all()} == {"add"}


def test_a_number_that_somebody_typed_is_passed_over(house, chen):
    title(house, chen, barcodes=[f"{house.pk:03d}000002"])
    title(house, chen, "另一本", copies=2)
    assert sorted(Copy.objects.values_list("barcode", flat=True)) == [
        f"{house.pk:03d}00000{n}" for n in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (["A1"], "已经有了"),
        (["B1", "b1"], "写了两遍"),
        (["1.23457E+11"], "科学记数"),
        (["条码"], "最多 20 位"),
    ],
)
def test_a_bar_code_that_cannot_be_is_refused_with_the_title(house, chen, codes, words):
    copy(house, chen, barcode="A1")
    with pytest.raises(ValidationError) as refusal:
        title(house, chen, "另一本", barcodes=codes)
    assert words in refusal.value.messages[0]
    assert (Title.objects.count(), Copy.objects.count()) == (1, 1)


def test_the_title_counts_what_is_held_and_what_stands_there(house, chen):
    row = title(house, chen, copies=4)
    mended, lost, removed, _ = row.items.order_by("pk")
    common = {"version": 1, "by": chen, "at": AT}
    actions.mend(mended, **common)
    actions.lose(lost, reason="清点不见", **common)
    assert counted(row) == (3, 2)
    actions.remove(removed, reason="破损", **common)
    actions.shelve(lost, **common | {"version": 2})
    assert counted(row) == (3, 2)
    with pytest.raises(ValidationError) as refusal:
        actions.shelve(removed, **common | {"version": 2})
    assert "不能改成" in refusal.value.messages[0]


def test_copies_are_added_once_and_told_in_the_history(house, chen):
    row = title(house, chen, copies=1)
    more = {"copies": 1, "barcodes": ["Z1", "Z2"], "by": chen, "at": AT}
    actions.add_copies(row, version=1, **more)
    assert counted(row) == (3, 3)
    assert row.steps.last().changes == [["册数", "1", "3"]]


def test_a_title_goes_with_its_copies_but_not_while_one_is_lent(house, chen):
    row = title(house, chen, copies=2)
    one = row.items.first()
    lend_out(one, chen, "2026-12-01")
    said = {"version": 1, "reason": "登记错了", "by": chen, "at": AT}
    with pytest.raises(ValidationError) as refusal:
        actions.strike_title(row, **said)
    assert "借出在外" in refusal.value.messages[0]
    assert counted(row) == (2, 1)
    with changing(one, CopyVerb.TAKE_BACK, by=chen, at=AT) as moving:
        moving.row.due_on = None
    actions.strike_title(row, **said)
    assert counted(row) == (0, 0)
    assert {one.state for one in row.items.all()} == {"removed"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reading_room_copy SET state = 'lent'",
        "UPDATE reading_room_copy SET due_on = '2026-12-01'",
        "UPDATE reading_room_copy SET title_id = title_id + 1",
        "DELETE FROM reading_room_copy",
    ],
)
def test_the_database_itself_refuses(house, chen, statement):
    copy(house, chen)
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_removed_copy_never_comes_back(house, chen):
    row = copy(house, chen)
    actions.remove(row, version=1, reason="破损", by=chen, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Copy.objects.filter(pk=row.pk).update(state="shelf")


@pytest.mark.django_db(transaction=True)
def test_clerks_at_once_get_different_bar_codes_and_the_sum_is_right(house, chen):
    row = title(house, chen, copies=1)
    at_once(
        *[
            lambda n=n: actions.put_copies(
                Title.objects.get(pk=row.pk), [f"T{n}"], 2, by=chen, at=AT
            )
            for n in range(8)
        ]
    )
    assert counted(row)[0] == row.items.count()


def test_a_bar_code_in_its_one_form():
    assert clean_barcode(" ｑh－1 ") == "QH-1"
    assert why_not_barcode("QH-1") == ""


def test_a_second_book_with_the_same_isbn_asks_first(client, house, chen, settings):
    settings.SECOND_FACTOR = False
    client.force_login(chen)
    title(house, chen, isbn="9787020002207")
    form = {"kind": "book", "name": "别的书", "isbn": "7-02-000220-X", "copies": 1}
    refused = client.post("/desk/library/titles/new/", form)
    assert refused.status_code == 422
    assert "加册" in refused.content.decode()
    for more in ({"volume": "下"}, {"is_another": "on"}):
        assert client.post("/desk/library/titles/new/", form | more).status_code == 302
    assert Title.objects.filter(isbn="9787020002207").count() == 3


def test_what_is_in_stands_on_the_public_page(client, house, chen):
    row = title(house, chen, copies=2)
    gone = title(house, chen, "都借走了", copies=1)
    lend_out(gone.items.get(), chen, "2026-12-06")
    page = " ".join(client.get("/library/").content.decode().split())
    assert "在架 2 册" in page
    assert "借出， <time>12月6日</time> 还" in page or "12月6日" in page
    found = client.get("/library/", {"available": "1"})
    assert [one.pk for one in found.context["page"].object_list] == [row.pk]
    assert "12月6日" in client.get(f"/library/{gone.pk}/").content.decode()


def test_one_title_without_its_center_is_still_an_error(house, chen):
    with pytest.raises(IntegrityError), transaction.atomic():
        Copy.objects.create(barcode="A", center=house, title=None)
