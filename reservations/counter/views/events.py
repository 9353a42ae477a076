"""Keep a whole venue for an event, and give it back."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from center import http
from center.forms import kept_fields
from center.http import Refusals, UserRequest, not_now, press
from center.keys import bound, new_key
from reservations.actions.events import announce, book_whole, cancel_whole
from reservations.counter.forms import EventForm, ReasonForm, offered_to
from reservations.models import Event

FORM = "reservations/desk_form.html"
form_page = require_http_methods(["GET", "HEAD", "POST"])
may_hold = permission_required("reservations.add_event", raise_exception=True)


@form_page
@may_hold
def event_new(request: UserRequest) -> HttpResponse:
    """Keep a whole venue for something of the center: all units or nothing."""
    is_sent = request.method == "POST"
    form = EventForm(request.POST if is_sent else None, initial={"key": new_key()})
    form.offer_venues(offered_to(request.user))
    if form.is_valid():
        data = form.cleaned_data
        with Refusals(form):
            event = book_whole(
                venue=data["venue"],
                title=data["title"],
                start=data["start"],
                end=data["end"],
                people=data["people"] or 1,
                is_public=data["is_public"],
                key=bound(data["key"], request),
                by=request.user,
                at=timezone.localtime(timezone.now()),
            )
            messages.success(request, f"整场留好了：{event.title}，{event.when}。")
            return redirect("today")
    page = {"heading": "整场活动", "button": "整场留下"}
    return http.form_page(request, form, template=FORM, **page)


@form_page
@may_hold
def event_cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Give all units of an event back, with a reason."""
    events = Event.objects.filter(center__in=request.user.center_ids)
    event = get_object_or_404(events.select_related("venue"), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    at = timezone.localtime(timezone.now())
    is_off = event.cancelled_at is not None
    if event.ends_at <= at or (is_off and request.method != "POST"):
        text = "这场活动已经结束或取消，不用再取消。"
        return not_now(request, text, reverse("today"), kept_fields(form))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        with Refusals(form):
            cancel_whole(event=event, reason=reason, by=request.user, at=at)
            messages.success(request, f"活动已取消：{event.title}。")
            return redirect("today")
    page = {
        "heading": "取消整场活动",
        "lede": f"{event.title}\n{event.venue.name} {event.when}",
        "button": "确认取消",
        "is_grave": True,
    }
    return http.form_page(request, form, template=FORM, **page)


@require_POST
@may_hold
def event_announce(request: UserRequest, pk: int) -> HttpResponse:
    """Write an event on the home page, or take it off (``on`` is empty)."""
    events = Event.objects.filter(center__in=request.user.center_ids)
    event = get_object_or_404(events, pk=pk)
    is_public = bool(request.POST.get("on"))
    return press(
        request,
        lambda: announce(
            event=event, is_public=is_public, by=request.user, at=timezone.now()
        ),
        done="写到首页了，居民都可以来。" if is_public else "已从首页撤下。",
        back=f"{reverse('today')}?day={timezone.localdate(event.starts_at)}",
    )
