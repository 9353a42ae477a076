"""What the person thinks of the answer, and the call that a low rating asks for."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from center.models import User
from center.timetable.lookup import calendar_of
from petitions.actions.case import (
    check_staff,
    locked,
    proved,
    refuse,
    running_round,
    words,
    write,
)
from petitions.actions.named import propose_named
from petitions.models import Petition, Rating, RatingChange, Round
from petitions.rules import PERSON, Score, Verb, is_bad, may_change_rating
from petitions.rules.followup import call_by


@transaction.atomic
def rate(
    petition: Petition,
    *,
    score: int,
    comment: str = "",
    by: User | None,
    at: datetime,
    proof: str = "",
) -> Rating:
    """Rate the answer from 1 to 5, once for each round; changeable for 24 hours.

    The old value of a change is kept. 1 and 2 ask for a call within one working day.
    Refuses staff, who do not rate what others asked for.
    """
    case = locked(petition, Verb.RATE)
    if by is not None and by.is_staff and by.pk != case.person_id:
        raise refuse("评价要由诉求人自己来做。", "not_person")
    rating = _give(case, score, comment, at)
    write(
        case,
        Verb.RATE,
        by=None if case.anonymous else by,
        role=PERSON,
        at=at,
        public=f"评价：{rating.get_score_display()}。{rating.comment}",
        details=proved(proof),
    )
    propose_named(case, {"评价": rating.comment}, at=at)
    return rating


@transaction.atomic
def record_rating(
    petition: Petition, *, score: int, comment: str = "", by: User, at: datetime
) -> Rating:
    """Write down what the person says of the answer at the counter or by telephone.

    For who has neither account nor phone. Refuses whoever answered or bears the case:
    nobody writes down their own mark.
    """
    case = locked(petition, Verb.RATE)
    check_staff(case, by)
    if not may_record_rating(case, by):
        raise refuse("答复的人、经办的人不能代记评价，请换一位同事来记。", "own_mark")
    rating = _give(case, score, comment, at)
    label = rating.get_score_display()
    write(
        case,
        Verb.RATE,
        by=by,
        at=at,
        public=f"评价：{label}。{rating.comment}（{by.name} 按本人说的记下）",
    )
    propose_named(case, {"评价": rating.comment}, at=at)
    return rating


def may_record_rating(case: Petition, by: User) -> bool:
    """Say whether somebody has no part in what is rated."""
    replies = running_round(case).replies.filter(sent_by=by)
    return by.pk not in (case.owner_id, case.duty_by_id) and not replies.exists()


def _give(case: Petition, score: int, comment: str, at: datetime) -> Rating:
    if score not in Score.values:
        raise refuse("请从五档里选一档。", "score")
    comment = words(comment, "说明", required=False)
    rating = _rating(running_round(case), at)
    rating.score, rating.comment = score, comment
    if is_bad(score) and rating.call_by is None:
        rating.call_by = call_by(calendar_of(case.center), timezone.localdate(at))
    rating.save()
    return rating


def _rating(running: Round, at: datetime) -> Rating:
    """Return a new rating, or the old one with its value put aside."""
    rating = Rating.objects.filter(round=running).first()
    if rating is None:
        return Rating(round=running, rated_at=at)
    if not may_change_rating(rating.rated_at, at):
        raise refuse("评价后 24 小时内可以改，现在已经过了。", "too_late")
    RatingChange.objects.create(
        rating=rating, old_score=rating.score, old_comment=rating.comment, at=at
    )
    rating.changed_at = at
    return rating


@transaction.atomic
def record_call(rating: Rating, *, note: str, by: User, at: datetime) -> Rating:
    """Write down the call to somebody who was not content."""
    case = locked(rating.round.petition, Verb.CALL)
    check_staff(case, by)
    rating = Rating.objects.select_for_update().get(pk=rating.pk)
    if rating.call_by is None or rating.called_at is not None:
        raise refuse("这次评价不需要回访，或者已经回访过。", "called")
    rating.call_note = words(note, "回访情况")
    rating.called_at, rating.called_by = at, by
    rating.save(update_fields=["call_note", "called_at", "called_by"])
    write(case, Verb.CALL, by=by, at=at, internal=rating.call_note)
    return rating
