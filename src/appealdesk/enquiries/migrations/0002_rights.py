"""Row-level security, and what the application's role may do: an enquiry never changes but for its erasure.

One row of enquiries may be read without its organisation: by whoever holds the secret of its status link.
"""

from django.db import migrations

from appealdesk.foundation.db import grant_sql, row_security

_RIGHTS = {
    "enquiries_enquiry": "SELECT, INSERT, UPDATE (disposition, wrapped_key, sealed)",
    "enquiries_application": "SELECT, INSERT, UPDATE (withdrawn_at)",
    "enquiries_fact": "SELECT, INSERT, UPDATE (superseded_at)",
}
_BY_SECRET = (
    "CREATE POLICY by_secret ON enquiries_enquiry FOR SELECT USING "
    "(secret_hash = decode(nullif(current_setting('appealdesk.status_secret', true), ''), 'hex'))"
)


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_initial")]

    operations = [
        *[
            migrations.RunSQL(statement, migrations.RunSQL.noop)
            for table, rights in _RIGHTS.items()
            for statement in (row_security(table), grant_sql(table, rights))
        ],
        migrations.RunSQL(_BY_SECRET, "DROP POLICY by_secret ON enquiries_enquiry"),
    ]
