"""Messages: each once, none lost in silence, none in the way of another."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from center import rate_limit
from center.outbox import actions
from center.outbox.actions import send_waiting, tell, work_off
from center.outbox.models import Message, MessageStep
from center.outbox.rules import (
    BACKOFF,
    LANDLINE,
    LEASE,
    NO_MOBILE,
    TEXT_KEPT,
    TRIES,
    UNCLEAR,
    WHOLE_AT,
    State,
)
from tests import make
from tests.together import at_once

AT = make.moment("2026-11-24 10:00")


class Gateway:
    """Refuses numbers that end in 9 in a way of its own, and notes the others."""

    sent = []
    error = OSError("16120000009 验证码 123456")

    def send(self, phone, text):
        if phone.endswith("9"):
            raise self.error
        self.sent.append(phone)


@pytest.fixture(autouse=True)
def gateway(settings, monkeypatch):
    settings.SMS_BACKEND = "tests.center.outbox.test_actions.Gateway"
    monkeypatch.setattr(Gateway, "sent", [])
    return Gateway


def write(once="a", phone="16120000001", **more):
    tell(person=None, phone=phone, text="您好", once=once, at=AT, **more)
    return Message.objects.filter(once=once).first()


ERRORS = [
    OSError("\x00"),
    TimeoutError(),
    ValueError("16120000009"),
    UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no"),
    ZeroDivisionError(),
    KeyboardInterrupt(),
    SystemExit(1),
]


@pytest.mark.django_db
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_refused_message_waits_longer_each_time_and_fails(monkeypatch, error):
    monkeypatch.setattr(Gateway, "error", error)
    write("bad", phone="16120000009")
    write("good")
    at, seen = AT, []
    for pause in [*BACKOFF, timedelta(days=1)]:
        assert work_off(at=at - timedelta(seconds=1))[State.WAITING] == 0
        send_waiting(at=at)
        bad = Message.objects.get(once="bad")
        seen.append((bad.state, bad.tries, bad.sent_at, bad.asked_at))
        at += pause
    waits = [(State.WAITING, n, None, None) for n in range(1, TRIES)]
    assert seen == [*waits, (State.FAILED, TRIES, None, None)]
    assert Gateway.sent == ["16120000001"]
    assert "16120000009" not in bad.error
    assert work_off(at=at).total() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("phone", ["", "12", "1612000000", "１" * 12])
def test_nothing_is_written_where_nobody_is_meant(phone):
    assert write(phone=phone) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phone", "why"), [("", NO_MOBILE), ("0571-88886666", LANDLINE)]
)
def test_what_can_never_go_is_kept_with_the_reason(phone, why):
    message = write(phone=phone, name="李奶奶")
    assert (message.state, message.error, message.phone) == ("nowhere", why, "")
    assert work_off(at=AT).total() == 0


@pytest.mark.django_db
def test_a_crash_while_sending_is_neither_lost_nor_sent_again():
    message = write()
    Message.objects.update(asked_at=AT, tries=1)  # as a killed worker leaves it
    assert send_waiting(at=AT + LEASE) == 0
    later = AT + LEASE + timedelta(seconds=1)
    out = StringIO()
    assert work_off(at=later)[State.FAILED] == 1
    call_command("send_messages", stdout=out)
    message.refresh_from_db()
    assert (message.state, message.error) == (State.FAILED, UNCLEAR)
    assert Gateway.sent == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once():
    for n in range(30):
        write(f"m{n}")
    assert sum(at_once(*[lambda: send_waiting(at=AT)] * 3)) == 30
    assert len(Gateway.sent) == 30


@pytest.mark.django_db
def test_the_command_says_what_became_of_each():
    write("a")
    write("b", phone="16120000009")
    out = StringIO()
    call_command("send_messages", stdout=out)
    assert out.getvalue() == "发出 1 条短信。1 条没有发成，过一会儿再试。\n"


# -- Strangers


@pytest.mark.django_db
def test_a_number_gets_a_few_an_hour_from_strangers():
    def told(at, count, start):
        for n in range(start, start + count):
            tell(
                person=None,
                phone="16120000001",
                text="已登记",
                once=f"s{n}",
                at=at,
                by_visitor=True,
            )
        return Message.objects.filter(state=State.WAITING).count()

    assert told(AT, 4, 0) == 4
    assert told(AT + timedelta(minutes=40), 4, 3) == 6  # the same once is not counted
    assert told(AT + timedelta(minutes=59), 3, 20) == 6
    assert write("staff").state == State.WAITING
    assert told(AT + timedelta(hours=3), 1, 40) == 8
    stopped = Message.objects.filter(state=State.STOPPED)
    assert set(stopped.values_list("error", flat=True)) == {actions.TOO_MANY}
    assert not rate_limit.is_spent("text-phone", "16120000002", AT)


# -- Supervisors


@pytest.mark.django_db
def test_a_failed_message_is_sent_again_and_says_who_asked(zhao):
    message = write(center_id=zhao.center_id)
    Message.objects.update(state=State.FAILED, tries=TRIES, error="x")
    later = AT + timedelta(days=1)
    actions.resend(message=message, reason="换了网关", by=zhao, at=later)
    assert send_waiting(at=later) == 1
    row = MessageStep.objects.get()
    assert (row.verb, row.by, row.at, row.reason) == ("resend", zhao, later, "换了网关")


@pytest.mark.django_db
def test_a_stopped_message_does_not_go(zhao):
    message = write(center_id=zhao.center_id)
    actions.stop(message=message, reason="写错了", by=zhao, at=AT)
    assert (send_waiting(at=AT), MessageStep.objects.get().verb) == (0, "stop")


REFUSED = [
    ("stop", {"state": "sent", "sent_at": AT}, "sent"),
    ("stop", {"asked_at": AT}, "asked"),
    ("stop", {"state": "failed"}, "over"),
    ("resend", {"state": "sent", "sent_at": AT}, "sent"),
    ("resend", {}, "waiting"),
    ("resend", {"state": "stopped", "text": "", "phone": ""}, "forgotten"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("verb", "now", "code"), REFUSED)
def test_what_cannot_be_done_is_refused(zhao, verb, now, code):
    message = write(center_id=zhao.center_id)
    Message.objects.update(**now)
    with pytest.raises(ValidationError) as refusal:
        getattr(actions, verb)(message=message, reason="写错了", by=zhao, at=AT)
    assert refusal.value.code == code
    assert not MessageStep.objects.exists()


@pytest.mark.django_db
def test_nobody_else_and_nobody_without_reason(zhao, chen, elsewhere):
    message = write(center_id=zhao.center_id)
    for by, reason, code in [
        (chen, "x", "no_permission"),
        (make.staff("李文", "主管", center=elsewhere), "x", "no_permission"),
        (zhao, " ​", "reason"),
    ]:
        with pytest.raises(ValidationError) as refusal:
            actions.stop(message=message, reason=reason, by=by, at=AT)
        assert refusal.value.code == code


# -- Forgetting


@pytest.mark.django_db
def test_number_and_text_go_long_after_the_end():
    write("waiting")
    write("sent")
    Message.objects.filter(once="sent").update(state="sent", sent_at=AT)
    ((_, rows),) = actions.due(AT + TEXT_KEPT)
    assert rows.count() == 0
    ((_, rows),) = actions.due(AT + TEXT_KEPT + timedelta(days=1))
    assert (rows.count(), rows.delete()[0], rows.count()) == (1, 1, 0)
    kept = {m.once: (m.phone, m.text) for m in Message.objects.all()}
    assert kept == {"waiting": ("16120000001", "您好"), "sent": ("", "")}


@pytest.mark.django_db
def test_what_is_forgotten_is_not_sent(lin):
    tell(person=lin, text="您好", once="p", at=AT, subject="petitions:1")
    write("q", subject="petitions:7")
    actions.forget_person(lin, AT)
    actions.forget_subject("petitions:7")
    assert send_waiting(at=AT) == 0
    rows = set(Message.objects.values_list("phone", "text", "state"))
    assert rows == {("", "", "stopped")}


@pytest.mark.parametrize("sentence", ["灯修好了。", "灯修好了，"])
def test_a_long_text_says_where_all_of_it_stands(house, sentence):
    tell(person=None, phone="16120000001", text="好" * 300, once="fits", at=AT)
    tell(person=None, phone="16120000001", text=sentence * 99, once="long", at=AT)
    fits, long = Message.objects.order_by("pk").values_list("text", flat=True)
    assert fits == "好" * 300
    assert len(long) <= 300
    head, tail = long.split("……")
    assert tail == WHOLE_AT
    assert (sentence * 99).startswith(head)
    assert head.endswith("。") == sentence.endswith("。")
