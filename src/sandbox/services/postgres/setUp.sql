-- What every database begins with. scripts/postgresCluster.mjs runs it when it makes the data folder.

create role learner nosuperuser nocreatedb nocreaterole noinherit nologin noreplication nobypassrls;
grant usage on schema public to learner;
alter default privileges in schema public grant select, insert, update, delete on tables to learner;
alter default privileges in schema public grant usage, select on sequences to learner;
revoke all on database postgres from public;

-- Functions and DO blocks are for those exercises that grant them.
revoke usage on language plpgsql, sql from public;
revoke update on pg_settings from public;

-- Waiting and ending sessions mean nothing where there is one session and time stands still. Large objects are files.
do $$
declare
  routine regprocedure;
begin
  for routine in
    select oid::regprocedure
    from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace
      and (
        proname ~ '^(lo_|pg_sleep|pg_notify|pg_logical_|pg_replication_)'
        or proname in ('loread', 'lowrite', 'pg_cancel_backend', 'pg_terminate_backend', 'pg_export_snapshot')
      )
  loop
    execute format('revoke execute on function %s from public', routine);
  end loop;
end $$;
