"""Units that do not answer, or say that it is not theirs."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from center.outbox.models import Message
from center.rules import Role
from petitions.actions import casework, duty, objections, superior
from petitions.promise import told_state
from petitions.reminders.actions import remind
from petitions.rules.followup import is_left_lying, recall_from
from tests.make import moment, staff
from tests.petitions import make
from tests.petitions.days import CALENDAR

pytestmark = pytest.mark.django_db
DESK = "/desk/petitions/"
AT = moment("2026-11-24 10:00")  # a Tuesday
LATER = moment("2026-11-25 09:00")


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR = False


def code_of(action, *row, **given):
    with pytest.raises(ValidationError) as refusal:
        action(*row, **given)
    return refusal.value.code


@pytest.fixture
def up(elsewhere, sun):
    case = make.taken(elsewhere, sun)
    return casework.escalate(case, reason="要街道定", by=sun, at=AT)


@pytest.mark.parametrize(
    ("urged", "due", "back"),
    [
        ("2026-11-24", "2026-12-03", "2026-11-25"),
        ("2026-11-27", "2026-12-03", "2026-11-30"),  # over the weekend
        ("2026-11-24", "2026-11-24", "2026-11-24"),  # on the last day at once
        ("2026-11-24", "2026-11-20", "2026-11-24"),  # and when it is late
    ],
)
def test_from_when_a_case_is_called_back(urged, due, back):
    day = recall_from(CALENDAR, date.fromisoformat(urged), date.fromisoformat(due))
    assert f"{day}" == back


def test_only_after_a_notice_and_a_working_day(up, sun, zhao):
    assert (
        code_of(superior.recall, up, reason="等不了", by=sun, at=LATER) == "too_early"
    )
    assert up.get_state_display() == "已报上级中心"
    case = superior.urge(up, text="请尽快", by=sun, at=AT)
    assert code_of(superior.recall, case, reason="等不了", by=sun, at=AT) == "too_early"
    case = superior.recall(case, reason="等不了", by=sun, at=LATER)
    assert (case.state, case.owner, case.owner_center) == ("in_hand", sun, None)
    assert (case.returns, case.due_on) == (0, up.due_on)
    step = case.steps.last()
    assert step.public_text == "上级中心还没有答复，改由我们接着办，期限不变。"
    assert Message.objects.filter(text__contains="改由我们接着办").count() == 1


def test_the_superior_is_told_and_not_who_is_named(up, sun, zhao, he):
    duty.mark_conflict(up, staff=he, reason="亲戚", by=sun, at=AT)
    superior.urge(up, text="请尽快", by=sun, at=AT)
    told = Message.objects.filter(text__contains="下级中心催办")
    assert [message.phone for message in told] == [zhao.phone]


def test_who_is_above_cannot_call_it_back(up, sun, chen):
    superior.urge(up, text="请尽快", by=sun, at=AT)
    given = {"reason": "原因", "by": chen, "at": LATER}
    assert code_of(superior.recall, up, **given) == "not_home"


def test_on_the_desk_by_the_first_asked(up, sun):
    client = Client()
    client.force_login(sun)
    page = client.get(f"{DESK}{up.code}/")
    names = {verb.name for verb in (*page.context["verbs"], *page.context["more"])}
    assert ("urge" in names, "recall" in names) == (True, False)
    late = client.post(f"{DESK}{up.code}/recall/", {"reason": "等不了"})
    assert late.status_code == 409
    assert "请先催一次上级" in late.content.decode()


def test_an_answer_is_no_return_and_may_come_from_a_clerk_whenever(up, sun, chen):
    for _ in range(2):
        case = casework.hand_back(up, text="不归", is_answer=False, by=chen, at=AT)
        boss = staff("主管", Role.SUPERVISOR, center=up.center)
        case = casework.escalate(case, reason="再报", by=boss, at=AT)
    assert case.returns == 2
    given = {"by": chen, "at": AT}
    refused = code_of(casework.hand_back, case, text="原因", is_answer=False, **given)
    assert refused == "no_permission"
    case = casework.hand_back(case, text="同意换灯", is_answer=True, **given)
    assert (case.returns, case.state) == (2, "handed_back")


def test_a_superior_outside_the_portal_has_words_of_its_own(house, chen):
    at = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    case = make.taken(house, chen, at=at)
    casework.escalate(
        case, reason="原因", superior="区住建局", by=chen, at=timezone.now()
    )
    client = Client()
    client.force_login(chen)
    page = client.get(f"{DESK}{case.code}/hand_back/").content.decode()
    assert "登记上级的答复或退回" in page
    assert "答复下级" not in page
    assert "给了答复" in page
    page = client.get(f"{DESK}{case.code}/").content.decode()
    assert "上级不在系统里，请打电话催" in page
    assert "已报上级单位" in page
    assert "已报上级单位" in client.get(DESK).content.decode()
    assert told_state(type(case).objects.get(pk=case.pk)) == "已报上级单位"
    fields = {"is_answer": "1", "text": "下周来换"}
    client.post(f"{DESK}{case.code}/hand_back/", fields)
    assert case.steps.last().public_text == "区住建局已有答复，正在整理后转告您。"


# -- Objections


@pytest.fixture
def part(house, chen):
    case = make.taken(house, chen)
    return casework.ask_assist(case, unit="物业", part="换灯", by=chen, at=AT)


def test_an_objection_has_five_working_days(part, chen):
    assert f"{objections.last_day(part)}" == "2026-12-01"
    late = {"reason": "不归", "by": chen, "at": moment("2026-12-02 00:01")}
    assert code_of(objections.object_to, part, **late) == "too_late"
    given = {"reason": "不归", "by": chen, "at": moment("2026-12-01 23:59")}
    objections.object_to(part, **given)
    assert code_of(objections.object_to, part, **given) == "objected"


def test_two_units_deny_and_the_supervisor_decides(part, chen, zhao):
    case = part.petition
    other = casework.ask_assist(case, unit="电力", part="换灯", by=chen, at=AT)
    for one in (part, other):
        objections.object_to(one, reason="不归我们", by=chen, at=AT)
    ruled = {"reason": "公共部位归物业", "at": AT}
    refused = code_of(objections.rule_objection, part, is_theirs=True, by=chen, **ruled)
    assert refused == "no_permission"
    mine = objections.rule_objection(part, is_theirs=True, by=zhao, **ruled)
    not_mine = objections.rule_objection(other, is_theirs=False, by=zhao, **ruled)
    assert (mine.finished_at, not_mine.finished_at) == (None, AT)
    again = {"is_theirs": False, "by": zhao, **ruled}
    assert code_of(objections.rule_objection, part, **again) == "decided"
    assert make.fresh(case).due_on == case.due_on


def test_a_unit_objects_to_its_own_part_alone(house, elsewhere, chen, sun, part):
    case = part.petition
    theirs = casework.ask_assist(
        case, unit="", center=elsewhere, part="看看", by=chen, at=AT
    )
    client = Client()
    client.force_login(sun)
    address = f"{DESK}{case.code}/object/"
    page = client.get(address).content.decode()
    assert (f'value="{theirs.pk}"' in page, f'value="{part.pk}"' in page) == (
        True,
        False,
    )


# -- Nobody takes it


@pytest.mark.parametrize(
    ("today", "is_lying"), [("2026-11-25", False), ("2026-11-26", True)]
)
def test_the_second_working_day(today, is_lying):
    day = date.fromisoformat(today)
    assert is_left_lying(CALENDAR, date(2026, 11, 24), day) is is_lying


def test_a_request_nobody_takes_is_told_to_the_supervisor_daily(house, zhao, chen):
    case = make.petition(house)

    def texts():
        return Message.objects.filter(text__contains="还没有人接").count()

    counts = []
    for at in (
        "11-25 09:00",
        "11-26 09:00",
        "11-26 15:00",
        "11-27 09:00",
        "11-28 09:00",
    ):
        remind(moment(f"2026-{at}"))
        counts.append(texts())
    assert counts == [0, 1, 1, 2, 2]  # 11-28 is a Saturday
    casework.take(case, by=chen, at=moment("2026-11-28 10:00"))
    remind(moment("2026-11-30 09:00"))
    assert texts() == 2
