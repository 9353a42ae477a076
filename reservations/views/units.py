"""The page of the admin that adds many units to a venue."""

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from center.http import Refusals, user_of
from reservations.actions.units import add_units, next_number
from reservations.forms.venues import UnitsForm
from reservations.models import Venue

PAGE = "admin/reservations/add_units.html"


def add_many(request: HttpRequest, venue: Venue, page: ModelAdmin) -> HttpResponse:
    """Add units as the form says and lead to their list; who may, the admin decides."""
    is_sent = request.method == "POST"
    initial = {"kind": _last_kind(venue), "first": next_number(venue)}
    form = UnitsForm(request.POST if is_sent else None, initial=initial)
    if form.is_valid():
        with Refusals(form):
            made = add_units(venue=venue, by=user_of(request), **form.cleaned_data)
            said = f"加了 {len(made)} 个：{made[0].name} 到 {made[-1].name}。"
            page.log_change(request, venue, said)
            messages.success(request, said)
            return redirect(units_url(venue))
    context = page.admin_site.each_context(request) | {
        "title": f"{venue.name}：再加座位、设备",
        "form": form,
        "opts": page.opts,
        "units_url": units_url(venue),
    }
    return TemplateResponse(request, PAGE, context, status=422 if form.errors else 200)


def units_url(venue: Venue) -> str:
    listed = reverse("admin:reservations_unit_changelist")
    return f"{listed}?venue__id__exact={venue.pk}"


def _last_kind(venue: Venue) -> str:
    last = venue.units.order_by("-number").values_list("kind", flat=True)[:1]
    return next(iter(last), "")
