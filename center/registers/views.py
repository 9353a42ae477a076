"""The pages of any register: each is made from its declaration."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from center import http, sheets
from center.http import Refusals, UserRequest, own_center, posted
from center.keys import bound, new_key
from center.paging import page_of
from center.registers import actions, imports
from center.registers.exports import MOST, WRITERS, file_answer, take_out
from center.registers.forms import RunForm, UploadForm
from center.registers.models import Format
from center.registers.register import Register
from center.registers.rules import MOST_PRINTED, State, Verb
from center.uploads import count_upload
from center.workflow import views as workflow
from center.workflow.forms import ReasonForm

WRONG_SHOWN, NEW_SHOWN = 200, 5
READS, SENDS, BOTH = ["GET", "HEAD"], ["POST"], ["GET", "HEAD", "POST"]


def urls(register: Register) -> list[URLPattern]:
    pages = _Pages(register)
    shown: list[tuple[str, str, str, list[str], Callable[..., HttpResponse]]] = [
        ("list", "", "view", READS, pages.index),
        ("print", "print/", "view", READS, pages.paper),
        ("export", "export/", "export", SENDS, pages.take_out),
    ]
    if register.is_written:
        shown += [
            ("new", "new/", "add", BOTH, pages.new),
            ("detail", "<int:pk>/", "view", READS, pages.detail),
        ]
    if register.is_imported:
        shown += [
            ("import", "import/", "add", BOTH, pages.bring_in),
            ("template", "import/template/", "add", READS, pages.template),
        ]
    found = [
        path(
            register.path + route,
            _guarded(view, register.permission(verb), methods, register),
            name=f"{register.name}_{page}",
        )
        for page, route, verb, methods, view in shown
    ]
    if register.is_written:
        found += pages.verbs.urls(f"{register.path}<int:pk>/")
    return found


def _guarded(
    view: Callable[..., HttpResponse],
    permission: str,
    methods: list[str],
    register: Register,
) -> Callable[..., HttpResponse]:
    guarded = permission_required(permission, raise_exception=True)(view)
    answer: Callable[..., HttpResponse] = require_http_methods(methods)(guarded)
    # By this the tests find every register that has addresses.
    vars(answer)["register"] = register
    return answer


@dataclass(frozen=True)
class _Pages:
    register: Register

    # -- Reading

    def index(self, request: UserRequest) -> HttpResponse:
        """Show what was asked for, a page at a time."""
        one = self.register
        form = one.search_form(request.GET, request.user)
        rows = one.found(one.rows(request.user), form)
        page = page_of(rows, request.GET.get("page"))
        context = {
            "register": one,
            "form": form,
            "page": page,
            "header": one.header(one.columns),
            "lines": [self._line(row) for row in page.object_list],
            "urls": self._linked(),
            "tools": [(label, reverse(name)) for label, name in one.tools],
            "asked": [(k, v) for k, v in request.GET.items() if k in form.fields],
            "formats": Format.choices,
            "crumbs": self._crumbs()[:1],
            "may": self._may(request),
        }
        return render(request, "registers/list.html", context)

    def paper(self, request: UserRequest) -> HttpResponse:
        """Show what was asked for as a sheet of paper."""
        one = self.register
        form = one.search_form(request.GET, request.user)
        rows = one.found(one.rows(request.user, one.printed), form)[: MOST_PRINTED + 1]
        lines = [one.line(row, one.printed) for row in rows]
        if len(lines) > MOST_PRINTED or form.errors:
            messages.error(
                request, f"一次最多打印 {MOST_PRINTED} 条，请先用日期或条件缩小范围。"
            )
            return redirect(one.url("list"))
        context = {
            "register": one,
            "title": one.print_title or one.title,
            "shown_center": own_center(request),
            "today": localdate(timezone.now()),
            "asked": form.asked,
            "header": one.header(one.printed),
            "lines": lines,
            "crumbs": self._crumbs(),
        }
        return render(request, "registers/print.html", context)

    def take_out(self, request: UserRequest) -> HttpResponse:
        """Hand out what was asked for as a file."""
        one = self.register
        form = one.search_form(request.POST, request.user)
        file_format = request.POST.get("file_format", "")
        if not form.is_valid() or file_format not in WRITERS:
            messages.error(request, "没有导出：请先改好查找条件，再选文件格式。")
            return redirect(one.url("list"))
        rows = one.found(one.rows(request.user, one.printed), form)[MOST]
        at = timezone.now()
        try:
            data = take_out(
                what=one.title,
                asked=form.asked,
                header=one.header(one.printed),
                lines=[one.line(row, one.printed) for row in rows],
                file_format=file_format,
                center=own_center(request),
                by=request.user,
                at=at,
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(one.url("list"))
        return file_answer(data, f"{one.name}-{localdate(at):%Y%m%d}", file_format)

    def detail(self, request: UserRequest, pk: int) -> HttpResponse:
        """Show one line, what was done to it, and what can be done."""
        row, one = self._find(request, pk), self.register
        header, names = one.header(one.asked), [*one.asked]
        names += [
            path
            for path, label in zip(one.columns, one.header(one.columns), strict=True)
            if label not in header
        ]
        context = {
            "row": row,
            "facts": zip(one.header(names), one.line(row, names), strict=True),
            "steps": row.steps.select_related("by"),
            "offers": self.verbs.offers(row, request.user),
            "crumbs": self._crumbs(),
            "register": one,
            "beside": self._beside(row),
            "today": localdate(timezone.now()),
        }
        return render(request, one.detail_template, context)

    # -- Writing

    def new(self, request: UserRequest) -> HttpResponse:
        one, at = self.register, timezone.now()
        form = one.form_class(is_new=True)(
            posted(request), row=one.model(), user=request.user, at=at
        )
        form.initial.setdefault("key", new_key())

        def run() -> Any:
            values = {k: v for k, v in form.values().items() if k != "key"}
            return one.add(
                one.model,
                form_key=bound(form.cleaned_data["key"], request),
                center=own_center(request),
                by=request.user,
                at=at,
                **values,
            )

        return workflow.make(
            request,
            form,
            run,
            done="已登记。",
            template="registers/form.html",
            title=f"登记{one.model._meta.verbose_name}",
            button="登记",
            crumbs=self._crumbs(),
            back=one.url("list"),
        )

    @property
    def verbs(self) -> workflow.Verbs:
        one = self.register
        permission = one.permission("change")
        change = workflow.Action(
            verb=Verb.CHANGE,
            name=f"{one.name}_change",
            route="change/",
            label="更正",
            button="保存",
            form=one.form_class(is_new=False),
            run=actions.change,
            permission=permission,
            template="registers/form.html",
            done="已更正，原来的内容在“经过”里。",
        )
        strike = workflow.Action(
            verb=Verb.STRIKE,
            name=f"{one.name}_strike",
            route="strike/",
            label=one.strike_label,
            lede="这一条不会消失：划掉留着，写明原因。",
            form=ReasonForm,
            run=one.strike,
            permission=permission,
            done=f"已{one.strike_label}。",
            is_danger=True,
        )
        return workflow.Verbs(
            app=one.app,
            find=self._find,
            crumbs=lambda row: self._crumbs(),
            actions=[*([change] if one.changeable else []), *one.verbs, strike],
        )

    # -- From a file

    def template(self, request: UserRequest) -> HttpResponse:
        """Hand out an empty file with the columns that are understood."""
        one = self.register
        header = [
            f"{label}（必填）" if is_needed else label
            for label, is_needed in imports.columns_of(one)
        ]
        return file_answer(
            sheets.write_xlsx(header, []), f"{one.name}-template", "xlsx"
        )

    def bring_in(self, request: UserRequest) -> HttpResponse:
        """Take a file, show what it would do, and do it."""
        if "rows" in request.POST:
            return self._run(request)
        form = UploadForm(posted(request), request.FILES or None)

        def look() -> HttpResponse:
            at, user = timezone.now(), request.user
            count_upload(("person", str(user.pk)), at)
            table = imports.read(self.register, form.cleaned_data["file"].read())
            rows = imports.carry(self.register, table, user)
            center = own_center(request)
            outcome = imports.rehearse(
                self.register, table, center=center, by=user, at=at
            )
            run = RunForm(initial={"rows": rows, "bad": len(outcome.wrong)})
            return self._preview(request, run, outcome)

        return workflow.answer(
            request, form, look, field="file", **self._upload_context()
        )

    def _run(self, request: UserRequest) -> HttpResponse:
        one, form = self.register, RunForm(request.POST)
        common: dict[str, Any] = {
            "center": own_center(request),
            "by": request.user,
            "at": timezone.now(),
        }
        try:
            table = imports.carried(one, request.POST["rows"], request.user)
        except ValidationError as refusal:
            expired = UploadForm.refused(refusal)
            return http.form_page(request, expired, **self._upload_context())
        if form.is_valid():
            skipped = form.cleaned_data["bad"] if form.cleaned_data["skip"] else 0
            with Refusals(form):
                done = imports.bring_in(one, table, left_out=skipped, **common)
                said = f"已导入 {len(done.new)} 条"
                said += f"，{len(done.same)} 条原来就有" if done.same else ""
                messages.success(request, f"{said}。")
                return redirect(one.url("list"))
        return self._preview(request, form, imports.rehearse(one, table, **common))

    def _preview(
        self, request: UserRequest, form: RunForm, outcome: imports.Outcome
    ) -> HttpResponse:
        one = self.register
        return http.form_page(
            request,
            form,
            template="registers/import.html",
            register=one,
            outcome=outcome,
            wrong=outcome.wrong[:WRONG_SHOWN],
            new=outcome.new[:NEW_SHOWN],
            crumbs=self._crumbs(),
            back=one.url("list"),
        )

    def _upload_context(self) -> dict[str, Any]:
        one = self.register
        return {
            "template": "registers/upload.html",
            "title": one.title,
            "columns": imports.columns_of(one),
            "crumbs": self._crumbs(),
            "back": one.url("list"),
            "template_url": one.url("template"),
        }

    # -- What the pages share

    def _line(self, row: Any) -> dict[str, Any]:
        """Return a row of the list: its cells with their headings, where it leads."""
        one = self.register
        cells = zip(one.header(one.columns), one.line(row, one.columns), strict=True)
        return {
            "cells": list(cells),
            "is_off": getattr(row, "state", "") == State.STRUCK,
            "url": row.get_absolute_url() if hasattr(row, "get_absolute_url") else "",
        }

    def _may(self, request: UserRequest) -> dict[str, bool]:
        one, user = self.register, request.user
        return {
            "add": one.is_written and one.allows(user, "add"),
            "export": one.allows(user, "export"),
        }

    def _linked(self) -> dict[str, str]:
        one = self.register
        more = ["new"] if one.is_written else []
        more += ["import"] if one.is_imported else []
        found = {page: one.url(page) for page in ("list", "print", "export", *more)}
        return found | ({"import": reverse(one.import_name)} if one.import_name else {})

    def _find(self, request: UserRequest, pk: int) -> Any:
        return get_object_or_404(self.register.rows(request.user), pk=pk)

    def _crumbs(self) -> list[tuple[str, str]]:
        one = self.register
        return [("工作台", reverse("desk")), (one.title, one.url("list"))]

    def _beside(self, row: Any) -> list[tuple[str, Any]]:
        """Return the line that undid this one, or that this one undid."""
        undid = getattr(row, "reverses", None)
        by = getattr(row, "reversed_by", None) if undid is None else None
        return [
            (label, other)
            for label, other in (("冲销了", undid), ("已由这一条冲销", by))
            if other is not None
        ]
