"""Each verb of an application: what it does and what it refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from center.models import User
from center.outbox.models import Message
from center.workflow.actions import StaleError
from membership.applications.actions import papers as actions
from membership.applications.actions.reminders import remind
from membership.applications.models import Application, Step
from membership.applications.rules import FLOW, State
from tests import make as people
from tests.membership import make as base
from tests.membership.applications import make
from tests.together import at_once

pytestmark = pytest.mark.django_db


def test_receiving_starts_both_clocks_on_the_day_in_shanghai(house, chen):
    row = make.received(
        house, chen, "2026-01-31 23:59", phone="16120000077", work_unit=" 园​区 "
    )

    row.refresh_from_db()
    assert (row.code, row.state, row.received_by) == (
        "申2026-0001",
        State.RECEIVED,
        chen,
    )
    assert row.hand_over_due_on == date(2026, 2, 4)
    assert row.talk_due_on == date(2026, 2, 28)
    assert row.work_unit == "园区"
    assert (row.person.phone, row.person.name) == ("16120000077", "顾星河")
    assert [(s.verb, s.note) for s in row.steps.all()] == [("receive", "1 份 1 页")]


def test_somebody_known_by_the_phone_is_the_same_person(house, chen, lin):
    row = make.received(house, chen, phone=lin.phone)

    assert row.person == lin
    assert make.received(house, chen).person is None


def test_numbers_count_by_center_and_year(house, elsewhere, chen, sun):
    codes = [
        make.received(house, chen, "2026-11-16 09:00").code,
        make.received(house, chen, "2026-12-31 09:00").code,
        make.received(elsewhere, sun, "2026-11-16 09:00").code,
        make.received(house, chen, "2027-01-04 09:00").code,
    ]

    assert codes == ["申2026-0001", "申2026-0002", "申2026-0001", "申2027-0001"]


def test_the_same_form_twice_is_one_paper(house, chen):
    first = make.received(house, chen, form_key="same")
    again = make.received(house, chen, form_key="same")

    assert first == again
    assert make.received(house, chen).number == 2


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"signed_on": date(2026, 11, 17)}, "落款日期不能晚于今天。"),
        ({"signed_on": date(1990, 1, 1)}, "落款日期要晚于出生日期。"),
        ({"phone": "123"}, "手机号是 11 位数字"),
        ({"copies": 0}, "至少收一份、一页原件。"),
        ({"name": "​"}, "请填写这一项"),
        ({"sex": "9"}, "不是"),
        ({"ground": "home"}, "定了支部要选判定依据。"),
    ],
)
def test_receiving_refuses_and_uses_no_number(house, chen, fields, text):
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        make.received(house, chen, **fields)

    assert text in "".join(refusal.value.messages)
    assert make.received(house, chen).number == 1


def test_a_branch_and_only_a_working_branch(house, chen, committee, branch_a, branch_b):
    row = make.received(house, chen)
    branch_b = base.dissolved(branch_b)

    for wrong in (committee, branch_b):
        with pytest.raises(ValidationError) as refusal:
            assign(row, chen, wrong)
        assert refusal.value.messages == ["请选一个正常工作的党支部。"]
        with pytest.raises(ValidationError):
            make.assigned(house, chen, wrong)
    row = assign(row, chen, branch_a)
    assert (row.branch, row.version) == (branch_a, 2)
    with pytest.raises(ValidationError):
        make.handed(make.received(house, chen), chen)


def assign(row, by, branch):
    return actions.assign(
        row,
        version=row.version,
        branch=branch,
        ground="work",
        by=by,
        at=make.at("2026-11-16 10:00"),
    )


def test_handing_over_tells_the_secretary_and_fixes_the_branch(
    house, chen, branch_a, branch_b, secretary
):
    row = make.handed(make.assigned(house, chen, branch_a), chen)

    message = Message.objects.get()
    assert message.person == secretary
    assert (
        message.text == "收到一份入党申请书（申2026-0001），请在 12月16日 前派人谈话。"
    )
    assert "顾" not in message.text
    with pytest.raises(ValidationError):
        assign(row, chen, branch_b)


@pytest.mark.parametrize("on", ["2026-11-15", "2026-11-18"])
def test_handing_over_lies_between_receipt_and_today(house, chen, branch_a, on):
    row = make.assigned(house, chen, branch_a)

    with pytest.raises(ValidationError):
        make.handed(row, chen, on, at=make.at("2026-11-17 10:00"))


def test_a_late_talk_stays_visible(house, chen, branch_a, secretary):
    row = make.handed(make.assigned(house, chen, branch_a), chen)
    assert row.is_overdue(date(2026, 12, 17))
    assert not row.is_overdue(date(2026, 12, 16))

    row = make.talked(row, secretary, "2026-12-17")

    assert row.steps.last().note == "2026-12-17 秦朗（超过期限）"
    assert not row.is_overdue(date(2027, 1, 1))


@pytest.mark.parametrize("on", ["2026-11-16", "2026-12-01"])
def test_a_talk_lies_between_hand_over_and_today(house, chen, branch_a, secretary, on):
    row = make.handed(make.assigned(house, chen, branch_a), chen)

    with pytest.raises(ValidationError):
        make.talked(row, secretary, on, at=make.at("2026-11-30 10:00"))


def test_withdrawing_needs_words(house, chen, branch_a):
    row = make.assigned(house, chen, branch_a)

    with pytest.raises(ValidationError):
        actions.withdraw(
            row,
            version=row.version,
            reason=" ",
            by=chen,
            at=make.at("2026-11-17 09:00"),
        )
    row = make.in_state(State.WITHDRAWN, house, chen, branch_a)
    assert row.next_due_on is None


def test_every_verb_refuses_a_stale_form(house, chen, branch_a):
    row = make.received(house, chen)
    assign(row, chen, branch_a)

    for call in (
        lambda: assign(row, chen, branch_a),
        lambda: make.handed(row, chen),
        lambda: make.talked(row, chen),
        lambda: actions.withdraw(
            row, version=1, reason="不办了", by=chen, at=make.at("2026-11-17 09:00")
        ),
    ):
        with pytest.raises(StaleError):
            call()


def test_under_age_is_only_a_remark(house, chen):
    row = make.received(house, chen, born_on=date(2009, 1, 1))

    assert row.is_under_age
    assert not make.received(house, chen).is_under_age


@given(
    verbs=st.lists(
        st.sampled_from(["hand", "talk", "withdraw"]), min_size=1, max_size=5
    )
)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_walker_leaves_no_other_way(verbs, house, chen, branch_a):
    goal = {
        "hand": State.HANDED_OVER,
        "talk": State.TALKED,
        "withdraw": State.WITHDRAWN,
    }
    row, talker = make.assigned(house, chen, branch_a), make.talker(house)
    for verb in verbs:
        before = Application.objects.get(pk=row.pk)
        allowed = FLOW.may_become(before.state, goal[verb])
        try:
            if verb == "hand":
                make.handed(before, chen)
            elif verb == "talk":
                make.talked(before, talker)
            else:
                actions.withdraw(
                    before,
                    version=before.version,
                    reason="不办了",
                    by=chen,
                    at=make.at("2026-11-20 21:00"),
                )
        except ValidationError:
            assert not allowed
            assert Application.objects.get(pk=row.pk).state == before.state
        else:
            assert allowed
            assert Application.objects.get(pk=row.pk).state == goal[verb]


def test_the_database_keeps_the_table_and_the_history(house, chen, branch_a):
    row = make.assigned(house, chen, branch_a)

    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        Application.objects.filter(pk=row.pk).update(state="talked")
    with pytest.raises(InternalError), transaction.atomic():
        Step.objects.update(note="x")
    with pytest.raises(InternalError), transaction.atomic():
        Application.objects.filter(pk=row.pk)._raw_delete("default")


@pytest.mark.django_db(transaction=True)
def test_twelve_counters_at_once_leave_no_gap(house, chen):
    outcomes = at_once(*[lambda: make.received(house, chen) for _ in range(12)])

    assert sorted(row.number for row in outcomes) == list(range(1, 13))


def test_reminders_are_told_once(house, chen, branch_a, secretary):
    make.received(house, chen, "2026-11-16 09:00")  # due 11-19
    make.handed(make.assigned(house, chen, branch_a), chen)  # talk due 12-16
    make.in_state(State.TALKED, house, chen, branch_a)
    Message.objects.all().delete()

    written = {}
    for day in (
        "11-17",
        "11-18",
        "11-19",
        "11-20",
        "12-08",
        "12-09",
        "12-15",
        "12-16",
        "12-17",
    ):
        runs = [remind(make.at(f"2026-{day} 08:00")) for _ in range(2)]
        written[day] = runs
    assert {day: runs for day, runs in written.items() if any(runs)} == {
        "11-18": [1, 0],
        "11-20": [1, 0],
        "12-09": [1, 0],
        "12-15": [1, 0],
        "12-17": [1, 0],
    }
    assert [(m.person, m.text) for m in Message.objects.order_by("pk")][0::4] == [
        (chen, "入党申请书 申2026-0001 要在 11月19日 前移交党支部。"),
        (
            secretary,
            "入党申请人（申2026-0002）的谈话期限是 12月16日，已经过了，请尽快谈话。",
        ),
    ]


def test_an_inactive_secretary_is_not_told(house, chen, branch_a, secretary):
    User.objects.filter(pk=secretary.pk).update(is_active=False)

    make.handed(make.assigned(house, chen, branch_a), chen)

    assert not Message.objects.exists()
    people.User.objects.filter(pk=chen.pk).update(phone=None)
    make.received(house, chen)
    assert remind(make.at("2026-11-20 08:00")) == 0
