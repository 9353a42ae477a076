"""Lines by their number, for the pages here and for the forms they turn into."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model

from center.http import UserRequest
from center.models import User
from center.reception import rules
from center.reception.actions import register
from center.reception.models import Line

LONGEST = 60


def find_line(user: User, key: str) -> Line | None:
    """Return a line by its key, or by its bare number: then the own center's first."""
    number, _, center = key.partition("~")
    found = rules.read_number(number)
    if found is None or not user.has_perm(rules.WORK):
        return None
    rows = Line.objects.visible_to(user).filter(day=found[0], n=found[1])
    rows = rows.select_related("center", "matter", "owner", "first_asked", "told")
    wanted = int(center) if center.isdecimal() else user.center_id
    best = sorted(rows, key=lambda row: row.center_id != wanted)
    if not best or (center and best[0].center_id != wanted):
        return None
    return best[0]


def given(request: UserRequest) -> dict[str, str]:
    """Return what the address fills in: of a line (``?line=``), or of a person."""
    asked = {name: request.GET.get(name, "")[:LONGEST] for name in ("phone", "name")}
    if line := find_line(request.user, request.GET.get("line", "")):
        asked = {"phone": line.phone, "name": line.name, "body": line.note}
        asked |= {"title": line.what, "purpose": line.what}
    return {name: text for name, text in asked.items() if text}


def whom(request: UserRequest) -> dict[str, str]:
    """Return what the next page of a form with several has to be told, by name."""
    names = ("phone", "name", "line")
    asked = {name: request.GET.get(name, "")[:LONGEST] for name in names}
    return {name: text for name, text in asked.items() if text}


def turn_into(request: UserRequest, made: Model, *, at: datetime) -> None:
    """Say of the line in the address, if there is one, what came of it.

    What was made stands, also when the line cannot be turned any more: then it is said.
    """
    line = find_line(request.user, request.GET.get("line", ""))
    if line is None or line.became == made:
        return
    try:
        register.become(line, made, by=request.user, at=at)
    except ValidationError as refusal:
        text = "；".join(refusal.messages)
        messages.warning(request, f"登记 {line.number} 没有转成：{text}")
