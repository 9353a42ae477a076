"""Ways to send a text message; settings.SMS_BACKEND names one.

A backend has ``send(phone, text)`` and raises when the gateway refuses. Whatever it
raises, and also when it never comes back, ``deliver`` says in words what happened; the
words hold neither number nor text, for supervisors read them.
"""

import http.client
import json
import os
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string

SECONDS = 5  # for each answer on the line
PATIENCE_SECONDS = 15  # for everything: a gateway may answer one byte at a time
MOST_READ = 65536  # bytes of an answer
SILENT = "短信网关没有答复，可能发出了，也可能没有。"


def deliver(phone: str, text: str) -> str:
    """Hand one text to the backend; return why it was not taken, or an empty text."""
    outcome: list[str] = []

    def send() -> None:
        try:
            import_string(settings.SMS_BACKEND)().send(phone, text)
        except BaseException as error:  # this thread has nothing else to end for
            outcome.append(_why(error))
        else:
            outcome.append("")
        finally:
            connections.close_all()

    # Nothing in Python ends a call that hangs, so it is left behind in its thread.
    worker = Thread(target=send, daemon=True)
    worker.start()
    worker.join(PATIENCE_SECONDS)
    return outcome[0] if outcome else SILENT


def _why(error: BaseException) -> str:
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        return f"短信网关拒绝了（HTTP {error.code}）。"
    if isinstance(error, TimeoutError):
        return SILENT
    if isinstance(error, NotTakenError):
        return "短信网关答复说没有收下，或者答复的样子和设置的不一样。"
    name = type(error).__name__[:60]
    if isinstance(error, OSError):
        return f"连不上短信网关，或者它不收（{name}）。"
    if isinstance(error, http.client.HTTPException | ValueError):
        return f"短信网关的地址或答复不对（{name}）。"
    return f"发送程序出错（{name}）。"


class ConsoleSms:
    """Print the message where the server runs, for a demo and for trying out."""

    def send(self, phone: str, text: str) -> None:
        sys.stderr.write(f"[短信] {phone}：{text}\n")
        sys.stderr.flush()


class FileSms:
    """Append the message to a file that another program reads, empties and sends.

    It holds numbers and one-time codes, so only the portal's account can read it, and
    it lies where nothing is served and nothing is backed up.
    """

    def send(self, phone: str, text: str) -> None:
        """Append one JSON line; raises ``OSError`` when place or disk refuse."""
        target = sms_file()
        if lies_open(target):
            raise OSError("SMS_FILE lies among the uploads or the static files")
        target.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps([phone, text], ensure_ascii=False) + "\n"
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
        descriptor = os.open(target, flags, 0o600)
        try:
            os.fchmod(descriptor, 0o600)
            os.write(descriptor, line.encode("utf-8", "replace"))
        finally:
            os.close(descriptor)


def sms_file() -> Path:
    return Path(settings.SMS_FILE or Path(settings.MEDIA_ROOT).parent / "sms.txt")


def lies_open(target: Path) -> bool:
    """Say whether a file lies where it would be backed up or served."""
    open_places = (settings.MEDIA_ROOT, settings.STATIC_ROOT)
    return any(
        target.resolve().is_relative_to(Path(place).resolve()) for place in open_places
    )


class NotTakenError(Exception):
    """A gateway said 2xx, and in its body that it did not take the message."""


def says_taken(body: bytes, success: str) -> bool:
    """Say whether an answer reads as SMS_GATEWAY_SUCCESS says that success does.

    ``data.code=0``: the value at these keys of its JSON; ``/ok|accepted/``: a pattern
    found in its text. Without a setting every 2xx is a success. Raises ``ValueError``
    for a setting that is neither.
    """
    if not success:
        return True
    text = body.decode(errors="replace")
    if len(success) > 2 and success[0] == success[-1] == "/":
        try:
            return re.search(success[1:-1], text) is not None
        except re.error as error:
            raise ValueError("SMS_GATEWAY_SUCCESS is not a pattern") from error
    keys, equals, wanted = success.partition("=")
    if not (keys.strip() and equals):
        raise ValueError("SMS_GATEWAY_SUCCESS is neither key=value nor /pattern/")
    try:
        found = json.loads(text)
    except ValueError:
        return False
    for key in keys.strip().split("."):
        found = found.get(key) if isinstance(found, dict) else None
    said = found if isinstance(found, str) else json.dumps(found)
    return found is not None and said == wanted.strip()


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Take a redirect for a refusal: following it would drop the message."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


class HttpSms:
    """POST the message as JSON to SMS_GATEWAY_URL with the token as bearer.

    Many gateways say 200 to everything and what they think in the body:
    SMS_GATEWAY_SUCCESS says how a message that was taken reads.
    """

    def send(self, phone: str, text: str) -> None:
        """Hand the message over; raises unless the gateway says that it took it."""
        request = urllib.request.Request(  # noqa: S310 - the address is a setting
            settings.SMS_GATEWAY_URL,
            data=json.dumps({"phone": phone, "text": text}).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}",
            },
        )
        if request.type not in ("http", "https"):
            raise ValueError("SMS_GATEWAY_URL is not a web address")
        opener = urllib.request.build_opener(_NoRedirects)
        with opener.open(request, timeout=SECONDS) as answer:
            body = answer.read(MOST_READ)
        if not says_taken(body, settings.SMS_GATEWAY_SUCCESS):
            raise NotTakenError
