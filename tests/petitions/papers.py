"""What comes in."""

from center.uploads import CleanFile
from tests.make import moment

AT = moment("2026-11-24 09:00")
CLEAN = CleanFile("灯.png", "image/png", b"picture")
