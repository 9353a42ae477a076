"""Supervisors see that a message went; nothing in it, and nothing of other centers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from center.outbox.actions import tell
from center.outbox.models import Message, MessageStep
from center.outbox.rules import State
from center.rules import Role
from petitions.actions.intake import Intake, register
from petitions.models import Conflict
from petitions.rules.states import Channel, Kind
from tests import make

LIST = "/admin/outbox/message/"
PHONE = "16155556666"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def boss(client, zhao):
    client.force_login(zhao)
    return client


@pytest.fixture
def li(elsewhere):
    return make.staff("李文", Role.SUPERVISOR, center=elsewhere)


def asked(center, title="路灯坏了", kind=Kind.HELP, phone=PHONE):
    intake = Intake(
        channel=Channel.WEB,
        kind=kind,
        title=title,
        body=title,
        name="李阿姨",
        phone=phone,
    )
    at = timezone.now() - timedelta(hours=3)
    return register(center=center, intake=intake, form_key=title, by=None, at=at)


def shown(client, **query):
    page = client.get(LIST, query)
    assert page.status_code == 200
    return [row.subject for row in page.context["cl"].result_list]


def test_neither_words_nor_code_nor_number_stand_anywhere(boss, house):
    case = asked(house)
    row = Message.objects.get()
    assert case.code[:4] in row.text
    for page in (LIST, f"{LIST}{row.pk}/change/", f"{LIST}{row.pk}/history/"):
        text = boss.get(page).content.decode()
        assert page == f"{LIST}{row.pk}/history/" or "161 **** ****" in text
        hits = [PHONE, "6666", "已登记", "李阿姨", case.code, case.code[:4], row.once]
        assert [hit for hit in hits if hit in text] == []


def test_who_keeps_away_from_a_case_finds_no_message_of_it(boss, house, zhao, chen):
    case = asked(house, "主管赵敏不给办", Kind.OPINION)
    assert Conflict.objects.standing().filter(petition=case, staff=zhao).exists()
    row = Message.objects.get()
    assert shown(boss) == shown(boss, q=PHONE) == []
    assert boss.get(f"{LIST}{row.pk}/change/").status_code == 302
    data = {"action": "stop", "_selected_action": [row.pk], "reason": "写错了"}
    boss.post(LIST, data)
    row.refresh_from_db()
    assert row.state == State.WAITING


def test_each_center_sees_its_own_and_those_below(client, boss, house, elsewhere, li):
    above, below = asked(house), asked(elsewhere, "水管坏了")
    tell(person=None, phone=PHONE, text="x", once="x", at=timezone.now())
    names = {"": "old", f"petitions:{above.pk}": "a", f"petitions:{below.pk}": "b"}
    assert sorted(names[row] for row in shown(boss)) == ["a", "b", "old"]
    client.force_login(li)
    assert [names[row] for row in shown(client)] == ["b"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (PHONE, True),
        ("161 5555-6666", True),
        ("1615555666", False),
        ("6666", False),
        ("路灯", False),
        ("petition", False),
    ],
)
def test_only_a_whole_number_of_the_own_center_is_found(
    boss, house, elsewhere, typed, found
):
    asked(house)
    asked(elsewhere, "水管坏了")
    rows = shown(boss, q=typed)
    assert len(rows) == found
    assert not found or Message.objects.get(subject=rows[0]).center == house


@pytest.mark.parametrize(
    "column", ["text__contains", "phone__endswith", "once__startswith", "person__name"]
)
def test_no_filter_reads_a_hidden_column(boss, house, column):
    asked(house)
    assert boss.get(LIST, {column: "x"}).status_code in (302, 400)


def test_filters_of_state_matter_and_day(boss, house):
    asked(house)
    tell(
        person=None,
        phone=PHONE,
        text="x",
        once="x",
        at=timezone.now(),
        center_id=house.pk,
        subject="reservations:1",
    )
    Message.objects.filter(once="x").update(state="failed")
    assert shown(boss, state__exact="failed") == ["reservations:1"]
    assert shown(boss, about="reservations") == ["reservations:1"]
    assert len(shown(boss, about="petitions")) == 1
    day = timezone.localdate()
    named = {"written_at__year": day.year, "written_at__month": day.month}
    assert shown(boss, **named, written_at__day=day.day)[0] == "reservations:1"


def test_stopping_asks_why_and_is_written_down(boss, house, zhao):
    asked(house)
    row = Message.objects.get()
    data = {"action": "stop", "_selected_action": [row.pk]}
    page = boss.post(LIST, data).content.decode()
    assert "确认停发" in page
    assert "请写明原因" in boss.post(LIST, data | {"reason": " "}).content.decode()
    boss.post(LIST, data | {"reason": "号码写错"})
    row.refresh_from_db()
    step = MessageStep.objects.get()
    assert (row.state, step.by, step.reason) == (State.STOPPED, zhao, "号码写错")
    detail = boss.get(f"{LIST}{row.pk}/change/").content.decode()
    assert "号码写错" in detail
    again = {"action": "resend", "_selected_action": [row.pk], "reason": "是对的"}
    boss.post(LIST, again)
    row.refresh_from_db()
    assert row.state == State.WAITING


def test_what_has_gone_is_refused_in_words(boss, house):
    asked(house)
    Message.objects.update(state=State.SENT, sent_at=timezone.now())
    row = Message.objects.get()
    data = {"action": "stop", "_selected_action": [row.pk], "reason": "写错了"}
    page = boss.post(LIST, data, follow=True).content.decode()
    assert "收不回来" in page


def test_the_desk_tells_supervisors_what_failed(boss, house, client, chen):
    asked(house)
    Message.objects.update(state=State.FAILED)
    assert "没发成的短信" in boss.get("/desk/").content.decode()
    client.force_login(chen)
    assert "没发成的短信" not in client.get("/desk/").content.decode()
