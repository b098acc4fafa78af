"""Row-level security for the files of people, and what the application's role may do with them."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql, row_security


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0009_people_files")]

    operations = [
        migrations.RunSQL(row_security("enquiries_peoplefile"), migrations.RunSQL.noop),
        migrations.RunSQL(grant_sql("enquiries_peoplefile", "SELECT, INSERT, UPDATE"), migrations.RunSQL.noop),
    ]
