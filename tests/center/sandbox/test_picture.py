"""A picture is drawn anew as it was seen, and never larger than a bound."""

import io

import pytest
from PIL import Image, ImageChops, ImageDraw

from center.sandbox import picture
from center.sandbox.refusals import RefusalError
from tests.center.sandbox.child import measured

TURN = 0x0112


def saved(image, kind="PNG", **options):
    into = io.BytesIO()
    image.save(into, kind, **options)
    return into.getvalue()


def drawn(content):
    return Image.open(io.BytesIO(picture.judge(content)))


def on_white(image):
    seen = image.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    ground.alpha_composite(seen)
    return ground.convert("RGB")


def stroke(mode="RGBA"):
    image = Image.new("RGBA", (30, 12), (0, 0, 0, 0))
    ImageDraw.Draw(image).line((2, 6, 28, 6), fill=(0, 0, 0, 255), width=3)
    return image if mode == "RGBA" else image.convert(mode)


GREY16 = Image.frombytes("I;16", (4, 2), bytes(range(16)))
SEEN = {
    "clear palette": saved(stroke().quantize()),
    "one clear color": saved(stroke().quantize(), transparency=0),
    "clear GIF": saved(stroke(), "GIF"),
    "clear": saved(stroke()),
    "grey and clear": saved(stroke("LA")),
    "clear color of RGB": saved(
        Image.new("RGB", (4, 2), "red"), transparency=(255, 0, 0)
    ),
    "clear grey": saved(Image.new("L", (4, 2), 7), transparency=7),
    "black and white": saved(Image.new("1", (9, 9), 1)),
    "sixteen bits": saved(GREY16),
    "colors": saved(Image.linear_gradient("L").convert("RGB")),
}


@pytest.mark.parametrize("name", SEEN)
def test_the_new_picture_looks_like_the_old_one(name):
    before = Image.open(io.BytesIO(SEEN[name]))
    after = drawn(SEEN[name])
    assert (after.format, after.size) == (before.format, before.size)
    assert ImageChops.difference(on_white(before), on_white(after)).getbbox() is None


@pytest.mark.parametrize("turn", range(2, 9))
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_every_way_a_camera_is_held(turn, kind):
    image = Image.new("RGB", (64, 32), "white")
    image.paste("black", (0, 0, 16, 16))
    exif = Image.Exif()
    exif[TURN] = turn
    after = drawn(saved(image, kind, exif=exif))
    corners = {(x, y) for x in (4, after.width - 5) for y in (4, after.height - 5)}
    dark = [at for at in corners if sum(on_white(after).getpixel(at)) < 100]
    place = {
        2: (1, 0),
        3: (1, 1),
        4: (0, 1),
        5: (0, 0),
        6: (1, 0),
        7: (1, 1),
        8: (0, 1),
    }
    assert [(int(x > 20), int(y > 20)) for x, y in dark] == [place[turn]]
    assert after.size == ((32, 64) if turn > 4 else (64, 32))


def test_colors_for_printing_stay_what_they_were():
    after = drawn(saved(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG"))
    red, green, blue = after.convert("RGB").getpixel((8, 8))
    assert red > 200
    assert max(green, blue) < 60


@pytest.mark.parametrize("kind", ["GIF", "PNG"])
def test_of_moving_pictures_the_first_stays(kind):
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "blue")]
    moving = saved(frames[0], kind, save_all=True, append_images=frames[1:])
    after = drawn(moving)
    assert getattr(after, "n_frames", 1) == 1
    assert after.convert("RGB").getpixel((4, 4)) == (255, 0, 0)


def test_a_photograph_with_a_second_one_inside():
    two = [Image.new("RGB", (16, 16), color) for color in ("red", "blue")]
    content = saved(two[0], "MPO", save_all=True, append_images=two[1:])
    assert drawn(content).format == "JPEG"
    assert b"MPF" not in picture.judge(content)


def test_nothing_rides_along():
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    for kind in ("PNG", "JPEG"):
        image = Image.new("RGB", (4, 4))
        content = saved(image, kind, exif=exif, icc_profile=b"secret", comment="secret")
        assert b"secret" in content
        assert b"secret" not in picture.judge(content + b"secret")


def test_the_size_is_judged_before_anything_is_decoded(monkeypatch):
    def load(self):
        raise AssertionError("decoded")

    content = saved(Image.new("1", (5001, 5000)))
    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", load)
    with pytest.raises(RefusalError, match="尺寸太大"):
        picture.judge(content)


def test_a_turned_picture_that_cannot_be_halved_has_less_room(monkeypatch):
    monkeypatch.setattr(picture, "MAX_TURNED_PIXELS", 100)
    exif = Image.Exif()
    assert drawn(saved(Image.new("RGB", (20, 20)), exif=exif)).size == (20, 20)
    exif[TURN] = 6
    with pytest.raises(RefusalError, match="尺寸太大"):
        picture.judge(saved(Image.new("RGB", (20, 20)), exif=exif))


@pytest.mark.parametrize(
    ("size", "kept"),
    [((400, 300), (400, 300)), ((800, 600), (400, 300)), ((1700, 1200), (425, 300))],
)
def test_large_photographs_are_decoded_smaller(monkeypatch, size, kept):
    monkeypatch.setattr(picture, "MAX_TURNED_PIXELS", 400 * 320)
    assert drawn(saved(Image.new("RGB", size, "red"), "JPEG")).size == kept


def large(kind, mode, size, **options):
    return saved(Image.linear_gradient("L").resize(size).convert(mode), kind, **options)


@pytest.mark.parametrize(
    ("kind", "mode", "size", "options"),
    [
        ("PNG", "RGBA", (5000, 5000), {}),
        ("JPEG", "RGB", (4032, 3024), {"turn": 6}),
        ("JPEG", "RGB", (8064, 6048), {"turn": 8}),
        ("JPEG", "RGB", (4032, 3024), {"turn": 6, "progressive": True}),
    ],
)
def test_no_picture_takes_more_memory_than_a_bound(kind, mode, size, options):
    exif = Image.Exif()
    if turn := options.pop("turn", 0):
        exif[TURN] = turn
    spent = measured("picture", large(kind, mode, size, exif=exif, **options))
    assert spent.answer.startswith(b"+")
    assert 20 < spent.peak_megabytes < 160
    assert spent.cpu_seconds < 8
