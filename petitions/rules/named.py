"""Whether a text speaks of a member of staff. Pure.

A hit is only a proposal: a short name may be a common word, so a colleague decides.
Until then whoever may be meant keeps away (信访工作条例 article 22: 回避).
"""

import re
import unicodedata

from center.text import visible

_OFFICE = "同志|主任|书记|主管|科长|所长|站长|干事"
_SENTENCE = re.compile(r"[。！？；]")
_AT_WORK = "窗口|前台|大厅|柜台|你们|您们|办事|经办|值班|工作人员"


def new_words(text: str, before: str) -> str:
    old = set(_SENTENCE.split(before))
    return "。".join(one for one in _SENTENCE.split(text) if one not in old)


# What people put into a name so that it is not found.
_WITHIN = re.compile(r"(?<=[\u3400-\u9fff])[·•‧∙⋅・.．_\-－—*\s]+(?=[\u3400-\u9fff])")


def _undivided(text: str) -> str:
    plain = unicodedata.normalize("NFKC", visible(text))
    return _WITHIN.sub("", " ".join(plain.split()))


def spoken_of(text: str, name: str, *, is_near: bool = False) -> str:
    """Return the words in which a text speaks of somebody, or empty.

    Blanks, dots and widths do not matter. ``is_near``: of the center that was written
    to, where people also say 陈主任, 姓陈的 or 窗口小陈.
    """
    plain, wanted = _undivided(text), _undivided(name)
    if len(wanted) < 2:
        return ""
    if wanted.casefold() in plain.casefold():
        return wanted
    if not is_near:
        return ""
    first = re.escape(wanted[0])
    found = re.search(
        rf"(?<!我)姓{first}的|{first}(?:{_OFFICE})|(?:{_AT_WORK})的?[小老]{first}",
        plain,
    )
    return found.group() if found else ""
