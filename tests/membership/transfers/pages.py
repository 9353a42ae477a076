"""Helpers of the tests that go through the pages of transfers."""

import re

from django.test import Client


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def text_of(response):
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


def labels(response):
    return [offer.name for offer in response.context["offers"]]


FORMS = {
    "accept": {"channel": "paper"},
    "confirm": {"is_clear": "on", "dues_paid_through": "2026-11"},
    "approve": {"decided_by": "党工委会议", "decided_on": "2026-11-24"},
    "issue": {"heading": "中共临江市委组织部", "valid_days": "30"},
    "deliver": {"delivered_to": "秦朗"},
    "receipt": {"on": "2026-11-24", "how": "mail"},
    "archive": {},
    "verify": {},
    "receive": {"decided_by": "党工委会议", "decided_on": "2026-11-24"},
    "send-receipt": {"how": "mail"},
    "close": {},
}


def post(person, row, verb, **fields):
    row.refresh_from_db()
    data = {"version": row.version} | FORMS.get(verb, {}) | fields
    return as_(person).post(f"{row.desk_url}{verb}/", data)
