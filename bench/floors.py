"""The floors: what PostgreSQL or the file system does with the same rows when nothing of the product is in between."""

import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bench.database import own_cluster, owner_connection

__all__ = ["copy_seconds", "literal", "one_row_ms", "pgbench_rate", "pgbench_script", "read_seconds"]

_PARAMETER = re.compile(r"%\((\w+)\)s")


def pgbench_script(statement: str, values: dict[str, Any], drawn: dict[str, str], database: str) -> str:
    """The statement as pgbench runs it: fixed values as they are, `drawn` ones as SQL over the random :a and :b."""
    with owner_connection(database) as connection:
        texts = {name: literal(value, connection) for name, value in values.items()} | drawn
    body = _PARAMETER.sub(lambda found: texts[found[1]], statement).strip()
    # The largest number that 13 hexadecimal digits write.
    draws = "".join(f"\\set {name} random(0, 4503599627370495)\n" for name in ("a", "b"))
    return f"{draws}{body};\n"


def literal(value: Any, connection: psycopg.Connection[Any]) -> str:
    """The value as SQL in which pgbench finds no variable of its own."""
    if isinstance(value, datetime):
        # Written without a colon, which pgbench would take for a variable.
        return f"to_timestamp({value.timestamp():f})"
    if isinstance(value, str) and ":" in value:
        # A colon as an escape of the literal, for the same reason.
        quoted = value.replace("\\", "\\\\").replace("'", "''").replace(":", "\\003A")
        return f"U&'{quoted}'"
    return sql.Literal(value).as_string(connection)


def pgbench_rate(script: str, *, database: str, clients: int, seconds: int) -> float:
    """Transactions a second, committed by the application's role."""
    cluster = own_cluster()
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        command = [str(cluster.binary("pgbench")), "-n", "-M", "prepared", "-f", file.name]
        command += ["-c", str(clients), "-j", "2", "-T", str(seconds)]
        ended = subprocess.run(
            command, env=cluster.environment("app", database), capture_output=True, text=True, check=False
        )
    found = re.search(r"tps = ([\d.]+)", ended.stdout)
    if ended.returncode or found is None or " 0 (0.000%)" not in ended.stdout.partition("failed transactions:")[2]:
        raise RuntimeError(f"pgbench failed: {ended.stderr or ended.stdout}")
    return float(found[1])


def copy_seconds(tables: Mapping[str, str], database: str) -> float:
    """Seconds that COPY needs to store the rows again: table to the condition that chooses them.

    The rows go into bare tables without an index, in one transaction; nothing stores them durably in less.
    """
    with owner_connection(database) as connection:
        total = 0.0
        for table, condition in tables.items():
            rows = _dump(connection, table, condition)
            bare = sql.Identifier(f"bare_{table}")
            connection.execute(sql.SQL("CREATE TABLE {} (LIKE {})").format(bare, sql.Identifier(table)))
            began = time.perf_counter()
            with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY {} FROM STDIN").format(bare)) as copy:
                for part in rows:
                    copy.write(part)
            total += time.perf_counter() - began
            connection.execute(sql.SQL("DROP TABLE {}").format(bare))
    return total


def _dump(connection: psycopg.Connection[Any], table: str, condition: str) -> Sequence[bytes]:
    chosen = sql.SQL("COPY (SELECT * FROM {} WHERE {}) TO STDOUT").format(sql.Identifier(table), sql.SQL(condition))
    with connection.cursor() as cursor, cursor.copy(chosen) as copy:
        return [bytes(part) for part in copy]


def one_row_ms(table: str, key: str, database: str) -> float:
    """Milliseconds in which a client gets one row by its key, prepared; the median of two hundred."""
    names = {"table": sql.Identifier(table), "key": sql.Identifier(key)}
    with owner_connection(database) as connection:
        (present,) = connection.execute(sql.SQL("SELECT min({key}) FROM {table}").format(**names)).fetchone() or (None,)
        asked = sql.SQL("SELECT * FROM {table} WHERE {key} = %s").format(**names)
        waits = []
        for _ in range(200):
            began = time.perf_counter()
            connection.execute(asked, [present], prepare=True).fetchone()
            waits.append((time.perf_counter() - began) * 1000)
    return statistics.median(waits)


def read_seconds(path: Path) -> float:
    """Seconds for a bare read of the file, which the system has in memory already."""
    began = time.perf_counter()
    path.read_bytes()
    return time.perf_counter() - began
