"""Give pytest its environment and a real PostgreSQL before Django reads settings.

Loaded as `-p tests.pytest_devdb`: a conftest.py would come too late, because
pytest-django reads the settings first.
"""

import os

from devdb.server import ensure
from tests import template_database

# What a developer's shell says about a demo or a production must not reach the tests.
for name in ("DEMO", "DEBUG", "ALLOWED_HOSTS", "HTTPS", "BEHIND_PROXY", "SMS_BACKEND"):
    os.environ.pop(name, None)
os.environ["SECRET_KEY"] = "for-tests-only-" + "0123456789abcdef" * 4
# As in production, but the tests' own rows need not survive a power cut, and emptying
# every table of a database may take a slow machine its time.
os.environ["DATABASE_OPTIONS"] = " ".join(
    [
        "-c statement_timeout=20000",
        "-c lock_timeout=3000",
        "-c idle_in_transaction_session_timeout=10000",
        "-c synchronous_commit=off",
    ]
)
if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = ensure()
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ[template_database.VARIABLE] = template_database.ensure(
        os.environ["DATABASE_URL"]
    )
