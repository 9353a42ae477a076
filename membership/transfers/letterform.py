"""Where everything stands on the three-part letter, in millimeters on A4 paper.

The same places serve the working copy on blank paper and the overlay that fills the
pre-printed form of 组通字〔2006〕45号. Pure geometry: no database, no request.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from membership.rules import MemberKind, Sex
from membership.transfers import capitals

WIDTH, HEIGHT = 210, 297
# Upper edges of the three parts, and the lower edge of the last.
EDGES = {"stub": 0, "letter": 88, "receipt": 210}
PARTS = tuple(EDGES)
LEFT, RIGHT = 18.0, 192.0
SIZE = 4.4  # height of a sign in the text
SMALL = 3.6
TITLE = 6.4
# A text this much longer than its gap is written on two lines.
TOO_LONG = 1.4
WATERMARK = "仅供核对，以统一印制式样为准"


@dataclass(frozen=True)
class Text:
    """Signs whose baseline starts (or centers, or ends) at a place."""

    x: float
    y: float
    size: float
    text: str
    is_value: bool = False
    anchor: str = "start"


@dataclass(frozen=True)
class Line:
    """A straight line; a value when it crosses out what does not apply."""

    x1: float
    y1: float
    x2: float
    y2: float
    is_value: bool = False
    is_dashed: bool = False


@dataclass(frozen=True)
class Blank:
    """A gap of a form with what is written into it."""

    text: str
    width: float


@dataclass(frozen=True)
class Choice:
    """Printed words of which those that do not apply are crossed out."""

    words: tuple[str, str]
    chosen: str


@dataclass
class Sheet:
    """What stands on one sheet, in the order it was put there."""

    items: list[Text | Line] = field(default_factory=list)

    def row(
        self,
        y: float,
        *pieces: str | Blank | Choice,
        x: float = LEFT,
        size: float = SIZE,
    ) -> None:
        """Write pieces one after the other on a line."""
        for piece in pieces:
            if isinstance(piece, Blank):
                x = self._blank(x, y, size, piece)
            elif isinstance(piece, Choice):
                x = self._choice(x, y, size, piece)
            else:
                self.items.append(Text(x, y, size, piece))
                x += width_of(piece, size)

    def _blank(self, x: float, y: float, size: float, blank: Blank) -> float:
        middle = x + blank.width / 2
        self.items.append(Line(x, y + 1.1, x + blank.width, y + 1.1))
        if not blank.text:
            return x + blank.width
        lines = halves(blank.text, size, blank.width)
        fitting = min(fit(text, size, blank.width) for text in lines)
        for n, text in enumerate(reversed(lines)):
            height = y - n * fitting * 1.15
            self.items.append(Text(middle, height, fitting, text, True, "middle"))
        return x + blank.width

    def _choice(self, x: float, y: float, size: float, choice: Choice) -> float:
        for n, word in enumerate(choice.words):
            text = word if n == 0 else f"/{word}"
            self.items.append(Text(x, y, size, text))
            end = x + width_of(text, size)
            start = end - width_of(word, size)
            if choice.chosen and word != choice.chosen:
                middle = y - size * 0.36
                self.items.append(Line(start, middle, end, middle, True))
            x = end
        return x

    def center(self, y: float, text: str, *, size: float = TITLE) -> None:
        """Write a line in the middle of the sheet."""
        self.items.append(Text(WIDTH / 2, y, size, text, False, "middle"))

    def cut(self, y: float, text: str) -> None:
        """Draw where the parts are separated, and where the seal goes across."""
        self.items.append(Line(0, y, WIDTH, y, is_dashed=True))
        self.items.append(Text(WIDTH / 2, y - 1.2, SMALL, text, False, "middle"))


@dataclass(frozen=True)
class Filling:
    """What is written into the form; texts are as they are printed."""

    number: str
    name: str
    is_certificate: bool = False
    heading: str = ""
    from_text: str = ""
    to_text: str = ""
    sex: str = ""
    age: str = ""
    nation: str = ""
    member_kind: str = ""
    id_number: str = ""
    dues: date | None = None
    days: int | None = None
    issued_on: date | None = None
    note: str = ""
    phone: str = ""
    origin: str = ""
    address: str = ""
    origin_phone: str = ""
    fax: str = ""
    postcode: str = ""
    answered_on: date | None = None
    handler: str = ""
    handler_phone: str = ""


def width_of(text: str, size: float) -> float:
    """Return how wide a text is: a Chinese sign is as wide as it is high."""
    wide = sum(unicodedata.east_asian_width(sign) in "WFA" for sign in text)
    return size * (wide + 0.55 * (len(text) - wide))


def halves(text: str, size: float, width: float) -> list[str]:
    """Return a text as one line, as two when it is far too long."""
    if width_of(text, size) <= width * TOO_LONG:
        return [text]
    middle = (len(text) + 1) // 2
    return [text[:middle], text[middle:]]


def fit(text: str, size: float, width: float) -> float:
    """Return the size in which a text fits a gap; long names get smaller."""
    natural = width_of(text, size)
    return size if natural <= width else round(size * width / natural, 2)


def sheet_of(filling: Filling, parts: Iterable[str] = PARTS) -> Sheet:
    """Return the parts of the form that are wanted, filled in."""
    sheet = Sheet()
    wanted = set(parts)
    if filling.is_certificate:
        wanted.discard("receipt")
    if "stub" in wanted:
        _stub(sheet, filling, EDGES["stub"])
    if {"stub", "letter"} <= wanted:
        sheet.cut(EDGES["letter"], "（加盖骑缝章）")
    if "letter" in wanted:
        _certificate(sheet, filling) if filling.is_certificate else _letter(
            sheet, filling, EDGES["letter"]
        )
    if {"letter", "receipt"} <= wanted:
        sheet.cut(EDGES["receipt"], "（第二、三联一并交接收方）")
    if "receipt" in wanted:
        _receipt(sheet, filling, EDGES["receipt"])
    return sheet


def _number(sheet: Sheet, y: float, text: str) -> None:
    sheet.row(y, "第", Blank(text.removesuffix("号"), 58), "号", x=124)


def _kinds(kind: str, *, formal_first: bool) -> Choice:
    words = ("正式", "预备") if formal_first else ("预备", "正式")
    chosen = {MemberKind.FORMAL: "正式", MemberKind.PROBATIONARY: "预备"}
    return Choice(words, chosen.get(MemberKind(kind), "") if kind else "")


def _day(day: date | None) -> tuple[Blank | str, ...]:
    year, month, number = (
        (f"{day.year}", f"{day.month}", f"{day.day}") if day else ("", "", "")
    )
    return (Blank(year, 14), "年", Blank(month, 9), "月", Blank(number, 9), "日")


def _stub(sheet: Sheet, filling: Filling, top: float) -> None:
    """Draw the first part, which stays: who went from where to where."""
    what = "证明信存根" if filling.is_certificate else "组织关系介绍信存根"
    sheet.center(top + 16, f"中国共产党党员{what}")
    _number(sheet, top + 27, filling.number)
    sheet.row(
        top + 39,
        Blank(filling.name, 36),
        "同志系中共（",
        _kinds(filling.member_kind, formal_first=False),
        "）党员，",
    )
    verb = "现由" if filling.is_certificate else "组织关系由"
    sheet.row(top + 50, verb, Blank(filling.from_text, 86))
    sheet.row(
        top + 61,
        "去" if filling.is_certificate else "转到",
        Blank(filling.to_text, 96),
        "。",
    )
    if filling.note:
        sheet.items.append(Text(LEFT, top + 70, SMALL, filling.note, True))
    sheet.row(top + 79, *_day(filling.issued_on), x=78)
    if not filling.is_certificate:
        _box(sheet, 138, top + 34, RIGHT, top + 82, "贴回执联处")
    _corner(sheet, top, "第一联")


def _letter(sheet: Sheet, filling: Filling, top: float) -> None:
    """Draw the second part, which the member carries."""
    sheet.center(top + 15, "中国共产党党员组织关系介绍信")
    _number(sheet, top + 25, filling.number)
    sheet.row(top + 35, Blank(filling.heading, 120), "：")
    _who(sheet, filling, top)
    _what(sheet, filling, top)
    _origin(sheet, filling, top)
    _corner(sheet, top, "第二联")


def _who(sheet: Sheet, filling: Filling, top: float) -> None:
    """Draw who moves, and from where to where."""
    sexes = Choice(("男", "女"), dict(Sex.choices).get(filling.sex, ""))
    sheet.row(
        top + 45,
        Blank(filling.name, 34),
        "同志（",
        sexes,
        "），",
        Blank(filling.age, 10),
        "岁，",
        Blank(filling.nation.removesuffix("族"), 14),
        "族，系中共（",
        _kinds(filling.member_kind, formal_first=True),
        "）党员，",
        x=LEFT + 8,
    )
    sheet.row(top + 55, "身份证号码", Blank(filling.id_number, 62), "，由")
    sheet.row(top + 64, Blank(filling.from_text, 82), "去", Blank(filling.to_text, 84))


def _what(sheet: Sheet, filling: Filling, top: float) -> None:
    """Draw up to when dues are paid and how long the letter is good, in capitals."""
    dues = filling.dues
    sheet.row(
        top + 74,
        "请接转组织关系。该同志党费已交到",
        Blank(capitals.year(dues.year) if dues else "", 28),
        "年",
        Blank(capitals.number(dues.month) if dues else "", 20),
        "月。",
    )
    days = capitals.number(filling.days) if filling.days else ""
    sheet.row(top + 84, "（有效期", Blank(days, 24), "天）")
    sheet.row(top + 84, "（盖章）", x=146)
    sheet.row(top + 93, *_day(filling.issued_on), x=136)
    if filling.note:
        sheet.items.append(Text(LEFT, top + 93, SMALL, filling.note, True))


def _origin(sheet: Sheet, filling: Filling, top: float) -> None:
    """Draw how to reach the member and the committee of the origin."""
    sheet.row(
        top + 102, "党员联系电话或其他联系方式：", Blank(filling.phone, 60), size=SMALL
    )
    sheet.row(
        top + 109,
        "党员原所在基层党委通讯地址：",
        Blank(filling.address, 120),
        size=SMALL,
    )
    sheet.row(
        top + 116,
        "联系电话：",
        Blank(filling.origin_phone, 44),
        "　传真：",
        Blank(filling.fax, 40),
        "　邮编：",
        Blank(filling.postcode, 24),
        size=SMALL,
    )


def _certificate(sheet: Sheet, filling: Filling) -> None:
    """Draw the certificate: the relation stays, somebody is away for a while."""
    top = EDGES["letter"]
    sheet.center(top + 15, "中国共产党党员证明信")
    _number(sheet, top + 25, filling.number)
    sheet.row(top + 37, Blank(filling.heading, 120), "：")
    sheet.row(
        top + 49,
        Blank(filling.name, 36),
        "同志系中共（",
        _kinds(filling.member_kind, formal_first=True),
        "）党员，",
        x=LEFT + 8,
    )
    sheet.row(
        top + 60, "由", Blank(filling.from_text, 78), "去", Blank(filling.to_text, 82)
    )
    sheet.row(top + 71, "请安排参加党的组织生活。组织关系和党费仍在原支部。")
    days = capitals.number(filling.days) if filling.days else ""
    sheet.row(top + 82, "（有效期", Blank(days, 24), "天）")
    sheet.row(top + 82, "（盖章）", x=146)
    sheet.row(top + 92, *_day(filling.issued_on), x=136)
    if filling.note:
        sheet.items.append(Text(LEFT, top + 92, SMALL, filling.note, True))
    sheet.row(top + 104, "联系电话：", Blank(filling.origin_phone, 50), size=SMALL)


def _receipt(sheet: Sheet, filling: Filling, top: float) -> None:
    """Draw the third part, which comes back to the committee of the origin."""
    sheet.center(top + 14, "中国共产党党员组织关系介绍信回执联")
    _number(sheet, top + 24, filling.number)
    sheet.row(top + 35, Blank(filling.origin, 120), "：")
    sheet.row(
        top + 46,
        Blank(filling.name, 40),
        "同志的党员组织关系已转达我处，特此回复。",
        x=LEFT + 8,
    )
    sheet.row(top + 56, "（盖章）", x=146)
    sheet.row(top + 64, *_day(filling.answered_on), x=136)
    sheet.row(
        top + 72,
        "经办人：",
        Blank(filling.handler, 40),
        "　联系电话：",
        Blank(filling.handler_phone, 50),
        size=SMALL,
    )
    for n, text in enumerate(
        (
            "注：回执联由接收党员组织关系的基层党委在接收党员后一个月内",
            "　　邮寄或传真至党员原所在基层党委。",
        )
    ):
        sheet.row(top + 79 + 4.4 * n, text, size=3)
    _corner(sheet, top, "第三联")


def _box(
    sheet: Sheet, left: float, top: float, right: float, bottom: float, text: str
) -> None:
    for x1, y1, x2, y2 in (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    ):
        sheet.items.append(Line(x1, y1, x2, y2, is_dashed=True))
    middle, height = (left + right) / 2, (top + bottom) / 2
    sheet.items.append(Text(middle, height, SMALL, f"（{text}）", False, "middle"))


def _corner(sheet: Sheet, top: float, text: str) -> None:
    sheet.items.append(Text(LEFT, top + 8, SMALL, text))
