import assert from 'node:assert/strict';
import { redacted, type Change, type Json, type JsonObject } from '#attempt/types.ts';
import { clock, random } from '#testkit';
import { event, listed, Site } from './vault.ts';

type Fields = Record<string, Json>;

const names = ['name', 'a', 'b', 'password', 'API-Key', 'constructor', 'a.b', ''];
const secretFields = ['password', 'api_key'];
const isSecret = (name: string): boolean =>
  ['password', 'apikey'].includes(name.toLowerCase().replace(/[-_]/g, ''));
let secrets = 0;

/** Values under secret names are texts that occur nowhere else. */
function randomObject(depth: number): Fields {
  const fields: Fields = {};
  for (const name of random.shuffle(names).slice(0, random.int(0, 5)))
    fields[name] = isSecret(name) ? secret(depth) : randomValue(depth - 1);
  return fields;
}

const secret = (depth: number): Json =>
  random.chance(0.3) && depth > 0 ? { name: `hidden-${++secrets}` } : `hidden-${++secrets}`;

function randomValue(depth: number): Json {
  if (depth > 0 && random.chance(0.4)) return randomObject(depth);
  if (depth > 0 && random.chance(0.3))
    return Array.from({ length: random.int(0, 2) }, () => randomValue(depth - 1));
  return random.pick<Json>([null, true, false, 0, 1, '', 'x', 'null', [], {}]);
}

/** Some fields are other ones afterwards. */
function changed(before: JsonObject, depth = 2): Fields {
  const after: Fields = {};
  for (const [name, value] of Object.entries(before)) {
    const fate = random.int(1, 4);
    if (fate === 1) continue;
    const isInner = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (fate === 2) after[name] = isSecret(name) ? secret(depth) : randomValue(depth);
    else
      after[name] = isInner && !isSecret(name) && depth > 0 ? changed(value as JsonObject, depth - 1) : value;
  }
  return random.chance(0.3) ? { ...randomObject(1), ...after } : after;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hide = (value: Json): Json => {
  if (Array.isArray(value)) return (value as readonly Json[]).map(item => hide(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, isSecret(name) ? redacted : hide(inner)]),
  );
};

const same = (a: Json | undefined, b: Json | undefined): boolean => {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => same(item as Json, b[i] as Json));
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every(key => Object.hasOwn(a, key) && Object.hasOwn(b, key) && same(a[key], b[key]));
  }
  return a === b;
};

/** The contract of `changes`, field by field. */
function expected(before: JsonObject, after: JsonObject, path: readonly string[] = []): Change[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name): Change[] => {
    const here = [...path, name];
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    const now = Object.hasOwn(after, name) ? after[name] : undefined;
    if (isObject(old) && isObject(now) && !isSecret(name)) return expected(old, now, here);
    if (same(old, now)) return [];
    const shown = (value: Json): Json => (isSecret(name) ? redacted : hide(value));
    return [
      {
        path: here,
        ...(old !== undefined && { old: shown(old) }),
        ...(now !== undefined && { new: shown(now) }),
      },
    ];
  });
}

async function changesOf(site: Site, before: JsonObject, after: JsonObject): Promise<string[]> {
  const receipt = await site.record({ actor: 'ann', action: 'edit', target: 'x', before, after });
  return listed((await site.event(receipt)).changes);
}

/** A field that is called `__proto__` is a field in JSON, and something else in an object literal. */
const parsed = (json: string): JsonObject => JSON.parse(json) as JsonObject;

describe('Who, what, when', () => {
  it('R1 an entry says what happened, on every server', async () => {
    const site = new Site();
    for (let i = 0; i < 12; i++) {
      await clock.advance(random.int(1, 10_000));
      const from = clock.now();
      const receipt = await site.record(event(i));
      assert.equal(receipt.index, i);
      for (const server of [0, 1, 2]) {
        const entry = await site.read(i, server);
        assert.ok(entry && entry.at >= from && entry.at <= clock.now(), 'When it was recorded');
        assert.deepEqual(
          { ...entry, at: 0 },
          {
            index: i,
            at: 0,
            actor: `admin ${i % 3}`,
            action: 'role.edit',
            target: `role ${i}`,
            changes: [{ path: ['members'], old: i, new: i + 1 }],
          },
        );
      }
    }
    assert.equal(await site.read(12), undefined);
    assert.equal(await site.read(1_000), undefined);
  });

  it('R1 any text is an actor, an action and a target, and nothing needs to have changed', async () => {
    const site = new Site();
    const texts = [
      '',
      ' ',
      'a b',
      '"',
      '\\',
      '{}',
      '\n',
      'a|b',
      '[1]',
      'ünï→',
      '__proto__',
      'null',
      '\u2028',
      '🔑',
    ];
    for (let i = 0; i < 25; i++) {
      const [actor, action, target] = [random.pick(texts), random.pick(texts), random.pick(texts)];
      const receipt = await site.record({
        actor,
        action,
        target,
        ...(random.chance(0.5) && { before: {}, after: {} }),
      });
      assert.deepEqual(await site.event(receipt), { actor, action, target, changes: [] });
    }
    assert.deepEqual(await site.verify(), { ok: true, length: 25 });
  });
});

describe('From old to new', () => {
  it('R2 says what is different, at the depth at which it is', async () => {
    const site = new Site();
    const cases: readonly (readonly [JsonObject, JsonObject, Change[]])[] = [
      [{ a: 1 }, { a: 1 }, []],
      [{ a: 1 }, { a: '1' }, [{ path: ['a'], old: 1, new: '1' }]],
      [{ a: null }, {}, [{ path: ['a'], old: null }]],
      [{}, { a: null }, [{ path: ['a'], new: null }]],
      [
        {},
        { a: false, b: 0 },
        [
          { path: ['a'], new: false },
          { path: ['b'], new: 0 },
        ],
      ],
      [
        { a: { b: { c: 1, d: 2 } } },
        { a: { b: { d: 2, c: 3 } } },
        [{ path: ['a', 'b', 'c'], old: 1, new: 3 }],
      ],
      [{ a: { b: 1 } }, { a: {} }, [{ path: ['a', 'b'], old: 1 }]],
      [{ a: { b: 1 } }, {}, [{ path: ['a'], old: { b: 1 } }]],
      [{ a: { b: 1 } }, { a: [1] }, [{ path: ['a'], old: { b: 1 }, new: [1] }]],
      [{ a: [1, 2] }, { a: [2, 1] }, [{ path: ['a'], old: [1, 2], new: [2, 1] }]],
      [{ a: [{ x: 1, y: 2 }] }, { a: [{ y: 2, x: 1 }] }, []],
      [{ a: [{ x: 1 }] }, { a: [{ x: 1, y: 2 }] }, [{ path: ['a'], old: [{ x: 1 }], new: [{ x: 1, y: 2 }] }]],
      [{ a: [1] }, { a: [1, 1] }, [{ path: ['a'], old: [1], new: [1, 1] }]],
      [{ 'a.b': 1, a: { b: 1 } }, { 'a.b': 1, a: { b: 2 } }, [{ path: ['a', 'b'], old: 1, new: 2 }]],
      [
        { constructor: 1 },
        { toString: 1 },
        [
          { path: ['constructor'], old: 1 },
          { path: ['toString'], new: 1 },
        ],
      ],
      [{ a: '[redacted]' }, { a: 'x' }, [{ path: ['a'], old: '[redacted]', new: 'x' }]],
      [parsed('{"__proto__":1}'), parsed('{"__proto__":2}'), [{ path: ['__proto__'], old: 1, new: 2 }]],
      [
        { a: parsed('{"__proto__":{"x":1}}') },
        { a: parsed('{"__proto__":{"x":2}}') },
        [{ path: ['a', '__proto__', 'x'], old: 1, new: 2 }],
      ],
      [
        {},
        { a: [parsed('{"__proto__":null,"":1}')] },
        [{ path: ['a'], new: [parsed('{"__proto__":null,"":1}')] }],
      ],
    ];
    for (const [before, after, changes] of cases)
      assert.deepEqual(
        await changesOf(site, before, after),
        listed(changes),
        `From ${JSON.stringify(before)} to ${JSON.stringify(after)}`,
      );
    const created = await site.record({ actor: 'ann', action: 'create', target: 'x', after: { a: 1 } });
    assert.deepEqual((await site.event(created)).changes, [{ path: ['a'], new: 1 }]);
  });

  it('R2 agrees with a comparison field by field, for objects at random', async () => {
    const site = new Site();
    for (let i = 0; i < 60; i++) {
      const before = randomObject(3);
      const after = changed(before);
      const what = `From ${JSON.stringify(before)} to ${JSON.stringify(after)}`;
      const blank = (value: JsonObject): JsonObject =>
        JSON.parse(JSON.stringify(value).replace(/password|API-Key/g, 'open')) as JsonObject;
      assert.deepEqual(
        await changesOf(site, blank(before), blank(after)),
        listed(expected(blank(before), blank(after))),
        what,
      );
    }
  });

  it('R4 an entry is what the event was at the moment of the call', async () => {
    const site = new Site();
    await site.record(event(0));
    const mine = [1, 2].map(() => {
      const tags = ['a'];
      const inner = { city: 'Leeds', tags };
      return {
        tags,
        inner,
        event: { actor: 'ann', action: 'move', target: 'bob', before: {}, after: { inner } },
      };
    });

    const recording = mine.map(({ event: given }) => site.log(0).record(given));
    for (const { tags, inner, event: given } of mine) {
      inner.city = 'York';
      tags.push('b');
      given.actor = 'eve';
      given.target = 'eve';
    }
    for (const receipt of await clock.until(Promise.all(recording)))
      assert.deepEqual(await site.event(receipt), {
        actor: 'ann',
        action: 'move',
        target: 'bob',
        changes: [{ path: ['inner'], new: { city: 'Leeds', tags: ['a'] } }],
      });
  });
});

describe('Secrets', () => {
  const record = async (site: Site, before: JsonObject, after: JsonObject): Promise<string[]> =>
    changesOf(site, before, after);

  it('R3 are hidden wherever they are, and that they changed is not', async () => {
    const site = new Site({ secretFields: ['password', 'apiKey', 'Card-Number'] });
    const cases: readonly (readonly [JsonObject, JsonObject, Change[]])[] = [
      [
        { password: 'hidden-1' },
        { password: 'hidden-2' },
        [{ path: ['password'], old: redacted, new: redacted }],
      ],
      [{ password: 'hidden-1' }, { password: 'hidden-1' }, []],
      [{}, { Password: 'hidden-1' }, [{ path: ['Password'], new: redacted }]],
      [{ PASS_WORD: 'hidden-1' }, {}, [{ path: ['PASS_WORD'], old: redacted }]],
      [
        { user: { api_key: 'hidden-1', n: 1 } },
        { user: { api_key: 'hidden-2', n: 1 } },
        [{ path: ['user', 'api_key'], old: redacted, new: redacted }],
      ],
      [
        { a: [] },
        { a: [{ 'API-KEY': 'hidden-1', n: 1 }] },
        [{ path: ['a'], old: [], new: [{ 'API-KEY': redacted, n: 1 }] }],
      ],
      [
        {},
        { a: { b: { cardNumber: 4111111111111111, n: 1 } } },
        [{ path: ['a'], new: { b: { cardNumber: redacted, n: 1 } } }],
      ],
      [
        { password: { value: 'hidden-1' } },
        { password: { value: 'hidden-2' } },
        [{ path: ['password'], old: redacted, new: redacted }],
      ],
      [
        { password: null },
        { password: ['hidden-1'] },
        [{ path: ['password'], old: redacted, new: redacted }],
      ],
      [
        { a: [{ password: 'hidden-1' }] },
        { a: [{ password: 'hidden-2' }] },
        [{ path: ['a'], old: [{ password: redacted }], new: [{ password: redacted }] }],
      ],
      [
        { passwordHint: 'cat' },
        { passwordHint: 'dog' },
        [{ path: ['passwordHint'], old: 'cat', new: 'dog' }],
      ],
    ];
    for (const [before, after, changes] of cases)
      assert.deepEqual(
        await record(site, before, after),
        listed(changes),
        `From ${JSON.stringify(before)} to ${JSON.stringify(after)}`,
      );
    for (const text of site.texts)
      assert.ok(!/hidden|4111111111111111/.test(text), `There is a secret in ${text}`);
  });

  it('R3 leave no trace in the store, whatever the objects look like', async () => {
    const site = new Site({ secretFields });
    for (let i = 0; i < 60; i++) {
      const before = randomObject(3);
      const after = changed(before);
      const what = `From ${JSON.stringify(before)} to ${JSON.stringify(after)}`;
      assert.deepEqual(await record(site, before, after), listed(expected(before, after)), what);
      assert.ok(!site.texts.at(-1)!.includes('hidden-'), `${what}: a secret is in the store`);
    }
  });
});
