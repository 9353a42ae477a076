"""Helpers of the tests that go through the pages of activity days."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image


def url(name, *args):
    return reverse(f"activity_days:{name}", args=args)


def as_(client, person):
    client.force_login(person)
    return client


def get(client, person, address):
    return as_(client, person).get(address)


def plan_data(branch, **fields):
    return {
        "branch": branch.pk,
        "on": "2026-11-17",
        "start": "09:00",
        "end": "11:00",
        "theme": "学习文件",
        "place": "会议室",
        "host": "秦朗",
        "key": "a" * 32,
    } | fields


def picture():
    image = Image.new("RGB", (40, 30), "red")
    exif = image.getexif()
    exif[0x010E] = "GPS 30.123"
    into = io.BytesIO()
    image.save(into, "JPEG", exif=exif)
    return SimpleUploadedFile("合影.jpg", into.getvalue(), content_type="image/jpeg")


def roll(members, **fields):
    return {f"p{m.pk}": "present" for m in members[:2]} | fields


def count(client, address):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
