"""A member of staff leaves: cases and duties go on to a successor."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from center.accounts.backends import staff_with
from center.models import User
from center.workflow.actions import refuse
from petitions.actions.base import changing, give, sees
from petitions.models import Petition, ReceiptCorrection, Succession
from petitions.rules.flow import LIVE
from petitions.rules.roles import SUPERVISE, WORK
from petitions.rules.states import State, Verb

# A chain of successors that is longer than this is a circle.
LONGEST = 20


def live_of(person: User) -> QuerySet[Petition]:
    theirs = Q(owner=person) | Q(duty_by=person)
    return Petition.objects.filter(theirs, state__in=[str(one) for one in LIVE])


def lines_of(person: User) -> tuple[str, ...]:
    """Say what lies with somebody, as the page shows it before they leave."""
    live = live_of(person)
    counts = [
        ("{} 件在办", live.filter(owner=person).exclude(state=State.HANDED_BACK)),
        ("{} 件首问", live.filter(duty_by=person)),
        ("{} 件待转告", live.filter(owner=person, state=State.HANDED_BACK)),
    ]
    told = [(text, rows.count()) for text, rows in counts]
    return tuple(text.format(number) for text, number in told if number)


def _line(user: User | None) -> Iterator[User]:
    """Yield somebody, who followed them, who followed those."""
    for _ in range(LONGEST):
        if user is None:
            return
        yield user
        last = Succession.objects.filter(staff=user).order_by("-pk").first()
        user = last.to if last else None


def workers(center_ids: Iterable[int | None]) -> QuerySet[User]:
    return staff_with(WORK, operators=True).filter(center__in=center_ids)


def acting(user: User | None) -> User | None:
    works = (one for one in _line(user) if one.is_staff and one.is_active)
    return next(works, None)


def keeper_of(case: Petition, by: User | None = None) -> User | None:
    """Return to whom a case comes back: who bears the duty, or who followed them."""
    for start in (case.duty_by, case.owner, case.registered_by, by):
        for one in _line(start):
            if one.is_staff and one.is_active and sees(case, one):
                return one
    return None


def hand_on(person: User, *, to: User, why: str, by: User, at: datetime) -> None:
    """Give everything of a leaver to a successor, also what comes back later.

    A case that the successor keeps away from goes to who decides it.
    """
    if not by.has_perm(SUPERVISE):
        raise refuse("诉求的交接要由主管来做。", "no_permission")
    Succession.objects.create(staff=person, to=to, reason=why, by=by, at=at)
    for case in live_of(person).order_by("pk"):
        _succeed(case, person, to if sees(case, to) else by, why, by, at)
    waiting = ReceiptCorrection.objects.filter(witness=person, decided_at=None)
    waiting.exclude(asked_by=to).update(witness=to)


def _succeed(
    case: Petition, person: User, to: User, why: str, by: User, at: datetime
) -> None:
    with changing(case, Verb.SUCCEED, by=by, at=at) as change:
        row = change.row
        if row.owner_id == person.pk:
            give(row, to, at)
        if row.duty_by_id == person.pk:
            row.duty_by, row.released_reason = to, why
        change.internal = f"{person.name} 不再办理，由 {to.name} 接手：{why}"
        change.details = {"to": to.pk}
