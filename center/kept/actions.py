"""Hold chosen files for their form, keep drafts, let go of both."""

import re
import secrets
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from center import sheets
from center.jobs import Due
from center.kept.models import Draft, HeldFile, SentForm
from center.kept.rules import (
    FILES_KEPT,
    MOST_DRAFTS,
    MOST_FILES,
    MOST_OF_GUEST,
    SENT_KEPT,
)
from center.models import User
from center.uploads import (
    MAX_SECONDS,
    CleanFile,
    clean_name,
    clean_upload,
    count_upload,
)

# Files that hold rows, not pictures; no cleaned file has this type.
LISTS = re.compile(r"\.(?:csv|txt|xlsx|iso|mrc|marc)$", re.IGNORECASE)
LIST_TYPE = "application/octet-stream"
# The columns that say whose a draft is.
Whose = Mapping[str, Any]


class HeldUpload(SimpleUploadedFile):
    """A file that waited, as the form gets it again: it was judged and cleaned."""

    def __init__(self, row: HeldFile, content: bytes) -> None:
        super().__init__(row.name, content, row.content_type)
        self.token = row.token
        if row.content_type != LIST_TYPE:
            self.cleaned = CleanFile(row.name, row.content_type, content)


# -- Files


def hold(
    files: Iterable[tuple[str, UploadedFile]],
    *,
    owner: str,
    path: str,
    who: tuple[str, str],
    at: datetime,
) -> list[tuple[str, str]]:
    """Hold what may be held of the files of a refused form; return what was not.

    Each is judged as it would be if it were taken, unless the form has just done so.
    """
    started, chosen = time.monotonic(), list(files)
    if not chosen or not _may_be_judged(chosen, who, at):
        return [(field, file.name or "") for field, file in chosen]
    lost = []
    for n, (field, file) in enumerate(chosen):
        is_over = n >= MOST_FILES or time.monotonic() - started > MAX_SECONDS
        clean = None if is_over else _clean(file)
        if clean is None:
            lost.append((field, file.name or ""))
        else:
            _hold_one(clean, field, owner, path, at)
    return lost


def _may_be_judged(
    chosen: Iterable[tuple[str, UploadedFile]], who: tuple[str, str], at: datetime
) -> bool:
    if all(is_judged(file) for _, file in chosen):
        return True
    try:
        count_upload(who, at)
    except ValidationError:
        return False
    return True


def _clean(file: UploadedFile) -> CleanFile | None:
    try:
        return _list_of(file) or clean_upload(file)
    except ValidationError:
        return None


def _list_of(file: UploadedFile) -> CleanFile | None:
    """Return a list as it was chosen: only who reads it has it judged, each time."""
    suffix = LISTS.search(file.name or "")
    if suffix is None or (file.size or 0) > sheets.MAX_BYTES:
        return None
    file.seek(0)
    name = clean_name(file.name or "") + suffix[0].lower()
    return CleanFile(name, LIST_TYPE, file.read())


def is_judged(file: UploadedFile) -> bool:
    return getattr(file, "cleaned", None) is not None


def _hold_one(
    clean: CleanFile, field: str, owner: str, path: str, at: datetime
) -> None:
    token = secrets.token_hex(16)
    row = HeldFile(token=token, owner=owner, field=field, path=path, at=at)
    row.name, row.content_type = clean.name, clean.content_type
    row.size = len(clean.content)
    row.file.save(token, ContentFile(clean.content), save=False)
    row.save(force_insert=True)


def held_of(owner: str, at: datetime) -> QuerySet[HeldFile]:
    rows = HeldFile.objects.filter(owner=owner, at__gt=at - FILES_KEPT)
    return rows.order_by("pk") if owner else rows.none()


def uploads_of(
    tokens: Iterable[str], *, owner: str, at: datetime
) -> list[tuple[str, HeldUpload]]:
    """Return the files with these tokens, each with its field, as if chosen again."""
    found = []
    for row in held_of(owner, at).filter(token__in=list(tokens)[:MOST_FILES]):
        try:
            with row.file.open("rb") as stored:
                found.append((row.field, HeldUpload(row, stored.read())))
        except FileNotFoundError:
            continue
    return found


def let_go(rows: QuerySet[HeldFile]) -> int:
    """Delete files that wait, with what is on the disk."""
    found = list(rows)
    for row in found:
        row.file.storage.delete(str(row.file.name))
    HeldFile.objects.filter(pk__in=[row.pk for row in found]).delete()
    return len(found)


def too_old(at: datetime) -> QuerySet[HeldFile]:
    return HeldFile.objects.filter(at__lte=at - FILES_KEPT)


def let_old_go(at: datetime) -> int:
    Draft.objects.filter(user__isnull=True).old(at).delete()
    return let_go(too_old(at))


def give_to(owner: str, tokens: Iterable[str]) -> None:
    HeldFile.objects.filter(token__in=list(tokens)[:MOST_FILES]).update(owner=owner)


# -- Drafts


@transaction.atomic
def save_draft(
    whose: Whose, *, path: str, fields: Mapping[str, list[str]], at: datetime
) -> None:
    """Keep what somebody has typed so far; the oldest of too many goes."""
    values = {"fields": dict(fields), "at": at}
    Draft.objects.update_or_create(**whose, path=path, defaults=values)
    own = Draft.objects.filter(**whose).order_by("-at", "-pk")
    most = MOST_DRAFTS if whose["user"] is not None else MOST_OF_GUEST
    Draft.objects.filter(pk__in=list(own.values_list("pk", flat=True)[most:])).delete()


def drop_draft(whose: Whose, *, path: str) -> None:
    Draft.objects.filter(**whose, path=path).delete()


# -- Forgetting


def forget_person(user: User, at: datetime) -> None:
    Draft.objects.filter(user=user).delete()


def due(at: datetime) -> list[tuple[str, QuerySet[Any] | Due]]:
    """Return what is due to go: files after an hour, drafts after a month."""
    sent = SentForm.objects.filter(at__lt=at - SENT_KEPT)
    files = ("没交完的表选好的文件", Due(too_old(at), let_go))
    return [files, ("草稿", Draft.objects.old(at)), ("交过的表", sent)]
