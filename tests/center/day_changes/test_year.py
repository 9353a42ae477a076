"""A year's schedule from a file: wrong lines are named, who is hit is shown first."""

import re
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from center.day_changes.models import DayChange
from center.models import Center
from center.rules import Role
from center.timetable.lookup import calendar_of
from center.timetable.models import CalendarYear, SpecialDay
from tests import make
from tests.petitions import make as petitions
from tests.reservations import make as rooms

pytestmark = pytest.mark.django_db
PAGE = "/desk/calendar/year/"
HEAD = "日期,类别,名称,按星期几开放"
GOOD = ("2027-01-01,放假,元旦,", "2027-01-02,放假,元旦,", "2027/1/3,补班,元旦,周五")


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def boss(client, zhao):
    client.force_login(zhao)
    return client


def sent(client, *lines, head=HEAD):
    text = "\n".join((head, *lines))
    file = SimpleUploadedFile("2027.csv", text.encode())
    return client.post(PAGE, {"file": file})


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def run(client, page, **more):
    rows = page.context["form"]["rows"].value()
    return client.post(PAGE, {"rows": rows, "reason": "国办发明电 1 号"} | more)


def test_a_year_comes_in_from_a_file_after_a_look(boss, house, chen):
    case = petitions.taken(house, chen, at="2026-12-23 10:00")
    assert case.is_provisional
    page = sent(boss, *GOOD)
    assert page.status_code == 200
    plan = page.context["plan"]
    assert (plan.year, plan.wrong, plan.hit, plan.waits) == (2027, [], (), 0)
    assert len(plan.changes) == 3
    assert not SpecialDay.objects.filter(day="2027-01-03").exists()
    assert run(boss, page).status_code == 302
    kept = SpecialDay.objects.filter(day__year=2027).values_list("kind", "follows")
    assert list(kept) == [("holiday", None), ("holiday", None), ("makeup", 4)]
    year = CalendarYear.objects.get(year=2027)
    assert (year.status, year.source) == ("published", "国办发明电 1 号")
    calendar = calendar_of(Center.objects.get(pk=house.pk))
    assert calendar.is_working(date(2027, 1, 3))
    assert "重算期限" in boss.get("/desk/calendar/").content.decode()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            (*GOOD, "2027-01-06,调休上班,元旦,"),
            "第 5 行：日期：2027-01-06 是周三，本来就上班",
        ),
        ((*GOOD, "2027-01-01,放假,元旦,"), "第 5 行：2027年1月1日和第 2 行是同一天"),
        ((*GOOD, "2028-01-01,放假,元旦,"), "第 5 行：2028年1月1日不是 2027 年的"),
        ((*GOOD, "明天,放假,元旦,"), "第 5 行：日期：“明天”不是日期"),
        ((*GOOD, "2027-02-01,过节,春节,"), "第 5 行：类别：“过节”不认识"),
        ((*GOOD, "2027-02-01,放假,,"), "第 5 行：名称："),
        ((*GOOD, "2027-02-01,放假,春节,周五"), "第 5 行：按星期几开放：放假的日子不写"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_comes_in(boss, house, lines, said):
    page = sent(boss, *lines)
    assert said in page.content.decode()
    assert 'name="rows"' not in page.content.decode()
    assert not SpecialDay.objects.filter(day="2027-01-03").exists()


@pytest.mark.parametrize(
    ("lines", "head", "said"),
    [
        (GOOD[:2], HEAD, "没有一天调休上班"),
        (GOOD[2:], HEAD, "没有一天放假"),
        (GOOD, "日子,类别,名称,星期", "缺少这些列：日期"),
    ],
)
def test_a_list_that_cannot_be_whole_is_refused(boss, house, lines, head, said):
    page = sent(boss, *lines, head=head)
    assert page.status_code == 422
    assert said in page.content.decode()


def test_the_preview_shows_whom_a_day_off_hits(client, house, lin, zhao):
    room = rooms.venue(house, name="阅览室", units=2)
    booking = rooms.booking(room, lin, "2026-11-25 10:00")
    lines = [
        f"{row.day},{row.get_kind_display()},{row.name},"
        f"{row.get_follows_display() or ''}"
        for row in SpecialDay.objects.filter(day__year=2026)
    ]
    with time_machine.travel(make.moment("2026-11-24 09:00"), tick=False):
        client.force_login(zhao)
        page = sent(client, *lines, "2026-11-25,放假,临时,")
        plan = page.context["plan"]
        assert (len(plan.changes), len(plan.hit), plan.waits) == (1, 1, 1)
        assert booking.when in page.content.decode()
        assert run(client, page).status_code == 422
        assert fresh(booking).state == booking.state
        assert run(client, page, bookings="cancel", told="临时放假").status_code == 302
    assert fresh(booking).state == "cancelled"
    assert DayChange.objects.waiting().count() == 1


def test_only_who_keeps_the_calendar_of_all_brings_a_year_in(client, house, chen):
    below = make.center(parent=house)
    other = make.staff("主管", Role.SUPERVISOR, center=below)
    for who in (chen, other):
        client.force_login(who)
        assert client.get(PAGE).status_code == 403
        assert sent(client, *GOOD).status_code == 403


def load(file, *more):
    said = StringIO()
    call_command("load_calendar", "--file", str(file), *more, stdout=said)
    return said.getvalue()


def test_a_year_comes_in_from_a_file_at_the_shell_too(tmp_path, house, lin, chen, zhao):
    file = tmp_path / "2027.csv"
    file.write_text("\n".join((HEAD, *GOOD, "2027-01-04,放假,元旦,")), "utf-8")
    room = rooms.venue(house, name="阅览室", units=2)
    how = ("--source", "国办发明电 1 号", "--by", zhao.phone)
    with time_machine.travel(make.moment("2026-12-24 09:00"), tick=False):
        row = rooms.booking(room, lin, "2027-01-04 10:00", at="2026-12-24 08:00")
        with pytest.raises(CommandError, match="那几天有人约好了") as refused:
            load(file, *how)
        assert row.when in str(refused.value)
        assert not SpecialDay.objects.filter(day="2027-01-03").exists()
        said = load(file, *how, "--bookings", "cancel", "--reason", "元旦放假")
        assert "2027 年的放假安排载入好了，改了 4 天。" in said
        assert "碰到 1 项已经约好的：取消" in said
        again = load(file, *how)
    assert "改了 0 天" in again
    assert (fresh(row).state, fresh(row).cancel_reason) == ("cancelled", "元旦放假")
    assert SpecialDay.objects.get(day="2027-01-03").follows == 4
    assert CalendarYear.objects.get(year=2027).source == "国办发明电 1 号"


@pytest.mark.parametrize(
    ("lines", "more", "said"),
    [
        ((*GOOD, "明天,放假,元旦,"), {}, "第 5 行：日期：“明天”不是日期"),
        (GOOD[:2], {}, "没有一天调休上班"),
        (GOOD, {"--source": "。"}, "请用 --source 写清楚依据"),
        (GOOD, {"--by": "16100009999"}, "主管的手机号"),
        (GOOD, {"--file": "/nowhere.csv"}, "读不了 /nowhere.csv"),
        (GOOD, {"years": [2027]}, "不能两样都给"),
    ],
)
def test_the_shell_takes_no_list_that_the_page_refuses(
    tmp_path, house, zhao, lines, more, said
):
    file = tmp_path / "2027.csv"
    file.write_text("\n".join((HEAD, *lines)), "utf-8")
    asked = {"--file": file, "--source": "国办发明电 1 号", "--by": zhao.phone} | more
    years = asked.pop("years", [])
    flat = [str(one) for pair in asked.items() for one in pair]
    with pytest.raises(CommandError, match=re.escape(said)):
        call_command("load_calendar", *map(str, years), *flat)
    assert not SpecialDay.objects.filter(day="2027-01-03").exists()


def test_a_year_from_a_file_is_loaded_by_who_keeps_the_calendar(tmp_path, house, zhao):
    file = tmp_path / "2027.csv"
    file.write_text("\n".join((HEAD, *GOOD)), "utf-8")
    below = make.center(parent=house)
    other = make.staff("主管", Role.SUPERVISOR, center=below)
    with pytest.raises(CommandError, match="由最上面的中心的主管来改"):
        load(file, "--source", "国办发明电 1 号", "--by", other.phone)


def test_a_preview_of_somebody_else_is_worth_nothing(client, boss, house, zhao):
    page = sent(boss, *GOOD)
    other = make.staff("何伟", Role.SUPERVISOR, center=house)
    client.force_login(other)
    assert run(client, page).status_code == 422
    assert not SpecialDay.objects.filter(day="2027-01-03").exists()
