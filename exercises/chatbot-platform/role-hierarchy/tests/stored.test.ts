import assert from 'node:assert/strict';
import { CycleError, UnknownRoleError } from '#attempt/errors.ts';
import { storedRoles } from '#attempt/storedRoles.ts';
import { tables } from '#attempt/tables.ts';
import { clock, random, trace } from '#testkit';
import { postgres, type Admin } from '#services/postgres';
import { allow, checkCycle, day, deny, permissions, scopes, show, texts, users } from './company.ts';
import { Model } from './model.ts';
import { sideBySide } from './sideBySide.ts';

const roles = ['root', 'lead', 'staff', 'guest', '__proto__', 'a/b', 'a', ''];

async function emptyTables(admin: Admin): Promise<void> {
  await admin.exec(tables);
  for (const statement of storedRoles.schema) await admin.exec(statement);
}

/** The database beside the model. */
class Store {
  readonly model = new Model();

  async add(...names: string[]): Promise<this> {
    await postgres.query('insert into roles select unnest($1::text[])', [names]);
    for (const name of names) this.model.roles.add(name);
    return this;
  }

  async inherit(role: string, ...from: string[]): Promise<this> {
    for (const ancestor of from) {
      await storedRoles.inherit(postgres.client(), role, ancestor);
      this.model.link(role, ancestor);
    }
    trace.point('pairs that hold', this.model.pairs().length);
    return this;
  }

  async disinherit(role: string, from: string): Promise<this> {
    await storedRoles.disinherit(postgres.client(), role, from);
    this.model.unlink(role, from);
    trace.point('pairs that hold', this.model.pairs().length);
    return this;
  }

  /** A rule for each role, and a user for each role: who can says who inherits from whom. */
  async probe(): Promise<this> {
    for (const role of this.model.roles) {
      await this.rule(role, allow(`has ${role}`));
      await this.grant(`of ${role}`, role);
    }
    return this;
  }

  async rule(role: string, ...rules: ReturnType<typeof allow>[]): Promise<this> {
    for (const rule of rules) {
      const { effect, permission, scope } = rule;
      await postgres.query('insert into rules values ($1, $2, $3, $4) on conflict do nothing', [
        role,
        effect,
        permission,
        scope,
      ]);
      this.model.rules.push({ role, rule });
    }
    return this;
  }

  async grant(user: string, role: string, from?: number, until?: number): Promise<this> {
    const moment = (at?: number): Date | null => (at === undefined ? null : new Date(at));
    await postgres.query('insert into grants (user_id, role, starts_at, ends_at) values ($1, $2, $3, $4)', [
      user,
      role,
      moment(from),
      moment(until),
    ]);
    const period = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
    this.model.grants.push({ user, role, period });
    return this;
  }

  async agrees(permission: string, resource: string, when: string): Promise<string[]> {
    const expected = this.model.whoCan(permission, resource, clock.now());
    assert.deepEqual(
      texts(await storedRoles.whoCan(postgres.client(), permission, resource)),
      expected,
      `${when}: who can do ${show(permission)} to ${show(resource)}`,
    );
    return expected;
  }

  async agreesOnHierarchy(when: string): Promise<void> {
    for (const role of this.model.roles) await this.agrees(`has ${role}`, '', when);
    const { rows } = await postgres.query<{ role: string; parent: string }>(
      'select role, parent from role_parents',
    );
    assert.deepEqual(
      rows.map(({ role, parent }) => `${role} from ${parent}`).sort(),
      this.model.edges.map(({ role, ancestor }) => `${role} from ${ancestor}`).sort(),
      `${when}: the rows of role_parents`,
    );
  }
}

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return undefined;
}

/** The error of a change that has to be refused with one of this kind. */
function refused<E extends Error>(
  kind: abstract new (...args: never[]) => E,
  result: PromiseSettledResult<unknown>,
  what: string,
): E {
  const outcome =
    result.status === 'fulfilled'
      ? 'it was accepted'
      : `it was with ${result.reason instanceof Error ? String(result.reason) : show(String(result.reason))}`;
  assert.ok(
    result.status === 'rejected' && result.reason instanceof kind,
    `${what} should be refused with ${kind.name}, but ${outcome}`,
  );
  return result.reason;
}

async function refusal<E extends Error>(
  kind: abstract new (...args: never[]) => E,
  change: Promise<unknown>,
  what: string,
): Promise<E> {
  const [result] = await Promise.allSettled([change]);
  return refused(kind, result, what);
}

/** A change at random, which may be a circle. */
async function randomChange(store: Store): Promise<void> {
  const { model } = store;
  const [role, from] = [random.pick(roles), random.pick(roles)];
  if (random.chance(0.35) && model.edges.length > 0) {
    const edge = random.pick(model.edges);
    await store.disinherit(edge.role, edge.ancestor);
  } else if (model.reach(from).has(role)) {
    const error = await refusal(
      CycleError,
      storedRoles.inherit(postgres.client(), role, from),
      `${show(role)} inheriting from ${show(from)}`,
    );
    checkCycle(model, texts(error.cycle), role, from);
  } else await store.inherit(role, from);
}

describe('The hierarchy in a database', () => {
  beforeEach(postgres.template(emptyTables));

  it('R14 a diamond loses one side, and then the other', async () => {
    const store = await new Store().add('admin', 'left', 'right', 'guest', 'root');
    await store.probe();
    await store.inherit('admin', 'left', 'right');
    await store.inherit('root', 'admin', 'guest');
    await store.inherit('left', 'guest');
    await store.inherit('right', 'guest');
    await store.inherit('right', 'guest');
    await store.agreesOnHierarchy('The diamond');
    for (const side of random.shuffle(['left', 'right'])) {
      await store.disinherit(side, 'guest');
      await store.disinherit(side, 'guest');
      await store.agreesOnHierarchy(`Without ${side}`);
    }
    await store.disinherit('root', 'guest');
    await store.agreesOnHierarchy('Without the short cut');
  });

  it('R14 random changes, circles among them, leave what the graph would have', async () => {
    for (let round = 0; round < 2; round++) {
      const store = await new Store().add(...roles.map(role => role));
      await store.probe();
      for (let i = 0; i < 18; i++) {
        await randomChange(store);
        if (i % 6 === 5) await store.agreesOnHierarchy(`After change ${i + 1}`);
      }
      await postgres.exec('delete from grants; delete from rules');
      for (const { role, ancestor } of [...store.model.edges]) await store.disinherit(role, ancestor);
      await postgres.exec('delete from roles');
    }
  });

  it('R14 compares scopes by whole segments, whatever letters are in them', async () => {
    const store = await new Store().add('reader');
    const wide = ['', 'emea', 'eme_', '%', 'a%b', 'a\\', 'emea/berlin'];
    for (const [i, scope] of wide.entries()) await store.rule('reader', allow(`read ${i}`, scope));
    await store.grant('ann', 'reader');
    for (const resource of [
      '',
      'emea',
      'emea/berlin',
      'emea/berlin/3',
      'emea-test',
      'emea-test/x',
      'emeb/x',
      'x/y',
      'axb/c',
      'a%b/c',
      'a\\/c',
      '%/x',
      'eme_/x',
    ])
      for (const i of wide.keys()) await store.agrees(`read ${i}`, resource, `Allowed on “${wide[i]}”`);
    for (const scope of ['/', 'emea/', 'a//b'])
      await refusal(
        RangeError,
        storedRoles.whoCan(postgres.client(), 'read 0', scope),
        `whoCan on ${JSON.stringify(scope)}`,
      );
  });

  it('R14 denies, periods and all: who can is what the graph says', async () => {
    const store = await new Store().add(...roles.map(role => role));
    let found = 0;
    for (let i = 0; i < 10; i++) await randomChange(store);
    for (let i = 0; i < 14; i++) {
      const rule = random.chance(0.2) ? deny : allow;
      await store.rule(random.pick(roles), rule(random.pick(permissions), random.pick(scopes)));
    }
    const now = clock.now();
    for (let i = 0; i < 10; i++) {
      const from = random.pick([undefined, now + random.int(-day, day)]);
      const until = random.pick([undefined, Math.max(from ?? now, now) + random.int(1, day)]);
      await store.grant(random.pick(users), random.pick(roles), from, until);
    }
    const bounds = store.model.grants.flatMap(({ period }) => [period.from ?? now, period.until ?? now]);
    for (const at of [
      now,
      ...random
        .shuffle(bounds.filter(bound => bound > now))
        .slice(0, 4)
        .sort((a, b) => a - b),
    ]) {
      await clock.advanceTo(at);
      for (const permission of permissions)
        for (const scope of random.shuffle(scopes).slice(0, 4))
          found += (await store.agrees(permission, scope, `${at - now} ms later`)).length;
    }
    assert.ok(found > 0, 'Somebody should be found');
  });

  it('R14 lists users in the order of toSorted()', async () => {
    const store = await new Store().add('reader');
    await store.rule('reader', allow('read'));
    for (const user of random.shuffle(['Zoe', 'bob', 'bob10', 'bob9', '_x', 'élan', 'Ａnn', '😀', '']))
      await store.grant(user, 'reader');
    await store.agrees('read', '', 'Names of all kinds');
  });
});

describe('All or nothing', () => {
  beforeEach(postgres.template(emptyTables));

  it('R15 two changes at once that would make a circle together: one of them is refused', async () => {
    const store = new Store();
    for (const latency of [0, 2, 5]) {
      await store.add(`a${latency}`, `b${latency}`, `c${latency}`);
      const [a, b, c] = [`a${latency}`, `b${latency}`, `c${latency}`] as const;
      await store.inherit(b, c);
      postgres.latency(latency);
      const results = await clock.until(
        Promise.allSettled([
          storedRoles.inherit(postgres.client('server 1'), a, b),
          storedRoles.inherit(postgres.client('server 2'), c, a),
        ]),
      );
      postgres.latency(0);
      const [first, second] = results.map(({ status }) => status === 'fulfilled');
      trace.point('accepted', Number(first) + Number(second));
      trace.limit('accepted', 1);
      assert.notEqual(first, second, 'Of two edges that would make a circle, exactly one should be accepted');
      if (first) store.model.link(a, b);
      else store.model.link(c, a);
      refused(CycleError, results[first ? 1 : 0], 'The other');
      await store.agreesOnHierarchy('After both');
    }
  });

  it('R15 two changes at once on a server that runs transactions side by side', async () => {
    for (const [[role, from], [other, its]] of [
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      [
        ['c', 'd'],
        ['a', 'b'],
      ],
    ] as const) {
      const store = await new Store().add('a', 'b', 'c', 'd');
      await store.inherit('b', 'c');
      await store.inherit('d', 'a');
      await store.probe();
      const result = await sideBySide(
        db => storedRoles.inherit(db, role, from),
        db => storedRoles.inherit(db, other, its),
      );
      store.model.link(role, from);
      const what = `${other} inheriting from ${its} while ${role} does from ${from}, which closes a circle over both,`;
      const { cycle } = refused(CycleError, result, what);
      checkCycle(store.model, texts(cycle), other, its);
      await store.agreesOnHierarchy('After both');
      await postgres.exec('delete from grants; delete from rules');
      for (const edge of [...store.model.edges]) await store.disinherit(edge.role, edge.ancestor);
      await postgres.exec('delete from roles');
    }
  });

  it('R15 a role that does not exist is refused by name, and a circle of one', async () => {
    const store = await new Store().add('admin', 'guest');
    await store.probe();
    for (const [role, from] of [
      ['admin', 'nobody'],
      ['nobody', 'admin'],
    ] as const)
      for (const change of [storedRoles.inherit, storedRoles.disinherit]) {
        const error = await refusal(
          UnknownRoleError,
          change(postgres.client(), role, from),
          `A change of ${role} and ${from}`,
        );
        assert.equal(error.role, 'nobody');
      }
    const unknown = storedRoles.inherit(postgres.client(), 'nobody', 'nobody');
    await refusal(UnknownRoleError, unknown, 'A circle of a role that does not exist');
    const own = storedRoles.inherit(postgres.client(), 'admin', 'admin');
    const error = await refusal(CycleError, own, 'admin inheriting from admin');
    assert.deepEqual(texts(error.cycle), ['admin', 'admin']);
    await store.agreesOnHierarchy('After what was refused');
  });

  it('R15 whichever statement is lost, the change has happened as a whole or not at all', async () => {
    const store = await new Store().add('root', 'lead', 'staff', 'guest');
    await store.probe();
    await store.inherit('root', 'lead', 'guest');
    await store.inherit('staff', 'guest');
    for (const method of ['inherit', 'disinherit'] as const) {
      let failures = 0;
      for (let at = 1; at < 40; at++) {
        let sent = 0;
        postgres.latency(() => {
          if (++sent === at) postgres.fail({ error: 'connection-lost' });
          return 0;
        });
        const failed = (await errorOf(storedRoles[method](postgres.client(), 'lead', 'staff'))) !== undefined;
        postgres.latency(0);
        if (!failed) break;
        failures++;
        await store.agreesOnHierarchy(`The connection broke at statement ${at} of ${method}`);
      }
      assert.ok(failures > 0, `A connection that breaks should make ${method} reject`);
      if (method === 'inherit') store.model.link('lead', 'staff');
      else store.model.unlink('lead', 'staff');
      await store.agreesOnHierarchy(`After a whole ${method}`);
    }
  });
});

describe('What a question costs', () => {
  beforeEach(
    postgres.template(async admin => {
      await emptyTables(admin);
      await admin.exec(`
        insert into roles select 'role ' || n from generate_series(0, 239) n;
        insert into rules select 'role ' || n % 240, case when n % 10 = 0 then 'deny' else 'allow' end,
          'permission ' || n % 400, 'region ' || n % 7 from generate_series(0, 3999) n;
        insert into grants (user_id, role) select 'user ' || n % 12000, 'role ' || (n * 7 + n / 240) % 240
          from generate_series(0, 19999) n;`);
    }),
  );

  it('R16 one statement without recursion, that reads little more than it needs', async () => {
    const db = postgres.client();
    for (let n = 1; n < 40; n++)
      await storedRoles.inherit(db, `role ${n}`, `role ${Math.floor((n - 1) / 3)}`);
    await postgres.exec('analyze');
    postgres.clearStatements();
    const found = await storedRoles.whoCan(db, 'permission 105', 'region 0/7');
    assert.ok(found.length > 50, `Some users are to be found, not ${found.length}`);
    const statements = postgres.statements();
    assert.equal(statements.length, 1, 'whoCan should send one statement');
    const plan = await postgres.explain(statements[0]!, [], { analyze: true });
    assert.equal(
      plan.hasNode('Recursive Union'),
      false,
      'It should not walk the hierarchy while somebody waits',
    );
    let read = 0;
    for (const node of plan.nodes)
      if (node.table !== null || node.index !== null)
        read += ((node.actualRows ?? 0) + node.removedRows) * (node.loops ?? 1);
    trace.point('rows read', read);
    trace.limit('rows read', 3_000);
    assert.ok(
      read <= 3_000,
      'With 20,000 grants and 4,000 rules it should read at most 3,000 rows and index entries',
    );
    for (const table of ['grants', 'rules'])
      assert.equal(plan.hasSeqScan(table), false, `It should not read all of ${table}`);
  });
});
