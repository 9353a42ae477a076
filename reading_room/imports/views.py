"""Bring a list of books in: upload, look at every row, enter."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from center import sheets
from center.http import UserRequest, own_center, posted, press, way_up
from center.keys import bound, new_key
from center.registers.exports import file_answer, take_out
from center.uploads import clean_name, count_upload
from center.workflow.views import answer
from reading_room.imports import actions
from reading_room.imports.forms import ImportForm
from reading_room.imports.models import Import
from reading_room.imports.rules import HEADINGS, Fate

WRONG_SHOWN, OTHERS_SHOWN, LATEST = 200, 5, 10
may_add = permission_required("reading_room.add_title", raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@may_add
def new(request: UserRequest) -> HttpResponse:
    """Take a file and lead to what it would do."""
    form = ImportForm(
        posted(request), request.FILES or None, initial={"key": new_key()}
    )

    def take_in() -> HttpResponse:
        at, file = timezone.now(), form.cleaned_data["file"]
        count_upload(("person", str(request.user.pk)), at)
        made = actions.take_in(
            center=own_center(request),
            name=clean_name(file.name),
            data=file.read(),
            form_key=bound(form.cleaned_data["key"], request),
            by=request.user,
            at=at,
        )
        return redirect(made)

    latest = Import.objects.visible_to(request.user).defer("rows")[:LATEST]
    return answer(
        request,
        form,
        take_in,
        field="file",
        template="reading_room/import_new.html",
        title="书目",
        columns=list(HEADINGS),
        crumbs=way_up("阅览室", "reading_room:desk")(),
        template_url=reverse("imports:template"),
        latest=latest.select_related("by"),
        back=reverse("reading_room:title_list"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@may_add
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show what becomes of every row; a POST enters what is new."""
    made = find(request, pk)
    if request.method == "POST":
        return press(
            request,
            lambda: actions.run(made, by=request.user, at=timezone.now()),
            done=lambda run: (
                f"已导入 {run.new + run.copies} 行："
                f"新书 {run.new} 种，加册 {run.copies} 行。"
            ),
            back=made.get_absolute_url(),
        )
    rows = actions.judge(made) if made.done_at is None else []
    wrong = [row for row in rows if row.wrong]
    groups = [
        (fate.label, [row for row in rows if row.fate == fate][:OTHERS_SHOWN])
        for fate in (Fate.NEW, Fate.COPIES, Fate.SAME)
    ]
    context = {
        "row": made,
        "wrong": wrong[:WRONG_SHOWN],
        "has_more": len(wrong) > WRONG_SHOWN,
        "groups": [group for group in groups if group[1]],
        "is_new": made.new or made.copies,
    }
    return render(request, "reading_room/import_detail.html", context)


@require_POST
@may_add
def wrong(request: UserRequest, pk: int) -> HttpResponse:
    """Hand out the rows that are wrong, each with why."""
    made = find(request, pk)
    at = timezone.now()
    lines = actions.lines_of(actions.judge(made))[: sheets.MAX_ROWS]
    data = take_out(
        what="书目导入里有错的行",
        header=["行", "内容", "哪里不对"],
        lines=lines,
        file_format="csv",
        center=made.center,
        by=request.user,
        at=at,
    )
    return file_answer(data, f"import-{made.pk}-wrong", "csv")


@require_safe
@may_add
def template(request: UserRequest) -> HttpResponse:
    header = [f"{one}（必填）" if one == "题名" else one for one in HEADINGS]
    return file_answer(sheets.write_xlsx(header, []), "titles-template", "xlsx")


def find(request: UserRequest, pk: int) -> Import:
    rows = Import.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("center", "by", "done_by"), pk=pk)
