"""Remind the owners before a case is due, and the supervisors daily when it is over.

Run by ``manage.py remind`` as often as one likes: each reminder is one row that can
exist only once, and its text message likewise, so that neither a second worker nor a
second run nor three days without any makes a reminder come twice or never.
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from center.accounts.backends import staff_with
from center.jobs import job
from center.models import Center, User
from center.outbox.actions import remind as tell_once
from center.outbox.actions import tell
from center.roster.models import Absence
from center.rules import in_fours
from center.timetable.lookup import calendar_of
from center.wording import date_in_sentence
from petitions.actions.leaving import acting
from petitions.actions.pauses import lapse_pauses
from petitions.actions.times import lapse_extensions
from petitions.models import Conflict, Petition, PetitionQuerySet
from petitions.reminders.models import Reminder
from petitions.rules.clock import is_working, nth_working
from petitions.rules.followup import is_left_lying, reminder_for
from petitions.rules.roles import SUPERVISE

MATTER = "petitions"
LOCK = 0x7E717104
BATCH = 500
# A day more than the rule warns of: the rule decides about each case.
WARNED_DAYS = 3


@job("诉求办理：写下 {} 条到期、超期的提醒。")
def remind(at: datetime) -> int:
    """Write every reminder that is due at ``at`` and not written yet; say how many.

    One worker at a time: a second one that runs meanwhile writes nothing.
    """
    lapse_extensions(at=at)
    lapse_pauses(at=at)
    with transaction.atomic():
        if not _is_alone():
            return 0
        written = sum(_remind_center(center, at) for center in Center.objects.all())
        return written + _alert_supervisors(at)


def _is_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _remind_center(center: Center, at: datetime) -> int:
    today = timezone.localdate(at)
    until = nth_working(calendar_of(center), today, WARNED_DAYS)
    cases = (
        Petition.objects.open()
        .filter(Q(earliest_on__lte=until) | Q(due_on__lt=today), center=center)
        .order_by("due_on", "pk")
    )
    wanted = _wanted(center, cases.iterator(BATCH), at)
    written = 0
    while batch := list(islice(wanted, BATCH)):
        written += _write(batch, at)
    return written


def _wanted(
    center: Center, cases: Iterator[Petition], at: datetime
) -> Iterator[Reminder]:
    today, calendar = timezone.localdate(at), calendar_of(center)
    for case in cases:
        found = reminder_for(calendar, case.due_on, case.earliest_on, today)
        if found:
            kind, day = found
            yield Reminder(petition=case, kind=kind, day=day, written_at=at)


def _write(batch: list[Reminder], at: datetime) -> int:
    """Write those of a batch that are new, and the texts to whom they concern."""
    known = {
        (row.petition_id, row.kind, row.day)
        for row in Reminder.objects.filter(
            petition__in=[one.petition_id for one in batch]
        )
    }
    new = [one for one in batch if (one.petition_id, one.kind, one.day) not in known]
    people = _who_works(new, at)
    away = _named(new)
    for one in new:
        to = people.get(one.petition.owner_id or one.petition.duty_by_id or 0)
        one.to = to if to and (one.petition_id, to.pk) not in away else None
    Reminder.objects.bulk_create(new, ignore_conflicts=True)
    for one in new:
        _tell_owner(one, at)
    return len(new)


def _who_works(new: list[Reminder], at: datetime) -> dict[int, User]:
    """Return who is at work for each owner: themselves, or whoever stands in."""
    held = (one.petition.owner_id or one.petition.duty_by_id for one in new)
    ids = {owner for owner in held if owner}
    presence = Absence.objects.at(at).presence()
    there = {pk: presence.acting(pk, at) or pk for pk in ids}
    people = User.objects.in_bulk({*there.values()})
    found = {pk: acting(people[who]) for pk, who in there.items()}
    return {pk: user for pk, user in found.items() if user is not None}


def _named(new: list[Reminder]) -> set[tuple[int, int]]:
    """Return who keeps away from which case: a deputy is not told of it either."""
    ids = [one.petition_id for one in new]
    rows = Conflict.objects.standing().filter(petition__in=ids)
    return set(rows.values_list("petition_id", "staff_id"))


def _tell_owner(one: Reminder, at: datetime) -> None:
    case = one.petition
    if one.to is None:
        return
    tell(
        person=one.to,
        text=f"诉求 {in_fours(case.code)} {one.get_kind_display()}："
        f"{date_in_sentence(case.due_on)}。",
        once=f"petition-reminder:{case.pk}:{one.kind}:{one.day}",
        at=at,
        center_id=case.center_id,
        subject=f"petitions:{case.pk}",
    )


def _alert_supervisors(at: datetime) -> int:
    """Tell each supervisor once a day how many of the cases they see are overdue."""
    today = timezone.localdate(at)
    told = 0
    for user in supervisors():
        seen = Petition.objects.visible_to(user)
        overdue = seen.overdue(today).count()
        if overdue:
            told += _alert(user, overdue, seen.due_today(today).count(), today, at)
        told += _alert_of_untaken(user, seen, at)
        told += _alert_of_alone(user, seen, at)
    return told


def _alert_of_untaken(user: User, seen: PetitionQuerySet, at: datetime) -> int:
    """Tell a supervisor each working day what nobody took by its second one."""
    today = timezone.localdate(at)
    if user.center is None:
        return 0
    lying = seen.unowned().filter(center=user.center).values_list("received_on")
    calendar = calendar_of(user.center)
    days = [day for (day,) in lying if is_left_lying(calendar, day, today)]
    if not days or not is_working(calendar, today):
        return 0
    text = f"有 {len(days)} 件网上诉求满两个工作日还没有人接，请安排人。"
    once = f"petition-untaken:{user.pk}:{today}"
    return tell_once(user, text, once, at=at, subject=MATTER)


def _alert_of_alone(user: User, seen: PetitionQuerySet, at: datetime) -> int:
    """Tell a supervisor once a day what lies with people for whom nobody stands in."""
    count = seen.left_alone(at).filter(center=user.center_id).count()
    if not count:
        return 0
    text = f"有 {count} 件诉求，经办的人不在、没人顶岗，请安排人。"
    once = f"petition-alone:{user.pk}:{timezone.localdate(at)}"
    return tell_once(user, text, once, at=at, subject=MATTER)


def supervisors() -> Iterator[User]:
    rows = staff_with(SUPERVISE).filter(center__isnull=False)
    return rows.order_by("pk").iterator()


def _alert(user: User, overdue: int, due_today: int, today: date, at: datetime) -> int:
    text = f"有 {overdue} 件诉求已超期，{due_today} 件今天到期，请督办。"
    once = f"petition-overdue:{user.pk}:{today}"
    return tell_once(user, text, once, at=at, subject=MATTER)
