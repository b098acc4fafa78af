"""`appealdesk names link` on real files: records in, pairs out, or one sentence about the file."""

import csv
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.ops.test_cli import run
from tests.postgres_plugin import Database

PEOPLE = """No,氏名,フリガナ,生年月日,電話番号,メール,comment
a1,青木 恵子,アオキ ケイコ,1983-04-16,090-1234-5671,keiko@mail.test,first
a2,青木恵子,,1983/4/16,+81 9012345671,,second
a3,Keiko Aoki,,,,KEIKO@mail.test,third
a4,青木 健,アオキ ケン,1985-01-02,,keiko@mail.test,a brother
a5,Марія Коваль,,1990-05-05,07012345672,,
"""
REGISTER = """id,full name,phone
b1,アオキケイコ,09012345671
b2,Maria Koval,07012345672
b3,Hans Müller,
"""


def write(folder: Path, **files: str) -> list[Path]:
    paths = [folder / f"{name}.csv" for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text, encoding="utf-8-sig")
    return paths


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_one_file_gives_its_pairs_and_its_persons(tmp_path: Path) -> None:
    (people,) = write(tmp_path, people=PEOPLE)
    out, persons = tmp_path / "out.csv", tmp_path / "persons.csv"

    result = run("names", "link", "--left", people, "--out", out, "--persons", persons, "--map", "No=record")

    assert (result.returncode, result.stdout) == (0, f"5 records, 3 pairs: {out}\n3 persons: {persons}\n")
    rows = read(out)
    assert list(rows[0]) == ["left", "right", "score", "verdict", "bits", "reasons"]
    assert [(row["left"], row["right"], row["verdict"]) for row in rows] == [
        ("a1", "a2", "same"),
        ("a1", "a3", "same"),
        ("a2", "a3", "same"),
    ]
    assert "same phone +14.0" in rows[0]["reasons"]
    assert read(persons)[1] == {"record": "a2", "person": "a1"}


def test_two_files_give_pairs_between_them(tmp_path: Path) -> None:
    people, register = write(tmp_path, people=PEOPLE, register=REGISTER)
    out, model = tmp_path / "out.csv", tmp_path / "model.json"

    call_command("names", "link", left=people, right=register, out=out, map=["No=record"], keep_model=model)
    first = read(out)
    call_command("names", "link", left=people, right=register, out=out, map=["No=record"], model=model)

    assert [(row["left"], row["right"]) for row in first] == [("a1", "b1"), ("a2", "b1"), ("a5", "b2")]
    assert read(out) == first
    assert json.loads(model.read_text(encoding="utf-8"))["weights"]["phone"][0] == 1400


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "line 1: none of the columns (none) is known; name one name, given, family, phone or the like"),
        (b"a,b\n1,2\n", "line 1: none of the columns a, b is known"),
        (b"id,name\n1,Aoki\n2\n", "line 3: 1 values where the first line has 2."),
        (b"id,name\n1,Aoki\n,Ono\n", "line 3, column id: the record has no number."),
        (b"id,name\n1,Aoki\n1,Ono\n", "the record number 1 comes twice"),
        ("id,name\n1,青木\n".encode("cp932"), "line 2: it is not in UTF-8"),
        (b'id,name\n1,"' + b"x" * 200_000 + b'"\n', "it cannot be read as CSV"),
        (None, "No such file or directory."),
    ],
)
def test_a_bad_file_is_one_sentence_and_leaves_nothing(content: bytes | None, sentence: str, tmp_path: Path) -> None:
    people, out = tmp_path / "people.csv", tmp_path / "out.csv"
    if content is not None:
        people.write_bytes(content)

    with pytest.raises(CommandError) as refused:
        call_command("names", "link", left=people, out=out)

    assert sentence in str(refused.value)
    assert [path.name for path in tmp_path.iterdir() if path != people] == []


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ("No=nobody", "--map No=nobody: write COLUMN=FIELD, where FIELD is one of record, name, given"),
        ("nowhere=name", "--map nowhere: no file has such a column; "),
    ],
)
def test_a_mapping_that_fits_nothing_is_refused(chosen: str, sentence: str, tmp_path: Path) -> None:
    (people,) = write(tmp_path, people=PEOPLE)

    with pytest.raises(CommandError) as refused:
        call_command("names", "link", left=people, out=tmp_path / "out.csv", map=[chosen])

    assert sentence in str(refused.value)


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    (people,) = write(tmp_path, people=PEOPLE)

    with pytest.raises(CommandError, match="is one of the files that are read"):
        call_command("names", "link", left=people, out=people)

    assert people.read_text(encoding="utf-8-sig") == PEOPLE


def test_weights_of_another_make_are_refused(tmp_path: Path) -> None:
    people, model = write(tmp_path, people=PEOPLE, model="{}")

    with pytest.raises(CommandError, match="holds no weights of names link"):
        call_command("names", "link", left=people, out=tmp_path / "out.csv", model=model)


def test_resolving_asks_for_an_organisation_that_exists(committed_db: Database) -> None:
    with pytest.raises(CommandError, match="There is no organisation nowhere"):
        call_command("names", "resolve", organisation="nowhere")
