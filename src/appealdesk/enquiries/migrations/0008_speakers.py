"""Whoever speaks for somebody else is sealed apart; the application's role may destroy that part alone."""

from django.db import migrations, models

from appealdesk.foundation.db import grant_sql


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0007_carry_over_rights")]

    operations = [
        migrations.AddField("enquiry", "speaker_wrapped_key", models.BinaryField(null=True)),
        migrations.AddField("enquiry", "speaker_sealed", models.BinaryField(null=True)),
        migrations.AddConstraint(
            "enquiry",
            models.CheckConstraint(
                condition=models.Q(speaker_wrapped_key__isnull=True, speaker_sealed__isnull=True)
                | models.Q(speaker_wrapped_key__isnull=False, speaker_sealed__isnull=False),
                name="enquiry_speaker_sealed_with_its_key",
            ),
        ),
        migrations.RunSQL(
            grant_sql("enquiries_enquiry", "UPDATE (speaker_wrapped_key, speaker_sealed)"), migrations.RunSQL.noop
        ),
    ]
