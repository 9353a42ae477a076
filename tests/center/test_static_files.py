"""What a page needs of the files travels as one, and always as it is now."""

import os
import re
from pathlib import Path

from django.contrib.staticfiles import finders

from center.static_files import MORNING, JoinedFiles, joined_styles, styles_path
from reservations.rules.venues import VenueKind

TEMPLATES = Path("templates")


def text(path):
    return Path(finders.find(path)).read_text()


def test_a_page_has_one_file_with_all_its_parts_in_order():
    found = text(styles_path("desk", "guide"))
    places = [
        found.index(sign) for sign in ("--ink:", ".btn{", ".deskdoors{", ".four{")
    ]
    assert places == sorted(places)
    assert "/*" not in found


def test_what_is_not_there_is_not_found():
    for path in ("css/page-desk-nothing.css", "css/page-..%2Fsite.css", "img/none.svg"):
        assert finders.find(path) is None
        assert finders.find(path, find_all=True) == []


def test_the_first_page_of_the_admin_has_one_file_beside_its_pictures():
    found = text(MORNING)
    for sign in (
        "--breadcrumbs-bg:",
        ".dashboard ",
        "(max-width: 1024px)",
        ".morning ",
    ):
        assert sign in found
    for picture in re.findall(r"url\(\.\./(img/[^)]+)\)", found):
        assert finders.find(f"admin/{picture}")


def test_strings_are_not_made_shorter():
    rule = 'a::after { content: "；  { x } /* y */" ;\n  color : red; } /* gone */'
    assert joined_styles([rule]) == (
        'a::after{content: "；  { x } /* y */";color : red;}'
    )


def test_a_changed_part_is_joined_anew(tmp_path, settings):
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "css").mkdir()
    for name in ("site", "parts", "desk"):
        (tmp_path / "css" / f"{name}.css").write_text(f".{name} {{}}")
    finder = JoinedFiles()
    before = Path(finder.find("css/page-desk.css"))
    assert before.read_text() == ".site{}.parts{}.desk{}"
    changed = tmp_path / "css" / "parts.css"
    changed.write_text(".new {}")
    os.utime(changed, ns=(1, before.stat().st_mtime_ns + 1))
    assert Path(finder.find("css/page-desk.css")).read_text() == (
        ".site{}.new{}.desk{}"
    )


def test_all_that_templates_ask_for_is_collected():
    pages = [path.read_text() for path in TEMPLATES.rglob("*.html")]
    asked = {
        styles_path(*re.findall(r'"(\w+)"', tag))
        for page in pages
        for tag in re.findall(r"{% styles(.*?)%}", page)
    }
    listed = dict(JoinedFiles().list(None))
    assert set(listed) == asked | {"img/rooms.svg", MORNING}
    assert all(storage.exists(path) for path, storage in listed.items())


def test_no_page_asks_for_a_part_by_itself():
    single = "{% static 'css/"
    asking = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if single in path.read_text() and "admin" not in path.parts
    ]
    assert asking == []


def test_each_kind_of_room_is_in_the_one_drawing():
    assert set(re.findall(r'<view id="(\w+)"', text("img/rooms.svg"))) == set(
        VenueKind.values
    )
