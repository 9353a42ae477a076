"""Whatever a child does, the portal goes on and lets nothing in."""

import os
import sys
import threading

import pytest

from center.sandbox import run
from center.sandbox.limits import TASKS, Limits
from center.sandbox.refusals import OverLimitError, RefusalError

LIMITS = Limits(1, 10, 100_000_000, "太复杂。")


def child(monkeypatch, code, limits=LIMITS):
    """Have the child, confined as ever, run some code instead of a judge."""
    monkeypatch.setitem(TASKS, "pdf", limits)
    confined = (
        "from center.sandbox.__main__ import confine;"
        "from center.sandbox.limits import Limits;"
        f"confine({limits!r});import os,sys,time\n{code}"
    )
    monkeypatch.setattr(
        run, "command", lambda task: [sys.executable, "-E", "-s", "-c", confined]
    )
    return run.judged("pdf", b"content")


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "x = bytearray(200_000_000); sys.stdout.write('+')",
        "os.abort()",
        "sys.exit(3)",
        "raise ValueError",
        "print('something else')",
        "os.fork(); sys.stdout.write('+')" if os.getuid() else "sys.exit(1)",
        "f = open('/tmp/x.pdf', 'w'); f.write('x'); f.flush(); sys.stdout.write('+')",
    ],
    ids=range(8),
)
def test_a_child_that_does_not_answer_is_a_refusal(monkeypatch, code):
    with pytest.raises(OverLimitError, match="太复杂"):
        child(monkeypatch, code)


def test_a_child_that_sleeps_is_ended(monkeypatch):
    limits = Limits(1, 1, LIMITS.memory, "太复杂。")
    with pytest.raises(OverLimitError):
        child(monkeypatch, "time.sleep(60)", limits)


def test_it_knows_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    seen = child(monkeypatch, "sys.stdout.write('+' + repr(dict(os.environ)))")
    assert b"hush" not in seen
    assert b"DATABASE_URL" not in seen


def test_its_answers(monkeypatch):
    assert child(monkeypatch, "sys.stdout.write('+' + sys.stdin.read())") == b"content"
    with pytest.raises(RefusalError, match="不行"):
        child(monkeypatch, "sys.stdout.buffer.write('-不行'.encode())")


def test_one_at_a_time_and_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(run, "WAIT_SECONDS", 0.2)
    alone = threading.BoundedSemaphore()
    monkeypatch.setattr(run, "_one_at_a_time", alone)
    alone.acquire()
    with pytest.raises(OverLimitError, match="过一会儿"):
        run.judged("pdf", b"")
    alone.release()
    with pytest.raises(RefusalError, match="读不出来"):
        run.judged("pdf", b"%PDF-1.4\n%%EOF")
    assert alone.acquire(timeout=1)


def test_one_thread_stays_free_for_everybody_else(monkeypatch):
    full = threading.BoundedSemaphore()
    full.acquire()
    monkeypatch.setattr(run, "_places", full)
    with pytest.raises(OverLimitError, match="过一会儿"):
        run.judged("pdf", b"")
    full.release()
    with pytest.raises(RefusalError, match="读不出来"):
        run.judged("pdf", b"%PDF-1.4\n%%EOF")
    assert full.acquire(blocking=False)
