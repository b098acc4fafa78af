"""Row-level security for the carrying over, and the mark that it leaves on an application."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql, row_security


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0006_carry_over")]

    operations = [
        migrations.RunSQL(row_security("enquiries_carryover"), migrations.RunSQL.noop),
        migrations.RunSQL(grant_sql("enquiries_carryover", "SELECT, INSERT, UPDATE"), migrations.RunSQL.noop),
        migrations.RunSQL(
            grant_sql("enquiries_application", "UPDATE (withdrawn_at, superseded_at)"), migrations.RunSQL.noop
        ),
    ]
