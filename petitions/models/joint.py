"""A joint request as somebody may read it, and what opens it."""

from typing import NamedTuple

from center.rules import mask_phone
from center.text import tail_of
from petitions.models.access import Reader
from petitions.models.petition import Petition
from petitions.models.signers import CoSigner
from petitions.rules.joint import Signer


class Joint(NamedTuple):
    """A joint request as a page shows it: how many, who speaks, who else signs."""

    number: int
    speakers: list[str]
    others: list[str]


def joint_of(case: Petition, reader: Reader, *, masked: bool = True) -> Joint | None:
    """Return who signs a case, for who may know it; others read only how many."""
    if not case.signer_count:
        return None
    number = case.signer_count + bool(case.name or case.phone)
    if not reader.knows_person or case.forgotten_at is not None:
        return Joint(number, [], [])
    rows = list(CoSigner.objects.standing().filter(petition=case))
    first = [Signer(case.name, case.phone)] if case.name or case.phone else []
    speakers = [row.signer for row in rows if row.place]
    others = [row.signer for row in rows if not row.place]
    return Joint(
        number,
        [_told(one, masked=masked) for one in (*first, *speakers)],
        [one.name if masked else _told(one, masked=False) for one in others],
    )


def _told(one: Signer, *, masked: bool) -> str:
    phone = mask_phone(one.phone) if masked else one.phone
    return " ".join(filter(None, (one.name, phone)))


def tails_of(case: Petition | None) -> set[str]:
    """Return the ends of the numbers that open a case: of all who speak for it."""
    if case is None:
        return set()
    return {
        tail_of(phone) for phone in (case.phone, *numbers_of_speakers(case)) if phone
    }


def numbers_of_speakers(case: Petition) -> list[str]:
    """Return the numbers of who speaks for a joint request beside its person."""
    if not case.signer_count:
        return []
    speakers = CoSigner.objects.speaking().filter(petition=case)
    return list(speakers.values_list("phone", flat=True))
