"""Extension and pause: the only verbs that move a date."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from center.outbox.models import Message
from petitions.actions import casework, pauses, replies, times
from petitions.actions.details import recategorize, withdraw
from petitions.actions.times import lapse_extensions
from petitions.models import CenterPolicy, Extension, Pause, Petition, Step
from tests.make import moment
from tests.petitions import make
from tests.petitions.make import fresh
from tests.petitions.test_casework import last_step, refused

AT = moment("2026-11-25 10:00")


def ask(case, by, days=5, at=AT, reason="other_units", text="等供电公司"):
    return times.ask_extension(case, days=days, reason=reason, text=text, by=by, at=at)


def decide(asked, by, approve=True, at=AT, text="同意"):
    return times.decide_extension(asked, approve=approve, text=text, by=by, at=at)


# received, days more, new due date; counted by hand on the printed calendars
EXTENSIONS = [
    ("2026-09-24", 1, "2026-10-13"),
    ("2026-09-24", 7, "2026-10-21"),
    ("2026-09-10", 5, "2026-09-28"),  # from Sunday 09-20, which is worked
    ("2026-02-05", 1, "2026-02-24"),  # from Saturday 02-14, which is worked
    ("2026-02-05", 5, "2026-02-28"),  # to a Saturday
    ("2026-04-22", 3, "2026-05-09"),  # to a Saturday
    ("2026-04-28", 7, "2026-05-20"),
    ("2026-06-11", 2, "2026-06-25"),
    ("2026-11-24", 5, "2026-12-10"),
    ("2026-12-11", 7, "2026-12-31"),
]


@pytest.mark.parametrize(("received", "days", "on"), EXTENSIONS)
def test_extension_counts_working_days_from_the_current_date(
    house, chen, zhao, received, days, on
):
    at = moment(f"{received} 11:00")
    case = make.taken(house, chen, at=f"{received} 10:00")
    original = case.due_on
    preview = times.preview_extension(case, days=days, reason="complex")
    decide(ask(case, chen, days, at=at), zhao, at=at)
    case = fresh(case)
    assert (case.due_on, preview.new_due_on) == (date.fromisoformat(on),) * 2
    assert (case.original_due_on, case.is_extended) == (original, True)
    row = case.clocks.get()
    assert (row.original_on, row.due_on, row.extra) == (original, case.due_on, days)


def test_extension_into_an_unpublished_year_is_provisional(house, chen, zhao):
    case = make.taken(house, chen, at="2026-12-14 10:00")
    at = moment("2026-12-14 11:00")
    decide(ask(case, chen, 7, at=at), zhao, at=at)
    case = fresh(case)
    assert (f"{case.due_on}", case.is_provisional) == ("2027-01-04", True)
    assert f"{case.earliest_on}" == "2027-01-02"


def test_the_person_is_told_and_reads_why(house, chen, zhao):
    case = make.taken(house, chen)
    preview = times.preview_extension(case, days=5, reason="other_units")
    assert preview.text == (
        "因要几个单位一起办，答复期限从 2026年12月3日（周四） "
        "延到 2026年12月10日（周四）。"
    )
    assert times.preview_extension(case, days=1).text.startswith("答复期限从")
    extension = decide(ask(case, chen), zhao)
    assert str(extension) == "2026-12-03 → 2026-12-10"
    assert (extension.state, extension.decided_by) == ("approved", zhao)
    step = last_step(case)
    assert (step.verb, step.public_text) == ("extend", preview.text)
    assert Message.objects.order_by("-pk").first().text.endswith(preview.text)


def test_refused_extension_stays_inside_and_may_be_asked_again(house, chen, zhao):
    case = make.taken(house, chen)
    asked = ask(case, chen)
    refused("required", decide, asked, zhao, approve=False, text="")
    told = Message.objects.count()
    assert decide(asked, zhao, approve=False, text="先答复").state == "refused"
    assert (last_step(case).public_text, Message.objects.count()) == ("", told)
    assert fresh(case).due_on == case.due_on
    refused("decided", decide, asked, zhao)
    assert ask(case, chen).state == "asked"


def test_after_two_refusals_no_more_time_is_asked_for(house, chen, zhao):
    case = make.taken(house, chen)
    for _ in range(2):
        assert times.extension_refusal(case) == ""
        decide(ask(case, chen), zhao, approve=False, text="先答复")
    assert "2 次没批" in times.extension_refusal(case)
    refused("refused_before", ask, case, chen)
    asked = Extension.objects.filter(petition=case).values_list("state", flat=True)
    assert list(asked) == ["refused", "refused"]


def test_only_once(house, chen, zhao):
    case = make.taken(house, chen)
    asked = ask(case, chen)
    refused("waiting", ask, case, chen)
    decide(asked, zhao)
    refused("decided", decide, asked, zhao)
    refused("extended", ask, case, chen)
    with pytest.raises(IntegrityError, match="one_approved"), transaction.atomic():
        Extension.objects.create(
            petition=case,
            clock=asked.clock,
            days=1,
            reason="complex",
            text="原因",
            state="approved",
            asked_at=AT,
            asked_by=chen,
            decided_at=AT,
            decided_by=zhao,
            old_due_on=case.due_on,
            new_due_on=date(2026, 12, 31),
        )


def test_nobody_approves_their_own(house, zhao, he, chen, sun):
    case = make.taken(house, zhao)
    asked = ask(case, zhao)
    refused("own", decide, asked, zhao)
    refused("no_permission", decide, asked, chen)
    refused("not_found", decide, asked, sun)
    with pytest.raises(IntegrityError, match="by_another"), transaction.atomic():
        Extension.objects.filter(pk=asked.pk).update(
            state="approved", decided_by=zhao, decided_at=AT
        )
    assert decide(asked, he).state == "approved"


@pytest.mark.parametrize(
    ("at", "fine"),
    [
        ("2026-12-03 23:59:59", True),
        ("2026-12-04 00:00:00", False),
        ("2026-12-04 00:00:10", False),
    ],
)
def test_decided_before_the_due_day_ends(house, chen, zhao, at, fine):
    case = make.taken(house, chen)
    asked = ask(case, chen)
    if fine:
        assert decide(asked, zhao, at=moment(at)).state == "approved"
    else:
        refused("too_late", decide, asked, zhao, at=moment(at))
        refused("days", ask, make.taken(house, chen), chen, at=moment(at))
        assert fresh(case).due_on == case.due_on
        assert decide(asked, zhao, approve=False, at=moment(at)).state == "refused"


def test_asking_refusals(house, chen, sun):
    case = make.taken(house, chen)
    for given, code in [
        ({"days": 0}, "days"),
        ({"days": 8}, "days"),
        ({"reason": "lazy"}, "reason"),
        ({"text": ""}, "required"),
        ({"by": sun}, "not_found"),
    ]:
        refused(code, ask, case, **({"by": chen} | given))
    refused("days", times.preview_extension, case, days=8)
    make.answer(case, chen)
    refused("wrong_state", ask, case, chen)
    refused("answered", times.preview_extension, case, days=1)


def test_what_is_not_needed_any_more_lapses(house, chen, zhao):
    case = make.taken(house, chen, kind="opinion")
    asked = ask(case, chen)
    replies.give_notice(case, text="已收到您的意见", by=chen, at=AT)
    assert fresh(asked).state == "needless"
    refused("decided", decide, asked, zhao)
    other, gone = make.taken(house, chen), make.taken(house, chen)
    asked = [ask(other, chen), ask(gone, chen)]
    make.answer(other, chen)
    withdraw(gone, reason="原因", by=chen, at=AT)
    assert [fresh(one).state for one in asked] == ["needless", "needless"]


def test_handling_is_extended_from_acceptance_and_the_notice_is_not(house, chen, zhao):
    case = make.taken(house, chen, kind="opinion", at="2026-08-02 10:00")
    at = moment("2026-08-05 10:00")
    replies.give_notice(case, text="已收到您的意见", by=chen, at=at)
    assert f"{fresh(case).due_on}" == "2026-10-08"
    case = fresh(case)
    refused("days", ask, case, chen, 31, at=at)
    decide(ask(case, chen, 30, at=at), zhao, at=at)
    assert f"{fresh(case).due_on}" == "2026-11-02"
    strict = make.taken(house, chen, kind="opinion", at="2026-09-25 10:00")
    at = moment("2026-09-25 11:00")
    refused("days", ask, strict, chen, 1, at=at)  # the notice of 15 days is next


def test_what_nobody_decided_lapses(house, chen):
    asked = ask(make.taken(house, chen), chen)
    assert lapse_extensions(at=moment("2026-12-03 23:59")) == 0
    assert lapse_extensions(at=moment("2026-12-04 00:01")) == 1
    assert fresh(asked).state == "lapsed"
    step = last_step(asked.petition)
    assert (step.verb, step.by, step.role) == ("refuse_extension", None, "系统")
    assert "作废" in step.internal_text
    assert step.public_text == ""
    assert lapse_extensions(at=moment("2026-12-04 01:01")) == 0


def test_what_a_pause_has_moved_does_not_lapse_on_the_old_day(house, chen):
    make.pausing(house)
    case = make.taken(house, chen)
    asked = ask(case, chen)
    pauses.pause(
        case,
        reason="materials",
        text="补照片",
        last_on=date(2026, 11, 27),
        by=chen,
        at=AT,
    )
    assert fresh(case).due_on == date(2026, 12, 8)
    assert lapse_extensions(at=moment("2026-12-04 00:01")) == 0
    assert lapse_extensions(at=moment("2026-12-09 00:01")) == 1
    assert fresh(asked).state == "lapsed"


# -- Pauses


def pause(case, by, at="2026-11-25 10:00", last="2026-12-02", reason="materials"):
    return pauses.pause(
        case,
        reason=reason,
        text="请补户口本复印件",
        last_on=date.fromisoformat(last),
        by=by,
        at=moment(at),
    )


def resume(case, by, at):
    return pauses.resume(case, by=by, at=moment(at))


def test_pausing_is_off_by_default(house, chen):
    case = make.taken(house, chen)
    refused("off", pause, case, chen)
    CenterPolicy.objects.create(center=house)
    refused("off", pause, case, chen)


# received 2026-11-24, due 2026-12-03: paused at, resumed at, new due date
PAUSES = [
    ("2026-11-25 09:00", "2026-11-25 17:00", "2026-12-03"),
    ("2026-11-25 09:00", "2026-11-26 00:00", "2026-12-04"),
    ("2026-11-25 23:59", "2026-11-26 00:01", "2026-12-04"),
    ("2026-11-25 09:00", "2026-11-27 09:00", "2026-12-07"),
    ("2026-11-27 09:00", "2026-11-30 09:00", "2026-12-04"),  # over the weekend
    ("2026-11-28 09:00", "2026-11-30 09:00", "2026-12-03"),  # the weekend alone
    ("2026-11-28 09:00", "2026-11-29 09:00", "2026-12-03"),
    ("2026-11-24 10:00", "2026-11-25 09:00", "2026-12-03"),  # day 0 never counts
    ("2026-12-02 10:00", "2026-12-03 09:00", "2026-12-04"),
    ("2026-11-25 09:00", "2026-12-20 09:00", "2026-12-11"),  # lapsed on 12-02
]


@pytest.mark.parametrize(("paused", "resumed", "on"), PAUSES)
def test_pause_moves_by_the_days_it_covers_at_midnight(
    house, chen, paused, resumed, on
):
    make.pausing(house)
    case = make.taken(house, chen)
    pause(case, chen, at=paused)
    if resumed > "2026-12-03":  # it had run out by itself
        refused("running", resume, case, chen, resumed)
        assert f"{fresh(case).due_on}" == on
        return
    case = resume(case, chen, resumed)
    assert (f"{case.due_on}", case.paused_until) == (on, None)
    assert f"{case.original_due_on}" == "2026-12-03"


def test_a_paused_case_says_until_when_and_is_not_overdue(house, chen, lin):
    make.pausing(house)
    case = make.taken(house, chen)
    paused = pause(case, chen)
    assert str(paused) == "等您补充材料，最晚到 2026-12-02"
    case = fresh(case)
    assert (f"{case.paused_until}", f"{case.due_on}") == ("2026-12-02", "2026-12-11")
    assert last_step(case).public_text == (
        "等您补充材料，计时暂停，最晚到2026年12月2日（周三）。请补户口本复印件"
    )
    assert not Petition.objects.overdue(date(2026, 12, 11)).exists()
    resume(case, chen, "2026-11-26 09:00")
    assert last_step(case).public_text.startswith("恢复计时，答复期限是 2026年12月4日")


def test_a_lapsed_pause_ends_by_itself_before_the_next(house, chen):
    make.pausing(house)
    case = make.taken(house, chen)
    pause(case, chen, last="2026-11-25")
    pause(case, chen, at="2026-11-27 09:00", last="2026-11-27")
    ends = [pause_.ended_at for pause_ in Pause.objects.all()]
    assert ends == [moment("2026-11-26 00:00"), None]
    assert f"{fresh(case).due_on}" == "2026-12-07"


def test_pause_refusals(house, chen):
    make.pausing(house)
    case = make.taken(house, chen)
    refused("reason", pause, case, chen, reason="holiday")
    refused("superior", pause, case, chen, reason="superior")
    refused("last_on", pause, case, chen, last="2026-11-24")
    refused("last_on", pause, case, chen, at="2026-12-04 00:00", last="2026-12-05")
    refused("running", resume, case, chen, "2026-11-25 10:00")
    pause(case, chen)
    refused("paused", pause, case, chen, at="2026-11-26 10:00")
    opinion = make.taken(house, chen, kind="opinion")
    replies.give_notice(opinion, text="已收到您的意见", by=chen, at=AT)
    refused("clock", pause, opinion, chen)


def test_waiting_for_the_superior_where_the_center_allows_it(house, chen):
    make.pausing(house, superior=True)
    case = make.taken(house, chen, kind="opinion")
    assert pause(case, chen, reason="superior").reason == "superior"
    # The statutory clocks run on: the notice of 15 days is next now.
    assert f"{fresh(case).due_on}" == "2026-12-09"


def test_an_answer_ends_the_pause(house, chen):
    make.pausing(house)
    case = make.taken(house, chen)
    pause(case, chen)
    make.answer(case, chen, at="2026-11-26 10:00")
    assert Pause.objects.get().ended_at == moment("2026-11-26 10:00")
    assert fresh(case).paused_until is None


def test_extension_after_a_pause_counts_from_the_paused_date(house, chen, zhao):
    make.pausing(house)
    case = make.taken(house, chen)
    pause(case, chen)
    resume(case, chen, "2026-11-26 09:00")
    decide(ask(fresh(case), chen, 1), zhao)
    assert f"{fresh(case).due_on}" == "2026-12-07"
    assert Step.objects.filter(verb="extend").count() == 1


def test_nothing_else_moves_a_date(house, chen, liu, zhao):
    case = make.taken(house, chen)
    due = case.due_on
    casework.hand_over(case, to=liu, reason="换班", by=chen, at=AT)
    casework.escalate(case, reason="原因", superior="区里", by=liu, at=AT)
    casework.hand_back(case, text="原因", is_answer=True, by=liu, at=AT)
    casework.merge(case, make.petition(house), reason="", by=liu, at=AT)
    recategorize(case, kind="consultation", by=liu, at=AT)
    case = fresh(case)
    assert (case.due_on, case.original_due_on) == (due, due)
    with pytest.raises(ValidationError):
        recategorize(case, kind="nothing", by=liu, at=AT)
