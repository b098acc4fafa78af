"""The key of a release's secret may be wrapped anew when the site's keys are rotated; nothing else of it changes."""

from django.db import migrations

_ROTATE = """
DROP TRIGGER keep_releases ON figures_figurerelease;
CREATE TRIGGER keep_releases BEFORE DELETE OR TRUNCATE ON figures_figurerelease
    FOR EACH STATEMENT EXECUTE FUNCTION figures_keep_releases();
CREATE TRIGGER keep_release BEFORE UPDATE ON figures_figurerelease FOR EACH ROW
    WHEN (NEW.wrapped_key = OLD.wrapped_key
          OR to_jsonb(NEW) - 'wrapped_key' IS DISTINCT FROM to_jsonb(OLD) - 'wrapped_key')
    EXECUTE FUNCTION figures_keep_releases();
"""

_UNDO = """
DROP TRIGGER keep_release ON figures_figurerelease;
DROP TRIGGER keep_releases ON figures_figurerelease;
CREATE TRIGGER keep_releases BEFORE UPDATE OR DELETE OR TRUNCATE ON figures_figurerelease
    FOR EACH STATEMENT EXECUTE FUNCTION figures_keep_releases();
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0002_rights")]

    operations = [migrations.RunSQL(_ROTATE, _UNDO)]
