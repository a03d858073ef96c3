import assert from 'node:assert/strict';
import { InvalidTenantError, ScopeEndedError } from '#attempt/errors.ts';
import type { TenantScope, Tenants } from '#attempt/types.ts';
import { clock, harden, random, spy, trace } from '#testkit';
import { postgres } from '#services/postgres';
import {
  anyCompany,
  app,
  codeOf,
  company,
  errorOf,
  migrated,
  nothing,
  onlyOf,
  ownersIn,
  rowsOf,
  rowsOfOthers,
  texted,
  twoCompanies,
} from './companies.ts';

class Thrown extends Error {}

describe('A run', () => {
  beforeEach(postgres.template(migrated));

  const rename = (scope: TenantScope, title: string): Promise<unknown> =>
    scope.query('update conversations set title = $1', [title]);
  const titles = async (n: number): Promise<unknown[]> => {
    const { rows } = await postgres.query<{ title: string }>(
      'select distinct title from conversations where tenant_id = $1 order by 1',
      [company(n)],
    );
    return rows.map(({ title }) => title);
  };

  it('R11 gives what its work gives, once that is committed', async () => {
    const n = anyCompany();
    const value = random.int(1, 1_000);
    const given = await app().run(company(n), async scope => {
      assert.equal(scope.tenant, company(n));
      await rename(scope, 'renamed');
      return value;
    });
    assert.equal(given, value);
    assert.deepEqual(await titles(n), ['renamed']);
    const result = await app().run(company(n), scope => scope.query('select 1 as one'));
    assert.deepEqual([result.rows, result.rowCount], [[{ one: 1 }], 1]);
  });

  it('R11 is undone as a whole when its work fails, and fails with the same error', async () => {
    const n = anyCompany();
    const before = await titles(n);
    const error = new Thrown('no more');
    const fails: ((scope: TenantScope) => Promise<unknown>)[] = [
      async scope => {
        await rename(scope, 'half');
        throw error;
      },
      async scope => {
        await rename(scope, 'half');
        await clock.sleep(random.int(1, 100));
        throw error;
      },
      () => {
        throw error;
      },
    ];
    for (const work of fails) {
      const run = app().run(company(n), work);
      const [result] = await clock.until(Promise.allSettled([run]));
      assert.ok(result.status === 'rejected' && result.reason === error, 'The error of the work');
      assert.deepEqual(await titles(n), before, 'Titles afterwards');
    }
  });

  it('R11 is undone as a whole when a statement fails', async () => {
    const n = anyCompany();
    const before = await titles(n);
    const error = await errorOf(() =>
      app().run(company(n), async scope => {
        await rename(scope, 'half');
        await scope.query('select 1 / 0');
      }),
    );
    assert.equal(codeOf(error), '22012', 'The error of the statement');
    assert.deepEqual(await titles(n), before, 'Titles afterwards');
  });

  it('R11 is undone when its work catches the error of a statement, and fails with the first', async () => {
    const n = anyCompany();
    const before = await titles(n);
    for (const [statement, code] of random.shuffle([
      ['select 1 / 0', '22012'],
      [`insert into tenants (id, name) values ('${company(n)}', 'again')`, '23505'],
      ['commit', '0A000'],
    ] as const)) {
      let first: unknown;
      const error = await errorOf(() =>
        app().run(company(n), async scope => {
          await rename(scope, 'half');
          first = await errorOf(() => scope.query(statement));
          await errorOf(() => scope.query('select from nowhere'));
        }),
      );
      assert.equal(codeOf(first), code, `The error of “${statement}”`);
      assert.ok(
        error === first,
        `The run should reject with the error of “${statement}”, and not with ${texted(error)}`,
      );
      assert.deepEqual(await titles(n), before, 'Titles afterwards');
    }
  });

  it('R11 has not succeeded when its commit has not', async () => {
    const n = anyCompany();
    const before = await titles(n);
    postgres.fail({ match: /^\s*commit/i, error: 'serialization-failure' });
    const error = await errorOf(() => app().run(company(n), scope => rename(scope, 'lost')));
    assert.equal(codeOf(error), '40001', 'The error of the commit');
    assert.deepEqual(await titles(n), before, 'Titles afterwards');
  });
});

describe('The setting', () => {
  beforeEach(postgres.template(migrated));

  const raw = (): ReturnType<typeof postgres.client> => postgres.client('health check');

  it('R12 is gone from the connection however a run ends', async () => {
    const tenants = app();
    const works: readonly (readonly [how: string, work: (scope: TenantScope) => Promise<unknown>])[] = [
      ['was committed', scope => scope.query('select * from messages')],
      ['did nothing', () => Promise.resolve()],
      [
        'threw',
        async scope => {
          await scope.query('select * from messages');
          throw new Thrown('no');
        },
      ],
      ['had a statement that failed', scope => scope.query('select 1 / 0')],
      ['caught a statement that failed', scope => scope.query('select 1 / 0').catch(() => undefined)],
    ];
    for (const [how, work] of random.shuffle([...works])) {
      await tenants.run(company(anyCompany()), work).catch(() => undefined);
      await nothing(raw(), 'select * from messages', `After a run that ${how}`);
    }
  });

  it('R12 does not reach runs for others at the same time, nor statements in between', async () => {
    const tenants = app();
    postgres.latency({ min: 0, max: 3 });
    const jobs = Array.from({ length: 14 }, async (_, i) => {
      const n = anyCompany();
      await clock.sleep(random.int(0, 30));
      if (i >= 10) return nothing(raw(), 'select * from messages', 'Between runs');
      await tenants.run(company(n), async scope => {
        trace.state(`run ${i + 1}`, company(n));
        for (let k = 0; k < 3; k++) {
          const rows = await rowsOf(scope, 'select * from messages');
          onlyOf(n, rows, 'Ten runs at once');
          assert.equal(rows.length, 4, `Messages of ${company(n)}, ten runs at once`);
          if (random.chance(0.5)) await clock.sleep(random.int(0, 5));
        }
        trace.state(`run ${i + 1}`, 'ended');
      });
    });
    await clock.until(Promise.all(jobs));
  });

  it('R12 is gone, and nothing was seen without it, whichever statement fails', async () => {
    const tenants = app();
    for (const error of ['connection-lost', 'timeout'] as const)
      for (const when of ['before', 'after'] as const) {
        let failures = 0;
        for (let at = 1; at < 20; at++) {
          const n = anyCompany();
          const before = await rowsOfOthers('nobody');
          let sent = 0;
          postgres.latency(() => {
            if (++sent === at) postgres.fail({ error, when });
            return 0;
          });
          const failure = await errorOf(() =>
            tenants.run(company(n), async scope => {
              const rows = await rowsOf(scope, 'select * from messages');
              onlyOf(n, rows, `Statement ${at} met ${error}`);
              assert.equal(rows.length, 4, `Messages when statement ${at} met ${error}`);
              await scope.query(`update users set email = 'x' || email`);
            }),
          );
          postgres.latency(0);
          if (failure === undefined) break;
          failures++;
          assert.match(codeOf(failure), /^[0-9A-Z]{5}$/, texted(failure));
          await nothing(raw(), 'select * from messages', `Statement ${at} met ${error}`);
          if (when === 'before') assert.deepEqual(await rowsOfOthers('nobody'), before, 'All rows');
        }
        assert.ok(failures > 0, `A statement that meets ${error} should make the run reject`);
      }
  });

  it('R12 is that of the next run when the server was restarted in between', async () => {
    const tenants = app();
    const [one, two] = twoCompanies();
    const lost = await errorOf(() =>
      tenants.run(company(one), async scope => {
        await scope.query('select from messages');
        postgres.crash();
        await scope.query('select from messages');
      }),
    );
    assert.ok(lost !== undefined, 'A run whose connection is gone should reject');
    postgres.restart();
    const rows = await tenants.run(company(two), scope => rowsOf(scope, 'select * from messages'));
    assert.deepEqual(ownersIn(rows), [company(two)]);
    await nothing(raw(), 'select * from messages', 'After the restart');
  });
});

describe('Ids of companies', () => {
  beforeEach(postgres.template(migrated));

  async function findsItself(tenants: Tenants, id: string): Promise<void> {
    const found = await tenants.run(id, scope => rowsOf(scope, 'select id from tenants'));
    assert.deepEqual(found, [{ id }], `A run for ${JSON.stringify(id)}`);
  }

  it('R13 are taken as they are, whatever is in them', async () => {
    const ids = [
      "o'hara",
      '"quoted"',
      'back\\slash',
      'acme, inc.',
      'acme; select 1',
      "company' || '-1",
      "x', true), set_config('app.tenant', 'company-1",
      '$1',
      '%',
      'default',
      'null',
      'undefined',
      '0',
      'false',
      '__proto__',
      '{company-1,company-2}',
      'a\nb',
      'café',
      'cafe\u0301',
      '🏢',
      'x'.repeat(2_000),
    ];
    await postgres.query('insert into tenants (id, name) select v, v from unnest($1::text[]) v', [ids]);
    const tenants = app();
    for (const id of random.shuffle(ids)) {
      await findsItself(tenants, id);
      trace.mark('taken as it is', id.slice(0, 20));
    }
  });

  it('R13 that are nearly the same are different companies', async () => {
    const ids = ['acme', 'Acme', 'ACME', ' acme', 'acme ', 'acme\t', 'acme\u00a0', '\uff41cme'];
    await postgres.query('insert into tenants (id, name) select v, v from unnest($1::text[]) v', [ids]);
    const tenants = app();
    for (const id of random.shuffle(ids)) await findsItself(tenants, id);
  });

  it('R13 made of anything that has a meaning somewhere', async () => {
    const signs = [
      "'",
      '"',
      '\\',
      '$',
      '%',
      '_',
      ',',
      ';',
      '-',
      '|',
      '(',
      ')',
      '{',
      '}',
      '=',
      ' ',
      '\n',
      'a',
      'E',
      'ß',
      ':',
    ];
    const ids = Array.from({ length: 25 }, () =>
      Array.from({ length: random.int(1, 8) }, () => random.pick(signs)).join(''),
    );
    await postgres.query('insert into tenants (id, name) select distinct v, v from unnest($1::text[]) v', [
      ids,
    ]);
    const tenants = app();
    for (const id of ids) await findsItself(tenants, id);
  });

  it('R13 that no company has find nothing', async () => {
    const tenants = app();
    for (const id of ['nobody', 'company-0', ' ', "' or true --"]) {
      const found = await tenants.run(id, scope =>
        rowsOf(
          scope,
          'select id from tenants union all select id from users union all select id from messages',
        ),
      );
      assert.deepEqual(found, [], `A run for ${JSON.stringify(id)}, which nobody is`);
    }
  });

  it('R13 that are none are refused before anything happens', async () => {
    const tenants = app();
    await postgres.query('insert into tenants (id, name) select v, v from unnest($1::text[]) v', [
      ['undefined', 'null', 'true', '42', 'acme', '[object Object]', '\ufffd', 'acme\ufffd', 'a\ufffdb'],
    ]);
    postgres.clearStatements();
    const work = spy((_scope: TenantScope) => Promise.resolve(1));
    const values: readonly (() => unknown)[] = [
      () => '',
      () => undefined,
      () => null,
      () => 42,
      () => 0,
      () => true,
      () => 5n,
      () => 'a\0b',
      () => '\0',
      () => '\ud800',
      () => 'acme\ud83c',
      () => 'a\udfe2b',
      () => '\udfe2\ud83c',
      () => ['acme'],
      () => [],
      () => ({}),
      () => ({ toString: () => 'acme' }),
      () => harden(new String('acme')),
      () => Symbol('acme'),
    ];
    for (const make of random.shuffle([...values])) {
      const error = await errorOf(() => tenants.run(make() as string, work.fn));
      assert.ok(
        error instanceof InvalidTenantError,
        `A run for ${typeof make()} ${JSON.stringify(String(make()))} should be refused with InvalidTenantError`,
      );
    }
    assert.equal(work.count(), 0, 'Calls of the work');
    assert.deepEqual(postgres.statements(), [], 'Statements sent');
  });
});

describe('A scope', () => {
  beforeEach(postgres.template(migrated));

  async function escaped(tenants: Tenants, n: number, fails = false): Promise<TenantScope> {
    const kept: TenantScope[] = [];
    await tenants
      .run(company(n), async scope => {
        kept.push(scope);
        await scope.query('select from messages');
        if (fails) throw new Thrown('no');
      })
      .catch(() => undefined);
    return kept[0]!;
  }

  async function hasEnded(scope: TenantScope, when: string): Promise<void> {
    postgres.clearStatements();
    const error = await errorOf(() => scope.query('select * from messages'));
    assert.ok(error instanceof ScopeEndedError, `${when}, a scope should refuse with ScopeEndedError`);
    assert.deepEqual(postgres.statements(), [], `${when}: statements sent`);
  }

  it('R14 refuses every statement once its run has ended', async () => {
    const tenants = app();
    await hasEnded(await escaped(tenants, anyCompany()), 'After a run');
    await hasEnded(await escaped(tenants, anyCompany(), true), 'After a run that failed');
  });

  it('R14 of one run is of no use in another', async () => {
    const tenants = app();
    const [one, two] = twoCompanies();
    const scope = await escaped(tenants, one);
    await tenants.run(company(two), async own => {
      await own.query('select from messages');
      await hasEnded(scope, 'During another run');
      onlyOf(two, await rowsOf(own, 'select * from messages'), 'select * from messages');
    });
  });

  it('R14 goes on for one company, whatever is written into it', async () => {
    const tenants = app();
    const [n, other] = twoCompanies();
    await tenants.run(company(n), async scope => {
      await errorOf(() => Reflect.set(scope, 'tenant', company(other)));
      await errorOf(() => Reflect.defineProperty(scope, 'tenant', { value: company(other) }));
      const rows = await rowsOf(scope, 'select * from messages');
      onlyOf(n, rows, 'select * from messages, after tenant was overwritten');
      assert.equal(rows.length, 4);
    });
    const rows = await tenants.run(company(other), scope => rowsOf(scope, 'select * from messages'));
    onlyOf(other, rows, 'select * from messages');
  });

  it('R14 leads nowhere: no property of it or of Tenants is a way to the database', async () => {
    const tenants = app();
    const found: object[] = [];
    await tenants.run(company(anyCompany()), async scope => {
      await scope.query('select from messages');
      found.push(...reachable([tenants, scope]));
    });
    postgres.clearStatements();
    for (const object of found)
      for (const name of ['query', 'transaction']) {
        const member: unknown = (object as Record<string, unknown>)[name];
        if (typeof member !== 'function') continue;
        await errorOf(() =>
          name === 'query'
            ? Reflect.apply(member, object, ['select * from messages'])
            : Reflect.apply(member, object, [(tx: TenantScope) => tx.query('select * from messages')]),
        );
      }
    trace.point('ways around', postgres.statements().length);
    trace.limit('ways around', 0);
    assert.deepEqual(
      postgres.statements().map(({ sql }) => sql),
      [],
      'Statements that reached the database without a run, through a property',
    );
  });
});

/** All objects that properties lead to, private ones of TypeScript among them. */
function reachable(from: readonly object[]): object[] {
  const found = new Set<object>(from);
  for (const object of found) {
    if (found.size > 200) break;
    for (const key of Reflect.ownKeys(object)) {
      const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
      let value: unknown = descriptor?.value;
      try {
        if (descriptor?.get) value = Reflect.apply(descriptor.get, object, []);
      } catch {
        continue;
      }
      if (typeof value === 'object' && value !== null) found.add(value);
    }
    const parent = Reflect.getPrototypeOf(object);
    if (parent !== null && parent !== Object.prototype && parent !== Array.prototype) found.add(parent);
  }
  return [...found];
}
