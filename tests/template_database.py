"""One migrated database that every test database is copied from.

Migrating takes most of the time before the first test; copying takes half a second.
The copy is good as long as no migration and no installed package has changed, which
its name says.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
VARIABLE = "TEST_TEMPLATE"
PREFIX = "template_"


def ensure(url: str) -> str:
    """Return the name of the migrated database on this server, made where missing."""
    name = PREFIX + _digest()
    with _connected(url) as cursor:
        if name in _existing(cursor):
            return name
        for old in _existing(cursor):
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
        unfinished = f"un{name}"
        cursor.execute(f'DROP DATABASE IF EXISTS "{unfinished}"')
        cursor.execute(f'CREATE DATABASE "{unfinished}"')
    environment = os.environ | {"DATABASE_URL": _url(url, unfinished), "DEMO": "1"}
    run = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"]
    subprocess.run(run, cwd=ROOT, env=environment, check=True)
    with _connected(url) as cursor:
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    return name


def _digest() -> str:
    """Name what the tables are made from."""
    found = hashlib.sha256((ROOT / "requirements-dev.txt").read_bytes())
    for path in sorted(ROOT.glob("[a-z]*/**/migrations/*.py")):
        found.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _url(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _existing(cursor) -> list[str]:
    cursor.execute(
        "SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{PREFIX}[0-9a-f]+$"]
    )
    return [name for (name,) in cursor.fetchall()]


@contextlib.contextmanager
def _connected(url):
    """Give a cursor outside every transaction: databases are not made inside one."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        yield connection.cursor()
    finally:
        connection.close()
