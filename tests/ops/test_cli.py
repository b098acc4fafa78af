"""The command line as an operator types it: real files in, one answer or one sentence out."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psycopg
import pytest

from appealdesk.config.cli import main
from tests.postgres_plugin import Database, scratch

BANK = Path("tests/data/bank")
CRITERIA = Path("tests/data/criteria")
FEED = Path("src/appealdesk/ops/story/jp_mofa_country_0380A.xml")


RELIEF = ("--slug", "relief", "--country", "JP", "--name-ja", "支援室", "--name-en", "Relief", "--name-uk", "Допомога")


def run(*arguments: str | Path, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "appealdesk.config.cli", *map(str, arguments)]
    return subprocess.run(command, env=os.environ | (environment or {}), capture_output=True, text=True, check=False)


def test_help_teaches_every_command() -> None:
    result = run("--help")

    assert result.returncode == 0
    for command in ("demo", "serve", "verify", "statement", "advisory", "criteria", "migrate"):
        assert f"  {command}" in result.stdout


@pytest.mark.parametrize(
    "command", ["demo", "serve", "verify", "statement", "advisory", "criteria", "organisation", "staff"]
)
def test_each_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main([command, "--help"])

    assert (code, f"usage: appealdesk {command}" in capsys.readouterr().out) == (0, True)


def test_an_unknown_command_is_one_sentence() -> None:
    result = run("demonstrate")

    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "demonstrate" in result.stderr


def test_a_database_without_tables_is_told_what_to_run() -> None:
    with scratch() as empty:
        result = run("organisation", "create", *RELIEF, environment=empty.environment)

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        "The database lacks a table. Bring its tables up to date by `appealdesk migrate`, then try again.\n"
    )


@pytest.mark.parametrize("command", ["verify", "migrate"])
def test_a_database_that_is_away_is_one_sentence(command: str) -> None:
    away = "postgresql://appealdesk_app@127.0.0.1:1/appealdesk"

    result = run(command, environment={"DATABASE_URL": away, "APPEALDESK_OWNER_DATABASE_URL": away})

    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith("The database does not answer: connection ")


def test_a_statement_is_one_json_object() -> None:
    result = run("statement", "read", BANK / "zengin_01_furikomi_nyukin_A_RECONSTRUCTED.txt", "--json")

    shown = json.loads(result.stdout)

    assert result.returncode == 0
    assert sorted(shown) == ["account", "closing", "count", "lines", "opening", "period", "total_minor"]
    assert (shown["count"], shown["total_minor"]) == (6, 1_205_000)
    assert shown["period"] == {"from": "2022-03-01", "to": "2022-03-02"}
    assert shown["lines"][0] == {
        "booked": "2022-03-01",
        "value": "2022-03-01",
        "amount_minor": 100_000,
        "currency": "JPY",
        "payer": "ｱｵｷ ｹｲｺ",
        "reference": "",
        "reversal": False,
    }
    assert [line["reversal"] for line in shown["lines"]] == [False, False, False, False, False, True]


def test_a_statement_is_summed_up_for_people() -> None:
    result = run("statement", "read", BANK / "camt053_v08_RECONSTRUCTED.xml")

    assert result.returncode == 0
    assert "DE89370400440532013000" in result.stdout
    assert "total 87250" in result.stdout


def test_a_truncated_statement_is_refused_with_its_line(tmp_path: Path) -> None:
    whole = (BANK / "zengin_01_furikomi_nyukin_A_RECONSTRUCTED.txt").read_bytes()
    path = tmp_path / "cut.txt"
    path.write_bytes(whole[: len(whole) // 2])

    result = run("statement", "read", path, "--json")

    assert (result.returncode, result.stdout) == (1, "")
    assert "ine " in result.stderr
    assert "Traceback" not in result.stderr


def test_a_csv_statement_needs_its_profile() -> None:
    path = BANK / "uk_generic_RECONSTRUCTED.csv"

    without, named = run("statement", "read", path), run("statement", "read", path, "--as", "uk-generic", "--json")

    assert without.returncode == 1
    assert "uk-generic" in without.stderr
    assert json.loads(named.stdout)["lines"][0]["booked"] == "2022-03-02"


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    result = run("statement", "read", tmp_path / "none.txt")

    assert (result.returncode, result.stderr) == (
        1,
        f"{tmp_path / 'none.txt'} cannot be read: No such file or directory.\n",
    )


@pytest.mark.parametrize("case", range(6))
def test_criteria_check_gives_the_expected_results(case: int) -> None:
    as_of = (CRITERIA / f"case{case}.as_of").read_text().strip()
    expected = [json.loads(line) for line in (CRITERIA / f"case{case}.expected.jsonl").read_text().splitlines()]

    result = run(
        *("criteria", "check", "--criteria", CRITERIA / f"case{case}.criteria.json"),
        *("--facts", CRITERIA / f"case{case}.facts.jsonl", "--as-of", as_of),
    )

    given = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.returncode == 0
    assert [_comparable(line) for line in given] == [_comparable(line) for line in expected]


def _comparable(line: dict[str, object]) -> dict[str, object]:
    return {"ref": line.get("ref"), "error": True} if "error" in line else line


def test_criteria_check_refuses_a_day_that_is_none() -> None:
    result = run(
        *("criteria", "check", "--criteria", CRITERIA / "case0.criteria.json"),
        *("--facts", CRITERIA / "case0.facts.jsonl", "--as-of", "2 March"),
    )

    assert result.returncode == 1
    assert "2022-03-02" in result.stderr


def test_criteria_check_tells_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    document = json.loads((CRITERIA / "case0.criteria.json").read_text())
    document["criteria"] = {"id": "root", "all": []}
    path = tmp_path / "empty.json"
    path.write_text(json.dumps(document))

    result = run(
        "criteria", "check", "--criteria", path, "--facts", CRITERIA / "case0.facts.jsonl", "--as-of", "2022-03-02"
    )

    assert (result.returncode, result.stdout) == (1, "")
    assert "criteria" in result.stderr


def test_an_advisory_feed_is_one_json_object() -> None:
    result = run("advisory", "read", "--issuer", "jp-mofa", FEED, "--json")

    shown = json.loads(result.stdout)

    assert result.returncode == 0
    assert [(one["country"], one["level"], one["scope"]) for one in shown["readings"]] == [("UA", 4, "whole")]


def test_a_page_that_is_no_feed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<!DOCTYPE html><html><body>指定されたページが見つかりません。</body></html>", encoding="utf-8")

    result = run("advisory", "read", "--issuer", "jp-mofa", path)

    assert (result.returncode, result.stdout) == (1, "")
    assert "Traceback" not in result.stderr


def test_a_feed_is_loaded_once_and_refused_whole(committed_db: Database, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html>")

    loaded, again, refused = (run("advisory", "load", "--issuer", "jp-mofa", file) for file in (FEED, FEED, page))

    assert loaded.stdout == "Advisories read: 1; new: 1; countries with other advice: UA.\n"
    assert again.stdout == "Advisories read: 1; new: 0; countries with other advice: none.\n"
    assert (refused.returncode, refused.stdout, "Traceback" in refused.stderr) == (1, "", False)
    assert "The feed was refused, the last values stay. The file is a web page" in refused.stderr
    with psycopg.connect(committed_db.owner_url) as owner:
        answers = owner.execute("SELECT cause FROM appeals_advisoryanswer ORDER BY id").fetchall()
    assert answers == [("",), ("",), ("unreadable",)]


@pytest.mark.parametrize("case", [0, 3])
def test_the_vectors_of_a_file_are_judged_as_expected(case: int, tmp_path: Path) -> None:
    criteria = CRITERIA / f"case{case}.criteria.json"
    written = run("criteria", "vectors", "--criteria", criteria, "--as-of", "2022-03-02", "--out", tmp_path / "new")
    stem = tmp_path / "new" / f"case{case}"
    expected = stem.with_suffix(".expected.jsonl").read_text().splitlines()

    result = run(
        *("criteria", "check", "--criteria", criteria),
        *("--facts", stem.with_suffix(".facts.jsonl"), "--as-of", stem.with_suffix(".as_of").read_text().strip()),
    )

    assert (written.returncode, result.returncode) == (0, 0)
    assert len(expected) >= 10
    assert result.stdout.splitlines() == expected


def test_vectors_name_a_criterion_that_never_decides_and_refuse_what_cannot_be_read(tmp_path: Path) -> None:
    document = json.loads((CRITERIA / "case0.criteria.json").read_text())
    fact = {"years": {"type": "number"}}
    few, many = ({"id": id, "fact": "years", "op": op, "value": 2} for id, op in (("few", "lt"), ("many", "gte")))
    path = tmp_path / "two.json"
    path.write_text(json.dumps(document | {"facts": fact, "criteria": {"id": "root", "all": [few, many]}}))
    broken = tmp_path / "broken.json"
    broken.write_text("{")

    written = run("criteria", "vectors", "--criteria", path, "--out", tmp_path)
    refused = run("criteria", "vectors", "--criteria", broken, "--out", tmp_path)

    assert (written.returncode, refused.returncode) == (0, 1)
    assert "the criterion few decides and is true" in written.stderr
    assert "Traceback" not in refused.stderr
