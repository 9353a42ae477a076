"""Sealed accusations that are passed on unopened: a number each, and nothing else."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from center.http import Refusals, UserRequest, form_page, own_center
from petitions.actions.intake import hand_over_sealed
from petitions.counter.views.cases import get_or_post, staff_page
from petitions.models import SealedHandover

SHOWN = 50
BIGGEST = 2_000_000_000


class SealedForm(forms.Form):
    """Which number was announced; it says nothing about anybody."""

    next_number = forms.IntegerField(
        min_value=1, max_value=BIGGEST, widget=forms.HiddenInput
    )


@get_or_post
@staff_page
def sealed(request: UserRequest) -> HttpResponse:
    """Give the next number to a sealed envelope, and list the numbers given."""
    center = own_center(request)
    given = SealedHandover.objects.filter(center=center).order_by("-number")
    first = given.first()
    form = SealedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with Refusals(form):
            row = hand_over_sealed(
                center=center, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, f"转交号 {row}，请写在封套上，当面交接。")
            return redirect("petitions_counter:sealed")
    elif request.method == "POST":
        messages.error(request, "页面过期了，没有编号，请再按一次。")
        return redirect("petitions_counter:sealed")
    return form_page(
        request,
        form,
        template="petitions/desk/sealed.html",
        next_number=first.number + 1 if first else 1,
        rows=given.select_related("by")[:SHOWN],
    )
