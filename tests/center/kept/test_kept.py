"""Nothing typed or chosen is lost on the way, and nothing of it is anybody else's."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from PIL import Image

from center.kept.actions import due, hold, let_old_go, save_draft
from center.kept.models import Draft, HeldFile
from center.kept.rules import MOST_OF_GUEST
from center.keys import browser_of
from center.rules import LIMITS
from petitions.models import Attachment, Petition, Step
from reservations.models import Booking
from tests import make
from tests.petitions import make as petitions
from tests.reservations import make as rooms

AT = make.moment("2026-11-24 10:00")
NEW = "/petitions/new/"
TYPED = {"kind": "help", "title": "楼道灯坏了", "body": "", "name": "林晓"}
TYPED |= {"phone": "16110009999"}


@pytest.fixture(autouse=True)
def _now(settings, tmp_path, house):
    settings.SECOND_FACTOR = False
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(AT, tick=False):
        yield


def browser(person=None):
    client = Client()
    client.get(NEW)
    if person:
        client.force_login(person)
        client.get(NEW)
    return client


def photo(name="灯.png"):
    into = BytesIO()
    Image.new("RGB", (8, 8), "red").save(into, "PNG")
    return SimpleUploadedFile(name, into.getvalue(), content_type="image/png")


def refused(client, path=NEW, **more):
    """Send a form that lacks a text, with a photo."""
    answer = client.post(path, TYPED | {"files": [photo()]} | more)
    assert answer.status_code == 422
    return answer.content.decode()


def on_disk(settings):
    return [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]


# -- Files


def test_a_chosen_file_is_still_there_after_a_refusal(settings):
    client = browser()
    page = refused(client)
    held = HeldFile.objects.get()
    assert f'name="held" value="{held.token}" checked' in page
    said = TYPED | {"body": "请来修", "held": held.token}
    assert client.post(NEW, said).status_code == 302
    file = Attachment.objects.get()
    assert file.name == "灯.png"
    assert not HeldFile.objects.exists()
    assert len(on_disk(settings)) == 1


def test_what_is_refused_again_stays_and_what_is_unticked_goes(settings):
    client = browser()
    refused(client)
    token = HeldFile.objects.get().token
    answer = client.post(NEW, TYPED | {"held": token})
    assert f'value="{token}" checked' in answer.content.decode()
    refused(client, files=[photo("二.png")])
    assert list(HeldFile.objects.values_list("name", flat=True)) == ["二.png"]
    assert len(on_disk(settings)) == 1


def test_nobody_else_gets_at_it(lin):
    client = browser()
    refused(client)
    token = HeldFile.objects.get().token
    for other in (browser(), browser(lin), Client()):
        said = TYPED | {"body": "请来修", "held": token}
        other.post(NEW, said)
    assert Petition.objects.count() == 3
    assert not Attachment.objects.exists()
    assert HeldFile.objects.count() == 1


def test_after_an_hour_it_is_gone(settings):
    client = browser()
    refused(client)
    token = HeldFile.objects.get().token
    later = AT + timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        client.post(NEW, TYPED | {"body": "请来修", "held": token})
        assert not Attachment.objects.exists()
        assert due(later)[0][1].count() == 1
        assert let_old_go(later) == 1
    assert not HeldFile.objects.exists()
    assert on_disk(settings) == [] or not Attachment.objects.exists()


def test_what_no_form_takes_is_not_held():
    bad = SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n nothing")
    refused(browser(), files=[bad])
    assert not HeldFile.objects.exists()


def test_of_an_accusation_nothing_is_held(lin):
    client = browser(lin)
    answer = client.post(NEW, TYPED | {"kind": "report", "files": [photo()]})
    assert answer.status_code == 422
    client.post(NEW, TYPED | {"kind": "report", "draft": "save"})
    client.post(NEW, TYPED | {"body": "举报王某贪污受贿", "draft": "save"})
    assert not HeldFile.objects.exists()
    assert not Draft.objects.exists()


def test_at_the_desk_it_is_still_there_when_the_page_opens_again(chen):
    client = browser(chen)
    client.post("/desk/petitions/new/", {"phone": "1", "files": [photo()]})
    token = HeldFile.objects.get().token
    assert token in client.get("/desk/petitions/new/").content.decode()
    other = make.staff("周宁", "窗口人员", center=chen.center)
    assert token not in browser(other).get("/desk/petitions/new/").content.decode()


BOOKS = "/desk/library/import/"
HELD = re.compile(r'name="held" value="([0-9a-f]+)" checked')


WHO = ("person", "1")


def owner_of(person):
    request = RequestFactory().get("/")
    request.user = person
    return browser_of(request)


def a_list(name="书目.csv", text="题名,册数\n呐喊,2\n"):
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def test_a_list_waits_too_while_somebody_logs_in_again(chen):
    client = browser(chen)
    client.get(BOOKS)
    with time_machine.travel(AT + timedelta(minutes=45), tick=False):
        sent = {"file": a_list(), "key": "k" * 32}
        client.post(BOOKS, sent, HTTP_REFERER=f"http://testserver{BOOKS}")
        log_in(client, chen, client.get(BOOKS).headers["Location"])
        page = client.get(BOOKS).content.decode()
        (token,) = HELD.findall(page)
        assert "书目.csv" in page
        done = client.post(BOOKS, {"key": "k" * 32, "held": token})
        assert done.status_code == 302
        assert "呐喊" in client.get(done.headers["Location"]).content.decode()
    assert not HeldFile.objects.exists()


def test_a_list_that_was_wrong_itself_is_chosen_anew(chen):
    client = browser(chen)
    page = client.post(BOOKS, {"file": a_list(text="作者\n鲁迅\n")})
    assert page.status_code == 422
    assert not HELD.findall(page.content.decode())
    assert not HeldFile.objects.exists()


def test_another_list_takes_the_place_of_one_that_waits(chen):
    client = browser(chen)
    hold([("file", a_list())], owner=owner_of(chen), path=BOOKS, who=WHO, at=AT)
    token = HeldFile.objects.get().token
    sent = {"file": a_list(text="题名\n彷徨\n"), "held": token}
    page = client.get(client.post(BOOKS, sent).headers["Location"]).content.decode()
    assert "彷徨" in page
    assert "呐喊" not in page
    assert not HeldFile.objects.exists()


def test_what_waits_as_a_list_is_judged_where_a_picture_is_asked_for():
    client = browser()
    evil = SimpleUploadedFile("a.csv", b"<script>alert(1)</script>")
    refused(client, files=[evil])
    token = HeldFile.objects.get().token
    said = TYPED | {"body": "请来修", "held": token}
    assert client.post(NEW, said).status_code == 422
    assert not Attachment.objects.exists()


# -- A session that ended

INTAKE = {
    "kind": "help",
    "channel": "counter",
    "phone": "16110009999",
    "name": "林晓",
    "title": "灯坏了",
    "body": "三号楼",
}
DESK = "/desk/petitions/new/"


def log_in(client, person, follow):
    person.set_password("a long and calm sentence")
    person.save()
    said = {"username": person.phone, "password": "a long and calm sentence"}
    return client.post(follow, said)


STATUS = {"idle": 403, "gone": 302}


@pytest.mark.parametrize("how", STATUS)
def test_a_form_comes_back_after_the_log_in(chen, how):
    client = browser(chen)
    client.get(DESK)
    if how == "gone":
        del client.cookies["sessionid"]
    with time_machine.travel(AT + timedelta(minutes=45), tick=False):
        sent = INTAKE | {"files": [photo()]}
        answer = client.post(DESK, sent, HTTP_REFERER=f"http://testserver{DESK}")
        assert (answer.status_code, Petition.objects.count()) == (STATUS[how], 0)
        there = log_in(client, chen, client.get(DESK).headers["Location"])
        assert there.headers["Location"] == DESK
        page = client.get(DESK).content.decode()
        assert "已经放回表里，还没有提交" in page
        assert 'value="灯坏了"' in page
        assert "三号楼</textarea>" in page
        assert HeldFile.objects.get().token in page
        assert Petition.objects.count() == 0
        assert "灯坏了" not in client.get(DESK).content.decode()


def test_it_comes_back_to_nobody_else(chen, zhao):
    client = browser(chen)
    client.get(DESK)
    with time_machine.travel(AT + timedelta(minutes=45), tick=False):
        client.post(DESK, INTAKE)
        log_in(client, zhao, client.get(DESK).headers["Location"])
        assert "灯坏了" not in client.get(DESK).content.decode()
        assert "灯坏了" not in client.get("/me/kept/").content.decode()


def test_another_site_puts_nothing_into_a_form(chen):
    client = browser(chen)
    client.get(DESK)
    with time_machine.travel(AT + timedelta(minutes=45), tick=False):
        client.post(DESK, INTAKE, HTTP_ORIGIN="https://evil.example")
        log_in(client, chen, client.get(DESK).headers["Location"])
        assert "灯坏了" not in client.get(DESK).content.decode()


def test_where_the_form_is_gone_the_words_can_be_read(lin, house, chen):
    case = petitions.taken(house, chen)
    client = browser(chen)
    client.get(DESK)
    address = f"/desk/petitions/{case.code}/"
    with time_machine.travel(AT + timedelta(minutes=45), tick=False):
        sent = {"reason": "写了很久的话", "version": 1}
        page = {"HTTP_REFERER": f"http://testserver{address}"}
        client.post(f"{address}nowhere/", sent, **page)
        log_in(client, chen, client.get(address).headers["Location"])
        there = client.get(address)
        assert there.headers["Location"] == "/me/kept/"
        assert "写了很久的话" in client.get("/me/kept/").content.decode()


def test_a_page_that_lay_too_long_is_sent_again_with_one_press(chen):
    client = Client(enforce_csrf_checks=True)
    client.force_login(chen)
    own = client.post(DESK, INTAKE, HTTP_ORIGIN="http://testserver")
    other = client.post(DESK, INTAKE, HTTP_ORIGIN="https://evil.example")
    assert (own.status_code, other.status_code) == (403, 403)
    assert "再提交一次" in own.content.decode()
    assert "再提交一次" not in other.content.decode()


# -- Drafts


def test_what_is_typed_saves_itself_and_comes_back(chen, zhao):
    client = browser(chen)
    saved = client.post(DESK, INTAKE | {"draft": "save"}, HTTP_X_REQUESTED_WITH="draft")
    assert (saved.status_code, Petition.objects.count()) == (204, 0)
    page = client.get(DESK).content.decode()
    assert "三号楼</textarea>" in page
    assert "存的草稿已经放回表里" in page
    assert "三号楼" not in browser(zhao).get(DESK).content.decode()
    assert client.post(DESK, INTAKE | {"draft": ""}).status_code == 302
    assert not Draft.objects.exists()


def test_without_a_script_a_button_saves_it(lin):
    client = browser(lin)
    answer = client.post(NEW, TYPED | {"draft": "save"}, follow=True)
    page = answer.content.decode()
    assert "草稿存好了" in page
    assert 'value="楼道灯坏了"' in page
    assert not Petition.objects.exists()


def test_a_guest_finds_what_was_typed_in_the_same_browser_for_an_hour(lin):
    client, other = browser(), browser()
    saved = client.post(NEW, TYPED | {"draft": "save"}, HTTP_X_REQUESTED_WITH="draft")
    assert (saved.status_code, Petition.objects.count()) == (204, 0)
    client.cookies.pop("sessionid", None)
    with time_machine.travel(AT + timedelta(minutes=59), tick=False):
        page = client.get(NEW).content.decode()
        assert 'value="楼道灯坏了"' in page
        assert "存的草稿已经放回表里" in page
        for stranger in (other, browser(lin), Client()):
            assert 'value="楼道灯坏了"' not in stranger.get(NEW).content.decode()
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        assert 'value="楼道灯坏了"' not in client.get(NEW).content.decode()
        let_old_go(AT + timedelta(hours=1))
    assert not Draft.objects.exists()


def test_what_a_guest_has_sent_or_cleared_is_no_draft_any_more():
    client = browser()
    client.post(NEW, TYPED | {"draft": "save"})
    assert client.post(NEW, TYPED | {"body": "请来修", "draft": ""}).status_code == 302
    assert not Draft.objects.exists()
    client.post(NEW, TYPED | {"draft": "save"})
    assert 'value="drop"' in client.get(NEW).content.decode()
    client.post(NEW, {"draft": "drop"})
    assert not Draft.objects.exists()
    assert Petition.objects.count() == 1


def test_guests_fill_no_table_with_drafts(settings):
    settings.THROTTLES = True
    most = LIMITS["draft-address"]
    codes = [
        browser().post(NEW, TYPED | {"draft": "save"}).status_code
        for _ in range(most + 1)
    ]
    assert codes == [302] * most + [429]
    assert Draft.objects.count() == most
    for n in range(MOST_OF_GUEST + 2):
        whose = {"user": None, "owner": "a" * 64}
        save_draft(whose, path=f"/{n}/", fields={}, at=AT + timedelta(minutes=n))
    assert Draft.objects.filter(owner="a" * 64).count() == MOST_OF_GUEST


def test_a_reply_saves_itself_and_its_sending_clears_it(house, chen):
    case = petitions.taken(house, chen)
    client = browser(chen)
    address = f"/desk/petitions/{case.code}/reply/"
    said = {"text": "您好，物业今天上午已经把楼道灯修好了。", "version": case.version}
    client.post(address, said | {"draft": "save"}, HTTP_X_REQUESTED_WITH="draft")
    page = client.get(f"/desk/petitions/{case.code}/").content.decode()
    assert "物业今天上午已经把楼道灯修好了。</textarea>" in page
    client.post(address, said | {"draft": "", "sure": "1"})
    assert Step.objects.filter(petition=case, verb="reply").count() == 1
    assert not Draft.objects.exists()


# -- One key, one content


def test_a_key_with_another_content_is_refused_and_gets_a_new_one(lin, house):
    room = rooms.venue(house, units=2)
    client = browser(lin)
    address = f"/rooms/{room.slug}/book/"
    sent = {"start": "2026-11-25T10:00", "slots": "1", "key": "k" * 32}
    first = client.post(address, sent)
    assert first.status_code == 302
    assert client.post(address, sent).headers["Location"] == first.headers["Location"]
    other = sent | {"start": "2026-11-25T15:00"}
    answer = client.post(address, other)
    page = answer.content.decode()
    assert (answer.status_code, Booking.objects.count()) == (422, 1)
    assert "这张表刚才已经提交过" in page
    assert "k" * 32 not in page
    key = re.search(r'name="key" value="([0-9a-f]+)"', page)[1]
    assert client.post(address, other | {"key": key}).status_code == 302
    assert Booking.objects.count() == 2
