"""Files that no row knows: what a power cut left between a file and its row.

A file is written before its row, so that a row never lacks its file; when the row then
does not come, the file stays behind.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.apps import apps
from django.core.files.storage import Storage
from django.db.models import FileField

# A form that is being sent has its files but not its rows yet.
SETTLED = timedelta(days=1)


class Orphans:
    """The files without a row, counted and deleted as a query set would be."""

    def __init__(self, at: datetime) -> None:
        self.before = at - SETTLED

    def count(self) -> int:
        return sum(1 for _ in self._found())

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete them; return how many went, and an empty table of models."""
        found = list(self._found())
        for storage, name in found:
            storage.delete(name)
        return len(found), {}

    def _found(self) -> Iterator[tuple[Storage, str]]:
        for field in _file_fields():
            rows = field.model._base_manager.exclude(**{field.name: ""})
            known = set(rows.values_list(field.name, flat=True))
            storage, top = field.storage, str(field.upload_to)
            for name in _names(storage, top.rstrip("/")):
                is_settled = storage.get_modified_time(name) < self.before
                if name not in known and is_settled:
                    yield storage, name


def _file_fields() -> Iterator[FileField]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, FileField):
                yield field


def _names(storage: Storage, top: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(top)
    except FileNotFoundError:
        return
    yield from (f"{top}/{name}" for name in files)
    for folder in folders:
        yield from _names(storage, f"{top}/{folder}")
