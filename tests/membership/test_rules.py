"""The written rules as tables, typed by hand and not taken from the code."""

from datetime import date

import pytest

from center.rules import Role
from membership.rules import dates, members, organizations, roles
from membership.rules.id_numbers import (
    clean_id,
    disagreements,
    holds_number,
    id_born_on,
    id_check_sign,
    id_refusal,
    id_sex,
    mask_id,
)
from membership.rules.members import State
from membership.rules.organizations import Kind

TODAY = date(2026, 11, 24)

# 党章与基层组织条例: what stands under what.
SUPERIORS = {
    "党委": "顶 党委 党工委",
    "党工委": "顶 党委 党工委",
    "党总支": "党委 党工委",
    "党支部": "党委 党工委 党总支",
    "联合党支部": "党委 党工委 党总支",
    "流动党员党支部": "党委 党工委 党总支",
    "临时党支部": "党委 党工委 党总支",
    "党小组": "党支部 联合党支部 流动党员党支部 临时党支部",
}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("above", [None, *Kind])
def test_superiors(kind, above):
    fitting = SUPERIORS[kind.label].split()
    expected = (above.label if above else "顶") in fitting
    assert organizations.may_stand_under(kind, above) is expected


def test_a_refused_superior_says_which_would_do():
    assert organizations.superior_refusal("group", "working") == (
        "党小组不能直接放在党工委下面，"
        "请选一个党支部、联合党支部、流动党员党支部、临时党支部。"
    )
    assert organizations.superior_refusal("branch", None) == (
        "党支部要有上级，请选一个党委、党工委、党总支。"
    )


def test_only_committees_approve_and_only_two_kinds_hold_members():
    assert {k.label for k in organizations.MAY_APPROVE} == {"党委", "党工委"}
    assert {k.label for k in organizations.HOLDS_MEMBERS} == {"党支部", "联合党支部"}


@pytest.mark.parametrize(
    ("kind", "members", "secretary", "term_to", "expected"),
    [
        ("branch", 3, True, None, []),
        ("branch", 50, True, TODAY, []),
        ("branch", 51, True, None, ["超过 50 人"]),
        ("joint", 2, True, None, ["不足 3 人"]),
        ("working", 900, True, None, []),
        ("mobile", 0, True, None, []),
        ("branch", 10, False, None, ["还没有登记书记"]),
        ("branch", 10, True, date(2026, 11, 23), ["到 2026-11-23，已经到期"]),
        ("general", 0, False, date(2026, 1, 1), ["已经到期", "还没有登记书记"]),
        ("group", 0, False, date(2020, 1, 1), []),
    ],
)
def test_warnings(kind, members, secretary, term_to, expected):
    found = organizations.warnings_of(
        kind=kind,
        members=members,
        has_secretary=secretary,
        term_to=term_to,
        today=TODAY,
    )
    assert len(found) == len(expected)
    assert all(part in text for part, text in zip(expected, found, strict=True))


ALLOWED_MOVES = {
    ("在册", "停止党籍"),
    ("在册", "已转出"),
    ("在册", "已出党"),
    ("在册", "已去世"),
    ("停止党籍", "在册"),
    ("停止党籍", "已出党"),
    ("停止党籍", "已去世"),
    ("已转出", "在册"),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("to", State)
def test_moves(state, to):
    assert members.MEMBER_FLOW.may_become(state, to) is (
        (state.label, to.label) in ALLOWED_MOVES
    )


@pytest.mark.parametrize(
    ("joined", "ends"),
    [
        ("2025-03-01", "2026-03-01"),
        ("2024-02-29", "2025-02-28"),
        ("2023-02-28", "2024-02-28"),
        ("2025-12-31", "2026-12-31"),
        ("9999-06-01", "9999-12-31"),
    ],
)
def test_probation_is_a_year(joined, ends):
    assert dates.probation_end(date.fromisoformat(joined)).isoformat() == ends


@pytest.mark.parametrize(
    ("until", "months", "ends"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-03-31", 8, "2026-11-30"),
        ("2026-03-31", 12, "2027-03-31"),
    ],
)
def test_probation_is_extended_to_the_last_day_of_a_short_month(until, months, ends):
    found = dates.probation_extended(date.fromisoformat(until), months)
    assert found.isoformat() == ends


@pytest.mark.parametrize("months", [0, 5, 13])
def test_other_extensions_are_refused(months):
    with pytest.raises(ValueError, match="最短 6 个月，最长 12 个月"):
        dates.probation_extended(TODAY, months)


JOINED = date(2020, 6, 1)


@pytest.mark.parametrize(
    ("kind", "confirmed", "until", "wrong"),
    [
        ("formal", date(2021, 6, 1), None, ""),
        ("formal", JOINED, None, ""),  # without probation, as from 1969 to 1977
        ("formal", None, None, "正式党员要填转正日期。"),
        ("formal", date(2020, 5, 31), None, "转正日期不能早于入党日期。"),
        ("probationary", None, date(2021, 6, 1), ""),
        (
            "probationary",
            date(2021, 6, 1),
            date(2021, 6, 1),
            "预备党员还没有转正日期。",
        ),
        ("probationary", None, None, "预备期要到入党日期之后。"),
        ("probationary", None, JOINED, "预备期要到入党日期之后。"),
    ],
)
def test_dates_fit_the_kind(kind, confirmed, until, wrong):
    assert dates.dates_refusal(kind, JOINED, confirmed, until) == wrong


# -- ID numbers

# GB 11643: the check sign for a single 1 at each of the seventeen places, reckoned
# by hand from the weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2.


@pytest.mark.parametrize(
    ("place", "sign"),
    list(enumerate("532748X069532748X")),
)
def test_check_sign_of_a_single_one(place, sign):
    assert id_check_sign("0" * place + "1" + "0" * (16 - place)) == sign


def test_check_sign_of_nothing_is_one():
    assert id_check_sign("0" * 17) == "1"


def number(born="19800101", serial="001", region="999999"):
    first = region + born + serial
    return first + id_check_sign(first)


@pytest.mark.parametrize("region", ["999999", "000000", "810000"])
def test_no_region_is_asked_for(region):
    assert id_refusal(number(region=region), today=TODAY) == ""


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "18 位"),
        ("9999991980010100", "18 位"),
        ("9" * 19, "18 位"),
        ("99999919800101001A", "18 位"),
        (number()[:17] + ("1" if number()[17] != "1" else "2"), "对不上"),
        (number(born="19800230"), "出生日期"),
        (number(born="20270101"), "出生日期"),
        (number(born="18000101"), "出生日期"),
        (number(born="00000000"), "出生日期"),
    ],
)
def test_wrong_numbers(text, part):
    assert part in id_refusal(text, today=TODAY)


def test_leap_day_and_today_are_good():
    assert id_refusal(number(born="20240229"), today=TODAY) == ""
    assert id_refusal(number(born="20261124"), today=TODAY) == ""


def test_a_typed_number_is_read_as_it_is_meant():
    assert clean_id(" 99999919-8001 0100１x ") == "99999919800101001X"


def test_birth_date_and_sex():
    assert id_born_on(number(born="19540624")) == date(1954, 6, 24)
    assert id_born_on(number(born="19541340")) is None
    assert (id_sex(number(serial="001")), id_sex(number(serial="002"))) == ("1", "2")


def test_mask_shows_four_signs():
    assert mask_id("999999198001010010") == "********0010"
    assert mask_id("") == ""


@pytest.mark.parametrize(
    ("born", "sex", "count"),
    [
        (date(1980, 1, 1), "1", 0),
        (date(1980, 1, 2), "1", 1),
        (date(1980, 1, 2), "2", 2),
        (None, "", 0),
    ],
)
def test_disagreements_are_only_told(born, sex, count):
    assert len(disagreements(number(), born, sex)) == count
    assert disagreements("", born, sex) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("秦朗", False),
        ("第12支部", False),
        ("16100000001", True),
        ("１６１ 0000 0001", True),
        (number(), True),
        (f"x{number()}", True),
    ],
)
def test_whole_numbers_are_noticed(text, found):
    assert holds_number(text) is found


# -- Who may do what

PERMISSIONS = {
    Role.CLERK: "view add change import export reveal center",
    Role.ORGANIZER: "view add change import export full reveal decide organize",
    Role.SECRETARY: "view change export decide",
    Role.SUPERVISOR: (
        "view add change import export reveal decide center organize appoint logs"
    ),
}
WORDS = {
    "view": ["view_organization", "view_member"],
    "add": ["add_member"],
    "change": ["change_member"],
    "import": ["import_members"],
    "export": ["export_members"],
    "full": ["export_full_ids"],
    "reveal": ["reveal_id"],
    "decide": ["decide_member"],
    "center": ["view_center_organizations"],
    "organize": ["add_organization", "change_organization"],
    "appoint": ["appoint"],
    "logs": [
        "view_idreveal",
        "view_organizationstep",
        "view_post",
    ],
}


@pytest.mark.parametrize("role", Role)
def test_permissions(role):
    expected = {
        f"membership.{name}"
        for word in PERMISSIONS[role].split()
        for name in WORDS[word]
    }
    assert set(roles.MAY[role]) == expected
