"""Have files judged by a short-lived child, one at a time in each worker.

A parser on hostile input may take for ever, fill the memory or die. In a child the
kernel sets the bounds, and whatever goes wrong there is a refusal here.
"""

import contextlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from center.sandbox.limits import TASKS
from center.sandbox.refusals import OverLimitError, RefusalError

# How long somebody waits while the files of others are judged.
WAIT_SECONDS = 40
BUSY = "现在传文件的人太多，请过一会儿再传。"
_ROOT = Path(__file__).resolve().parent.parent.parent
# Nothing of the settings goes along: no key, no password.
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG", "SYSTEMROOT")
_one_at_a_time = threading.BoundedSemaphore()
# Those who are judged and those who wait; one thread of the worker stays free for
# everybody else, however many files come at once.
PLACES = max(1, int(os.environ.get("WEB_THREADS", "4")) - 1)
_places = threading.BoundedSemaphore(PLACES)
_log = logging.getLogger("center.sandbox")


def judged(task: str, content: bytes) -> bytes:
    """Return what may be kept of a file; raise ``RefusalError`` otherwise."""
    with _turn():
        answer = _answer(task, content)
    if answer[:1] == b"-":
        raise RefusalError(answer[1:].decode())
    return answer[1:]


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise OverLimitError(BUSY)
    try:
        if not _one_at_a_time.acquire(timeout=WAIT_SECONDS):
            raise OverLimitError(BUSY)
        try:
            yield
        finally:
            _one_at_a_time.release()
    finally:
        _places.release()


def command(task: str) -> list[str]:
    return [sys.executable, "-E", "-s", "-m", "center.sandbox", task]


def _answer(task: str, content: bytes) -> bytes:
    limits = TASKS[task]
    env = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        child = subprocess.run(  # noqa: S603 - our own program and arguments
            command(task),
            input=content,
            capture_output=True,
            timeout=limits.wall_seconds,
            check=False,
            cwd=_ROOT,
            env=env,
        )
    except subprocess.TimeoutExpired as error:
        _log.warning("A %s was not judged in time.", task)
        raise OverLimitError(limits.too_much) from error
    if child.returncode or child.stdout[:1] not in (b"+", b"-"):
        _log.warning("A %s was not judged: exit code %s.", task, child.returncode)
        raise OverLimitError(limits.too_much)
    return child.stdout
