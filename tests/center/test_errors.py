"""What the pages of a form that was not taken show of it."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_what_nobody_typed_is_not_shown_as_typed(zhao, settings):
    settings.SECOND_FACTOR = False
    client = Client(enforce_csrf_checks=True)
    client.force_login(zhao)
    sent = {"is_on": "1", "rows": "eyJhIjox:1vW", "reason": "国办发明电 1 号"}
    page = client.post("/desk/calendar/year/", sent, HTTP_ORIGIN="http://testserver")
    text = page.content.decode()
    assert re.findall(r'<dd class="typed">(.*?)</dd>', text) == ["国办发明电 1 号"]
    # It is sent again all the same.
    assert ('name="is_on" value="1"' in text, "eyJhIjox:1vW" in text) == (True, True)
