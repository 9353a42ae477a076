"""Give pytest its environment and a real PostgreSQL before Django reads settings.

Loaded as `-p tests.pytest_devdb`: a conftest.py would come too late, because
pytest-django reads the settings first.
"""

import gc
import os
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

from devdb.server import ensure
from tests import template_database

# What a developer's shell says about a demo or a production must not reach the tests.
for name in ("DEMO", "DEBUG", "ALLOWED_HOSTS", "HTTPS", "BEHIND_PROXY", "SMS_BACKEND"):
    os.environ.pop(name, None)
# A shell that forbids compiled files would have every process compile the portal anew:
# workers, servers and commands share theirs aside.
if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    aside = Path(__file__).resolve().parent.parent / ".pytest_cache" / "compiled"
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(aside))
os.environ["SECRET_KEY"] = "for-tests-only-" + "0123456789abcdef" * 4
# As in production, but the tests' own rows need not survive a power cut, and emptying
# every table of a database may take a slow machine its time.
os.environ["DATABASE_OPTIONS"] = " ".join(
    [
        "-c statement_timeout=20000",
        "-c lock_timeout=3000",
        "-c idle_in_transaction_session_timeout=10000",
        "-c synchronous_commit=off",
        "-c jit=off",
    ]
)
if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = ensure()
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ[template_database.VARIABLE] = template_database.ensure(
        os.environ["DATABASE_URL"]
    )


# Walks of a minute; begun last they would leave the other core idle.
LONG = (
    "tests/browser/",
    "tests/test_offers.py",
    "tests/test_planted.py",
    "tests/petitions/test_privacy_walk.py",
    "tests/membership/transfers/test_walk.py",
    "tests/reservations/test_races.py",
)


def pytest_collection_modifyitems(items):
    """Begin with the long ones; the rest keeps its order."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection_finish():
    """Look through what was imported no more: it stays until the end (an eighth)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


class FirstThings(LoadScopeScheduling):
    """Hand out test by test, but first the database's own and those of the filled demo.

    The demo is filled for one process. The other starts programs by the hundred, which
    costs twice as much once a process has grown. Marks would say so, if xdist still
    found them in the names of pytest 9.2.
    """

    FIRST = (
        ("devdb", "tests/ops/test_devdb.py"),
        ("demo", ("tests/ops/test_demo.py", "tests/ops/test_jobs.py")),
    )

    def _split_scope(self, nodeid):
        return next((n for n, at in self.FIRST if nodeid.startswith(at)), nodeid)


def pytest_xdist_make_scheduler(config, log):
    return FirstThings(config, log)
