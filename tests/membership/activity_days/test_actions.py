"""Each verb: what it does, what it leaves behind, and what it refuses."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, transaction

from center.models import User
from center.outbox.models import Message
from center.timetable.lookup import calendar_of
from center.uploads import CleanFile
from center.workflow.actions import StaleError
from membership.actions import members as membership
from membership.activity_days.actions import meetings, planning, record, reporting
from membership.activity_days.models import (
    ActivityDay,
    Attendance,
    Meeting,
    ReportSetting,
    Step,
    Task,
    TimeSlot,
)
from membership.activity_days.people import committee_of
from membership.activity_days.rules import State
from membership.models import Organization
from tests import make as people
from tests.membership import make as base
from tests.membership.activity_days import make
from tests.membership.activity_days.test_rules import CALENDAR

pytestmark = pytest.mark.django_db


def refused(code=None):
    class Refused:
        def __enter__(self):
            self.catch = pytest.raises(ValidationError)
            self.info = self.catch.__enter__()
            return self

        def __exit__(self, *error):
            done = self.catch.__exit__(*error)
            if code is not None:
                errors = self.info.value.error_list
                assert {one.code for one in errors} == {code}
            return done

        @property
        def text(self):
            return "".join(self.info.value.messages)

    return Refused()


def test_the_calendar_of_the_rule_tests_is_the_one_the_portal_loads(house):
    loaded = calendar_of(house)
    first = date(2025, 1, 1)
    every = [first + timedelta(days=n) for n in range(730)]

    assert [loaded.is_working(d) for d in every] == [
        CALENDAR.is_working(d) for d in every
    ]


# -- Planning


def test_plan_keeps_both_dates_and_leaves_a_step(branch_a, secretary):
    day = make.planned(branch_a, secretary, "2026-09-30", theme=" 学​习 ")

    day.refresh_from_db()
    assert (day.state, day.theme, day.center) == (
        State.PLANNED,
        "学习",
        branch_a.center,
    )
    assert (day.on, day.unified) == (date(2026, 9, 30), "")
    assert day.strict_due_on == date(2026, 10, 5)
    assert day.due_on == date(2026, 10, 8)
    assert day.rolled
    assert not day.due_is_provisional
    assert day.when_text == "2026年9月30日 周三 9:00–11:00"
    assert [(s.verb, s.state, s.by) for s in day.steps.all()] == [
        ("plan", "planned", secretary)
    ]


def test_plan_twice_with_one_form_is_one_day(branch_a, secretary):
    first = make.planned(branch_a, secretary, form_key="same")
    again = make.planned(branch_a, secretary, form_key="same")

    assert first.pk == again.pk
    assert ActivityDay.objects.count() == Step.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"hours": 0}, "结束要晚于开始。"),
        ({"hours": -1}, "结束要晚于开始。"),
        ({"start": "23:00", "hours": 2}, "要在同一天开始和结束。"),
        ({"theme": "​"}, "请写主题。"),
        ({"at": make.at("2024-01-01 09:00")}, "日期离今天超过一年，请看看年份对不对。"),
    ],
)
def test_plan_refuses(branch_a, secretary, change, text):
    with refused() as refusal:
        make.planned(branch_a, secretary, **change)

    assert refusal.text == text
    assert not ActivityDay.objects.exists()


def test_plan_refuses_a_committee_and_a_dissolved_branch(
    committee, branch_a, branch_b, secretary
):
    with refused() as refusal:
        make.planned(committee, secretary)
    assert refusal.text.endswith("请选一个党支部。")

    Organization.objects.filter(pk=branch_b.pk).update(status="dissolved")
    with refused() as refusal:
        make.planned(branch_b, secretary)
    assert refusal.text == "这个支部已经撤销。"


@pytest.mark.parametrize(
    ("start", "hours", "ok"),
    [
        ("07:00", 2, True),
        ("08:00", 1, True),
        ("08:01", 1, False),
        ("09:00", 2, False),
        ("10:59", 1, False),
        ("11:00", 1, True),
        ("08:00", 5, False),
    ],
)
def test_two_activity_days_of_a_branch_never_overlap(
    branch_a, secretary, start, hours, ok
):
    make.planned(branch_a, secretary)

    if ok:
        make.planned(branch_a, secretary, start=start, hours=hours)
    else:
        with refused("taken"):
            make.planned(branch_a, secretary, start=start, hours=hours)

    assert ActivityDay.objects.count() == (2 if ok else 1)


def test_another_branch_may_meet_at_the_same_time(branch_a, branch_b, secretary):
    make.planned(branch_a, secretary)
    make.planned(branch_b, secretary)

    assert TimeSlot.objects.count() == 2


def test_without_rolling_over_the_fifth_day_stands(branch_a, secretary, organizer):
    before = make.planned(branch_a, secretary, "2026-11-16")
    setting = reporting.set_report_rules(
        center=branch_a.center,
        rolls_over=False,
        expects_monthly=True,
        by=organizer,
        at=make.at("2026-11-15 10:00"),
    )
    again = reporting.set_report_rules(
        center=branch_a.center,
        rolls_over=False,
        expects_monthly=True,
        by=organizer,
        at=make.at("2026-11-15 11:00"),
    )
    after = make.planned(branch_a, secretary, "2026-11-17")

    before.refresh_from_db()
    assert before.due_on == date(2026, 11, 23)  # what was promised stays
    assert after.due_on == after.strict_due_on == date(2026, 11, 22)
    assert again == setting
    assert ReportSetting.objects.count() == 1


def test_replan_moves_the_day_and_its_dates(branch_a, secretary):
    day = make.planned(branch_a, secretary)

    day = replanned(day, secretary, "2026-09-30 14:00", "2026-09-30 15:00")

    day.refresh_from_db()
    assert (day.on, day.due_on) == (date(2026, 9, 30), date(2026, 10, 8))
    assert (day.version, day.theme) == (2, "新主题")
    slot = TimeSlot.objects.get()
    assert (slot.starts_at, slot.ends_at) == (day.starts_at, day.ends_at)
    assert {s.verb for s in day.steps.all()} == {"plan", "replan"}


def replanned(day, by, start, end, version=None):
    return planning.replan(
        day,
        version=version or day.version,
        starts_at=make.at(start),
        ends_at=make.at(end),
        theme="新主题",
        place="会议室",
        by=by,
        at=make.at("2026-09-01 09:00"),
    )


def test_replan_refuses_a_stale_form_and_a_held_day(branch_a, secretary, members):
    day = make.planned(branch_a, secretary)
    replanned(day, secretary, "2026-11-16 14:00", "2026-11-16 15:00")

    with pytest.raises(StaleError) as stale:
        replanned(day, secretary, "2026-11-16 16:00", "2026-11-16 17:00", version=1)
    assert stale.value.current.version == 2

    held = make.held(branch_a, secretary, "2026-11-18")
    with refused("wrong_state"):
        replanned(held, secretary, "2026-11-18 16:00", "2026-11-18 17:00")


def test_cancel_frees_the_time_and_keeps_the_row(branch_a, secretary):
    day = make.in_state(State.CANCELLED, branch_a, secretary, None)

    assert not TimeSlot.objects.exists()
    make.planned(branch_a, secretary)
    assert day.steps.last().note == "停电"
    with refused("wrong_state"):
        planning.cancel(day, reason="再来", by=secretary, at=day.starts_at)


def test_cancel_needs_a_reason(branch_a, secretary):
    day = make.planned(branch_a, secretary)

    with refused() as refusal:
        planning.cancel(day, reason=" ​", by=secretary, at=day.starts_at)

    assert refusal.text == "请写取消的原因。"


# -- The three unified days


def test_every_branch_gets_its_three_days_once(
    branch_a, branch_b, committee, organizer
):
    at = make.at("2026-01-05 09:00")
    everything = Organization.objects.all()

    first = planning.plan_unified_days(
        year=2026, branches=everything, by=organizer, at=at
    )
    again = planning.plan_unified_days(
        year=2026, branches=everything, by=organizer, at=at
    )

    assert (first, again) == (6, 0)
    assert sorted(
        (d.branch_id, d.on.isoformat(), d.due_on.isoformat(), d.title)
        for d in ActivityDay.objects.all()
    ) == sorted(
        (branch.pk, on, due, title)
        for branch in (branch_a, branch_b)
        for on, due, title in [
            ("2026-05-01", "2026-05-06", "“五一”统一活动日"),
            ("2026-07-01", "2026-07-06", "“七一”统一活动日"),
            ("2026-10-01", "2026-10-08", "“十一”统一活动日"),
        ]
    )
    assert ActivityDay.objects.first().when_text.endswith("时间待定")


def test_a_unified_day_entered_by_hand_is_not_made_again(
    branch_a, organizer, secretary
):
    make.planned(branch_a, secretary, "2026-07-01")

    made = planning.plan_unified_days(
        year=2026, branches=[branch_a], by=organizer, at=make.at("2026-06-01 09:00")
    )

    assert made == 2
    with refused("unified"):
        make.planned(branch_a, secretary, "2026-07-01", start="15:00")


def test_a_unified_day_keeps_its_date_and_is_not_called_off(branch_a, secretary):
    day = make.planned(branch_a, secretary, "2026-07-01")
    assert day.unified == "party_day"

    with refused("unified"):
        replanned(day, secretary, "2026-07-02 09:00", "2026-07-02 10:00")
    with refused("wrong_state"):
        planning.cancel(day, reason="太忙", by=secretary, at=day.starts_at)
    with refused("unified"):
        make.hold(
            day,
            secretary,
            starts_at=make.at("2026-07-02 09:00"),
            ends_at=make.at("2026-07-02 10:00"),
            at=make.at("2026-07-03 09:00"),
        )
    moved = replanned(day, secretary, "2026-07-01 15:00", "2026-07-01 16:00")
    assert moved.unified == "party_day"


def test_another_day_cannot_move_onto_a_taken_unified_date(branch_a, secretary):
    make.planned(branch_a, secretary, "2026-10-01", start="15:00")
    day = make.planned(branch_a, secretary, "2026-09-29")

    with refused("unified"):
        replanned(day, secretary, "2026-10-01 09:00", "2026-10-01 10:00")


def test_another_day_that_moves_to_a_free_unified_date_becomes_it(branch_a, secretary):
    day = make.planned(branch_a, secretary, "2026-09-29")

    day = replanned(day, secretary, "2026-10-01 09:00", "2026-10-01 10:00")

    assert day.unified == "national_day"


def test_the_database_knows_the_unified_days_too(branch_a, secretary):
    day = make.planned(branch_a, secretary, "2026-07-01")

    for values in ({"unified": ""}, {"unified": "may_day"}, {"state": "cancelled"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ActivityDay.objects.filter(pk=day.pk).update(**values)


# -- Never satisfied by a meeting


@pytest.mark.parametrize("kind", ["members", "committee", "group", "lecture"])
def test_a_meeting_and_an_activity_day_never_share_time(branch_a, secretary, kind):
    day = make.planned(branch_a, secretary)

    with refused("taken") as refusal:
        make.meeting(branch_a, secretary, kind=kind, lecturer="讲", start="10:30")
    assert "不能和会议重叠" in refusal.text

    make.meeting(branch_a, secretary, kind=kind, lecturer="讲", start="11:00")
    with refused("taken"):
        make.planned(branch_a, secretary, start="11:30")
    with refused("taken"):
        replanned(day, secretary, "2026-11-16 10:00", "2026-11-16 11:01")
    assert Meeting.objects.count() == 1


def test_the_database_refuses_the_overlap_without_the_action(branch_a, secretary):
    day = make.planned(branch_a, secretary)
    meeting = make.meeting(branch_a, secretary, start="14:00")

    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=day.starts_at)


def test_one_time_cannot_belong_to_both(branch_a, secretary):
    make.planned(branch_a, secretary)
    meeting = make.meeting(branch_a, secretary, start="14:00")
    TimeSlot.objects.filter(meeting=meeting).delete()

    with pytest.raises(IntegrityError), transaction.atomic():
        TimeSlot.objects.update(meeting=meeting)


def test_two_group_meetings_may_sit_at_once_others_not(branch_a, secretary):
    make.meeting(branch_a, secretary, kind="group")
    make.meeting(branch_a, secretary, kind="group")
    make.meeting(branch_a, secretary, kind="members", start="10:00")

    with refused("taken"):
        make.meeting(branch_a, secretary, kind="committee", start="10:30")


def test_a_void_meeting_frees_its_time(branch_a, secretary):
    meeting = make.meeting(branch_a, secretary)

    meeting = meetings.void_meeting(
        meeting, reason="记错了", by=secretary, at=make.at("2026-11-17 09:00")
    )

    make.planned(branch_a, secretary)
    assert [s.text for s in meeting.steps.all()] == ["登记", "作废：记错了"]
    with refused("wrong_state"):
        meetings.void_meeting(
            meeting, reason="再", by=secretary, at=make.at("2026-11-17 10:00")
        )


# -- The record


def test_hold_draws_up_the_roll(branch_a, secretary, members):
    base.member(branch_a, "新来", kind="probationary", joined_on=date(2026, 11, 17))

    day = make.held(branch_a, secretary)

    day.refresh_from_db()
    assert (day.state, day.recorder, day.version) == (State.HELD, "许婷", 2)
    assert [str(row.member) for row in day.attendances.all()] == ["秦朗", "许婷"]
    assert {row.presence for row in day.attendances.all()} == {""}


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"at": make.at("2026-11-16 10:59")}, "活动还没有结束，结束以后再登记。"),
        ({"theme": ""}, "请写主题。"),
        ({"place": " "}, "请写地点。"),
    ],
)
def test_hold_refuses(branch_a, secretary, change, text):
    day = make.planned(branch_a, secretary)
    fields = {"theme": "学习", "place": "会议室"} | change

    with refused() as refusal:
        record.hold(
            day,
            **{
                "version": 1,
                "starts_at": day.starts_at,
                "ends_at": day.ends_at,
                "host": "秦朗",
                "recorder": "许婷",
                "by": secretary,
                "at": day.ends_at,
            }
            | fields,
        )

    assert refusal.text == text
    day.refresh_from_db()
    assert day.state == State.PLANNED


def test_write_fills_the_record_and_says_so_once(branch_a, secretary, members):
    day = make.written(make.held(branch_a, secretary), secretary)
    same = make.written(day, secretary)

    day.refresh_from_db()
    assert (day.contents, day.effect) == (["study"], "大家明白了要做什么。")
    assert same.version == day.version == 3
    assert [s.verb for s in day.steps.all()] == ["plan", "hold", "write"]


def test_write_asks_who_came_from_outside(branch_a, secretary, members):
    day = make.held(branch_a, secretary)

    with refused("outside"):
        make.written(day, secretary, outside_count=2)
    day = make.written(day, secretary, outside_count=2, outside_note="积极分子 2 人")
    assert day.outside_count == 2


def test_write_refuses_unknown_contents(branch_a, secretary, members):
    day = make.held(branch_a, secretary)

    with pytest.raises(ValidationError):
        make.written(day, secretary, contents=["party"])


def test_the_roll_takes_presence_and_reasons(branch_a, secretary, members):
    day = make.held(branch_a, secretary)
    qin, xu, _ = members

    day = make.attended(
        day, secretary, {qin.pk: ("leave", "出差"), xu.pk: ("online", "")}
    )

    rows = day.attendances.values_list("member__name", "presence", "reason")
    assert list(rows) == [("秦朗", "leave", "出差"), ("许婷", "online", "")]
    assert day.steps.last().note == "改了 2 人"


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        (("leave", ""), "秦朗：请假要写事由。"),
        (("exempt", " "), "秦朗：免予参加要写事由。"),
        (("made_up", ""), "秦朗：补课请用“登记补课”。"),
        (("here", ""), "秦朗：补课请用“登记补课”。"),
    ],
)
def test_the_roll_refuses(branch_a, secretary, members, mark, text):
    day = make.held(branch_a, secretary)

    with refused() as refusal:
        make.attended(day, secretary, {members[0].pk: mark})

    assert refusal.text == text
    assert not day.attendances.exclude(presence="").exists()


def test_the_roll_ignores_other_branches_and_takes_late_comers(
    branch_a, secretary, members
):
    day = make.held(branch_a, secretary)
    other = members[2]
    new = base.member(branch_a, "后补")

    record.mark_attendance(
        day,
        version=day.version,
        marks={other.pk: ("present", ""), new.pk: ("present", "")},
        by=secretary,
        at=day.ends_at,
    )

    rows = day.attendances.values_list("member__name", "presence")
    assert sorted(rows) == sorted([("后补", "present"), ("秦朗", ""), ("许婷", "")])


def test_tasks_are_answered_one_by_one_until_they_are_closed(
    branch_a, secretary, members
):
    first = make.complete(branch_a, secretary, "2026-09-14")
    first = tasks(
        first,
        secretary,
        new=[("走访", "秦朗", date(2026, 9, 30)), ("清扫", "许婷", None)],
    )
    visit, sweep = Task.objects.order_by("pk")
    assert list(Task.objects.open_before(first)) == []

    second = make.complete(branch_a, secretary, "2026-10-12")
    assert list(Task.objects.open_before(second)) == [visit, sweep]
    with refused("incomplete") as refusal:
        reporting.report(
            second, version=second.version, by=secretary, at=second.ends_at
        )
    assert refusal.text == "上次布置的任务还有 2 项没有填完成情况。"

    second = tasks(
        second, secretary, {visit.pk: ("done", ""), sweep.pk: ("partly", "还差一栋")}
    )
    second = reporting.report(
        second, version=second.version, by=secretary, at=second.ends_at
    )

    third = make.complete(branch_a, secretary, "2026-11-16")
    assert list(Task.objects.open_before(third)) == [sweep]
    third = tasks(third, secretary, {sweep.pk: ("dropped", "物业接手")})
    fourth = make.complete(branch_a, secretary, "2026-11-18")
    assert list(Task.objects.open_before(fourth)) == []
    # The answer on a later day does not change what an earlier day was asked.
    assert list(Task.objects.open_before(third)) == [sweep]


def tasks(day, by, answers=None, new=(), **fields):
    fields = {"version": day.version, "at": day.ends_at} | fields
    return record.settle_tasks(
        day, answers=answers or {}, new=list(new), by=by, **fields
    )


def test_an_answer_may_be_mended_while_the_record_is_open(branch_a, secretary, members):
    first = tasks(
        make.complete(branch_a, secretary, "2026-09-14"),
        secretary,
        new=[("走访", "秦朗", None)],
    )
    task = first.tasks.get()
    second = make.complete(branch_a, secretary, "2026-10-12")
    second = tasks(second, secretary, {task.pk: ("not_done", "下雨")})
    second = tasks(second, secretary, {task.pk: ("done", "")})
    second = tasks(second, secretary, {task.pk: ("done", "")})

    assert [(a.outcome, a.note) for a in second.answers.all()] == [("done", "")]


@pytest.mark.parametrize(
    ("answer", "new", "text"),
    [
        (("partly", ""), [], "“走访”没有全部完成，请写说明。"),
        (("dropped", " "), [], "“走访”没有全部完成，请写说明。"),
        (("", ""), [("", "秦朗", None)], "请写任务内容。"),
        (("", ""), [("走访", "", None)], "请写任务的责任人。"),
        (
            ("", ""),
            [("走访", "秦朗", date(2026, 10, 11))],
            "任务的期限不能早于活动当天。",
        ),
    ],
)
def test_tasks_refuse(branch_a, secretary, members, answer, new, text):
    first = tasks(
        make.complete(branch_a, secretary, "2026-09-14"),
        secretary,
        new=[("走访", "秦朗", None)],
    )
    second = make.complete(branch_a, secretary, "2026-10-12")

    with refused() as refusal:
        tasks(second, secretary, {first.tasks.get().pk: answer}, new)

    assert refusal.text == text


def test_making_up_keeps_the_reported_figures(branch_a, secretary, organizer, members):
    day = make.held(branch_a, secretary)
    day = make.written(day, secretary)
    day = make.attended(day, secretary, {members[0].pk: ("absent", "")})
    day = reporting.report(day, version=day.version, by=secretary, at=day.ends_at)
    row = day.attendances.get(member=members[0])

    row = record.make_up(
        row,
        on=date(2026, 11, 18),
        how="送学上门",
        by=secretary,
        at=make.at("2026-11-18 20:00"),
    )

    day.refresh_from_db()
    assert (day.expected_count, day.attending_count, day.rate) == (2, 1, 50)
    assert (row.presence, str(row)) == ("made_up", "已补课")
    assert day.steps.last().note == "秦朗（原为缺席）2026-11-18 送学上门"
    with refused("presence"):
        record.make_up(
            row,
            on=date(2026, 11, 18),
            how="再",
            by=secretary,
            at=make.at("2026-11-19 09:00"),
        )


@pytest.mark.parametrize("on", ["2026-11-15", "2026-11-20"])
def test_making_up_lies_between_the_day_and_today(branch_a, secretary, members, on):
    day = make.attended(
        make.held(branch_a, secretary), secretary, {members[0].pk: ("absent", "")}
    )
    row = day.attendances.get(member=members[0])

    with refused("date"):
        record.make_up(
            row,
            on=date.fromisoformat(on),
            how="补",
            by=secretary,
            at=make.at("2026-11-19 09:00"),
        )


def test_making_up_needs_an_event(branch_a, secretary, members):
    day = make.planned(branch_a, secretary)
    row = Attendance.objects.create(day=day, member=members[0], presence="absent")

    with refused("wrong_state"):
        record.make_up(row, on=day.on, how="补", by=secretary, at=day.ends_at)


def test_a_made_up_member_stays_so_on_the_roll(branch_a, secretary, members):
    day = make.attended(
        make.held(branch_a, secretary), secretary, {members[0].pk: ("absent", "")}
    )
    row = day.attendances.get(member=members[0])
    record.make_up(row, on=day.on, how="补", by=secretary, at=day.ends_at)
    day.refresh_from_db()

    make.attended(day, secretary)

    row.refresh_from_db()
    assert row.presence == "made_up"


def photo(name="合影.jpg", content_type="image/jpeg"):
    return CleanFile(name, content_type, b"\xff\xd8\xff pixels")


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_photos_up_to_nine(branch_a, secretary, members, media):
    day = make.held(branch_a, secretary)
    kind = {"kind": "photo", "by": secretary, "at": day.ends_at}

    added = record.add_photos(day, files=[photo()] * 5, **kind)
    record.add_photos(day, files=[photo()] * 4, **kind)
    with refused("many"):
        record.add_photos(day, files=[photo()], **kind)
    record.remove_photo(added[0], by=secretary, at=day.ends_at)
    record.remove_photo(added[0], by=secretary, at=day.ends_at)
    record.add_photos(day, files=[photo()], **kind)

    assert day.photos.kept().count() == 9
    assert len(list(media.rglob("*/*"))) == 10
    assert all(len(p.name) == 32 for p in media.rglob("*/*"))
    assert [s.note for s in day.steps.filter(verb="photo")] == [
        "添加 5 张",
        "添加 4 张",
        "撤下“合影.jpg”",
        "添加 1 张",
    ]


def test_photos_refuse_other_files_and_leave_nothing_behind(
    branch_a, secretary, members, media, monkeypatch
):
    day = make.held(branch_a, secretary)
    kind = {"kind": "photo", "by": secretary, "at": day.ends_at}

    with refused("file"):
        record.add_photos(day, files=[photo("a.pdf", "application/pdf")], **kind)

    monkeypatch.setattr("center.workflow.actions.write_step", broken)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record.add_photos(day, files=[photo(name="x" * 200)], **kind)
    assert not day.photos.exists()


def broken(*_args, **_fields):
    raise ZeroDivisionError


def test_a_photo_that_cannot_be_saved_leaves_no_file(
    branch_a, secretary, members, media
):
    day = make.held(branch_a, secretary)

    with pytest.raises(IntegrityError), transaction.atomic():
        record.add_photos(
            day, files=[photo()], kind="video"[:5], by=secretary, at=day.ends_at
        )

    assert list(media.rglob("*/*")) == []


def test_a_typical_case_keeps_every_wording(branch_a, secretary, organizer, members):
    day = make.held(branch_a, secretary)
    write = {"by": secretary, "at": day.ends_at}

    record.write_case(day, title="老秦的一天", body="初稿", **write)
    record.write_case(day, title="老秦的一天", body="二稿", **write)

    assert [(c.number, c.body) for c in day.cases.all()] == [(2, "二稿"), (1, "初稿")]
    with refused():
        record.write_case(day, title="", body="文", **write)
    with refused():
        record.write_case(day, title="题", body="​", **write)
    with refused("wrong_state"):
        record.write_case(
            make.planned(branch_a, secretary, "2026-11-18"),
            title="题",
            body="文",
            **write,
        )


# -- Report, return, sign


def test_report_counts_and_names_the_committee(branch_a, committee, secretary, members):
    base.member(branch_a, "年长")
    day = make.written(make.held(branch_a, secretary), secretary)
    marks = {
        row.member_id: {
            "秦朗": ("online", ""),
            "许婷": ("leave", "病"),
            "年长": ("exempt", "年老"),
        }[row.member.name]
        for row in day.attendances.select_related("member")
    }
    day = make.attended(day, secretary, marks)

    day = reporting.report(
        day, version=day.version, by=secretary, at=make.at("2026-11-20 12:00")
    )

    day.refresh_from_db()
    assert (day.state, day.reported_to, day.reported_by) == (
        State.REPORTED,
        committee,
        secretary,
    )
    assert (day.expected_count, day.attending_count, day.rate) == (2, 1, 50)
    assert day.first_reported_at == day.reported_at == make.at("2026-11-20 12:00")
    assert day.steps.last().note == "报送清河街道党工委"


def test_report_names_everything_that_is_missing(branch_a, secretary, members):
    day = make.hold(make.planned(branch_a, secretary), secretary, host="")

    with refused("incomplete") as refusal:
        reporting.report(day, version=day.version, by=secretary, at=day.ends_at)

    assert refusal.info.value.messages == [
        "请至少选一类内容。",
        "请写主持人。",
        "请写议程和经过。",
        "请写效果。",
        "还有 2 名党员没有登记出勤。",
    ]
    day.refresh_from_db()
    assert (day.state, day.reported_at) == (State.HELD, None)


def test_report_needs_a_committee_above(branch_a, secretary, members, monkeypatch):
    day = make.complete(branch_a, secretary)
    monkeypatch.setattr(
        "membership.activity_days.actions.reporting.committee_of", lambda branch: None
    )

    with refused() as refusal:
        reporting.report(day, version=day.version, by=secretary, at=day.ends_at)

    assert "没有地方报送" in refusal.text


def test_the_committee_is_the_nearest_one_above(committee, general_branch, branch_a):
    lower = base.organization("committee", committee, name="中共下级委员会")
    below = base.organization("branch", lower, name="中共下级支部")

    assert committee_of(branch_a) == committee
    assert committee_of(below) == lower
    assert committee_of(committee) is None


@pytest.mark.parametrize(
    ("reported", "standing"),
    [
        ("2026-11-23 23:59", "in_time"),
        ("2026-11-24 00:00", "late"),
        ("2026-11-16 12:00", "in_time"),
    ],
)
def test_in_time_is_decided_by_the_date_in_shanghai(
    branch_a, secretary, members, reported, standing
):
    day = make.reported(branch_a, secretary, reported=reported)

    assert day.standing(date(2026, 12, 24)) == standing


def test_a_return_does_not_undo_a_report_in_time(
    branch_a, secretary, organizer, members
):
    day = make.reported(branch_a, secretary, reported="2026-11-23 10:00")
    day = reporting.return_report(
        day,
        version=day.version,
        reason=" 请补照片 ",
        by=organizer,
        at=make.at("2026-11-24 09:00"),
    )
    assert (day.state, day.return_reason, day.is_writable) == (
        State.RETURNED,
        "请补照片",
        True,
    )

    day = make.written(
        day, secretary, effect="补写的效果", at=make.at("2026-11-25 09:00")
    )
    day = reporting.report(
        day, version=day.version, by=secretary, at=make.at("2026-11-30 09:00")
    )

    assert day.standing(date(2026, 12, 1)) == "in_time"
    assert day.first_reported_at == make.at("2026-11-23 10:00")
    assert day.reported_at == make.at("2026-11-30 09:00")


def test_a_return_tells_the_secretary_once(branch_a, secretary, organizer, members):
    make.returned(make.reported(branch_a, secretary), organizer)

    message = Message.objects.get()
    assert (message.person, message.text) == (
        secretary,
        "11月16日的党员活动日被退回：请补写效果。",
    )


def test_sign_closes_it(branch_a, secretary, organizer, members):
    day = make.signed(make.reported(branch_a, secretary), organizer)

    day.refresh_from_db()
    assert (day.state, day.signed_by) == (State.SIGNED, organizer)
    assert [s.verb for s in day.steps.all()] == [
        "plan",
        "hold",
        "write",
        "attend",
        "report",
        "sign",
    ]


@pytest.mark.parametrize("verb", ["sign", "return"])
def test_only_the_organizer_of_the_committee_decides(
    verb, branch_a, secretary, organizer, members, chen, zhao, house
):
    day = make.reported(branch_a, secretary)
    elsewhere = base.organization("committee", center=house, name="中共别处委员会")
    stranger = people.staff("别人", center=house)
    base.post(stranger, elsewhere, "organizer")

    for person in (secretary, chen, zhao, stranger):
        with refused("wrong_state"):
            decide(verb, day, person)
    day.refresh_from_db()
    assert day.state == State.REPORTED


def decide(verb, day, by):
    call = reporting.sign if verb == "sign" else reporting.return_report
    more = {} if verb == "sign" else {"reason": "再看看"}
    return call(day, version=day.version, by=by, at=day.reported_at, **more)


@pytest.mark.parametrize("verb", ["sign", "return"])
def test_nobody_decides_on_their_own_report(verb, branch_a, organizer, members):
    day = make.reported(branch_a, organizer)

    with refused("wrong_state"):
        decide(verb, day, organizer)


def test_the_database_keeps_reporter_and_signer_apart(
    branch_a, secretary, organizer, members
):
    day = make.reported(branch_a, secretary)

    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityDay.objects.filter(pk=day.pk).update(
            state="signed", signed_by=secretary, signed_at=day.reported_at
        )


def test_a_return_needs_a_reason(branch_a, secretary, organizer, members):
    day = make.reported(branch_a, secretary)

    with refused() as refusal:
        reporting.return_report(
            day, version=day.version, reason="", by=organizer, at=day.reported_at
        )

    assert refusal.text == "请写退回意见。"


@pytest.mark.parametrize(
    "state", [State.PLANNED, State.REPORTED, State.SIGNED, State.CANCELLED]
)
def test_the_record_is_closed_before_the_event_and_after_the_report(
    state, branch_a, secretary, organizer, members, media
):
    day = make.in_state(state, branch_a, secretary, organizer)
    at = {"by": secretary, "at": day.ends_at}

    for call in (
        lambda: make.written(day, secretary, effect="改"),
        lambda: make.attended(day, secretary),
        lambda: tasks(day, secretary, new=[("走访", "秦朗", None)]),
        lambda: record.add_photos(day, files=[photo()], kind="photo", **at),
    ):
        with refused("wrong_state"):
            call()


def test_the_database_seals_what_the_committee_has(
    branch_a, secretary, organizer, members
):
    day = make.reported(branch_a, secretary)

    for values in (
        {"effect": "改"},
        {"contents": ["life"]},
        {"outside_count": 9},
        {"place": "别处"},
    ):
        with pytest.raises(InternalError), transaction.atomic():
            ActivityDay.objects.filter(pk=day.pk).update(**values)


def test_the_database_refuses_moves_that_are_not_in_the_table(
    branch_a, secretary, members
):
    day = make.planned(branch_a, secretary)

    for state in ("reported", "signed", "returned"):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            ActivityDay.objects.filter(pk=day.pk).update(state=state)


def test_history_stays_as_it_was_written(branch_a, secretary):
    day = make.planned(branch_a, secretary)

    for change in (
        lambda: Step.objects.update(note="x"),
        lambda: Step.objects.all()._raw_delete("default"),
        lambda: ActivityDay.objects.filter(pk=day.pk)._raw_delete("default"),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()


# -- Meetings


def test_a_meeting_is_entered_once_and_mended_with_its_history(branch_a, secretary):
    meeting = make.meeting(branch_a, secretary, form_key="m")
    assert make.meeting(branch_a, secretary, form_key="m") == meeting

    changed = change(meeting, secretary, topic="改过的议题")

    assert (changed.topic, changed.version) == ("改过的议题", 2)
    assert (
        changed.steps.last().text
        == "修改，原为：2026年11月16日 周一 9:00–10:00 换届准备"
    )
    with pytest.raises(StaleError):
        change(meeting, secretary, version=1)


def change(meeting, by, version=None, **fields):
    names = (
        "kind",
        "starts_at",
        "ends_at",
        "place",
        "host",
        "recorder",
        "topic",
        "lecturer",
        "decisions",
        "expected_count",
        "attending_count",
    )
    values = {name: getattr(meeting, name) for name in names} | fields
    return meetings.change_meeting(
        meeting,
        version=version or meeting.version,
        by=by,
        at=make.at("2026-11-20 09:00"),
        **values,
    )


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"kind": "lecture"}, "党课要写讲课人。"),
        ({"attending_count": 11}, "实到人数不能比应到人数多。"),
        ({"at": make.at("2026-11-16 09:30")}, "会议还没有结束，结束以后再登记。"),
        ({"hours": 0}, "结束要晚于开始。"),
    ],
)
def test_a_meeting_refuses(branch_a, secretary, fields, text):
    with refused() as refusal:
        make.meeting(branch_a, secretary, **fields)

    assert text in refusal.text
    assert not Meeting.objects.exists()


def test_another_integrity_error_is_not_dressed_up(branch_a, secretary, monkeypatch):
    def fail(*_args, **_fields):
        raise IntegrityError("something else")

    monkeypatch.setattr(ActivityDay, "save", fail)
    with pytest.raises(IntegrityError, match="something else"):
        make.planned(branch_a, secretary)


def test_an_inactive_secretary_is_not_told(branch_a, secretary, organizer, members):
    day = make.reported(branch_a, secretary)
    User.objects.filter(pk=secretary.pk).update(is_active=False)

    make.returned(day, organizer)

    assert not Message.objects.exists()


def test_membership_moves_do_not_touch_old_rolls(
    branch_a, branch_b, secretary, members
):
    day = make.complete(branch_a, secretary)
    membership.move_member(
        member=members[0], to=branch_b, by=secretary, at=day.ends_at, once="t:1"
    )

    assert day.attendances.filter(member=members[0]).exists()
    later = make.held(branch_a, secretary, "2026-11-18")
    assert [str(row.member) for row in later.attendances.all()] == ["许婷"]
