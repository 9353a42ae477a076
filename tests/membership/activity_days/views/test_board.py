"""The list, the board, the settings and what stands on the desk."""

from datetime import date

import pytest

from membership.activity_days.actions import planning
from membership.activity_days.models import ActivityDay, ReportSetting
from tests import make as people
from tests.membership import make as base
from tests.membership.activity_days import make
from tests.membership.activity_days.pages import as_, count, get, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["list", "meetings", "board", "own"])
def test_lists_ask_as_much_for_three_as_for_one(
    name,
    client,
    house,
    branch_a,
    general_branch,
    secretary,
    members,
    organizer,
    django_assert_max_num_queries,
):
    lin = people.person("秦朗")
    members[0].__class__.objects.filter(pk=members[0].pk).update(person=lin)
    reader = lin if name == "own" else organizer

    def fill(branch, on):
        make.complete(branch, secretary, on)
        make.meeting(branch, secretary, on, start="15:00")

    fill(branch_a, "2026-11-10")
    as_(client, reader)
    client.get(url(name))
    first = count(client, url(name))
    for n, on in enumerate(("2026-11-11", "2026-11-12")):
        fill(
            base.organization("branch", general_branch, name=f"中共清河第{n}0支部")
            if n
            else branch_a,
            on,
        )
    again = count(client, url(name))

    assert first == again
    assert again <= 14


def test_the_list_finds_by_branch_state_and_year(
    client, branch_a, branch_b, secretary, organizer, members
):
    a = make.planned(branch_a, secretary, "2026-11-20", theme="甲题")
    b = make.held(branch_b, organizer, "2026-11-10", theme="乙题")
    as_(client, organizer)

    def found(**query):
        return [day for day, _ in client.get(url("list"), query).context["rows"]]

    assert found() == [a, b]
    assert found(branch=branch_a.pk) == [a]
    assert found(state="held") == [b]
    assert found(year="2025") == []


def test_the_board_says_everything_in_words(
    client, branch_a, branch_b, secretary, organizer, members
):
    make.reported(branch_a, secretary, "2026-09-14", reported="2026-09-18 10:00")
    make.reported(branch_a, secretary, "2026-10-01", reported="2026-10-09 10:00")
    make.returned(
        make.reported(branch_a, secretary, "2026-08-10", reported="2026-08-11 10:00"),
        organizer,
    )
    make.meeting(branch_a, secretary, "2026-06-15")  # never counts
    make.held(branch_a, secretary, "2026-11-17")
    as_(client, organizer)

    page = client.get(url("board"), {"year": 2026})
    rows = {str(row.branch): row for row in page.context["rows"]}
    a, b = rows["中共清河第一支部委员会"], rows["中共清河第二支部委员会"]

    assert [cell.text for cell in a.cells] == [
        "没开",
        "没开",
        "没开",
        "没开",
        "没开",
        "没开",
        "没开",
        "按时",
        "按时",
        "迟报",
        "待报送",
        "—",
    ]
    assert (a.in_time, a.late, a.missing, a.unified_text) == (2, 1, 7, "1/3")
    assert a.cells[7].returned == 1
    assert (b.in_time, b.late, b.missing, b.unified_text) == (0, 0, 10, "0/3")
    assert "退回 1" in page.content.decode()
    last = client.get(url("board"), {"year": 2027}).context["rows"]
    assert [cell.text for cell in last[0].cells] == [
        "—",
        "—",
        "—",
        "—",
        "待举行",
        "—",
        "待举行",
        "—",
        "—",
        "待举行",
        "—",
        "—",
    ]


@pytest.mark.parametrize(
    ("founded_on", "stands_ready"),
    [(date(2026, 8, 20), False), (None, False), (date(2026, 8, 20), True)],
)
def test_a_branch_founded_during_the_year_owes_only_the_rest(
    client, general_branch, organizer, founded_on, stands_ready
):
    branch = base.organization(
        "branch",
        general_branch,
        at=make.at("2026-08-25 09:00"),
        founded_on=None if stands_ready else founded_on,
    )
    planning.plan_unified_days(
        year=2026, branches=[branch], by=organizer, at=make.at("2026-01-05 09:00")
    )
    planned = set(branch.activity_days.values_list("on__month", flat=True))
    assert planned == ({5, 7, 10} if stands_ready or not founded_on else {10})
    if stands_ready:
        branch.founded_on = founded_on
        branch.save(update_fields=["founded_on"])
    as_(client, organizer)

    rows = client.get(url("board"), {"year": 2026}).context["rows"]

    row = next(row for row in rows if row.branch == branch)
    shown = ["—"] * 7 + ["没开", "没开", "缺报", "—", "—"]
    assert [cell.text for cell in row.cells] == shown
    assert row.missing == 3
    assert [
        cell.text
        for cell in next(
            row
            for row in client.get(url("board"), {"year": 2025}).context["rows"]
            if row.branch == branch
        ).cells
    ] == ["—"] * 12


def test_only_unified_days_are_missing_where_months_are_not_expected(
    client, branch_a, secretary, organizer, zhao, members
):
    as_(client, zhao)
    client.post(url("setting"), {"sent": "1", "rolls_over": "on"})
    as_(client, organizer)

    row = client.get(url("board"), {"year": 2026}).context["rows"][0]

    assert [cell.month for cell in row.cells if cell.text == "没开"] == [5, 7, 10]
    assert row.missing == 3
    assert ReportSetting.objects.get().by == zhao
    as_(client, zhao)
    assert "只要求统一活动日" in client.get(url("setting")).content.decode()


def test_the_board_of_another_committee_is_not_there(
    client, house, branch_a, organizer, secretary
):
    other = base.organization("committee", center=house, name="中共别处委员会")

    assert (
        get(client, organizer, url("board") + f"?committee={other.pk}").status_code
        == 404
    )
    assert get(client, secretary, url("board") + "?year=x").status_code == 200


def test_one_button_enters_the_unified_days(client, branch_a, branch_b, organizer):
    as_(client, organizer)
    first = client.post(url("unified"), {"year": "2026"}, follow=True).content.decode()
    again = client.post(url("unified"), {"year": "2026"}, follow=True).content.decode()
    far = client.post(url("unified"), {"year": "2031"}, follow=True).content.decode()

    assert "已为各支部建好 6 个统一活动日。" in first
    assert "都已经建好" in again
    assert "只能建今年、去年和明年" in far
    assert ActivityDay.objects.count() == 6


def test_cards_on_the_desk(
    client, branch_a, branch_b, secretary, secretary_b, organizer, members, sun
):
    make.held(branch_a, secretary, "2026-11-09")  # due 16th, late
    make.held(branch_a, secretary, "2026-11-13")  # due today
    make.reported(branch_a, secretary, "2026-11-12")

    desk = get(client, organizer, "/desk/").content.decode()
    for text in ("活动日缺报", "活动日待报送", "活动日待签收"):
        assert text in desk
    mine = get(client, secretary, "/desk/").content.decode()
    assert "活动日缺报" in mine
    assert "活动日待签收" not in mine
    for person in (secretary_b, sun):
        assert "活动日缺报" not in get(client, person, "/desk/").content.decode()


def test_deadlines_show_both_dates(client, branch_a, secretary):
    day = make.planned(
        branch_a, secretary, "2026-10-01", at=make.at("2026-09-20 09:00")
    )
    far = make.planned(branch_a, secretary, "2026-12-28")

    page = get(client, secretary, url("detail", day.pk)).content.decode()
    assert "10月6日</span> 是休息日，顺延到 <b" in page
    assert day.due_on == date(2026, 10, 8)
    assert "放假安排还没公布" in client.get(url("detail", far.pk)).content.decode()
