"""Measure, print the table, write ``bench.json``; never fail because of a figure."""

import contextlib
import os
import sys
from pathlib import Path

import psycopg2

from devdb.server import ensure

os.environ["DEMO"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
DATABASE = "lianxinqiao_bench"

# What an earlier run booked would be in the way of this one.
with contextlib.closing(psycopg2.connect(ensure("postgres"))) as server_itself:
    server_itself.autocommit = True
    with server_itself.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
os.environ["DATABASE_URL"] = ensure(DATABASE)

import django  # noqa: E402

django.setup()

from tests.bench import (  # noqa: E402
    cases,
    library,
    open_rows,
    scale,
    server,
    table,
)

if __name__ == "__main__":
    rows = int(os.environ.get("ROWS", "0"))
    cases.prepare()
    with server.serving() as (port, master):
        lines = library.measure(port) if not os.environ.get("OPEN_ONLY") else []
        if not library.ONLY:
            times = cases.starts()
            lines += open_rows.measure_open(port, master, times, cases.OPEN_HALL)
        if not (library.ONLY or os.environ.get("OPEN_ONLY")):
            lines += cases.measure(port, master)
        if rows:
            lines += scale.measure_at_scale(port, rows)
    sys.stdout.write(table.show(lines) + "\n")
    table.save(lines, Path("bench.json"))
