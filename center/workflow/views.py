"""The one view that performs any verb, and the pages it answers with.

GET shows the form. POST does the verb and leads on; a refusal answers 422 with what was
typed kept, a row that somebody else changed meanwhile answers 409 with both texts, and
a verb that was pressed twice says that it is done already.
"""

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from center import http
from center.http import UserRequest
from center.models import User
from center.workflow.actions import StaleError
from center.workflow.forms import CleanForm, RowForm, VersionForm
from center.workflow.models import Record
from center.workflow.rules import NOT_ALLOWED, REFUSED, Refusal, Workflow

DONE_ALREADY = "刚才已经办好了。"
# A text, or what to say of this row.
Words = str | Callable[[Any], str]
Crumbs = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Action:
    """One verb as a page has it: what is asked, what is done, what is said.

    Whether it can be done the row says (``Record.refusal``); ``unless`` adds a refusal
    that only the page knows. ``on_the_spot`` is a button without a page of its own.
    """

    verb: str = ""
    name: str = ""
    label: Words
    run: Callable[..., Any]
    done: Words
    form: type[RowForm] = VersionForm
    # Where the table of transitions does not say it.
    permission: str = ""
    title: Words = ""
    button: str = ""
    lede: Words = ""
    unless: Callable[[Any, User], str] = lambda row, user: ""
    on_the_spot: bool = False
    is_danger: bool = False
    is_main: bool = False
    template: str = http.FORM
    # More for the form that only the request knows, e.g. which page of a long roll.
    options: Callable[[UserRequest, Any], Mapping[str, Any]] = lambda request, row: {}
    # More for the template of the form.
    context: Callable[[Any], Mapping[str, Any]] = lambda form: {}
    # Where the verb is about a row beside the record: how it is found, whose it is.
    find: Callable[..., Any] | None = None
    record: Callable[[Any], Record] = lambda row: row
    route: str = ""
    # Where it leads, from request, row and result; to the record if it does not say.
    then: Callable[[UserRequest, Any, Any], str] | None = None

    def __post_init__(self) -> None:
        if self.is_danger and self.on_the_spot:
            raise ValueError(f"{self.url_name} takes something away: it asks first.")

    @property
    def url_name(self) -> str:
        return self.name or str(self.verb)

    def refusal(self, row: Any, user: User) -> str:
        """Say why this person cannot do it with the row as it is now; else empty."""
        if self.permission and not user.has_perm(self.permission):
            return NOT_ALLOWED
        by = user if user.is_authenticated else None
        refusal = self.record(row).refusal(self.verb, by) if self.verb else ""
        return refusal or self.unless(row, user)

    def on(self, request: UserRequest, row: Any, *, auto_id: str = "id_%s") -> RowForm:
        is_sent = request.method == "POST"
        return self.form(
            request.POST if is_sent else None,
            request.FILES if is_sent else None,
            row=row,
            user=request.user if request.user.is_authenticated else None,
            at=timezone.now(),
            auto_id=auto_id,
            **self.options(request, row),
        )


@dataclass(frozen=True)
class Offer:
    """One button or link of a page; ``form`` where the page holds the form itself."""

    name: str
    label: str
    url: str
    action: Action
    form: RowForm | None = None


@dataclass(frozen=True, kw_only=True)
class Verbs:
    """All verbs of one kind of row: their addresses, their pages, their buttons."""

    app: str
    find: Callable[..., Any]
    actions: Sequence[Action]
    # The way up from the row, without the row itself.
    crumbs: Callable[[Any], Crumbs]
    # The table, where it is the same for every row: it says the permissions.
    flow: Workflow | None = None
    # The part of the address that names the row, a property of the row.
    key: str = "pk"
    head: Callable[[Any], str] = str
    here: Callable[[Any], str] = str
    is_public: bool = False
    # The page of the record, where it has several.
    page: Callable[[Any], str] = lambda record: str(record.get_absolute_url())
    # Whether it is this person's to do in any state; what is not answers 403.
    may: Callable[[Any, Action, User], bool] = lambda row, action, user: True
    # Shows a form on the page of the row, for pages that hold their forms.
    show: Callable[[UserRequest, Any, Action, RowForm], HttpResponse] | None = None
    # Where verbs are beside the version: remembers each form that was carried out.
    was_done: Callable[[UserRequest], bool] = lambda request: False
    once: Callable[[UserRequest, Callable[[], None], datetime], object] = (
        lambda request, run, at: run()
    )

    def urls(self, one: str) -> list[URLPattern]:
        return [
            path(
                one + (action.route or action.url_name.replace("_", "-") + "/"),
                self.view(action),
                name=action.url_name,
            )
            for action in self.actions
        ]

    def view(self, action: Action) -> Callable[..., HttpResponse]:
        """Return the view of one verb: first who may, then whether the row is seen."""

        def view(request: UserRequest, **parts: Any) -> HttpResponse:
            row = (action.find or self.find)(request, **parts)
            if not self.may(row, action, request.user):
                raise PermissionDenied
            return _Answer(request, row, action, self).give()

        found: Any = view
        if permission := self.permission(action):
            found = permission_required(permission, raise_exception=True)(found)
        if action.form.secrets:
            found = sensitive_post_parameters(*action.form.secrets)(found)
        if self.is_public:
            found = login_not_required(found)
        methods = ["POST"] if action.on_the_spot else ["GET", "HEAD", "POST"]
        answer: Callable[..., HttpResponse] = require_http_methods(methods)(found)
        return answer

    def permission(self, action: Action) -> str:
        if action.permission or not self.flow or not action.verb:
            return action.permission
        return self.flow.permission(action.verb)

    def offers(self, row: Any, user: User) -> list[Offer]:
        """Return the buttons in their order; what takes something away stands last."""
        found = sorted(self._offered(row, user), key=lambda one: one.is_danger)
        return [self._offer(row, action) for action in found]

    def forms(
        self,
        request: UserRequest,
        row: Any,
        opened: tuple[Action, RowForm] | None = None,
    ) -> list[Offer]:
        """Return the offers with their forms, for a page that holds them.

        The one that is open stays as it was sent, also when it is offered no more; each
        form has its own ids.
        """
        open_action, open_form = opened or (None, None)
        found = list(self._offered(row, request.user))
        if open_action is not None and open_action not in found:
            found.insert(0, open_action)
        return [
            self._offer(
                row,
                one,
                open_form if one is open_action else self._fresh(request, row, one),
            )
            for one in found
        ]

    def _offered(self, row: Any, user: User) -> Iterator[Action]:
        for action in self.actions:
            is_of_row = action.find is None and not action.refusal(row, user)
            if is_of_row and self.may(row, action, user):
                yield action

    def _offer(self, row: Any, action: Action, form: RowForm | None = None) -> Offer:
        name = f"{self.app}:{action.url_name}"
        url = reverse(name, kwargs={self.key: getattr(row, self.key)})
        return Offer(action.url_name, said(action.label, row), url, action, form)

    def _fresh(self, request: UserRequest, row: Any, action: Action) -> RowForm:
        return action.form(
            row=row,
            user=request.user if request.user.is_authenticated else None,
            at=timezone.now(),
            auto_id=f"{action.url_name}_%s",
            **action.options(request, row),
        )


@dataclass
class _Answer:
    request: UserRequest
    row: Any
    action: Action
    verbs: Verbs

    def give(self) -> HttpResponse:
        action, is_sent = self.action, self.request.method == "POST"
        if is_sent and self.verbs.was_done(self.request):
            return self.done_already()
        refusal = action.refusal(self.row, self.request.user)
        if isinstance(refusal, Refusal) and refusal.is_barred:
            raise PermissionDenied(refusal)
        if refusal and not is_sent:
            return http.not_now(self.request, refusal, self.back)
        auto_id = f"{action.url_name}_%s" if self.verbs.show else "id_%s"
        form = action.on(self.request, self.row, auto_id=auto_id)
        if not is_sent:
            return self.page(form)
        if not form.is_valid():
            return self.refuse(form, refusal)
        if not refusal and form.is_shown_first():
            return self.page(form)
        return self.do(form, refusal)

    def do(self, form: RowForm, refusal: str) -> HttpResponse:
        try:
            self._refuse_in_time(form, refusal)
            results: list[Any] = []
            # Before ``once``: what counts an upload must outlive a refusal.
            run = functools.partial(self.run, form, form.values(), results)
            self.verbs.once(self.request, run, form.at)
        except StaleError as stale:
            return self.stale(form, stale.current)
        except ValidationError as refused:
            if getattr(refused, "code", "") == REFUSED:
                return self.refuse(form, refused.messages[0])
            http.put_refusal(form, refused)
            return self.refuse(form)
        if not results:
            return self.done_already()
        (result,) = results
        messages.success(self.request, said(self.action.done, result))
        then = self.action.then
        return redirect(then(self.request, self.row, result) if then else self.back)

    def done_already(self) -> HttpResponse:
        messages.info(self.request, DONE_ALREADY)
        return redirect(self.back)

    def run(self, form: RowForm, given: Mapping[str, Any], results: list[Any]) -> None:
        results.append(self.action.run(self.row, by=form.user, at=form.at, **given))

    def _refuse_in_time(self, form: RowForm, refusal: str) -> None:
        """Refuse what is not offered; to an older page the reason is that it is old."""
        if not refusal:
            return
        record = self.action.record(self.row)
        if form.cleaned_data.get("version", record.version) != record.version:
            raise StaleError(record)
        raise ValidationError(refusal, code=REFUSED)

    @property
    def back(self) -> str:
        return self.verbs.page(self.action.record(self.row))

    @property
    def button(self) -> str:
        return self.action.button or said(self.action.label, self.row)

    def refuse(self, form: RowForm, refusal: str = "") -> HttpResponse:
        """Show a refused form as it was sent; a bare button says it on its page.

        With a ``refusal`` no other text would help: it is said, and the text is kept.
        """
        if refusal and not self.action.on_the_spot:
            return http.not_now(self.request, refusal, self.back, form.kept())
        if refusal:
            form.add_error(None, refusal)
        if not self.action.on_the_spot:
            return self.page(form)
        if "version" in form.errors:
            again = f"请看过现在的内容再{self.button}。"
            messages.error(self.request, f"页面过期了，{again}")
        else:
            for text in itertools.chain(*form.errors.values()):
                messages.error(self.request, str(text))
        return redirect(self.back)

    def stale(self, form: RowForm, current: Any) -> HttpResponse:
        row = current if isinstance(self.row, type(current)) else self.row
        pairs = form.compared(row, **self.action.options(self.request, row))
        if form.has_just_led_to(current, self.action.verb) and not any(
            mine != theirs for _, mine, theirs in pairs if theirs is not None
        ):
            if unsaid := form.unsaid(current):
                messages.warning(self.request, unsaid)
            return self.done_already()
        if self.action.on_the_spot:
            again = f"请看过现在的内容再{self.button}。"
            messages.error(self.request, f"别人刚改过，{again}")
            return redirect(self.back)
        return http.stale_page(self.request, pairs, current, self.back)

    def page(self, form: RowForm) -> HttpResponse:
        action, row = self.action, self.row
        if self.verbs.show is not None:
            return self.verbs.show(self.request, row, action, form)
        record = action.record(row)
        return http.form_page(
            self.request,
            form,
            template=action.template,
            title=said(action.title, row) or said(action.label, row),
            button=self.button,
            lede=said(action.lede, row),
            head=self.verbs.head(record),
            danger=action.is_danger,
            crumbs=[*self.verbs.crumbs(record), (self.verbs.here(record), self.back)],
            back=self.back,
            row=row,
            **action.context(form),
        )


def answer(
    request: UserRequest,
    form: forms.BaseForm,
    run: Callable[[], HttpResponse],
    field: str | None = None,
    **context: Any,
) -> HttpResponse:
    """Show a form, or answer what a sound one asks for; a refusal keeps what is typed.

    ``field`` is where it stands. What was done too often answers 429.
    """
    if form.is_valid():
        try:
            return run()
        except ValidationError as refusal:
            if http.is_limit(refusal):
                return http.too_many(request)
            http.Refusals(form, field).put(refusal)
    return http.form_page(request, form, **context)


def make(
    request: UserRequest,
    form: CleanForm,
    run: Callable[[], Any],
    *,
    done: Words,
    then: Callable[[Any], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show the form of a new row, or make it and lead to it, or where it says."""

    def made() -> HttpResponse:
        row = run()
        messages.success(request, said(done, row))
        return redirect(then(row) if then else row)

    return answer(request, form, made, **context)


def said(words: Words, row: Any) -> str:
    return words if isinstance(words, str) else words(row)
