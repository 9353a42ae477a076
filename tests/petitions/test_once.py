"""A form that is sent twice does its work once."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from center.outbox.models import Message
from petitions.actions import casework, replies
from petitions.actions.details import add_message, withdraw
from petitions.actions.once import run_once, was_done
from petitions.models import Assist, Done, RatingChange, Step
from tests.make import moment
from tests.petitions import make
from tests.together import at_once

AT = moment("2026-11-25 10:00")
KEY = "k" * 32


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


def just_now():
    return timezone.localtime().strftime("%Y-%m-%d %H:%M")


@pytest.mark.django_db
def test_a_refusal_frees_the_key_again():
    def refuse():
        raise ValidationError("不行")

    with pytest.raises(ValidationError):
        run_once("a", refuse, at=AT)
    assert not was_done("a")
    done = []
    assert run_once("a", lambda: done.append(1), at=AT) is True
    assert run_once("a", lambda: done.append(2), at=AT) is False
    assert (done, Done.objects.get().at) == ([1], AT)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_the_same_moment_writes_one_message(house, lin):
    case = make.petition(house, by=lin)

    def add():
        add_message(case, text="又坏了一盏", by=lin, at=AT)

    outcomes = at_once(*[lambda: run_once("a", add, at=AT)] * 4)
    assert sorted(outcomes) == [False, False, False, True]
    assert Step.objects.filter(verb="message").count() == 1


@pytest.mark.django_db
def test_a_replayed_message_is_one_also_from_a_new_session(client, house, lin):
    case = make.petition(house, at=just_now(), by=lin)
    address = f"/petitions/{case.code}/message/"
    for _ in range(2):
        client.force_login(lin)
        answer = client.post(address, {"body": "又坏了一盏。", "key": KEY})
        assert (answer.status_code, answer.url) == (302, f"/petitions/{case.code}/")
        client.logout()
    assert Step.objects.filter(verb="message").count() == 1


@pytest.mark.django_db
def test_other_words_other_cases_and_no_key_are_other_forms(client, house, lin):
    one, two = (make.petition(house, at=just_now(), by=lin) for _ in range(2))
    client.force_login(lin)
    for case, fields in (
        (one, {"body": "第一句", "key": KEY}),
        (one, {"body": "第二句", "key": KEY}),
        (two, {"body": "第一句", "key": KEY}),
        (two, {"body": "第一句"}),
        (two, {"body": "第一句"}),
    ):
        client.post(f"/petitions/{case.code}/message/", fields)
    assert (one.steps.filter(verb="message").count(), two.steps.count()) == (2, 4)


@pytest.mark.django_db
def test_withdrawing_and_rating_twice_is_once(client, house, chen, lin):
    client.force_login(lin)
    case = make.petition(house, at=just_now(), by=lin)
    for _ in range(2):
        answer = client.post(f"/petitions/{case.code}/withdraw/", {"key": KEY})
        assert answer.status_code == 302
    assert case.steps.filter(verb="withdraw").count() == 1
    rated = make.answered(house, chen, at=just_now(), by_person=lin)
    for _ in range(2):
        fields = {"score": "2", "comment": "慢", "key": KEY}
        assert client.post(f"/petitions/{rated.code}/rate/", fields).status_code == 302
    assert rated.steps.filter(verb="rate").count() == 1
    assert RatingChange.objects.count() == 0


@pytest.mark.django_db
def test_every_verb_of_the_desk_is_done_once(client, house, chen):
    client.force_login(chen)
    case = make.taken(house, chen, at=just_now())
    told = Message.objects.count()
    for key, fields in {
        "note": {"text": "记一笔"},
        "tell": {"text": "师傅明天来"},
        "split": {"asks": "一\n二"},
        "assist": {"unit": "物业", "part": "换灯泡"},
    }.items():
        for _ in range(2):
            answer = client.post(
                f"/desk/petitions/{case.code}/{key}/", fields | {"key": KEY}
            )
            assert answer.status_code == 302, key
    part = Assist.objects.get()
    for _ in range(2):  # the second time the part is no choice of the form any more
        answer = client.post(
            f"/desk/petitions/{case.code}/assisted/",
            {"assist": part.pk, "finding": "换好了", "key": KEY},
        )
        assert answer.status_code == 302
    fields = {"outcome": "support", "answer": "修", "key": KEY}
    for _ in range(2):
        client.post(f"/desk/petitions/{case.code}/asks/1/", fields)
    verbs = [step.verb for step in case.steps.order_by("pk")]
    assert verbs == [
        "register",
        "take",
        "note",
        "tell",
        "split",
        "assist",
        "assisted",
        "settle",
    ]
    assert Message.objects.count() == told + 1


@pytest.mark.django_db
def test_sent_again_after_the_end_it_is_still_done(client, house, chen, lin):
    """A message, a rating and an answered ask, when the case has gone on since."""
    told, rated, asked = (
        make.taken(house, chen, at=just_now(), by_person=lin) for _ in range(3)
    )
    who, end = {"by": chen, "at": timezone.now()}, {"reason": "不要了"}
    casework.split_asks(asked, asks=["修灯"], **who)
    make.answer(rated, chen, at=just_now())
    settled = {"outcome": "support", "answer": "修好了"}
    for row, by, part, fields, close in (
        (told, lin, "message", {"body": "还有一盏"}, withdraw),
        (rated, lin, "rate", {"score": "1", "comment": "慢"}, replies.reopen),
        (asked, chen, "asks/1", settled, withdraw),
    ):
        client.force_login(by)
        start = "" if by == lin else "/desk"
        address = f"{start}/petitions/{row.code}/{part}/"
        assert client.post(address, fields | {"key": KEY}).status_code == 302
        close(make.fresh(row), **end, **who)
        steps = row.steps.count()
        assert client.post(address, fields | {"key": KEY}).status_code == 302, part
        late = client.post(address, fields | {"key": "b" * 32})
        assert (late.status_code, row.steps.count()) == (409, steps), part
