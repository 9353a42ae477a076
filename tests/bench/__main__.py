"""Measure, print the table, write ``bench.json``; never fail because of a figure."""

import os
import sys
from pathlib import Path

from center import devdb

os.environ["DEMO"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
os.environ["DATABASE_URL"] = devdb.ensure("lianxinqiao_bench")

import django

django.setup()

from tests.bench import cases, scale, server, table  # noqa: E402

if __name__ == "__main__":
    rows = int(os.environ.get("ROWS", "0"))
    cases.prepare()
    with server.serving() as (port, master):
        lines = cases.measure(port, master)
        if rows:
            lines += scale.measure_at_scale(port, rows)
    sys.stdout.write(table.show(lines) + "\n")
    table.save(lines, Path("bench.json"))
