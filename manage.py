"""Run an administrative task; the demo brings its own database along."""

import os
import sys

import environ
from django.core.management import execute_from_command_line


def main() -> None:
    """Hand over to Django once it is clear which database is meant."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "center.settings")
    # Production must name its server: settings.py refuses to start without it.
    if not os.environ.get("DATABASE_URL") and environ.Env().bool("DEMO", default=False):
        from devdb import server  # noqa: PLC0415 - a real server has no need of it

        os.environ["DATABASE_URL"] = server.ensure()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
