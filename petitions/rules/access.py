"""How much of a case somebody sees. Pure; the one place where this is decided.

Source: 信访工作条例 article 9 and 个人信息保护法 6: who has to act on a matter gets to
know the matter, and who asked only as far as that needs it.
"""

from enum import IntEnum


class Sight(IntEnum):
    """What of a case is there for somebody."""

    NOTHING = 0
    MATTER = 1
    WHOLE = 2


def sight(
    *, is_named: bool, is_home: bool, is_above: bool, assists: bool, has_revealed: bool
) -> Sight:
    """Return what a member of staff sees of a case.

    ``is_home``: of the center that owes the answer; ``is_above``: of one that looks
    after that center; ``assists``: of one with an unfinished part. Who is named in
    the case sees nothing, also where they gave a reason to look at who asked.
    """
    if is_named or not (is_home or is_above or assists):
        return Sight.NOTHING
    return Sight.WHOLE if is_home or has_revealed else Sight.MATTER
