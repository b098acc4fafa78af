"""The lists, their entries and keys; who is checked, hits and decisions; runs over everybody."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ListVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=4)),
                ('published_on', models.DateField(null=True)),
                ('sha256', models.CharField(max_length=64)),
                ('cause', models.CharField(blank=True, choices=[('', 'Accepted'), ('unreadable', 'Unreadable'), ('fewer', 'Fewer')], default='', max_length=10)),
                ('entries', models.PositiveIntegerField(null=True)),
                ('new_count', models.PositiveIntegerField(default=0)),
                ('changed_count', models.PositiveIntegerField(default=0)),
                ('gone_count', models.PositiveIntegerField(default=0)),
                ('loaded_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('loaded_by', models.CharField(max_length=40)),
            ],
            options={
                'indexes': [models.Index(fields=['code', '-id'], name='list_version_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cause', 'unreadable'), ('entries__isnull', True)), models.Q(('cause__in', ['', 'fewer']), ('entries__gte', 0)), _connector='OR'), name='list_version_counted_if_read')],
            },
        ),
        migrations.CreateModel(
            name='ListEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=4)),
                ('uid', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=8)),
                ('names', models.JSONField()),
                ('births', models.JSONField()),
                ('countries', models.JSONField()),
                ('programmes', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('since', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sanctions.listversion')),
                ('until', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sanctions.listversion')),
            ],
            options={
                'verbose_name_plural': 'list entries',
            },
        ),
        migrations.CreateModel(
            name='CheckRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation_id', models.BigIntegerField()),
                ('total', models.PositiveIntegerField()),
                ('done', models.PositiveIntegerField(default=0)),
                ('entry_cursor', models.BigIntegerField(default=0)),
                ('subject_cursor', models.BigIntegerField(default=0)),
                ('hits', models.PositiveIntegerField(default=0)),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sanctions.listversion')),
            ],
        ),
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation_id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('donor', 'Donor'), ('payee', 'Payee')], max_length=5)),
                ('person_id', models.BigIntegerField(null=True)),
                ('payee_ref', models.CharField(blank=True, default='', max_length=40)),
                ('digest', models.BinaryField(max_length=8, null=True)),
                ('rules', models.PositiveSmallIntegerField()),
                ('registered_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'donor')), fields=('organisation_id', 'person_id'), name='subject_donor_once'), models.UniqueConstraint(condition=models.Q(('kind', 'payee')), fields=('organisation_id', 'payee_ref'), name='subject_payee_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'donor'), ('payee_ref', ''), ('person_id__isnull', False)), models.Q(('kind', 'payee'), ('person_id__isnull', True), models.Q(('payee_ref', ''), _negated=True)), _connector='OR'), name='subject_is_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Hit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=16, unique=True)),
                ('organisation_id', models.BigIntegerField()),
                ('digest', models.BinaryField(max_length=8, null=True)),
                ('name', models.PositiveSmallIntegerField()),
                ('bits', models.DecimalField(decimal_places=2, max_digits=6)),
                ('reasons', models.JSONField()),
                ('rules', models.PositiveSmallIntegerField()),
                ('status', models.CharField(choices=[('open', 'Open'), ('not_same', 'Not Same'), ('escalated', 'Escalated'), ('confirmed', 'Confirmed'), ('lapsed', 'Lapsed')], default='open', max_length=9)),
                ('found_at', models.DateTimeField()),
                ('after', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sanctions.hit')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hits', to='sanctions.listentry')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hits', to='sanctions.subject')),
            ],
        ),
        migrations.CreateModel(
            name='HitDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=16, unique=True)),
                ('organisation_id', models.BigIntegerField()),
                ('verdict', models.CharField(choices=[('not_same', 'Not Same'), ('true_hit', 'True Hit')], max_length=8)),
                ('wrapped_key', models.BinaryField(null=True)),
                ('sealed', models.BinaryField(null=True)),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.CharField(max_length=40)),
                ('undone_at', models.DateTimeField(null=True)),
                ('hit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='sanctions.hit')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation_id', 'decided_by', '-id'], name='hit_decision_newest')],
            },
        ),
        migrations.CreateModel(
            name='EntryKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('value', models.TextField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='sanctions.listentry')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'value'], include=('entry',), name='entry_key_lookup')],
            },
        ),
        migrations.AddIndex(
            model_name='listentry',
            index=models.Index(fields=['since', 'id'], name='list_entry_since'),
        ),
        migrations.AddConstraint(
            model_name='listentry',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('code', 'uid'), name='list_entry_once_now'),
        ),
        migrations.AddConstraint(
            model_name='checkrun',
            constraint=models.UniqueConstraint(fields=('organisation_id', 'version'), name='check_run_once'),
        ),
        migrations.AddIndex(
            model_name='hit',
            index=models.Index(condition=models.Q(('status__in', ['open', 'escalated', 'confirmed'])), fields=['organisation_id', 'status', 'id'], name='hit_holding'),
        ),
        migrations.AddConstraint(
            model_name='hit',
            constraint=models.UniqueConstraint(fields=('subject', 'entry', 'digest'), name='hit_once_for_a_pair'),
        ),
    ]
