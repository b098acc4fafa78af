"""The application's role may sign staff in: accounts, sessions, and the record of failed attempts."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql

_TABLES = ("accounts_staff", "django_session", "axes_accessattempt", "axes_accesslog", "axes_accessfailurelog",
           "axes_accessattemptexpiration")
_READ = ("django_migrations", "django_content_type", "auth_permission", "auth_group")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("sessions", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("axes", "0010_accessattemptexpiration"),
    ]

    operations = [
        *[migrations.RunSQL(grant_sql(table), migrations.RunSQL.noop) for table in _TABLES],
        *[migrations.RunSQL(grant_sql(table, "SELECT"), migrations.RunSQL.noop) for table in _READ],
    ]
