"""Numbers of books and newspapers, and the order of the shelves. Pure.

中图法 (Chinese Library Classification): letters, then digits that are read as decimals.
"""

import re
import unicodedata

from django.db import models

from center.workflow.rules import Transition, Workflow

# The main classes; L, M, W and Y are not given out, only T has a second letter.
CLASSES = {
    "A": "马列主义、毛泽东思想、邓小平理论",
    "B": "哲学、宗教",
    "C": "社会科学总论",
    "D": "政治、法律",
    "E": "军事",
    "F": "经济",
    "G": "文化、科学、教育、体育",
    "H": "语言、文字",
    "I": "文学",
    "J": "艺术",
    "K": "历史、地理",
    "N": "自然科学总论",
    "O": "数理科学和化学",
    "P": "天文学、地球科学",
    "Q": "生物科学",
    "R": "医药、卫生",
    "S": "农业科学",
    "T": "工业技术",
    "U": "交通运输",
    "V": "航空、航天",
    "X": "环境科学、安全科学",
    "Z": "综合性图书",
}
_TECHNICAL = "BDEFGHJKLMNPQSUV"
CLASS_NUMBER = rf"(?:T[{_TECHNICAL}]|[A-KN-VXZ])(?:[0-9][0-9.\-()=:/]*)?"
_CALL_NUMBER = re.compile(rf"{CLASS_NUMBER}(?:/.+)?")
_CLASS = re.compile(r"(T[BDEFGHJKLMNPQSUV]|[A-KN-VXZ])([0-9.]*)(.*)")
CN_NUMBER = r"[0-9]{2}-[0-9]{4}(/[A-Z][A-Z0-9]{0,3})?"


class Kind(models.TextChoices):
    """What stands on the shelf."""

    BOOK = "book", "图书"
    MAGAZINE = "magazine", "期刊"
    NEWSPAPER = "newspaper", "报纸"


class CopyState(models.TextChoices):
    """Where one copy is."""

    SHELF = "shelf", "在架"
    LENT = "lent", "借出"
    REPAIR = "repair", "修补"
    LOST = "lost", "丢失"
    REMOVED = "removed", "剔除"


# What counts as 藏书: what is lost or removed does not.
HELD = (CopyState.SHELF, CopyState.LENT, CopyState.REPAIR)


class CopyVerb(models.TextChoices):
    """What is done to one copy; the loans lend it and take it back."""

    ADD = "add", "入藏"
    LEND = "lend", "借出"
    TAKE_BACK = "take_back", "还回"
    LOSE_LENT = "lose_lent", "读者丢失"
    MEND = "mend", "送修"
    SHELVE = "shelve", "上架"
    LOSE = "lose", "登记丢失"
    REMOVE = "remove", "剔除"
    RENUMBER = "renumber", "换条码"


_CHANGE = "reading_room.change_title"
_HERE = [CopyState.SHELF, CopyState.REPAIR]
_NOW = "这一册现在是“{now}”"
COPY_FLOW = Workflow(
    CopyState,
    Transition(CopyVerb.LEND, [CopyState.SHELF], CopyState.LENT, f"{_NOW}，不能借出。"),
    Transition(CopyVerb.TAKE_BACK, [CopyState.LENT], CopyState.SHELF),
    Transition(CopyVerb.LOSE_LENT, [CopyState.LENT], CopyState.LOST),
    Transition(CopyVerb.MEND, [CopyState.SHELF], CopyState.REPAIR, permission=_CHANGE),
    Transition(
        CopyVerb.SHELVE,
        [CopyState.REPAIR, CopyState.LOST],
        CopyState.SHELF,
        permission=_CHANGE,
    ),
    Transition(
        CopyVerb.LOSE,
        _HERE,
        CopyState.LOST,
        f"{_NOW}；借出的请在借阅里登记丢失。",
        _CHANGE,
    ),
    Transition(
        CopyVerb.REMOVE,
        [*_HERE, CopyState.LOST],
        CopyState.REMOVED,
        f"{_NOW}；借出的要先还回，或在借阅里登记丢失。",
        _CHANGE,
    ),
    Transition(
        CopyVerb.RENUMBER, [*_HERE, CopyState.LENT, CopyState.LOST], permission=_CHANGE
    ),
)
_BARCODE = re.compile(r"[0-9A-Z][0-9A-Z./\-]{0,19}")
MOST_COPIES, MOST_AT_ONCE = 10_000, 100


def clean_barcode(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def why_not_barcode(code: str) -> str:
    """Say what is wrong with a cleaned bar code."""
    if re.search(r"[0-9]\.[0-9]+E\+?[0-9]", code):
        return f"条码 {code[:20]} 在表格里变成了科学记数，后几位已经丢了。"
    if not _BARCODE.fullmatch(code):
        return f"条码“{code[:20]}”不对：最多 20 位数字、字母，中间可以有 - . /。"
    return ""


def own_barcode(center_id: int, number: int) -> str:
    return f"{center_id:03d}{number:06d}"


def _bare(text: str) -> str:
    """Return a number without blanks and hyphens of any kind, in half width."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(
        sign
        for sign in folded
        if not sign.isspace() and unicodedata.category(sign) != "Pd" and sign != "−"
    )


def clean_isbn(text: str) -> str:
    """Return an ISBN as 13 digits, or what was typed if it is none."""
    bare = _bare(text).removeprefix("ISBN").removeprefix(":")
    if re.fullmatch(r"[0-9]{9}[0-9X]", bare) and _sum_10(bare) == 0:
        return _with_check(f"978{bare[:9]}")
    return bare


def why_not_isbn(isbn: str) -> str:
    """Say what is wrong with a cleaned ISBN; empty for none and for a right one."""
    if not isbn:
        return ""
    if re.search(r"[0-9]\.[0-9]+E\+?[0-9]", isbn):
        return "ISBN 在表格里变成了科学记数，后几位已经丢了，请照书上重新填。"
    if not re.fullmatch(r"[0-9]{13}", isbn):
        return "ISBN 是 10 位或 13 位，请照书上再对一遍；没有就空着。"
    if isbn.startswith("9790"):
        return "9790 开头的是乐谱的号（ISMN），不是书号，请空着。"
    if not isbn.startswith(("978", "979")) or _with_check(isbn[:12]) != isbn:
        return "ISBN 的校验位不对，请照书上再对一遍。"
    return ""


def clean_issn(text: str) -> str:
    """Return an ISSN as 1002-123X, or what was typed if it is none."""
    bare = _bare(text).removeprefix("ISSN").removeprefix(":")
    return f"{bare[:4]}-{bare[4:]}" if re.fullmatch(r"[0-9]{7}[0-9X]", bare) else bare


def why_not_issn(issn: str) -> str:
    """Say what is wrong with a cleaned ISSN; empty for none and for a right one."""
    if not issn:
        return ""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{3}[0-9X]", issn):
        return "ISSN 是 8 位，如 1002-123X，请照刊物再对一遍；没有就空着。"
    digits = issn.replace("-", "")
    weighted = zip(range(8, 0, -1), digits, strict=True)
    total = sum(weight * _value(sign) for weight, sign in weighted)
    return "ISSN 的校验位不对，请照刊物再对一遍。" if total % 11 else ""


def clean_cn(text: str) -> str:
    """Return a 国内统一刊号 as 11-1234/D, or what was typed if it is none."""
    bare = _bare(text).removeprefix("CN").removeprefix(":")
    found = re.fullmatch(r"([0-9]{2})([0-9]{4})(/[A-Z][A-Z0-9]{0,3})?", bare)
    return f"{found[1]}-{found[2]}{found[3] or ''}" if found else bare


def why_not_cn(number: str) -> str:
    """Say what is wrong with a cleaned 国内统一刊号; empty for none."""
    if not number or re.fullmatch(CN_NUMBER, number):
        return ""
    return "CN 刊号是两位地区号、四位序号，如 11-1234/D，请照刊物再对一遍；没有就空着。"


def clean_call_number(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def why_not_call_number(number: str) -> str:
    """Say what is wrong with the class of a call number; empty for none."""
    if not number:
        return ""
    if _CALL_NUMBER.fullmatch(number):
        return ""
    return "索书号要以中图法分类号开头，如 D922.1/3；L、M、W、Y 没有用。"


def class_of(number: str) -> str:
    return number[:1]


def shelf_key(number: str) -> str:
    """Return a text by which call numbers sort as books stand on the shelf.

    Letters, then digits as decimals without their dots, then the numbers behind the
    stroke by their size: D23/2, D23/12, D231/1, D922.1/3, D922.29/1.
    """
    head, _, tail = number.partition("/")
    found = _CLASS.fullmatch(head)
    if not found:
        return f"~{number}"
    letters, digits, rest = found.groups()
    numbers = re.sub(r"[0-9]+", lambda run: run[0].lstrip("0").zfill(8), tail)
    return f"{letters:<2}{digits.replace('.', '')} {rest} {numbers}"


def _sum_10(bare: str) -> int:
    weighted = zip(range(10, 0, -1), bare, strict=True)
    return sum(weight * _value(sign) for weight, sign in weighted) % 11


def _with_check(twelve: str) -> str:
    total = sum((3 if n % 2 else 1) * int(sign) for n, sign in enumerate(twelve))
    return f"{twelve}{-total % 10}"


def _value(sign: str) -> int:
    return 10 if sign == "X" else int(sign)
