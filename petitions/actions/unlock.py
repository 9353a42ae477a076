"""Let somebody try again who has typed the digits of their request wrong too often."""

from datetime import datetime

from center import rate_limit
from center.models import User
from center.workflow.actions import because
from petitions.actions.base import changing
from petitions.models import Petition, Step
from petitions.rules.states import Verb

# What counts misses at a request by its code alone.
KINDS = ("track-code", "code-check")


def tried_as(code: str, case: Petition | None) -> str:
    """Return what tries at a code count under: something else after an unlocking."""
    rows = Step.objects.filter(petition=case, verb=Verb.UNLOCK)
    count = rows.count() if case is not None else 0
    return f"{code}+{count}" if count else code


def has_misses(case: Petition, _: User) -> bool:
    """Say whether somebody has missed this request in the last quarter of an hour."""
    key = tried_as(case.code, case)
    return any(rate_limit.has_misses(kind, key) for kind in KINDS)


def unlock(petition: Petition, *, reason: str, by: User, at: datetime) -> Petition:
    """Let tries at a request count anew; why somebody was believed stays in the step.

    What one address has missed altogether goes on counting.
    """
    with changing(petition, Verb.UNLOCK, by=by, at=at) as change:
        change.internal = because(reason, "凭什么放开")
    return change.row
