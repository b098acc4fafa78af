"""Many decisions at once."""

import django.db.models.deletion
from django.db import migrations, models


from appealdesk.foundation.db import grant_sql, row_security

# A line's application and what its officer saw stay as they were chosen.
_RIGHTS = {
    "screening_bulkdecision": "SELECT, INSERT, UPDATE",
    "screening_bulkline": "SELECT, INSERT, UPDATE (state, why, decision_id)",
}


class Migration(migrations.Migration):

    dependencies = [
        ('screening', '0004_next_flip'),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=16, unique=True)),
                ('organisation_id', models.BigIntegerField()),
                ('appeal_id', models.BigIntegerField()),
                ('outcome', models.CharField(max_length=9)),
                ('reason_codes', models.JSONField(default=list)),
                ('ways', models.JSONField(default=list)),
                ('wrapped_key', models.BinaryField(null=True)),
                ('sealed', models.BinaryField(null=True)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('running', 'Running'), ('done', 'Done'), ('undoing', 'Undoing'), ('undone', 'Undone')], default='draft', max_length=8)),
                ('prepared_by', models.CharField(max_length=40)),
                ('prepared_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('undone_by', models.CharField(blank=True, default='', max_length=40)),
                ('undone_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['organisation_id', '-id'], name='bulk_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('started_at__isnull', True), ('status', 'draft')), models.Q(models.Q(('status', 'draft'), _negated=True), ('started_at__isnull', False)), _connector='OR'), name='bulk_started_has_moment'), models.CheckConstraint(condition=models.Q(('outcome__in', ['accepted', 'declined', 'deferred', 'referred'])), name='bulk_outcome_known'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['undoing', 'undone']), _negated=True), models.Q(('undone_at__isnull', False), models.Q(('undone_by', ''), _negated=True)), _connector='OR'), name='bulk_undone_by_somebody')],
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='bulk',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='screening.bulkdecision'),
        ),
        migrations.CreateModel(
            name='BulkLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation_id', models.BigIntegerField()),
                ('application_id', models.BigIntegerField()),
                ('seen_decision_id', models.BigIntegerField(null=True)),
                ('decision_id', models.BigIntegerField(null=True)),
                ('state', models.CharField(choices=[('chosen', 'Chosen'), ('decided', 'Decided'), ('left_out', 'Left Out'), ('undone', 'Undone'), ('kept', 'Kept')], default='chosen', max_length=8)),
                ('why', models.CharField(blank=True, default='', max_length=20)),
                ('bulk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='screening.bulkdecision')),
            ],
            options={
                'indexes': [models.Index(fields=['bulk', 'state', 'application_id'], name='bulk_line_next')],
                'constraints': [models.UniqueConstraint(fields=('bulk', 'application_id'), name='bulk_line_once'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['decided', 'undone', 'kept']), _negated=True), ('decision_id__isnull', False), _connector='OR'), name='bulk_line_decided_names_it')],
            },
        ),
        *[
            migrations.RunSQL(
                row_security(table),
                f"DROP POLICY organisation_only ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
            )
            for table in _RIGHTS
        ],
        *[migrations.RunSQL(grant_sql(table, rights), migrations.RunSQL.noop) for table, rights in _RIGHTS.items()],
    ]
