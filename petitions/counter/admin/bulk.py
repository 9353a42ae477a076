"""What a supervisor decides about several cases at once: a page that asks why first.

Each case goes through its own action, so each refusal is told by name and the others
are done all the same.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from center.fields import ColleagueField, ReasonField
from center.forms import choose_from
from center.models import User
from center.wording import day_in_sentence
from center.workflow.rules import Refusal
from center.workflow.views import Action
from petitions.actions import duty
from petitions.actions.leaving import workers
from petitions.actions.times import decide_extension, waiting_extension
from petitions.counter.forms.times import preview_of
from petitions.counter.verbs import BY_KEY
from petitions.models import Petition
from petitions.models.access import Reader, readers_of
from petitions.rules.states import LENGTHS

MOST = 100


class BulkForm(forms.Form):
    """The reason that goes into the history of every case."""

    text = ReasonField(lines=6, label="意见、原因", max_length=LENGTHS["reason"])

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class ApproveForm(BulkForm):
    """Why it is granted; what is said most often stands there already."""

    text = ReasonField(
        lines=6, label="意见", initial="同意延期。", max_length=LENGTHS["reason"]
    )


class GiveForm(BulkForm):
    """To whom, and why."""

    to = ColleagueField(label="交给谁", queryset=User.objects.none())

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        choose_from(self, "to", workers(user.center_ids))


Run = Callable[..., object]
Line = Callable[[Petition, Reader], str]


class Bulk(NamedTuple):
    """One action of the list."""

    key: str
    # What the desk offers for one case: here nothing more is done to any.
    action: Action
    label: str
    form: type[BulkForm]
    run: Run
    line: Line
    # Shown to the supervisor before the button.
    text: str


def _decide(case: Petition, *, approve: bool, text: str, **who: Any) -> None:
    waiting = waiting_extension(case)
    if waiting is None:
        raise ValidationError("没有等着批的延期。")
    decide_extension(waiting, approve=approve, text=text, **who)


def _approve(case: Petition, **given: Any) -> None:
    _decide(case, approve=True, **given)


def _refuse(case: Petition, **given: Any) -> None:
    _decide(case, approve=False, **given)


def _reassign(case: Petition, *, to: User, text: str, **who: Any) -> None:
    duty.reassign(case, to=to, reason=text, **who)


def _release(case: Petition, *, to: User, text: str, **who: Any) -> None:
    duty.release_first_asked(case, to=to, reason=text, **who)


def _asked_line(case: Petition, reader: Reader) -> str:
    """Return what was asked for and what the person would get to read."""
    waiting = waiting_extension(case)
    if waiting is None:
        return "没有等着批的延期，会跳过。"
    why = f"{waiting.get_reason_display()}。{reader.read(waiting.text)}"
    asked = f"{waiting.asked_by.name}：{why}"
    try:
        shown = preview_of(case, waiting.days, waiting.reason)
    except ValidationError as refusal:
        return f"{asked} {'；'.join(refusal.messages)}"
    return f"{asked} {shown['title']}。{shown['text']}"


def _held_line(case: Petition, _reader: Reader) -> str:
    owner = case.owner.name if case.owner else "还没人接"
    duty = case.duty_by.name if case.duty_by else "还没有"
    return f"现在：{owner}，首问责任：{duty}，期限 {day_in_sentence(case.due_on)}"


BULK = (
    Bulk(
        "approve_extension",
        BY_KEY["decide"],
        "批准延期",
        ApproveForm,
        _approve,
        _asked_line,
        "批准后，新的日子马上告诉本人，最初的日子一直留着。自己申请的不能自己批。",
    ),
    Bulk(
        "refuse_extension",
        BY_KEY["decide"],
        "不批准延期",
        BulkForm,
        _refuse,
        _asked_line,
        "不批准的，期限不变。",
    ),
    Bulk(
        "reassign",
        BY_KEY["reassign"],
        "改派",
        GiveForm,
        _reassign,
        _held_line,
        "期限不变，首问责任不变。",
    ),
    Bulk(
        "release_first_asked",
        BY_KEY["release"],
        "解除首问责任",
        GiveForm,
        _release,
        _held_line,
        "谁是首问人一直记着；责任交给选的人。",
    ),
    Bulk(
        "remind_owner",
        BY_KEY["remind"],
        "催办",
        BulkForm,
        duty.remind_owner,
        _held_line,
        "催办的话写进经过，只有工作人员看得到。",
    ),
)


def _refusal(bulk: Bulk, case: Petition, user: User) -> str:
    """Say why a case is left out; nothing when its own page offers the same."""
    refusal = bulk.action.refusal(case, user)
    if isinstance(refusal, Refusal) and refusal.is_barred:
        return "这一步不由您来做。"
    return refusal


def _line(bulk: Bulk, case: Petition, user: User, reader: Reader) -> str:
    refusal = _refusal(bulk, case, user)
    return f"会跳过：{refusal}" if refusal else bulk.line(case, reader)


def bulk_page(
    model_admin: Any,
    request: HttpRequest,
    cases: QuerySet[Petition],
    bulk: Bulk,
    *,
    at: datetime,
) -> HttpResponse | None:
    """Ask for the reason on a page of its own, then do it case by case."""
    user: Any = request.user
    chosen = list(cases.select_related("center", "owner", "duty_by")[:MOST])
    readers = readers_of(chosen, user)
    is_sent = bool(request.POST.get("apply"))
    form = bulk.form(request.POST if is_sent else None, user=user)
    if is_sent and form.is_valid():
        done = _run(request, bulk, chosen, form.cleaned_data, at)
        if done:
            messages.success(request, f"已办好：{bulk.label}，{done} 件。")
        return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": bulk.label,
        "bulk": bulk,
        "form": form,
        "rows": [
            (
                case,
                readers[case.pk].read(case.title),
                _line(bulk, case, user, readers[case.pk]),
            )
            for case in chosen
        ],
        "checkbox": ACTION_CHECKBOX_NAME,
        "opts": model_admin.model._meta,
        "media": model_admin.media,
    }
    status = 422 if is_sent else 200
    return render(request, "admin/petitions/bulk.html", context, status=status)


def _run(
    request: HttpRequest,
    bulk: Bulk,
    cases: Iterable[Petition],
    data: dict[str, Any],
    at: datetime,
) -> int:
    user: Any = request.user
    done = 0
    for case in cases:
        try:
            if text := _refusal(bulk, case, user):
                raise ValidationError(text)
            bulk.run(case, **data, by=user, at=at)
        except ValidationError as refusal:
            text = f"{case.code_text}：{'；'.join(refusal.messages)}"
            messages.error(request, text)
        else:
            done += 1
    return done
