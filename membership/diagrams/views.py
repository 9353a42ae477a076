"""The public diagrams, and their editions on the desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from center.http import Request, UserRequest
from center.keys import bound, new_key
from membership.diagrams import actions, rules
from membership.diagrams.drawing import draw
from membership.diagrams.forms import BaseForm, HeadingForm, StepForm, step_initial
from membership.diagrams.models import Diagram, Edition
from membership.diagrams.rules import Step

may_view = permission_required("diagrams.view_diagram", raise_exception=True)
may_change = permission_required("diagrams.change_diagram", raise_exception=True)
may_publish = permission_required("diagrams.publish_diagram", raise_exception=True)
BIGGEST = 2_000_000_000


@require_GET
@login_not_required
def public(request: Request, slug: str) -> HttpResponse:
    """Show the published edition, as a drawing and as a list that says the same."""
    editions = Edition.objects.whole().select_related("diagram")
    published = Diagram.objects.filter(slug=slug).values("published")
    edition = get_object_or_404(editions, pk__in=published)
    others = Edition.objects.filter(pk__in=Diagram.objects.values("published")).exclude(
        pk=edition.pk
    )
    context = _shown(edition) | {"others": others.select_related("diagram")}
    return render(request, "diagrams/diagram.html", context)


@require_GET
@may_view
def diagram_list(request: UserRequest) -> HttpResponse:
    """List the diagrams with their public edition."""
    diagrams = Diagram.objects.select_related("published")
    return render(request, "diagrams/diagram_list.html", {"diagrams": diagrams})


@require_GET
@may_view
def edition_list(request: UserRequest, slug: str) -> HttpResponse:
    """Show the newest edition with its steps to edit, and all editions."""
    diagram = get_object_or_404(Diagram.objects.select_related("published"), slug=slug)
    newest = _newest(diagram)
    editions = diagram.editions.newest_first().select_related("made_by")
    context = {
        "diagram": diagram,
        "newest": newest,
        "steps": newest.steps(),
        "page": Paginator(editions, 20).get_page(request.GET.get("page")),
        "may_change": request.user.has_perm("diagrams.change_diagram")
        and diagram.may_be_changed_by(request.user),
    }
    return render(request, "diagrams/edition_list.html", context)


@require_GET
@may_view
def edition_detail(request: UserRequest, slug: str, number: int) -> HttpResponse:
    """Show one edition as the public would see it, with the verb to publish it."""
    edition = _edition(slug, number)
    user = request.user
    may = user.has_perm("diagrams.publish_diagram")
    is_public = edition.diagram.published_id == edition.pk
    context = _shown(edition) | {
        "is_draft": True,
        "is_public": is_public,
        "may_publish": may
        and not is_public
        and edition.diagram.may_be_changed_by(user),
        "publications": edition.publications.select_related("by"),
    }
    return render(request, "diagrams/diagram.html", context)


@require_POST
@may_publish
def edition_publish(request: UserRequest, slug: str, number: int) -> HttpResponse:
    """Make an edition the public one."""
    edition = _edition(slug, number)
    _refuse_below(edition.diagram, request)
    try:
        actions.publish(edition, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, f"已公开{edition}。")
    return redirect("diagrams:editions", slug=slug)


@require_GET
@may_view
def edition_diff(request: UserRequest, slug: str, old: int, new: int) -> HttpResponse:
    """Show what differs between two editions, in words."""
    before, after = _edition(slug, old), _edition(slug, new)
    found = rules.changes(
        (before.heading, before.steps()), (after.heading, after.steps())
    )
    context = {"old": before, "new": after, "changes": found}
    return render(request, "diagrams/edition_diff.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def heading_change(request: UserRequest, slug: str) -> HttpResponse:
    """Change title, opening sentence and caution."""
    newest = _newest_to_change(request, slug)
    names = ("title", "intro", "caution")
    initial = {name: getattr(newest, name) for name in names}
    initial |= {"key": new_key(), "base": newest.number}
    form = HeadingForm(_posted(request), initial=initial)
    if form.is_valid():
        base = _base(newest, form.cleaned_data["base"])
        try:
            edition = actions.change_heading(
                base,
                heading=form.heading(),
                form_key=bound(form.cleaned_data["key"], request),
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            return _refused(
                request, form, refusal, newest, _heading_pairs(form, newest)
            )
        return _saved(request, edition)
    return _form_page(request, form, newest, "标题和说明")


@require_http_methods(["GET", "POST"])
@may_change
def step_change(request: UserRequest, slug: str, key: str) -> HttpResponse:
    """Change one step."""
    newest = _newest_to_change(request, slug)
    steps = newest.steps()
    step = _step_or_404(steps, key)
    initial = step_initial(step) | {"key": new_key(), "base": newest.number}
    form = StepForm(_posted(request), initial=initial, steps=steps)
    if form.is_valid():
        typed = form.step(key)
        try:
            edition = actions.change_step(
                _base(newest, form.cleaned_data["base"]),
                changed=typed,
                form_key=bound(form.cleaned_data["key"], request),
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            return _refused(request, form, refusal, newest, _step_pairs(typed, step))
        return _saved(request, edition)
    return _form_page(request, form, newest, step.title, remove_key=key)


@require_http_methods(["GET", "POST"])
@may_change
def step_new(request: UserRequest, slug: str) -> HttpResponse:
    """Add a step behind another one."""
    newest = _newest_to_change(request, slug)
    steps = newest.steps()
    initial = {"key": new_key(), "base": newest.number}
    if after := request.GET.get("after"):
        initial["after"] = after
    form = StepForm(_posted(request), initial=initial, steps=steps)
    if form.is_valid():
        typed = form.step("")
        try:
            edition = actions.add_step(
                _base(newest, form.cleaned_data["base"]),
                new=typed,
                after=form.cleaned_data["after"],
                form_key=bound(form.cleaned_data["key"], request),
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            pairs = _step_pairs(typed, Step(key="", title=""))
            return _refused(request, form, refusal, newest, pairs)
        return _saved(request, edition)
    return _form_page(request, form, newest, "新增一步")


@require_http_methods(["GET", "POST"])
@may_change
def step_remove(request: UserRequest, slug: str, key: str) -> HttpResponse:
    """Ask before a step is left out of the next edition."""
    newest = _newest_to_change(request, slug)
    step = _step_or_404(newest.steps(), key)
    initial = {"key": new_key(), "base": newest.number}
    form = BaseForm(_posted(request), initial=initial)
    if form.is_valid():
        try:
            edition = actions.remove_step(
                _base(newest, form.cleaned_data["base"]),
                key=key,
                form_key=bound(form.cleaned_data["key"], request),
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            return _refused(request, form, refusal, newest, [])
        return _saved(request, edition)
    return _form_page(request, form, newest, f"去掉“{step.title}”", verb="去掉这一步")


def _shown(edition: Edition) -> dict[str, object]:
    steps = edition.steps()
    numbers = {step.key: (n, step.title) for n, step in enumerate(steps, start=1)}
    listed = [
        (n, step, [(link.label, *numbers[link.to]) for link in step.next])
        for n, step in enumerate(steps, start=1)
    ]
    return {"edition": edition, "drawing": draw(steps), "listed": listed}


def _newest(diagram: Diagram) -> Edition:
    edition = diagram.editions.whole().newest_first().first()
    if edition is None:
        raise Http404
    return edition


def _newest_to_change(request: UserRequest, slug: str) -> Edition:
    diagram = get_object_or_404(Diagram, slug=slug)
    _refuse_below(diagram, request)
    return _newest(diagram)


def _refuse_below(diagram: Diagram, request: UserRequest) -> None:
    if not diagram.may_be_changed_by(request.user):
        raise PermissionDenied


def _edition(slug: str, number: int) -> Edition:
    if number > BIGGEST:
        raise Http404
    editions = Edition.objects.whole().select_related("diagram__published")
    return get_object_or_404(editions, diagram__slug=slug, number=number)


def _base(newest: Edition, number: int) -> Edition:
    """Return the edition that the form was made from."""
    return newest if number == newest.number else _edition(newest.diagram.slug, number)


def _step_or_404(steps: list[Step], key: str) -> Step:
    for step in steps:
        if step.key == key:
            return step
    raise Http404


def _saved(request: UserRequest, edition: Edition) -> HttpResponse:
    messages.success(request, f"已存为第 {edition.number} 版，还没有公开。")
    return redirect("diagrams:editions", slug=edition.diagram.slug)


def _form_page(
    request: UserRequest,
    form: StepForm | HeadingForm | BaseForm,
    newest: Edition,
    what: str,
    **more: object,
) -> HttpResponse:
    context = {"form": form, "newest": newest, "what": what, **more}
    context["has_errors"] = form.is_bound and bool(form.errors)
    status = 422 if context["has_errors"] else 200
    return render(request, "diagrams/edition_form.html", context, status=status)


Pairs = list[tuple[str, str, str]]


def _refused(
    request: UserRequest,
    form: StepForm | HeadingForm | BaseForm,
    refusal: ValidationError,
    newest: Edition,
    pairs: Pairs,
) -> HttpResponse:
    if getattr(refusal, "code", "") == actions.STALE:
        back = reverse("diagrams:editions", args=[newest.diagram.slug])
        context = {"fields": pairs, "back": back}
        return render(request, "409.html", context, status=409)
    form.add_error(None, refusal)
    return _form_page(request, form, newest, "修改")


def _heading_pairs(form: HeadingForm, newest: Edition) -> Pairs:
    typed, now = form.heading(), Edition.objects.get(pk=newest.pk).heading
    names = {"title": "名称", "intro": "开头的话", "caution": "提醒"}
    return [(label, getattr(typed, n), getattr(now, n)) for n, label in names.items()]


def _step_pairs(typed: Step, now: Step) -> Pairs:
    return [
        (rules.NAMES[name], getattr(typed, name), getattr(now, name))
        for name in ("title", "phase", "actor", "limit", "text", "record", "source")
        if getattr(typed, name) != getattr(now, name)
    ]


def _posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, also when it is empty; None shows a fresh form."""
    return request.POST if request.method == "POST" else None
