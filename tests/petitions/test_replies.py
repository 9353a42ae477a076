"""The reply: checked, sent once, reached, closed, rated, opened again."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from center.outbox.models import Message
from center.uploads import CleanFile
from center.workflow.actions import StaleError
from petitions.actions import casework, feedback, replies, times
from petitions.actions.details import add_message
from petitions.models import Petition, Rating, RatingChange, Reply, Round, Step
from tests.make import moment
from tests.petitions import make
from tests.petitions.make import answer, fresh
from tests.petitions.test_casework import last_step, refused

AT = moment("2026-11-25 10:00")
TEXT = "您好，楼道灯今天上午已经修好，请您放心。"


def draft(case, by, text, version, at=AT):
    return replies.save_draft(case, text=text, version=version, by=by, at=at)


def close(case, by, at=AT, **given):
    given = {"result": "灯已修好", "reached": "phone"} | given
    return replies.close(case, by=by, at=at, **given)


# -- Drafts


def test_a_draft_is_shared_and_a_stale_one_loses_nothing(house, chen, liu):
    case = make.taken(house, chen)
    first = draft(case, chen, "陈静的草稿", 0)
    assert (first.version, first.written_by, str(first)) == (1, chen, "陈静的草稿")
    second = draft(case, liu, "刘洋改过的", 1)
    assert (second.pk, second.version) == (first.pk, 2)
    with pytest.raises(StaleError) as stale:
        draft(case, chen, "陈静又写的", 1)
    assert replies.latest_words(stale.value.current) == "刘洋改过的"
    assert Reply.objects.get().text == "刘洋改过的"
    with pytest.raises(StaleError):
        draft(make.taken(house, chen), chen, "没有的版本", 3)


def test_the_draft_becomes_the_reply_and_stays(house, chen, liu):
    case = make.taken(house, chen)
    draft(case, chen, "草稿", 0)
    sent = answer(case, liu, text=TEXT)
    assert (Reply.objects.get(), sent.written_by, sent.sent_by) == (sent, chen, liu)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Reply.objects.update(text="另一份")
    with pytest.raises(StaleError) as stale:
        draft(case, chen, "晚了", 1)
    assert replies.latest_words(stale.value.current) == TEXT


def test_draft_refusals(house, chen, sun):
    case = make.petition(house)
    refused("wrong_state", draft, case, chen, TEXT, 0)
    refused("not_found", draft, case, sun, TEXT, 0)
    refused("required", draft, make.taken(house, chen), chen, " ", 0)


# -- Sending


def test_the_reply_is_public_told_and_stops_the_clock(house, chen, lin):
    case = make.taken(house, chen)
    file = CleanFile("通知.pdf", "application/pdf", b"%PDF")
    replies.reply(
        case,
        text=TEXT,
        version=case.version,
        basis="物业管理条例",
        files=[file],
        by=chen,
        at=AT,
    )
    case = fresh(case)
    assert (case.state, case.answered_at) == ("answered", AT)
    assert last_step(case).public_text == TEXT
    assert Message.objects.order_by("-pk").first().text.endswith(f"已答复：{TEXT}")
    assert not case.attachments.get().is_internal
    assert Reply.objects.get().basis == "物业管理条例"
    assert list(case.clocks.values_list("met_at", flat=True)) == [AT]
    assert not Petition.objects.open().exists()


@pytest.mark.parametrize(
    ("at", "extend", "found"),
    [
        ("2026-12-03 23:59", False, "in_time"),
        ("2026-12-04 00:00", False, "late"),
        ("2026-12-03 10:00", True, "in_time"),
        ("2026-12-04 10:00", True, "extended"),
        ("2026-12-11 00:00", True, "late"),
    ],
)
def test_each_answer_is_judged_by_its_promise(house, chen, zhao, at, extend, found):
    case = make.taken(house, chen)
    if extend:
        asked = times.ask_extension(
            case, days=5, reason="complex", text="原因", by=chen, at=AT
        )
        times.decide_extension(asked, approve=True, by=zhao, at=AT)
    answer(case, chen, at=at)
    running = Round.objects.get()
    assert (running.timeliness, str(running)) == (found, "第 1 轮")


@pytest.mark.parametrize(
    ("noticed", "found"),
    [
        ("2026-12-03 23:59", "in_time"),
        ("2026-12-04 09:00", "late"),  # after seven working days
        (None, "late"),  # the notice of fifteen days was never given
    ],
)
def test_an_opinion_is_judged_by_all_its_clocks(house, chen, noticed, found):
    case = make.taken(house, chen, kind="opinion")
    if noticed:
        replies.give_notice(case, text="已收到您的意见", by=chen, at=moment(noticed))
    answer(case, chen, at="2026-12-20 10:00")
    assert Round.objects.get().timeliness == found


def test_two_clerks_from_stale_pages_one_wins_the_other_sees_both(house, chen, liu):
    case = make.taken(house, chen)
    version = case.version
    replies.reply(case, text=TEXT, version=version, by=chen, at=AT)
    with pytest.raises(StaleError) as stale:
        replies.reply(case, text="刘洋写的另一份答复", version=version, by=liu, at=AT)
    assert replies.latest_words(stale.value.current) == TEXT
    assert Reply.objects.get().text == TEXT


def test_news_since_the_page_was_opened_is_shown_before_the_reply(house, chen):
    case = make.taken(house, chen)
    version = case.version
    add_message(case, text="灯自己好了", by=None, at=AT)
    with pytest.raises(StaleError) as stale:
        replies.reply(case, text=TEXT, version=version, by=chen, at=AT)
    assert replies.latest_words(stale.value.current) == "灯自己好了"
    note = make.taken(house, chen)
    version = note.version
    casework.add_note(note, text="别急着答复", by=chen, at=AT)
    with pytest.raises(StaleError) as stale:
        replies.reply(note, text=TEXT, version=version, by=chen, at=AT)
    assert replies.latest_words(stale.value.current) == "别急着答复"


def test_drafts_are_checked_before_they_leave(house, chen, lin, wu):
    house.phone = "000-16100000"
    house.save()
    case = make.petition(house, by=lin, phone="16100000055")
    case = casework.take(case, by=chen, at=AT)
    for bad in (f"{TEXT}××", f"{TEXT}请问 {wu.phone}", "好的", f"{TEXT}【单位】"):
        with pytest.raises(ValidationError):
            answer(case, chen, text=bad)
    assert not Reply.objects.exists()
    own = f"{TEXT}我们会打 {lin.phone} 或 16100000055，您也可以打 000-16100000。"
    answer(case, chen, text=own)
    assert [one.code for one in replies.problems_of(fresh(case), "好")] == ["short"]


def test_reply_refusals(house, chen, sun):
    case = make.petition(house)
    refused("wrong_state", answer, case, chen)
    refused("not_found", answer, case, sun)
    taken = make.taken(house, chen)
    refused(
        "wrong_state",
        replies.relay,
        taken,
        text=TEXT,
        version=taken.version,
        by=chen,
        at=AT,
    )
    refused("too_long", answer, taken, chen, text="长" * 3001)


# -- Notice


def test_notice_meets_the_first_two_clocks_of_an_opinion(house, chen):
    case = make.taken(house, chen, kind="opinion")
    case = replies.give_notice(case, text="您的意见由本中心受理", by=chen, at=AT)
    assert (case.state, f"{case.due_on}") == ("in_hand", "2027-01-25")
    assert case.is_provisional
    assert {row.clock: row.met_at for row in case.clocks.all()} == {
        "promise": AT,
        "notice": AT,
        "handling": None,
    }
    refused("done", replies.give_notice, case, text="再来", by=chen, at=AT)
    answer(case, chen)
    assert not case.clocks.filter(met_at=None).exists()


def test_notice_is_for_opinions(house, chen):
    case = make.taken(house, chen)
    refused("kind", replies.give_notice, case, text="原因", by=chen, at=AT)


# -- Closing


def test_closing_needs_an_answer_a_result_and_how_it_reached(house, chen):
    case = make.taken(house, chen)
    refused("wrong_state", close, case, chen)
    answer(case, chen)
    refused("required", close, case, chen, result="")
    refused("reached", close, case, chen, reached="")
    refused("reached", close, case, chen, reached="pigeon")
    nobody = make.answered(house, chen, kind="opinion", anonymous=True)
    fixed = make.counter(house, chen, phone="057188880000")
    make.answer(fixed, chen)
    for way in ("phone", "text", "letter"):
        refused("reached", close, nobody, chen, reached=way)
    refused("reached", close, fresh(fixed), chen, reached="text")
    case = close(case, chen)
    assert (case.state, case.result, case.reached) == ("closed", "灯已修好", "phone")
    assert last_step(case).public_text == "已办结。落实结果：灯已修好"
    running = case.rounds.get()
    assert (running.result, running.frozen_at) == ("灯已修好", AT)


def test_closing_with_the_reason_why_nobody_was_reached(house, chen):
    case = make.answered(house, chen, kind="opinion", anonymous=True)
    case = close(case, chen, reached="", unreached_reason="匿名，只在网上公布")
    assert (case.reached, case.unreached_reason) == ("", "匿名，只在网上公布")


def test_a_part_that_is_not_finished_holds_the_closing_up(house, chen):
    case = make.taken(house, chen)
    part = casework.ask_assist(case, unit="物业", part="换灯", by=chen, at=AT)
    answer(case, chen)
    refused("assists", close, case, chen)
    casework.finish_assist(part, finding="换好了", by=chen, at=AT)
    assert close(case, chen).state == "closed"


@pytest.mark.parametrize(
    "change",
    [
        {"result": ""},
        {"reached": "", "unreached_reason": ""},
        {"closed_at": None},
        {"answered_at": None},
        {"owner": None},
        {"round": 0},
        {"due_on": "2020-01-01"},
        {"received_on": "2026-11-23"},
        {"code": "x"},
    ],
)
def test_the_database_holds_what_closed_means(house, chen, change):
    case = make.closed(house, chen)
    with pytest.raises(DatabaseError), transaction.atomic():
        Petition.objects.filter(pk=case.pk).update(**change)


@pytest.mark.parametrize(
    ("state", "other"),
    [("closed", "answered"), ("closed", "registered"), ("closed", "withdrawn")],
)
def test_the_database_knows_the_table_of_moves(house, chen, state, other):
    case = make.closed(house, chen)
    assert case.state == state
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Petition.objects.filter(pk=case.pk).update(state=other, closed_at=None)


# -- Rating


def rate(case, score, by=None, at=AT, comment=""):
    return feedback.rate(case, score=score, comment=comment, by=by, at=at)


def test_rating_once_a_round_changeable_for_a_day(house, chen, lin):
    case = make.answered(house, chen)
    first = rate(case, 5, comment="快")
    assert (str(first), first.call_by) == ("非常满意", None)
    later = AT + timedelta(hours=23, minutes=59)
    second = rate(case, 2, at=later, comment="又坏了")
    assert (second.pk, second.score, second.changed_at) == (first.pk, 2, later)
    assert f"{second.call_by}" == "2026-11-27"
    change = RatingChange.objects.get()
    assert (change.old_score, change.old_comment, str(change)) == (5, "快", "非常满意")
    refused("too_late", rate, case, 5, at=AT + timedelta(hours=24))
    assert Rating.objects.get().score == 2
    assert rate(case, 4, at=later).call_by == second.call_by


def test_rating_refusals(house, chen, lin):
    case = make.answered(house, chen)
    for score in (0, 6, -1):
        refused("score", rate, case, score)
    refused("not_person", rate, case, 5, by=chen)
    refused("wrong_state", rate, make.taken(house, chen), 5)
    assert not Rating.objects.exists()
    mine = make.petition(house, by=chen)
    liu_answers = Step.objects.filter(petition=mine)
    assert liu_answers.count() == 1


def test_staff_rate_what_they_asked_for_themselves(house, chen, liu):
    case = make.petition(house, by=chen)
    case = casework.take(case, by=liu, at=AT)
    answer(case, liu)
    assert rate(case, 4, by=chen).score == 4
    assert last_step(case).role == "诉求人"


def test_a_low_rating_is_called_within_one_working_day(house, chen):
    case = make.answered(house, chen)
    rating = rate(case, 1, at=moment("2026-11-27 10:00"))
    assert f"{rating.call_by}" == "2026-11-30"
    refused("required", feedback.record_call, rating, note="", by=chen, at=AT)
    rating = feedback.record_call(rating, note="约好明天再修", by=chen, at=AT)
    assert (rating.called_by, rating.called_at) == (chen, AT)
    refused("called", feedback.record_call, rating, note="x", by=chen, at=AT)
    happy = rate(make.answered(house, chen), 5)
    refused("called", feedback.record_call, happy, note="x", by=chen, at=AT)


# -- Another round


def test_a_new_round_has_its_own_day_and_the_old_one_stays(house, chen, zhao):
    case = make.taken(house, chen, at="2026-09-24 10:00")
    answer(case, chen, at="2026-10-13 10:00")
    close(case, chen, at=moment("2026-10-13 11:00"))
    case = replies.reopen(case, reason="又坏了", by=chen, at=AT)
    assert (case.state, case.round, f"{case.due_on}") == ("in_hand", 2, "2026-12-04")
    assert (case.original_due_on, case.answered_at, case.closed_at, case.result) == (
        case.due_on,
        None,
        None,
        "",
    )
    old, new = Round.objects.all()
    assert (old.timeliness, old.result, f"{old.day0}") == (
        "late",
        "灯已修好",
        "2026-09-24",
    )
    assert (f"{new.day0}", new.reason, new.started_by) == ("2026-11-25", "又坏了", chen)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Round.objects.filter(pk=old.pk).update(timeliness="in_time")
    answer(case, chen, at="2026-12-04 10:00")
    assert fresh(new).timeliness == "in_time"
    rate(case, 5)
    assert Rating.objects.get().round == new


def test_the_person_reopens_after_a_low_rating(house, chen, lin):
    case = make.petition(house, by=lin)
    case = casework.take(case, by=chen, at=AT)
    answer(case, chen, at="2026-11-25 10:00")
    reopen = replies.reopen
    refused("rating", reopen, case, reason="没好", by=lin, at=AT)
    rate(case, 3, by=lin)
    refused("rating", reopen, case, reason="没好", by=lin, at=AT)
    rate(case, 2, by=lin)
    refused("too_late", reopen, case, reason="原因", by=lin, at=AT + timedelta(days=31))
    refused("required", reopen, case, reason="", by=lin, at=AT)
    case = reopen(case, reason="没好", by=lin, at=AT)
    assert (case.round, last_step(case).role, last_step(case).by) == (2, "诉求人", lin)
    assert Round.objects.get(number=1).frozen_at == AT


def test_anonymous_reopening_names_nobody(house, chen):
    case = make.answered(house, chen, kind="opinion", anonymous=True)
    rate(case, 1)
    replies.reopen(case, reason="没好", by=None, at=AT)
    assert (last_step(case).by, last_step(case).role) == (None, "诉求人")


def test_reopened_case_goes_to_who_may_have_it(house, chen, liu, zhao, sun):
    case = make.taken(house, chen)
    casework.hand_over(case, to=liu, reason="换班", by=chen, at=AT)
    answer(case, liu)
    close(case, liu)
    refused("not_found", replies.reopen, case, reason="原因", by=sun, at=AT)
    liu.is_active = False
    liu.save()
    case = replies.reopen(case, reason="又坏了", by=zhao, at=AT)
    assert case.owner == chen
