"""Numbers in capitals against alteration: 贰零贰陆年壹拾壹月, 玖拾天, 人民币叁元整.

Pure. The form of 组通字〔2006〕45号 asks for the month of the dues and the days of
validity in capitals.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
_FEN = Decimal("0.01")
LARGEST = 10**12


def number(value: int) -> str:
    """Return a whole number from 0 to 999,999,999,999 as it is read, in capitals."""
    if not 0 <= value < LARGEST:
        raise ValueError(f"no capitals for {value}")
    words = ""
    for group in reversed(range(len(_GROUPS))):
        part = value // 10 ** (4 * group) % 10_000
        if part:
            # A zero is read once between two parts that do not touch.
            gap = words and (part < 1000 or value // 10 ** (4 * group + 4) % 10 == 0)
            words += (DIGITS[0] if gap else "") + _four(part) + _GROUPS[group]
        # A whole group of zeros is covered by the zero of the next part that is not.
    return words or DIGITS[0]


def _four(value: int) -> str:
    """Return 1 to 9999 in capitals; zeros inside are read once, at the end never."""
    words, waiting = "", False
    for place in reversed(range(4)):
        digit = value // 10**place % 10
        if digit:
            words += (DIGITS[0] if waiting else "") + DIGITS[digit] + _PLACES[place]
            waiting = False
        else:
            waiting = bool(words)
    return words


def year(value: int) -> str:
    """Return a year digit by digit: 贰零贰陆."""
    return "".join(DIGITS[int(digit)] for digit in f"{value:04}")


def month_of(day: date) -> str:
    """Return 贰零贰陆年壹拾壹月."""
    return f"{year(day.year)}年{number(day.month)}月"


def date_of(day: date) -> str:
    """Return 贰零贰陆年壹拾壹月贰拾肆日."""
    return f"{month_of(day)}{number(day.day)}日"


def days(value: int) -> str:
    """Return 玖拾天."""
    return f"{number(value)}天"


def money(amount: Decimal) -> str:
    """Return 人民币壹佰元零伍分; rounded half up to 分, and never negative."""
    amount = amount.quantize(_FEN, ROUND_HALF_UP)
    if amount < 0:
        raise ValueError(f"no capitals for {amount}")
    cents = int(amount * 100)
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    words = f"{number(yuan)}元" if yuan or not cents else ""
    if not jiao and not fen:
        return f"人民币{words}整"
    if jiao:
        words += f"{DIGITS[jiao]}角"
    elif yuan:
        words += DIGITS[0]
    return f"人民币{words}{DIGITS[fen]}分" if fen else f"人民币{words}整"
