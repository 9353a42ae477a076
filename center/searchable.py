"""Rows that are found by characters, pinyin and initials."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Transform,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from center import search
from center.text import spellings

# Counting goes no further; then a page says so.
MOST_COUNTED = 1_000
# From so many on, a page is looked for among what begins with the question.
MANY = 200


class Searchable(models.Model):
    """A row with a name; ``reindex`` is called by whatever writes it.

    ``found_by`` names the columns with other words it is found by, divided by blanks.
    """

    named: ClassVar[str] = "name"
    found_by: ClassVar[tuple[str, ...]] = ("aliases",)

    aliases = models.CharField("别名、关键词", max_length=120, blank=True)
    spoken = models.CharField(
        "读音",
        max_length=200,
        blank=True,
        help_text="多音字读错时填，拼音之间空格，如 shan lao shi。",
    )
    plain_name = models.TextField(editable=False, db_default="")
    # Name and other words, one a line.
    words = models.TextField(editable=False, db_default="")
    pinyin = models.TextField(editable=False, db_default="")
    initials = models.TextField(editable=False, db_default="")
    grams = ArrayField(models.TextField(), editable=False, default=list, db_default=[])

    class Meta:
        abstract = True
        indexes: ClassVar[list[Any]] = [
            GinIndex(fields=["grams"], name="%(class)s_grams"),
            models.Index(
                OpClass(F("initials"), name="text_pattern_ops"),
                name="%(class)s_initials",
            ),
        ]

    def reindex(self) -> None:
        """Bring what the row is found by in line with its name and other words."""
        name = str(getattr(self, self.named))
        more = [search.packed(one) for one in self._more_words()]
        self.plain_name = search.packed(name)
        words = [one for one in (self.plain_name, *more) if one]
        self.words = "\n".join(words)
        said = search.spoken(self.spoken) if self.spoken else search.pinyin_of(name)
        self.pinyin, self.initials = said
        self.grams = search.pieces(words, *said)

    def _more_words(self) -> list[str]:
        texts = " ".join(str(getattr(self, one)) for one in self.found_by)
        for mark in "，、；,;":
            texts = texts.replace(mark, " ")
        return texts.split()


def by_pinyin(column: str = "name") -> Func:
    """Order names by pinyin in any PostgreSQL: GB18030 keeps common signs that way."""
    return Func(
        F(column),
        Value("GB18030"),
        function="convert_to",
        output_field=models.BinaryField(),
    )


def pinyin_key(name: str) -> bytes:
    """Return what sorts names in hand as ``by_pinyin`` does."""
    return name.encode("gb18030")


class InHalfWidth(Transform):
    """A text as ``center.text.half_width`` writes it: ＷｉＦｉ is WiFi."""

    lookup_name = "in_half_width"
    template = "normalize(%(expressions)s, NFKC)"
    output_field = models.TextField()


models.CharField.register_lookup(InHalfWidth)
models.TextField.register_lookup(InHalfWidth)


def anywhere(typed: str, *paths: str) -> Q:
    """Return which rows have a text in one of these columns, however it is spelled.

    All rows where nothing was typed.
    """
    wanted = Q()
    for text in spellings(typed):
        for path in paths:
            wanted |= Q(**{f"{path}__in_half_width__icontains": text})
    return wanted


def found(rows: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """Return the rows that a question finds, the best first.

    An empty question finds everything, in the order of pinyin.
    """
    asked = search.terms(typed)
    if not asked:
        return (rows.none() if typed.strip() else rows).order_by("pinyin", "pk")
    for term in asked:
        alone = len(asked) == 1
        rows = rows.filter(
            _has(term) if search.is_han(term) or not alone else _sounds(term)
        )
    return rows.order_by(_rank(asked[0]), "pinyin", "pk")


def best_page(
    rows: QuerySet[Any], typed: str, start: int, count: int
) -> list[Any] | None:
    """Return a page from what begins with the question, None if that does not fill it.

    That stands before all the rest, in the same order. Where indexes hold the names, a
    page of thousands is found without reading their rows.
    """
    asked = search.terms(typed)
    if len(asked) != 1:
        return None
    (term,) = asked
    is_one_letter = len(term) == 1 and not search.is_han(term)
    names = ["plain_name"] if search.is_han(term) else ["initials", "pinyin"]
    names = names[:1] if is_one_letter else names
    parts = [_beginning(rows, name, term) for name in names]
    found = parts[0].union(*parts[1:]) if parts[1:] else parts[0]
    page = found.order_by(*_FIRST)[start : start + count]
    sql, values = page.query.sql_with_params()
    # Written by Django; what was typed is among the values.
    query = f"SELECT keys.pk FROM ({sql}) keys (is_longer, pinyin, pk)"  # noqa: S608 - written by Django
    keys = RawSQL(query, values)  # noqa: S611 - what was typed is a value
    best = list(rows.filter(pk__in=keys).order_by(_rank(term), "pinyin", "pk"))
    return best if is_one_letter or len(best) == count else None


_FIRST = ("is_longer", "pinyin", "pk")


def _beginning(rows: QuerySet[Any], name: str, term: str) -> Any:
    longer = Case(
        When(_equal(term), then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    begun = rows.order_by().filter(**{f"{name}__startswith": term})
    return begun.annotate(is_longer=longer).values_list(*_FIRST)


def _equal(term: str) -> Q:
    equal = Q(plain_name=term)
    return equal if search.is_han(term) else equal | Q(initials=term) | Q(pinyin=term)


class _Begins(Func):
    """Whether a text begins with another; many times faster than ``LIKE``."""

    function = "starts_with"
    output_field = BooleanField()


def _holds(column: str, text: str) -> Q:
    """Say that a column holds a text; compared by bytes, faster than ``LIKE``."""
    return Q(GreaterThan(StrIndex(F(column), Value(text)), 0))


def _has(term: str) -> Q:
    """Ask the index for the pieces, and the text where they do not say it all."""
    if not search.is_han(term):
        return _sounds(term)
    pieces = search.pieces_of(term)
    written = Q(grams__contains=pieces)
    return written if len(pieces) == 1 else written & _holds("words", term)


def _sounds(term: str) -> Q:
    """Ask initials and pinyin; of a single letter only what begins with it."""
    if len(term) == 1:
        return Q(initials__startswith=term)
    # Index and text apart: else the database compares the arrays of every row again.
    pieces = (search.initial_pieces, search.sound_pieces, search.pieces_of)
    any_piece, any_text = Q(), Q()
    for column, of in zip(("initials", "pinyin", "words"), pieces, strict=True):
        any_piece |= Q(grams__contains=of(term))
        any_text |= _holds(column, term)
    return any_piece & any_text


def _rank(term: str) -> Case:
    names = (
        ["plain_name"] if search.is_han(term) else ["plain_name", "initials", "pinyin"]
    )
    begins = Q()
    for name in names:
        begins |= Q(_Begins(F(name), Value(term)))
    return Case(
        When(_equal(term), then=Value(0)),
        When(begins, then=Value(1)),
        When(_holds("words", f"\n{term}"), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
