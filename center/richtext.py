"""Markdown as people write it, turned into markup that can run nothing. Pure.

CommonMark does not take ``**注意：**请带`` for bold, because a mark stands between the
stars and a character (commonmark-spec #650); here a star beside a Chinese sign may open
and close. What comes out is a short list of elements, with where a link leads as their
only attribute.
"""

import html
import re
from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline.state_inline import Scanned, StateInline
from markdown_it.token import Token

TAGS = {
    *("h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
SCHEMES = {"http", "https", "tel", "mailto"}
# Blanks, controls and backslashes are not taken: browsers repair them into another
# address. Inside the portal one leading slash, and a letter behind it.
_REST = r'[^\s\\"<>]*'
_ADDRESS = re.compile(
    rf"https?://[^\s\\/?#\"<>]{_REST}|(?:tel|mailto):{_REST}|/(?![/%]){_REST}|[#?]{_REST}",
    re.IGNORECASE,
)
_BETWEEN = re.compile(">[^<]*")
_CHINESE = re.compile(
    "[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffee"
    "\U00020000-\U0003ffff]"
)
# Blanks begin a paragraph here, not code; dashes below a line part it from the next.
_UNUSED = ["code", "fence", "backticks", "html_block", "html_inline", "lheading"]
_UNUSED += ["reference"]


def render(text: str) -> SafeString:
    return mark_safe(_rendered(text))  # noqa: S308 - cleaned, and tried with hostile text


def plain(text: str) -> str:
    bare = nh3.clean(_rendered(text).replace("<", " <"), tags=set())
    return " ".join(html.unescape(bare).split())


@lru_cache(maxsize=512)
def _rendered(text: str) -> str:
    made = nh3.clean(
        _MARKDOWN.render(text),
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_address,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    # Typed markup that is shown as text holds no whole attribute either.
    return _BETWEEN.sub(lambda part: part[0].replace('"', "&quot;"), made.strip())


def _address(_tag: str, _name: str, value: str) -> str | None:
    is_plain = value.isprintable() and _ADDRESS.fullmatch(value)
    return value if is_plain else None


class _State(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - the library's names
        """Let stars beside a Chinese sign open and close, unless a blank is there."""
        found = super().scanDelims(start, canSplitWord)
        before = self.src[start - 1 : start] or " "
        after = self.src[start + found.length : self.posMax][:1] or " "
        if self.src[start] != "*" or not _CHINESE.search(before + after):
            return found
        return Scanned(not after.isspace(), not before.isspace(), found.length)


class _Inline(ParserInline):
    def parse(
        self,
        src: str,
        md: MarkdownIt,
        env: MutableMapping[str, Any],
        tokens: list[Token],
    ) -> list[Token]:
        """Read a line as the parent does, with the Chinese stars."""
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _level_headings(state: StateCore) -> None:
    """Keep headings below that of the page: the first level is h2, the last h3."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h2" if token.tag in ("h1", "h2") else "h3"


def _image_words(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    place: int,
    options: Any,
    env: MutableMapping[str, Any],
) -> str:
    """Say what a picture shows; pictures themselves are attachments."""
    words = renderer.renderInlineAsText(tokens[place].children or [], options, env)
    return html.escape(words)


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True})
    reader.inline = _Inline()
    reader.enable("table").disable(_UNUSED)
    # Where a link may lead is asked once, of what comes out.
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # made for that
    reader.core.ruler.push("headings", _level_headings)
    reader.add_render_rule("image", _image_words)
    return reader


_MARKDOWN = _reader()
