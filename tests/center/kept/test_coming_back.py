"""What comes back whole after the log-in, and what has to be chosen again."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from center.kept.models import HeldFile
from tests import make
from tests.center.kept.test_kept import AT, browser, log_in, photo, refused
from tests.reservations import make as rooms


@pytest.fixture(autouse=True)
def _now(settings, tmp_path, house):
    settings.SECOND_FACTOR = False
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(AT, tick=False):
        yield


@pytest.mark.parametrize("is_known", [True, False])
def test_what_could_not_be_held_is_to_be_chosen_again(lin, is_known):
    client = browser(lin if is_known else None)
    broken = SimpleUploadedFile("坏了.png", b"\x89PNG\r\n\x1a\n nothing")
    page = refused(client, files=[photo(), broken])
    assert "没有留住“坏了.png”，请再选一次。" in page
    assert f'name="held" value="{HeldFile.objects.get().token}"' in page
    assert "没有留住" not in refused(client)


BOOK = "/desk/bookings/new/"


def sent_logged_out(client, page, sent):
    """Send a form from a page after the session is gone; return where it leads."""
    assert client.get(page).status_code == 200
    del client.cookies["sessionid"]
    answer = client.post(page, sent, HTTP_REFERER=f"http://testserver{page}")
    return answer.headers["Location"]


def test_a_page_whose_address_asks_for_more_comes_back_whole(house, chen):
    rooms.venue(house, slug="hall")
    start = f"{make.moment('2026-11-26 10:00'):%Y-%m-%dT%H:%M}"
    page = f"{BOOK}?venue=hall&start={start}"
    client = browser(chen)
    sent = {"venue": "hall", "start": start, "name": "何奶奶"}
    there = log_in(client, chen, sent_logged_out(client, page, sent))
    assert there.headers["Location"] == page
    back = client.get(page).content.decode()
    assert "已经放回表里，还没有提交" in back
    assert 'value="何奶奶"' in back


def test_what_no_form_takes_any_more_stands_under_its_labels(house, chen):
    rooms.venue(house, slug="hall")
    client = browser(chen)
    sent = {"venue": "hall", "name": "何奶奶", "channel": "phone", "key": "k" * 32}
    # The week alone stands at this address.
    there = log_in(client, chen, sent_logged_out(client, BOOK, sent))
    assert client.get(there.headers["Location"]).headers["Location"] == "/me/kept/"
    kept = client.get("/me/kept/").content.decode()
    for label, text in (("姓名", "何奶奶"), ("怎么来约的", "电话")):
        assert f"<dt>{label}</dt>" in kept
        assert f'<dd class="typed">{text}</dd>' in kept
    assert "kkkk" not in kept
