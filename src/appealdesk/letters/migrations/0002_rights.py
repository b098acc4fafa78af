"""Row-level security, and what the application's role may do: a letter is never deleted."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql, row_security


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial")]

    operations = [
        migrations.RunSQL(row_security("letters_letter"), migrations.RunSQL.noop),
        migrations.RunSQL(grant_sql("letters_letter", "SELECT, INSERT, UPDATE"), migrations.RunSQL.noop),
    ]
