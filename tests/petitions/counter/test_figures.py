"""The figures of requests: every number is the list of rows that it counts."""

import csv
import io
from datetime import date

import pytest
from django.utils import timezone

from center.registers.models import Export
from petitions.actions import details, feedback, replies
from petitions.rules.figures import BECAME, CAME, What, spans
from tests import make as people
from tests.make import moment
from tests.petitions import make
from tests.petitions.counter.steps import LIST, ago, just_now

pytestmark = pytest.mark.django_db
FIGURES, ROWS = f"{LIST}figures/", f"{LIST}figures/rows/"
YEAR = {"from": "2020-01-01", "to": f"{timezone.localdate():%Y}-12-31"}


@pytest.mark.parametrize(
    ("today", "label", "since", "until"),
    [
        ("2026-11-30", "本月", "2026-11-01", "2026-11-30"),
        ("2026-01-05", "上月", "2025-12-01", "2025-12-31"),
        ("2026-11-30", "本季度", "2026-10-01", "2026-11-30"),
        ("2026-02-28", "上季度", "2025-10-01", "2025-12-31"),
        ("2026-02-28", "今年", "2026-01-01", "2026-02-28"),
        ("2026-02-28", "去年", "2025-01-01", "2025-12-31"),
        ("2024-03-31", "上月", "2024-02-01", "2024-02-29"),
    ],
)
def test_spans_are_those_of_reports(today, label, since, until):
    found = {one.label: one for one in spans(date.fromisoformat(today))}[label]
    assert (f"{found.since}", f"{found.until}") == (since, until)


@pytest.fixture
def many(house, chen, liu):
    """Make one of each kind of round, and one that somebody reopened."""
    made = {
        "waiting": make.petition(house, at=just_now(), kind="consultation"),
        "overdue": make.petition(house, at=ago(40)),
        "in_time": make.answered(house, chen, at=just_now(), channel="web"),
    }
    made["late"] = make.taken(house, chen, at=ago(40))
    make.answer(made["late"], chen, at=just_now())
    gone = make.petition(house, at=just_now(), by=None)
    details.withdraw(gone, reason="不办了", by=None, at=timezone.now())
    again = make.closed(house, chen, at=ago(3))
    feedback.rate(again, score=1, by=None, at=timezone.now())
    replies.reopen(again, reason="灯又坏了", by=None, at=timezone.now())
    return made | {"withdrawn": gone, "again": again}


def numbers(page):
    cells = zip(What, page.context["whole"], strict=True)
    return {what.value: count for what, (_, count, _) in cells}


def test_each_round_is_counted_once_by_how_it_came_and_what_became_of_it(boss, many):
    page = boss.get(FIGURES, YEAR)
    found = numbers(page)
    assert sum(found[one] for one in CAME) == page.context["all"] == 7
    assert sum(found[one] for one in BECAME) == 7
    assert {name: count for name, count in found.items() if count} == {
        "received": 6,
        "reopened": 1,
        "in_time": 2,
        "late": 1,
        "waiting": 2,
        "overdue": 1,
        "withdrawn": 1,
        "rated": 1,
        "unhappy": 1,
    }
    assert page.context["share"] == "50%"


def test_every_number_leads_to_exactly_the_rows_that_it_counts(boss, many):
    page = boss.get(FIGURES, YEAR)
    cells = [*page.context["whole"]]
    for _, lines in page.context["tables"]:
        assert lines
        cells += [cell for _, some in lines for cell in some]
    for label, count, url in cells:
        assert bool(url) is bool(count), label
        if url:
            assert boss.get(url).context["page"].paginator.count == count, url


def test_splits_add_up_to_the_whole(boss, many):
    page = boss.get(FIGURES, YEAR)
    whole = numbers(page)
    for title, lines in page.context["tables"]:
        for n, what in enumerate(What):
            assert sum(cells[n][1] for _, cells in lines) == whole[what], (title, what)


def test_a_day_is_asked_for_with_both_its_ends(boss, house):
    make.petition(house, at="2026-11-10 23:59")
    make.petition(house, at="2026-11-11 00:00")
    one = {"from": "2026-11-10", "to": "2026-11-10"}
    assert boss.get(FIGURES, one).context["all"] == 1
    assert boss.get(FIGURES, one | {"to": "2026-11-11"}).context["all"] == 2
    wrong = boss.get(FIGURES, {"from": "2026-11-11", "to": "2026-11-10"})
    assert (wrong.status_code, wrong.context["all"]) == (200, 0)
    assert "结束日期要晚于开始日期" in wrong.content.decode()


def test_corrected_lateness_stays_in_the_figures(boss, house, chen):
    case = make.taken(house, chen, at=ago(40))
    case.was_late = True
    case.due_on = timezone.localdate()
    case.save(update_fields=["was_late", "due_on"])
    assert numbers(boss.get(FIGURES, YEAR))["overdue"] == 1


def test_who_is_named_counts_and_lists_nothing_of_it(client, house, chen, liu):
    make.petition(
        house, at=just_now(), kind="opinion", body="陈静态度不好", title="窗口"
    )
    for clerk, count in ((chen, 0), (liu, 1)):
        client.force_login(clerk)
        assert client.get(FIGURES, YEAR).context["all"] == count
        assert client.get(ROWS, YEAR).context["page"].paginator.count == count


def test_an_export_is_logged_and_says_what_its_reader_may_read(boss, house, chen, zhao):
    make.answered(house, chen, at=just_now(), title="=1+1 修灯")
    below = people.center(name="柳林社区", parent=house)
    make.petition(below, at=just_now(), title="林晓家漏水", body="林晓 16100000099")
    answer = boss.post(f"{LIST}figures/export/", YEAR | {"file_format": "csv"})
    text = answer.content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [line["第几轮"] for line in lines] == ["1", "1"]
    assert {line["是否按期"] for line in lines} == {"按期", ""}
    assert "林晓" not in text
    assert "16100000099" not in text
    assert not any(line["事情"].startswith("=") for line in lines)
    assert "物业已于今天上午" in text
    logged = Export.objects.get()
    assert (logged.what, logged.count, logged.by) == ("诉求", 2, zhao)
    assert "2020-01-01" in logged.asked


def test_only_supervisors_take_the_list_out(desk, house):
    make.petition(house, at=just_now())
    assert desk.get(ROWS, YEAR).context["formats"] == []
    answer = desk.post(f"{LIST}figures/export/", YEAR | {"file_format": "csv"})
    assert answer.status_code == 403
    assert not Export.objects.exists()


def test_a_file_is_not_handed_out_for_a_wrong_question(boss, house):
    for wrong in ({"file_format": "exe"}, {"file_format": "csv", "from": "gestern"}):
        assert boss.post(f"{LIST}figures/export/", YEAR | wrong).status_code == 302
    assert not Export.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_rows_asks_as_often_for_one_as_for_three(
    boss, house, chen, count, django_assert_max_num_queries
):
    for _ in range(count):
        make.answered(house, chen, at=just_now())
    boss.get(ROWS, YEAR)
    with django_assert_max_num_queries(9):
        assert len(boss.get(ROWS, YEAR).context["lines"]) == count


def test_a_line_says_the_clock_that_the_answer_met(boss, house, chen):
    case = make.answered(house, chen, at=just_now())
    ((_, cells),) = boss.get(ROWS, YEAR).context["lines"]
    found = dict(cells)
    assert found["期限"] == f"{make.fresh(case).due_on}" == found["最初的期限"]
    assert found["答复"] == f"{timezone.localdate()}"


def test_the_desk_and_the_queue_lead_to_the_figures(desk):
    for page in ("/desk/", LIST):
        assert f'href="{FIGURES}"' in desk.get(page).content.decode()


def test_moments_of_a_new_year_are_of_the_day_in_beijing(boss, house):
    make.petition(house, at="2026-11-01 00:10")
    (row,) = boss.get(ROWS, {"from": "2026-11-01", "to": "2026-11-01"}).context["page"]
    assert row.day0 == moment("2026-11-01 00:10").date()
