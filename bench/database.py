"""Databases of a measurement: a fresh copy of the migrated one, pointed at by Django, pgbench and the web server."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from appealdesk.foundation.postgres import Cluster, default_home
from appealdesk.foundation.postgres_settings import OWNER
from bench.place import TEMPLATE

__all__ = ["fresh_database", "own_cluster", "owner_connection"]


def own_cluster() -> Cluster:
    """The server of this run."""
    return Cluster(default_home())


@contextmanager
def fresh_database() -> Iterator[str]:
    """The name of an empty, migrated database that this process and its children use; dropped afterwards."""
    from django.db import connection

    name = f"bench_{secrets.token_hex(4)}"
    cluster = own_cluster()
    connection.close()
    before = connection.settings_dict["NAME"], dict(os.environ)
    _maintain(cluster, "CREATE DATABASE {} TEMPLATE {} OWNER {}", name, TEMPLATE, OWNER)
    connection.settings_dict["NAME"] = name
    os.environ["DATABASE_URL"] = cluster.dsn("app", name)
    os.environ["APPEALDESK_OWNER_DATABASE_URL"] = cluster.dsn("owner", name)
    try:
        yield name
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before[0]
        os.environ.update(before[1])
        _maintain(cluster, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def owner_connection(database: str) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection as the owner, who sees every row and may make tables; it commits each statement."""
    return psycopg.connect(own_cluster().dsn("owner", database), autocommit=True)


def _maintain(cluster: Cluster, statement: str, *names: str) -> None:
    with psycopg.connect(cluster.dsn("superuser", "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
