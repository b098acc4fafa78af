"""The reference of the settings is whole, and the page that is kept is what the code says."""

from pathlib import Path

import pytest
from tools.settings_reference import MEANINGS, defaults, main

from tools import settings_reference


def test_every_variable_is_explained_and_no_other_is() -> None:
    explained = [name for meanings in MEANINGS.values() for name in meanings]

    assert sorted(explained) == sorted(defaults())


def test_a_default_is_the_one_in_the_code() -> None:
    known = defaults()

    assert known["APPEALDESK_SMTP_PORT"] == "1025"
    assert known["APPEALDESK_KEYS_FILE"] == "keys.json in the home folder"
    assert known["APPEALDESK_SMTP_PASSWORD"] == ""


def test_the_kept_page_is_what_the_code_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["settings_reference", "--check"])

    assert main() == 0


def test_an_old_page_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    old = tmp_path / "settings.md"
    old.write_text("# Settings\n", encoding="utf-8")
    monkeypatch.setattr(settings_reference, "_PAGE", old)
    monkeypatch.setattr("sys.argv", ["settings_reference", "--check"])

    assert main() == 1
    assert "run `python -m tools.settings_reference`" in capsys.readouterr().err


def test_a_new_variable_is_found(tmp_path: Path) -> None:
    code = tmp_path / "src" / "appealdesk" / "config" / "settings.py"
    code.parent.mkdir(parents=True)
    code.write_text('import os\nPAPER = os.environ.get("APPEALDESK_PAPER", "A4")\n', encoding="utf-8")
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "setup.sh").write_text('"${APPEALDESK_SHELL:-}"\n', encoding="utf-8")

    assert defaults(tmp_path) == {"APPEALDESK_PAPER": "A4", "APPEALDESK_SHELL": "", "DATABASE_URL": ""}
