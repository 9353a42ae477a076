"""Writing the record: that it was held, how it went, who came, tasks, photos."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from center.http import UserRequest, sender_of
from center.uploads import clean_uploads
from membership.actions import StaleError
from membership.activity_days import actions
from membership.activity_days.forms import (
    AttendanceForm,
    CaseForm,
    HoldForm,
    MakeUpForm,
    PhotoForm,
    TasksForm,
    WriteForm,
    when_initial,
)
from membership.activity_days.models import Photo, Task
from membership.activity_days.views.base import (
    find,
    form_page,
    may_view,
    may_write,
    posted,
    stale_page,
)

MEMBERS_ON_PAGE = 50


@require_http_methods(["GET", "POST"])
@may_write
def hold(request: UserRequest, pk: int) -> HttpResponse:
    """Write down that it took place."""
    day = find(request, pk)
    names = ("version", "theme", "place", "host", "recorder")
    initial = when_initial(day) | {name: getattr(day, name) for name in names}
    form = HoldForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            day = actions.hold(
                day,
                version=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
                **form.details(),
            )
        except StaleError as stale:
            return stale_page(request, form, stale.current, day.get_absolute_url())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "已登记举行。接着登记出勤，填写纪实。")
            return redirect(day)
    return form_page(
        request, "day_form", form, day=day, title="登记已举行", verb="登记"
    )


@require_http_methods(["GET", "POST"])
@may_write
def write(request: UserRequest, pk: int) -> HttpResponse:
    """Write the record."""
    day = find(request, pk)
    form = WriteForm(
        posted(request),
        initial={name: getattr(day, name) for name in WriteForm.base_fields},
    )
    if form.is_valid():
        try:
            actions.write(day, by=request.user, at=timezone.now(), **form.cleaned_data)
        except StaleError as stale:
            return stale_page(request, form, stale.current, day.get_absolute_url())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "已保存纪实。")
            return redirect(day)
    return form_page(request, "day_form", form, day=day, title="填写纪实", verb="保存")


@require_http_methods(["GET", "POST"])
@may_write
def attendance(request: UserRequest, pk: int) -> HttpResponse:
    """Write down who came."""
    day = find(request, pk)
    roll = day.attendances.select_related("member").order_by("member__name", "pk")
    page = Paginator(roll, MEMBERS_ON_PAGE).get_page(request.GET.get("page"))
    form = AttendanceForm(posted(request), version=day.version, rows=page)
    if form.is_valid():
        try:
            actions.mark_attendance(
                day,
                version=form.cleaned_data["version"],
                marks=form.marks(),
                by=request.user,
                at=timezone.now(),
            )
        except StaleError as stale:
            return stale_page(request, form, stale.current, day.get_absolute_url())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "已登记出勤。")
            return redirect(day)
    return form_page(request, "attendance_form", form, day=day, page=page)


@require_http_methods(["GET", "POST"])
@may_write
def tasks(request: UserRequest, pk: int) -> HttpResponse:
    """Answer the tasks of last time one by one, give new ones."""
    day = find(request, pk)
    open_tasks = Task.objects.open_before(day).select_related("day")
    answers = {answer.task_id: answer for answer in day.answers.all()}
    form = TasksForm(
        posted(request),
        version=day.version,
        tasks=open_tasks if day.starts_at else [],
        answers=answers,
    )
    if form.is_valid():
        try:
            actions.settle_tasks(
                day,
                version=form.cleaned_data["version"],
                answers=form.answers(),
                new=form.new(),
                by=request.user,
                at=timezone.now(),
            )
        except StaleError as stale:
            return stale_page(request, form, stale.current, day.get_absolute_url())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "已保存任务。")
            return redirect(day)
    return form_page(request, "tasks_form", form, day=day, given=day.tasks.all())


@require_http_methods(["GET", "POST"])
@may_write
def make_up(request: UserRequest, pk: int, member: int) -> HttpResponse:
    """Write down that somebody made up."""
    day = find(request, pk)
    rows = day.attendances.select_related("member", "day")
    row = get_object_or_404(rows, member_id=member)
    form = MakeUpForm(posted(request))
    if form.is_valid():
        try:
            actions.make_up(
                row, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"已登记{row.member.name}补课。")
            return redirect(day)
    title = f"{row.member.name}补课"
    return form_page(request, "day_form", form, day=day, title=title, verb="登记")


@require_http_methods(["GET", "POST"])
@may_write
def photos(request: UserRequest, pk: int) -> HttpResponse:
    """Add photos or the scanned sign-in sheet."""
    day = find(request, pk)
    form = PhotoForm(posted(request), request.FILES or None)
    if form.is_valid():
        at, sent = timezone.now(), form.cleaned_data["photos"]
        try:
            added = actions.add_photos(
                day,
                files=clean_uploads(sent, who=sender_of(request), at=at),
                kind=form.cleaned_data["kind"],
                by=request.user,
                at=at,
            )
        except ValidationError as refusal:
            form.add_error("photos", refusal)
        else:
            messages.success(request, f"已添加 {len(added)} 张。")
            return redirect(day)
    return form_page(
        request, "day_form", form, day=day, title="添加照片", verb="上传", files=True
    )


@require_GET
@may_view
def photo(request: UserRequest, pk: int, number: int) -> FileResponse:
    """Send a photo to somebody who may see the day; nothing else serves it."""
    row = get_object_or_404(find(request, pk).photos.kept(), pk=number)
    return FileResponse(row.file.open("rb"), content_type=row.content_type)


@require_POST
@may_write
def photo_remove(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Take a photo out of the record."""
    day = find(request, pk)
    row: Photo = get_object_or_404(day.photos.select_related("day"), pk=number)
    try:
        actions.remove_photo(row, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, "已撤下照片。")
    return redirect(day)


@require_http_methods(["GET", "POST"])
@may_write
def case(request: UserRequest, pk: int) -> HttpResponse:
    """Write the typical case; the last wording is shown to start from."""
    day = find(request, pk)
    last = day.cases.order_by("-number").first()
    initial = {"title": last.title, "body": last.body} if last else {}
    form = CaseForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            actions.write_case(
                day, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "已报送典型材料。")
            return redirect(day)
    return form_page(request, "day_form", form, day=day, title="典型材料", verb="报送")
