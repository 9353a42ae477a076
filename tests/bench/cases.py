"""What is measured: pages and forms of the running portal against a page that does
nothing, all in one run on one machine.
"""

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from center.models import Center, User
from center.timetable.lookup import hours_of
from reservations.models import Unit, Venue
from tests.bench import server
from tests.bench.client import Result, drive, request
from tests.bench.scale import cookie_of
from tests.bench.table import Line

ROUNDS = 5
SECONDS = 1.0
WIRES = 8
SEATS = 200
CSRF = "0123456789abcdefghijABCDEFGHIJ01"
BARE = "/bench/bare/"
HALL, ROOM, OPEN_HALL = "bench-hall", "bench-room", "bench-open"

Messages = Iterator[bytes]


def prepare() -> None:
    """Fill the demo once, and add a large hall, a room and guests for measuring."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("demo", no_serve=True)
    halls = ((HALL, "测速大厅", SEATS), (ROOM, "测速阅览室", 20))
    for slug, name, seats in (*halls, (OPEN_HALL, "测速满座厅", SEATS)):
        _furnish(slug, name, seats)
    for number in range(SEATS):
        phone = str(16190000000 + number)
        if not User.objects.filter(phone=phone).exists():
            User.objects.create_user(phone, name=f"测速{number}")


def _furnish(slug: str, name: str, seats: int) -> None:
    rules = {"slot_minutes": 30, "max_slots": 1, "lead_value": 0, "horizon_days": 14}
    venue, made = Venue.objects.get_or_create(
        center=Center.objects.root(),
        slug=slug,
        defaults={"name": name, "kind": "reading", **rules},
    )
    if made:
        Unit.objects.bulk_create(
            Unit(venue=venue, number=n, name=f"座位 {n}", kind="座位", order=n)
            for n in range(1, seats + 1)
        )


def sessions() -> list[str]:
    """Return a cookie of a signed-in session for each guest."""
    cookies = []
    for user in User.objects.filter(phone__startswith="16190").order_by("phone"):
        csrf = settings.CSRF_COOKIE_NAME
        cookies.append(f"{cookie_of(user.phone)}; {csrf}={CSRF}")
    return cookies


def gets(path: str, cookie: str = "") -> Callable[[], Messages]:
    return lambda: itertools.repeat(request(path, cookie=cookie))


def post(path: str, cookie: str, **fields: object) -> bytes:
    body = urlencode({"csrfmiddlewaretoken": CSRF, **fields}).encode()
    return request(path, method="POST", cookie=cookie, body=body)


def starts() -> list[datetime]:
    """Return the starts of the hall's grid on the coming days, latest first."""
    hours = hours_of(Center.objects.root())
    today = timezone.localdate()
    found = [
        span.start + timedelta(minutes=30 * step)
        for offset in range(1, 15)
        for span in hours.spans_on(today + timedelta(days=offset))
        for step in range(int((span.end - span.start).total_seconds() // 1800))
    ]
    return sorted(found, reverse=True)


def bookings(cookies: list[str], times: list[datetime], venue: str = HALL) -> Messages:
    """Yield bookings that are all possible: each guest one seat at each time."""
    for start in times:
        for number, cookie in enumerate(cookies, start=1):
            yield post(
                f"/rooms/{venue}/book/",
                cookie,
                start=f"{timezone.localtime(start):%Y-%m-%dT%H:%M}",
                unit=number,
                people=1,
            )


def losing(cookies: list[str], start: datetime) -> Messages:
    """Yield attempts at a seat that somebody holds."""
    for cookie in itertools.cycle(cookies[1:]):
        yield post(
            f"/rooms/{ROOM}/book/",
            cookie,
            start=f"{timezone.localtime(start):%Y-%m-%dT%H:%M}",
            unit=1,
            people=1,
        )


def petitions() -> Messages:
    """Yield requests of guests."""
    cookie = f"{settings.CSRF_COOKIE_NAME}={CSRF}"
    for number in itertools.count():
        yield post(
            "/petitions/new/",
            cookie,
            kind="help",
            title=f"三号楼的路灯不亮 {number}",
            body="晚上走路看不清，老人容易摔，请帮忙看看。",
            name="测速",
            phone=str(16180000000 + number % 1000),
        )


class Runs:
    """What several runs of one page saw, and the CPU that they cost."""

    def __init__(self, port: int, master: int) -> None:
        self.port, self.master = port, master
        self.results: list[Result] = []
        self.seconds = 0.0

    def run(self, messages: Messages) -> None:
        before = server.cpu_seconds(self.master)
        self.results.append(drive(self.port, messages, seconds=SECONDS, wires=WIRES))
        self.seconds += server.cpu_seconds(self.master) - before

    @property
    def milliseconds(self) -> float:
        return 1000 * self.seconds / max(1, sum(len(one.took) for one in self.results))


def in_turn(
    place: tuple[int, int],
    what: str,
    bar: str,
    messages: Callable[[], Messages],
    expected: int,
) -> Line:
    """Measure a page and the bare view in turn; both at the same time of day."""
    mine, other = Runs(*place), Runs(*place)
    for _ in range(ROUNDS):
        other.run(gets(BARE)())
        mine.run(messages())
    ours, bare = mine.results, other.results
    statuses = {status for result in ours for status in result.statuses}
    note = "" if statuses == {expected} else f" (statuses {sorted(statuses)})"
    return Line(
        what + note,
        ours[-1].per_second,
        bare[-1].per_second,
        [a.per_second / b.per_second for a, b in zip(ours, bare, strict=True)],
        bar,
        cpu=mine.milliseconds,
        reference_cpu=other.milliseconds,
    )


def measure(port: int, master: int) -> list[Line]:
    """Measure every line of the table that needs no million of rows."""
    cookies, times, place = sessions(), starts(), (port, master)
    taken = times.pop(0)
    drive(port, bookings(cookies[:1], [taken], ROOM), seconds=5, wires=1)
    stream = bookings(cookies, times)
    lines = [
        in_turn(place, "home page, anonymous", "≥ 0.40", gets("/"), 200),
        in_turn(
            place,
            "week page, nothing changed",
            "≥ 0.45",
            gets("/rooms/reading-room/"),
            200,
        ),
        in_turn(place, "week page, cold", "≥ 0.25", cold_week, 200),
        in_turn(place, "all venues, one day", "—", gets("/rooms/"), 200),
        in_turn(place, "signed-in 我的", "—", gets("/me/", cookies[0]), 200),
        in_turn(place, "booking POST", "≥ 0.12", lambda: stream, 302),
        in_turn(place, "losing a slot", "≥ 0.10", lambda: losing(cookies, taken), 422),
        in_turn(place, "petition POST", "≥ 0.12", petitions, 302),
    ]
    lines.append(memory(port, master))
    return lines


def cold_week() -> Messages:
    """Yield week pages that are drawn each time: such an address is not kept."""
    for number in itertools.count():
        yield request(f"/rooms/reading-room/?cold={number}")


def memory(port: int, master: int) -> Line:
    """Compare the workers' private memory before and after 20,000 requests."""
    before = max(server.private_megabytes(master))
    many = itertools.islice(gets("/rooms/reading-room/")(), 20_000)
    drive(port, many, seconds=600, wires=WIRES)
    after = max(server.private_megabytes(master))
    what = "worker memory after 20,000 requests"
    return Line(what, after, before, [after / before], "≤ 70 MB, no growth", "MB")
