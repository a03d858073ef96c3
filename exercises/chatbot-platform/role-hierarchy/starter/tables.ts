/** The tables that `storedRoles` finds: this is how they were created. You may not change them, but you may add indexes. */
export const tables = `
  create table roles (
    role text primary key
  );

  -- role inherits directly from parent; kept by inherit and disinherit
  create table role_parents (
    role text not null references roles,
    parent text not null references roles,
    primary key (role, parent)
  );

  -- effect is 'allow' or 'deny'
  create table rules (
    role text not null references roles,
    effect text not null check (effect in ('allow', 'deny')),
    permission text not null,
    scope text not null,
    primary key (role, effect, permission, scope)
  );

  -- holds at starts_at already and at ends_at no longer; null: since ever, for ever
  create table grants (
    id bigint generated always as identity primary key,
    user_id text not null,
    role text not null references roles,
    starts_at timestamptz,
    ends_at timestamptz
  );
`;
