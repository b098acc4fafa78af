"""Archives that are made while they are handed on."""

import io
import zipfile
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from appealdesk.foundation.zips import stream_zip


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_what_goes_in_comes_out(contents: list[bytes]) -> None:
    files = [(f"{number}.pdf", data) for number, data in enumerate(contents)]

    archive = zipfile.ZipFile(io.BytesIO(b"".join(stream_zip(files))))

    assert [(name, archive.read(name)) for name in archive.namelist()] == files
    assert archive.testzip() is None


def test_each_file_is_handed_on_before_the_next_is_read() -> None:
    read: list[str] = []

    def files() -> Iterator[tuple[str, bytes]]:
        for name in ("a", "b"):
            read.append(name)
            yield name, b"x" * 1000

    pieces = stream_zip(files())

    first = next(pieces)
    assert (read, first.count(b"x")) == (["a"], 1000)
    assert b"".join(stream_zip(files())) == first + b"".join(pieces)
