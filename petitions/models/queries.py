"""How requests are found: only through who may see them."""

from datetime import date, datetime
from functools import cache
from secrets import compare_digest
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Now

from center.models import User
from center.roster.models import Absence, left_alone, stood_for_by
from center.text import clean_code, tail_of
from petitions.models.people import Conflict, RevealLog
from petitions.rules.roles import WORK
from petitions.rules.states import OPEN, State

if TYPE_CHECKING:
    from petitions.models.petition import Petition

IS_OPEN = Q(state__in=[str(state) for state in OPEN])
IS_KEPT = Q(closed_at__isnull=False, forgotten_at__isnull=True) & ~Q(
    name="", phone="", address="", signer_count=0
)


# Put together once: that takes longer than to run it, and every desk counts by it. So
# it asks the database for the moment, which an offered verb has not at hand either.
@cache
def _deciders() -> models.QuerySet[User]:
    """Return who of a case's own center can judge now whether a colleague is named."""
    code = WORK.split(".")[1]
    named = Conflict.objects.standing().filter(
        staff=OuterRef("pk"), petition=OuterRef(OuterRef("pk"))
    )
    absent = Absence.objects.at(Now()).filter(staff=OuterRef("pk"))
    may = Q(groups__permissions__codename=code) | Q(user_permissions__codename=code)
    staff = User.objects.filter(is_staff=True, is_active=True)
    return staff.filter(
        may | Q(is_superuser=True), ~Exists(named), ~Exists(absent)
    ).filter(center=OuterRef("center"))


def _keepers() -> models.QuerySet[User]:
    """Return who of those that a case lies with still works where it is seen."""
    staff = User.objects.filter(is_staff=True, is_active=True)
    theirs = Q(pk=OuterRef("owner")) | Q(pk=OuterRef("duty_by"))
    here = Q(center=OuterRef("center")) | Q(center=OuterRef("center__parent"))
    return staff.filter(theirs, here | Q(center__isnull=True))


def known_to(user: User) -> Q:
    """Say of which cases somebody knows who asked: at home, or for a logged reason.

    Only among the cases that they see at all.
    """
    revealed = RevealLog.objects.filter(by=user).values("petition")
    return Q(center=user.center_id) | Q(pk__in=revealed)


class PetitionQuerySet(models.QuerySet["Petition"]):
    """Requests, found only through who may see them."""

    def visible_to(self, user: User) -> Self:
        """Return what a member of staff may open, find, count and be given.

        Their own center's and those below it, without every case they are named in.
        """
        seen = self._without_named(user)
        if user.is_staff and user.is_active and user.center_id is None:
            return seen  # the operator: every center, without a list of them all
        return seen.filter(center__in=user.center_ids)

    def assisted_by(self, user: User) -> Self:
        """Return other centers' cases in which this one still has a part to finish."""
        parts = self.model.objects.filter(
            assists__center__in=user.center_ids, assists__finished_at__isnull=True
        )
        return self._without_named(user).filter(pk__in=parts.values("pk"))

    def seen_by(self, user: User) -> Self:
        return self.visible_to(user) | self.assisted_by(user)

    def _without_named(self, user: User) -> Self:
        hidden = Conflict.objects.standing().filter(staff=user).values("petition")
        return self.exclude(pk__in=hidden)

    def of_person(self, user: User) -> Self:
        """Return a person's own: handed in logged in, or with their confirmed number.

        An anonymous one belongs to nobody; it is found by its code alone. To staff
        belongs what they handed in themselves: a number in a case they may have typed.
        """
        mine = Q(person=user)
        if user.phone and user.phone_confirmed_at and not user.is_staff:
            mine |= Q(person__isnull=True, phone=user.phone)
        return self.filter(mine)

    def tracked(self, code: str, tail: str) -> "Petition | None":
        """Return the one with this code, if the tail of its phone is given too.

        A request without a phone is found by its code of 60 bits alone.
        """
        found = self.filter(code=clean_code(code)).first() if len(code) < 400 else None
        if found and found.forgotten_at:
            return None
        if (
            found
            and found.phone
            and not compare_digest(tail_of(found.phone).encode(), tail.strip().encode())
        ):
            return None
        return found

    def open(self) -> Self:
        return self.filter(IS_OPEN)

    def overdue(self, today: date) -> Self:
        """Return the open ones whose due day has ended, or ever had in this round."""
        return self.open().filter(Q(due_on__lt=today) | Q(was_late=True))

    def due_now(self, today: date) -> Self:
        return self.open().filter(Q(due_on__lte=today) | Q(was_late=True))

    def due_today(self, today: date) -> Self:
        return self.open().filter(due_on=today, was_late=False)

    def not_due(self, today: date) -> Self:
        """Return the open ones with time left; with the two above this is all."""
        return self.open().filter(due_on__gt=today, was_late=False)

    def due_by(self, day: date) -> Self:
        return self.open().filter(due_on__lte=day)

    def silent_since(self, at: datetime) -> Self:
        return self.open().filter(last_public_at__lt=at)

    def with_person_after_end(self) -> Self:
        return self.filter(IS_KEPT)

    def unowned(self) -> Self:
        return self.filter(state=State.REGISTERED, owner__isnull=True)

    def queue_of(self, user: User, at: datetime) -> Self:
        """Return what somebody works on now: their own and that of whom they cover."""
        absent = stood_for_by(user, at)
        states = [str(state) for state in (*OPEN, State.ANSWERED)]
        return self.filter(
            Q(owner=user) | Q(owner__in=absent), state__in=states
        ).visible_to(user)

    def left_alone(self, at: datetime) -> Self:
        """Return what lies with somebody who is away and for whom nobody stands in.

        Who was to stand in is away too, and so on to the end: the supervisors have it.
        """
        states = [str(state) for state in (*OPEN, State.ANSWERED)]
        return self.filter(owner__in=left_alone(at), state__in=states)

    def first_asked_book(self, user: User, at: datetime) -> Self:
        """Return everything somebody answers for as first asked, whoever has it."""
        absent = stood_for_by(user, at)
        states = [str(state) for state in (*OPEN, State.ANSWERED)]
        return self.filter(
            Q(duty_by=user) | Q(duty_by__in=absent), state__in=states
        ).visible_to(user)

    def with_news_for(self, user: User, at: datetime) -> Self:
        """Return what has something new for somebody: their own, and nobody's.

        Nobody's is also what ended with somebody who does not work there any more.
        """
        absent = stood_for_by(user, at)
        nobodys = Q(owner__isnull=True, state=State.REGISTERED)
        nobodys |= Q(~Exists(_keepers()), state=State.CLOSED)
        mine = Q(owner=user) | Q(duty_by=user)
        mine |= Q(owner__in=absent) | Q(duty_by__in=absent)
        return self.filter(nobodys | mine, news_at__isnull=False).visible_to(user)

    def to_relay(self, user: User, at: datetime) -> Self:
        return self.first_asked_book(user, at).filter(state=State.HANDED_BACK)

    def to_judge(self, user: User) -> Self:
        """Return those in which somebody may have been named, for who can decide it.

        The center's own staff; where nobody of them at work may, whoever looks after
        the center from above.
        """
        proposed = Conflict.objects.proposed().values("petition")
        cases = self.visible_to(user).filter(pk__in=proposed)
        if not set(user.center_ids) - {user.center_id}:
            return cases  # nobody is below
        return cases.filter(Q(center=user.center_id) | ~Exists(_deciders()))

    def in_queue_of_center(self, center_ids: list[int]) -> Self:
        return self.filter(state=State.ESCALATED, owner_center__in=center_ids)

    def for_their_person(self) -> Self:
        """Order as the person asks: what is due, what waits for them, the rest.

        Open ones come by their date, the latest first of all; then answers that nobody
        has ended, then what is over, the newest first.
        """
        rank = Case(
            When(IS_OPEN, then=0), When(state=State.ANSWERED, then=1), default=2
        )
        due = Case(When(IS_OPEN, then=F("due_on")))
        rows = self.annotate(rank=rank, waits_until=due)
        return rows.order_by("rank", "waits_until", "-registered_at", "-pk")

    def most_urgent_first(self) -> Self:
        return self.order_by("due_on", "pk")
