"""The contracts are complete: an app that gets tables gets its contract in the same change, or this is red."""

import configparser
from pathlib import Path

from tools.house_rules.rooms import APPS

_PROJECT = Path(__file__).resolve().parents[2]


def _contracts() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(_PROJECT / ".importlinter", encoding="utf-8")
    return parser


def test_every_app_with_tables_keeps_them_to_itself() -> None:
    with_tables = {
        app
        for app in APPS
        if (_PROJECT / "src/appealdesk" / app / "models.py").exists()
        or (_PROJECT / "src/appealdesk" / app / "models").is_dir()
    }

    contracts = {name.rsplit("-", 1)[1] for name in _contracts().sections() if ":models-of-" in name}

    assert contracts == with_tables


def test_no_contract_has_an_exception() -> None:
    options = {option for section in _contracts().values() for option in section}

    assert options & {"ignore_imports", "unmatched_ignore_imports_alerting", "exhaustive_ignores"} == set()
