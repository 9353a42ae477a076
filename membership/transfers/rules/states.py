"""Kinds, ways, states and verbs of moving an organization relation."""

from django.db import models

CODE_LENGTH = 12


class Direction(models.TextChoices):
    """Seen from the organizations that this center serves."""

    OUT = "out", "转出"
    IN = "in", "转入"


class Kind(models.TextChoices):
    """What is moved, and with which paper."""

    FORMAL = "formal", "转正式组织关系"
    CERTIFICATE = "certificate", "开党员证明信（临时外出，6 个月以内）"
    INSIDE = "inside", "同一党委内调整支部"
    GROUP = "group", "整建制转移（整个组织）"
    LEAGUE = "league", "共青团组织关系"


class Channel(models.TextChoices):
    """Which way the relation travels; the portal only keeps the register of it."""

    SYSTEM = "system", "全国党员管理信息系统"
    PLATFORM = "platform", "省内平台"
    PAPER = "paper", "纸质介绍信"
    NONE = "none", "委员会内登记，不开介绍信"


class Why(models.TextChoices):
    """Why somebody moves (接转登记簿, 转接原因)."""

    STUDY = "study", "升学"
    WORK = "work", "就业"
    POST = "post", "工作调动"
    RETIRED = "retired", "退休"
    DISCHARGED = "discharged", "退役"
    HOME = "home", "居住地变化"
    OTHER = "other", "其他"


class State(models.TextChoices):
    """Where a transfer stands; the first block is for out, the second for in."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待受理"
    SUPPLEMENT = "supplement", "待补材料"
    ACCEPTED = "accepted", "已受理"
    BRANCH_OK = "branch_ok", "支部已确认"
    APPROVED = "approved", "已审批"
    SENT = "sent", "网上已发起"
    PEER_ACCEPTED = "peer_accepted", "对方已接收"
    ISSUED = "issued", "已开介绍信"
    DELIVERED = "delivered", "信已交本人"
    LOST_CHECK = "lost_check", "遗失核查"
    OVERDUE = "overdue", "逾期未接"
    BOUNCED = "bounced", "被退回"
    DONE = "done", "已办结"
    ARCHIVED = "archived", "已归档"
    WITHDRAWN = "withdrawn", "已撤回"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    REFUSED = "refused", "不予转出"

    REGISTERED = "registered", "已登记"
    VERIFYING = "verifying", "核验中"
    ON_HOLD = "on_hold", "暂缓"
    EXPIRED_CHECK = "expired_check", "信已过期，核查中"
    RETURNED = "returned", "已退回重办"
    RECEIVED = "received", "已接收"
    ASSIGNED = "assigned", "已编入支部"
    RECEIPT_SENT = "receipt_sent", "回执已寄"


class Verb(models.TextChoices):
    """What can be done, in the words on the buttons."""

    START = "start", "登记"
    SUBMIT = "submit", "提交"
    WITHDRAW = "withdraw", "撤回"
    ASK_PAPERS = "ask-papers", "一次告知缺的材料"
    SUPPLY = "supply", "材料补齐了"
    ACCEPT = "accept", "受理"
    NOT_ACCEPT = "not-accept", "不予受理"
    CONFIRM = "confirm", "支部确认"
    OBJECT = "object", "支部退回补材料"
    APPROVE = "approve", "记录党委同意"
    REFUSE = "refuse", "记录不予转出"
    SEND = "send", "登记网上已发起"
    PEER_ACCEPT = "peer-accept", "登记对方已接收"
    ISSUE = "issue", "登记开介绍信"
    DELIVER = "deliver", "登记本人领信"
    REPORT_LOST = "report-lost", "登记遗失"
    REISSUE = "reissue", "作废旧信、补开"
    EXPIRE = "expire", "信已过有效期"
    VOID = "void", "作废这封信（写错、打坏）"
    BOUNCE = "bounce", "登记被对方退回"
    REOPEN = "reopen", "重新开介绍信"
    REOPEN_PAPERS = "reopen-papers", "要先补材料"
    RECEIPT = "receipt", "登记收到回执"
    COMPLETE = "complete", "办结"
    ARCHIVE = "archive", "归档"

    VERIFY = "verify", "开始核验"
    RETURN = "return", "退回重办"
    HOLD = "hold", "暂缓"
    RESUME = "resume", "继续核验"
    LETTER_EXPIRED = "letter-expired", "信过期了，去核查"
    RECEIVE = "receive", "记录党委接收"
    ASSIGN = "assign", "编入支部"
    SEND_RECEIPT = "send-receipt", "登记回执寄出"
    CLOSE = "close", "办结转入"
