"""What the embedded server is told: its configuration, its doors and its two roles."""

from pathlib import Path

__all__ = ["ACCESS_RULES", "APPLICATION", "OWNER", "SUPERUSER", "configuration", "role_statements"]

SUPERUSER = "postgres"
OWNER = "appealdesk_owner"
APPLICATION = "appealdesk_app"

# Only the socket exists, and even there everybody shows a password.
ACCESS_RULES = "local all all scram-sha-256\n"

_ALWAYS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "synchronous_commit": "on",
    "wal_level": "replica",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "work_mem": "16MB",
    "idle_in_transaction_session_timeout": "60s",
    # Values of people's records must never reach the log: no statements, no parameters, no details of errors.
    "log_statement": "none",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "logging_collector": "off",
}
# Two cores and 8 GiB, of which the web server and the worker want the larger part.
_SERVICE = {
    "shared_buffers": "512MB",
    "effective_cache_size": "3GB",
    "maintenance_work_mem": "256MB",
    "min_wal_size": "256MB",
    "checkpoint_timeout": "15min",
}
# A database of a test need not outlive the machine's power.
_TESTS = {
    "shared_buffers": "128MB",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "10min",
    "max_connections": "60",
}


def configuration(socket_folder: Path, *, for_tests: bool) -> str:
    """The text of the file that is included last, so that a new release's values reach an old data folder."""
    values = _ALWAYS | (_TESTS if for_tests else _SERVICE) | {"unix_socket_directories": str(socket_folder)}
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in values.items()]
    return "# Written by appealdesk at every start; changes are lost.\n" + "\n".join(lines) + "\n"


def role_statements(*, for_tests: bool) -> list[tuple[str, str]]:
    """(role, attributes) of the two login roles; tests alone need to make databases."""
    maker = "CREATEDB" if for_tests else "NOCREATEDB"
    bounds = "LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION"
    return [
        (OWNER, f"{bounds} {maker} BYPASSRLS"),
        (APPLICATION, f"{bounds} NOCREATEDB NOBYPASSRLS"),
    ]
