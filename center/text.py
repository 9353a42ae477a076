"""One written form of what people type: text, names, numbers, codes, dates. Pure."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from urllib.parse import parse_qs, urlsplit

# A mobile number of the mainland: eleven ASCII digits. ``[0-9]`` and not ``\\d``,
# which would let full-width and Arabic digits through.
PHONE = r"1[3-9][0-9]{9}"
# Crockford base 32: no I, L, O, U, so that a code survives the telephone.
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SPOKEN = str.maketrans("OIL", "011")
LONGEST_CODE = 300


# -- Characters of GBK and GB 18030 that stand in the private use area

# What the codec of GB 18030-2000 itself still puts there (GB 18030-2005, annex; the
# six outside the first plane as in GB 18030-2022).
_LATER = {
    **dict(zip(range(0xE78D, 0xE797), "︐︒︑︓︔︕︖︗︘︙", strict=True)),
    0xE816: "\U00020087",
    0xE817: "\U00020089",
    0xE818: "\U000200cc",
    0xE81E: "\u9fb4",
    0xE826: "\u9fb5",
    0xE82B: "\u9fb6",
    0xE82C: "\u9fb7",
    0xE831: "\U000215d7",
    0xE832: "\u9fb8",
    0xE83B: "\U0002298f",
    0xE843: "\u9fb9",
    0xE854: "\u9fba",
    0xE855: "\U000241fe",
    0xE864: "\u9fbb",
}
# What Windows wrote for signs of GBK that Unicode did not have yet.
_SIGNS = {0xE76C: "€", 0xE7C7: "ḿ", 0xE7C8: "ǹ", 0xE7E7: "〾"}
_SIGNS |= dict(zip(range(0xE7E8, 0xE7F4), "⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻", strict=True))
# U+E815 … U+E864 are the eighty signs of GBK 0xFE50 … 0xFEA0, in order.
_ROW = [place for place in range(0x50, 0xA1) if place != 0x7F]
_RARE = {
    0xE815 + n: bytes([0xFE, place]).decode("gb18030") for n, place in enumerate(_ROW)
}
PRIVATE = _RARE | _SIGNS | _LATER

_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Controls, and signs that Unicode itself says are never drawn.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
_FILLER = re.compile("[\u2800\u3164\uffa0]")
_JOINERS = "\u180e\u200c\u200d"
_TAGS = "".join(map(chr, range(0xE0020, 0xE0080)))
_FLAG = "\U0001f3f4"
LONGEST_FLAG = 12


def visible(text: str) -> str:
    """Return typed text in one form: what nobody can see goes, what is seen stays."""
    text = _FILLER.sub(" ", _BREAK.sub("\n", text.translate(PRIVATE)))
    text = unicodedata.normalize("NFC", text)
    plain = _UNSEEN.sub(lambda at: at[0] if _holds(text, at.start()) else "", text)
    return plain.strip()


def _holds(text: str, at: int) -> bool:
    """Say whether an unseen sign shapes what stands around it."""
    sign, before, after = text[at], text[max(at - LONGEST_FLAG, 0) : at], text[at + 1 :]
    if sign in _TAGS:
        return before.rstrip(_TAGS).endswith(_FLAG)
    return (
        sign in _JOINERS
        and bool(before and after)
        and _is_shaped(before[-1])
        and _is_shaped(after[0])
    )


def _is_shaped(sign: str) -> bool:
    """Say whether a sign is of a script or a picture that joiners shape."""
    is_script = "\u0590" <= sign <= "\u10ff" or "\u1200" <= sign <= "\u1fff"
    is_picture = unicodedata.category(sign) in ("So", "Sk")
    return is_script or is_picture or "\ufe00" <= sign <= "\ufe0f"


def unprintable(text: str) -> str:
    """Return a refusal with the place of a sign no font can draw, or nothing."""
    for place, sign in enumerate(text, start=1):
        if unicodedata.category(sign) == "Co" or (ord(sign) & 0xFFFE) == 0xFFFE:
            return f"第 {place} 个字显示不出来，请换成能显示的写法，或用同音字代替。"
    return ""


def one_line(text: str) -> str:
    return " ".join(visible(text).split())


# -- Reasons

LEAST_REASON = 2
NO_REASON = "请把{}写清楚，一个字说不明白。"


def is_reason(text: str) -> bool:
    """Say whether a text gives a reason: one sign or a row of dots does not."""
    return sum(sign.isalnum() for sign in text) >= LEAST_REASON


# -- Names

_HAN = (
    "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe00-\ufe0f"
    "\U00020000-\U0003ffff\U000e0100-\U000e01ef"
)
_DOTS = re.compile(r"\s*[·•‧∙⋅・●∘◦ꞏ᛫ᆞ]\s*")
_DOT_BETWEEN = re.compile(rf"(?<=[{_HAN}])\s*[.．]\s*(?=[{_HAN}])")
_BLANK_BETWEEN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")


def person_name(text: str) -> str:
    """Return a name as it is stored and compared.

    No blanks or breaks between Han characters, one dot ``·``, half-width letters.
    """
    # NFKC would make a blank and a mark of the dot above.
    plain = unicodedata.normalize("NFKC", visible(text).replace("˙", "·"))
    plain = _DOTS.sub("·", " ".join(plain.split()))
    return _BLANK_BETWEEN.sub("", _DOT_BETWEEN.sub("·", plain))


# -- Numbers


def compact(text: str) -> str:
    """Return a number without blanks, dashes and brackets, in half-width signs."""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return "".join(
        sign
        for sign in plain
        if not sign.isspace()
        and sign not in "()−ー"
        and unicodedata.category(sign) != "Pd"
    )


def half_width(text: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).strip()


def spellings(text: str) -> list[str]:
    """Return how what is looked for may stand in a row: as words, a name, a number."""
    line = half_width(one_line(text))
    found = [line, person_name(line)]
    if is_contact(number := clean_contact(line)):
        found.append(number)
    return list(dict.fromkeys(filter(None, found)))


def is_phone(text: str) -> bool:
    return re.fullmatch(PHONE, text) is not None


# What stands before a number that was copied with its name.
_LABEL = r"(?:[^\W\d_]{1,8}:?)?"


def clean_phone(text: str) -> str:
    """Return a typed mobile number as eleven ASCII digits, or as it was."""
    plain = re.sub(r"[._·/、,;。]", "", compact(text))
    found = re.fullmatch(rf"{_LABEL}(?:\+86|0086|86)?({PHONE})", plain)
    return found[1] if found else text.strip()


_AREA = r"0(?:[01]0|2[0-9]|[3-9][0-9]{2})"
_LANDLINE = re.compile(rf"({_AREA})?-?([0-9]{{7,8}})(?:-([0-9]{{1,6}}))?")
_SERVICE = re.compile(r"[48]00[0-9]{7}")


def clean_contact(text: str) -> str:
    """Return a mobile number, a landline as 0571-87654321-5, or the text as it was."""
    if is_phone(mobile := clean_phone(text)):
        return mobile
    plain = compact(text)
    if _SERVICE.fullmatch(plain):
        return plain
    plain = re.sub(r"^(?:\+86|0086)(?=[1-9])", "0", plain)
    dashed = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    extension = re.search(r"(?:转|分机|[#*xX]|[^\w(]\s*)\s*([0-9]{1,6})\s*$", dashed)
    for digits, inner in _split(plain, extension[1] if extension else ""):
        if found := _LANDLINE.fullmatch(digits):
            return "-".join(filter(None, [found[1], found[2], inner]))
    return text.strip()


def _split(plain: str, inner: str) -> list[tuple[str, str]]:
    """Return a number whole, and without what may be its extension."""
    number = re.sub(r"(?:转|分机|[#*xX])?[0-9]*$", "", plain) if inner else ""
    rest = plain.removesuffix(inner) if inner else ""
    return [(plain, ""), (rest, inner), (number, inner)]


def is_contact(text: str) -> bool:
    whole = _LANDLINE.fullmatch(text) or _SERVICE.fullmatch(text)
    return is_phone(text) or whole is not None


def last_four(text: str) -> str:
    phone = clean_phone(text)
    return phone[-4:] if is_phone(phone) else digits_in(text)


def digits_in(text: str) -> str:
    """Return a number without the words and marks before and after it."""
    return re.sub(r"^[^0-9]+(?=[0-9]+[^0-9]*$)|[^0-9]+$", "", compact(text))


def tail_of(phone: str) -> str:
    found = _LANDLINE.fullmatch(phone)
    return (found[2] if found else phone)[-4:]


# -- Codes


_BETWEEN = re.compile(r"[\s·._,、]+")
_NUMBER = re.compile(r"(?<![0-9A-Z])(?:CODE|NO)\s*[.:=]+")
# A label and a colon before it, quotes around it, and what the sentence says after it.
_CODE = re.compile(
    r"(?:.*[^\x00-\x7f])?[-:=]*[\"'(\[<]?([0-9A-Z]+(?:-+[0-9A-Z]+)*)[\"')\]>]?"
    r"[-:;]*(?:[^\x00-\x7f].*)?",
    re.DOTALL,
)


def clean_code(text: str) -> str:
    """Return a typed or scanned code in its one written form, or empty.

    Accepts blanks, dashes, lower case, O for 0, I and L for 1, a label before it, the
    rest of the sentence after it, and the whole address that a scanner reads.
    """
    text = text[:LONGEST_CODE]
    if "/" in text:
        text = _from_address(text)
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    plain = _dashed(_BETWEEN.sub("-", _NUMBER.sub("", plain)))
    found = _CODE.fullmatch(plain)
    code = found[1].replace("-", "").translate(_SPOKEN) if found else ""
    return code if set(code) <= set(CODE_LETTERS) else ""


def _dashed(text: str) -> str:
    """Return a text with one dash for every kind of dash."""
    return "".join(
        "-" if sign in "−ー" or unicodedata.category(sign) == "Pd" else sign
        for sign in text
    )


def _from_address(text: str) -> str:
    """Return the code of an address: in its query, else its last part."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    asked = parse_qs(parts.query).get("code", [""])[0]
    return asked or parts.path.rstrip("/").rsplit("/", 1)[-1]


# -- Dates

# Nobody who comes was born before, and no paper lies further ahead than this.
FIRST_DAY = date(1900, 1, 1)
YEARS_AHEAD = 10
_DAYS = (
    re.compile(r"([0-9]{4})[-/.,、。年]([0-9]{1,2})[-/.,、。月]([0-9]{1,2})[日号]?"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
)
_WEEKDAY = re.compile(r"\(?(?:星期|礼拜|周)[一二三四五六日天]\)?")
_CLOCK = re.compile(
    r"(上午|早上|中午|下午|晚上)?\s*([0-9]{1,2})"
    r"(?:[:.]?([0-9]{2})|[点时](?:([0-9]{1,2})分?|(半))?)"
    r"(?::([0-9]{2})(?:\.[0-9]+)?)?(?:\s*([AP]M)|\+08:?00)?",
    re.IGNORECASE,
)
_MOMENT = re.compile(rf"(.*?[0-9日号])(?:\s+|T|(?<=[日号]))({_CLOCK.pattern})", re.I)
NOON = 12


def read_date(text: str) -> date | None:
    """Read 2020-06-01, 2020/6/1, 20200601, 2020年6月1日, also with a time behind."""
    plain = _WEEKDAY.sub("", half_width(text)).strip()
    if found := _MOMENT.fullmatch(plain):
        plain = found[1]
    plain = _dashed(re.sub(r"\s", "", plain))
    for shape in _DAYS:
        if found := shape.fullmatch(plain):
            year, month, day = (int(part) for part in found.groups())
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


def read_clock(text: str) -> timedelta | None:
    """Read 9:00, 9：00, 9点半, 下午2:00, 0900 as the time since midnight, to 24:00."""
    found = _CLOCK.fullmatch(half_width(text))
    if not found:
        return None
    part, hour, minute, other, half, second, english = found.groups()
    hours = _hour(int(hour), part or (english or "").upper())
    minutes, seconds = 30 if half else int(minute or other or 0), int(second or 0)
    since = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    fits = minutes < 60 and seconds < 60 and since <= timedelta(days=1)
    return since if fits else None


def _hour(hour: int, part: str) -> int:
    """Return the hour of a day of 24, said with its part of the day."""
    if hour == NOON:
        return 0 if part == "AM" else hour
    is_late = part in ("下午", "晚上", "PM") or (part == "中午" and hour < 9)
    return hour + NOON if is_late and hour < NOON else hour


def read_moment(text: str) -> datetime | None:
    """Read a day and a time behind it; 24:00 is the begin of the next day."""
    plain = _WEEKDAY.sub("", half_width(text)).strip()
    found = _MOMENT.fullmatch(plain)
    day = read_date(found[1]) if found else None
    since = read_clock(found[2]) if found else None
    if day is None or since is None or day.year == date.max.year:
        return None
    return datetime.combine(day, time.min) + since


def last_day(today: date) -> date:
    return date(today.year + YEARS_AHEAD, 12, 31)


def implausible(day: date, today: date, *, is_past: bool = False) -> str:
    """Return why ``day`` cannot be meant, or nothing."""
    if day < FIRST_DAY:
        return f"年份太早了，请写 {FIRST_DAY.year} 年以后的日期。"
    if is_past and day > today:
        return "这个日期还没到，不能晚于今天。"
    if day > last_day(today):
        return f"年份太远了，最多写到 {last_day(today).year} 年底。"
    return ""
