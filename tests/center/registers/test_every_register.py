"""What every register gets from its declaration, tried on each of them."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from center import sheets
from center.registers import imports
from center.registers.models import Export, Revision
from center.rules import Role
from tests import make
from tests.center.registers.sample import registers, samples

pytestmark = pytest.mark.django_db
EVERY = registers()
WRITTEN = [name for name, one in EVERY.items() if one.is_written]
SAMPLES = samples()
every = pytest.mark.parametrize("name", sorted(EVERY))
dated = pytest.mark.parametrize(
    "name", sorted(name for name, one in EVERY.items() if one.period)
)
written = pytest.mark.parametrize("name", sorted(WRITTEN))
imported = pytest.mark.parametrize(
    "name", sorted(name for name in WRITTEN if EVERY[name].is_imported)
)


def test_every_register_has_a_sample():
    left = sorted(EVERY.keys() - SAMPLES.keys())
    assert left == [], f"make {left} in a samples.py (tests/center/registers/sample.py)"
    assert sorted(SAMPLES.keys() - EVERY.keys()) == []


@pytest.fixture
def one(name):
    return EVERY[name]


@pytest.fixture
def sample(name):
    return SAMPLES[name]


def who_may(browsers, one, *verbs):
    """Return whoever may do the most of this in a register, logged in."""
    may = {role: {*told.split()} & {*verbs} for role, told in one.may.items()}
    role = max(may, key=lambda role: (len(may[role]), role == Role.SUPERVISOR))
    return browsers[role.name.lower()]


@pytest.fixture
def desk(browsers, one):
    return who_may(browsers, one, "view", "add", "change")


@pytest.fixture
def taker(browsers, one):
    """Who takes lines out need not be who enters them."""
    return who_may(browsers, one, "view", "export")


@pytest.fixture
def strangers(cast):
    """Somebody with every role in a center that is none of the street's."""
    return make.staff("外人", *Role, center=cast.elsewhere)


def rows(one):
    return one.model._default_manager.order_by("pk")


def text_of(answer):
    return answer.content.decode()


# -- Reading


@every
def test_the_list_finds_what_is_asked_and_says_how_many(cast, desk, one, sample):
    for n in range(2):
        sample.make(cast, n)
    shown = text_of(desk.get(one.url("list")))
    assert sample.word in shown
    if one.search:
        found = desk.get(one.url("list"), {"q": sample.word})
        assert [line["cells"] for line in found.context["lines"]] != []
        assert all(sample.word in str(line) for line in found.context["lines"])
        nothing = desk.get(one.url("list"), {"q": "没有这个词"})
        assert nothing.context["lines"] == []
        assert "没有符合条件的记录" in text_of(nothing)


@dated
def test_a_span_of_days_holds_both_its_ends(cast, desk, one, sample):
    sample.make(cast, 1)
    eve, day = str(sample.day - timedelta(days=1)), str(sample.day)
    days = {"from": eve, "to": eve}
    assert sample.word not in text_of(desk.get(one.url("list"), days))
    sample.make(cast, 0)
    assert sample.word not in text_of(desk.get(one.url("list"), days))
    days["to"] = day
    assert sample.word in text_of(desk.get(one.url("list"), days))
    days["from"] = day
    assert sample.word in text_of(desk.get(one.url("list"), days))
    turned = desk.get(one.url("list"), {"from": day, "to": eve})
    assert turned.context["lines"] == []
    assert "结束日期要晚于开始日期" in text_of(turned)


@every
def test_more_rows_need_no_more_queries(cast, desk, one, sample):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(one.url("list"))
        return len(captured)

    sample.make(cast, 0)
    queries()
    few = queries()
    for n in (1, 2):
        sample.make(cast, n)
    assert queries() == few


@every
def test_another_center_sees_nothing_of_it(cast, client, one, sample, strangers):
    sample.make(cast, 0)
    client.force_login(strangers)
    assert sample.word not in text_of(client.get(one.url("list")))
    assert sample.word not in text_of(client.get(one.url("print")))
    taken = client.post(one.url("export"), {"file_format": "csv"})
    assert sample.word not in text_of(taken)
    if one.is_written:
        pk = rows(one).last().pk
        for page in ("detail", "change", "strike"):
            assert client.get(one.url(page, pk)).status_code == 404


@every
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_an_export_holds_what_was_asked_and_is_logged(
    cast,
    taker,
    one,
    sample,
    file_format,
):
    sample.make(cast, 0)
    before = set(Export.objects.values_list("pk", flat=True))
    asked = {"q": sample.word} if one.search else {}

    answer = taker.post(one.url("export"), {"file_format": file_format, **asked})

    assert "attachment" in answer.headers["Content-Disposition"]
    table = sheets.read(answer.content)
    assert table.header == [sheets.plain_name(x) for x in one.header(one.printed)]
    log = Export.objects.exclude(pk__in=before).get()
    assert (log.what, log.format, log.count) == (
        one.title,
        file_format,
        len(table.rows),
    )
    assert (sample.word in log.asked) == bool(one.search)
    assert log.count == 1


@every
def test_nothing_is_exported_for_a_wrong_question(cast, taker, one, sample):
    sample.make(cast, 0)
    before = Export.objects.count()
    for wrong in ({"file_format": "exe"}, {"file_format": "csv", "q": "长" * 41}):
        answer = taker.post(one.url("export"), wrong)
        if "q" in wrong and not one.search:
            continue
        assert (answer.status_code, answer.url) == (302, one.url("list"))
    assert Export.objects.count() == before + (0 if one.search else 1)


@every
def test_the_sheet_of_paper_says_what_it_is(cast, desk, one, sample):
    sample.make(cast, 0)
    shown = text_of(desk.get(one.url("print")))
    assert f"<h1>{one.print_title}</h1>" in shown
    assert cast.house.name in shown
    assert sample.word in shown


@every
def test_the_desk_leads_there(cast, desk, one):
    assert f'href="{one.url("list")}"' in text_of(desk.get("/desk/"))


# -- Writing


@written
def test_a_form_sent_twice_enters_once(cast, desk, one, sample):
    typed = {**sample.typed(cast, 0), "key": "a" * 32}
    before = rows(one).count()

    first = desk.post(one.url("new"), typed)
    again = desk.post(one.url("new"), typed)

    row = rows(one).last()
    assert rows(one).count() == before + 1
    assert first.url == again.url == row.get_absolute_url()
    assert row.center == cast.house
    assert [step.verb for step in row.steps.all()] == ["add"]
    assert sample.word in text_of(desk.get(first.url))


@written
def test_an_empty_form_is_refused_and_enters_nothing(cast, desk, one):
    assert " object at 0x" not in text_of(desk.get(one.url("new")))
    answer = desk.post(one.url("new"), {})
    assert answer.status_code == 422
    assert not rows(one).exists()


@written
def test_a_correction_keeps_what_stood_there(cast, desk, one, sample):
    desk.post(one.url("new"), {**sample.typed(cast, 0), "key": "a" * 32})
    row = rows(one).last()
    was = {name: str(getattr(row, name)) for name in sample.corrected}
    typed = {**sample.typed(cast, 0), **sample.corrected}

    desk.post(one.url("change", row.pk), {**typed, "version": 1})

    row.refresh_from_db()
    assert {n: getattr(row, n) for n in sample.corrected} == sample.corrected
    step = Revision.objects.order_by("pk").last()
    assert [(old, new) for _, old, new in step.changes] == [
        (was[name], new) for name, new in sample.corrected.items()
    ]
    shown = text_of(desk.get(row.get_absolute_url()))
    assert all(f"<ins>{new}</ins>" in shown for new in sample.corrected.values())


@written
def test_an_older_form_gets_both_texts_and_changes_nothing(cast, desk, one, sample):
    desk.post(one.url("new"), {**sample.typed(cast, 0), "key": "a" * 32})
    row = rows(one).last()
    typed = {**sample.typed(cast, 0), **sample.corrected, "version": 1}
    desk.post(one.url("change", row.pk), typed)
    mine = dict.fromkeys(sample.corrected, "我写的")

    answer = desk.post(one.url("change", row.pk), {**typed, **mine})

    assert answer.status_code == 409
    shown = text_of(answer)
    assert all(text in shown for text in (*sample.corrected.values(), "我写的"))
    row.refresh_from_db()
    assert (row.version, row.steps.count()) == (2, 2)


@written
def test_a_correction_without_a_change_leaves_no_trace(cast, desk, one, sample):
    desk.post(one.url("new"), {**sample.typed(cast, 0), "key": "a" * 32})
    row = rows(one).last()
    desk.post(one.url("change", row.pk), {**sample.typed(cast, 0), "version": 1})
    row.refresh_from_db()
    assert (row.version, row.steps.count()) == (1, 1)


@written
def test_a_line_is_struck_out_with_a_reason_and_stays(cast, desk, one, sample):
    desk.post(one.url("new"), {**sample.typed(cast, 0), "key": "a" * 32})
    row = rows(one).last()
    url = one.url("strike", row.pk)

    assert desk.post(url, {"version": 1, "reason": "​"}).status_code == 422
    desk.post(url, {"version": 1, "reason": "重复登记"})

    row.refresh_from_db()
    assert (row.state, row.steps.last().note) == ("struck", "重复登记")
    assert sample.word in text_of(desk.get(one.url("list")))
    typed = {**sample.typed(cast, 0), **sample.corrected, "version": row.version}
    assert desk.post(one.url("change", row.pk), typed).status_code == 409
    row.refresh_from_db()
    assert row.version == 2


@written
def test_only_who_may_change_is_offered_to(cast, client, one, sample):
    sample.make(cast, 0)
    row = rows(one).last()
    reader = make.staff("只看", center=cast.house)
    client.force_login(reader)
    assert client.get(one.url("list")).status_code == 403
    assert client.post(one.url("strike", row.pk), {"version": 1}).status_code == 403
    assert row.refusal("strike", reader) != ""


# -- From a file


def sent(desk, one, table):
    header = list(table[0])
    lines = [",".join(header), *[",".join(row.values()) for row in table]]
    file = SimpleUploadedFile("a.csv", "\n".join(lines).encode())
    return desk.post(one.url("import"), {"file": file})


def sums(answer):
    outcome = answer.context["outcome"]
    return [len(part) for part in (outcome.new, outcome.same, outcome.wrong)]


def run(desk, one, answer, **more):
    carried = answer.context["form"].initial["rows"]
    bad = len(answer.context["outcome"].wrong)
    return desk.post(one.url("import"), {"rows": carried, "bad": bad, **more})


@imported
def test_the_template_has_the_columns_that_are_read(cast, desk, one, sample):
    answer = desk.get(one.url("template"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    header = [sheets.plain_name(cell.value) for cell in book.active[1]]
    assert header == list(sample.cells(cast, 0))


@imported
def test_a_file_is_looked_at_first_and_enters_once(cast, desk, one, sample):
    table = [sample.cells(cast, n) for n in range(3)]
    before = rows(one).count()

    preview = sent(desk, one, table)
    assert (sums(preview), rows(one).count()) == ([3, 0, 0], before)
    assert run(desk, one, preview).url == one.url("list")
    assert rows(one).count() == before + 3
    assert [step.verb for step in rows(one).last().steps.all()] == ["add"]

    again = sent(desk, one, table)
    assert sums(again) == [0, 3, 0]
    run(desk, one, preview)
    assert rows(one).count() == before + 3


@imported
def test_what_was_typed_by_hand_is_not_imported_again(cast, desk, one, sample):
    run(desk, one, sent(desk, one, [sample.cells(cast, 0)]))
    rows(one).filter(form_key__isnull=False).update(form_key=None)
    assert sums(sent(desk, one, [sample.cells(cast, n) for n in range(2)])) == [1, 1, 0]


@imported
def test_wrong_rows_are_named_and_left_out_only_when_seen(cast, desk, one, sample):
    wrong = {**sample.cells(cast, 1), **sample.wrong}
    before = rows(one).count()

    preview = sent(desk, one, [sample.cells(cast, 0), wrong])

    assert sums(preview) == [1, 0, 1]
    (line,) = preview.context["outcome"].wrong
    assert (line.number, bool(line.wrong)) == (3, True)
    assert run(desk, one, preview).status_code == 422
    assert rows(one).count() == before
    run(desk, one, preview, skip="on")
    assert rows(one).count() == before + 1


@imported
def test_rows_that_somebody_changed_on_the_way_are_refused(cast, desk, one, sample):
    preview = sent(desk, one, [sample.cells(cast, 0)])
    carried = preview.context["form"].initial["rows"]
    before = rows(one).count()

    answer = desk.post(one.url("import"), {"rows": f"x{carried}", "bad": 0})

    assert answer.status_code == 422
    assert "预览过期了，请重新上传文件。" in text_of(answer)
    assert rows(one).count() == before


@imported
def test_a_file_without_a_needed_column_is_refused(cast, desk, one, sample):
    fields = one.form_class(is_new=True).base_fields
    needed = (
        label for label, name in imports.headings(one).items() if fields[name].required
    )
    first = next(needed)
    answer = sent(desk, one, [{"别的": "1", "还有": "2"}])
    assert answer.status_code == 422
    assert f"缺少这些列：{first}" in text_of(answer)
