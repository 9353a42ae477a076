"""Ways to send a text message; settings.SMS_BACKEND names one.

A backend has ``send(phone, text)`` and raises ``OSError`` when the gateway refuses.
"""

import json
import sys
import urllib.request
from pathlib import Path

from django.conf import settings

SECONDS = 5


class ConsoleSms:
    """Print the message where the server runs, for a demo and for trying out."""

    def send(self, phone: str, text: str) -> None:
        """Write one line to standard error."""
        sys.stderr.write(f"[短信] {phone}：{text}\n")
        sys.stderr.flush()


class FileSms:
    """Append the message to MEDIA_ROOT/sms.txt, for a gateway that reads a file."""

    def send(self, phone: str, text: str) -> None:
        """Append one JSON line; raises ``OSError`` when the disk refuses."""
        target = Path(settings.MEDIA_ROOT) / "sms.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a", encoding="utf-8") as file:
            file.write(json.dumps([phone, text], ensure_ascii=False) + "\n")


class HttpSms:
    """POST the message as JSON to SMS_GATEWAY_URL with the token as bearer."""

    def send(self, phone: str, text: str) -> None:
        """Hand the message over; raises ``OSError`` unless the gateway says 2xx."""
        request = urllib.request.Request(  # noqa: S310
            settings.SMS_GATEWAY_URL,
            data=json.dumps({"phone": phone, "text": text}).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}",
            },
        )
        with urllib.request.urlopen(request, timeout=SECONDS):  # noqa: S310
            pass
