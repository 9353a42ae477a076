"""Write down what happened on an activity day: the record, people, tasks, photos."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from center.models import User
from center.text import visible
from center.uploads import CleanFile
from center.workflow.actions import Change, changing, needed, put, step
from membership.activity_days.actions.base import set_times, times_checked
from membership.activity_days.actions.planning import check_unified_date
from membership.activity_days.models import (
    ActivityDay,
    Attendance,
    Photo,
    Task,
    TaskAnswer,
    TypicalCase,
)
from membership.activity_days.rules import (
    MAX_PHOTOS,
    MAY_MAKE_UP,
    MAY_MARK,
    NEEDS_REASON,
    REASON_LENGTH,
    Outcome,
    Presence,
    Verb,
)
from membership.models import Member
from membership.rules.members import State as MemberState


@step(Verb.HOLD)
def hold(
    change: Change[ActivityDay],
    *,
    starts_at: datetime,
    ends_at: datetime,
    theme: str,
    place: str,
    host: str,
    recorder: str,
) -> None:
    """Write down that a planned activity day took place, as it really was.

    The roll is drawn up from the members of the branch. Refused before its end and
    on another date for a unified day.
    """
    row = change.row
    on = times_checked(starts_at, ends_at, at=change.at)
    if ends_at > change.at:
        raise ValidationError("活动还没有结束，结束以后再登记。", code="early")
    check_unified_date(row, on)
    put(row, theme=needed(theme, "主题"), place=needed(place, "地点"))
    put(row, host=host, recorder=recorder)
    set_times(row, starts_at, ends_at)
    _fill_roll(row)
    change.note = row.when_text


@step(Verb.WRITE)
def write(
    change: Change[ActivityDay],
    *,
    contents: Sequence[str],
    host: str,
    recorder: str,
    process: str,
    opinions: str,
    effect: str,
    outside_count: int,
    outside_note: str,
) -> None:
    """Write the record: what it was about, how it went, with what effect."""
    if outside_count and not visible(outside_note):
        raise ValidationError("有人列席，请写列席的是谁。", code="outside")
    change.is_nothing = not put(
        change.row,
        contents=list(contents),
        host=host,
        recorder=recorder,
        process=process,
        opinions=opinions,
        effect=effect,
        outside_count=outside_count,
        outside_note=outside_note,
    )


@step(Verb.ATTEND)
def mark_attendance(
    change: Change[ActivityDay], *, marks: Mapping[int, tuple[str, str]]
) -> None:
    """Write down for each member how they stood to the day: presence and reason.

    Members who joined the branch since are put on the roll. A member who made up
    keeps that; leave and exemption need a reason.
    """
    row = change.row
    _fill_roll(row)
    changed = [
        attendance
        for attendance in row.attendances.select_related("member").order_by("pk")
        if attendance.presence != Presence.MADE_UP
        and _mark(attendance, *marks.get(attendance.member_id, ("", "")))
    ]
    Attendance.objects.bulk_update(changed, ["presence", "reason"])
    change.note = f"改了 {len(changed)} 人"


@transaction.atomic
def settle_tasks(
    day: ActivityDay,
    *,
    version: int,
    answers: Mapping[int, tuple[str, str]],
    new: Sequence[tuple[str, str, date | None]],
    by: User,
    at: datetime,
) -> ActivityDay:
    """Answer the tasks given last time one by one, and give new ones.

    A task that is only partly done or not done comes up again on the next activity
    day. New tasks are text, person and last day. It is one save with a step for each
    of the two.
    """
    with changing(day, Verb.ANSWER, by=by, at=at, version=version) as change:
        row = change.row
        answered = 0
        for task in Task.objects.open_before(row):
            outcome, note = answers.get(task.pk, ("", ""))
            if outcome:
                answered += _answer(row, task, outcome, visible(note))
        given = [_task(row, *typed) for typed in new]
        Task.objects.bulk_create(given)
        change.is_nothing = not answered and not given
        change.verb = Verb.ANSWER if answered else Verb.TASK
        change.note = f"{answered or len(given)} 项"
    if answered and given:
        with changing(row, Verb.TASK, by=by, at=at) as change:
            change.note = f"{len(given)} 项"
    return row


def make_up(
    attendance: Attendance, *, on: date, how: str, by: User, at: datetime
) -> Attendance:
    """Write down that a member who was not there made up for it later.

    The figures that were reported stay as they were.
    """
    with changing(attendance.day, Verb.MAKE_UP, by=by, at=at) as change:
        row = Attendance.objects.select_related("member").get(pk=attendance.pk)
        if row.presence not in MAY_MAKE_UP:
            raise ValidationError("只有请假和缺席的党员需要补课。", code="presence")
        if not change.row.on <= on <= localdate(at):
            raise ValidationError("补课日期要在活动当天以后、今天以前。", code="date")
        before = row.get_presence_display()
        row.presence, row.made_up_on = Presence.MADE_UP, on
        row.made_up_how = needed(how, "怎么补的")
        row.full_clean()
        row.save(update_fields=["presence", "made_up_on", "made_up_how"])
        change.note = (
            f"{row.member.name}（原为{before}）{on:%Y-%m-%d} {row.made_up_how}"
        )
    return row


def add_photos(
    day: ActivityDay,
    *,
    files: Sequence[CleanFile],
    kind: str,
    form_key: str = "",
    by: User,
    at: datetime,
) -> list[Photo]:
    """Keep photos or the scanned sign-in sheet with a day, nine at most.

    The form that comes again gives what it brought the first time.
    """
    added: list[Photo] = []
    try:
        with changing(day, Verb.PHOTO, by=by, at=at) as change:
            if sent := _sent_before(change.row, form_key):
                change.is_nothing = True
                return sent
            _check_photos(change.row, files)
            for file in files:
                added.append(_photo(change.row, file, kind, by, at))
                added[-1].form_key = form_key
                added[-1].save()
            change.note = f"添加 {len(added)} 张"
    except Exception:
        for photo in added:
            photo.file.delete(save=False)
        raise
    return added


def _sent_before(day: ActivityDay, form_key: str) -> list[Photo]:
    """Return what this form has brought already; the day's lock makes them queue."""
    return list(day.photos.filter(form_key=form_key)) if form_key else []


def remove_photo(photo: Photo, *, by: User, at: datetime) -> Photo:
    """Take a photo out of the record; the file itself stays in the private store."""
    with changing(photo.day, Verb.PHOTO, by=by, at=at) as change:
        row = Photo.objects.select_for_update().get(pk=photo.pk)
        change.is_nothing = row.removed_at is not None
        if not change.is_nothing:
            row.removed_at, row.removed_by = at, by
            row.save(update_fields=["removed_at", "removed_by"])
            change.note = f"撤下“{row.name}”"
    return row


def write_case(
    day: ActivityDay, *, title: str, body: str, by: User, at: datetime
) -> TypicalCase:
    """Hand in an outstanding example in writing; each wording is kept."""
    with changing(day, Verb.CASE, by=by, at=at) as change:
        last = change.row.cases.aggregate(last=Max("number"))["last"] or 0
        case = TypicalCase(day=change.row, number=last + 1, by=by, at=at)
        case.title, case.body = needed(title, "标题"), needed(body, "正文", most=8000)
        case.full_clean()
        case.save()
        change.note = f"第 {case.number} 稿《{case.title}》"
    return case


def _check_photos(day: ActivityDay, files: Sequence[CleanFile]) -> None:
    if any(not file.content_type.startswith("image/") for file in files):
        raise ValidationError("这里只收照片，请换成 JPG 或 PNG 图片。", code="file")
    kept = day.photos.kept().count()
    if kept + len(files) > MAX_PHOTOS:
        raise ValidationError(
            f"最多留 {MAX_PHOTOS} 张，已有 {kept} 张，请先撤下几张。", code="many"
        )


def _fill_roll(day: ActivityDay) -> None:
    """Put every member on the roll who was in the branch by then."""
    members = Member.objects.filter(
        organization=day.branch_id, state=MemberState.PRESENT, joined_on__lte=day.on
    )
    Attendance.objects.bulk_create(
        [Attendance(day=day, member=member) for member in members.order_by("pk")],
        ignore_conflicts=True,
    )


def _mark(attendance: Attendance, presence: str, reason: str) -> bool:
    """Set what was said of a member; say whether that is something new."""
    if not presence:
        return False
    name = attendance.member.name
    if presence not in MAY_MARK:
        raise ValidationError(f"{name}：补课请用“登记补课”。", code="presence")
    plain = visible(reason)[:REASON_LENGTH]
    if presence in NEEDS_REASON and not plain:
        label = Presence(presence).label
        raise ValidationError(f"{name}：{label}要写事由。", code="reason")
    return put(attendance, presence=presence, reason=plain)


def _answer(day: ActivityDay, task: Task, outcome: str, note: str) -> bool:
    if outcome != Outcome.DONE and not note:
        raise ValidationError(f"“{task.text}”没有全部完成，请写说明。", code="note")
    answer = TaskAnswer.objects.filter(task=task, day=day).first()
    answer = answer or TaskAnswer(task=task, day=day)
    changed = put(answer, outcome=outcome, note=note)
    if changed:
        answer.full_clean()
        answer.save()
    return changed


def _task(day: ActivityDay, text: str, responsible: str, due_on: date | None) -> Task:
    if due_on is not None and due_on < day.on:
        raise ValidationError("任务的期限不能早于活动当天。", code="date")
    task = Task(day=day, due_on=due_on)
    task.text = needed(text, "任务内容")
    task.responsible = needed(responsible, "任务的责任人")
    task.full_clean()
    return task


def _photo(
    day: ActivityDay, file: CleanFile, kind: str, by: User, at: datetime
) -> Photo:
    return Photo(
        day=day,
        kind=kind,
        name=file.name[:100],
        content_type=file.content_type,
        # No suffix: no server can be talked into serving it as what it is not.
        file=ContentFile(file.content, name=secrets.token_hex(16)),
        added_by=by,
        added_at=at,
    )
