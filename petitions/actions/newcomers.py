"""Find the cases that speak of somebody who became staff after they came in.

Source: 信访工作条例 article 22, as at intake: who has to do with a matter keeps away.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from center.models import User
from center.workflow.actions import locked
from petitions.actions.named import propose, words_of_persons
from petitions.models import Conflict, Petition
from petitions.rules.named import spoken_of

AT_ONCE = 500


def look_for(staff: User, at: datetime) -> None:
    """Propose that somebody keeps away wherever a case speaks of them.

    Called in the transaction that appoints, renames or moves them, so that there is no
    moment in which they see the case. What was judged about the same words stays so.
    """
    if not (staff.is_staff and staff.is_active):
        return
    for case, said in _spoken_of(staff):
        if not _was_judged(case, staff, said):
            propose(locked(case), {staff: ("诉求", said)}, at)


def _spoken_of(staff: User) -> Iterator[tuple[Petition, str]]:
    cases = Petition.objects.seen_by(staff).filter(forgotten_at=None).order_by("pk")
    rows = cases.iterator(AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        texts = words_of_persons(some)
        for case in some:
            is_near = case.center_id == staff.center_id
            if said := spoken_of(texts[case.pk], staff.name, is_near=is_near):
                yield case, said


def _was_judged(case: Petition, staff: User, said: str) -> bool:
    judged = Conflict.objects.filter(petition=case, staff=staff)
    return judged.filter(found=said[:60], lifted_at__isnull=False).exists()
