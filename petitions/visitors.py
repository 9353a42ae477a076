"""Who may open a request on the public side: its person, or this browser.

After handing in or tracking, the codes are kept in the session of the browser. What is
not there and what is not yours end in the same 404.
"""

from dataclasses import dataclass

from django.http import Http404
from django.utils.crypto import constant_time_compare

from center.http import Request
from center.keys import bound, new_key
from center.models import User
from center.rules import clean_code
from petitions.models import Petition, RevealLog, Step
from petitions.rules.privacy import proposed

SESSION_KEY = "petitions"
MOST_REMEMBERED = 20
CODE_LENGTH = 12
SEEN = ("center", "person", "first_asked", "owner", "owner_center")


@dataclass(frozen=True, slots=True)
class Found:
    """A request and how it was reached; only its person may add to it."""

    case: Petition
    is_own: bool
    shows_person: bool


def find(request: Request, code: str) -> Found:
    """Return the request with this code, or raise 404."""
    case = by_code(code)
    if case is None:
        raise Http404
    user = person_of(request)
    is_own = belongs_to(case, request)
    if not is_own and not _is_staff_for(case, user):
        raise Http404
    return Found(case, is_own, is_own or _knows_person(case, user))


def belongs_to(case: Petition, request: Request) -> bool:
    """Say whether the visitor is its person, or has proved it in this browser."""
    if case.code in remembered(request):
        return True
    user = person_of(request)
    own = Petition.objects.of_person(user) if user else Petition.objects.none()
    return own.filter(pk=case.pk).exists()


def find_own(request: Request, code: str) -> Petition:
    """Return a request that the visitor may act on, or raise 404."""
    found = find(request, code)
    if not found.is_own:
        raise Http404
    return found.case


def by_code(text: str) -> Petition | None:
    """Return the request that a spelled code names, whoever asks."""
    code = clean_code(text)
    if len(code) != CODE_LENGTH:
        return None
    return Petition.objects.select_related(*SEEN).filter(code=code).first()


def proves(case: Petition | None, tail: str) -> bool:
    """Say whether the last four digits of the phone go with the request.

    A request without a phone is found by its code alone, one whose person has been
    taken out by nothing. The comparison takes the same time whether there is such a
    request or not.
    """
    wanted = case.phone[-4:] if case else "none"
    fits = constant_time_compare(wanted, tail)
    if case is None or case.forgotten_at is not None:
        return False
    return not case.phone or fits


def form_key(request: Request) -> str:
    """Return what is stored for a form that was sent, good for this visitor only.

    Its words are part of it: who goes back and writes something else sends another.
    """
    typed = sorted(request.POST.lists())
    said = [(name, texts) for name, texts in typed if name != "csrfmiddlewaretoken"]
    key = request.POST.get("key") or new_key()
    return bound(f"{request.path}|{key}|{said}", request)


def person_of(request: Request) -> User | None:
    """Return who is logged in, or None."""
    return request.user if isinstance(request.user, User) else None


def remembered(request: Request) -> list[str]:
    """Return the codes that this browser may open."""
    kept = request.session.get(SESSION_KEY, [])
    return kept if isinstance(kept, list) else []


def remember(request: Request, case: Petition) -> None:
    """Let this browser open the request until the session ends."""
    others = [code for code in remembered(request) if code != case.code]
    request.session[SESSION_KEY] = [case.code, *others][:MOST_REMEMBERED]


def forget(request: Request, case: Petition) -> None:
    """Take the request away from this browser."""
    request.session[SESSION_KEY] = [
        code for code in remembered(request) if code != case.code
    ]


def _is_staff_for(case: Petition, user: User | None) -> bool:
    if (
        user is None
        or not user.is_staff
        or not user.has_perm("petitions.view_petition")
    ):
        return False
    return Petition.objects.visible_to(user).filter(pk=case.pk).exists()


def _knows_person(case: Petition, user: User | None) -> bool:
    if user is None:
        return False
    return case.shows_person_to(user) or has_revealed(case, user)


def has_revealed(case: Petition, user: User) -> bool:
    """Say whether somebody has given a reason to see who asked."""
    return RevealLog.objects.filter(petition=case, by=user).exists()


def internal_words(step: Step, user: User) -> str:
    """Return what a step tells staff; a linked case only to who may see it."""
    twin = step.details.get("twin")
    if twin is None:
        return step.internal_text
    seen = Petition.objects.visible_to(user).filter(pk=twin).first()
    return f"{seen.code_text}：{step.internal_text}" if seen else step.internal_text


def veiled(text: str, case: Petition, user: User) -> str:
    """Return a text without what points at the person, for staff who only help."""
    if case.shows_person_to(user):
        return text
    known = [one for one in (case.name, case.phone, case.address) if one]
    return proposed(text, known)
