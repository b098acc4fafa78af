"""`appealdesk names score` on real files: rows in, scored rows or one sentence out."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.ops.test_cli import run

PAIRS = """left,right,note
青木 恵子,ｱｵｷ ｹｲｺ,phone
たかはし けいこ,"TAKAHASHI, Keiko",bank
Олександр Шевченко,Александр Шевченко,
山田 一郎,Hanako Kimura,
不明,不明,
"""


def test_scores_each_pair_and_keeps_the_other_columns(tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.csv", tmp_path / "out.csv"
    pairs.write_text(PAIRS, encoding="utf-8-sig")

    result = run("names", "score", "--pairs", pairs, "--out", out)

    assert (result.returncode, result.stderr) == (0, "")
    with out.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == ["left", "right", "note", "score", "verdict", "reasons"]
    assert [(row["note"], row["verdict"]) for row in rows] == [
        ("phone", "undecided"),
        ("bank", "same"),
        ("", "same"),
        ("", "different"),
        ("", "undecided"),
    ]
    assert [float(row["score"]) > 0.9 for row in rows] == [True, True, True, False, False]
    assert rows[0]["reasons"] == "The kanji of one name may be read as the other name; no reading was given."
    assert (rows[4]["score"], rows[4]["reasons"]) == ("0.500000", "")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the first line must name one column left; it names nothing."),
        (b"a,b\n1,2\n", "the first line must name one column left; it names a, b."),
        (b"left,right,score\nx,y,1\n", "has a column score already"),
        (b"left,right\nAoki,Aoki\nAoki\n", "line 3: 1 values where the first line has 2."),
        ("left,right\n青木,青木\n".encode("cp932"), "is not in UTF-8"),
        (b'left,right\n"' + b"x" * 200_000 + b'",y\n', "cannot be read as CSV"),
        (None, "No such file or directory."),
    ],
)
def test_a_bad_file_is_one_sentence_and_leaves_nothing(content: bytes | None, sentence: str, tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.csv", tmp_path / "out.csv"
    if content is not None:
        pairs.write_bytes(content)

    with pytest.raises(CommandError) as refused:
        call_command("names", "score", pairs=pairs, out=out)

    assert sentence in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    assert {file.name for file in tmp_path.iterdir()} <= {"pairs.csv"}


def test_does_not_write_over_its_own_pairs_or_into_no_folder(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(PAIRS, encoding="utf-8")

    same = run("names", "score", "--pairs", pairs, "--out", pairs)
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("names", "score", pairs=pairs, out=tmp_path / "none" / "out.csv")

    assert (same.returncode, same.stderr) == (1, f"--out {pairs} is the file of --pairs: name another one.\n")
    assert pairs.read_text(encoding="utf-8") == PAIRS
