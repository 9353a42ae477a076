"""Keep no more of a sent file than is needed to see that it is too large."""

from django.core.files.uploadhandler import FileUploadHandler

from center.uploads import MAX_BYTES


class SizeCap(FileUploadHandler):
    """Drop what comes after the largest size that any form takes.

    The disk does not fill, and the form still sees that the file is too large.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= MAX_BYTES else None

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that keep it."""
