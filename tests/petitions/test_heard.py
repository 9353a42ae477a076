"""What the person says is read, and what went wrong is taken back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from center.outbox.models import Message
from petitions.actions import casework, news, pauses, replies
from petitions.actions.details import add_message
from petitions.counter.queue import BY_NAME
from petitions.models import Reply
from petitions.models.people import links_of
from petitions.reminders.actions import remind
from tests.make import moment
from tests.petitions import make

pytestmark = pytest.mark.django_db
DESK = "/desk/petitions/"
AT = moment("2026-11-25 10:00")
NIGHT = moment("2026-11-25 23:30")


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


def browser(user):
    made = Client()
    made.force_login(user)
    return made


def has_news(user, case):
    found = BY_NAME["news"].cases(user, AT)
    return found.filter(pk=case.pk).exists()


def test_a_message_waits_to_be_read_and_wakes_nobody(house, chen, liu, lin):
    case = make.taken(house, chen, by_person=lin)
    nobodys = make.petition(house, by=lin)
    told = Message.objects.count()
    for one in (case, nobodys):
        add_message(one, text="还有一盏", by=lin, at=NIGHT)
    assert Message.objects.count() == told
    assert (has_news(chen, case), has_news(liu, case)) == (True, False)
    assert (has_news(chen, nobodys), has_news(liu, nobodys)) == (True, True)
    page = browser(chen).get(f"{DESK}{case.code}/")
    assert "有新情况，看过了" in page.content.decode()
    case = news.read(make.fresh(case), by=chen, at=AT)
    assert not has_news(chen, case)
    with pytest.raises(ValidationError, match="没有新情况"):
        news.read(case, by=chen, at=AT)


def test_an_answer_written_from_the_message_has_read_it(house, chen, lin):
    case = make.taken(house, chen, by_person=lin)
    add_message(case, text="还有一盏", by=lin, at=AT)
    make.answer(case, chen)
    assert make.fresh(case).news_at is None


def test_a_closing_prepared_before_the_message_is_stopped(house, chen, lin):
    at = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    case = make.answered(house, chen, at=at, by_person=lin)
    client, old = browser(chen), case.version
    add_message(case, text="又不亮了", by=lin, at=timezone.now())
    fields = {"result": "好了", "reached": "phone"}
    answer = client.post(f"{DESK}{case.code}/close/", fields | {"version": old})
    assert (answer.status_code, make.fresh(case).state) == (409, "answered")
    fields["version"] = make.fresh(case).version
    assert client.post(f"{DESK}{case.code}/close/", fields).status_code == 302


@pytest.mark.parametrize(
    ("reason", "goes_on"), [("materials", True), ("hearing", False)]
)
def test_a_pause_that_waits_for_the_person_ends(house, chen, lin, reason, goes_on):
    make.pausing(house)
    case = make.taken(house, chen, by_person=lin)
    pauses.pause(
        case,
        reason=reason,
        text="等材料",
        last_on=date(2026, 12, 2),
        by=chen,
        at=moment("2026-11-24 10:00"),
    )
    add_message(case, text="送来了", by=lin, at=AT)
    case = make.fresh(case)
    assert (case.paused_until is None) is goes_on
    assert case.pauses.filter(ended_at__isnull=True).exists() is not goes_on
    assert case.steps.filter(verb="resume", by=None).exists() is goes_on


def test_a_pause_that_lapses_says_so_and_makes_a_task(house, chen, lin):
    make.pausing(house)
    case = make.taken(house, chen, by_person=lin)
    pauses.pause(
        case,
        reason="materials",
        text="等材料",
        last_on=date(2026, 11, 26),
        by=chen,
        at=moment("2026-11-24 10:00"),
    )
    due = make.fresh(case).due_on
    remind(moment("2026-11-26 23:59"))
    assert make.fresh(case).paused_until == date(2026, 11, 26)
    for _ in range(2):
        remind(moment("2026-11-27 00:10"))
    case = make.fresh(case)
    assert (case.paused_until, case.due_on) == (None, due)
    assert case.steps.filter(verb="resume").count() == 1
    texts = Message.objects.filter(text__contains="暂停到期了")
    assert sorted(texts.values_list("phone", flat=True)) == sorted(
        [case.phone, chen.phone]
    )
    assert has_news(chen, case)


def test_after_closing_the_person_still_writes_and_is_read(client, house, chen, lin):
    at = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    case = make.closed(house, chen, at=at, by_person=lin)
    client.force_login(lin)
    assert "message/" in client.get(f"/petitions/{case.code}/").content.decode()
    sent = client.post(f"/petitions/{case.code}/message/", {"body": "又不亮了"})
    assert sent.status_code == 302
    case = make.fresh(case)
    assert (case.state, has_news(chen, case)) == ("closed", True)


@pytest.mark.parametrize("how", ["left", "dismissed", "moved"])
def test_what_comes_after_the_end_is_read_when_its_clerk_is_gone(
    house, elsewhere, chen, liu, sun, lin, how
):
    case = make.closed(house, chen, by_person=lin)
    add_message(case, text="又不亮了", by=lin, at=AT)
    assert [has_news(one, case) for one in (chen, liu, sun)] == [True, False, False]
    chen.is_active, chen.is_staff = how != "left", how != "dismissed"
    chen.center = elsewhere if how == "moved" else house
    chen.save()
    assert [has_news(one, case) for one in (liu, sun)] == [True, False]


# -- Taken back


def test_a_reply_to_the_wrong_person_is_taken_back(client, house, chen, lin):
    case = make.taken(house, chen, by_person=lin)
    due = case.due_on
    make.answer(case, chen, text="王五您好，您的低保批下来了，请来领。")
    case = news.retract(make.fresh(case), reason="发错人了", by=chen, at=AT)
    assert (case.state, case.due_on, case.answered_at) == ("in_hand", due, None)
    assert Message.objects.get(text__contains="低保").state == "stopped"
    client.force_login(lin)
    page = client.get(f"/petitions/{case.code}/").content.decode()
    assert "低保" not in page
    assert "这份答复发错了，已经撤回" in page
    staff_page = browser(chen).get(f"{DESK}{case.code}/").content.decode()
    assert "（已撤回）" in staff_page
    assert "低保" in staff_page
    make.answer(case, chen, at="2026-11-26 10:00")
    assert Reply.objects.standing().filter(round__petition=case).count() == 1
    assert case.rounds.get().timeliness == "in_time"


def test_what_has_gone_out_is_called_back_by_another_text(house, chen, lin):
    case = make.answered(house, chen, by_person=lin)
    gone = Message.objects.filter(text__contains="已答复")
    gone.update(state="sent", sent_at=AT)
    news.retract(case, reason="发错人了", by=chen, at=AT)
    assert Message.objects.filter(text__contains="请不要照着办").count() == 1


def test_a_late_right_answer_is_late(house, chen):
    case = make.answered(house, chen)
    case = news.retract(case, reason="发错人了", by=chen, at=AT)
    make.answer(case, chen, at="2026-12-08 10:00")
    assert case.rounds.get().timeliness == "late"


def test_a_sent_reply_stays_as_it_was(house, chen):
    case = make.answered(house, chen)
    sent = Reply.objects.get()
    for change in ({"text": "另一份"}, {"sent_at": AT}):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            Reply.objects.update(**change)
    news.retract(case, reason="发错人了", by=chen, at=AT)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Reply.objects.update(retracted_at=None, retracted_reason="", retracted_by=None)
    assert Reply.objects.get(pk=sent.pk).text == sent.text
    assert replies.latest_words(make.fresh(case)).startswith("刚才的答复发错了")


def test_a_link_is_undone_and_made_again(house, chen):
    one, two = make.petition(house), make.petition(house)
    who = {"by": chen, "at": AT}
    for _ in range(2):
        link = casework.merge(one, two, reason="", **who)
        assert links_of(two).get() == link
        casework.unlink(link, reason="看错了", **who)
    assert (links_of(one).count(), one.links_up.count()) == (0, 2)
    assert two.steps.last().verb == "unlink"
