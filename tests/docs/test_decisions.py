"""Every line of the requirements has its reason, and every decision its own number."""

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DECISIONS = PROJECT / "docs" / "decisions"
DEPENDENCIES = DECISIONS / "0001-every-dependency-has-a-reason.md"
ROW = re.compile(r"^\| ([a-z][a-z0-9-]+) \| (.+) \|$", re.MULTILINE)
LINK = re.compile(r"\]\((\d{4}-[a-z0-9-]+\.md)\)")


def asked_for(name: str) -> set[str]:
    """The packages that a file of requirements names itself."""
    lines = (PROJECT / "requirements" / name).read_text(encoding="ascii").splitlines()
    return {re.split(r"[\[<>=]", line)[0].strip() for line in lines if line and not line.startswith(("-r", "#"))}


def test_every_dependency_has_a_reason_and_no_other_has() -> None:
    reasons = ROW.findall(DEPENDENCIES.read_text(encoding="utf-8"))

    files = ("runtime.in", "dev.in", "link.in", "spark.in", "peers.in")
    assert sorted(name for name, _ in reasons) == sorted(set().union(*map(asked_for, files)))


def test_each_decision_has_a_number_of_its_own_and_a_title() -> None:
    files = sorted(DECISIONS.glob("*.md"))
    numbers = [file.name[:4] for file in files]

    assert numbers == sorted(set(numbers))
    assert all(file.read_text(encoding="utf-8").startswith("# ") for file in files)


def test_decisions_that_are_pointed_at_exist() -> None:
    pointed = {name for file in DECISIONS.glob("*.md") for name in LINK.findall(file.read_text(encoding="utf-8"))}

    assert pointed - {file.name for file in DECISIONS.glob("*.md")} == set()
    assert pointed
