"""Start the child as the portal does, and see what it took."""

import re
import resource
import subprocess
import sys
from typing import NamedTuple

from center.sandbox.limits import TASKS

_WATCHED = """
import atexit, runpy, sys
def tell():
    sys.stderr.write(open("/proc/self/status").read())
atexit.register(tell)
sys.argv = ["", sys.argv[1]]
runpy.run_module("center.sandbox", run_name="__main__")
"""


class Spent(NamedTuple):
    answer: bytes
    cpu_seconds: float
    peak_megabytes: float


def measured(task, content):
    """Judge in a child that is confined as ever and tells its peak at the end.

    One that was killed tells none and counts as a refusal, as in the portal.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    watched = subprocess.run(
        [sys.executable, "-E", "-s", "-c", _WATCHED, task],
        input=content,
        capture_output=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    found = re.search(rb"VmHWM:\s+(\d+)", watched.stderr)
    peak = int(found[1]) / 1024 if found else 0.0
    answer = watched.stdout
    if watched.returncode:
        answer = b"-" + TASKS[task].too_much.encode()
    return Spent(answer, cpu, peak)
