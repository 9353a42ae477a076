"""What the person thinks of the answer, and the call that a low rating asks for."""

from datetime import datetime

from django.utils import timezone

from center.models import User
from center.timetable.lookup import calendar_of
from center.workflow.actions import needed, refuse
from petitions.actions.base import acts_as_staff, changing, proved, running_round
from petitions.models import Petition, Rating, RatingChange, Round
from petitions.rules.followup import call_by
from petitions.rules.replies import Score, is_bad, may_change_rating
from petitions.rules.states import PERSON, Verb

OWN_MARK = "答复的人、经办的人不能代记评价，请换一位同事来记。"


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
    if acts_as_staff(petition, by):
        raise refuse(
            "评价要由诉求人自己来做；他当面、打电话说的，请没有经办的同事来记。",
            "not_person",
        )
    keep = None if petition.anonymous else by
    with changing(petition, Verb.RATE, by=keep, at=at, role=PERSON) as change:
        rating = _give(change.row, score, comment, at)
        change.public = f"评价：{rating.get_score_display()}。{rating.comment}"
        change.details = proved(proof)
        change.said = {"评价": rating.comment}
    return rating


def record_rating(
    petition: Petition, *, score: int, comment: str = "", by: User, at: datetime
) -> Rating:
    """Write down what the person says of the answer at the counter or by telephone.

    For who has neither account nor phone. Refuses whoever answered or bears the case:
    nobody writes down their own mark.
    """
    with changing(petition, Verb.RATE, by=by, at=at) as change:
        case = change.row
        if not may_record_rating(case, by):
            raise refuse(OWN_MARK, "own_mark")
        rating = _give(case, score, comment, at)
        said = f"评价：{rating.get_score_display()}。{rating.comment}"
        change.public = f"{said}（{by.name} 按本人说的记下）"
        change.said = {"评价": rating.comment}
    return rating


def may_record_rating(case: Petition, by: User) -> bool:
    replies = running_round(case).replies.filter(sent_by=by)
    return by.pk not in (case.owner_id, case.duty_by_id) and not replies.exists()


def _give(case: Petition, score: int, comment: str, at: datetime) -> Rating:
    if score not in Score.values:
        raise refuse("请从五档里选一档。", "score")
    comment = needed(comment, "说明", required=False)
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
        raise refuse(
            "评价后 24 小时内可以改，现在已经过了；还有话，请写在“再说一句”里。",
            "too_late",
        )
    RatingChange.objects.create(
        rating=rating, old_score=rating.score, old_comment=rating.comment, at=at
    )
    rating.changed_at = at
    return rating


def rating_to_call(case: Petition) -> Rating | None:
    """Return the low rating of the current round that nobody has called about."""
    rating = Rating.objects.filter(
        round__petition=case, round__number=case.round, called_at__isnull=True
    ).first()
    return rating if rating and is_bad(rating.score) else None


def record_call(rating: Rating, *, note: str, by: User, at: datetime) -> Rating:
    """Write down the call to somebody who was not content."""
    with changing(rating.round.petition, Verb.CALL, by=by, at=at) as change:
        rating = Rating.objects.select_for_update().get(pk=rating.pk)
        if rating.call_by is None or rating.called_at is not None:
            raise refuse("这次评价不需要回访，或者已经回访过。", "called")
        change.internal = rating.call_note = needed(note, "回访情况")
        rating.called_at, rating.called_by = at, by
        rating.save(update_fields=["call_note", "called_at", "called_by"])
    return rating
