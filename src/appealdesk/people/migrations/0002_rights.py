"""Row-level security, and what the application's role may do: records never change but for their erasure."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql, row_security

_RIGHTS = {
    "people_person": "SELECT, INSERT, UPDATE (redirects_to_id, erased_at)",
    "people_record": "SELECT, INSERT, UPDATE (person_id, wrapped_key, sealed)",
    "people_contactpoint": "SELECT, INSERT, UPDATE (verified_at), DELETE",
    "people_identitykey": "SELECT, INSERT, DELETE",
    "people_judgement": "SELECT, INSERT, UPDATE (revoked_at)",
    "people_consent": "SELECT, INSERT, UPDATE (withdrawn_at)",
}


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RunSQL(statement, migrations.RunSQL.noop)
        for table, rights in _RIGHTS.items()
        for statement in (row_security(table), grant_sql(table, rights))
    ]
