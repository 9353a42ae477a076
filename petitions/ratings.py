"""What the person thought of the answer, and whether they may still say more."""

from datetime import datetime

from center.wording import moment_text
from petitions.models import Petition, Rating
from petitions.models.access import Reader
from petitions.rules.replies import CHANGE_RATING, is_bad, may_change_rating
from petitions.rules.states import State

Shown = dict[str, str]


def rating_of(petition: Petition, at: datetime, reader: Reader) -> Shown | None:
    """Return the rating of the current round, and until when it can be changed."""
    rating = Rating.objects.filter(
        round__petition=petition, round__number=petition.round
    ).first()
    if rating is None:
        return None
    return {
        "label": rating.get_score_display(),
        "tone": "warn" if is_bad(rating.score) else "ok",
        "comment": reader.read(rating.comment),
        "until": _changeable_until(rating, at),
    }


def _changeable_until(rating: Rating, at: datetime) -> str:
    if not may_change_rating(rating.rated_at, at):
        return ""
    return moment_text(rating.rated_at + CHANGE_RATING)


def is_waiting(petition: Petition) -> bool:
    is_over = petition.state == State.WITHDRAWN or petition.forgotten_at is not None
    return not is_over


def is_unhappy(rating: Shown | None) -> bool:
    return rating is not None and rating["tone"] == "warn"
