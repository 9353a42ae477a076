"""Builders of requests: each goes through the actions."""

from itertools import count

from center.models import Center, User
from petitions.actions import casework, replies
from petitions.actions.intake import Intake, register
from petitions.models import CenterPolicy, Petition
from tests.make import moment

_key = count(1)
NINE = "2026-11-24 09:00"


def key() -> str:
    """Return a key as the forms would bind it."""
    return f"{next(_key):064x}"


def petition(center: Center, *, at: str = NINE, by: User | None = None, **fields):
    """Make a request from the web, of ``by`` or of somebody without an account."""
    intake = {
        "kind": "help",
        "channel": "web",
        "title": "楼道灯不亮",
        "body": "三号楼二单元的楼道灯不亮一周了，请帮忙修一修。",
        "name": "林晓",
        "phone": "16100000099",
    } | fields
    if intake.get("anonymous"):
        intake |= {"name": "", "phone": ""}
    return register(
        center=center, intake=Intake(**intake), form_key=key(), by=by, at=moment(at)
    )


def counter(center: Center, by: User, *, at: str = NINE, **fields):
    """Make a request that a clerk took down at the counter; it is theirs."""
    return petition(center, at=at, by=by, **{"channel": "counter"} | fields)


def taken(center: Center, by: User, *, at: str = NINE, **fields):
    """Make a request from the web, of ``by_person`` if said, that ``by`` has taken."""
    person = fields.pop("by_person", None)
    made = petition(center, at=at, by=person, **fields)
    return casework.take(made, by=by, at=moment(at))


def answered(center: Center, by: User, *, at: str = NINE, **fields):
    """Make a request that ``by`` has answered."""
    made = taken(center, by, at=at, **fields)
    answer(made, by, at=at)
    return fresh(made)


def closed(center: Center, by: User, *, at: str = NINE, **fields):
    """Make a request that is answered and closed."""
    made = answered(center, by, at=at, **fields)
    return replies.close(made, result="灯已修好", reached="phone", by=by, at=moment(at))


def answer(made: Petition, by: User, *, at: str = NINE, text: str = ""):
    """Send a reply to a request as it stands now."""
    return replies.reply(
        made,
        text=text or "您好，物业已于今天上午把楼道灯修好了。",
        version=fresh(made).version,
        by=by,
        at=moment(at),
    )


def pausing(center: Center, *, superior: bool = False) -> CenterPolicy:
    """Switch pausing on in a center."""
    return CenterPolicy.objects.create(
        center=center, may_pause=True, may_pause_for_superior=superior
    )


def fresh(row):
    """Read a row again."""
    return type(row)._default_manager.get(pk=row.pk)
