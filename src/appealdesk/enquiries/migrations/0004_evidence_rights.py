"""Row-level security, and what the application's role may do: a document changes only by its state and its erasure."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql, row_security

_RIGHTS = {
    "enquiries_evidence": "SELECT, INSERT, UPDATE (state, fingerprint, wrapped_key)",
    # Pages are deleted when the document is erased; nothing rewrites one.
    "enquiries_evidencepage": "SELECT, INSERT, DELETE",
    "enquiries_evidencecheck": "SELECT, INSERT, UPDATE (superseded_at, expired_at, sealed)",
}


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0003_evidence")]

    operations = [
        migrations.RunSQL(statement, migrations.RunSQL.noop)
        for table, rights in _RIGHTS.items()
        for statement in (row_security(table), grant_sql(table, rights))
    ]
