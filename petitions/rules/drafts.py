"""What is checked before a reply leaves the house. Pure.

Source: casework.md 5 (counter clerk); 信访工作条例 article 32: every ask is answered.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from petitions.rules.privacy import numbers, plain_number

SHORTEST_REPLY = 6
_PLACEHOLDER = re.compile(
    r"[×✕Xx]{2,}(?![0-9A-Za-z])|【[^】]{0,30}】|\[[^\]]{0,30}\]|_{2,}|＿{2,}|\{[^}]{0,30}\}|"
    r"…{3,}|\.{6,}|TODO|待填|待定|此处填写|（\s*）|\(\s*\)|某某|年\s+月\s+日|□"
)
_INTERNAL_WORDS = ("内部意见", "不要告诉", "内部记录", "仅供内部", "不对外")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a draft; a blocking one must be mended before sending."""

    code: str
    text: str
    is_blocking: bool = True


def draft_problems(
    text: str, *, own_numbers: Collection[str] = (), open_asks: Collection[int] = ()
) -> list[Problem]:
    """Return what is wrong with a draft, worst first.

    ``own_numbers`` are the person's own and the center's: those may stand in it.
    """
    found: list[Problem] = []
    if len(text.strip()) < SHORTEST_REPLY:
        found.append(Problem("short", "答复太短，请写清楚办理情况和结果。"))
    if open_asks:
        which = "、".join(str(number) for number in sorted(open_asks))
        found.append(Problem("asks", f"还有事项没有答复：第 {which} 项。"))
    if match := _PLACEHOLDER.search(text):
        found.append(Problem("placeholder", f"还有没填好的地方：“{match.group()}”。"))
    found += _foreign_numbers(text, own_numbers)
    found += [
        Problem("internal", f"里面有内部用语“{word}”。", is_blocking=False)
        for word in _INTERNAL_WORDS
        if word in text
    ]
    return found


def _foreign_numbers(text: str, own: Collection[str]) -> list[Problem]:
    known = {plain_number(number) for number in own if number}
    return [
        Problem("number", f"里面有别人的{spot.kind.label}：“{spot.text}”，请删去。")
        for spot in numbers(text)
        if plain_number(spot.text) not in known
    ]
