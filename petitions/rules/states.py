"""What a request is, where it stands and what happens to it: kinds, states, verbs."""

from datetime import timedelta

from django.db import models


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

# How long it is known which form was carried out.
DONE_KEPT = timedelta(days=30)

LENGTHS = {"title": 60, "body": 5000, "text": 3000, "reason": 300, "name": 40}

# What a step says of who did it when it was the person, or the portal itself.
PERSON, PORTAL = "诉求人", "系统"
