"""An operator registers an organisation and its staff, and signs in with the password that was shown."""

import os
import subprocess
import sys

import pytest
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory

from appealdesk.accounts.models import Staff
from appealdesk.appeals.models import FactDefinition, Organisation
from tests.people.cast import audited
from tests.postgres_plugin import Database

RELIEF = {
    "--slug": "relief",
    "--name-ja": "東京支援室",
    "--name-en": "Tokyo Relief Office",
    "--name-uk": "Токійське бюро допомоги",
    "--country": "JP",
}
SHOWN = "The password, which is shown this once: "
ADMIN = {
    "--organisation": "relief",
    "--login": "admin",
    "--name": "Administrator",
    "--role": "administrator",
    "--language": "ja",
}


def run(*command: str, typed: str = "", **options: str) -> subprocess.CompletedProcess[str]:
    line = [
        sys.executable,
        "-m",
        "appealdesk.config.cli",
        *command,
        *(part for pair in options.items() for part in pair),
    ]
    return subprocess.run(line, input=typed, env=dict(os.environ), capture_output=True, text=True, check=False)


def signs_in(login: str, password: str) -> bool:
    return authenticate(RequestFactory().post("/"), username=login, password=password) is not None


@pytest.fixture
def relief(committed_db: Database) -> None:
    assert run("organisation", "create", **RELIEF).returncode == 0


def test_an_organisation_is_registered_with_the_questions_that_it_may_ask(relief: None) -> None:
    row = Organisation.objects.get()

    assert (row.slug, row.country, row.timezone, row.names["en"]) == (
        "relief",
        "JP",
        "Asia/Tokyo",
        "Tokyo Relief Office",
    )
    assert FactDefinition.objects.filter(organisation=row).count() > 5
    assert audited("organisation.created") == [("system:operator", row.ref)]


def test_an_account_is_made_and_its_password_shown_once(relief: None) -> None:
    made = run("staff", "create", **ADMIN)

    said, shown = made.stdout.splitlines()
    password = shown.removeprefix(SHOWN)
    staff = Staff.objects.get()
    assert (made.returncode, made.stderr) == (0, "")
    assert said == f"{staff.ref} admin may sign in at /desk/ as administrator."
    assert (staff.role, staff.language, signs_in("admin", password)) == ("administrator", "ja", True)
    assert audited("staff.created") == [("system:operator", staff.ref)]


def test_a_password_that_is_typed_is_not_shown(relief: None) -> None:
    made = run("staff", "create", "--password-stdin", typed="tokyo-relief-2022\n", **ADMIN)

    assert signs_in("admin", "tokyo-relief-2022")
    assert "tokyo-relief" not in made.stdout + made.stderr


def test_a_lost_password_is_replaced_and_ends_every_session(relief: None) -> None:
    first = run("staff", "create", **ADMIN).stdout.splitlines()[1].removeprefix(SHOWN)
    browser = Client()
    assert browser.login(request=RequestFactory().post("/"), username="admin", password=first)

    made = run("staff", "password", "admin")

    said, shown = made.stdout.splitlines()
    staff = Staff.objects.get()
    assert (made.returncode, said) == (0, f"{staff.ref} admin has a new password. Every session of theirs has ended.")
    assert (signs_in("admin", first), signs_in("admin", shown.removeprefix(SHOWN))) == (False, True)
    assert browser.get("/desk/").headers["location"] == "/desk/sign-in/"
    assert audited("staff.password_reset") == [("system:operator", staff.ref)]


def test_a_password_is_not_replaced_by_a_weak_one_or_for_nobody(relief: None) -> None:
    run("staff", "create", "--password-stdin", typed="tokyo-relief-2022\n", **ADMIN)

    weak = run("staff", "password", "admin", "--password-stdin", typed="short\n")
    nobody = run("staff", "password", "nobody")

    assert (weak.returncode, "too short" in weak.stderr, signs_in("admin", "tokyo-relief-2022")) == (1, True, True)
    assert (nobody.returncode, "no active account" in nobody.stderr) == (1, True)


def failure(*command: str, **options: str) -> tuple[int, str]:
    """The exit code and the sentence."""
    ended = run(*command, **options)
    return ended.returncode, ended.stderr


def test_what_cannot_be_is_refused_in_one_sentence_and_leaves_nothing(relief: None) -> None:
    other = RELIEF | {"--slug": "other"}
    refused = {
        failure("staff", "create", **(ADMIN | {"--organisation": "atlantis"})): "There is no organisation atlantis",
        failure("staff", "create", **(ADMIN | {"--login": "Admin"})): "A login has 2 to 39 small letters",
        failure("staff", "create", **(ADMIN | {"--role": "king"})): "invalid choice: 'king'",
        failure("staff", "create", "--password-stdin", **ADMIN): "This password is too short.",
        failure("organisation", "create", **RELIEF): "There is an organisation with this short name.",
        failure("organisation", "create", **(RELIEF | {"--slug": "Two Words"})): "--slug has small letters",
        failure("organisation", "create", **(other | {"--name-uk": " "})): "Each name has at least one letter",
        failure("organisation", "create", **(other | {"--country": "ZZ"})): "--country is the code of a country",
        failure("organisation", "create", **(other | {"--timezone": "Mars/Olympus"})): "--timezone is a name such as",
    }

    assert [told for (code, told), sentence in refused.items() if code == 0 or sentence not in told] == []
    assert [told for _, told in refused if "Traceback" in told] == []
    assert (Staff.objects.count(), Organisation.objects.count()) == (0, 1)
