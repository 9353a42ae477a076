"""The child: takes bytes on its input, judges them within its limits, answers, ends.

Started as ``python -m center.sandbox TASK``. It knows neither Django nor the settings,
so it starts fast and holds no secret. The answer begins with ``+`` (what may be kept)
or ``-`` (a sentence); whatever else happens counts as a refusal.
"""

import resource
import sys
from importlib import import_module

from center.sandbox.limits import TASKS, Limits
from center.sandbox.refusals import RefusalError


def confine(limits: Limits) -> None:
    """Give away what the child never needs: time, memory, files, children."""
    most = {
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
    }
    for what, value in most.items():
        resource.setrlimit(what, (value, value))


def main(task: str) -> None:
    """Judge standard input and write the answer."""
    confine(TASKS[task])
    judge = import_module(f"center.sandbox.{task}").judge
    try:
        answer = b"+" + judge(sys.stdin.buffer.read())
    except RefusalError as refusal:
        answer = b"-" + str(refusal).encode()
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main(sys.argv[1])
