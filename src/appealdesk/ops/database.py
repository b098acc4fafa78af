"""Empties the embedded database of a story that was interrupted; a database of somebody else is never touched."""

import os

import psycopg
from django.core.management.base import CommandError

from appealdesk.foundation.postgres import Cluster, default_home

__all__ = ["forget_half_story"]


def forget_half_story() -> None:
    """Begin again with an empty database, if there is anything in it."""
    if "APPEALDESK_EMBEDDED" not in os.environ:
        return
    with psycopg.connect(Cluster(default_home()).dsn("owner"), autocommit=True) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        if not tables or not tables[0]:
            return
        real = connection.execute("SELECT to_regclass('public.appeals_organisation') IS NOT NULL").fetchone()
        if real and real[0]:
            others = connection.execute("SELECT count(*) FROM appeals_organisation WHERE slug <> 'embassy-tokyo'")
            row = others.fetchone()
            if row and row[0]:
                raise CommandError("The database has an organisation of its own: the story needs an empty one.")
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
        connection.execute("GRANT USAGE ON SCHEMA public TO appealdesk_app")
