"""What an ID number is (GB 11643). Pure: no database, no clock.

There is no table of regions: numbers of living people begin with districts that are
gone, and residents of Hong Kong, Macao and Taiwan have prefixes of their own.
"""

import re
from datetime import date

from center.text import compact
from membership.rules.members import Sex

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
_ID = re.compile(r"[0-9]{17}[0-9X]")
FIRST_BIRTH = date(1890, 1, 1)


def clean_id(text: str) -> str:
    return compact(text).upper()


def id_refusal(number: str, *, today: date) -> str:
    """Say what is wrong with a cleaned number, or return an empty text."""
    if not _ID.fullmatch(number):
        return "身份证号是 18 位：17 位数字加最后一位数字或 X。"
    if id_check_sign(number[:17]) != number[17]:
        return "身份证号的最后一位对不上，请对照证件再看一遍。"
    born = id_born_on(number)
    if born is None or not FIRST_BIRTH <= born <= today:
        return "身份证号里的出生日期不对，请对照证件再看一遍。"
    return ""


def id_check_sign(seventeen: str) -> str:
    """Return the last sign for the first seventeen digits (ISO 7064 MOD 11-2)."""
    total = sum(int(d) * w for d, w in zip(seventeen, WEIGHTS, strict=True))
    return CHECKS[total % 11]


def id_born_on(number: str) -> date | None:
    """Return the birth date inside a number, or None for a day that never was."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def id_sex(number: str) -> Sex:
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def mask_id(number: str) -> str:
    """Return only the last four signs.

    The birth date stands beside it in clear, so the usual mask, which also shows the
    first six digits, would give the whole number away.
    """
    return "*" * 8 + number[-4:] if number else ""


def holds_number(text: str) -> bool:
    return re.search(r"[0-9]{11}", clean_id(text)) is not None


def disagreements(number: str, born_on: date | None, sex: str) -> list[str]:
    """Say where a number and the facts beside it differ; people find out why."""
    if not number:
        return []
    found = []
    if born_on and id_born_on(number) != born_on:
        found.append("出生日期和身份证号里的不一样，请核对。")
    if sex and id_sex(number) != sex:
        found.append("性别和身份证号里的不一样，请核对。")
    return found
