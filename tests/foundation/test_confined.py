"""A confined process has no key, no environment and no disk, and ends when its bounds are reached.

`exec` stands for a reader that a file has taken over: it does whatever the bytes say.
"""

import base64
import os

import pytest

from appealdesk.foundation.confined import ConfinedFailure, run_confined

_TELL = b"""
import os
def tell(what, leave=os._exit):
    sys.stdout.buffer.write(repr(what).encode())
    sys.stdout.buffer.flush()
    leave(0)
"""


def confined(code: bytes) -> str:
    answer = run_confined(exec, _TELL + code, seconds=2, megabytes=256, answer_at_most=1000)
    return answer.decode()


def test_the_function_answers() -> None:
    assert run_confined(base64.b64encode, b"abc", seconds=2, megabytes=256, answer_at_most=100) == b"YWJj"


def test_it_has_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPEALDESK_KEYS_FILE", "/somewhere/keys.json")

    assert "APPEALDESK" not in confined(b"tell(dict(os.environ))")


@pytest.mark.parametrize(
    "code",
    [
        b"bytearray(600 * 1024 * 1024)",
        b"while True: pass",
        b"tell(bytes(5000))",
        b"os.abort()",
        b"raise ValueError",
    ],
    ids=["memory", "time", "answer", "crash", "error"],
)
def test_bounds_end_it(code: bytes) -> None:
    with pytest.raises(ConfinedFailure):
        confined(code)


def test_it_writes_no_file(tmp_path: os.PathLike[str]) -> None:
    place = os.fspath(tmp_path) + "/left"
    code = f"f = open({place!r}, 'w')\ntry:\n    f.write('x' * 10)\n    f.flush()\nexcept OSError:\n    pass\n"
    with pytest.raises(ConfinedFailure):
        confined(code.encode())

    assert os.path.getsize(place) == 0


def test_a_child_that_reads_nothing_does_not_hang_its_parent() -> None:
    with pytest.raises(ConfinedFailure):
        run_confined(len, bytes(2_000_000), seconds=2, megabytes=256, answer_at_most=10)
