import assert from 'node:assert/strict';
import { audit } from '#attempt/audit.ts';
import { tables } from '#attempt/tables.ts';
import type { Leak } from '#attempt/types.ts';
import { random, trace } from '#testkit';
import { postgres } from '#services/postgres';

/** A schema as it should be, of other tables than those of the exercise. */
const sound = `
  create role notes_owner nologin;
  create table tenants (id text primary key, name text not null unique);
  create table folders (
    tenant_id text not null references tenants,
    id text not null,
    slug text not null,
    deleted boolean not null default false,
    primary key (tenant_id, id),
    unique (slug, tenant_id)
  );
  create table notes (
    id text not null,
    folder_id text,
    tenant_id text not null,
    parent_id text,
    primary key (id, tenant_id),
    foreign key (folder_id, tenant_id) references folders (id, tenant_id),
    foreign key (tenant_id, parent_id) references notes (tenant_id, id)
  );
  create index by_folder on notes (folder_id);
  create unique index by_lower_slug on folders (lower(slug), tenant_id) where not deleted;
  create table countries (code text primary key);
  create table events (tenant_id text not null, at timestamptz not null, primary key (tenant_id, at)) partition by range (at);
  create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
  create table seen (
    tenant_id text not null,
    at timestamptz not null,
    by_whom text not null,
    primary key (tenant_id, at, by_whom),
    foreign key (tenant_id, at) references events
  );
  do $$ declare name text; begin
    foreach name in array array['tenants', 'folders', 'notes', 'countries', 'events', 'events_2026', 'seen'] loop
      execute format('alter table %I enable row level security', name);
      execute format('alter table %I force row level security', name);
    end loop;
  end $$;
  create policy own on folders using (tenant_id = current_setting('app.company', true));
  create policy own on notes using (tenant_id = current_setting('app.company', true)) with check (true and tenant_id <> '');
  create policy as_well on notes as restrictive using (true) with check (true);
  create view shown with (security_invoker = true) as select * from notes;
  create view shown_too with (security_barrier, security_invoker = on) as select * from notes;
  create view shown_as_well with (security_invoker) as select * from folders;
  create function one() returns int language sql as 'select 1';
  create schema elsewhere;
  create table elsewhere.unprotected (tenant_id text, id text primary key);
  create view elsewhere.open as select * from notes;
  create function elsewhere.definer() returns int language sql security definer as 'select 1';`;

/** What somebody does to it on a Friday afternoon, and what is to be found then. */
const mistakes: readonly (readonly [sql: string, kind: Leak['kind'], name: string])[] = [
  ['create table drafts (tenant_id text, id text)', 'not-enabled', 'drafts'],
  ['create table "Odd name" (id text)', 'not-enabled', 'Odd name'],
  [
    `create table events_2027 partition of events for values from ('2027-01-01') to ('2028-01-01')`,
    'not-enabled',
    'events_2027',
  ],
  ['alter table countries disable row level security', 'not-enabled', 'countries'],
  ['alter table tenants no force row level security', 'not-forced', 'tenants'],
  ['alter table events no force row level security', 'not-forced', 'events'],
  ['create policy everybody on folders using (true)', 'open-policy', 'folders.everybody'],
  ['create policy "write it" on notes for insert with check (true)', 'open-policy', 'notes.write it'],
  [
    `create policy half on notes for update using (tenant_id = current_setting('app.company', true)) with check (true)`,
    'open-policy',
    'notes.half',
  ],
  ['create view plain as select * from notes', 'definer-view', 'plain'],
  ['create view barrier with (security_barrier) as select * from notes', 'definer-view', 'barrier'],
  ['alter view shown set (security_invoker = false)', 'definer-view', 'shown'],
  ['alter view shown_too set (security_invoker = off)', 'definer-view', 'shown_too'],
  ['create materialized view counted as select count(*) from notes', 'definer-view', 'counted'],
  [
    `create function everything() returns bigint language sql security definer as 'select count(*) from notes'`,
    'definer-function',
    'everything',
  ],
  [
    `create function stamp() returns trigger language plpgsql security definer as 'begin return new; end'`,
    'definer-function',
    'stamp',
  ],
  [
    'create procedure tidy() language sql security definer as $$ delete from notes $$',
    'definer-function',
    'tidy',
  ],
  [
    `create function twice(int) returns int language sql security definer as 'select 1';
       create function twice(text) returns int language sql security definer as 'select 1'`,
    'definer-function',
    'twice',
  ],
  ['create unique index by_slug on folders (slug)', 'shared-key', 'folders.by_slug'],
  ['create unique index one_live on folders (slug) where not deleted', 'shared-key', 'folders.one_live'],
  ['create unique index at_once on events (at)', 'shared-key', 'events.at_once'],
  // Of a part of the year, so that "at_once" does not make it its own: then it would be a partition's copy.
  [
    `create unique index of_one_year on events_2026 (at) where at > '2026-07-01'`,
    'shared-key',
    'events_2026.of_one_year',
  ],
  ['create unique index one_each on notes (folder_id) include (tenant_id)', 'shared-key', 'notes.one_each'],
  ['create unique index for_lookup on notes (lower(tenant_id), parent_id)', 'shared-key', 'notes.for_lookup'],
  ['alter table folders add constraint slugs unique (slug, id)', 'shared-key', 'folders.slugs'],
];

/** These need a key that is a leak of its own. */
const pairs: readonly (readonly [sql: string, leaks: readonly Leak[]])[] = [
  [
    `create unique index ids on folders (id); alter table notes add constraint simple foreign key (folder_id) references folders (id)`,
    [
      { kind: 'shared-key', name: 'folders.ids' },
      { kind: 'shared-reference', name: 'notes.simple' },
    ],
  ],
  [
    `alter table notes add column owner_tenant text,
       add constraint crossed foreign key (owner_tenant, parent_id) references notes (tenant_id, id)`,
    [{ kind: 'shared-reference', name: 'notes.crossed' }],
  ],
  [
    `alter table notes add constraint crosswise foreign key (tenant_id, folder_id) references folders (slug, tenant_id)`,
    [{ kind: 'shared-reference', name: 'notes.crosswise' }],
  ],
  [
    `create unique index at_once on events (at); alter table seen add constraint one_event foreign key (at) references events (at)`,
    [
      { kind: 'shared-key', name: 'events.at_once' },
      { kind: 'shared-reference', name: 'seen.one_event' },
    ],
  ],
  [
    `create unique index ids on folders (id); alter table events add column about text references folders (id)`,
    [
      { kind: 'shared-key', name: 'folders.ids' },
      { kind: 'shared-reference', name: 'events.events_about_fkey' },
    ],
  ],
  [
    `create unique index ids on folders (id); alter table events_2026 add constraint about foreign key (tenant_id) references folders (id)`,
    [
      { kind: 'shared-key', name: 'folders.ids' },
      { kind: 'shared-reference', name: 'events_2026.about' },
    ],
  ],
];

const sorted = (leaks: readonly Leak[]): string[] => leaks.map(({ kind, name }) => `${kind} ${name}`).sort();
const found = async (): Promise<string[]> => sorted(await audit(postgres.client('continuous integration')));
const isOf =
  (...kinds: readonly Leak['kind'][]) =>
  (leak: string): boolean =>
    kinds.some(kind => leak.startsWith(`${kind} `));

describe('The audit', () => {
  beforeEach(postgres.template(sound));

  it('R15 finds nothing where nothing is wrong', async () => {
    assert.deepEqual(await found(), []);
  });

  for (const kind of [...new Set(mistakes.map(([, of]) => of))])
    it(`R15 finds each ${kind}`, async () => {
      for (const [sql, of, name] of random.shuffle([...mistakes])) {
        if (of !== kind) continue;
        await postgres.exec(`begin; ${sql}`);
        // One kind that is wrong fails its own check, and not all of them.
        const leaks = (await found()).filter(isOf(kind));
        await postgres.exec('rollback');
        trace.mark(kind, name, leaks.length === 1 ? 'good' : 'bad');
        assert.deepEqual(leaks, [`${kind} ${name}`], `After “${sql}”`);
      }
    });

  it('R15 finds foreign keys that lead to other companies', async () => {
    for (const [sql, leaks] of pairs) {
      await postgres.exec(`begin; ${sql}`);
      const all = (await found()).filter(isOf('shared-key', 'shared-reference'));
      await postgres.exec('rollback');
      assert.deepEqual(all, sorted(leaks), `After “${sql}”`);
    }
  });

  it('R15 finds all of many, each entry once', async () => {
    for (let round = 0; round < 3; round++) {
      const made = random.shuffle([...mistakes]).slice(0, random.int(2, 12));
      await postgres.exec(`begin; ${made.map(([sql]) => sql).join('; ')}`);
      const leaks = await found();
      await postgres.exec('rollback');
      assert.deepEqual(
        leaks,
        sorted(made.map(([, kind, name]) => ({ kind, name }))),
        `After ${made.map(([sql]) => sql).join('; ')}`,
      );
    }
  });
});

describe('The tables of today', () => {
  beforeEach(postgres.template(admin => admin.exec(tables)));

  it('R15 finds what is wrong with them', async () => {
    assert.deepEqual(
      await found(),
      sorted([
        ...['tenants', 'users', 'conversations', 'messages'].map(
          name => ({ kind: 'not-enabled', name }) as const,
        ),
        { kind: 'open-policy', name: 'messages.everybody' },
        { kind: 'definer-view', name: 'inbox' },
        { kind: 'definer-function', name: 'search_messages' },
        { kind: 'shared-key', name: 'users.users_pkey' },
        { kind: 'shared-key', name: 'users.users_email_key' },
        { kind: 'shared-key', name: 'conversations.conversations_pkey' },
        { kind: 'shared-reference', name: 'conversations.conversations_user_id_fkey' },
      ]),
    );
  });
});
