"""One round: book, pull the plug, come back, count."""

import http.client
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.db import connection

from devdb.server import ensure
from reservations.models import Booking
from tests.bench.client import HOST

PEOPLE = 8
BOOK_SECONDS = 1.0
SOON = 10.0
CODE = re.compile(r"/bookings/([0-9A-Z]+)/")


@dataclass
class Found:
    """What one round left behind."""

    acknowledged: int
    lost: int
    half: int
    statuses: dict[int, int]
    seconds: float

    @property
    def is_wrong(self) -> bool:
        strange = {code for code in self.statuses if code >= 500 and code != 503}
        return bool(self.lost or self.half or strange or self.seconds > SOON)

    def __str__(self) -> str:
        said = " ".join(f"{code}×{n}" for code, n in sorted(self.statuses.items()))
        return (
            f"acknowledged {self.acknowledged:3}  lost {self.lost}  half {self.half}"
            f"  serving again after {self.seconds:.1f} s  [{said}]"
        )


@dataclass
class Crowd:
    """People who book one after the other until they are told to stop."""

    port: int
    requests: Iterator[bytes]
    codes: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    is_over: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        while not self.is_over:
            with self.lock:
                request = next(self.requests)
            try:
                status, location = self.send(request)
            except (OSError, http.client.HTTPException):
                continue  # cut off in the middle: nothing was promised
            with self.lock:
                self.statuses[status] = self.statuses.get(status, 0) + 1
                if status == http.HTTPStatus.FOUND:
                    self.codes.append(CODE.search(location)[1])

    def send(self, request: bytes) -> tuple[int, str]:
        head, _, body = request.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        method, path, _ = first.split(" ")
        headers = dict(line.split(": ", 1) for line in lines)
        wire = http.client.HTTPConnection(HOST, self.port, timeout=20)
        try:
            wire.request(method, path, body, headers)
            answer = wire.getresponse()
            answer.read()
            return answer.status, urlsplit(answer.headers.get("Location", "")).path
        finally:
            wire.close()


def round_of(port: int, requests: Iterator[bytes], pull: Callable[[], None]) -> Found:
    crowd = Crowd(port, requests)
    people = [threading.Thread(target=crowd.run) for _ in range(PEOPLE)]
    for person in people:
        person.start()
    time.sleep(BOOK_SECONDS)
    pull()
    time.sleep(BOOK_SECONDS / 2)  # they press on while everything is down
    ensure()
    back = time.monotonic()
    while not _serves(port) and time.monotonic() - back < 6 * SOON:
        time.sleep(0.1)
    seconds = time.monotonic() - back
    crowd.is_over = True
    for person in people:
        person.join()
    connection.close()
    there = set(
        Booking.objects.filter(code__in=crowd.codes).values_list("code", flat=True)
    )
    return Found(
        acknowledged=len(crowd.codes),
        lost=len(set(crowd.codes) - there),
        half=Booking.objects.filter(steps__isnull=True).count(),
        statuses=crowd.statuses,
        seconds=seconds,
    )


def _serves(port: int) -> bool:
    wire = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        wire.request("GET", "/rooms/bench-hall/")
        return wire.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        wire.close()
