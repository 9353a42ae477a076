"""Store files with a case, privately and under names that cannot be guessed."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import ContentFile

from center.models import User
from center.uploads import CleanFile
from petitions.models import Attachment, Petition


def names(files: Sequence[CleanFile]) -> dict[str, str]:
    return {"文件名": "\n".join(clean.name for clean in files)}


def attach(
    case: Petition,
    files: Sequence[CleanFile],
    *,
    by: User | None,
    at: datetime,
    is_internal: bool = False,
) -> list[Attachment]:
    """Store cleaned files; what was written is removed again if one cannot be."""
    made: list[Attachment] = []
    if case.anonymous and not is_internal:
        files = _nameless(case, files)
    try:
        for clean in files:
            made.append(_built(case, clean, by, at, is_internal=is_internal))
            made[-1].save()
    except Exception:
        for attachment in made:
            attachment.file.delete(save=False)
        raise
    return made


def _nameless(case: Petition, files: Sequence[CleanFile]) -> list[CleanFile]:
    """Return files under names that tell nothing: people name them after themselves."""
    start = case.attachments.count() + 1
    return [
        clean._replace(name=f"附件 {n}{PurePath(clean.name).suffix}")
        for n, clean in enumerate(files, start=start)
    ]


def _built(
    case: Petition,
    clean: CleanFile,
    by: User | None,
    at: datetime,
    *,
    is_internal: bool,
) -> Attachment:
    token = secrets.token_hex(16)
    return Attachment(
        petition=case,
        token=token,
        name=clean.name,
        content_type=clean.content_type,
        size=len(clean.content),
        sha256=hashlib.sha256(clean.content).hexdigest(),
        # No suffix: no server can be talked into serving it as what it is not.
        file=ContentFile(clean.content, name=token),
        is_internal=is_internal,
        added_at=at,
        added_by=None if case.anonymous and not (by and by.is_staff) else by,
    )
