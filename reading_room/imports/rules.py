"""What a row of a list of books says, and whether it can be. Pure.

A row is new (a title we do not have), copies (more copies of one we have), the same
(nothing to do) or wrong; every row is one of the four.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import models

from center.search import packed
from reading_room.rules import (
    MOST_AT_ONCE,
    Kind,
    clean_barcode,
    clean_call_number,
    clean_cn,
    clean_isbn,
    clean_issn,
    why_not_barcode,
    why_not_call_number,
    why_not_cn,
    why_not_isbn,
    why_not_issn,
)

MOST_ROWS = 20_000
DAYS_KEPT = 90
# Heading of the template -> column; what other lists call it follows.
HEADINGS = {
    "题名": "name",
    "种类": "kind",
    "著者": "author",
    "出版社": "publisher",
    "出版年": "year",
    "卷册": "volume",
    "丛书": "series",
    "ISBN": "isbn",
    "ISSN": "issn",
    "CN 刊号": "cn",
    "索书号": "call_number",
    "册数": "copies",
    "条码": "barcodes",
    "放在哪里": "place",
    "别名、关键词": "aliases",
    "读音": "spoken",
    "页数": "extent",
    "提要": "summary",
}
_OTHERS = {
    "name": "书名 正题名 题名与责任者 图书名称 刊名 名称 title name",
    "kind": "类型 文献类型 kind type",
    "author": "作者 责任者 著作者 编著者 author",
    "publisher": "出版者 出版单位 出版机构 publisher",
    "year": "出版年份 出版日期 出版时间 年份 year",
    "volume": "卷次 分册 版次 版本 册次 volume",
    "series": "丛书名 丛编 series",
    "isbn": "ISBN号 书号 标准书号 国际标准书号 isbn ISBN13 isbn13",
    "issn": "ISSN号 刊号 国际标准刊号 issn",
    "cn": "CN CN号 CN刊号 统一刊号 国内统一刊号 cn",
    "call_number": "索取号 分类号 中图分类号 分类 call_number class_no",
    "copies": "复本 复本数 数量 馆藏数 册 copies",
    "barcodes": "条码号 图书条码 登录号 财产号 barcode barcodes",
    "place": "架位 位置 存放位置 馆藏地 书架 place",
    "aliases": "别名 关键词 主题词 主题 aliases keywords",
    "spoken": "拼音 pinyin",
    "extent": "页码 载体形态 extent pages",
    "summary": "简介 内容简介 摘要 内容提要 summary",
}
KNOWN = HEADINGS | {
    word: name for name, words in _OTHERS.items() for word in words.split()
}
LABELS = {name: label for label, name in HEADINGS.items()}
# Longest text of each column, as the titles hold it.
LENGTHS = {
    "name": 120,
    "author": 80,
    "publisher": 60,
    "volume": 20,
    "series": 80,
    "call_number": 40,
    "place": 40,
    "aliases": 120,
    "spoken": 200,
    "extent": 40,
    "summary": 500,
}
_KINDS = {label: value for value, label in Kind.choices} | {
    "书": "book",
    "杂志": "magazine",
    "刊物": "magazine",
}


class Fate(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", "新书"
    COPIES = "copies", "加册"
    SAME = "same", "原来就有"
    WRONG = "wrong", "有错"


Key = tuple[str, ...]


@dataclass
class Row:
    """One row: what it says in the form of the holdings, and what is wrong with it."""

    number: int
    shown: str
    values: dict[str, str | int | None] = field(default_factory=dict)
    barcodes: list[str] = field(default_factory=list)
    copies: int = 1
    wrong: list[str] = field(default_factory=list)
    fate: Fate = Fate.WRONG
    # The title it belongs to, 0 if we have none; how many copies without a bar code.
    title_id: int = 0
    first: "Row | None" = None
    codes: list[str] = field(default_factory=list)
    unnamed: int = 0

    @property
    def key(self) -> Key:
        return keys_of(self.values)[0]


def keys_of(values: Mapping[str, object]) -> list[Key]:
    """Return the keys of a title, the surest first.

    Sets share an ISBN and some publishers use one twice, so the name counts too.
    """
    text = {name: str(values.get(name) or "") for name in ("isbn", "kind", "year")}
    names = ("name", "volume", "author", "publisher")
    plain = [packed(str(values.get(name) or "")) for name in names]
    by_name = ("name", text["kind"], text["year"], *plain)
    by_isbn = ("isbn", text["isbn"], *plain[:2])
    return [by_isbn, by_name] if text["isbn"] else [by_name]


def read_row(number: int, cells: Mapping[str, str], wrong: Sequence[str]) -> Row:
    """Return what a row says; ``cells`` are by the names of columns."""
    shown = "　".join(text for text in cells.values() if text)[:120]
    row = Row(number, shown, wrong=[*wrong])
    text = {name: cells.get(name, "").strip() for name in HEADINGS.values()}
    for name in LENGTHS:
        row.values[name] = " ".join(text[name].split())
        if len(str(row.values[name])) > LENGTHS[name]:
            row.wrong.append(f"{LABELS[name]}：最多 {LENGTHS[name]} 个字。")
    if not packed(text["name"]):
        row.wrong.append("题名：没有写。")
    _read_numbers(row, text)
    _read_kind_and_year(row, text)
    _read_copies(row, text)
    return row


def _read_numbers(row: Row, text: Mapping[str, str]) -> None:
    for name, clean, refuse in (
        ("isbn", clean_isbn, why_not_isbn),
        ("issn", clean_issn, why_not_issn),
        ("cn", clean_cn, why_not_cn),
        ("call_number", clean_call_number, why_not_call_number),
    ):
        value = row.values[name] = clean(text[name])
        if refusal := refuse(value):
            row.wrong.append(f"{LABELS[name]}：{refusal}")


def _read_kind_and_year(row: Row, text: Mapping[str, str]) -> None:
    kind = text["kind"]
    if kind and kind not in _KINDS:
        row.wrong.append(f"种类：“{kind[:20]}”不认识，请填图书、期刊、报纸。")
    is_serial = (text["issn"] or text["cn"]) and not text["isbn"]
    usual = Kind.MAGAZINE if is_serial else Kind.BOOK
    row.values["kind"] = str(_KINDS.get(kind, usual))
    year = text["year"].removesuffix("年").removesuffix(".0")[:4]
    is_year = year.isascii() and year.isdigit() and 1000 <= int(year) <= 2100
    if text["year"] and not is_year:
        row.wrong.append("出版年：写成四位数字，如 2021。")
    row.values["year"] = int(year) if is_year else None


def _read_copies(row: Row, text: Mapping[str, str]) -> None:
    typed = text["barcodes"]
    for mark in "，、；,;":
        typed = typed.replace(mark, " ")
    row.barcodes = [clean_barcode(one) for one in typed.split()]
    row.wrong += [no for one in row.barcodes if (no := why_not_barcode(one))]
    count = text["copies"].removesuffix("册").removesuffix("本").removesuffix(".0")
    is_count = count.isascii() and count.isdigit() and int(count[:9]) <= MOST_AT_ONCE
    if text["copies"] and not is_count:
        row.wrong.append(f"册数：是 0 到 {MOST_AT_ONCE} 的整数。")
    written = int(count) if is_count else (0 if row.barcodes else 1)
    row.copies = max(written, len(row.barcodes))
    if row.copies > MOST_AT_ONCE:
        row.wrong.append(f"条码：一行最多 {MOST_AT_ONCE} 个。")


def settle(
    rows: Sequence[Row],
    *,
    titles: Mapping[Key, int],
    barcodes: Mapping[str, int],
    copies: Mapping[int, int],
) -> None:
    """Say of each row what becomes of it, one after the other as they would come in.

    The center has these titles by their keys, the title of each bar code, and so many
    copies of each title.
    """
    named = _named(rows, barcodes)
    seen: dict[str, int] = {}
    firsts: dict[Key, Row] = {}
    used: Counter[int] = Counter()
    for row in rows:
        if row.wrong:
            continue
        row.title_id = titles.get(row.key, 0)
        _refuse_barcodes(row, barcodes, seen)
        if row.wrong:
            continue
        seen |= dict.fromkeys(row.barcodes, row.number)
        row.codes = [one for one in row.barcodes if one not in barcodes]
        row.unnamed = row.copies - len(row.barcodes)
        if row.title_id:
            # Copies that stand there already, under bar codes that no row names.
            free = copies[row.title_id] - named[row.title_id]
            known = min(row.unnamed, max(free - used[row.title_id], 0))
            used[row.title_id] += row.unnamed
            row.unnamed -= known
        row.first = firsts.get(row.key)
        firsts.setdefault(row.key, row)
        row.fate = _fate(row)


def _named(rows: Sequence[Row], known: Mapping[str, int]) -> Counter[int]:
    """Count of each title the copies that the rows name by their bar codes."""
    good = (row for row in rows if not row.wrong)
    return Counter(known[one] for row in good for one in {*row.barcodes} & known.keys())


def _fate(row: Row) -> Fate:
    if not row.title_id and row.first is None:
        return Fate.NEW
    return Fate.COPIES if row.codes or row.unnamed else Fate.SAME


def _refuse_barcodes(
    row: Row, known: Mapping[str, int], seen: Mapping[str, int]
) -> None:
    for code in row.barcodes:
        if code in seen:
            row.wrong.append(f"条码 {code} 和第 {seen[code]} 行重复。")
        elif row.barcodes.count(code) > 1:
            row.wrong.append(f"条码 {code} 写了两遍。")
        elif known.get(code, row.title_id) != row.title_id:
            row.wrong.append(f"条码 {code} 已经用在别的书上。")
