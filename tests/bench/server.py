"""Start the measured server on a database of its own and stop it again."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from tests.bench.client import HOST, drive, request

CODE = Path(__file__).resolve().parents[2]
SETTINGS = "tests.bench.settings"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving() -> Iterator[tuple[int, int]]:
    """Serve with two workers; yield the port and the master's process number."""
    port = free_port()
    environment = {
        **os.environ,
        "BIND": f"{HOST}:{port}",
        "ACCESS_LOG": "",
        "WEB_CONCURRENCY": "2",
        "DJANGO_SETTINGS_MODULE": SETTINGS,
    }
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "-c", CODE / "center" / "gunicorn.py"),
            *("--max-requests", "0", "--log-level", "error", "tests.bench.wsgi"),
        ],
        cwd=CODE,
        env=environment,
    )
    try:
        _wait(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(30)


def _wait(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            seen = drive(port, iter([request("/readyz")]), seconds=5, wires=1)
            if seen.statuses == {200: 1}:
                return
        time.sleep(0.1)
    raise SystemExit("the measured server does not come up")


def private_megabytes(master: int) -> list[float]:
    """Return the private memory of each worker."""
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return [_private(int(worker)) for worker in workers]


def _private(process: int) -> float:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    kilobytes = [int(line.split()[1]) for line in rollup if line.startswith("Private_")]
    return sum(kilobytes) / 1024


def cpu_seconds(master: int) -> float:
    """Return the seconds that the workers and their connections have used so far."""
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid()"
        )
        backends = [str(pid) for (pid,) in cursor.fetchall()]
    return sum(_used(pid) for pid in (*workers, *backends))


def _used(pid: str) -> float:
    after_name = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(after_name[11]) + int(after_name[12])) / TICKS
