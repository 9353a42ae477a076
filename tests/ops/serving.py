"""The shipped gunicorn as an operator starts it, on the database of the tests."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

CODE = Path(__file__).resolve().parents[2]
SECRET = "only-for-a-test-0123456789-abcdefghij-KLMNOPQRSTU-vwxyz"
GOOD = {
    "DEMO": "0",
    "HTTPS": "0",
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "DATABASE_URL": "postgresql://portal@localhost/portal",
    "ID_KEYS": "b25seS1mb3ItdGhlLWNoZWNrLW5vdC1hLWtleS0hISE=",
    "SMS_BACKEND": "center.sms.FileSms",
}
OURS = ("TRUSTED_PROXIES", "BEHIND_PROXY", "SHARED_NETWORKS", "BIND", "ACCESS_LOG")


def environment(**changed):
    """Return the environment of a production; None takes a variable away."""
    kept = {name: text for name, text in os.environ.items() if name not in OURS}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    merged = kept | GOOD | changed
    return {name: text for name, text in merged.items() if text is not None}


def run(*command, **changed):
    """Run Python with this environment; return what is said and how it ends."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=CODE,
        env=environment(**changed),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_database():
    """Return the address of the database in which this test writes."""
    name = connection.settings_dict["NAME"]
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


test_database.__test__ = False


@contextlib.contextmanager
def serving(**changed):
    """Serve with one worker until the block ends; yield how to connect."""
    place = changed.pop("BIND", None) or f"127.0.0.1:{_free_port()}"
    changed = {"WEB_CONCURRENCY": "1", "DATABASE_URL": test_database()} | changed
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "center/gunicorn.py", "center.wsgi"],
        cwd=CODE,
        env=environment(BIND=place, **changed),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        _wait(server, place)
        yield place
    finally:
        server.terminate()
        server.communicate(timeout=30)


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def _wait(server, place):
    for _ in range(600):
        if server.poll() is not None:
            raise AssertionError(server.communicate()[1].decode())
        with contextlib.suppress(OSError):
            if ask(place, "/healthz").status == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not come up")


def ask(place, path, *, method="GET", headers=(), body=None):
    """Send one request exactly as written; return its answer with its text read."""
    wire = http.client.HTTPConnection("localhost", timeout=20)
    wire.sock = _connect(place)
    wire.putrequest(method, path, skip_accept_encoding=True)
    for name, value in dict(headers).items():
        wire.putheader(name, value)
    if body is not None:
        wire.putheader("Content-Type", "application/x-www-form-urlencoded")
        wire.putheader("Content-Length", str(len(body)))
    wire.endheaders(body.encode() if body is not None else None)
    answer = wire.getresponse()
    answer.text = answer.read().decode("utf-8", "replace")
    wire.close()
    return answer


def _connect(place):
    if place.startswith("unix:"):
        wire = socket.socket(socket.AF_UNIX)
        wire.settimeout(20)
        try:
            wire.connect(place.removeprefix("unix:"))
        except OSError:
            wire.close()
            raise
        return wire
    host, port = place.rsplit(":", 1)
    return socket.create_connection((host, int(port)), timeout=20)
