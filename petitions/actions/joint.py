"""Who signs a request together: written down at intake, changed at the counter."""

from collections.abc import Sequence
from datetime import datetime

from center.models import User
from center.workflow.actions import refuse
from petitions.actions.base import changing
from petitions.models import CoSigner, Petition
from petitions.rules.joint import Signer, joint_refusal, without_twice
from petitions.rules.states import Verb


def sign(
    case: Petition,
    speakers: Sequence[Signer],
    others: Sequence[Signer],
    *,
    by: User | None,
    at: datetime,
) -> None:
    """Write who signs beside the person; the list stands in the same transaction."""
    person = Signer(case.name, case.phone)
    places = without_twice(speakers, [person])
    rest = without_twice(others, [person, *places])
    if case.anonymous and (places or rest):
        raise refuse("匿名的不能联名，请留下姓名和电话，或者不写联名人。", "signers")
    if problem := joint_refusal(person, places, rest):
        raise refuse(problem, "signers")
    first = 2 if person != Signer("") else 1
    wanted = {one: place for place, one in enumerate(places, start=first)}
    _write(case, wanted | dict.fromkeys(rest), by, at)
    case.signer_count = len(wanted) + len(rest)


def _write(
    case: Petition, wanted: dict[Signer, int | None], by: User | None, at: datetime
) -> None:
    """Take off the list who is not wanted as they stand, and put on it who is new."""
    rows = CoSigner.objects.select_for_update().standing().filter(petition=case)
    stays = {row.signer for row in rows if wanted.get(row.signer, 0) == row.place}
    gone = [row.pk for row in rows if row.signer not in stays]
    CoSigner.objects.filter(pk__in=gone).update(left_at=at, left_by=by)
    CoSigner.objects.bulk_create(
        CoSigner(
            petition=case,
            name=one.name,
            phone=one.phone,
            place=place,
            added_at=at,
            added_by=by,
        )
        for one, place in wanted.items()
        if one not in stays
    )


def change_signers(
    petition: Petition,
    *,
    speakers: Sequence[Signer],
    signers: Sequence[Signer],
    version: int,
    by: User,
    at: datetime,
) -> Petition:
    """Correct who signs a request; who was on the list before is kept."""
    with changing(petition, Verb.COSIGN, by=by, at=at, version=version) as change:
        case = change.row
        before = case.signer_count
        sign(case, speakers, signers, by=by, at=at)
        number = case.signer_count + bool(case.name or case.phone)
        change.public = f"联名名单有更正，现在一共 {number} 人。"
        change.details = {"before": before, "now": case.signer_count}
        names = "、".join(one.name for one in (*speakers, *signers))
        change.said = {"联名": names}
    return case
