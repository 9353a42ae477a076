"""Verbs of the desk whose action wants another row than the case itself."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from center.models import User
from petitions import actions
from petitions.models import Conflict, Extension, Petition, Rating
from petitions.rules import is_bad
from petitions.visitors import by_code


def waiting_extension(case: Petition) -> Extension | None:
    """Return the extension that waits for a decision."""
    return Extension.objects.filter(petition=case, state=Extension.State.ASKED).first()


def decide(case: Petition, *, by: User, at: datetime, **data: Any) -> object:
    """Approve or refuse the extension that waits."""
    waiting = waiting_extension(case)
    if waiting is None:
        raise ValidationError("这件没有等着批的延期，可能已经批过了。")
    return actions.decide_extension(waiting, **data, by=by, at=at)


def finish(case: Petition, *, assist: Any, finding: str, **who: Any) -> object:
    """Finish one part of the case."""
    return actions.finish_assist(assist, finding=finding, **who)


def judge(case: Petition, *, conflict: Conflict, **data: Any) -> object:
    """Decide whether a text speaks of a colleague."""
    return actions.judge_named(conflict, **data)


def lift(case: Petition, *, conflict: Conflict, reason: str, **who: Any) -> object:
    """Let somebody see the case again."""
    return actions.lift_conflict(conflict, reason=reason, **who)


def merge(case: Petition, *, other: str, reason: str, **who: Any) -> object:
    """Link the case with the one that a code names."""
    twin = by_code(other)
    seen = Petition.objects.visible_to(who["by"])
    if twin is None or not seen.filter(pk=twin.pk).exists():
        raise ValidationError("没有这个编号，请再看一遍。")
    return actions.merge(case, twin, reason=reason, **who)


def rating_to_call(case: Petition) -> Rating | None:
    """Return the low rating of the current round that nobody has called about."""
    rating = Rating.objects.filter(
        round__petition=case, round__number=case.round, called_at__isnull=True
    ).first()
    return rating if rating and is_bad(rating.score) else None


def call(case: Petition, *, note: str, **who: Any) -> object:
    """Write down the call that a low rating asks for."""
    rating = rating_to_call(case)
    if rating is None:
        raise ValidationError("这件不需要回访，或者已经回访过。")
    return actions.record_call(rating, note=note, **who)


def reply(case: Petition, *, sure: bool, draft_version: Any, **data: Any) -> object:
    """Send the reply."""
    return actions.reply(case, **data)


def relay(case: Petition, *, sure: bool, draft_version: Any, **data: Any) -> object:
    """Send the superior's answer."""
    return actions.relay(case, **data)
