"""Write items of the catalog, hand them in, approve them, retire them."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate

from center import search
from center.guide import rules
from center.guide.models import Blank, Paper, Poster, Service, Step, Told, Version
from center.models import Center, User
from center.publishing import actions as publishing
from center.publishing.rules import OPEN, Verb
from center.text import visible
from center.uploads import CleanFile
from center.workflow.actions import changing, enter, needed, once, put

Lines = Sequence[Mapping[str, Any]]
# Name of a paper -> its empty form.
Files = Mapping[str, CleanFile]
NONE: Files = MappingProxyType({})
# What a new version starts with that is its own.
_OWN = ("effective_on", "change_note", "is_retirement", "instead_id")


@once(Version)
def begin(
    *,
    center: Center,
    slug: str,
    papers: Lines,
    steps: Lines,
    form_key: str,
    by: User,
    at: datetime,
    code: str = "",
    files: Files = NONE,
    **values: Any,
) -> Version:
    """Begin an item with the draft of its first version; a draft always saves."""
    with transaction.atomic():
        service = Service(center=center, slug=slug or _slug(center, values), code=code)
        service.made_at = at
        service.clean_fields()
        service.save()
        row = Version(service=service, n=1, form_key=form_key)
        row = _begin(row, values, papers, steps, by=by, at=at)
        _write_blanks(row, papers, files, (), at)
        return row


def save(
    row: Version,
    *,
    papers: Lines,
    steps: Lines,
    by: User,
    at: datetime,
    version: int,
    form_key: str = "",
    files: Files = NONE,
    **values: Any,
) -> Version:
    """Save the draft; from an approved version begin the next one.

    What says nothing new changes nothing, so it takes back no submission either.
    """
    if row.state in OPEN:
        return _save_draft(
            row, values, papers, steps, files, by=by, at=at, version=version
        )
    if not files and not _is_new(row, values, papers, steps):
        raise ValidationError("内容和现在一样，没有新的版本可存。", code="same")
    return _next(
        row=row,
        values=values,
        papers=papers,
        steps=steps,
        files=files,
        by=by,
        at=at,
        version=version,
        form_key=form_key,
    )


def _save_draft(
    row: Version,
    values: Mapping[str, Any],
    papers: Lines,
    steps: Lines,
    files: Files,
    *,
    by: User,
    at: datetime,
    version: int,
) -> Version:
    if not files and not _is_new(row, values, papers, steps):
        return row
    with changing(row, Verb.SAVE, by=by, at=at, version=version) as change:
        fresh = change.row
        _refuse_contradictions(values)
        put(fresh, **values)
        _write_lines(fresh, papers, steps)
        _write_blanks(fresh, papers, files, (), at)
        _index(fresh, papers, steps)
        change.note = fresh.change_note
    return fresh


@once(Version)
def _next(
    *,
    row: Version,
    values: Mapping[str, Any],
    papers: Lines,
    steps: Lines,
    files: Files,
    by: User,
    at: datetime,
    version: int,
    form_key: str,
) -> Version:
    with transaction.atomic():
        draft = publishing.next_draft(row, version=version, form_key=form_key)
        kept = {name: getattr(row, name) for name in row.texts if name not in _OWN}
        draft = _begin(draft, kept | dict(values), papers, steps, by=by, at=at)
        _write_blanks(draft, papers, files, row.blanks.all(), at)
        return draft


def _begin(
    row: Version,
    values: Mapping[str, Any],
    papers: Lines,
    steps: Lines,
    *,
    by: User,
    at: datetime,
) -> Version:
    _refuse_contradictions(values)
    put(row, **values)
    _index(row, papers, steps)
    enter(row, Verb.START, by=by, at=at, note=row.change_note)
    _write_lines(row, papers, steps)
    return row


def submit(
    row: Version, *, by: User, at: datetime, version: int | None = None
) -> Version:
    """Hand it in; refused while one of the twelve elements is missing."""
    return publishing.submit(row, by=by, at=at, version=version, missing=_missing)


def approve(
    row: Version, *, digest: str, by: User, at: datetime, version: int | None = None
) -> Version:
    """Approve what was shown; it takes effect on its day, never before today."""
    today = localdate(at)

    def settle(fresh: Version) -> None:
        publishing.refuse_missing(_missing(fresh))
        fresh.effective_on = max(fresh.effective_on or today, today)

    return publishing.approve(
        row, digest=digest, by=by, at=at, version=version, check=settle
    )


def retire(
    row: Version,
    *,
    on: date,
    instead: Service | None = None,
    reason: str = "",
    by: User,
    at: datetime,
    version: int | None = None,
) -> Version:
    """Ask for an item to be done no more from a day on; a second person approves."""
    if instead is not None and instead.pk == row.service_id:
        raise ValidationError({"instead": "不能改办它自己，请选另一项。"})
    with transaction.atomic():
        draft = publishing.next_draft(row, version=version)
        draft.is_retirement, draft.instead = True, instead
        values = {name: getattr(row, name) for name in row.texts if name not in _OWN}
        values |= {"change_note": visible(reason), "effective_on": on}
        papers = [_told(one) for one in row.papers.all()]
        steps = [_told(one) for one in row.steps.all()]
        draft = _begin(draft, values, papers, steps, by=by, at=at)
        _write_blanks(draft, papers, NONE, row.blanks.all(), at)
        with changing(draft, Verb.SUBMIT, by=by, at=at) as change:
            pass
    return change.row


def check(
    row: Version, *, by: User, at: datetime, version: int | None = None
) -> Version:
    """Say that everything in it still holds today."""
    with changing(row, Verb.CHECK, by=by, at=at, version=version) as change:
        change.row.checked_on = localdate(at)
    return change.row


def hang(row: Version, *, place: str, by: User, at: datetime) -> Poster:
    """Note where a poster of this version hangs; what hung there is taken down."""
    where, today = needed(place, "贴在哪里"), localdate(at)
    with transaction.atomic():
        service = Service.objects.select_for_update().get(pk=row.service_id)
        old = Poster.objects.filter(
            version__service=service, place=where, taken_down_on__isnull=True
        )
        old.update(taken_down_on=today)
        return Poster.objects.create(
            version=row, place=where, hung_on=today, hung_by=by
        )


def take_down(poster: Poster, *, at: datetime) -> None:
    rows = Poster.objects.filter(pk=poster.pk, taken_down_on__isnull=True)
    rows.update(taken_down_on=localdate(at))


def note_told(row: Version, *, subject: str, at: datetime) -> None:
    """Keep which version led to something; the first word stays."""
    Told.objects.bulk_create(
        [Told(version=row, subject=subject, at=at)], ignore_conflicts=True
    )


def _missing(row: Version) -> list[str]:
    return list(row.missing.values())


def _refuse_contradictions(values: Mapping[str, Any]) -> None:
    found: dict[str, list[str]] = {}
    for name, text in rules.contradictions(values):
        found.setdefault(name, []).append(text)
    if found:
        raise ValidationError(found)


def _is_new(
    row: Version, values: Mapping[str, Any], papers: Lines, steps: Lines
) -> bool:
    """Say whether these values would tell a reader anything else."""
    asked = type(row)(service=row.service, **_values_of(row))
    if put(asked, **values):
        return True
    now = (
        [_told(one) for one in row.papers.all()],
        [_told(one) for one in row.steps.all()],
    )
    return now != (_plain(papers, Paper), _plain(steps, Step))


def _values_of(row: Version) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.texts}


def _told(line: Paper | Step) -> dict[str, Any]:
    return dict(zip(line.columns, line.said, strict=True))


def _plain(lines: Lines, model: type[Paper] | type[Step]) -> list[dict[str, Any]]:
    return [_told(model(**one)) for one in lines]


def _write_lines(row: Version, papers: Lines, steps: Lines) -> None:
    """Write papers and steps anew, in their order; only drafts come here."""
    for model, lines in ((Paper, papers), (Step, steps)):
        kept: Any = model
        kept.objects.filter(version=row).delete()
        made = [kept(version=row, position=n, **one) for n, one in enumerate(lines, 1)]
        for one in made:
            one.clean_fields(exclude=["version"])
        kept.objects.bulk_create(made)


def _write_blanks(
    row: Version, papers: Lines, files: Files, kept: Iterable[Blank], at: datetime
) -> None:
    """Keep the empty forms of papers that are still asked for; new ones take over."""
    stay = {str(one["name"]) for one in papers} - files.keys()
    row.blanks.exclude(paper__in=stay).delete()
    for one in kept:
        if one.paper in stay:
            one.pk, one.version = None, row
            one.save(force_insert=True)
    made: list[Blank] = []
    try:
        for paper, clean in files.items():
            made.append(_blank(row, paper, clean, at))
            made[-1].save()
    except Exception:
        for one in made:
            one.file.delete(save=False)
        raise


def _blank(row: Version, paper: str, clean: CleanFile, at: datetime) -> Blank:
    return Blank(
        version=row,
        paper=paper,
        name=clean.name,
        content_type=clean.content_type,
        size=len(clean.content),
        sha256=hashlib.sha256(clean.content).hexdigest(),
        file=ContentFile(clean.content, name=secrets.token_hex(16)),
        added_at=at,
    )


def _index(row: Version, papers: Lines, steps: Lines) -> None:
    told = [str(one.get("name") or one.get("text")) for one in [*papers, *steps]]
    row.lines = " ".join([row.summary, *told])
    row.reindex()


def _slug(center: Center, values: Mapping[str, Any]) -> str:
    """Return a free name for the address, from the initials of the item."""
    _, letters = search.pinyin_of(str(values.get("name") or "item"))
    base = letters[:30] or "item"
    taken = set(
        Service.objects.filter(center=center, slug__startswith=base).values_list(
            "slug", flat=True
        )
    )
    return next(
        name
        for name in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3)))
        if name not in taken
    )
