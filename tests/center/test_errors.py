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


def test_no_word_of_the_code_is_shown_as_typed(chen, settings):
    settings.SECOND_FACTOR = False
    client = Client(enforce_csrf_checks=True)
    client.force_login(chen)
    sent = {"title": "楼道灯坏了", "draft": "save", "back": "/desk/"}
    sent |= {"shut_reason": "停电检修", "step": "3", "key": "k" * 20}
    page = client.post("/desk/petitions/new/", sent, HTTP_ORIGIN="http://testserver")
    text = page.content.decode()
    shown = re.findall(r"<dt>(.*?)</dt>\s*<dd class=\"typed\">(.*?)</dd>", text)
    assert shown == [("一句话", "楼道灯坏了"), ("您填的", "停电检修")]
    # It is sent again all the same.
    assert 'name="draft" value="save"' in text
