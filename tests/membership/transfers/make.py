"""Builders of transfers, through the actions: each verb with what it needs."""

from datetime import date
from itertools import count

from membership.transfers import actions
from membership.transfers.models import Transfer
from tests import make

AT = make.moment("2026-11-24 09:30")
_key = count(1)
# What travels with somebody on probation besides the dates.
PROBATION = {"introducers": "秦朗、施工", "probation_papers": "志愿书、政审、考察表"}


def key() -> str:
    return f"{next(_key):064x}"


def decision(day: date = date(2026, 11, 24)) -> actions.Decision:
    return actions.Decision(decided_by="中共清河街道工作委员会会议", decided_on=day)


def outgoing(center, member, by, **fields) -> Transfer:
    """Take a transfer out in at the counter; formal and on paper unless said."""
    fields = {
        "kind": "formal",
        "channel": "paper",
        "other_side": "中共临江市委组织部",
        "other_heading": "中共临江市委组织部",
        "at": AT,
        "form_key": key(),
    } | fields
    return actions.take_in(center=center, member=member, by=by, **fields)


def incoming(center, by, **fields) -> Transfer:
    """Register a formal relation that came on paper."""
    fields = {
        "kind": "formal",
        "channel": "paper",
        "name": "方舟",
        "phone": "16120000088",
        "other_side": "中共临江市第三中学总支部委员会",
        "member_kind": "formal",
        "joined_on": date(2012, 5, 4),
        "confirmed_on": date(2013, 5, 4),
        "outside_number": "临组转〔2026〕0311号",
        "came_on": date(2026, 11, 23),
        "came_valid_until": date(2026, 12, 20),
        "dues_paid_through": date(2026, 11, 1),
        "at": AT,
        "form_key": key(),
    } | fields
    if fields["member_kind"] == "probationary":
        fields = PROBATION | fields
    return actions.register(center=center, by=by, **fields)


class Cast:
    """Who does what; ``do`` performs one verb rightly at the moment ``at``."""

    def __init__(self, *, clerk, secretary, organizer, seal, branch, person=None):
        self.clerk, self.secretary = clerk, secretary
        self.organizer, self.seal = organizer, seal
        self.branch, self.person = branch, person
        self.at = AT

    def do(self, verb: str, transfer: Transfer, **more):
        name, by, fields = self.plan()[verb]
        fields = fields | more
        by = fields.pop("by", by)
        at = fields.pop("at", self.at)
        return getattr(actions, name)(transfer, by=by, at=at, **fields)

    def run(self, transfer: Transfer, *verbs: str) -> Transfer:
        for verb in verbs:
            transfer = self.do(verb, transfer)
        return transfer

    def plan(self):
        today = self.at.date()
        month = today.replace(day=1)
        agreed = {"decision": decision(today)}
        why = {"text": "对方来电说明过"}
        branch = {
            "is_clear": True,
            "dues_paid_through": month,
            "introducers": "秦朗、施工",
            "probation_papers": "志愿书、申请书、政审、考察表",
        }
        post = {"on": today, "how": "mail", "number": "临收〔2026〕8号"}
        return {
            "submit": ("submit_draft", self.clerk, {}),
            "withdraw": ("withdraw", self.clerk, why),
            "ask-papers": ("ask_papers", self.clerk, {"codes": ["id", "statement"]}),
            "supply": ("supply", self.clerk, {}),
            "accept": ("accept", self.clerk, {}),
            "not-accept": ("not_accept", self.clerk, why),
            "confirm": ("confirm", self.secretary, branch),
            "object": ("object_to", self.secretary, why),
            "approve": ("approve", self.organizer, agreed),
            "refuse": ("refuse", self.organizer, agreed | why),
            "send": ("send", self.clerk, {"outside_number": "X20261124001"}),
            "peer-accept": ("peer_accept", self.clerk, {}),
            "issue": ("issue", self.seal, {"dues_paid_through": month}),
            "deliver": ("deliver", self.clerk, {"delivered_to": "本人"}),
            "report-lost": ("report_lost", self.clerk, why),
            "reissue": ("reissue", self.seal, why | {"dues_paid_through": month}),
            "void": ("void", self.seal, why),
            "bounce": ("bounce", self.clerk, why),
            "reopen": ("reopen", self.clerk, {}),
            "reopen-papers": ("reopen_papers", self.clerk, why),
            "receipt": ("receipt", self.clerk, post),
            "complete": ("complete", self.clerk, {}),
            "archive": ("archive", self.clerk, {}),
            "verify": ("verify", self.clerk, {}),
            "return": ("give_back", self.organizer, agreed | why | {"code": "heading"}),
            "hold": ("hold", self.clerk, why),
            "resume": ("resume", self.clerk, why),
            "letter-expired": ("letter_expired", self.clerk, {}),
            "receive": ("receive", self.organizer, agreed),
            "assign": ("assign", self.organizer, {"branch": self.branch}),
            "send-receipt": ("send_receipt", self.seal, {"how": "mail"}),
            "close": ("close", self.clerk, {}),
        }


# The shortest way to each state of a formal transfer on paper.
WAY_OUT = {
    "submitted": [],
    "supplement": ["ask-papers"],
    "accepted": ["accept"],
    "branch_ok": ["accept", "confirm"],
    "approved": ["accept", "confirm", "approve"],
    "issued": ["accept", "confirm", "approve", "issue"],
    "delivered": ["accept", "confirm", "approve", "issue", "deliver"],
    "lost_check": ["accept", "confirm", "approve", "issue", "deliver", "report-lost"],
    "bounced": ["accept", "confirm", "approve", "issue", "deliver", "bounce"],
    "done": ["accept", "confirm", "approve", "issue", "deliver", "receipt"],
    "archived": [
        "accept",
        "confirm",
        "approve",
        "issue",
        "deliver",
        "receipt",
        "archive",
    ],
    "withdrawn": ["withdraw"],
    "not_accepted": ["not-accept"],
    "refused": ["accept", "confirm", "refuse"],
}
WAY_IN = {
    "registered": [],
    "verifying": ["verify"],
    "on_hold": ["verify", "hold"],
    "returned": ["verify", "return"],
    "received": ["verify", "receive"],
    "assigned": ["verify", "receive", "assign"],
    "receipt_sent": ["verify", "receive", "assign", "send-receipt"],
    "done": ["verify", "receive", "assign", "send-receipt", "close"],
}
