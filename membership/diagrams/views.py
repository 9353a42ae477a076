"""The public charts, and their editions on the desk."""

from typing import Any

from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.forms import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from center.http import Request, UserRequest, press, stale_page
from center.keys import bound, new_key
from center.models import User
from center.workflow.actions import StaleError
from center.workflow.views import make
from membership.diagrams import actions, rules
from membership.diagrams.forms import HeadingForm, StepForm
from membership.diagrams.models import HEADING, TEXTS, Diagram, Edition

may_view = permission_required("diagrams.view_diagram", raise_exception=True)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_not_required
def public(request: Request, slug: str) -> HttpResponse:
    """Show the published edition."""
    published = Diagram.objects.values("published")
    editions = Edition.objects.filter(pk__in=published).select_related("diagram")
    shown = {edition.diagram.slug: edition for edition in editions}
    if slug not in shown:
        raise Http404
    context = _shown(shown.pop(slug)) | {"others": list(shown.values())}
    return render(request, "diagrams/diagram.html", context)


@require_safe
@may_view
def diagram_list(request: UserRequest) -> HttpResponse:
    """List the charts with their public and their newest edition."""
    diagrams = Diagram.objects.select_related("published")
    context = {
        "diagrams": diagrams.annotate(newest=Max("editions__number")),
        "may_change": _may(request.user, "change"),
    }
    return render(request, "diagrams/diagram_list.html", context)


@get_or_post
@may_view
def edition(request: UserRequest, slug: str, number: int) -> HttpResponse:
    """Show an edition and what it changes of the public one; publish it by POST."""
    found, user = _edition(slug, number), request.user
    may = _may(user, "publish")
    if request.method == "POST":
        return _publish(request, found)
    public = found.diagram.published
    before = public.steps.all() if public else []
    fresh, gone = actions.difference(before, found.steps.all())
    context = _shown(found) | {
        "is_draft": True,
        "is_public": public == found,
        "fresh": fresh,
        "gone": gone,
        "may_publish": may and public != found,
        "is_own": may and found.has_unapproved_by(user),
        "may_change": _may(user, "change") and found == _edition(slug),
        "publications": found.publications.select_related("by"),
    }
    return render(request, "diagrams/diagram.html", context)


def _publish(request: UserRequest, found: Edition) -> HttpResponse:
    if not _may(request.user, "publish"):
        raise PermissionDenied
    return press(
        request,
        lambda: actions.publish(found, by=request.user, at=timezone.now()),
        done=f"已公开{found}。",
        back=reverse("diagrams:list"),
    )


@get_or_post
@may_view
def change(request: UserRequest, slug: str, place: int) -> HttpResponse:
    """Write the next edition: a step, one more, or at place 0 what stands above."""
    if not _may(request.user, "change"):
        raise PermissionDenied
    newest = _edition(slug)
    steps = [model_to_dict(step, TEXTS) for step in newest.steps.all()]
    place = min(place, len(steps) + 1)
    heading = model_to_dict(newest, HEADING)
    now = {"position": place, **[heading, *steps, {}][place]}
    sent = request.POST if request.method == "POST" else None
    initial = now | {"key": new_key(), "base": newest.number}
    form = (StepForm if place else HeadingForm)(sent, initial=initial)

    def save() -> Edition:
        return actions.write(
            _edition(slug, form.cleaned_data["base"]),
            **form.applied(heading, steps),
            form_key=bound(form.cleaned_data["key"], request),
            by=request.user,
            at=timezone.now(),
        )

    page: dict[str, Any] = {
        "done": lambda made: f"已存为第 {made.number} 版，还没有公开。",
        "title": now.get("title", "加一步") if place else "标题和说明",
        "head": f"{newest.title}，存下来是第 {newest.number + 1} 版",
        "button": "存为新版本",
        "two": True,
        "crumbs": [("工作台", reverse("desk")), ("流程图", reverse("diagrams:list"))],
        "back": newest.get_absolute_url(),
    }
    try:
        return make(request, form, save, **page)
    except StaleError:
        texts = [(str(f.label), f.data, f.initial) for f in form.visible_fields()]
        return stale_page(request, texts, newest, newest.get_absolute_url())


def _shown(edition: Edition) -> dict[str, object]:
    """Return an edition with where each step leads, unless that is just the next."""
    steps = list(edition.steps.all())
    titles = [step.title for step in steps]
    listed = []
    for n, step in enumerate(steps, start=1):
        ways = rules.ways_of(titles, n, step.ways) if step.ways else []
        named = [(label, to, [rules.END, *titles][to]) for label, to in ways]
        listed.append({"number": n, "step": step, "ways": named, "phase": step.phase})
    return {"edition": edition, "listed": listed}


def _edition(slug: str, number: int | None = None) -> Edition:
    """Return an edition of a chart, the newest where no number is given."""
    editions = Edition.objects.filter(diagram__slug=slug).select_related("diagram")
    named = {} if number is None else {"number": number}
    found = editions.filter(**named).first()
    if found is None:
        raise Http404
    return found


def _may(user: User, verb: str) -> bool:
    """Say whether somebody may; the charts are the same for all, so not from below."""
    is_top = user.center is not None and user.center.parent_id is None
    return user.has_perm(f"diagrams.{verb}_diagram") and (user.is_superuser or is_top)
