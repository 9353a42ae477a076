"""A list of books is looked at first; every row is new, copies, the same or wrong."""

import random

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from pymarc import Field, Record, Subfield

from center import sheets
from reading_room import actions as holdings
from reading_room.imports import actions
from reading_room.imports.models import Import
from reading_room.models import Copy, Title
from tests.reading_room.samples import AT, copy, title

pytestmark = pytest.mark.django_db
PAGE = "/desk/library/import/"
HEADER = ["书名", "作者", "ISBN", "索书号", "册数", "条码"]


@pytest.fixture
def desk(client, chen, settings):
    settings.SECOND_FACTOR = False
    client.force_login(chen)
    return client


def as_csv(rows, header=HEADER, coding="utf-8"):
    lines = [",".join(header), *[",".join(row) for row in rows]]
    return "\r\n".join(lines).encode(coding)


def sent(desk, data, name="books.csv"):
    answer = desk.post(PAGE, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.context["form"].errors
    return Import.objects.latest("pk"), desk.get(answer.url)


def sums(made):
    made.refresh_from_db()
    return (made.new, made.copies, made.same, made.wrong)


def run(desk, made):
    return desk.post(f"{PAGE}{made.pk}/")


def books(count, wrong=0):
    """Return rows of invented books, some of them wrong in one of many ways."""
    faults = [
        lambda row: row.__setitem__(0, ""),
        lambda row: row.__setitem__(2, "9.78702E+12"),
        lambda row: row.__setitem__(2, "9787020002208"),
        lambda row: row.__setitem__(3, "L12/3"),
        lambda row: row.__setitem__(4, "很多"),
        lambda row: row.__setitem__(0, "长" * 121),
    ]
    rows = [
        [f"虚构之书{n}", "秦岚", "", f"D9{n % 7}/{n}", "1", ""] for n in range(count)
    ]
    for n in range(wrong):
        faults[n % len(faults)](rows[n * (count // max(wrong, 1))])
    return rows


@pytest.mark.parametrize("kind", ["utf-8", "utf-8-sig", "gb18030", "xlsx"])
def test_643_rows_of_which_75_are_wrong(desk, house, kind):
    rows = books(643, wrong=75)
    is_book = kind == "xlsx"
    data = sheets.write_xlsx(HEADER, rows) if is_book else as_csv(rows, coding=kind)

    made, page = sent(desk, data)

    assert (sums(made), made.total) == ((568, 0, 0, 75), 643)
    assert Title.objects.count() == Copy.objects.count() == 0
    wrong = page.context["wrong"]
    assert len(wrong) == 75
    assert all(line.wrong and line.number for line in wrong)
    assert wrong[0].number == 2
    run(desk, made)
    assert Title.objects.count() == Copy.objects.count() == 568
    assert {one.copies for one in Title.objects.all()} == {1}

    again, _ = sent(desk, data)
    assert sums(again) == (0, 0, 568, 75)
    run(desk, again)
    run(desk, made)
    assert Title.objects.count() == Copy.objects.count() == 568


def test_the_order_of_the_rows_does_not_matter_the_second_time(desk, house):
    rows = books(40)
    rows += [list(rows[3]), list(rows[3]), [*rows[5][:5], "Z1;Z2"]]
    made, _ = sent(desk, as_csv(rows))
    assert sums(made) == (40, 3, 0, 0)
    run(desk, made)
    title_3 = Title.objects.get(name="虚构之书3")
    assert (title_3.copies, Title.objects.get(name="虚构之书5").copies) == (3, 3)
    random.Random(4).shuffle(rows)
    again, _ = sent(desk, as_csv(rows))
    assert sums(again) == (0, 0, 43, 0)


def test_bar_codes_say_what_is_the_same(desk, house, chen):
    row = title(house, chen, "旧书", barcodes=["A1"])
    copy(house, chen, "别的", barcode="B1")
    rows = [
        ["旧书", "", "", "", "", "A1"],
        ["旧书", "", "", "", "", "A2"],
        ["旧书", "", "", "", "3", ""],
        ["旧书", "", "", "", "", "B1"],
        ["新书", "", "", "", "", "C1；C2"],
        ["新书", "", "", "", "", "C2"],
        ["新书", "", "", "", "0", ""],
    ]
    made, page = sent(desk, as_csv(rows))
    assert sums(made) == (1, 2, 2, 2)
    said = [" ".join(line.wrong) for line in page.context["wrong"]]
    assert said == ["条码 B1 已经用在别的书上。", "条码 C2 和第 6 行重复。"]
    run(desk, made)
    row.refresh_from_db()
    assert (row.copies, Title.objects.get(name="新书").copies) == (5, 2)
    assert row.steps.filter(verb="change").count() == 2


def test_a_copy_that_went_away_does_not_come_back_by_the_same_file(desk, house, chen):
    made, _ = sent(desk, as_csv(books(2)))
    run(desk, made)
    gone = Copy.objects.first()
    holdings.remove(gone, version=1, reason="破损", by=chen, at=AT)
    again, _ = sent(desk, as_csv(books(2)))
    assert sums(again) == (0, 0, 2, 0)


def test_sets_share_an_isbn_and_stay_apart(desk, house):
    isbn = "7-02-000220-X"
    header = ["题名", "卷册", "ISBN"]
    rows = [
        ["水滨旧事", "上", isbn],
        ["水滨旧事", "下", isbn],
        ["水滨旧事", "上", isbn],
    ]
    made, _ = sent(desk, as_csv(rows, header))
    assert sums(made) == (2, 1, 0, 0)
    run(desk, made)
    assert set(Title.objects.values_list("isbn", "volume", "copies")) == {
        ("9787020002207", "上", 2),
        ("9787020002207", "下", 1),
    }


def test_notes_that_look_like_numbers_stay_as_they_are(desk, house):
    header = ["题名", "放在哪里", "别名、关键词"]
    made, _ = sent(desk, sheets.write_xlsx(header, [["算术", "007", "1.50"]]))
    run(desk, made)
    one = Title.objects.get()
    assert (one.place, one.aliases) == ("007", "1.50")


def test_nothing_comes_in_that_was_not_seen(desk, house, chen):
    made, _ = sent(desk, as_csv(books(3)))
    title(house, chen, "虚构之书1", author="秦岚", call_number="D91/1")
    page = desk.post(f"{PAGE}{made.pk}/", follow=True).content.decode()
    assert "请看过再导入" in page
    assert (Title.objects.count(), sums(made)) == (1, (2, 0, 1, 0))
    run(desk, made)
    assert Title.objects.count() == 3


def test_two_runs_at_once_enter_once(house, chen):
    data = as_csv(books(5))
    said = {"by": chen, "at": AT}
    made = actions.take_in(center=house, name="a", data=data, form_key="k", **said)
    again = actions.take_in(center=house, name="a", data=data, form_key="k", **said)
    assert made.pk == again.pk
    actions.run(made, **said)
    actions.run(made, **said)
    assert Title.objects.count() == 5


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0old", "旧版"),
        ("甲,乙\n1,2".encode(), "没有“题名”"),
        ("题名".encode(), "没有内容"),
        (b"x" * 5_000_001, "超过 5 MB"),
    ],
)
def test_what_is_no_list_of_books_is_refused_in_words(desk, house, data, words):
    answer = desk.post(PAGE, {"file": SimpleUploadedFile("a.csv", data)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Import.objects.exists()


def test_more_than_20_000_rows_are_refused(house, chen):
    data = ("题名\n" + "书\n" * 20_001).encode()
    with pytest.raises(ValidationError) as refusal:
        actions.take_in(center=house, name="a", data=data, form_key="", by=chen, at=AT)
    assert "20000" in refusal.value.messages[0]


def test_the_wrong_rows_are_handed_out_and_logged(desk, house):
    made, _ = sent(desk, as_csv(books(6, wrong=2)))
    answer = desk.post(f"{PAGE}{made.pk}/wrong/")
    table = sheets.read(answer.content)
    assert (table.header, len(table.rows)) == (["行", "内容", "哪里不对"], 2)


def test_files_of_another_center_are_not_there(client, desk, house, sun):
    made, _ = sent(desk, as_csv(books(1)))
    client.force_login(sun)
    for answer in (client.get(f"{PAGE}{made.pk}/"), run(client, made)):
        assert answer.status_code == 404
    assert not Title.objects.exists()


# -- CNMARC


def marc(*fields, coding):
    record = Record(force_utf8=True)
    for tag, parts in fields:
        pairs = [Subfield(code, value) for code, value in parts]
        record.add_field(Field(tag=tag, indicators=[" ", " "], subfields=pairs))
    if coding == "utf-8":
        return record.as_marc()
    return _in_gb(record)


def _in_gb(record):
    """Write a record as Chinese systems do: lengths in bytes of GB18030."""
    body, directory = b"", b""
    for field in record.fields:
        data = field.as_marc(encoding="gb18030")
        directory += f"{field.tag}{len(data):04d}{len(body):05d}".encode()
        body += data
    base = 24 + len(directory) + 1
    leader = f"{base + len(body) + 1:05d}nam0 22{base:05d}   450 ".encode()
    return leader + directory + b"\x1e" + body + b"\x1d"


BOOK = [
    ("010", [("a", "7-02-000220-X"), ("d", "CNY28.00")]),
    ("200", [("a", "青禾旧事"), ("e", "一条街的四十年"), ("f", "秦岚著")]),
    ("205", [("a", "第2版")]),
    ("210", [("a", "云州"), ("c", "青禾出版社"), ("d", "2019.5")]),
    ("215", [("a", "312页"), ("d", "21cm")]),
    ("225", [("a", "街巷丛书")]),
    ("330", [("a", "写一条街上的人。")]),
    ("606", [("a", "散文集"), ("y", "中国")]),
    ("690", [("a", "I267"), ("v", "5")]),
    ("905", [("a", "QH"), ("b", "QH001"), ("d", "I267"), ("e", "41")]),
    ("905", [("a", "QH"), ("b", "QH002")]),
]


@pytest.mark.parametrize("coding", ["utf-8", "gb18030"])
def test_cnmarc_comes_in_through_the_same_preview(desk, house, coding):
    few = [("200", [("a", "没有别的")])]
    bad = marc(*few, coding=coding)[:30] + b"\x1d"
    data = marc(*BOOK, coding=coding) + marc(*few, coding=coding)
    made, page = sent(desk, data + bad, "books.iso")
    assert (sums(made), made.total) == ((2, 0, 0, 1), 3)
    assert "CNMARC" in page.content.decode()
    run(desk, made)
    one = Title.objects.get(isbn="9787020002207")
    assert one.name == "青禾旧事：一条街的四十年"
    assert (one.author, one.publisher, one.year) == ("秦岚著", "青禾出版社", 2019)
    assert (one.volume, one.extent, one.series) == ("第2版", "312页", "街巷丛书")
    assert (one.call_number, one.main_class) == ("I267/41", "I")
    assert (one.summary, one.aliases) == ("写一条街上的人。", "散文集")
    assert sorted(x.barcode for x in one.items.all()) == ["QH001", "QH002"]
    again, _ = sent(desk, data, "books.iso")
    assert sums(again) == (0, 0, 2, 0)
