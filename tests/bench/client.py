"""A small HTTP client that costs little, so that the server is what is measured."""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

HOST = "127.0.0.1"
HEAD_END = b"\r\n\r\n"


@dataclass
class Result:
    """What one run saw: answers per second, milliseconds, statuses."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        return len(self.took) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Return milliseconds."""
        ordered = sorted(self.took)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def request(
    path: str, *, method: str = "GET", cookie: str = "", body: bytes = b""
) -> bytes:
    """Return the bytes of one keep-alive request."""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {HOST}",
        "Accept-Encoding: gzip",
        "Connection: keep-alive",
    ]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if method == "POST":
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + HEAD_END + body


class Wire:
    """One connection that sends a request and gathers its answer."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection((HOST, self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.held = b""

    def send(self, message: bytes) -> None:
        self.since = time.perf_counter()
        self.held = b""
        self.socket.sendall(message)

    def receive(self) -> int:
        """Read what is there; return the status once the answer is whole, else 0."""
        piece = self.socket.recv(262144)
        if not piece:
            raise ConnectionResetError
        self.held += piece
        head, found, rest = self.held.partition(HEAD_END)
        if not found:
            return 0
        length = _header(head, b"content-length")
        if length is None or len(rest) < int(length):
            return 0
        if (_header(head, b"connection") or b"").lower() == b"close":
            self.socket.close()
            self.open()
        return int(head[9:12])


def _header(head: bytes, name: bytes) -> bytes | None:
    for line in head.split(b"\r\n"):
        if line[: len(name) + 1].lower() == name + b":":
            return line[len(name) + 1 :].strip()
    return None


def drive(
    port: int, messages: Iterator[bytes], *, seconds: float, wires: int
) -> Result:
    """Keep ``wires`` connections busy until time or messages run out."""
    result = Result()
    selector = selectors.DefaultSelector()
    start = time.perf_counter()
    busy = 0
    for _ in range(wires):
        message = next(messages, None)
        if message is None:
            break
        wire = Wire(port)
        wire.send(message)
        selector.register(wire.socket, selectors.EVENT_READ, wire)
        busy += 1
    while busy:
        for key, _ in selector.select(timeout=10):
            wire = key.data
            before = wire.socket
            status = wire.receive()
            if not status:
                continue
            now = time.perf_counter()
            result.took.append(now - wire.since)
            result.statuses[status] = result.statuses.get(status, 0) + 1
            if wire.socket is not before:
                selector.unregister(before)
                selector.register(wire.socket, selectors.EVENT_READ, wire)
            message = next(messages, None) if now - start < seconds else None
            if message is None:
                selector.unregister(wire.socket)
                wire.socket.close()
                busy -= 1
            else:
                wire.send(message)
    result.seconds = time.perf_counter() - start
    return result
