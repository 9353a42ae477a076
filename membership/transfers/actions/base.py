"""What the verbs share: one unit of work for a step, and who is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from typing import Any, NotRequired, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_variables

from center.models import Center, User
from center.outbox.actions import tell
from center.rules import in_fours
from center.text import visible
from center.workflow.actions import Change, changing, in_words
from membership.models import Organization, Ownership
from membership.transfers.models import Transfer
from membership.transfers.rules.moves import FINAL, OPEN, Move
from membership.transfers.rules.states import Verb

REASON_MIN = 4
# What the member is texted about a step that only moves on.
TOLD = {
    Verb.NOT_ACCEPT: "这里办不了，原因和该去哪里请看网页。",
    Verb.OBJECT: "有一处要先补，请看网页或问前台。",
    Verb.HOLD: "有材料要核实，核实清楚以后接着办。",
    Verb.REOPEN_PAPERS: "要先补材料，请看网页或问前台。",
}
# Whose names a step takes off, because they have to do their part again.
TAKEN_OFF = {
    Verb.REOPEN: ("sealed_by",),
    Verb.REOPEN_PAPERS: ("sealed_by", "approved_by"),
}


class Who(TypedDict):
    """Who acts, when, and from which address; every action takes these."""

    by: User
    at: datetime
    ip: NotRequired[str | None]


@contextmanager
def acting(
    transfer: Transfer,
    verb: Verb,
    *,
    by: User | None,
    at: datetime,
    ip: str | None = None,
    version: int | None = None,
    text: str = "",
) -> Iterator[Change[Transfer]]:
    """Take one arrow; refuse one that needs a reason without it.

    Without ``by`` it is the calendar that acts.
    """
    with changing(transfer, verb, by=by, at=at, version=version) as change:
        row, change.note = change.row, clean(text)
        row.done_at = row.done_at or at if row.state in FINAL else None
        row.is_open = row.state in OPEN
        actor = next(row.actors(verb, change.before, by))
        change.facts |= {"actor": actor, "address": ip}
        move = row.flow.find(verb, change.before)
        yield change
        if isinstance(move, Move) and move.needs_reason:
            refuse_bare(change.note)


def refuse_bare(reason: str) -> None:
    if len(reason) < REASON_MIN:
        text = f"请写清楚原因，至少 {REASON_MIN} 个字。"
        raise ValidationError({"text": text}, code="reason")


def step(
    verb: Verb, *, then: Callable[[Change[Transfer]], None] | None = None
) -> Callable[[Callable[..., None]], Callable[..., Transfer]]:
    """Make an action of what a step does besides moving on.

    The action takes the transfer, who acts, the version and a text, and by keyword what
    the step itself asks for. ``then`` is done once the transfer has moved.
    """

    def decorate(body: Callable[..., None]) -> Callable[..., Transfer]:
        @wraps(body)
        @sensitive_variables()
        def run(
            transfer: Transfer,
            *,
            by: User,
            at: datetime,
            ip: str | None = None,
            version: int | None = None,
            text: str = "",
            **asked: Any,
        ) -> Transfer:
            who = Who(by=by, at=at, ip=ip)
            with in_words(), transaction.atomic():
                with acting(
                    transfer, verb, version=version, text=text, **who
                ) as change:
                    body(change, **asked)
                if then is not None:
                    then(change)
            return change.row

        return run

    return decorate


def write_down(
    transfer: Transfer,
    *,
    verb: Verb,
    text: str = "",
    version: int | None = None,
    **who: Unpack[Who],
) -> Transfer:
    """Write down a step that changes nothing but where the transfer stands."""
    with acting(transfer, verb, text=text, version=version, **who) as change:
        for name in TAKEN_OFF.get(verb, ()):
            setattr(change.row, name, None)
        if verb in TOLD:
            tell_member(change.row, TOLD[verb], at=who["at"])
    return change.row


def decided(decided_by: str, decided_on: date, at: datetime) -> dict[str, Any]:
    """Return who decided and when, for the step; refuse nobody and tomorrow."""
    words = clean(decided_by)[:80]
    if not words:
        raise ValidationError({"decided_by": "请填作出决定的组织。"})
    if decided_on > localdate(at):
        raise ValidationError({"decided_on": "决定日期不能晚于今天。"})
    return {"decided_by": words, "decided_on": decided_on}


def clean(text: str) -> str:
    return " ".join(visible(text).split())


def committee_of(organization: Organization) -> Organization:
    """Return the committee that may issue and accept for an organization (1.2)."""
    for above in organization.lineage():
        if above.can_approve_probationary:
            return above
    raise ValidationError(
        f"{organization.name}上面还没有登记有权接转的党委，请先在党组织里登记。",
        code="no_committee",
    )


def home_committee(center: Center) -> Organization:
    owned = Ownership.objects.filter(center=center).select_related("organization")
    first = owned.first()
    if first is not None:
        return committee_of(first.organization)
    found = Organization.objects.active().filter(
        center=center, can_approve_probationary=True
    )
    committee = found.order_by("order", "pk").first()
    if committee is None:
        raise ValidationError(
            "这个中心还没有登记主管党组织，请主管先登记。", code="no_committee"
        )
    return committee


def tell_member(row: Transfer, text: str, *, at: datetime) -> None:
    """Text the member, within a step; the words give away to nobody what it is about.

    The step will be the next version.
    """
    tell(
        person=row.person,
        phone=row.phone,
        text=f"{row.center.name}：您办的事（{in_fours(row.code)}）{text}",
        once=f"transfer:{row.code}:{row.version + 1}",
        at=at,
        center_id=row.center_id,
        subject=f"transfers:{row.pk}",
    )
