"""Working on a case: who may, what it leaves behind, what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from center.outbox.models import Message
from center.rules import Role
from center.uploads import CleanFile
from petitions.actions import casework, replies
from petitions.models import Assist, Link, Petition, Step
from petitions.models.access import reader_of
from petitions.rules.access import Sight
from petitions.visitors import internal_words
from tests import make as floor
from tests.make import moment
from tests.petitions import make
from tests.petitions.make import fresh

AT = moment("2026-11-24 10:00")
CLEAN = CleanFile("灯.png", "image/png", b"picture")


def last_step(case):
    return Step.objects.filter(petition=case).order_by("-pk").first()


def refused(code, action, *args, **given):
    with pytest.raises(ValidationError) as refusal:
        action(*args, **given)
    assert refusal.value.code == code
    return refusal.value


# -- Taking and handing over


def test_first_clerk_to_take_it_is_first_asked_for_ever(house, chen, liu, zhao):
    case = make.taken(house, chen)
    assert (case.owner, case.first_asked, case.owner_since) == (
        chen,
        chen,
        moment(make.NINE),
    )
    case = casework.hand_over(case, to=liu, reason="换班", by=chen, at=AT)
    assert (case.owner, case.first_asked, case.duty_by) == (liu, chen, chen)
    assert last_step(case).details == {"to": liu.pk}
    assert last_step(case).internal_text == "换班"
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Petition.objects.filter(pk=case.pk).update(first_asked=liu)


def test_taking_refusals(house, chen, liu, sun, qian, lin):
    case = make.petition(house)
    refused("not_found", casework.take, case, by=sun, at=AT)
    refused("not_found", casework.take, case, by=lin, at=AT)
    refused("no_permission", casework.take, case, by=qian, at=AT)
    casework.take(case, by=chen, at=AT)
    refused("wrong_state", casework.take, case, by=liu, at=AT)


def test_handing_over_refusals(house, chen, liu, sun, qian):
    case = make.taken(house, chen)
    gone = floor.staff("离岗", Role.CLERK, center=house, is_active=False)
    for to, code in [
        (chen, "same"),
        (sun, "not_eligible"),
        (qian, "not_eligible"),
        (gone, "not_eligible"),
    ]:
        refused(code, casework.hand_over, case, to=to, reason="原因", by=chen, at=AT)
    refused("required", casework.hand_over, case, to=liu, reason=" ", by=chen, at=AT)
    assert fresh(case).owner == chen


# -- Up to the superior center and back


def up(case, by, at=AT, **given):
    return casework.escalate(case, reason="没有权限", by=by, at=at, **given)


def back(case, by, text="下月维修", is_answer=True):
    return casework.hand_back(case, text=text, is_answer=is_answer, by=by, at=AT)


def test_up_and_back_to_the_relay_inbox_closes_nothing(house, elsewhere, sun, chen):
    case = up(make.taken(elsewhere, sun), sun)
    assert (case.state, case.owner, case.owner_center) == ("escalated", None, house)
    assert Petition.objects.in_queue_of_center(chen.center_ids).get() == case
    due = case.due_on
    case = casework.take(case, by=chen, at=AT)
    assert (case.state, case.owner, case.first_asked) == ("escalated", chen, sun)
    case = back(case, chen)
    assert (case.state, case.owner, case.owner_center, case.returns) == (
        "handed_back",
        sun,
        None,
        0,
    )
    assert case.due_on == due
    assert Petition.objects.to_relay(sun, AT).get() == case
    assert not Petition.objects.to_relay(chen, AT).exists()
    step = last_step(case)
    assert (step.role, step.internal_text) == ("上级或协办人员", "下月维修")
    assert "下月维修" not in step.public_text
    sent = replies.relay(
        case, text="上级已列入下月维修计划。", version=case.version, by=sun, at=AT
    )
    assert (fresh(case).state, sent.sent_by) == ("answered", sun)


def test_returned_without_an_answer_can_be_taken_up_again(elsewhere, sun, chen):
    case = back(up(make.taken(elsewhere, sun), sun), chen, "不归我们", is_answer=False)
    assert last_step(case).public_text == "上级中心已退回。"
    case = casework.take(case, by=sun, at=AT)
    assert (case.state, case.owner) == ("in_hand", sun)


def test_a_center_without_one_above_asks_on_paper_and_keeps_the_case(house, chen):
    case = make.taken(house, chen)
    refused("required", up, case, chen)
    case = up(case, chen, superior="区中心")
    assert (case.state, case.owner, case.owner_center) == ("escalated", chen, None)
    assert last_step(case).public_text.startswith("已报区中心")
    assert (
        Message.objects.order_by("-pk").first().text.endswith("已报区中心，期限不变。")
    )
    assert back(case, chen).state == "handed_back"


def test_only_the_superior_center_gives_it_back(elsewhere, sun, chen):
    case = up(make.taken(elsewhere, sun), sun)
    refused("not_above", back, case, sun)
    refused("not_above", casework.take, case, by=sun, at=AT)
    casework.take(case, by=chen, at=AT)
    zhao = floor.staff("赵敏", Role.SUPERVISOR, center=chen.center)
    refused("taken", casework.take, case, by=zhao, at=AT)


def test_after_two_returns_a_supervisor_decides(elsewhere, sun, chen, zhao):
    case = make.taken(elsewhere, sun)
    for _ in range(2):
        case = back(up(case, sun), chen, is_answer=False)
    refused("no_permission", up, case, sun)
    case = up(case, zhao)
    refused("no_permission", back, case, chen, is_answer=False)
    case = back(case, zhao, is_answer=False)
    assert case.returns == 3
    # An answer is no return, whoever of the superior gives it.
    assert back(up(case, zhao), chen).returns == 3


# -- Notes, progress, asks


def test_internal_notes_can_never_become_public(house, chen):
    case = make.taken(house, chen)
    note = casework.add_note(case, text="他常来闹", by=chen, at=AT, files=[CLEAN])
    assert (note.public_text, case.attachments.get().is_internal) == ("", True)
    for change in (
        {"public_text": "他常来闹"},
        {"verb": "tell"},
    ):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            Step.objects.filter(pk=note.pk).update(**change)
    with pytest.raises(DatabaseError, match="step_internal"), transaction.atomic():
        Step.objects.create(
            petition=case,
            round=1,
            verb="note",
            at=AT,
            to_state="in_hand",
            public_text="x",
        )
    public = Step.objects.filter(petition=case).public()
    assert [step.verb for step in public] == ["register", "take"]
    assert all("internal_text" in step.get_deferred_fields() for step in public)


def test_steps_stay_as_they_were_written(house, chen):
    case = make.taken(house, chen)
    for query in (Step.objects.all(), Petition.objects.filter(pk=case.pk)):
        with pytest.raises(DatabaseError, match="delete rows"), transaction.atomic():
            query._raw_delete(query.db)


def test_progress_is_told_and_breaks_the_silence(house, chen):
    case = make.taken(house, chen)
    casework.tell_progress(case, text="约好后天上门", by=chen, at=AT)
    assert fresh(case).last_public_at == AT
    assert (
        Message.objects.order_by("-pk").first().text.endswith("有新进展：约好后天上门")
    )
    refused("required", casework.tell_progress, case, text="", by=chen, at=AT)
    refused("too_long", casework.tell_progress, case, text="长" * 3001, by=chen, at=AT)


def test_each_ask_must_be_answered_before_the_whole(house, chen):
    case = make.taken(house, chen)
    one, two = casework.split_asks(case, asks=["修灯", " ", "检查"], by=chen, at=AT)
    assert [str(one), str(two)] == ["1. 修灯", "2. 检查"]
    (three,) = casework.split_asks(case, asks=["赔偿"], by=chen, at=AT)
    assert three.number == 3
    with pytest.raises(ValidationError, match="第 1、2、3 项"):
        make.answer(case, chen)
    for ask, outcome in [(one, "support"), (two, "explain"), (three, "refuse")]:
        casework.answer_ask(ask, outcome=outcome, answer="说明", by=chen, at=AT)
    assert last_step(case).internal_text == "第 3 项：不支持。说明"
    make.answer(case, chen)
    refused(
        "wrong_state",
        casework.answer_ask,
        one,
        outcome="refuse",
        answer="x",
        by=chen,
        at=AT,
    )


def test_ask_refusals(house, chen):
    case = make.taken(house, chen)
    for asks in ([], [" "], ["x"] * 21):
        refused("asks", casework.split_asks, case, asks=asks, by=chen, at=AT)
    (ask,) = casework.split_asks(case, asks=["修灯"], by=chen, at=AT)
    for outcome, answer, code in [
        ("maybe", "x", "outcome"),
        ("support", "", "required"),
    ]:
        refused(
            code,
            casework.answer_ask,
            ask,
            outcome=outcome,
            answer=answer,
            by=chen,
            at=AT,
        )


# -- Assisting units


def test_assisting_center_sees_the_matter_and_finishes_its_part(
    house, elsewhere, chen, sun, qian
):
    case = make.taken(house, chen)
    assert not Petition.objects.visible_to(sun).exists()
    part = casework.ask_assist(
        case, unit="", center=elsewhere, part="看线路", by=chen, at=AT
    )
    assert str(part) == "柳林社区党群服务中心：看线路"
    assert Petition.objects.assisted_by(sun).get() == case
    assert reader_of(case, sun).sight is Sight.MATTER
    casework.add_note(case, text="线路老化", by=sun, at=AT)
    part = casework.finish_assist(part, finding="换了线", by=sun, at=AT)
    assert (part.finding, part.finished_by) == ("换了线", sun)
    assert not Petition.objects.assisted_by(sun).exists()
    refused("not_found", casework.add_note, case, text="原因", by=sun, at=AT)
    refused("finished", casework.finish_assist, part, finding="x", by=chen, at=AT)
    assert Assist.objects.get().finished_at == AT


def test_owner_writes_down_what_a_unit_on_paper_found(house, chen, qian):
    case = make.taken(house, chen)
    part = casework.ask_assist(case, unit="物业", part="换灯", by=chen, at=AT)
    refused("no_permission", casework.finish_assist, part, finding="x", by=qian, at=AT)
    refused("required", casework.finish_assist, part, finding="", by=chen, at=AT)
    casework.finish_assist(part, finding="换好了", by=chen, at=AT)
    assert last_step(case).internal_text == "物业：换好了"
    refused("required", casework.ask_assist, case, unit="", part="x", by=chen, at=AT)


# -- Links


def test_merging_links_and_exposes_nobody(house, chen, lin, wu):
    first = make.petition(house, by=lin, title="林家灯坏")
    second = make.petition(house, by=wu, title="吴家灯坏")
    before = [(case.due_on, case.state) for case in (first, second)]
    link = casework.merge(second, first, reason="同一盏灯", by=chen, at=AT)
    assert (link.first, link.second, str(link)) == (
        first,
        second,
        f"{first.pk}–{second.pk}",
    )
    assert before == [
        (fresh(case).due_on, fresh(case).state) for case in (first, second)
    ]
    for case, person, other in ((first, lin, second), (second, wu, first)):
        assert Petition.objects.of_person(person).get() == case
        public = "".join(step.public_text for step in case.steps.public())
        assert other.code not in public.replace(" ", "")
        step = last_step(case)
        assert other.code_text in internal_words(step, chen)
        assert other.code_text not in step.internal_text
    refused("linked", casework.merge, first, second, reason="", by=chen, at=AT)


def test_merging_refusals(house, elsewhere, chen, sun):
    mine, theirs = make.petition(elsewhere), make.petition(house)
    refused("same", casework.merge, mine, mine, reason="", by=sun, at=AT)
    refused("not_found", casework.merge, mine, theirs, reason="", by=sun, at=AT)
    assert not Link.objects.exists()
