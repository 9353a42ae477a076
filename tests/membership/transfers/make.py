"""Builders of transfers, through the actions: each verb with what it needs."""

from datetime import date
from functools import partial
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from membership.transfers.actions import asking
from membership.transfers.actions import incoming as coming
from membership.transfers.actions.base import write_down
from membership.transfers.models import Transfer
from membership.transfers.rules.states import Verb
from membership.transfers.views.verbs import VERBS
from tests import make

AT = make.moment("2026-11-24 09:30")
_key = count(1)
# What each verb runs; handing in a draft is the member's alone.
RUN = {str(action.verb): action.run for action in VERBS.actions}
RUN["submit"] = partial(write_down, verb=Verb.SUBMIT)
# What travels with somebody on probation besides the dates.
PROBATION = {"introducers": "秦朗、施工", "probation_papers": "志愿书、政审、考察表"}


def key() -> str:
    return f"{next(_key):064x}"


def decision(day=date(2026, 11, 24)):
    return {"decided_by": "中共清河街道工作委员会会议", "decided_on": day}


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
    return asking.take_in(center=center, member=member, by=by, **fields)


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
    return coming.register(center=center, by=by, **fields)


class Cast:
    """Who does what; ``do`` performs one verb rightly at the moment ``at``."""

    def __init__(self, *, clerk, secretary, organizer, seal, branch, person=None):
        self.clerk, self.secretary = clerk, secretary
        self.organizer, self.seal = organizer, seal
        self.branch, self.person = branch, person
        self.at = AT

    def do(self, verb: str, transfer: Transfer, **more):
        by, fields = self.plan()[verb]
        fields = fields | more
        by = fields.pop("by", by)
        at = fields.pop("at", self.at)
        return RUN[verb](transfer, by=by, at=at, **fields)

    def run(self, transfer: Transfer, *verbs: str) -> Transfer:
        for verb in verbs:
            transfer = self.do(verb, transfer)
        return transfer

    def plan(self):
        today = self.at.date()
        month = today.replace(day=1)
        agreed = decision(today)
        why = {"text": "对方来电说明过"}
        branch = {
            "is_clear": True,
            "dues_paid_through": month,
            "introducers": "秦朗、施工",
            "probation_papers": "志愿书、申请书、政审、考察表",
        }
        post = {"on": today, "how": "mail", "number": "临收〔2026〕8号"}
        return {
            "submit": (self.clerk, {}),
            "withdraw": (self.clerk, why),
            "ask-papers": (self.clerk, {"codes": ["id", "statement"]}),
            "supply": (self.clerk, {}),
            "accept": (self.clerk, {}),
            "not-accept": (self.clerk, why),
            "confirm": (self.secretary, branch),
            "object": (self.secretary, why),
            "approve": (self.organizer, agreed),
            "refuse": (self.organizer, agreed | why),
            "send": (self.clerk, {"outside_number": "X20261124001"}),
            "peer-accept": (self.clerk, {}),
            "issue": (self.seal, {"dues_paid_through": month}),
            "deliver": (self.clerk, {"delivered_to": "本人"}),
            "report-lost": (self.clerk, why),
            "reissue": (self.seal, why | {"dues_paid_through": month}),
            "void": (self.seal, why),
            "bounce": (self.clerk, why),
            "reopen": (self.clerk, {}),
            "reopen-papers": (self.clerk, why),
            "receipt": (self.clerk, post),
            "complete": (self.clerk, {}),
            "archive": (self.clerk, {}),
            "verify": (self.clerk, {}),
            "return": (self.organizer, agreed | why | {"code": "heading"}),
            "hold": (self.clerk, why),
            "resume": (self.clerk, why),
            "letter-expired": (self.clerk, {}),
            "receive": (self.organizer, agreed),
            "assign": (self.organizer, {"branch": self.branch}),
            "send-receipt": (self.seal, {"how": "mail"}),
            "close": (self.clerk, {}),
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


def ask(house, by, **fields):
    fields = {
        "kind": "formal",
        "destination": "中共临江市委组织部",
        "reason": "工作调动",
        "form_key": key(),
        "at": AT,
    } | fields
    return asking.ask(center=house, by=by, **fields)


def refused(call, *args, **fields):
    """Run an action that must refuse; return its words, nothing changed."""
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        call(*args, **fields)
    return "".join(refusal.value.messages)
