"""One person at the counter: everything about a number, as far as one may see it."""

from datetime import datetime

from django.contrib.auth.decorators import permission_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from center.cards import Entry, Section, joined
from center.http import UserRequest
from center.models import User
from center.portals import gathered
from center.reception import rules
from center.reception.actions.register import look_at_phone
from center.reception.models import Line, PhoneLook, joined_with, kept_for
from center.searchable import anywhere, by_pinyin, pinyin_key
from center.text import (
    LONGEST_CODE,
    clean_code,
    clean_phone,
    compact,
    is_phone,
    visible,
)

MOST_FOUND, MOST_TYPED = 20, 60
TAIL = 4
may_work = permission_required(rules.WORK, raise_exception=True)


@require_safe
@may_work
def people(request: UserRequest) -> HttpResponse:
    """Find a person by number, name or code; one alone is shown at once."""
    typed = request.GET.get("q") or request.GET.get("phone") or ""
    if url := _address(request.user, visible(typed[:LONGEST_CODE])):
        return redirect(url)
    typed = visible(typed)[:MOST_TYPED]
    number = clean_phone(typed)
    found = list(_found(request.user, typed)[: MOST_FOUND + 1]) if typed else []
    if len(found) == 1:
        typed_whole = f"?phone={found[0].phone}" if is_phone(number) else ""
        return redirect(reverse("reception:person", args=[found[0].pk]) + typed_whole)
    context = {
        "typed": typed,
        "found": found[:MOST_FOUND],
        "has_more": len(found) > MOST_FOUND,
        "starts": starts_of() if typed and not found else [],
        "whom": urlencode({"phone": number} if is_phone(number) else {}),
    }
    return render(request, "reception/people.html", context)


@require_safe
@may_work
def person(request: UserRequest, pk: int) -> HttpResponse:
    """Show all that somebody has here, and what can be begun for them."""
    typed = clean_phone(request.GET.get("phone", ""))
    row = find(request, pk, typed)
    if kept := kept_for(row):
        return redirect("reception:person", pk=kept.pk)
    return _card(request, row, number=typed if typed == row.phone else "")


@require_POST
@may_work
def phone(request: UserRequest, pk: int) -> HttpResponse:
    """Show the whole number to call it, and write down who looked."""
    row = find(request, pk)
    look_at_phone(row, by=request.user, at=timezone.now())
    return _card(request, row, number=row.phone or "")


def find(request: UserRequest, pk: int, typed: str = "") -> User:
    """Return somebody who has to do with the viewer's centers, or answer 404.

    Whoever typed the whole number, read it by now, knows it already.
    """
    row = get_object_or_404(User, pk=pk, erased_at=None)
    knows = is_phone(typed) and typed == row.phone
    if not knows and not known_to(request.user).filter(pk=pk).exists():
        raise Http404
    return row


def _card(request: UserRequest, row: User, *, number: str = "") -> HttpResponse:
    at = timezone.now()
    same = list(joined_with(row))
    people = [row, *(one.other for one in same)]
    looks = PhoneLook.objects.filter(person=row).select_related("by")
    context = {
        "person": row,
        "number": number,
        "sections": sections_of(request.user, people, at),
        "joined": same,
        "others": _others(request.user, row),
        "looks": looks.order_by("-at")[:3],
        "starts": starts_of(),
        "whom": urlencode({"phone": number, "name": row.name}),
    }
    return render(request, "reception/person.html", context)


def starts_of() -> list[Entry]:
    """Return what can be begun for somebody, known or not."""
    return [entry for begin in gathered("begins") for entry in begin()]


def sections_of(user: User, people: list[User], at: datetime) -> list[Section]:
    """Return what these cards have here, each subject once."""
    made = (
        make(user, one, at) for make in gathered("person_section") for one in people
    )
    found = joined(section for section in made if section)
    return sorted(found, key=lambda one: one.is_aside)


def known_to(user: User) -> QuerySet[User]:
    """Return everybody who has to do with the centers somebody works for."""
    wanted = Q()
    for make in gathered("people_of"):
        wanted |= Q(pk__in=make(user))
    return (
        User.objects.filter(wanted, erased_at=None) if wanted else User.objects.none()
    )


def _found(user: User, typed: str) -> QuerySet[User]:
    number = clean_phone(typed)
    if is_phone(number):
        return User.objects.filter(phone=number, erased_at=None)
    rows = known_to(user)
    if len(number := compact(number)) == TAIL and number.isdigit():
        return rows.filter(phone__endswith=number).order_by(by_pinyin(), "pk")
    return rows.filter(anywhere(typed, "name")).order_by(by_pinyin(), "pk")


def _address(user: User, typed: str) -> str:
    """Return where a code or a number of the register leads."""
    if rules.read_number(typed):
        return reverse("reception:line", args=[typed])
    code = clean_code(typed)
    found = (find(user, code) for find in gathered("address_of")) if code else iter(())
    return next(filter(None, found), "")


def _others(user: User, row: User) -> list[str]:
    """Return other names that the same number was used with at the counter."""
    if not row.phone:
        return []
    lines = Line.objects.visible_to(user).counted().filter(phone=row.phone)
    names = lines.exclude(name__in=["", row.name]).values_list("name", flat=True)
    return sorted(set(names), key=pinyin_key)
