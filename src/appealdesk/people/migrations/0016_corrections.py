from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0015_frequencies"),
    ]

    operations = [
        migrations.AlterField(
            model_name="record",
            name="source",
            field=models.CharField(
                choices=[
                    ("enquiry", "Enquiry"),
                    ("donation", "Donation"),
                    ("import", "Import"),
                    ("speaker", "Speaker"),
                    ("officer", "Officer"),
                ],
                max_length=8,
            ),
        ),
    ]
