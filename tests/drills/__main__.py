"""Pull the plug while people book, many times, and count what is left.

In each round eight people book until a worker or PostgreSQL is killed without warning.
Then every booking that the portal had acknowledged must be in the database with its
history, nothing half-written may be there, and pages must come again soon.
"""

import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

ROUNDS = int(os.environ.get("ROUNDS", "20"))
TOP = Path(tempfile.mkdtemp(prefix="drill-"))
TOP.chmod(0o711)

# A database of its own: this one is going to be killed.
os.environ["DEMO"] = "1"
os.environ["DEVDB_ROOT"] = str(TOP / "db")
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

from devdb.server import ensure, stop  # noqa: E402

os.environ["DATABASE_URL"] = ensure()

import django  # noqa: E402

django.setup()

from tests.bench import cases, server  # noqa: E402
from tests.drills import plug  # noqa: E402


def kill_worker(master: int) -> None:
    """Kill one worker of gunicorn; its master starts another."""
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    os.kill(int(workers[0]), signal.SIGKILL)


def kill_postgres(_master: int) -> None:
    """Kill PostgreSQL with all its processes, as a power cut does."""
    pid = (TOP / "db" / "data" / "postmaster.pid").read_text().split()[0]
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for process in (pid, *children):
        os.kill(int(process), signal.SIGKILL)


def main() -> int:
    cases.prepare()
    stream = cases.bookings(cases.sessions(), cases.starts())
    wrong = 0
    with server.serving() as (port, master):
        for number in range(1, ROUNDS + 1):
            kill = kill_postgres if number % 2 else kill_worker
            found = plug.round_of(port, stream, lambda k=kill: k(master))
            wrong += found.is_wrong
            sys.stdout.write(f"{number:3} {kill.__name__:14} {found}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{wrong} of {ROUNDS} rounds went wrong\n")
    return 1 if wrong else 0


try:
    code = main()
finally:
    stop()
    shutil.rmtree(TOP, ignore_errors=True)
sys.exit(code)
