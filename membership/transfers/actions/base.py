"""What the verbs share: who may act, the one way to move a transfer, and its step."""

from datetime import date, datetime
from typing import NotRequired, TypedDict

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from center.models import Center, User
from center.outbox.actions import tell
from center.rules import in_fours
from center.text import visible
from center.workflow.actions import StaleError
from membership.models import Organization, Ownership
from membership.rules import Duty
from membership.transfers.models import Transfer, TransferStep
from membership.transfers.moves import (
    BEARS,
    FINAL,
    Move,
    find_move,
    same_person_problem,
)
from membership.transfers.rules import PERMISSION, Actor, Verb

REASON_MIN = 4
TEXT_MAX = 500


class Who(TypedDict):
    """Who acts, when, and from which address; every action takes these."""

    by: User
    at: datetime
    ip: NotRequired[str | None]


class Decision(TypedDict):
    """Which organization decided, and when; the portal only writes it down."""

    decided_by: str
    decided_on: date


def capacities(transfer: Transfer, by: User) -> frozenset[Actor]:
    """Return in which capacities somebody may act on a transfer.

    Nobody handles their own: for their own transfer staff are only the member.
    """
    if transfer.person_id == by.pk:
        return frozenset({Actor.MEMBER})
    found = set()
    if by.has_perm(PERMISSION[Actor.CLERK]) and transfer.center_id in by.center_ids:
        found.add(Actor.CLERK)
    posts = {
        Actor.BRANCH: (transfer.branch_id, (Duty.SECRETARY,)),
        Actor.COMMITTEE: (transfer.committee_id, (Duty.ORGANIZER, Duty.SECRETARY)),
        Actor.SEAL: (transfer.committee_id, (Duty.SEAL_KEEPER,)),
    }
    for actor, (organization_id, duties) in posts.items():
        if (
            organization_id is not None
            and by.has_perm(PERMISSION[actor])
            and Organization.objects.below_posts(by, *duties)
            .filter(pk=organization_id)
            .exists()
        ):
            found.add(actor)
    return frozenset(found)


def begin(
    transfer: Transfer, verb: Verb, *, by: User | None, version: int | None = None
) -> tuple[Transfer, Move, Actor]:
    """Lock a transfer, read it afresh and find the arrow; refuse what is not in it.

    Raises ``StaleError`` when the form was opened from an older ``version``. Without
    ``by`` it is the calendar that acts.
    """
    row = (
        Transfer.objects.select_for_update(of=["self"])
        .select_related("center", "branch", "committee", "to_branch", "member")
        .get(pk=transfer.pk)
    )
    if version is not None and row.version != version:
        raise StaleError(row)
    move = find_move(
        verb,
        direction=row.direction,
        state=row.state,
        kind=row.kind,
        channel=row.channel,
    )
    if move is None:
        raise ValidationError(
            f"现在是“{row.get_state_display()}”，不能“{verb.label}”。",
            code="wrong_state",
        )
    return row, move, _actor(row, move, by)


def _actor(row: Transfer, move: Move, by: User | None) -> Actor:
    if by is None:
        fitting = move.actors & {Actor.SYSTEM}
    else:
        fitting = move.actors & capacities(row, by)
    for actor in Actor:
        if actor in fitting:
            return actor
    if by is not None and row.person_id == by.pk:
        raise ValidationError("这是您自己的组织关系，要请别的同事来办。", code="own")
    wanted = "、".join(actor.label for actor in Actor if actor in move.actors)
    raise ValidationError(f"这一步要由{wanted}来办。", code="wrong_actor")


def finish(
    row: Transfer,
    move: Move,
    actor: Actor,
    *,
    by: User | None,
    at: datetime,
    ip: str | None = None,
    text: str = "",
    decision: Decision | None = None,
    columns: tuple[str, ...] = (),
) -> Transfer:
    """Move a transfer along its arrow, save it, and leave exactly one step."""
    before, words = row.state, clean(text)
    if move.needs_reason and len(words) < REASON_MIN:
        raise ValidationError(
            {"text": f"请写清楚原因，至少 {REASON_MIN} 个字。"}, code="reason"
        )
    row.state = move.target
    row.version += 1
    row.done_at = row.done_at or at if move.target in FINAL else None
    check_people(row)
    row.save(update_fields=["state", "version", "done_at", *columns])
    row.refresh_from_db(fields=["is_open"])
    write(row, move.verb, actor, before, by, at, ip, text=words, decision=decision)
    return row


def write(
    row: Transfer,
    verb: Verb,
    actor: Actor,
    before: str,
    by: User | None,
    at: datetime,
    ip: str | None,
    *,
    text: str = "",
    decision: Decision | None = None,
) -> None:
    """Leave the step of what just happened."""
    TransferStep.objects.create(
        transfer=row,
        version=row.version,
        verb=verb,
        before=before,
        after=row.state,
        by=by,
        actor=actor,
        at=at,
        address=ip,
        text=text[:TEXT_MAX],
        decided_by=decision["decided_by"] if decision else "",
        decided_on=decision["decided_on"] if decision else None,
    )


def people_problem(
    row: Transfer, verb: Verb | None = None, by: User | None = None
) -> str:
    """Say why these people may not act together, also if ``by`` did this verb."""
    acting = {
        "maker": row.made_by_id,
        "approver": row.approved_by_id,
        "seal": row.sealed_by_id,
    }
    if by is not None and verb in BEARS:
        acting[BEARS[verb]] = by.pk
    return same_person_problem(**acting, person=row.person_id)


def check_people(row: Transfer) -> None:
    """Refuse in words what the constraints refuse without (invariant e)."""
    if problem := people_problem(row):
        raise ValidationError(problem, code="same_person")


def decided(decision: Decision, at: datetime) -> Decision:
    """Return a decision with clean words; refuse one of nobody or of tomorrow."""
    words = clean(decision["decided_by"])[:80]
    if not words:
        raise ValidationError({"decided_by": "请填作出决定的组织。"})
    if decision["decided_on"] > localdate(at):
        raise ValidationError({"decided_on": "决定日期不能晚于今天。"})
    return Decision(decided_by=words, decided_on=decision["decided_on"])


def clean(text: str) -> str:
    """Return typed words on one line, without invisible signs."""
    return " ".join(visible(text).split())


def committee_of(organization: Organization) -> Organization:
    """Return the committee that may issue and accept for an organization (1.2)."""
    above: Organization | None = organization
    while above is not None:
        if above.can_approve_probationary:
            return above
        above = above.parent
    raise ValidationError(
        f"{organization.name}上面还没有登记有权接转的党委，请先在党组织里登记。",
        code="no_committee",
    )


def home_committee(center: Center) -> Organization:
    """Return the committee that a center works for."""
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
    """Text the member; the words give away to nobody what it is about."""
    tell(
        person=row.person,
        phone=row.phone,
        text=f"{row.center.name}：您办的事（{in_fours(row.code)}）{text}",
        once=f"transfer:{row.code}:{row.version}",
        at=at,
        center_id=row.center_id,
        subject=f"transfers:{row.pk}",
    )
