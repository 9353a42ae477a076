"""The law of a request: kinds, states, verbs, who may do what.

Pure: no database, no clock, no request. Sources: 服务指南「首问责任制」「事事有反馈、
件件有落实」; 信访工作条例 (2022) articles 17–36.
"""

from datetime import datetime, timedelta

from django.db import models

from center.rules import Role
from center.text import is_phone


class Kind(models.TextChoices):
    """What a request is about; an accusation against a person is never one of them."""

    HELP = "help", "求助"
    OPINION = "opinion", "意见建议、信访"
    CONSULTATION = "consultation", "政策咨询"
    ERRAND = "errand", "帮办代办"


class Channel(models.TextChoices):
    """How a request came in."""

    WEB = "web", "网上"
    COUNTER = "counter", "窗口"
    HOTLINE = "hotline", "电话"
    LETTER = "letter", "来信"
    VISIT = "visit", "上门走访"


class Scope(models.TextChoices):
    """How much of an errand the center does; in full needs a signed authorization."""

    NONE = "", "不是帮办代办"
    PARTIAL = "partial", "帮着办（本人到场）"
    FULL = "full", "全程代办（要签委托书）"


class State(models.TextChoices):
    """Where a request stands."""

    REGISTERED = "registered", "已登记，等人接手"
    IN_HAND = "in_hand", "办理中"
    ESCALATED = "escalated", "已报上级中心"
    HANDED_BACK = "handed_back", "上级已回，待转告"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"


class Verb(models.TextChoices):
    """Everything that can happen to a request; each leaves one step."""

    REGISTER = "register", "登记"
    CORRECT = "correct", "补充登记"
    CONFIRM = "confirm", "核对收到时间"
    TAKE = "take", "接手"
    HAND_OVER = "hand_over", "移交"
    REASSIGN = "reassign", "改派"
    ESCALATE = "escalate", "报上级中心"
    HAND_BACK = "hand_back", "上级退回或答复"
    URGE = "urge", "催上级答复"
    RECALL = "recall", "不等上级，调回"
    RELAY = "relay", "转告上级答复"
    NOTICE = "notice", "书面告知"
    REPLY = "reply", "答复"
    RETRACT = "retract", "撤回答复"
    CLOSE = "close", "办结"
    WITHDRAW = "withdraw", "撤回"
    REOPEN = "reopen", "重新办理"
    RECATEGORIZE = "recategorize", "改类别"
    NOTE = "note", "内部记录"
    READ = "read", "看过新情况"
    MESSAGE = "message", "居民补充"
    TELL = "tell", "告知进展"
    SPLIT = "split", "拆分事项"
    SETTLE = "settle", "逐项答复"
    ASSIST = "assist", "请协办"
    ASSISTED = "assisted", "协办完成"
    OBJECT = "object", "提出异议"
    RULE = "rule", "裁定异议"
    ASK_EXTENSION = "ask_extension", "申请延期"
    UNASK_EXTENSION = "unask_extension", "撤回延期申请"
    EXTEND = "extend", "批准延期"
    REFUSE_EXTENSION = "refuse_extension", "不批准延期"
    PAUSE = "pause", "暂停计时"
    RESUME = "resume", "恢复计时"
    RATE = "rate", "评价"
    CALL = "call", "回访"
    SUCCEED = "succeed", "交接"
    RELEASE = "release", "解除首问责任"
    COSIGN = "cosign", "联名"
    LINK = "link", "关联"
    UNLINK = "unlink", "解除关联"
    CONFLICT = "conflict", "回避"
    JUDGE = "judge", "定是不是说到同事"
    LIFT = "lift", "解除回避"
    REVEAL = "reveal", "查看诉求人"
    RECOMPUTE = "recompute", "重算期限"
    REMIND = "remind", "催办"
    PUBLISH = "publish", "公开"
    UNPUBLISH = "unpublish", "撤下公开"
    FORGET = "forget", "清除个人信息"
    UNLOCK = "unlock", "放开查询"


OPEN = (State.REGISTERED, State.IN_HAND, State.ESCALATED, State.HANDED_BACK)
ENDED = (State.CLOSED, State.WITHDRAWN)


# What happens under these verbs is for staff alone, for ever.
INTERNAL = (
    Verb.NOTE,
    Verb.READ,
    Verb.LINK,
    Verb.UNLINK,
    Verb.CONFLICT,
    Verb.JUDGE,
    Verb.LIFT,
    Verb.REVEAL,
    Verb.REMIND,
    Verb.SUCCEED,
    Verb.ASSIST,
    Verb.ASSISTED,
    Verb.OBJECT,
    Verb.RULE,
    Verb.UNLOCK,
)


# -- Duty (服务指南「首问责任制」; 办理登记制度; AB 岗)

RETURNS_BEFORE_SUPERVISOR = 2


def needs_supervisor(returns: int) -> bool:
    return returns >= RETURNS_BEFORE_SUPERVISOR


# -- Receipt (casework.md 2.3, rule 2)

FREE_BACKDATING = timedelta(days=1)
OLDEST_RECEIPT = timedelta(days=5 * 366)


def receipt_problem(received_at: datetime, at: datetime) -> str:
    """Say what is wrong with a moment of receipt; empty when nothing is."""
    if received_at > at:
        return "收到的时间还没到，不能填将来的时间，最晚填现在。"
    if at - received_at > OLDEST_RECEIPT:
        return "收到的时间太早了，请核对年份。"
    return ""


def needs_witness(received_at: datetime, at: datetime) -> bool:
    return at - received_at > FREE_BACKDATING


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


# -- Extension and pause


class ExtensionReason(models.TextChoices):
    """Why more time is asked for."""

    INVESTIGATION = "investigation", "要实地了解情况"
    OTHER_UNITS = "other_units", "要几个单位一起办"
    SUPERIOR = "superior", "要等上级答复"
    EXPERT = "expert", "要鉴定或听证"
    COMPLEX = "complex", "情况复杂"


class PauseReason(models.TextChoices):
    """Why the clock stands still; only where the center has switched pausing on."""

    MATERIALS = "materials", "等您补充材料"
    HEARING = "hearing", "正在听证或鉴定"
    SUPERIOR = "superior", "等上级答复"


PAUSE_MAX_DAYS = 30

# How long it is known which form was carried out.
DONE_KEPT = timedelta(days=30)

LENGTHS = {"title": 60, "body": 5000, "text": 3000, "reason": 300, "name": 40}

# What a step says of who did it when it was the person, or the portal itself.
PERSON, PORTAL = "诉求人", "系统"

# -- Who may do what

VIEW = "petitions.view_petition"
WORK = "petitions.work_petition"
SUPERVISE = "petitions.supervise_petition"
PUBLISH = "petitions.publish_petition"
REVEAL = "petitions.reveal_person"
_CLERK = [VIEW, WORK, REVEAL]
MAY = {
    Role.CLERK: _CLERK,
    Role.SUPERVISOR: [
        *_CLERK,
        SUPERVISE,
        PUBLISH,
        "petitions.view_centerpolicy",
        "petitions.add_centerpolicy",
        "petitions.change_centerpolicy",
    ],
}
