"""What the operator runs by hand or by a timer, and the demo's fictional people."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from center import demo, rate_limit
from center.accounts.actions import codes
from center.checks import messages_reach_people, second_factor_is_on, throttles_are_on
from center.models import Attempt, Center, OneTimeCode, User
from center.outbox.actions import tell
from center.outbox.models import Message
from center.rules import Role
from center.timetable.models import CalendarYear
from tests import make
from tests.together import at_once

SIGNUP = OneTimeCode.Purpose.SIGNUP
AT = make.moment("2026-11-24 10:00")


def run(command, **options):
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


class Gateway:
    """Stands in for the gateway; refuses numbers that end in 9."""

    sent = []

    def send(self, phone, text):
        if phone.endswith("9"):
            raise OSError("no such number")
        self.sent.append(phone)


@pytest.fixture(autouse=True)
def gateway(settings, monkeypatch):
    settings.SMS_BACKEND = "tests.center.test_commands.Gateway"
    monkeypatch.setattr(Gateway, "sent", [])
    return Gateway


# -- Messages and reminders


def write(once, phone="16120000001"):
    tell(person=None, phone=phone, text="您好", once=once, at=AT)


@pytest.mark.django_db
def test_a_message_goes_out_once():
    write("a")
    write("a")
    write("b", phone="")
    assert run("send_messages") == "发出 1 条短信。\n"
    assert run("send_messages") == "发出 0 条短信。\n"
    assert Gateway.sent == ["16120000001"]


def remind_once(at):
    write("reminder")
    return 1


def fail(at):
    write("half")
    raise ZeroDivisionError


@pytest.mark.django_db
def test_a_failed_job_keeps_no_other_from_running(offer):
    offer(remind=(fail, remind_once))
    with pytest.raises(CommandError, match=r"test_commands\.fail"):
        run("remind")
    assert list(Message.objects.values_list("once", flat=True)) == ["reminder"]
    assert Gateway.sent == ["16120000001"]
    with pytest.raises(CommandError):
        run("remind")
    assert len(Gateway.sent) == 1


@pytest.mark.django_db(transaction=True)
def test_two_machines_remind_once(offer):
    offer(remind=remind_once)
    said = at_once(*[lambda: run("remind")] * 3)
    assert Gateway.sent == ["16120000001"]
    assert len(said) == 3


@pytest.mark.django_db(transaction=True)
def test_while_one_machine_reminds_another_has_nothing_to_do(settings):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [0x1E5B8])
    try:
        (said,) = at_once(lambda: run("remind"))
    finally:
        connection.close()
    assert said == "另一台机器正在提醒，这次不用做。\n"


# -- Purge


@pytest.mark.django_db
def test_what_is_old_goes_after_a_preview(client):
    now = timezone.now()
    old, new = now - timedelta(days=3), now
    for at in (old, new):
        rate_limit.allows("login-account", "x", at)
        codes.send_code(phone="16120000001", purpose=SIGNUP, at=at)
    session = client.session
    session.save()
    Session.objects.update(expire_date=old)
    said = run("purge", dry_run=True)
    assert said.count("会删 1 条") == 3
    assert Attempt.objects.count() == 2
    assert run("purge").count("删了 1 条") == 3
    counts = [model.objects.count() for model in (Attempt, OneTimeCode)]
    assert (counts, Session.objects.count()) == ([1, 1], 0)
    assert "删了 1 条" not in run("purge")


# -- Throttle


@pytest.mark.django_db
def test_a_window_is_a_quarter_of_an_hour():
    for _ in range(3):
        assert rate_limit.allows("code-phone", "x", make.moment("2026-11-24 10:14"))
    assert not rate_limit.allows("code-phone", "x", make.moment("2026-11-24 10:00"))
    assert rate_limit.allows("code-phone", "x", make.moment("2026-11-24 10:15"))
    assert rate_limit.allows("code-phone", "y", AT)
    assert rate_limit.allows("code-address", "x", AT)
    assert rate_limit.allows("code-phone", "", AT)


@pytest.mark.django_db(transaction=True)
def test_attempts_at_the_same_moment_are_all_counted():
    verdicts = at_once(*[lambda: rate_limit.allows("code-phone", "x", AT)] * 8)
    assert verdicts.count(True) == 3
    assert Attempt.objects.get().count == 8
    assert str(Attempt.objects.get()) == "code-phone 8"


# -- A fresh installation

OPTIONS = {
    "name": "青禾街道党群服务中心",
    "supervisor_name": "赵敏",
    "supervisor_phone": "161 2000 0001",
}


@pytest.mark.django_db
def test_a_fresh_installation_is_opened_by_one_command(monkeypatch):
    monkeypatch.setenv("SUPERVISOR_PASSWORD", "a long and calm sentence")
    assert "开张了" in run("setup_center", **OPTIONS)
    center = Center.objects.root()
    person = User.objects.get()
    assert center.opening_spans.count() == 10
    assert CalendarYear.objects.count() == 3
    assert (person.phone, person.is_staff, person.center) == (
        "16120000001",
        True,
        center,
    )
    assert [group.name for group in person.groups.all()] == [Role.SUPERVISOR.value]
    assert person.check_password("a long and calm sentence")
    assert Client().get("/").status_code == 200
    with pytest.raises(CommandError, match="已经有中心了"):
        run("setup_center", **OPTIONS)


REFUSED = [
    ({"supervisor_phone": "12"}, "long and calm sentence", "手机号是 11 位"),
    ({}, "short-one-7", "至少 15 位"),
    ({}, "", "SUPERVISOR_PASSWORD"),
    ({"name": ""}, "long and calm sentence", "中心名称"),
    ({"name": "长" * 61}, "long and calm sentence", "60"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("options", "password", "said"), REFUSED)
def test_a_bad_answer_opens_nothing(monkeypatch, options, password, said):
    monkeypatch.setenv("SUPERVISOR_PASSWORD", password)
    with pytest.raises(CommandError, match=said):
        run("setup_center", **OPTIONS | options)
    assert not Center.objects.exists()
    assert not User.objects.exists()


# -- The demo


@pytest.mark.django_db
def test_the_demo_has_two_centers_and_everybody_can_log_in(settings):
    settings.SECOND_FACTOR = False
    demo.fill(at=AT, password="lianxinqiao-demo")
    street, community = Center.objects.all()
    assert community.parent == street
    assert CalendarYear.objects.get(year=2027).status == "unpublished"
    for phone, _ in demo.ACCOUNTS:
        person = Client()
        form = {"username": phone, "password": "lianxinqiao-demo"}
        assert person.post("/login/", form).status_code == 302
        assert person.get("/me/").status_code == 200
        is_staff = phone in demo.ROLES
        assert person.get("/desk/").status_code == (200 if is_staff else 403)
    assert User.objects.get(phone=demo.ELSEWHERE).center_ids == [community.pk]


# -- System checks


def test_a_production_without_limits_is_refused(settings):
    settings.TESTING = settings.DEMO = False
    assert throttles_are_on() == second_factor_is_on() == []
    settings.THROTTLES = settings.SECOND_FACTOR = False
    assert [error.id for error in throttles_are_on()] == ["center.E001"]
    assert [error.id for error in second_factor_is_on()] == ["center.E002"]
    settings.DEMO = True
    assert throttles_are_on() == second_factor_is_on() == []


def test_a_production_that_only_prints_codes_is_warned(settings):
    assert messages_reach_people() == []
    settings.SMS_BACKEND = "center.sms.ConsoleSms"
    assert [warning.id for warning in messages_reach_people()] == ["center.W001"]


# -- A connection that died


@pytest.mark.django_db(transaction=True)
def test_a_page_survives_a_database_that_was_restarted():
    make.calendar()
    make.center()
    connection.ensure_connection()
    dead = connection.connection.info.backend_pid
    at_once(lambda: _kill(dead))
    connection.health_check_done = False  # as at the start of every real request
    assert Client().get("/").status_code == 200


def _kill(pid):
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])


@pytest.mark.django_db
def test_a_database_that_left_a_release_out_is_not_migrated():
    run("check", databases=["default"])
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'petitions' AND name ~ '^0014'"
        )
    with pytest.raises(CommandError, match="比上一版还旧（petitions：0014_"):
        run("check", databases=["default"])
