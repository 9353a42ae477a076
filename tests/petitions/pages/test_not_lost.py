"""What somebody types about their own request stays, whatever became of the session."""

import pytest
from django.test import Client

from center.kept.models import Draft, HeldFile
from petitions.models import Attachment, Step
from petitions.visitors import receipt_word
from tests.petitions import guests, make

pytestmark = pytest.mark.django_db
WORDS = "还有一件事：楼上的窗也关不上。"
BACK = "已经放回表里，还没有提交"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def browser():
    """Return a browser that has looked at a form and so has its cookie."""
    client = Client()
    client.get("/petitions/new/")
    return client


def address(case, part=""):
    return f"/petitions/{case.code}/{part}"


def write(client, case, part="message/", **typed):
    here = f"http://testserver{address(case)}"
    typed = typed or {"body": WORDS, "files": [guests.picture()]}
    return client.post(address(case, part), typed, HTTP_REFERER=here)


def log_in(client, person):
    person.set_password("a long and calm sentence")
    person.save()
    said = {"username": person.phone, "password": "a long and calm sentence"}
    return client.post("/login/", said)


def said_by_person(case):
    rows = Step.objects.filter(petition=case, verb="message")
    return list(rows.values_list("public_text", flat=True))


def test_it_comes_back_to_who_logs_in_again(house, lin, wu):
    case = make.petition(house, by=lin)
    client = browser()
    client.force_login(lin)
    assert WORDS not in client.get(address(case)).content.decode()
    del client.cookies["sessionid"]
    lost = write(client, case)
    assert (lost.status_code, WORDS in lost.content.decode()) == (404, True)
    assert WORDS not in client.get(address(case), follow=True).content.decode()
    log_in(client, lin)
    page = client.get(address(case)).content.decode()
    assert f"{WORDS}</textarea>" in page
    assert BACK in page
    token = HeldFile.objects.get().token
    assert token in page
    done = client.post(address(case, "message/"), {"body": WORDS, "held": token})
    assert (done.status_code, said_by_person(case)) == (302, [WORDS])
    assert Attachment.objects.filter(petition=case).count() == 1


def test_it_comes_back_to_nobody_who_may_not_read_the_request(house, lin, wu):
    case = make.petition(house, by=lin)
    client = browser()
    client.get(address(case))
    write(client, case, body=WORDS)
    log_in(client, wu)
    for page in (address(case), "/me/", "/petitions/new/"):
        assert WORDS not in client.get(page, follow=True).content.decode()


def test_it_comes_back_to_who_has_proved_to_be_the_person(house):
    case = make.petition(house, kind="opinion", anonymous=True)
    client = browser()
    client.post("/petitions/track/", {"code": case.code})
    asked = write(client, case)
    assert asked.headers["Location"] == address(case, "prove/")
    # A session may be an account's: it names no anonymous request, and no file does.
    assert case.code not in str(dict(client.session))
    assert not HeldFile.objects.exists()
    read = client.get(address(case))
    assert (read.status_code, WORDS in read.content.decode()) == (200, False)
    client.post(address(case, "prove/"), {"code": receipt_word(case)})
    page = client.get(address(case)).content.decode()
    assert f"{WORDS}</textarea>" in page
    assert BACK in page
    assert said_by_person(case) == []


def test_an_accusation_comes_back_to_nobody(house, lin):
    case = make.petition(house, by=lin)
    client = browser()
    write(client, case, body="举报王某贪污受贿")
    log_in(client, lin)
    assert "贪污" not in client.get(address(case)).content.decode()


@pytest.mark.parametrize(
    ("part", "typed"),
    [("message/", {"body": WORDS}), ("withdraw/", {"reason": WORDS})],
)
def test_what_a_guest_has_typed_saves_itself(house, part, typed):
    client = browser()
    guests.sent(client)
    case = guests.only()
    saved = client.post(
        address(case, part), typed | {"draft": "save"}, HTTP_X_REQUESTED_WITH="draft"
    )
    assert saved.status_code == 204
    page = client.get(address(case, part)).content.decode()
    assert f"{WORDS}</textarea>" in page
    assert f'data-draft="{address(case, part)}"' in page
    assert client.post(address(case, part), typed | {"draft": ""}).status_code == 302
    assert not Draft.objects.exists()


def test_the_receipt_keeps_what_is_typed_below_it_too(house):
    client = browser()
    guests.sent(client)
    case = guests.only()
    client.post(address(case, "message/"), {"body": WORDS, "draft": "save"})
    assert f"{WORDS}</textarea>" in client.get(address(case)).content.decode()


def test_of_an_anonymous_request_no_draft_is_offered(house):
    client = browser()
    guests.sent(client, kind="opinion", anonymous="on", name="", phone="")
    case = guests.only()
    for part in ("", "message/", "withdraw/"):
        page = client.get(address(case, part)).content.decode()
        assert ("<textarea" in page, "data-draft" in page) == (True, False)
