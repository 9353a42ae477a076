"""Open every page and run every job that asks the apps; say which part was not asked.

Runs in a process of its own, with the settings and the filled database of the demo.
"""

import json
import sys
from datetime import timedelta
from inspect import unwrap
from io import StringIO

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from center import portals  # noqa: E402
from center.accounts.actions.people import reasons_to_wait  # noqa: E402
from center.calls.models import Call  # noqa: E402
from center.guide.models import Version  # noqa: E402
from center.models import Center, User  # noqa: E402
from center.outbox.actions import resend, send_waiting, tell  # noqa: E402
from center.outbox.models import Message  # noqa: E402
from center.reception.models import Line  # noqa: E402
from center.reception.rules import RUNNING  # noqa: E402
from center.rules import SUPERVISES, Role  # noqa: E402
from petitions.counter.queue import PAGE_SIZE  # noqa: E402
from reservations.models import Booking  # noqa: E402
from tests.ops import seeds  # noqa: E402


def parts():
    """Return every function that an app contributes, by where it stands."""
    found = [part for name in portals.HOOKS for part in portals.gathered(name)]
    return {f"{part.__module__}.{part.__qualname__}": unwrap(part) for part in found}


def browser(person):
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend="center.accounts.backends.PeopleBackend")
    return client


def opened(client, path, status=200, **data):
    answer = client.post(path, data) if data else client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def work(person):
    desk = ["/desk/"] if person.is_staff else []
    return [*desk, "/admin/"] if person.has_perm(SUPERVISES) else desk


def pages():
    for person in User.objects.filter(phone__startswith="1610000000"):
        client = browser(person)
        for path in ("/", "/library/", "/me/", "/me/data/", "/me/data/file/"):
            opened(client, path)
        for path in work(person):
            opened(client, path)
    guest = Client(SERVER_NAME="localhost")
    for path in ("/", "/guide/", "/about/fault/?path=/rooms/", "/library/?q=a"):
        opened(guest, path)
    leading = Version.objects.in_effect(timezone.localdate()).exclude(leads_to="")
    for version in leading.select_related("service"):
        opened(guest, f"/services/{version.slug}/")


def rows_of(page):
    """Return how many rows a list shows on all its pages."""
    shown = page.get("show", "")
    if shown in ("given", "mine"):
        return len(page[shown])
    if "cl" in page:
        return page["cl"].result_count
    if hasattr(page.get("page"), "paginator"):
        return page["page"].paginator.count
    names = ("rows", "bookings", "lines")
    rows = next(page[name] for name in names if name in page)
    return sum(len(row.cells) for row in rows) if page.get("is_late") else len(rows)


# These count something else than the rows of a list.
NO_LIST = {"放假安排", "恢复码"}


def cards():
    """Open every card of every desk: it shows the rows that it counts, no others."""
    seen, wrong = set(), []
    for person in User.objects.filter(phone__startswith="1610000000", is_staff=True):
        client, at = browser(person), timezone.now()
        for found in portals.gathered("cards"):
            for card in found(User.objects.get(pk=person.pk), at):
                seen.add(card.title)
                page = client.get(card.url)
                assert page.status_code == 200, card
                if card.title in NO_LIST or card.count >= PAGE_SIZE:
                    continue
                if (shown := rows_of(page.context)) != card.count:
                    wrong.append((person.name, card, shown))
    assert wrong == []
    assert len(seen) > 12, seen


def roster(clerk):
    """Look who is where, and print what the next day brings."""
    for path in ("roster/", "roster/absence/", "walk-in/evening/"):
        opened(clerk, f"/desk/{path}")


def counter(clerk):
    """Look for somebody by number and by code, and open a visit that goes on."""
    opened(clerk, "/desk/people/?q=ABCD2345")
    person = User.objects.get(phone="16100000001")
    opened(clerk, f"/desk/people/{person.pk}/")
    line = Line.objects.filter(state__in=RUNNING).latest("at")
    opened(clerk, line.get_absolute_url())


def promises():
    """Look for what the source promises where it should stand."""
    guest = Client(SERVER_NAME="localhost")

    def somebody(phone):
        return browser(User.objects.get(phone=phone)) if phone else guest

    seeds.walk(somebody, opened)


def accounts():
    """Close the accounts that nothing holds; at least one person has a history."""
    closed = 0
    for person in User.objects.filter(is_staff=False, is_active=True).order_by("pk"):
        if reasons_to_wait(person, timezone.now()):
            continue
        person.set_password("a long and calm sentence")
        person.save()
        password = {"password": "a long and calm sentence"}
        opened(browser(person), "/me/data/erase/", 302, **password)
        closed += 1
    assert closed > 1
    assert not User.objects.exclude(erased_at=None).filter(phone__gt="").exists()


def colleagues(boss):
    """Look what lies with a clerk who goes, and move one with whom nothing does."""
    clerk = User.objects.get(phone="16100000003")
    sent = {"action": "dismiss", "_selected_action": clerk.pk, "why": "离职"}
    opened(boss, "/admin/center/user/", **sent)
    new = User.objects.create_user(
        "16100000901", name="秦新", is_staff=True, center=clerk.center
    )
    new.groups.set(clerk.groups.all())
    data = {"center": Center.objects.exclude(pk=new.center_id).latest("pk").pk}
    data |= {"groups": [group.pk for group in new.groups.all()], "is_active": "on"}
    opened(boss, f"/admin/center/user/{new.pk}/change/", 302, **data, why="调岗")


def holiday(boss):
    """Close a day that people have booked: it says whom it hits, then cancels."""
    booked = Booking.objects.filter(starts_at__gt=timezone.now(), state="booked")
    day = timezone.localdate(booked.latest("starts_at").starts_at)
    data = {
        "day": f"{day}",
        "kind": "holiday",
        "name": "停电",
        "follows": "",
        "reason": "供电通知",
    }
    before = booked.count()
    opened(boss, "/admin/timetable/specialday/add/", **data)
    data |= {"shut_reason": "停电", "bookings": "cancel"}
    opened(boss, "/admin/timetable/specialday/add/", 302, **data)
    assert booked.count() < before


def closures(boss):
    """Close the center over bookings: what it falls on is shown, then cancelled."""
    booked = Booking.objects.filter(starts_at__gt=timezone.now(), state="booked")
    day = timezone.localdate(booked.latest("starts_at").starts_at)
    data = {"venue": f"center-{Center.objects.root().pk}", "reason": "检修"}
    data |= {"starts_at": f"{day}T00:00", "ends_at": f"{day}T23:59", "key": "k" * 32}
    path = "/admin/reservations/closure/add/"
    assert "这段时间里有" in opened(boss, path, **data)
    before = booked.count()
    opened(boss, path, 302, **data, confirmed="1")
    assert booked.count() < before


def calls(clerk):
    """Leave somebody without a phone a message, and tell them by voice."""
    booking = Booking.objects.filter(state="booked", event=None).latest("pk")
    tell(
        person=None,
        name="李奶奶",
        text="改时间了。",
        once="walk",
        at=timezone.now(),
        center_id=booking.center_id,
        subject=f"reservations:{booking.pk}",
    )
    opened(clerk, "/desk/petitions/new/", 302, title="灯坏了", draft="save")
    assert "李奶奶" in opened(clerk, "/desk/calls/")
    call = Call.objects.open().get(name="李奶奶")
    opened(clerk, f"/desk/calls/{call.pk}/tell/", 302, version=1, how="phone")
    boss = User.objects.get(phone="16100000004")
    failed = Message.objects.exclude(state="sent").exclude(phone="").latest("pk")
    Message.objects.filter(pk=failed.pk).update(state="failed")
    # Long ago, so that nothing else is due.
    at = timezone.now() - timedelta(days=400)
    resend(message=failed, reason="网关修好了", by=boss, at=at)
    assert send_waiting(at=at) == 1


def roles(boss):
    """Offer every role that the tables of the apps make whole."""
    form = opened(boss, "/admin/center/user/add/")
    assert [role for role in Role.values if f"{role}</" not in form] == []


def jobs():
    said = StringIO()
    for command in ("remind", "purge"):
        call_command(command, stdout=said)


def walk():
    boss = browser(User.objects.get(phone="16100000004"))
    jobs()
    pages()
    promises()
    cards()
    roles(boss)
    counter(browser(User.objects.get(phone="16100000003")))
    roster(browser(User.objects.get(phone="16100000003")))
    colleagues(boss)
    holiday(boss)
    closures(boss)
    calls(browser(User.objects.get(phone="16100000003")))
    accounts()


setup_test_environment()
called = set()
sys.setprofile(lambda frame, *_: called.add(frame.f_code))
walk()
sys.setprofile(None)
missing = [path for path, part in parts().items() if part.__code__ not in called]
sys.stdout.write(json.dumps({"asked": len(parts()), "missing": missing}))
