"""What the database itself holds about money going out: sums per day, no fund below zero, closed months."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql, row_security

# Every open transaction adds to rows of its own number, which it holds until it ends, so that none waits for another
# and none can deadlock. The range keeps the join to entries of a large file one scan of an index.
_SUMS = """
CREATE FUNCTION donations_sum_days() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    low bigint;
    high bigint;
    place smallint := pg_backend_pid() % 16;
    spent record;
BEGIN
    SELECT min(entry_id), max(entry_id) INTO low, high FROM fresh;
    IF low IS NULL THEN
        RETURN NULL;
    END IF;
    WHILE NOT pg_try_advisory_xact_lock(20408, place) LOOP
        place := place + 1;
    END LOOP;
    INSERT INTO donations_accountday AS known (organisation_id, account_id, currency, day, shard, amount_minor)
    SELECT fresh.organisation_id, fresh.account_id, fresh.currency, entry.booked_on, place, sum(fresh.amount_minor)
    FROM fresh LEFT JOIN (
        SELECT id, booked_on FROM donations_entry WHERE id BETWEEN low AND high
    ) entry ON entry.id = fresh.entry_id
    GROUP BY fresh.organisation_id, fresh.account_id, fresh.currency, entry.booked_on
    ON CONFLICT (organisation_id, account_id, currency, day, shard)
        DO UPDATE SET amount_minor = known.amount_minor + excluded.amount_minor;
    FOR spent IN
        SELECT debit.organisation_id, debit.account_id, debit.currency, fund.ref FROM (
            SELECT organisation_id, account_id, currency FROM fresh
            GROUP BY organisation_id, account_id, currency HAVING sum(amount_minor) > 0
        ) debit JOIN donations_fund fund ON fund.ledger_account_id = debit.account_id
        ORDER BY debit.account_id, debit.currency
    LOOP
        -- Whoever takes from a fund waits for the one before, and then counts what that one left.
        PERFORM FROM donations_fund WHERE ledger_account_id = spent.account_id FOR NO KEY UPDATE;
        IF (SELECT sum(amount_minor) FROM donations_accountday
            WHERE organisation_id = spent.organisation_id AND account_id = spent.account_id
              AND currency = spent.currency) > 0
        THEN
            RAISE EXCEPTION 'The fund % would hold less than nothing in %.', spent.ref, spent.currency
                USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_not_below_zero';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER sum_days AFTER INSERT ON donations_posting
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION donations_sum_days();
"""

_UNDO_SUMS = "DROP TRIGGER sum_days ON donations_posting; DROP FUNCTION donations_sum_days();"

# Who posts shares a lock that who closes takes alone, so that no entry slips into a month while it is being closed.
_PERIODS = """
CREATE FUNCTION donations_period_lock(organisation bigint, alone boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF alone THEN
        PERFORM pg_advisory_xact_lock(20409, (organisation % 2147483647)::int);
    ELSE
        PERFORM pg_advisory_xact_lock_shared(20409, (organisation % 2147483647)::int);
    END IF;
END $$;

CREATE FUNCTION donations_open_day(organisation bigint, wanted date) RETURNS date LANGUAGE plpgsql AS $$
DECLARE
    first date := wanted - (extract(day FROM wanted)::int - 1);
    free_on date;
BEGIN
    PERFORM donations_period_lock(organisation, false);
    PERFORM FROM donations_period WHERE organisation_id = organisation AND month = first AND opened_at IS NULL;
    IF NOT FOUND THEN
        RETURN wanted;
    END IF;
    SELECT (closed.month + interval '1 month')::date INTO free_on FROM donations_period closed
    WHERE closed.organisation_id = organisation AND closed.month >= first AND closed.opened_at IS NULL
      AND NOT EXISTS (
          SELECT FROM donations_period next WHERE next.organisation_id = organisation AND next.opened_at IS NULL
            AND next.month = (closed.month + interval '1 month')::date
      )
    ORDER BY closed.month LIMIT 1;
    RETURN free_on;
END $$;

CREATE FUNCTION donations_keep_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed date;
BEGIN
    PERFORM donations_period_lock(posted.organisation_id, false)
    FROM (SELECT DISTINCT organisation_id FROM fresh) posted;
    SELECT period.month INTO closed FROM donations_period period
    JOIN (SELECT DISTINCT organisation_id, booked_on FROM fresh) posted
      ON posted.organisation_id = period.organisation_id
     AND posted.booked_on - (extract(day FROM posted.booked_on)::int - 1) = period.month
    WHERE period.opened_at IS NULL LIMIT 1;
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'The month % is closed: book on a later day.', to_char(closed, 'YYYY-MM')
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_in_an_open_month';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_closed AFTER INSERT ON donations_entry
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION donations_keep_closed();

CREATE FUNCTION donations_wait_to_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM donations_period_lock(NEW.organisation_id, true);
    RETURN NEW;
END $$;
CREATE TRIGGER wait_to_close BEFORE INSERT ON donations_period
    FOR EACH ROW EXECUTE FUNCTION donations_wait_to_close();
"""

_UNDO_PERIODS = """
DROP TRIGGER wait_to_close ON donations_period;
DROP FUNCTION donations_wait_to_close();
DROP TRIGGER keep_closed ON donations_entry;
DROP FUNCTION donations_keep_closed();
DROP FUNCTION donations_open_day(bigint, date);
DROP FUNCTION donations_period_lock(bigint, boolean);
"""

# Row security is on already, so that each organisation is summed in its own view.
_BACKFILL = """
DO $$
DECLARE
    organisation bigint;
    before text := current_setting('appealdesk.organisation', true);
BEGIN
    FOR organisation IN SELECT id FROM appeals_organisation LOOP
        PERFORM set_config('appealdesk.organisation', organisation::text, true);
        INSERT INTO donations_accountday (organisation_id, account_id, currency, day, shard, amount_minor)
        SELECT organisation, posting.account_id, posting.currency, entry.booked_on, 0, sum(posting.amount_minor)
        FROM donations_posting posting JOIN donations_entry entry ON entry.id = posting.entry_id
        WHERE posting.organisation_id = organisation
        GROUP BY posting.account_id, posting.currency, entry.booked_on;
    END LOOP;
    PERFORM set_config('appealdesk.organisation', coalesce(before, ''), true);
END $$;
"""

_RIGHTS = {
    "donations_accountday": "SELECT",
    "donations_disbursement": "SELECT, INSERT, UPDATE",
    "donations_feerule": "SELECT, INSERT, UPDATE",
    "donations_period": "SELECT, INSERT, UPDATE",
    "donations_proof": "SELECT, INSERT, UPDATE",
    "donations_proofpage": "SELECT, INSERT, DELETE",
    "donations_refund": "SELECT, INSERT, UPDATE",
    "donations_settlement": "SELECT, INSERT, UPDATE",
    "donations_threshold": "SELECT, INSERT, UPDATE",
    "donations_transfer": "SELECT, INSERT, UPDATE",
    "donations_writeoff": "SELECT, INSERT, UPDATE",
}


class Migration(migrations.Migration):
    dependencies = [("donations", "0009_money_out"), ("appeals", "0001_initial")]

    operations = [
        *[migrations.RunSQL(row_security(table), migrations.RunSQL.noop) for table in _RIGHTS],
        *[migrations.RunSQL(grant_sql(table, rights), migrations.RunSQL.noop) for table, rights in _RIGHTS.items()],
        migrations.RunSQL(_SUMS, _UNDO_SUMS),
        migrations.RunSQL(_PERIODS, _UNDO_PERIODS),
        migrations.RunSQL(_BACKFILL, migrations.RunSQL.noop),
    ]
