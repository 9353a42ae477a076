"""A demo from the first line to the last, filled once for all tests that look at it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

CODE = Path(__file__).resolve().parents[2]
OWN = ("DATABASE_URL", "DATABASE_OPTIONS", "SECRET_KEY", "DEMO_PASSWORD")


@pytest.fixture(scope="package")
def machine():
    """An environment with a database of its own, as after a fresh clone."""
    with tempfile.TemporaryDirectory(prefix="demo-") as top:
        Path(top).chmod(0o711)
        kept = {name: text for name, text in os.environ.items() if name not in OWN}
        machine = kept | {
            "DEMO": "1",
            "DEVDB_ROOT": f"{top}/db",
            "STATIC_ROOT": f"{top}/static",
            "MEDIA_ROOT": f"{top}/media",
        }
        yield machine
        devdb("remove", machine)


def fill(machine):
    """Fill the demo of this machine, unless one before came as far as its last step."""
    if not Path(machine["STATIC_ROOT"], "staticfiles.json").exists():
        code, said = manage(machine, "demo", "--no-serve")
        assert code == 0, said


def devdb(command, machine):
    run = [sys.executable, "-m", "devdb", command]
    return subprocess.check_output(run, cwd=CODE, env=machine, text=True)


def manage(machine, *command):
    """Run one command to its end; return its exit code and all that it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=CODE,
        env=machine,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout
