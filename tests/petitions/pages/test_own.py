"""What the person adds, rates and takes back; files and published answers."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from center.uploads import clean_uploads
from petitions.actions import casework
from petitions.models import Attachment, Petition, Rating, Step
from petitions.publication import actions as publication
from tests.petitions import make
from tests.petitions.guests import FORM, only, picture, sent

pytestmark = pytest.mark.django_db


def now_text():
    return timezone.localtime().strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def replied(client, house, chen):
    """Hand in as a guest, and let a clerk answer."""
    sent(client)
    case = casework.take(only(), by=chen, at=timezone.now())
    make.answer(case, chen, at=now_text())
    return make.fresh(case)


def test_the_person_adds_something_once(client, house):
    address = sent(client).url
    fields = {"body": "昨天又坏了一盏。", "key": "k" * 32}
    for _ in range(2):
        answer = client.post(f"{address}message/", fields)
        assert (answer.status_code, answer.url) == (302, address)
    assert Step.objects.filter(verb="message").count() == 1
    assert "昨天又坏了一盏" in client.get(address).content.decode()


def test_an_empty_message_is_refused_with_the_form(client, house):
    address = sent(client).url
    answer = client.post(f"{address}message/", {"body": " \u200b"})
    assert (answer.status_code, bool(answer.context["form"].errors)) == (422, True)


def test_looking_at_the_rating_page_rates_nothing(client, replied):
    page = client.get(f"/petitions/{replied.code}/rate/?score=1&comment=x")
    assert page.status_code == 200
    assert client.head(f"/petitions/{replied.code}/rate/?score=5").status_code == 200
    assert Rating.objects.count() == 0


def test_a_post_rates_and_can_be_changed_for_a_day(client, replied):
    address = f"/petitions/{replied.code}/rate/"
    assert client.post(address, {"score": "2", "comment": "慢"}).status_code == 302
    assert client.post(address, {"score": "4"}).status_code == 302
    assert "您评过“满意”" in client.get(address).content.decode()
    rating = Rating.objects.get()
    assert (rating.score, [old.old_score for old in rating.changes.all()]) == (4, [2])
    Rating.objects.update(rated_at=timezone.now() - timedelta(hours=25))
    answer = client.post(address, {"score": "1"})
    assert (answer.status_code, Rating.objects.get().score) == (422, 4)


@pytest.mark.parametrize("score", ["0", "6", "", "x", "5.0", "９"])
def test_no_other_grade_is_taken(client, replied, score):
    answer = client.post(f"/petitions/{replied.code}/rate/", {"score": score})
    assert (answer.status_code, Rating.objects.count()) == (422, 0)


def test_there_is_nothing_to_rate_before_the_answer(client, house):
    address = sent(client).url
    assert client.post(f"{address}rate/", {"score": "5"}).status_code == 409
    assert Rating.objects.count() == 0


def test_an_unhappy_person_has_it_done_again(client, replied):
    address = f"/petitions/{replied.code}/"
    assert client.post(f"{address}reopen/", {"reason": "没修好"}).status_code == 409
    client.post(f"{address}rate/", {"score": "1"})
    assert client.post(f"{address}reopen/", {"reason": "没修好"}).url == address
    case = make.fresh(replied)
    assert (case.round, case.state) == (2, "in_hand")


def test_the_person_takes_it_back(client, house):
    address = sent(client).url
    assert client.get(f"{address}withdraw/").status_code == 200
    assert client.post(f"{address}withdraw/", {"reason": ""}).url == address
    assert only().state == "withdrawn"


def with_file(client):
    client.post("/petitions/new/", FORM | {"files": picture()})
    return Attachment.objects.get()


def test_a_file_is_only_ever_a_download(client, house, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = with_file(client)
    address = f"/petitions/{only().code}/files/{file.token}/"
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer.headers["Cache-Control"]


def test_nobody_else_gets_the_file(
    client, house, elsewhere, wu, sun, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    file = with_file(client)
    address = f"/petitions/{only().code}/files/{file.token}/"
    strangers = [Client() for _ in range(3)]
    strangers[1].force_login(wu)
    strangers[2].force_login(sun)
    assert {one.get(address).status_code for one in strangers} == {404}
    other = make.petition(house)
    wrong = f"/petitions/{other.code}/files/{file.token}/"
    assert client.get(wrong).status_code == 404


def test_an_internal_file_is_not_there_for_the_person(
    client, house, chen, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    address = sent(client).url
    case = casework.take(only(), by=chen, at=timezone.now())
    casework.add_note(
        case,
        text="现场照片",
        files=clean_uploads([picture()], who=("person", "lin"), at=timezone.now()),
        by=chen,
        at=timezone.now(),
    )
    file = Attachment.objects.get()
    assert file.is_internal
    assert client.get(f"{address}files/{file.token}/").status_code == 404
    assert file.token not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg onload=alert(1)>"),
        ("a.html", b"<html><script>alert(1)</script>"),
        ("a.png", b"<script>alert(1)</script>"),
        ("a.png", b""),
        ("a.exe", b"MZ\x90\x00"),
        ("a.zip", b"PK\x03\x04"),
    ],
)
def test_other_files_are_refused_with_the_text_kept(client, house, name, content):
    file = SimpleUploadedFile(name, content, content_type="image/png")
    answer = client.post("/petitions/new/", FORM | {"files": file})
    assert answer.status_code == 422
    assert "files" in answer.context["form"].errors
    assert "三号楼二单元" in answer.content.decode()
    assert (Petition.objects.count(), Attachment.objects.count()) == (0, 0)


@pytest.fixture
def published(house, chen, zhao):
    done = make.closed(house, chen, title="楼道灯坏了", name="林晓明")
    return publication.publish(
        done,
        title="楼道灯坏了",
        question="灯坏了找谁？",
        answer="找物业，当天来修。",
        is_checked=True,
        by=zhao,
        at=timezone.now(),
    )


def test_everybody_reads_published_answers_and_no_more(client, published):
    page = client.get("/petitions/answered/?q=灯")
    assert [case["title"] for case in page.context["cases"]] == ["楼道灯坏了"]
    text = client.get(f"/petitions/answered/{published.pk}/").content.decode()
    assert "找物业" in text
    for secret in (
        published.petition.code,
        published.petition.code_text,
        "林晓明",
        "0099",
    ):
        assert secret not in text


def test_what_is_taken_down_is_gone(client, published, zhao):
    publication.unpublish(published, reason="说到了人", by=zhao, at=timezone.now())
    assert client.get(f"/petitions/answered/{published.pk}/").status_code == 404
    assert client.get("/petitions/answered/").context["cases"] == []


def test_nothing_ties_an_anonymous_request_to_who_sent_it(client, house, lin):
    client.force_login(lin)
    sent = {**FORM, "kind": "opinion", "anonymous": "on", "files": picture()}
    page = client.post("/petitions/new/", sent, follow=True)
    # People name their photographs after themselves.
    assert Attachment.objects.get().name == "附件 1.png"
    case = Petition.objects.get()
    assert case.code_text in page.content.decode()
    assert case.code not in str(dict(client.session))
    assert client.get(f"/petitions/{case.code}/message/").status_code == 200
    client.post(f"/petitions/{case.code}/leave/")
    assert client.get(f"/petitions/{case.code}/").status_code == 404
