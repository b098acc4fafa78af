from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0011_relations"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="identitykey", name="identity_key_lookup"),
        migrations.AddIndex(
            model_name="identitykey",
            index=models.Index(
                fields=["kind", "h", "record"],
                include=("rank", "organisation_id", "key_version"),
                name="identity_key_lookup",
            ),
        ),
    ]
