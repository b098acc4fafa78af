"""Row-level security, and what the application's role may do: a request is answered once, and its words are erased."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql, row_security

_TABLE = "people_erasurerequest"
_RIGHTS = "SELECT, INSERT, UPDATE (status, reason, answered_at, answered_by, wrapped_key, sealed)"


class Migration(migrations.Migration):
    dependencies = [("people", "0003_erasure")]

    operations = [
        migrations.RunSQL(row_security(_TABLE), migrations.RunSQL.noop),
        migrations.RunSQL(grant_sql(_TABLE, _RIGHTS), migrations.RunSQL.noop),
    ]
