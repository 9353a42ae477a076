"""How files get to the browser: joined where a page needs several, then packed.

Styles and drawings are kept apart, one file a subject, and travel as one file a page. A
finder joins them, so that it is the same for collectstatic, a test and runserver.
Packing all of them hard takes 12 of the 15 seconds of collecting; hard what residents
load and quickly what staff do takes two.
"""

import atexit
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Pages ask for names with a hash; the admin's own files go to a few on a fast line.
ASKED_FOR = re.compile(r"\.[0-9a-f]{12}\.[a-z]+$")
ADMIN = f"{os.sep}admin{os.sep}"

# Every page has these; what else one has, its template says: {% styles "desk" %}.
EVERYWHERE = ("site", "parts")
STYLES = re.compile(r"css/page((?:-[a-z_]+)*)\.css")
STYLES_TAG = re.compile(r"{% styles((?: \"[a-z_]+\")*) %}")
# A string stays as it is; around what divides, and to indent, no space is needed.
SPACES = re.compile(r"(\"[^\"]*\"|'[^']*')|/\*.*?\*/|\s*([{};,])\s*|\s+", re.DOTALL)

# The admin's first page; beside its own files, which lead to pictures from there.
MORNING = "admin/css/morning.css"
ADMIN_FILES = Path(admin.__file__).parent / "static/admin/css"
MORNING_PARTS = ("base", "dark_mode", "dashboard", "responsive")

DRAWINGS = re.compile(r"img/([a-z]+)\.svg")
DRAWING = re.compile(
    r"<svg [^>]*?viewBox=\"0 0 (\d+) (\d+)\"[^>]*>(.*)</svg>", re.DOTALL
)


def styles_path(*parts: str) -> str:
    """Return the one style sheet of the pages that need these ``parts``."""
    return f"css/{'-'.join(('page', *parts))}.css"


def joined_styles(texts: list[str]) -> str:
    return "".join(SPACES.sub(_shorter, text) for text in texts)


def _shorter(found: re.Match[str]) -> str:
    kept: str | None = found[1] or found[2]
    return kept or (" " if found[0].isspace() else "")


def joined_drawings(texts: dict[str, str]) -> str:
    """Return one drawing of which ``#name`` shows one part; all have the same size."""
    rows = [(name, DRAWING.fullmatch(text.strip())) for name, text in texts.items()]
    sizes = {(found[1], found[2]) for _, found in rows if found}
    width, height = map(int, *sizes)
    body = "".join(
        f'<view id="{name}" viewBox="0 {n * height} {width} {height}"/>'
        f'<svg y="{n * height}" width="{width}" height="{height}">{found[3]}</svg>'
        for n, (name, found) in enumerate(rows)
        if found
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{body}</svg>'
    )


class JoinedFiles(BaseFinder):
    """Finds the styles of a page, and the drawings of a folder, as one file."""

    def check(self, **_options: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        found = self._joined(path)
        if not found:
            return []
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for path in sorted({MORNING, *self._styles(), *self._drawings()}):
            if self._joined(path):
                yield path, self._storage

    @cached_property
    def _room(self) -> Path:
        room = tempfile.mkdtemp(prefix="joined-")
        atexit.register(shutil.rmtree, room, ignore_errors=True)
        return Path(room)

    @cached_property
    def _storage(self) -> FileSystemStorage:
        return FileSystemStorage(self._room)

    def _joined(self, path: str) -> str | None:
        """Return where the joined file lies, made anew when a part has changed."""
        parts = self._parts(path)
        if not parts or not all(part.is_file() for part in parts):
            return None
        made = self._room / path
        changed = max(part.stat().st_mtime_ns for part in parts)
        if not made.exists() or made.stat().st_mtime_ns != changed:
            made.parent.mkdir(parents=True, exist_ok=True)
            fresh = made.with_suffix(f".{os.urandom(4).hex()}")
            fresh.write_text(_join(path, parts))
            os.utime(fresh, ns=(changed, changed))
            fresh.replace(made)
        return str(made)

    @property
    def _sources(self) -> Path:
        return Path(settings.STATICFILES_DIRS[0])

    def _parts(self, path: str) -> Sequence[Path]:
        if styles := STYLES.fullmatch(path):
            names = (*EVERYWHERE, *styles[1].split("-")[1:])
            return [self._sources / "css" / f"{name}.css" for name in names]
        if path == MORNING:
            parts = [ADMIN_FILES / f"{name}.css" for name in MORNING_PARTS]
            return [*parts, self._sources / "css/admin.css"]
        if drawings := DRAWINGS.fullmatch(path):
            return sorted((self._sources / "img" / drawings[1]).glob("*.svg"))
        return []

    def _styles(self) -> Iterator[str]:
        folders: Any = settings.TEMPLATES[0]["DIRS"]
        for folder in folders:
            for template in Path(folder).rglob("*.html"):
                for asked in STYLES_TAG.findall(template.read_text()):
                    yield styles_path(*re.findall(r"[a-z_]+", asked))

    def _drawings(self) -> Iterator[str]:
        for folder in (self._sources / "img").iterdir():
            if folder.is_dir():
                yield f"img/{folder.name}.svg"


def _join(path: str, parts: Sequence[Path]) -> str:
    if path.endswith(".css"):
        return joined_styles([part.read_text() for part in parts])
    return joined_drawings({part.stem: part.read_text() for part in parts})


class _Packer(Compressor):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.quick = Compressor(**options, use_brotli=False)

    def compress(self, path: str) -> list[str]:
        if not ASKED_FOR.search(path):
            return []
        pack = self.quick.compress if ADMIN in path else super().compress
        return list(pack(path))


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Files named after their content, and packed beside it."""

    def create_compressor(self, **options: Any) -> Compressor:
        return _Packer(**options)
