"""An appeal never has a state without its history, and what was recorded about it stays as it was."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql, row_security

_TRIGGERS = """
-- What was there before has the steps that are known of it.
INSERT INTO appeals_statechange (appeal_id, from_status, to_status, at, by, reason)
SELECT id, '', 'draft', created_at, 'system', '{}' FROM appeals_appeal ORDER BY id;
INSERT INTO appeals_statechange (appeal_id, from_status, to_status, at, by, reason)
SELECT id, 'draft', 'open', opened_at, 'system', '{}' FROM appeals_appeal WHERE status <> 'draft' ORDER BY id;
INSERT INTO appeals_statechange (appeal_id, from_status, to_status, at, by, reason)
SELECT id, 'open', status, opened_at, 'system',
    '{"ja": "記録がありません。", "en": "Not on record.", "uk": "Немає в записах."}'
FROM appeals_appeal WHERE status NOT IN ('draft', 'open') ORDER BY id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;

CREATE FUNCTION appeals_state_has_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE newest text;
BEGIN
    SELECT to_status INTO newest FROM appeals_statechange WHERE appeal_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF newest IS DISTINCT FROM (SELECT status FROM appeals_appeal WHERE id = NEW.id) THEN
        RAISE EXCEPTION 'The state of an appeal changes only together with a step of its history.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

-- A legal basis may end, once; nothing else of it ever changes.
CREATE FUNCTION appeals_keep_legal_basis() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL
       AND to_jsonb(NEW) - '{ended_on,ended_because,ended_at,ended_by}'::text[]
         = to_jsonb(OLD) - '{ended_on,ended_because,ended_at,ended_by}'::text[]
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A legal basis stays as it was recorded: end it, and record the next one.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- An objection may be settled, once; what was objected stays.
CREATE FUNCTION appeals_keep_objection() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE settling text[] := '{settlement,resolve_asked_at,resolve_asked_by,resolved_at,resolved_by}';
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.resolved_at IS NULL AND to_jsonb(NEW) - settling = to_jsonb(OLD) - settling THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'An objection stays as it was recorded.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE CONSTRAINT TRIGGER state_has_history AFTER INSERT OR UPDATE OF status ON appeals_appeal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION appeals_state_has_history();
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON appeals_statechange
    FOR EACH ROW EXECUTE FUNCTION appeals_keep_published();
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON appeals_supersession
    FOR EACH ROW EXECUTE FUNCTION appeals_keep_published();
CREATE TRIGGER keep_legal_basis BEFORE UPDATE OR DELETE ON appeals_legalbasis
    FOR EACH ROW EXECUTE FUNCTION appeals_keep_legal_basis();
CREATE TRIGGER keep_objection BEFORE UPDATE OR DELETE ON appeals_hoststateobjection
    FOR EACH ROW EXECUTE FUNCTION appeals_keep_objection();
"""

_UNDO = """
DROP TRIGGER keep_objection ON appeals_hoststateobjection;
DROP TRIGGER keep_legal_basis ON appeals_legalbasis;
DROP TRIGGER keep_published ON appeals_supersession;
DROP TRIGGER keep_published ON appeals_statechange;
DROP TRIGGER state_has_history ON appeals_appeal;
DROP FUNCTION appeals_keep_objection();
DROP FUNCTION appeals_keep_legal_basis();
DROP FUNCTION appeals_state_has_history();
"""

_RIGHTS = {
    "appeals_statechange": "SELECT, INSERT",
    "appeals_supersession": "SELECT, INSERT",
    "appeals_legalbasis": "SELECT, INSERT, UPDATE (ended_on, ended_because, ended_at, ended_by)",
    "appeals_hoststateobjection": "SELECT, INSERT,"
    " UPDATE (settlement, resolve_asked_at, resolve_asked_by, resolved_at, resolved_by)",
}


class Migration(migrations.Migration):
    dependencies = [("appeals", "0006_life")]

    operations = [
        migrations.RunSQL(_TRIGGERS, _UNDO),
        # A note between states is nobody else's business.
        migrations.RunSQL(row_security("appeals_hoststateobjection"), migrations.RunSQL.noop),
        *[migrations.RunSQL(grant_sql(table, rights), migrations.RunSQL.noop) for table, rights in _RIGHTS.items()],
    ]
