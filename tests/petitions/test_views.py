"""The public pages: hand in, receipt, track, follow, add, rate, take back."""

import pytest
from django.urls import reverse

from petitions.models import Petition
from tests.petitions import make

pytestmark = pytest.mark.django_db

FORM = {
    "kind": "help",
    "title": "楼道灯不亮",
    "body": "三号楼二单元的楼道灯不亮一周了。",
    "name": "林晓",
    "phone": "16100000099",
}


def sent(client, **fields):
    return client.post("/petitions/new/", FORM | fields)


def only():
    return Petition.objects.get()


def test_a_guest_hands_in_and_gets_the_receipt(client, house):
    answer = sent(client)
    case = only()
    assert (answer.status_code, answer.url) == (302, f"/petitions/{case.code}/")
    page = client.get(answer.url)
    assert page.context["fresh"] is True
    assert case.code_text in page.content.decode()
    assert len(page.context["story"].strip) >= 8
