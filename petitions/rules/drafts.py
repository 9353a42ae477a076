"""What is checked before words leave the house. Pure.

Source: casework.md 5 (counter clerk); 信访工作条例 article 32: every ask is answered.
"""

import re
from collections.abc import Collection
from typing import NamedTuple

from petitions.rules.privacy import BLANK, of_strangers

SHORTEST_REPLY = 6
_PLACEHOLDER = re.compile(
    r"[×✕Xx]{2,}(?![0-9A-Za-z])|【[^】]{0,30}】|\[[^\]]{0,30}\]|_{2,}|﹍{2,}|\{[^}]{0,30}\}|"
    r"<[^<>\n]{0,30}>|〔(?!\d{4}〕)[^〕]{0,30}〕|%[A-Za-z_\u4e00-\u9fff]{1,20}%|"
    r"…{3,}|\.{6,}|\*{3,}|TODO|TBD|待填|待定|待补充|此处填写|（\s*）|\(\s*\)|某某|年\s+月|月\s+日|点\s+分|于\s+日|□|"
    r"(?<![一二三四五六七八九零〇])[○〇◯]{2,}|《\s*》|"
    r"[（(《](?:姓名|电话|日期|时间|单位|地址|原因|金额|编号|文件|文件名|政策|政策名称)[）)》]"
)
_BRACKETS = str.maketrans("［］｛｝＜＞％＿＊", "[]{}<>%_*")
_INTERNAL_WORDS = ("内部意见", "不要告诉", "内部记录", "仅供内部", "不对外")


class Problem(NamedTuple):
    """One thing wrong with a draft; a blocking one must be mended before sending."""

    code: str
    text: str
    is_blocking: bool = True


def draft_problems(
    text: str,
    *,
    own_numbers: Collection[str] = (),
    own_words: str = "",
    open_asks: Collection[int] = (),
) -> list[Problem]:
    """Return what is wrong with the draft of a reply, worst first."""
    found: list[Problem] = []
    if len(text.strip()) < SHORTEST_REPLY:
        found.append(Problem("short", "答复太短，请写清楚办理情况和结果。"))
    if open_asks:
        which = "、".join(str(number) for number in sorted(open_asks))
        found.append(Problem("asks", f"还有事项没有答复：第 {which} 项。"))
    return found + outgoing_problems(text, own_numbers, own_words)


def outgoing_problems(
    text: str, own_numbers: Collection[str] = (), own_words: str = ""
) -> list[Problem]:
    """Return what is wrong with any words that a person is to read.

    ``own_numbers`` are the person's own and the center's: those may stand in it.
    """
    found: list[Problem] = []
    if blank := placeholder(text):
        found.append(Problem("placeholder", f"还有没填好的地方：“{blank}”。"))
    if BLANK in text:
        veiled = "里面有遮住的字（■■），发出去人家看不懂，请改写。"
        found.append(Problem("veiled", veiled))
    found += [
        Problem("number", f"里面有别人的{spot.kind.label}：“{spot.text}”，请删去。")
        for spot in of_strangers(text, own_numbers, own_words)
    ]
    found += [
        Problem("internal", f"里面有内部用语“{word}”。", is_blocking=False)
        for word in _INTERNAL_WORDS
        if word in text
    ]
    return found


def placeholder(text: str) -> str:
    match = _PLACEHOLDER.search(text.translate(_BRACKETS))
    return text[match.start() : match.end()] if match else ""
