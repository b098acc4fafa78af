"""Reasons of an organisation's own."""

from django.db import migrations, models


from appealdesk.foundation.db import grant_sql, row_security

_TABLE = "screening_ownreason"


class Migration(migrations.Migration):

    dependencies = [
        ('screening', '0006_decided_outcome'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation_id', models.BigIntegerField()),
                ('code', models.CharField(max_length=20)),
                ('texts', models.JSONField()),
                ('outcomes', models.JSONField()),
                ('adds', models.CharField(blank=True, default='', max_length=16)),
                ('added_by', models.CharField(max_length=40)),
                ('added_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation_id', 'code'), name='own_reason_code_once')],
            },
        ),
        migrations.RunSQL(
            row_security(_TABLE),
            f"DROP POLICY organisation_only ON {_TABLE}; ALTER TABLE {_TABLE} DISABLE ROW LEVEL SECURITY;",
        ),
        # What letters quoted stays; a reason is only retired.
        migrations.RunSQL(grant_sql(_TABLE, "SELECT, INSERT, UPDATE (retired_at)"), migrations.RunSQL.noop),
    ]
