"""Find Chinese names by characters, pinyin and initials. Pure.

PostgreSQL knows no Chinese words and its trigrams need three characters. So each name
has its pieces in one array: every character and pair of characters, ``~`` and pairs of
initials, ``=`` and pairs and triples of pinyin letters. An index on the array finds
rows with all pieces of the question; what is read then is compared as text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

LONGEST_QUESTION = 40
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff〇]")
_BETWEEN_LATIN = re.compile(r"(?<=[a-z0-9])\s+(?=[a-z0-9])")

# Read wrongly without us: phrases, and surnames before how people are addressed.
_PHRASES = {"调休": "tiao xiu", "曾国藩": "zeng guo fan", "调解": "tiao jie"}
_SURNAMES = {
    "曾": "zeng",
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "区": "ou",
    "查": "zha",
    "朴": "piao",
    "盖": "ge",
    "翟": "zhai",
}
_TITLES = {
    "老师": "lao shi",
    "书记": "shu ji",
    "主任": "zhu ren",
    "先生": "xian sheng",
    "女士": "nv shi",
    "同志": "tong zhi",
    "医生": "yi sheng",
}


@cache
def reader() -> Callable[[str], list[str]]:
    """Return what says how characters sound.

    Its dictionaries are 1.3 s of a start of 3.4 s, and most processes never ask.
    """
    from pypinyin import lazy_pinyin, load_phrases_dict  # noqa: PLC0415 - see above

    known = dict(_PHRASES)
    for surname, sound in _SURNAMES.items():
        known |= {surname + title: f"{sound} {said}" for title, said in _TITLES.items()}
    load_phrases_dict(
        {words: [[one] for one in said.split()] for words, said in known.items()}
    )
    return lazy_pinyin


def plain(text: str) -> str:
    """Return letters, digits and characters alone, small and in half width."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("ü", "v")
    kept = (
        sign if unicodedata.category(sign)[0] in "LN" else " " if sign.isspace() else ""
        for sign in folded
    )
    return " ".join("".join(kept).split())


def terms(typed: str) -> list[str]:
    """Return what is asked for; all of it has to be found.

    A blank between Latin letters is dropped, beside a character it divides.
    """
    question = _BETWEEN_LATIN.sub("", plain(typed[: LONGEST_QUESTION * 4]))
    return question[:LONGEST_QUESTION].split()


def is_han(term: str) -> bool:
    return bool(_HAN.search(term))


def packed(text: str) -> str:
    return plain(text).replace(" ", "")


def pinyin_of(name: str) -> tuple[str, str]:
    """Return the full pinyin of a name and its initials, both without blanks."""
    sounds = [plain(one).replace(" ", "") for one in reader()(plain(name))]
    initials = (one if one.isdigit() else one[:1] for one in sounds)
    return "".join(sounds), "".join(initials)


def spoken(typed: str) -> tuple[str, str]:
    """Return pinyin and initials that somebody wrote with blanks: ``shan lao shi``."""
    sounds = plain(typed).split()
    return "".join(sounds), "".join(one[:1] for one in sounds)


def pieces(words: Iterable[str], pinyin: str, initials: str) -> list[str]:
    """Return everything a row can be found by, each once."""
    found: set[str] = set()
    for word in words:
        found |= {sign for sign in word if _HAN.match(sign)}
        found |= _runs(word, 2)
    found |= {f"~{pair}" for pair in _runs(initials, 2)}
    found |= {f"={run}" for run in _runs(pinyin, 2) | _runs(pinyin, 3)}
    return sorted(found)


def pieces_of(text: str) -> list[str]:
    return sorted(_runs(text, 2)) or [text]


def initial_pieces(letters: str) -> list[str]:
    return [f"~{pair}" for pair in sorted(_runs(letters, 2))]


def sound_pieces(letters: str) -> list[str]:
    size = 3 if len(letters) > 2 else 2
    return [f"={run}" for run in sorted(_runs(letters, size))]


def _runs(text: str, size: int) -> set[str]:
    return {text[n : n + size] for n in range(len(text) - size + 1)}
