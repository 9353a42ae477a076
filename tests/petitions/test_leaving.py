"""Nobody's duty lies with somebody who cannot act."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from center.accounts.actions import appointments
from center.accounts.actions.leaving import estates_of
from center.models import StaffStep, User
from center.outbox.models import Message
from center.rules import Role
from petitions.actions import casework, feedback, replies
from petitions.models import Petition
from petitions.reminders.actions import remind
from tests.make import moment, staff
from tests.petitions import make

pytestmark = pytest.mark.django_db
AT = moment("2026-11-25 10:00")
USERS = reverse("admin:center_user_changelist")


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def case(house, chen):
    return make.taken(house, chen)


def dismiss(person, boss, to=None, name="petitions"):
    given = {name: to} if to else {}
    appointments.dismiss(person=person, why="离职", successors=given, by=boss, at=AT)


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


def test_what_lies_with_somebody_is_said_before_they_leave(case, chen, zhao):
    (estate,) = estates_of(chen, AT)
    assert str(estate) == "诉求：1 件在办，1 件首问"
    with pytest.raises(ValidationError, match="1 件在办，1 件首问"):
        dismiss(chen, zhao)
    assert fresh(chen).is_staff


def test_all_of_it_goes_to_the_successor(case, house, chen, liu, zhao):
    theirs = make.taken(house, liu)
    casework.hand_over(theirs, to=chen, reason="顺路", by=liu, at=AT)
    dismiss(chen, zhao, liu)
    rows = Petition.objects.filter(pk__in=[case.pk, theirs.pk])
    assert {(row.owner, row.duty_by) for row in rows} == {(liu, liu)}
    assert fresh(case).first_asked == chen
    assert "由 刘洋 接手：离职" in case.steps.last().internal_text
    assert "诉求：2 件在办" in StaffStep.objects.filter(kind="changed").last().text
    assert not fresh(chen).is_staff


def test_nobody_who_may_not_work_on_it_is_a_successor(case, chen, qian, sun, zhao):
    for to in (qian, sun, chen):
        with pytest.raises(ValidationError, match="请另选一位"):
            dismiss(chen, zhao, to)
    assert fresh(chen).is_staff


@pytest.mark.parametrize("change", ["center", "is_active"])
def test_moving_and_barring_ask_first(case, chen, liu, zhao, elsewhere, change):
    def move():
        values = {"center": {"center": elsewhere}, "is_active": {"is_active": False}}
        appointments.change(
            person=fresh(chen),
            values=values.get(change, {}),
            why="调岗",
            by=boss,
            at=AT,
        )

    boss = User.objects.create(name="运维", is_superuser=True, is_staff=True)
    with pytest.raises(ValidationError, match="手上还有"):
        move()
    appointments.pass_on(
        person=chen, why="调岗", successors={"petitions": liu}, by=zhao, at=AT
    )
    assert fresh(case).owner == liu
    move()


def test_what_comes_back_later_goes_to_the_successor(elsewhere, sun, chen, lin):
    boss = make_boss(elsewhere)
    other = make_clerk(elsewhere)
    up = make.taken(elsewhere, sun, by_person=lin)
    casework.escalate(up, reason="要街道定", by=sun, at=AT)
    closed = make.closed(elsewhere, sun, by_person=lin)
    dismiss(sun, boss, other)
    back = casework.hand_back(up, text="同意", is_answer=True, by=chen, at=AT)
    assert (back.owner, back.duty_by) == (other, other)
    feedback.rate(closed, score=1, by=lin, at=AT)
    again = replies.reopen(fresh(closed), reason="没修好", by=lin, at=AT)
    assert (again.owner, again.duty_by) == (other, other)


def make_boss(center):
    return staff("韩梅", Role.SUPERVISOR, center=center)


def make_clerk(center):
    return staff("冯远", Role.CLERK, center=center)


def test_no_text_goes_to_the_phone_of_who_left(case, house, chen, liu, zhao):
    closed = make.closed(house, chen)
    dismiss(chen, zhao, liu)
    Petition.objects.filter(pk=case.pk).update(owner=chen, duty_by=chen)
    told = Message.objects.filter(phone=chen.phone).count()
    remind(moment("2026-12-03 09:00"))
    assert Message.objects.filter(phone=chen.phone).count() == told
    assert Message.objects.filter(phone=liu.phone, text__contains="今天到期").exists()
    assert closed.state == "closed"


def test_the_page_asks_for_successors_and_does_it_at_once(case, chen, liu, zhao):
    boss = Client()
    boss.force_login(zhao)
    sent = {"action": "dismiss", "_selected_action": [chen.pk], "why": "离职"}
    page = boss.post(USERS, sent)
    assert page.status_code == 200
    assert "1 件在办，1 件首问" in page.content.decode()
    assert fresh(chen).is_staff
    empty = boss.post(USERS, sent | {"apply": "1"})
    assert (empty.status_code, fresh(chen).is_staff) == (422, True)
    whole = sent | {"apply": "1", f"petitions_{chen.pk}": liu.pk}
    assert boss.post(USERS, whole).status_code == 302
    assert (fresh(chen).is_staff, fresh(case).owner) == (False, liu)
