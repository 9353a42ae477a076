"""Handing a request in, and what comes of it at once."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from center.rules import LIMITS
from petitions.models import Petition, Step
from petitions.publication import actions as publication
from tests.petitions import make
from tests.petitions.guests import FORM, only, picture, sent

pytestmark = pytest.mark.django_db


def test_a_guest_hands_in_and_gets_the_receipt(client, house):
    answer = sent(client)
    case = only()
    assert (answer.status_code, answer.url) == (302, f"/petitions/{case.code}/")
    page = client.get(answer.url)
    assert page.context["fresh"] is True
    text = page.content.decode()
    assert case.code_text in text
    assert case.code not in text.split("</title>")[0]
    strip = page.context["story"]["strip"]
    assert [strip[0]["text"], strip[-1]["text"]] == ["收到", "第7天"]
    assert "<svg" in page.context["qr"]


def test_the_receipt_is_never_kept_by_a_cache(client, house):
    answer = client.get(sent(client).url)
    assert "no-store" in answer.headers["Cache-Control"]


def test_somebody_logged_in_is_not_asked_who_they_are(client, lin):
    client.force_login(lin)
    client.post("/petitions/new/", {**FORM, "name": "别人", "phone": "16100000001"})
    case = only()
    assert (case.person, case.name, case.phone) == (lin, lin.name, lin.phone)


def test_a_repeated_form_is_one_request(client, house):
    client.get("/petitions/new/")
    first, second = (sent(client, key="a" * 32) for _ in range(2))
    assert (first.url, Petition.objects.count()) == (second.url, 1)


def test_the_key_of_somebody_else_leads_to_a_page_of_ones_own(house):
    one, other = Client(), Client()
    for client in (one, other):
        client.get("/petitions/new/")
    assert sent(one, key="a" * 32).url != sent(other, key="a" * 32).url


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"title": ""}, "title"),
        ({"title": "\u200b\u200d"}, "title"),
        ({"title": "长" * 61}, "title"),
        ({"body": "  "}, "body"),
        ({"kind": "nothing"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"name": ""}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "12345"}, "phone"),
        ({"anonymous": "on"}, "anonymous"),
    ],
)
def test_a_refused_form_keeps_the_text(client, house, fields, at):
    answer = sent(client, **fields)
    assert answer.status_code == 422
    assert at in answer.context["form"].errors
    text = answer.content.decode()
    assert 'class="errors" role="alert"' in text
    assert "<title>错误：" in text
    assert Petition.objects.count() == 0
    assert ("三号楼二单元" in text) is (at != "body")


def test_an_anonymous_opinion_keeps_nobody(client, lin):
    client.force_login(lin)
    client.post(
        "/petitions/new/", {**FORM, "kind": "opinion", "anonymous": "on"}, follow=True
    )
    case = only()
    kept = (case.person, case.name, case.phone, case.address, case.registered_by)
    assert kept == (None, "", "", "", None)
    assert set(Step.objects.values_list("by", flat=True)) == {None}
    assert client.get(f"/petitions/{case.code}/").status_code == 200
    assert Client().get(f"/petitions/{case.code}/").status_code == 404


def test_an_accusation_is_sent_on_and_nothing_is_kept(client, house):
    answer = sent(client, kind="report", body="某科长收受红包。")
    assert answer.status_code == 422
    assert "12388" in answer.content.decode()
    assert Petition.objects.count() == 0


def test_a_text_that_accuses_is_sent_on_until_the_person_says_it_does_not(
    client, house
):
    fields = {"kind": "opinion", "body": "我要举报张科长收受红包。"}
    answer = sent(client, **fields)
    assert (answer.status_code, Petition.objects.count()) == (422, 0)
    assert "is_no_accusation" in answer.content.decode()
    assert sent(client, **fields, is_no_accusation="on").status_code == 302


def test_too_many_from_one_address_keep_their_text(client, house, monkeypatch):
    monkeypatch.setitem(LIMITS, "petition-address", 1)
    assert sent(client).status_code == 302
    answer = sent(client, title="第二件事")
    assert answer.status_code == 429
    assert "第二件事" in answer.content.decode()
    assert Petition.objects.count() == 1


def test_what_looks_like_fields_of_the_row_is_ignored(client, house, elsewhere):
    sent(
        client,
        state="closed",
        center=elsewhere.pk,
        due_on="2030-01-01",
        received_at="2020-01-01T00:00",
        channel="counter",
    )
    case = only()
    assert (case.state, case.center, case.channel) == ("registered", house, "web")
    assert case.received_on == timezone.localdate()


def test_similar_answers_are_shown_and_nothing_is_lost(client, house, chen, zhao):
    done = make.closed(house, chen, title="楼道灯坏了找谁修")
    publication.publish(
        done,
        title="楼道灯坏了找谁修",
        question="楼道灯坏了找谁？",
        answer="打物业电话报修，当天来。",
        is_checked=True,
        by=zhao,
        at=timezone.now(),
    )
    answer = client.post("/petitions/similar/", FORM | {"title": "楼道灯坏了"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "/petitions/answered/" in text
    assert [case["title"] for case in answer.context["similar"]] == ["楼道灯坏了找谁修"]
    assert "三号楼二单元" in text
    assert Petition.objects.count() == 1


def test_the_authorization_is_for_errands_and_their_people(client, house):
    address = client.post("/petitions/new/", FORM | {"kind": "errand"}).url
    assert "代办委托书" in client.get(f"{address}slip/").content.decode()
    other = sent(client).url
    assert client.get(f"{other}slip/").status_code == 404


def test_a_date_in_an_unpublished_year_says_so(client, house):
    case = make.petition(house, at="2026-12-23 10:00", kind="opinion", anonymous=True)
    client.post("/petitions/track/", {"code": case.code})
    promise = client.get(f"/petitions/{case.code}/").context["story"]["promise"]
    assert promise["is_provisional"] is True
    assert "1月4日" in promise["due"]


def test_who_has_no_script_looks_it_over_before_it_is_sent(client, house):
    client.get("/petitions/new/")
    answer = sent(client, files=picture(), check="1")
    assert (answer.status_code, Petition.objects.count()) == (202, 0)
    shown = dict(answer.context["checked"])
    assert shown["一句话说是什么事"] == FORM["title"]
    assert shown["照片或文件"] == "灯.png"
    page = answer.content.decode()
    assert 'form="hand-in"' in page
    held = re.search(r'name="held" value="([^"]+)"', page)[1]
    sent(client, held=held)
    assert [one.name for one in only().attachments.all()] == ["灯.png"]
