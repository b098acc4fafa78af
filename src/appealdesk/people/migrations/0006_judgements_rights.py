"""What the application's role may do: a reference leads elsewhere, and whoever takes a judgement back is named."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql

_RIGHTS = {
    "people_person": "UPDATE (redirects_to_id, began_with_id, erased_at, language)",
    "people_judgement": "UPDATE (revoked_at, revoked_by, revoked_for)",
}


class Migration(migrations.Migration):
    dependencies = [("people", "0005_judgements_restore")]

    operations = [
        migrations.RunSQL(grant_sql(table, rights), migrations.RunSQL.noop) for table, rights in _RIGHTS.items()
    ]
