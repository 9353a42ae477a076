"""Codes as pictures that a scanner reads on any ground, also in a dark page."""

import segno
from django.utils.safestring import SafeString, mark_safe

# ISO/IEC 18004: four modules of quiet around the code, here inside the picture.
QUIET = 4


def qr_svg(text: str, *, title: str) -> SafeString:
    """Return the text as an inline picture with its own white ground and no style."""
    picture = segno.make(text, error="m", micro=False).svg_inline(
        omitsize=True,
        border=QUIET,
        dark="#000",
        light="#fff",
        title=title,
        svgclass=None,
        lineclass=None,
    )
    # The picture is drawn by segno from numbers; the text itself is not in it.
    return mark_safe(picture.replace("<svg", '<svg role="img"', 1))  # noqa: S308 - drawn by us from digits and letters
