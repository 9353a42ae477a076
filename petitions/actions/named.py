"""Find the staff that a person's words speak of, and keep them away until it is judged.

Source: 信访工作条例 article 22: who has to do with a matter keeps away from it.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from center.models import Center, User
from petitions.models import Assist, Attachment, Conflict, Petition, Step
from petitions.models.people import ConflictQuerySet
from petitions.rules.named import spoken_of
from petitions.rules.states import PERSON, PORTAL, Verb

MAYBE = "话里像是提到了本人，先回避，等同事来定。"
OWN = "本人提的诉求，自己不经办。"

# Who may be meant: by whom the words were found, where, and which.
Spoken = dict[User, tuple[str, str]]


def spoken_of_in(case: Petition, texts: Mapping[str, str]) -> Spoken:
    """Return the staff who could see the case and whom its texts speak of."""
    found: Spoken = {}
    for user in who_could_see(case):
        is_near = user.center_id == case.center_id
        for place, text in texts.items():
            if said := spoken_of(text, user.name, is_near=is_near):
                found.setdefault(user, (place, said))
    return found


def who_could_see(case: Petition) -> QuerySet[User]:
    """Return the staff of its center, of those above, and of units that help."""
    centers = ids_above(case.center)
    if case.pk:
        helping = Assist.objects.filter(petition=case, center__isnull=False)
        for assist in helping.select_related("center"):
            centers += ids_above(assist.center) if assist.center else []
    staff = User.objects.filter(is_staff=True, is_active=True)
    return staff.filter(Q(center__in=centers) | Q(center=None)).order_by("pk")


def ids_above(center: Center) -> list[int]:
    """Return a center and all centers above it, as numbers."""
    ids, here = [], center
    while True:
        ids.append(here.pk)
        if here.parent is None:
            return ids
        here = here.parent


def propose(case: Petition, spoken: Spoken, at: datetime) -> None:
    """Keep those away who are not away already, and write down why."""
    away = set(_rows(case).standing().values_list("staff_id", flat=True))
    for user, (place, said) in spoken.items():
        if user.pk in away:
            continue
        Conflict.objects.create(
            petition=case, staff=user, reason=MAYBE, marked_at=at, found=said[:60]
        )
        Step.objects.create(
            petition=case,
            round=case.round,
            version=case.version,
            verb=Verb.CONFLICT,
            at=at,
            role=PORTAL,
            from_state=case.state,
            to_state=case.state,
            internal_text=f"{place}里像是提到了 {user.name}（“{said}”）。"
            "没定之前他看不到这件事，请没被提到的同事定一下。",
        )


def propose_named(case: Petition, texts: Mapping[str, str], *, at: datetime) -> None:
    propose(case, spoken_of_in(case, texts), at)


def look_again(case: Petition, *, at: datetime) -> None:
    """Look through all words of a case for staff about whom nobody has judged yet."""
    judged = set(_rows(case).values_list("staff_id", flat=True))
    spoken = spoken_of_in(case, {"诉求": words_of_person(case)})
    propose(
        case, {user: hit for user, hit in spoken.items() if user.pk not in judged}, at
    )


def words_of_person(case: Petition) -> str:
    """Return everything that the person has said in a case, also by file names."""
    return words_of_persons([case])[case.pk]


def words_of_persons(cases: Collection[Petition]) -> dict[int, str]:
    """Return the same for many cases, by their numbers, in two queries."""
    texts = {case.pk: [case.title, case.body] for case in cases}
    said = Step.objects.filter(petition__in=texts, role=PERSON)
    for pk, *words in said.values_list("petition", "public_text", "internal_text"):
        texts[pk] += words
    files = Attachment.objects.filter(petition__in=texts, is_internal=False)
    for pk, name in files.values_list("petition", "name"):
        texts[pk].append(name)
    return {pk: "\n".join(words) for pk, words in texts.items()}


def keep_away_person(case: Petition, at: datetime) -> None:
    """Keep staff away from what they asked for themselves."""
    if case.person is not None and case.person.is_staff:
        Conflict.objects.create(
            petition=case, staff=case.person, reason=OWN, marked_at=at, confirmed_at=at
        )


def _rows(case: Petition) -> ConflictQuerySet:
    return Conflict.objects.filter(petition=case)
