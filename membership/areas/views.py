"""Find the branch that receives at an address (就近找到党组织)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from center.http import Request
from center.registers.rules import State
from center.search import LONGEST_QUESTION
from center.text import one_line
from membership.areas import rules
from membership.areas.models import Area

SHOWN = 5


@login_not_required
@require_safe
def find_branch(request: Request) -> HttpResponse:
    """Show grid, community, receiving branch and the office's phone of an address."""
    typed = one_line(request.GET.get("q", "")[: LONGEST_QUESTION * 4])
    rows = Area.objects.filter(
        center__in=[request.center.pk, *_below(request)], state=State.VALID
    ).select_related("branch")
    known = {row.pk: row for row in rows.order_by("community", "grid", "pk")}
    words = [(pk, f"{row.community}\n{row.words}") for pk, row in known.items()]
    found = [known[pk] for pk in rules.best(typed, words)[:SHOWN]]
    context = {
        "typed": typed[:LONGEST_QUESTION],
        "rows": found,
        "all": [] if found else list(known.values()),
    }
    return render(request, "areas/find_branch.html", context)


def _below(request: Request) -> list[int]:
    return type(request.center).objects.ids_below(request.center.pk)
