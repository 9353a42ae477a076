"""The verbs of an activity day, and its photos."""

from collections.abc import Mapping
from typing import Any

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from center.http import UserRequest, sender_of
from center.keys import bound, new_key
from center.paging import page_of
from center.searchable import by_pinyin
from center.wording import short_day
from center.workflow.forms import ReasonForm, RowForm
from center.workflow.views import Action, Verbs
from membership.activity_days.actions import planning, record, reporting
from membership.activity_days.forms import days as forms
from membership.activity_days.models import ActivityDay, Attendance, Photo, Task
from membership.activity_days.rules import FLOW, Verb
from membership.activity_days.views.base import crumbs, find, may_view

MEMBERS_ON_PAGE = 50


@require_GET
@may_view
def photo(request: UserRequest, pk: int, number: int) -> FileResponse:
    """Send a photo to somebody who may see the day; nothing else serves it."""
    row = get_object_or_404(find(request, pk).photos.kept(), pk=number)
    return FileResponse(row.file.open("rb"), content_type=row.content_type)


def _find_photo(request: UserRequest, pk: int, number: int) -> Photo:
    rows = find(request, pk).photos.select_related("day__branch")
    found: Photo = get_object_or_404(rows, pk=number)
    return found


def _find_attendance(request: UserRequest, pk: int, member: int) -> Attendance:
    rows = find(request, pk).attendances.select_related("member", "day__branch")
    found: Attendance = get_object_or_404(rows, member_id=member)
    return found


def _roll(request: UserRequest, day: ActivityDay) -> Mapping[str, Any]:
    roll = day.attendances.select_related("member").order_by(
        by_pinyin("member__name"), "pk"
    )
    page = page_of(roll, request.GET.get("page"), MEMBERS_ON_PAGE)
    return {"page": page}


def _tasks(_request: UserRequest, day: ActivityDay) -> Mapping[str, Any]:
    waiting = Task.objects.open_before(day).select_related("day")
    return {
        "tasks": waiting if day.starts_at else [],
        "answers": {answer.task_id: answer for answer in day.answers.all()},
    }


VERBS = Verbs(
    app="activity_days",
    flow=FLOW,
    find=find,
    crumbs=crumbs,
    head=lambda day: f"{day.branch}　{day.when_text}　{day.title}",
    here=lambda day: short_day(day.on),
    actions=[
        Action(
            verb=Verb.HOLD,
            label="登记已举行",
            button="登记",
            form=forms.HoldForm,
            run=record.hold,
            done="已登记举行。接着登记出勤，填写纪实。",
            is_main=True,
        ),
        Action(
            verb=Verb.REPLAN,
            name="change",
            label="修改安排",
            button="保存",
            form=forms.ChangePlanForm,
            run=planning.replan,
            done="已改好安排。",
        ),
        Action(
            verb=Verb.CANCEL,
            label="取消",
            title="取消活动日",
            button="确定取消",
            form=ReasonForm,
            run=planning.cancel,
            done="已取消。",
            is_danger=True,
        ),
        Action(
            verb=Verb.WRITE,
            label="填写纪实",
            button="保存",
            form=forms.WriteForm,
            run=record.write,
            done="已保存纪实。",
        ),
        Action(
            verb=Verb.ATTEND,
            name="attendance",
            label="登记出勤",
            form=forms.AttendanceForm,
            run=record.mark_attendance,
            done="已登记出勤。",
            template="activity_days/attendance_form.html",
            options=_roll,
            context=lambda form: {"day": form.row, "page": form.options["page"]},
        ),
        Action(
            verb=Verb.ANSWER,
            name="tasks",
            label="检查和布置任务",
            form=forms.TasksForm,
            run=record.settle_tasks,
            done="已保存任务。",
            template="activity_days/tasks_form.html",
            options=_tasks,
            context=lambda form: {"day": form.row, "given": form.row.tasks.all()},
        ),
        Action(
            verb=Verb.MAKE_UP,
            label="登记补课",
            title=lambda row: f"{row.member.name}补课",
            button="登记",
            form=forms.MakeUpForm,
            run=record.make_up,
            done=lambda row: f"已登记{row.member.name}补课。",
            find=_find_attendance,
            record=lambda row: row.day,
            route="make-up/<int:member>/",
        ),
        Action(
            verb=Verb.PHOTO,
            name="photos",
            label="添加照片",
            button="上传",
            form=forms.PhotoForm,
            run=record.add_photos,
            done=lambda added: f"已添加 {len(added)} 张。",
            options=lambda request, day: {
                "who": sender_of(request),
                "bind": lambda key: bound(
                    f"{request.path}|{key or new_key()}", request
                ),
            },
        ),
        Action(
            verb=Verb.PHOTO,
            name="photo_remove",
            label="撤下照片",
            button="撤下",
            lede="撤下以后这里和打印的记录里都没有这张照片，要用得重新上传。",
            form=RowForm,
            run=record.remove_photo,
            done="已撤下照片。",
            find=_find_photo,
            record=lambda row: row.day,
            route="photos/<int:number>/remove/",
            is_danger=True,
        ),
        Action(
            verb=Verb.REPORT,
            label="报送上级党委",
            button="报送",
            run=reporting.report,
            done=lambda day: f"已报送{day.reported_to}。",
            on_the_spot=True,
            is_main=True,
        ),
        Action(
            verb=Verb.SIGN,
            label="签收",
            run=reporting.sign,
            done="已签收。",
            on_the_spot=True,
            is_main=True,
        ),
        Action(
            verb=Verb.RETURN,
            label="退回",
            form=forms.ReturnForm,
            run=reporting.return_report,
            done="已退回，支部书记在工作台上看得到。",
            is_danger=True,
        ),
        Action(
            verb=Verb.CASE,
            label="写典型材料",
            title="典型材料",
            button="报送",
            form=forms.CaseForm,
            run=record.write_case,
            done="已报送典型材料。",
        ),
    ],
)
# The verbs that stand together below the report; the others stand beside their part.
BELOW = ("hold", "change", "cancel", "report", "sign", "return", "case")
