"""Releases are public and append-only."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql

_KEPT = """
CREATE FUNCTION figures_keep_releases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A release stays as it was published: release a correction that supersedes it.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER keep_releases BEFORE UPDATE OR DELETE OR TRUNCATE ON figures_figurerelease
    FOR EACH STATEMENT EXECUTE FUNCTION figures_keep_releases();
CREATE TRIGGER keep_releases BEFORE UPDATE OR DELETE OR TRUNCATE ON figures_releaselisthead
    FOR EACH STATEMENT EXECUTE FUNCTION figures_keep_releases();
"""

_UNDO = """
DROP TRIGGER keep_releases ON figures_releaselisthead;
DROP TRIGGER keep_releases ON figures_figurerelease;
DROP FUNCTION figures_keep_releases();
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial")]

    operations = [
        migrations.RunSQL(_KEPT, _UNDO),
        migrations.RunSQL(grant_sql("figures_figurerelease", "SELECT, INSERT"), migrations.RunSQL.noop),
        migrations.RunSQL(grant_sql("figures_releaselisthead", "SELECT, INSERT"), migrations.RunSQL.noop),
    ]
