"""What every action shares: one unit of work on a case, and who is told of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from center.models import User
from center.outbox.actions import tell
from center.rules import in_fours
from center.workflow import actions as workflow
from center.workflow.actions import Change, in_words, refuse
from petitions.actions import outgoing
from petitions.actions.clocks import note_lateness
from petitions.actions.named import propose_named
from petitions.models import CoSigner, Petition, Round, Step
from petitions.rules.roles import SUPERVISE, WORK
from petitions.rules.states import OPEN, PERSON, PORTAL, Verb


@dataclass
class CaseChange:
    """A case under its lock, and what its step will say to whom."""

    row: Petition
    before: str
    # What the history calls it, where only the body knows.
    verb: str
    # What the person reads, and what only staff read.
    public: str = ""
    internal: str = ""
    # What the person is also told by a text message.
    text: str = ""
    role: str = ""
    # What else the person gets to read; it is looked at like the public words.
    also: list[str] = field(default_factory=list)
    details: dict[str, object] = field(default_factory=dict)
    # New words of the person, to be looked through for staff that they speak of.
    said: dict[str, str] = field(default_factory=dict)
    is_nothing: bool = False
    # What was written of it, once the block is left.
    step: Step = field(init=False)


@contextmanager
def changing(
    petition: Petition,
    verb: Verb,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    role: str = "",
) -> Iterator[CaseChange]:
    """Do one verb to a case: refused to who does not see it, told once it is written.

    What is told goes out with the step, in the same transaction.
    """
    with in_words(), transaction.atomic():
        with workflow.changing(petition, verb, by=by, at=at, version=version) as move:
            case = move.row
            if by is not None and role != PERSON:
                check_sight(case, by)
            if move.before in OPEN:
                note_lateness(case, at)
            change = CaseChange(case, move.before, verb, role=role)
            yield change
            _describe(change, move, by, at)
        if move.step is None:
            return
        change.step = move.step
        if change.text:
            tell_person(case, change.step, change.text)
        if change.said:
            propose_named(case, change.said, at=at)


def _describe(
    change: CaseChange, move: Change[Petition], by: User | None, at: datetime
) -> None:
    """Put into the step what was said, in which role, in which round."""
    case = move.row
    if by is not None and change.role != PERSON:
        outgoing.check(case, (change.public, *change.also), by=by)
    role = change.role or (role_of(case, by) if by else PORTAL)
    if change.public and role != PERSON and not change.is_nothing:
        case.last_public_at = at
    move.verb, move.note, move.is_nothing = (
        change.verb,
        change.internal,
        change.is_nothing,
    )
    move.facts = {
        "round": case.round,
        "role": role,
        "public_text": change.public,
        "details": change.details,
    }


def check_sight(case: Petition, by: User) -> None:
    """Refuse staff who see nothing of the case: named in it, or of elsewhere."""
    if not Petition.objects.seen_by(by).filter(pk=case.pk).exists():
        raise refuse("没有找到这件诉求。", "not_found")


def sees(case: Petition, user: User) -> bool:
    return Petition.objects.visible_to(user).filter(pk=case.pk).exists()


def check_successor(case: Petition, user: User) -> None:
    """Refuse to give a case to somebody who cannot see it or may not work on it."""
    if not (user.is_active and user.is_staff and sees(case, user)):
        raise refuse("不能交给这个人，请另选一位。", "not_eligible")
    if not user.has_perm(WORK):
        raise refuse(f"{user.name} 没有办理诉求的权限，请另选一位。", "not_eligible")


def role_of(case: Petition, by: User) -> str:
    """Return in which role somebody acts on a case."""
    if by.pk == case.duty_by_id:
        return "首问责任人"
    if by.has_perm(SUPERVISE):
        return "主管"
    return "窗口人员" if by.center_id == case.center_id else "上级或协办人员"


def acts_as_staff(case: Petition, by: User | None) -> bool:
    return by is not None and by.is_staff and by.pk != case.person_id


def proved(proof: str) -> dict[str, object]:
    return {"proof": proof} if proof else {}


def tell_person(case: Petition, step: Step, text: str) -> None:
    """Write a text message to who speaks for the case, once each for each step."""
    receivers = [(case.person, case.phone, case.name, message_key(case, step.pk))]
    if case.signer_count:
        receivers += [
            (None, row.phone, row.name, message_key(case, step.pk, row))
            for row in CoSigner.objects.speaking().filter(petition=case)
        ]
    for person, phone, name, once in receivers:
        tell(
            person=person,
            phone=phone,
            name=name,
            text=f"您的诉求（编号 {in_fours(case.code)}）{text}",
            once=once,
            at=step.at,
            center_id=case.center_id,
            subject=f"petitions:{case.pk}",
            by_visitor=step.role == PERSON,
            # Whoever hands it in sees the receipt.
            in_hand=step.verb == Verb.REGISTER,
            whole_at="全文在网站的“查进度”里，用编号就能看，也可以到窗口问。",
        )


def message_key(case: Petition, step: int, signer: CoSigner | None = None) -> str:
    return f"petition:{case.pk}:{step}" + (f":{signer.pk}" if signer else "")


def give(case: Petition, to: User | None, at: datetime) -> None:
    case.owner, case.owner_since = to, at if to else None


def ask_first(case: Petition, by: User) -> None:
    if case.first_asked_id is None:
        case.first_asked = case.duty_by = by


def running_round(case: Petition) -> Round:
    return Round.objects.get(petition=case, number=case.round)
