"""The next criteria of a position while officers write it; seen by its organisation only."""

import django.db.models.deletion
from django.db import migrations, models

from appealdesk.foundation.db import grant_sql, row_security

_TABLE = "appeals_criteriadraft"
_UNDO = f"DROP POLICY organisation_only ON {_TABLE}; ALTER TABLE {_TABLE} DISABLE ROW LEVEL SECURITY;"


class Migration(migrations.Migration):

    dependencies = [
        ('appeals', '0003_advisory_seen_again'),
    ]

    operations = [
        migrations.CreateModel(
            name='CriteriaDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.JSONField()),
                ('effective_at', models.DateTimeField(null=True)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('awaiting_approval', 'Awaiting Approval'), ('published', 'Published'), ('discarded', 'Discarded')], default='draft', max_length=17)),
                ('version', models.PositiveIntegerField(default=1)),
                ('begun_at', models.DateTimeField()),
                ('begun_by', models.CharField(max_length=40)),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.CharField(max_length=40)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('submitted_by', models.CharField(blank=True, default='', max_length=40)),
                ('wrapped_key', models.BinaryField(null=True)),
                ('sealed_note', models.BinaryField(null=True)),
                ('based_on', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='appeals.criteriarevision')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='appeals.organisation')),
                ('position', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='appeals.position')),
                ('revision', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='appeals.criteriarevision')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['draft', 'awaiting_approval'])), fields=('position',), name='one_open_draft_of_position'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'awaiting_approval'), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='awaiting_draft_was_submitted'), models.CheckConstraint(condition=models.Q(models.Q(('revision__isnull', False), ('status', 'published')), models.Q(models.Q(('status', 'published'), _negated=True), ('revision__isnull', True)), _connector='OR'), name='published_draft_has_revision')],
            },
        ),
        migrations.RunSQL(row_security(_TABLE), _UNDO),
        migrations.RunSQL(grant_sql(_TABLE, "SELECT, INSERT, UPDATE"), migrations.RunSQL.noop),
    ]
