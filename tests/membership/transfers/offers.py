"""What is offered of transfers, out and in, at the desk and to the member."""

from datetime import date

from membership.actions import members as party_actions
from membership.transfers.models import Transfer
from tests.membership import make as people
from tests.membership.offers import party
from tests.membership.transfers import make
from tests.offers import ROLES, Subject, Verb

WHY = {"text": "对方来电说明过情况"}
DECIDED = {"decided_by": "街道党工委会议", "decided_on": "2026-11-24"}
ISSUE = {"heading": "中共临江市委组织部", "valid_days": 30}
ISSUE |= {"dues_paid_through": "2026-11"}
OUT = {
    "withdraw": WHY,
    "ask-papers": {"codes": ["id"]},
    "supply": {},
    "accept": {"channel": "paper"},
    "not-accept": WHY,
    "confirm": {"dues_paid_through": "2026-11", "is_clear": "on"},
    "object": WHY,
    "approve": DECIDED,
    "refuse": DECIDED | WHY,
    "issue": ISSUE,
    "deliver": {"delivered_to": "本人"},
    "report-lost": WHY,
    "reissue": ISSUE | WHY,
    "void": WHY,
    "bounce": WHY,
    "reopen": {},
    "reopen-papers": WHY,
    "receipt": {"on": "2026-11-24", "how": "mail", "number": "8号"},
    "archive": {},
}
IN = {
    "verify": {},
    "return": DECIDED | WHY | {"code": "heading"},
    "hold": WHY,
    "resume": WHY,
    "letter-expired": {},
    "receive": DECIDED,
    "assign": {},
    "send-receipt": {"on": "2026-11-24", "how": "mail"},
    "close": {},
}
# The transfer of whoever looks at their own: they may do most here.
OWN = "supplement"
# The others stand between these and offer the same.
STATES_OUT = (
    "submitted",
    "supplement",
    "accepted",
    "branch_ok",
    "approved",
    "issued",
    "lost_check",
    "bounced",
    "done",
    "withdrawn",
)


def cast_of(cast, branch):
    return make.Cast(
        clerk=cast.clerk,
        secretary=cast.secretary,
        organizer=cast.organizer,
        seal=cast.seal,
        branch=branch,
    )


def outgoing(cast):
    committee, branch = party(cast)
    committee.issues_paper_letters = True
    committee.save()
    who, found = cast_of(cast, branch), {}
    for n, state in enumerate(STATES_OUT):
        member = people.member(branch, "林晓" if state == OWN else f"党员{n}")
        if state == OWN:
            party_actions.link_person(
                member, person=cast.owner, by=cast.clerk, at=make.AT
            )
            member.refresh_from_db()
        row = make.outgoing(cast.home, member, cast.clerk)
        row = who.run(row, *make.WAY_OUT[state])
        found[state] = Transfer.objects.get(pk=row.pk)
    return found


def incoming(cast):
    _, branch = party(cast)
    who = cast_of(cast, branch)
    expired = make.incoming(
        cast.home, cast.clerk, name="来迟", came_valid_until=date(2026, 11, 23)
    )
    found = {
        state: who.run(
            make.incoming(
                cast.home,
                cast.clerk,
                name=f"来人{n}",
                phone=f"161200001{n:02}",
                outside_number=f"临组转〔2026〕{n}号",
            ),
            *way,
        )
        for n, (state, way) in enumerate(make.WAY_IN.items())
    }
    return found | {"expired": who.run(expired, "verify")}


def pages(row):
    return [f"/desk/transfers/{row.code}/", f"/transfers/{row.code}/"]


def desk(row, table):
    return {
        name: Verb(
            f"/desk/transfers/{row.code}/{name}/", {"version": row.version} | data
        )
        for name, data in table.items()
    }


def verbs_out(row, cast):
    own = {
        f"own {name}": Verb(f"/transfers/{row.code}/{name}/")
        for name in ("withdraw", "supply")
    }
    return desk(row, OUT) | own


def verbs_in(row, cast):
    branch = row.committee.children.first() if row.committee else None
    table = IN | {"assign": {"branch": branch.pk if branch else ""}}
    return desk(row, table)


AT = "2026-11-24 10:00"
APPS = ("membership", "transfers")
ROLES_HERE = tuple(role for role in ROLES if role != "above_supervisor")
SUBJECTS = [
    Subject("transfers-out", APPS, AT, outgoing, pages, verbs_out, ROLES_HERE),
    Subject("transfers-in", APPS, AT, incoming, pages, verbs_in, ROLES_HERE),
]
