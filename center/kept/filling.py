"""Put what was typed back into the form of a page: whatever form, without a script.

Pure: takes the page as text and returns it. Hidden fields keep what the page says, but
for the version that somebody acted from.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from html.parser import HTMLParser

from django.utils.crypto import salted_hmac

from center.kept.models import HeldFile

Fields = Mapping[str, Sequence[str]]
Attrs = list[tuple[str, str | None]]
FORM_ACTION = re.compile(r'<form[^>]*\saction="([^"?#]*)')
NOT_TYPED = {"hidden", "submit", "button", "image", "reset", "file", "password"}
VERSIONS = {"version", "_version", "draft_version"}
TICKED = {"checkbox", "radio"}
# Without an end of their own.
VOID = {"input", "option"}


class _Form(HTMLParser):
    """Walks one page and notes what of the one form is to be another way."""

    def __init__(
        self,
        page: str,
        here: str,
        path: str,
        fields: Fields,
        files: Iterable[HeldFile],
        lost: Iterable[tuple[str, str]] = (),
    ) -> None:
        super().__init__(convert_charrefs=True)
        self.here, self.path = here, path
        self.left = {name: list(values) for name, values in fields.items()}
        self.fields, self.files, self.lost = fields, list(files), list(lost)
        # Pieces of the page and what they become, in the order of the page.
        self.edits: list[tuple[int, int, str]] = []
        self.is_inside = self.is_found = False
        self.select = ""
        self.area: tuple[int, str] | None = None
        self._starts = [0]
        for line in page.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self._page = page
        self.feed(page)
        self.close()

    def filled(self) -> str | None:
        """Return the page with everything put in; None where the form is not on it."""
        if not self.is_found:
            return None
        parts, last = [], 0
        for start, end, text in self.edits:
            parts += [self._page[last:start], text]
            last = end
        return "".join([*parts, self._page[last:]])

    @property
    def _at(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: Attrs) -> None:
        """Look at every field of the form; find the form itself."""
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_inside = self._is_it(known)
            self.is_found = self.is_found or self.is_inside
        elif self.is_inside and tag in ("input", "textarea", "select", "option"):
            getattr(self, f"_{tag}")(known)

    def handle_endtag(self, tag: str) -> None:
        """Close what was open; a text area gets its text."""
        if tag == "form":
            self.is_inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.area is not None:
            start, text = self.area
            self.edits.append((start, self._at, f"\n{escape(text)}"))
            self.area = None

    def _is_it(self, known: dict[str, str]) -> bool:
        action = known.get("action", "").split("?")[0].split("#")[0] or self.here
        return known.get("method", "").lower() == "post" and action == self.path

    def _input(self, known: dict[str, str]) -> None:
        kind, name = known.get("type", "text").lower(), known.get("name", "")
        if kind == "file":
            self._insert_files(name)
        elif not name or (kind in NOT_TYPED and not self._is_version(name)):
            return
        elif kind in TICKED:
            is_on = known.get("value", "on") in self.fields.get(name, ())
            self._replace(known, "checked", "" if is_on else None)
        elif name in self.fields:
            self._replace(known, "value", self._next(name))

    def _is_version(self, name: str) -> bool:
        return name in VERSIONS and name in self.fields

    def _textarea(self, known: dict[str, str]) -> None:
        name = known.get("name", "")
        if name in self.fields:
            self.area = self._at + len(self.get_starttag_text() or ""), self._next(name)

    def _select(self, known: dict[str, str]) -> None:
        name = known.get("name", "")
        self.select = name if name in self.fields else ""

    def _option(self, known: dict[str, str]) -> None:
        if self.select and "value" in known:
            is_on = known["value"] in self.fields[self.select]
            self._replace(known, "selected", "" if is_on else None, tag="option")

    def _next(self, name: str) -> str:
        left = self.left[name]
        return left.pop(0) if left else ""

    def _replace(
        self, known: dict[str, str], name: str, value: str | None, tag: str = "input"
    ) -> None:
        attrs = known | {name: value or ""}
        if value is None:
            attrs.pop(name)
        text = "".join(
            f" {key}" if key in ("checked", "selected") else f' {key}="{escape(one)}"'
            for key, one in attrs.items()
        )
        start = self._at
        end = start + len(self.get_starttag_text() or "")
        self.edits.append((start, end, f"<{tag}{text}>"))

    def _insert_files(self, name: str) -> None:
        lines = "".join(
            f'<li><label><input type="checkbox" name="held" value="{one.token}"'
            f" checked><span>{escape(one.name)}</span></label></li>"
            for one in self.files
            if one.field == name
        )
        said = "已经选好的，不用再选；不要了就去掉勾："
        text = f'<p class="hint">{said}</p><ul>{lines}</ul>' if lines else ""
        gone = "、".join(
            f"“{escape(one)}”" for field, one in self.lost if field == name
        )
        text += f'<p class="hint">没有留住{gone}，请再选一次。</p>' if gone else ""
        if text:
            end = self._at + len(self.get_starttag_text() or "")
            self.edits.append((end, end, f'<div class="held">{text}</div>'))


def unnamed(path: str) -> str:
    """Return what stands for a form where nothing may tell which one it is."""
    return salted_hmac("center.kept.lost", path, algorithm="sha256").hexdigest()


def path_on(page: str, here: str, path: str) -> str:
    """Return the path of a form; of an unnamed one only a page that has it can tell."""
    if path.startswith("/"):
        return path
    found = [here, *FORM_ACTION.findall(page)]
    return next((one for one in found if unnamed(one) == path), "")


def fill(
    page: str, *, here: str, path: str, fields: Fields, files: Iterable[HeldFile] = ()
) -> str | None:
    """Fill the form of a page that is posted to ``path`` in; None where there is none.

    ``here`` is the address of the page itself: a form without one is posted there.
    """
    return _Form(page, here, path, fields, files).filled()


def offer_files(
    page: str,
    *,
    here: str,
    path: str,
    files: Iterable[HeldFile],
    lost: Iterable[tuple[str, str]] = (),
) -> str | None:
    """List the files that wait beside the field they were chosen in, and the lost."""
    return _Files(page, here, path, {}, files, lost).filled()


class _Files(_Form):
    """Leaves every field as it is."""

    def _input(self, known: dict[str, str]) -> None:
        if known.get("type", "").lower() == "file":
            self._insert_files(known.get("name", ""))

    def _textarea(self, known: dict[str, str]) -> None:
        return

    _select = _option = _textarea
