"""Who may open a request on the public side, and who may speak for its person.

Code and end of the phone number open it for reading: both stand on receipts and in the
house's own lists. Whoever rates, writes, takes back or asks again proves that they are
the person: by their account, in the browser that handed it in, by a one-time code to
the phone, or, where there is none, by the word on the receipt that staff never see.
What is not there and what is not yours end in the same 404.
"""

from dataclasses import dataclass

from django.db import models
from django.http import Http404
from django.utils.crypto import constant_time_compare, salted_hmac

from center.http import Request
from center.keys import bound, new_key
from center.models import User
from center.text import clean_code, is_phone
from petitions.models import Conflict, Petition, Step
from petitions.models.access import NOBODY, OWN, Reader, reader_of
from petitions.models.alike import Twin, twins_of
from petitions.models.joint import numbers_of_speakers, tails_of
from petitions.rules.states import Channel

SESSION_KEY, LEFT_KEY = "petitions", "petitions_left"
MOST_REMEMBERED = 20
CODE_LENGTH = 12
SEEN = ("center", "person", "first_asked", "owner", "owner_center")


class Proof(models.TextChoices):
    """How somebody showed that a request is theirs."""

    ACCOUNT = "account", "本人账号"
    HANDED_IN = "handed", "提交时用的浏览器"
    CODE = "code", "短信验证码"
    WORD = "word", "回执上的口令"
    # Enough to read, not to speak for the person.
    TRACKED = "tracked", "编号和手机尾号"


@dataclass(frozen=True, slots=True)
class Found:
    """A request and how it was reached; only its person may add to it."""

    case: Petition
    reader: Reader
    proof: Proof | None = None
    # It speaks of staff, who may know code and digits: only its person reads it.
    is_guarded: bool = False

    @property
    def is_own(self) -> bool:
        return self.proof is not None

    @property
    def may_act(self) -> bool:
        return self.is_own and self.proof != Proof.TRACKED


def find(request: Request, code: str) -> Found:
    """Return the request with this code to read it, or raise 404."""
    found = reach(request, code)
    if found.is_guarded:
        raise Http404
    return found


def reach(request: Request, code: str) -> Found:
    """Return the request with this code, also where it is not read before a proof."""
    case = by_code(code)
    if case is None:
        raise Http404
    user = person_of(request)
    if proof := _proof(request, case, user):
        is_guarded = _is_guarded(case, proof)
        return Found(case, NOBODY if is_guarded else OWN, proof, is_guarded)
    reader = reader_of(case, user)
    if not reader.sees_matter:
        raise Http404
    return Found(case, reader)


def belongs_to(case: Petition, request: Request) -> bool:
    return _proof(request, case, person_of(request)) is not None


def _is_guarded(case: Petition, proof: Proof) -> bool:
    return proof == Proof.TRACKED and _speaks_of_staff(case)


def _speaks_of_staff(case: Petition) -> bool:
    named = Conflict.objects.standing().filter(petition=case)
    return named.exclude(staff=case.person_id).exists()


def _proof(request: Request, case: Petition, user: User | None) -> Proof | None:
    """Return by what a request is the visitor's own; staff open it at the desk."""
    if user and Petition.objects.of_person(user).filter(pk=case.pk).exists():
        return Proof.ACCOUNT
    known = _known_as(case)
    for code, how, bond in remembered(request):
        if code == known and how in Proof.values and _holds(case, how, bond, user):
            return Proof(how)
    return None


def _holds(case: Petition, how: str, bond: str, user: User | None) -> bool:
    """Say whether what a browser remembers still makes the request the visitor's.

    What was handed in before a member of staff logged in here is not theirs.
    """
    if how == Proof.HANDED_IN:
        return not is_staff(user) or constant_time_compare(bond, _bond(case, user))
    return not is_staff(user) and constant_time_compare(bond, _bond(case))


def is_staff(user: User | None) -> bool:
    return user is not None and user.is_staff


def find_own(request: Request, code: str) -> Found:
    """Return a request that this browser has as its own, or raise 404."""
    found = reach(request, code)
    if not found.is_own:
        raise Http404
    return found


def own_twins(request: Request, found: Found) -> list[Twin]:
    """Return other requests of the same person about much the same.

    Only those that this visitor may read too, by the same proof as ever.
    """
    if not found.is_own:
        return []
    user = person_of(request)
    own = Petition.objects.of_person(user) if user else Petition.objects.none()
    codes = [code for code, *_ in remembered(request)]
    among = own | Petition.objects.filter(code__in=codes)
    twins = twins_of([found.case], among)[found.case.pk]
    return [twin for twin in twins if _is_read_here(request, twin.case)]


def _is_read_here(request: Request, case: Petition) -> bool:
    proof = _proof(request, case, person_of(request))
    return proof is not None and not _is_guarded(case, proof)


def by_code(text: str) -> Petition | None:
    """Return the request that a spelled code names, whoever asks."""
    code = clean_code(text)
    if len(code) != CODE_LENGTH:
        return None
    return Petition.objects.select_related(*SEEN).filter(code=code).first()


def proves(case: Petition | None, tail: str) -> bool:
    """Say whether the last four digits of a phone go with the request.

    Of its person, or of one who speaks for all in a joint one. A request without a
    phone is found by its code alone, one whose person has been taken out by nothing.
    The comparison takes the same time whether there is such a request or not.
    """
    wanted = tails_of(case) or {"none"}
    fits = True in [constant_time_compare(one, tail) for one in wanted]
    if case is None or case.forgotten_at is not None:
        return False
    return wanted == {"none"} or fits


def form_key(request: Request) -> str:
    """Return what is stored for a form that was sent, good for this visitor only.

    Its words are part of it: who goes back and writes something else sends another.
    """
    typed = sorted(request.POST.lists())
    said = [(name, texts) for name, texts in typed if name != "csrfmiddlewaretoken"]
    key = request.POST.get("key") or new_key()
    return bound(f"{request.path}|{key}|{said}", request)


def person_of(request: Request) -> User | None:
    return request.user if isinstance(request.user, User) else None


def remembered(request: Request) -> list[tuple[str, str, str]]:
    """Return the codes that this browser may open, how it came by them, for whom."""
    kept = request.session.get(SESSION_KEY, [])
    rows = kept if isinstance(kept, list) else []
    return [
        (str(row[0]), str(row[1]), str(row[2]))
        for row in rows
        if isinstance(row, list | tuple) and len(row) == 3
    ]


def remember(request: Request, case: Petition, proof: Proof) -> None:
    """Let this browser open the request until the session ends or the phone changes."""
    if proof == Proof.TRACKED and _digest("left", case.code) in _left(request):
        proof = Proof.HANDED_IN
    known = _known_as(case)
    others = [row for row in remembered(request) if row[0] != known]
    bond = _bond(case, person_of(request) if proof == Proof.HANDED_IN else None)
    request.session[SESSION_KEY] = [(known, str(proof), bond), *others][
        :MOST_REMEMBERED
    ]


def forget(request: Request, case: Petition) -> None:
    """Take the request away from this browser.

    That it was handed in here stays known by a digest that names nothing: with code and
    digits the same browser is let in as before.
    """
    rows, known = remembered(request), _known_as(case)
    request.session[SESSION_KEY] = [row for row in rows if row[0] != known]
    if (known, str(Proof.HANDED_IN)) in [row[:2] for row in rows]:
        left = [_digest("left", case.code), *_left(request)]
        request.session[LEFT_KEY] = left[:MOST_REMEMBERED]


def _known_as(case: Petition) -> str:
    """Return by what a session knows a request: of an anonymous one it names nothing.

    A session stands beside the account that is logged in.
    """
    return _digest("asked", case.code) if case.anonymous else case.code


def _left(request: Request) -> list[str]:
    kept = request.session.get(LEFT_KEY, [])
    return kept if isinstance(kept, list) else []


def _bond(case: Petition, user: User | None = None) -> str:
    numbers = "|".join((case.phone, *numbers_of_speakers(case)))
    return _digest(f"bond{user.pk if user else ''}", f"{case.code}|{numbers}")


def _digest(salt: str, text: str) -> str:
    key = f"petitions.visitors.{salt}"
    return salted_hmac(key, text, algorithm="sha256").hexdigest()[:32]


# -- Proof for who comes with code and digits alone

WORD_DIGITS = 8


def receipt_word(case: Petition) -> str:
    """Return the word on the receipt of a request from the web without a phone.

    It is shown in the browser that handed it in and is stored nowhere.
    """
    digest = _digest("receipt", case.code)
    return f"{int(digest, 16) % 10**WORD_DIGITS:0{WORD_DIGITS}d}"


def proof_wanted(case: Petition) -> Proof | None:
    """Return what can still prove that somebody is the person; None: at the counter.

    A number that belongs to a member of staff proves nothing: whoever works here may
    have written it down.
    """
    if is_phone(case.phone):
        staff = User.objects.filter(phone=case.phone, is_staff=True)
        return None if staff.exists() else Proof.CODE
    is_web = case.channel == Channel.WEB
    return Proof.WORD if is_web and not case.phone else None


def internal_words(step: Step, user: User) -> str:
    """Return what a step tells staff; a linked case only to who may see it."""
    twin = step.details.get("twin")
    if twin is None:
        return step.internal_text
    seen = Petition.objects.seen_by(user).filter(pk=twin).first()
    return f"{seen.code_text}：{step.internal_text}" if seen else step.internal_text
