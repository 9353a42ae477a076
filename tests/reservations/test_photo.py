"""The photo of a venue: taken in the admin, shown to everybody on its page."""

import io
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.make import moment

ROOM = "/rooms/reading-room/"
PHOTO = f"{ROOM}photo/"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.SECOND_FACTOR = False


def picture(kind="JPEG", color="red"):
    into = io.BytesIO()
    Image.new("RGB", (640, 420), color).save(into, kind)
    return into.getvalue()


def put(venue, name="room.jpg", content=None):
    venue.photo.save(name, SimpleUploadedFile(name, content or picture()))
    venue.refresh_from_db()


def test_from_the_admin_to_the_page(client, reading_room, zhao, browse):
    with time_machine.travel(moment("2026-11-25 08:40"), tick=False):
        client.force_login(zhao)
        url = f"/admin/reservations/venue/{reading_room.pk}/change/"
        form = client.get(url).context["adminform"].form
        sent = {name: form[name].value() for name in form.fields if name != "photo"}
        sent = {k: v for k, v in sent.items() if v is not None and v is not False}
        sent["photo"] = SimpleUploadedFile("room.jpg", picture())
        assert client.post(url, sent).status_code == 302
    shown = browse().get(ROOM).content.decode()
    address = re.search(r'src="(/rooms/reading-room/photo/[^"]*)"', shown)[1]
    response = browse().get(address)
    assert response.status_code == 200
    image = Image.open(io.BytesIO(response.content))
    assert image.size == (640, 420)


@pytest.mark.parametrize(
    ("name", "kind", "header"),
    [
        ("a.jpg", "JPEG", "image/jpeg"),
        ("b.JPEG", "JPEG", "image/jpeg"),
        ("c.png", "PNG", "image/png"),
        ("d.webp", "WEBP", "image/webp"),
        ("e.gif", "GIF", "image/gif"),
    ],
)
def test_headers(browse, reading_room, name, kind, header):
    put(reading_room, name, picture(kind))
    response = browse().get(PHOTO)
    assert response["Content-Type"] == header
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "public, max-age=86400"
    assert response.content == picture(kind)


def test_what_a_browser_has_is_not_sent_again(browse, reading_room):
    put(reading_room)
    etag = browse().get(PHOTO)["ETag"]
    assert browse().get(PHOTO, headers={"if-none-match": etag}).status_code == 304
    put(reading_room, "other.jpg", picture(color="blue"))
    assert browse().get(PHOTO, headers={"if-none-match": etag}).status_code == 200


def test_a_new_photo_has_a_new_address(browse, reading_room):
    def address():
        return re.search(r'src="([^"]*photo[^"]*)"', page())[1]

    def page():
        return browse().get(ROOM).content.decode()

    put(reading_room)
    first = address()
    put(reading_room, "room.jpg", picture(color="blue"))
    assert address() != first


def test_none_is_404_and_a_drawing_stands_for_it(browse, reading_room):
    assert browse().get(PHOTO).status_code == 404
    assert "/static/img/rooms.svg#reading" in browse().get(ROOM).content.decode()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "../../x.jpg", "venues/x.html", "venues/x.svg"]
)
def test_nothing_else_is_served(browse, reading_room, tmp_path, name):
    (tmp_path / "venues").mkdir()
    for kind in ("html", "svg"):
        (tmp_path / "venues" / f"x.{kind}").write_text("<script>1</script>")
    type(reading_room).objects.filter(pk=reading_room.pk).update(photo=name)
    assert browse().get(PHOTO).status_code == 404


def test_a_file_that_is_gone_is_404(browse, reading_room, tmp_path):
    put(reading_room)
    (tmp_path / reading_room.photo.name).unlink()
    assert browse().get(PHOTO).status_code == 404


def test_a_venue_out_of_use_shows_none(browse, reading_room):
    put(reading_room)
    type(reading_room).objects.filter(pk=reading_room.pk).update(is_active=False)
    assert browse().get(PHOTO).status_code == 404
