"""The same thing at the same moment, on connections of its own."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from center.timetable.models import SpecialDay
from center.workflow.actions import StaleError
from petitions.actions import casework, feedback, replies, times
from petitions.actions.details import withdraw
from petitions.actions.intake import Intake, hand_over_sealed, register
from petitions.actions.recompute import recompute
from petitions.actions.times import lapse_extensions
from petitions.models import Extension, Petition, Rating, Reply, Round, Step
from tests.make import moment
from tests.petitions import make
from tests.petitions.make import fresh
from tests.petitions.test_publication import publish
from tests.together import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)
AT = moment("2026-11-25 10:00")


def test_the_same_key_from_four_tabs_is_one_case(house, lin):
    intake = Intake(kind="help", channel="web", title="灯", body="不亮")
    given = {
        "center": house,
        "intake": intake,
        "form_key": "k" * 64,
        "by": lin,
        "at": AT,
    }
    made = at_once(*[lambda: register(**given)] * 4)
    assert len({case.pk for case in made}) == 1
    assert (Petition.objects.count(), Step.objects.count()) == (1, 1)


def test_two_clerks_take_one_wins(house, chen, liu):
    case = make.petition(house)
    outcomes = at_once(
        lambda: casework.take(case, by=chen, at=AT),
        lambda: casework.take(case, by=liu, at=AT),
    )
    assert len(refusals(outcomes)) == 1
    case = fresh(case)
    assert case.owner == case.first_asked
    assert Step.objects.filter(verb="take").count() == 1


def test_two_approvals_at_once_are_one(house, chen, zhao, he):
    case = make.taken(house, chen)
    asked = times.ask_extension(
        case, days=5, reason="complex", text="原因", by=chen, at=AT
    )
    outcomes = at_once(
        *[
            lambda by=by: times.decide_extension(asked, approve=True, by=by, at=AT)
            for by in (zhao, he)
        ]
    )
    assert len(refusals(outcomes)) == 1
    assert f"{fresh(case).due_on}" == "2026-12-10"
    assert Step.objects.filter(verb="extend").count() == 1


def test_approving_and_refusing_at_once_leaves_one_decision(house, chen, zhao, he):
    case = make.taken(house, chen)
    asked = times.ask_extension(
        case, days=5, reason="complex", text="原因", by=chen, at=AT
    )
    given = {"text": "原因", "at": AT}
    outcomes = at_once(
        lambda: times.decide_extension(asked, approve=True, by=zhao, **given),
        lambda: times.decide_extension(asked, approve=False, by=he, **given),
    )
    assert len(refusals(outcomes)) == 1
    is_approved = fresh(asked).state == "approved"
    assert (f"{fresh(case).due_on}" == "2026-12-10") is is_approved


def test_two_workers_let_a_request_lapse_once_and_wait_for_nobody(house, chen):
    case = make.taken(house, chen)
    times.ask_extension(case, days=5, reason="complex", text="原因", by=chen, at=AT)
    late = moment("2026-12-04 00:01")
    with transaction.atomic():
        Petition.objects.select_for_update().get(pk=case.pk)
        assert at_once(lambda: lapse_extensions(at=late)) == [0]
    outcomes = at_once(*[lambda: lapse_extensions(at=late)] * 2)
    assert sum(outcomes) == 1
    assert Step.objects.filter(verb="refuse_extension").count() == 1


def test_two_requests_for_an_extension_are_one(house, chen, liu):
    case = make.taken(house, chen)
    outcomes = at_once(
        *[
            lambda by=by: times.ask_extension(
                case, days=5, reason="complex", text="原因", by=by, at=AT
            )
            for by in (chen, liu)
        ]
    )
    assert len(refusals(outcomes)) == 1
    assert Extension.objects.count() == 1


def test_two_replies_from_one_version_the_loser_sees_both(house, chen, liu):
    case = make.taken(house, chen)
    texts = {chen: "陈静写的答复，灯已修好。", liu: "刘洋写的答复，灯已修好。"}
    outcomes = at_once(
        *[
            lambda by=by: replies.reply(
                case, text=texts[by], version=case.version, by=by, at=AT
            )
            for by in (chen, liu)
        ]
    )
    (stale,) = refusals(outcomes)
    assert isinstance(stale, StaleError)
    reply = Reply.objects.get()
    assert texts[reply.sent_by] == reply.text == replies.latest_words(stale.current)


def test_two_drafts_from_one_version(house, chen, liu):
    case = make.taken(house, chen)
    outcomes = at_once(
        *[
            lambda by=by: replies.save_draft(
                case, text=by.name * 4, version=0, by=by, at=AT
            )
            for by in (chen, liu)
        ]
    )
    (stale,) = refusals(outcomes)
    assert isinstance(stale, StaleError)
    draft = Reply.objects.get()
    assert draft.text == draft.written_by.name * 4 == replies.latest_words(case)


def test_linking_from_both_sides_deadlocks_nobody(house, chen):
    first, second = make.petition(house), make.petition(house)
    outcomes = at_once(
        lambda: casework.merge(first, second, reason="", by=chen, at=AT),
        lambda: casework.merge(second, first, reason="", by=chen, at=AT),
    )
    assert len(refusals(outcomes)) == 1
    assert {fresh(case).state for case in (first, second)} == {"registered"}


def test_two_ratings_two_reopenings_two_publications(house, chen, liu, zhao, he):
    case = make.answered(house, chen)
    at_once(*[lambda s=s: feedback.rate(case, score=s, by=None, at=AT) for s in (1, 5)])
    assert Rating.objects.count() == 1
    published = at_once(*[lambda by=by: publish(case, by) for by in (zhao, he)])
    assert len({one.pk for one in published}) == 1
    outcomes = at_once(
        *[
            lambda by=by: replies.reopen(case, reason="原因", by=by, at=AT)
            for by in (chen, liu)
        ]
    )
    assert len(refusals(outcomes)) == 1
    assert Round.objects.count() == 2


def test_sealed_numbers_have_no_gap(house, chen):
    made = at_once(*[lambda: hand_over_sealed(center=house, by=chen, at=AT)] * 4)
    assert sorted(one.number for one in made) == [1, 2, 3, 4]


def test_answer_and_withdrawal_at_once(house, chen, lin):
    case = make.taken(house, chen)
    say = {"text": "您好，楼道灯已经修好了。", "version": fresh(case).version}
    outcomes = at_once(
        lambda: replies.reply(case, **say, by=chen, at=AT),
        lambda: withdraw(case, reason="", by=None, at=AT),
    )
    (loser,) = refusals(outcomes)
    # An answer that comes second is stale, whatever the state; a withdrawal has no
    # version, the state refuses it.
    loses = {"answered": ValidationError, "withdrawn": StaleError}
    assert type(loser) is loses[fresh(case).state]


def test_a_recount_passes_by_what_somebody_works_on(house, chen, zhao):
    busy, free = (make.taken(house, chen, at="2026-11-24 09:00") for _ in range(2))
    SpecialDay.objects.create(day="2026-11-27", kind="holiday", name="加放一天")
    with transaction.atomic():
        Petition.objects.select_for_update().get(pk=busy.pk)
        ((changes, left),) = at_once(lambda: recompute(by=zhao, at=AT))
    assert ([one.petition.pk for one in changes], left) == ([free.pk], 1)
    assert fresh(busy).due_on < fresh(free).due_on
