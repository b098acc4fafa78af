"""Two people for an acceptance, undoing a decision, and requests to look again."""

import django.db.models.deletion
from django.db import migrations, models

from appealdesk.foundation.db import grant_sql, row_security

_SETTLED = "status, settled_by, settled_at, decision_id, answer_wrapped_key, answer_sealed, wrapped_key, sealed"
_ANSWERED = "status, answered_by, answered_at, answer_id, letter_ref, answer_wrapped_key, answer_sealed, wrapped_key, sealed"

_RIGHTS = {
    # Both are settled once; what was proposed or asked stays as it was, until erasing destroys its key.
    "screening_proposedacceptance": f"SELECT, INSERT, UPDATE ({_SETTLED})",
    "screening_reviewrequest": f"SELECT, INSERT, UPDATE ({_ANSWERED})",
}


class Migration(migrations.Migration):

    dependencies = [
        ('enquiries', '0002_rights'),
        ('screening', '0002_rights'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProposedAcceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=16, unique=True)),
                ('organisation_id', models.BigIntegerField()),
                ('reason_codes', models.JSONField()),
                ('wrapped_key', models.BinaryField(null=True)),
                ('sealed', models.BinaryField(null=True)),
                ('revision_id', models.BigIntegerField(null=True)),
                ('screening_outcome', models.SmallIntegerField(null=True)),
                ('basis', models.CharField(max_length=16)),
                ('proposed_by', models.CharField(max_length=40)),
                ('proposed_at', models.DateTimeField()),
                ('status', models.CharField(choices=[('open', 'Open'), ('confirmed', 'Confirmed'), ('contradicted', 'Contradicted'), ('taken_back', 'Taken Back'), ('overtaken', 'Overtaken')], default='open', max_length=12)),
                ('settled_by', models.CharField(blank=True, default='', max_length=40)),
                ('settled_at', models.DateTimeField(null=True)),
                ('answer_wrapped_key', models.BinaryField(null=True)),
                ('answer_sealed', models.BinaryField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ReviewRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=16, unique=True)),
                ('organisation_id', models.BigIntegerField()),
                ('contested_by', models.CharField(max_length=40)),
                ('language', models.CharField(max_length=2)),
                ('asked_at', models.DateTimeField()),
                ('wrapped_key', models.BinaryField(null=True)),
                ('sealed', models.BinaryField(null=True)),
                ('status', models.CharField(choices=[('open', 'Open'), ('upheld', 'Upheld'), ('decided_anew', 'Decided Anew'), ('closed', 'Closed')], default='open', max_length=12)),
                ('answered_by', models.CharField(blank=True, default='', max_length=40)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer_wrapped_key', models.BinaryField(null=True)),
                ('answer_sealed', models.BinaryField(null=True)),
                ('letter_ref', models.CharField(blank=True, default='', max_length=16)),
            ],
        ),
        migrations.AddField(
            model_name='decision',
            name='proposed_by',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
        migrations.AddField(
            model_name='decision',
            name='restores',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='restored_by', to='screening.decision'),
        ),
        migrations.AddField(
            model_name='decision',
            name='undo',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='screeningprofile',
            name='waits',
            field=models.SmallIntegerField(choices=[(0, 'Nothing'), (1, 'Second Person'), (2, 'Review')], db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name='decision',
            name='outcome',
            field=models.CharField(choices=[('accepted', 'Accepted'), ('declined', 'Declined'), ('deferred', 'Deferred'), ('referred', 'Referred'), ('withdrawn', 'Withdrawn'), ('undecided', 'Undecided')], max_length=9),
        ),
        migrations.AddIndex(
            model_name='screeningprofile',
            index=models.Index(condition=models.Q(('waits__gt', 0)), fields=['organisation_id', 'waits', 'application_id'], name='profile_waits'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('proposed_by', ''), models.Q(('proposed_by', models.F('decided_by')), _negated=True), _connector='OR'), name='decision_two_people_differ'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('restores__isnull', True), ('undo', False), models.Q(('outcome', 'undecided'), _negated=True)), models.Q(('outcome', 'undecided'), ('restores__isnull', True), ('supersedes__isnull', False), ('undo', True)), models.Q(('restores__isnull', False), ('supersedes__isnull', False), ('undo', True), models.Q(('outcome', 'undecided'), _negated=True)), _connector='OR'), name='decision_undo_names_what_stands'),
        ),
        migrations.AddConstraint(
            model_name='screeningprofile',
            constraint=models.CheckConstraint(condition=models.Q(('waits__in', [0, 1, 2])), name='profile_waits_known'),
        ),
        migrations.AddField(
            model_name='proposedacceptance',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='enquiries.application'),
        ),
        migrations.AddField(
            model_name='proposedacceptance',
            name='decision',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposal', to='screening.decision'),
        ),
        migrations.AddField(
            model_name='reviewrequest',
            name='answer',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='screening.decision'),
        ),
        migrations.AddField(
            model_name='reviewrequest',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='enquiries.application'),
        ),
        migrations.AddField(
            model_name='reviewrequest',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='screening.decision'),
        ),
        migrations.AddIndex(
            model_name='proposedacceptance',
            index=models.Index(fields=['application', '-id'], name='proposal_of_application'),
        ),
        migrations.AddConstraint(
            model_name='proposedacceptance',
            constraint=models.UniqueConstraint(condition=models.Q(('settled_at__isnull', True)), fields=('application',), name='proposal_one_open'),
        ),
        migrations.AddConstraint(
            model_name='proposedacceptance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by', ''), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('settled_at__isnull', False), models.Q(('settled_by', ''), _negated=True)), _connector='OR'), name='proposal_settled_has_moment'),
        ),
        migrations.AddConstraint(
            model_name='proposedacceptance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['confirmed', 'contradicted']), _negated=True), models.Q(('settled_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='proposal_two_people_differ'),
        ),
        migrations.AddConstraint(
            model_name='proposedacceptance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'confirmed'), _negated=True), ('decision__isnull', False), _connector='OR'), name='proposal_confirmed_is_decided'),
        ),
        migrations.AddIndex(
            model_name='reviewrequest',
            index=models.Index(fields=['application', '-id'], name='review_of_application'),
        ),
        migrations.AddConstraint(
            model_name='reviewrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('application',), name='review_one_open'),
        ),
        migrations.AddConstraint(
            model_name='reviewrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by', ''), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('answered_at__isnull', False), models.Q(('answered_by', ''), _negated=True)), _connector='OR'), name='review_answered_has_moment'),
        ),
        migrations.AddConstraint(
            model_name='reviewrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['upheld', 'decided_anew']), _negated=True), models.Q(('answered_by', models.F('contested_by')), _negated=True), _connector='OR'), name='review_answered_by_another'),
        ),
        migrations.AddConstraint(
            model_name='reviewrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'decided_anew'), _negated=True), ('answer__isnull', False), _connector='OR'), name='review_anew_has_decision'),
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
