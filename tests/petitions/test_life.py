"""A request from intake to rating, and what each step leaves behind."""

from petitions.actions import casework, feedback, replies
from petitions.models import Step
from tests.make import moment
from tests.petitions import make


def test_from_the_web_to_closed(house, lin, chen):
    case = make.petition(house, by=lin)
    assert (case.state, case.owner, case.due_on.isoformat()) == (
        "registered",
        None,
        "2026-12-03",
    )
    case = casework.take(case, by=chen, at=moment("2026-11-24 10:00"))
    assert (case.state, case.owner, case.first_asked) == ("in_hand", chen, chen)
    make.answer(case, chen, at="2026-11-25 10:00")
    case = replies.close(
        make.fresh(case),
        result="灯已修好",
        reached="phone",
        by=chen,
        at=moment("2026-11-25 11:00"),
    )
    feedback.rate(case, score=5, by=lin, at=moment("2026-11-25 12:00"))
    story = Step.objects.filter(petition=case).values_list(
        "verb", "from_state", "to_state"
    )
    assert list(story) == [
        ("register", "", "registered"),
        ("take", "registered", "in_hand"),
        ("reply", "in_hand", "answered"),
        ("close", "answered", "closed"),
        ("rate", "closed", "closed"),
    ]
