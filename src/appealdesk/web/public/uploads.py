"""Keeps what is uploaded in memory, within bounds, and never in a temporary file: nothing unsealed touches a disk.

A file that grows over its bound is counted and let go of; the form then says which file it was, and keeps the rest.
"""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

__all__ = ["FILES_AT_ONCE", "Upload", "read_uploads"]

FILES_AT_ONCE = 5
_NAME_AT_MOST = 60


class Upload:
    """One chosen file: the name by which the form speaks of it, and its bytes; `data` is None where it is too large."""

    __slots__ = ("data", "is_one_too_many", "name")

    def __init__(self, name: str, data: bytes | None, *, is_one_too_many: bool = False) -> None:
        self.name = name
        self.data = data
        self.is_one_too_many = is_one_too_many


class _InMemory(FileUploadHandler):
    """Holds at most `most_bytes` of each of the first few files."""

    def __init__(self, request: HttpRequest, most_bytes: int) -> None:
        super().__init__(request)
        self._most_bytes = most_bytes
        self._count = 0
        self._kept = BytesIO()
        self._size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self._count += 1
        self._kept = BytesIO()
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep it while there is room. Returning nothing tells Django that no other handler is to have it."""
        self._size += len(raw_data)
        if self._is_kept():
            self._kept.write(raw_data)
        else:
            self._kept = BytesIO()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file, empty where there was no room for it; its size is the true one."""
        self._kept.seek(0)
        return InMemoryUploadedFile(
            file=self._kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def _is_kept(self) -> bool:
        return self._size <= self._most_bytes and self._count <= FILES_AT_ONCE


def read_uploads(request: HttpRequest, field: str, *, most_bytes: int) -> list[Upload]:
    """The chosen files. Call it before anything reads the form; a field in which nothing was chosen gives none."""
    request.upload_handlers = [_InMemory(request, most_bytes)]
    uploads = []
    for place, file in enumerate(request.FILES.getlist(field)):
        name = "".join(letter for letter in (file.name or "") if letter.isprintable())[:_NAME_AT_MOST] or "?"
        if place >= FILES_AT_ONCE:
            uploads.append(Upload(name, None, is_one_too_many=True))
        else:
            uploads.append(Upload(name, file.read() if file.size is not None and file.size <= most_bytes else None))
    return uploads
