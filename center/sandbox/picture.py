"""Draw a picture anew, upright and without what rides along, in bounded memory.

The size that its header tells is judged before anything is decoded. Photographs of
large cameras are decoded at half or a quarter of their size, which a JPEG allows.
"""

import io
import warnings

from PIL import Image, ImageOps

from center.sandbox.refusals import OTHER_KIND, RefusalError

# What a decoded picture may take; a photograph is also turned, which takes it twice.
MAX_PIXELS = 25_000_000
MAX_PHOTO_PIXELS = 220_000_000
MAX_TURNED_PIXELS = 12_600_000
MOST_WRITTEN = 10 * 1024 * 1024
# Fast enough for a large screenshot, and hardly larger than the best.
_SAVED: dict[str, dict[str, int]] = {
    "JPEG": {"quality": 88},
    "PNG": {"compress_level": 4},
}
_TURN = 0x0112
_BROKEN = f"打不开，可能已损坏。{OTHER_KIND}"
_TOO_LARGE = "的尺寸太大（超过 2500 万像素），请缩小后再传。"


def judge(content: bytes) -> bytes:
    """Return the pixels of a picture in a new file of its kind."""
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # judged here, by kind
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF")) as image:
            return _redrawn(image)
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise RefusalError(_BROKEN) from error


def _redrawn(image: Image.Image) -> bytes:
    # Pillow calls a photograph with a second one inside MPO.
    kind = str(image.format).replace("MPO", "JPEG")
    _check_size(image, kind)
    image.load()
    clear = None if kind == "JPEG" else image.info.get("transparency")
    upright = _upright(image)
    if kind == "JPEG" and upright.mode not in ("RGB", "L"):
        upright = upright.convert("RGB")
    # Profiles, comments, places and previews stay behind.
    upright.info = {} if clear is None else {"transparency": clear}
    into = io.BytesIO()
    upright.save(into, kind, **_SAVED.get(kind, {}))
    if into.tell() > MOST_WRITTEN:
        raise RefusalError("太大，请压缩后再传。")
    return into.getvalue()


def _check_size(image: Image.Image, kind: str) -> None:
    pixels = image.width * image.height
    if kind == "JPEG":
        if pixels > MAX_PHOTO_PIXELS:
            raise RefusalError(_TOO_LARGE)
        _shrink(image)
    elif pixels > MAX_PIXELS:
        raise RefusalError(_TOO_LARGE)


def _shrink(image: Image.Image) -> None:
    """Have a photograph decoded at a half, a quarter or an eighth if it is large."""
    width, height = image.size
    for scale in (1, 2, 4, 8):
        if width * height <= MAX_TURNED_PIXELS * scale * scale:
            image.draft(image.mode, (width // scale, height // scale))
            return


def _upright(image: Image.Image) -> Image.Image:
    """Turn a picture as its camera was held; damaged notes of a camera turn nothing."""
    try:
        is_turned = image.getexif().get(_TURN, 1) not in (0, 1)
        if is_turned and image.width * image.height > MAX_TURNED_PIXELS:
            raise RefusalError(_TOO_LARGE)
        return ImageOps.exif_transpose(image) if is_turned else image
    except (ValueError, TypeError, KeyError, SyntaxError, OSError):
        return image
