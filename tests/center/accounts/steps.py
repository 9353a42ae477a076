"""What the tests of accounts do again and again."""

import re

from tests import make

AT = make.moment("2026-11-24 10:00")
PASSWORD = "calm-river-2026"

NEW = "tall-mountain-2026"
FREE = "16120000001"


class Phone:
    """Stands in for the gateway and remembers what it was given."""

    sent = []
    is_down = False

    def send(self, phone, text):
        if self.is_down:
            raise OSError("gateway")
        self.sent.append((phone, text))


def last_code():
    return re.search(r"[0-9]{6}", Phone.sent[-1][1])[0]


def login(client, phone, password=PASSWORD, **more):
    return client.post("/login/", {"username": phone, "password": password, **more})
