"""Rows are seen by their own organisation only; results and decisions are added and never rewritten."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql, row_security

_RIGHTS = {
    "screening_screeningprofile": "SELECT, INSERT, UPDATE, DELETE",
    "screening_screeningrun": "SELECT, INSERT, UPDATE",
    "screening_screening": "SELECT, INSERT",
    # Erasing somebody destroys the key of the note, and nothing else.
    "screening_decision": "SELECT, INSERT, UPDATE (wrapped_key, sealed)",
}

# Room on each page for the new version of a row, so that a re-screening writes beside the old one and no index changes.
_ROOM = "ALTER TABLE screening_screeningprofile SET (fillfactor = 80)"


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_initial")]

    operations = [
        migrations.RunSQL(_ROOM, "ALTER TABLE screening_screeningprofile RESET (fillfactor)"),
        *[
            migrations.RunSQL(
                row_security(table),
                f"DROP POLICY organisation_only ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
            )
            for table in _RIGHTS
        ],
        *[migrations.RunSQL(grant_sql(table, rights), migrations.RunSQL.noop) for table, rights in _RIGHTS.items()],
    ]
