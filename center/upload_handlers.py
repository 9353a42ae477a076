"""Keep no more of a sent file than is needed to see that it is too large."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

from center.uploads import MAX_BYTES

# More files than any form takes; of what comes after these only the name is read.
MOST_READ = 20


class SizeCap(FileUploadHandler):
    """Drop what comes after the largest size and the number that any form takes.

    The disk does not fill, and the form itself sees that it is too much, so that it
    can say so and keep what was typed.
    """

    files = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.files += 1
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        is_read = start <= MAX_BYTES and self.files <= MOST_READ
        return raw_data if is_read else None

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that keep it."""
