"""What every action does first and last: lock and check the case, write the step."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError

from center.models import User
from center.outbox.actions import tell
from center.rules import in_fours
from center.text import is_phone, visible
from petitions.actions import outgoing
from petitions.models import Petition, Round, Step
from petitions.models.access import reader_of
from petitions.rules import (
    LENGTHS,
    PERSON,
    PORTAL,
    SUPERVISE,
    WORK,
    Verb,
    after,
    why_not,
)


class StaleText(ValidationError):  # noqa: N818 -- a refusal, as all are
    """A text was written from an older state of the case; carries both texts."""

    def __init__(self, case: Petition, *, mine: str, theirs: str, by: User) -> None:
        """Keep what was typed and what stands now, as far as ``by`` may read it."""
        super().__init__(
            "您写的时候，这件诉求有了新情况，没有保存。请看看下面两份，再决定怎么写。",
            code="stale",
        )
        self.mine = mine
        self.theirs = reader_of(case, by).read(theirs)


def refuse(text: str, code: str = "refused") -> ValidationError:
    """Return a refusal in words."""
    return ValidationError(text, code=code)


def words(
    text: str, label: str, *, most: int = LENGTHS["reason"], required: bool = True
) -> str:
    """Return a typed text made visible, or refuse an empty or too long one."""
    clean = visible(text)
    if required and not clean:
        raise refuse(f"请写{label}。", "required")
    if len(clean) > most:
        raise refuse(f"{label}最多 {most} 个字，现在有 {len(clean)} 个。", "too_long")
    return clean


def locked(petition: Petition, verb: Verb) -> Petition:
    """Lock the case, read it again and refuse what its state does not allow."""
    case = relocked(petition)
    check_move(case, verb)
    return case


def relocked(petition: Petition) -> Petition:
    """Lock the case first, before anything else is read: the one order of locks."""
    return (
        Petition.objects.select_for_update(of=("self",))
        .select_related("center")
        .get(pk=petition.pk)
    )


def check_move(case: Petition, verb: Verb) -> None:
    """Refuse a verb that the table of moves does not allow now."""
    if after(verb, case.state) is None:
        raise refuse(why_not(verb, case.state), "wrong_state")


def check_staff(case: Petition, by: User, *, supervises: bool = False) -> None:
    """Refuse staff who may not act: another center, no permission, named in it."""
    if not sees(case, by):
        raise refuse("没有找到这件诉求。", "not_found")
    if not by.has_perm(SUPERVISE if supervises else WORK):
        who = "主管" if supervises else "窗口人员"
        raise refuse(f"这一步要由{who}来做。", "no_permission")


def check_home(case: Petition, by: User) -> None:
    """Refuse staff of other centers, also above: who asked is known at home alone."""
    check_staff(case, by)
    if by.center_id != case.center_id:
        raise refuse("诉求人登记的内容，只能由收这件诉求的中心来改。", "not_home")


def sees(case: Petition, user: User) -> bool:
    """Say whether the case is on the lists of a member of staff."""
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


def write(
    case: Petition,
    verb: Verb,
    *,
    by: User | None,
    at: datetime,
    role: str = "",
    public: str = "",
    internal: str = "",
    fields: Collection[str] = (),
    details: Mapping[str, object] | None = None,
    also: Collection[str] = (),
) -> Step:
    """Move the case along the table, save ``fields`` and write the step.

    ``public`` and ``also`` are what the person gets to read: what staff wrote of it is
    looked at here, whatever verb it leaves by.
    """
    if by is not None and role != PERSON:
        outgoing.check(case, (public, *also), by=by)
    before, case.state = case.state, str(after(verb, case.state))
    role = role or (role_of(case, by) if by else PORTAL)
    case.version += 1
    if public and role != PERSON:
        case.last_public_at = at
    case.save(update_fields={"state", "version", "last_public_at", *fields})
    return Step.objects.create(
        petition=case,
        round=case.round,
        verb=verb,
        at=at,
        by=by,
        role=role,
        from_state=before,
        to_state=case.state,
        public_text=public,
        internal_text=internal,
        details=details or {},
    )


def proved(proof: str) -> dict[str, object]:
    """Return what a step keeps of how the person showed who they are."""
    return {"proof": proof} if proof else {}


def tell_person(case: Petition, step: Step, text: str) -> None:
    """Write the person a text message, once for each step."""
    tell(
        person=case.person,
        phone=case.phone if is_phone(case.phone) else "",
        text=f"您的诉求（编号 {in_fours(case.code)}）{text}",
        once=f"petition:{case.pk}:{step.pk}",
        at=step.at,
        center_id=case.center_id,
        subject=f"petitions:{case.pk}",
        by_visitor=step.role == PERSON,
        whole_at="全文在网站的“查进度”里，用编号就能看，也可以到窗口问。",
    )


def give(case: Petition, to: User | None, at: datetime) -> set[str]:
    """Make somebody the owner; return the fields to save."""
    case.owner, case.owner_since = to, at if to else None
    return {"owner", "owner_since"}


def ask_first(case: Petition, by: User) -> set[str]:
    """Make ``by`` the first-asked clerk if nobody is yet; return the fields to save."""
    if case.first_asked_id is not None:
        return set()
    case.first_asked = case.duty_by = by
    return {"first_asked", "duty_by"}


def running_round(case: Petition) -> Round:
    """Return the current round."""
    return Round.objects.get(petition=case, number=case.round)
