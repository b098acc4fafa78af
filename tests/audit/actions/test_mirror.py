"""The mirror has each seal once, whatever was interrupted."""

import json
from pathlib import Path

import pytest

from appealdesk.audit.actions.mirror import mirror_seals
from appealdesk.audit.actions.seal import seal_records
from appealdesk.audit.invariants import verify_mirror
from appealdesk.audit.queries.seals import LOG_NAME
from appealdesk.core.chain.heads import read_head, verify_note
from tests.audit.conftest import NOW, PUBLIC_KEY, SEED, write_records
from tests.postgres_plugin import Database


def seal_one_more() -> None:
    write_records(1)
    seal_records(now=NOW, signing_key=SEED)


def sizes(path: Path) -> list[int]:
    return [json.loads(line)["size"] for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def mirror(committed_db: Database, tmp_path: Path) -> Path:
    return tmp_path / "seals.jsonl"


def test_nothing_to_mirror(mirror: Path) -> None:
    assert mirror_seals(now=NOW, path=mirror, public_key=PUBLIC_KEY) == 0
    assert mirror.read_bytes() == b""


def test_each_seal_is_written_once(mirror: Path) -> None:
    seal_one_more()
    seal_one_more()

    assert mirror_seals(now=NOW, path=mirror, public_key=PUBLIC_KEY) == 2
    assert mirror_seals(now=NOW, path=mirror, public_key=PUBLIC_KEY) == 0
    seal_one_more()
    assert mirror_seals(now=NOW, path=mirror, public_key=PUBLIC_KEY) == 1

    assert sizes(mirror) == [1, 2, 3]


def test_a_line_can_be_checked_without_the_database(mirror: Path) -> None:
    seal_one_more()
    mirror_seals(now=NOW, path=mirror, public_key=PUBLIC_KEY)

    line = json.loads(mirror.read_text(encoding="utf-8"))

    head = read_head(verify_note(line["note"], name=LOG_NAME, public_key=PUBLIC_KEY))
    assert (head.size, head.root.hex()) == (line["size"], line["root"]) == (1, line["root"])


def test_a_line_that_a_crash_cut_off_is_written_again(mirror: Path) -> None:
    seal_one_more()
    seal_one_more()
    mirror_seals(now=NOW, path=mirror, public_key=PUBLIC_KEY)
    mirror.write_bytes(mirror.read_bytes()[:-40])

    assert mirror_seals(now=NOW, path=mirror, public_key=PUBLIC_KEY) == 1

    lines = mirror.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["size"] for line in (lines[0], lines[2])] == [1, 2]
    assert [violation.sentence for violation in verify_mirror(path=mirror, public_key=PUBLIC_KEY)] == [
        "Line 2 of seals.jsonl is not a seal; it was cut off or changed."
    ]
