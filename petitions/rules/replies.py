"""What an answer comes to, how it reached the person, what they think of it. Pure."""

from datetime import datetime, timedelta

from django.db import models

from center.text import is_phone

# -- Rating (国办发〔2019〕51号: five levels, the lowest two are 差评)


class Score(models.IntegerChoices):
    """How content the person is."""

    VERY_BAD = 1, "非常不满意"
    BAD = 2, "不满意"
    FAIR = 3, "基本满意"
    GOOD = 4, "满意"
    VERY_GOOD = 5, "非常满意"


CHANGE_RATING = timedelta(hours=24)
REOPEN_DAYS = 30


def is_bad(score: int) -> bool:
    """Say whether a rating asks for a call within one working day."""
    return score <= Score.BAD


def may_change_rating(rated_at: datetime, at: datetime) -> bool:
    return at - rated_at < CHANGE_RATING


class Outcome(models.TextChoices):
    """How one ask was answered (信访工作条例 article 32)."""

    SUPPORT = "support", "支持"
    EXPLAIN = "explain", "解释说明"
    REFUSE = "refuse", "不支持"


class Reached(models.TextChoices):
    """How the reply reached the person."""

    PHONE = "phone", "电话告知"
    TEXT = "text", "短信"
    IN_PERSON = "in_person", "当面告知"
    LETTER = "letter", "书面送达"
    PAGE = "page", "本人在网上看了"


def reach_refusal(
    reached: str, phone: str, *, has_speakers: bool = False, is_anonymous: bool = False
) -> str:
    """Say why the person cannot have been reached that way; empty when they can."""
    if is_anonymous and reached == Reached.LETTER:
        return "匿名的不知道送给谁；本人来过、在网上看了才算告知，不然写明没能告知。"
    if has_speakers or reached not in (Reached.PHONE, Reached.TEXT):
        return ""
    if not phone:
        return "这件没有留电话，选不了电话、短信；请补上电话，或者另选一种告知的办法。"
    is_mobile = reached == Reached.PHONE or is_phone(phone)
    return "" if is_mobile else "留的是座机，收不到短信，请另选一种告知的办法。"
