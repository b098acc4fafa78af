"""Rows of people are seen by their own organisation only; ways to help are public. Nothing is ever deleted."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql, row_security

_PERSONAL = ("rosterentry", "placement", "hold", "referral")
_TABLES = (*_PERSONAL, "waytohelp")


class Migration(migrations.Migration):
    dependencies = [("placements", "0001_initial")]

    operations = [
        *[
            migrations.RunSQL(
                row_security(f"placements_{table}"),
                f"DROP POLICY organisation_only ON placements_{table};"
                f"ALTER TABLE placements_{table} DISABLE ROW LEVEL SECURITY;",
            )
            for table in _PERSONAL
        ],
        *[
            migrations.RunSQL(grant_sql(f"placements_{table}", "SELECT, INSERT, UPDATE"), migrations.RunSQL.noop)
            for table in _TABLES
        ],
    ]
