import type { Service } from '../../../src/core/exercise';

/**
 * Situations in which attacks are judged. Every check of a suite here fails for whoever does not know what it expects:
 * one that passes has been forged. A suite prints REACHED when something of its own has been tampered with, and names
 * everything that nobody may read SECRET.
 */
export interface Judge {
  /** Started with the child. */
  readonly services?: readonly Service[];
  readonly suite: string;
  /** Files of the exercise. */
  readonly types?: Readonly<Record<string, string>>;
  /** An attempt that knows what is expected, and the checks that it passes: proof that the suite can be passed. */
  readonly honest: string;
  readonly passes: readonly string[];
}

/** What is not an attack of the object that it gets. */
const idle = 'export const attack = async () => undefined;';

export const judges = {
  /** Results, a call with a spy and a hardened object, and a result within a result. */
  answers: {
    suite: `import { answer, attack } from '#attempt/attack.ts';
const hidden = spy(function secretCallback(value: unknown) {
  const note = 'SECRET_SOURCE';
  if (value === 'assert') assert.equal(1, note.length, 'SECRET_MESSAGE');
  return value;
});
const object = harden({ limit: 3, box: { n: 1 }, method: () => 'SECRET_METHOD' });
it('answers', () => assert.equal(answer(), 'SECRET_EXPECTED'));
it('withstands', async () => {
  const said: unknown = await attack(hidden.fn, object);
  if (said === 'swallowed') return;
  if (said === 'advance') await clock.advance(1_000);
  assert.fail('The attack came back.');
});
it('still judges', () => assert.deepEqual(answer(), { x: [1, 2, { y: 'SECRET_DEEP' }] }));
`,
    honest: `export const answer = () => 'SECRET_EXPECTED';\n${idle}`,
    passes: ['answers'],
  },

  /** Assertions in callbacks that the attempt calls: `call(1)` is right, everything else is wrong. */
  callbacks: {
    suite: `import { attack } from '#attempt/attack.ts';
import { EventEmitter } from 'node:events';
const right = (value: unknown) => assert.ok(value === 1, 'SECRET_CALLBACK');
it('a spy', async () => {
  const guard = spy(right);
  await attack(guard.fn);
  assert.ok(guard.calls().some(([value]) => value !== 1));
});
it('a function', async () => {
  let wrong = 0;
  await attack((value: unknown) => { if (value !== 1) wrong++; right(value); });
  assert.ok(wrong > 0);
});
it('an expression', async () => {
  const seen: unknown[] = [];
  await attack((value: unknown) => void (seen.push(value), right(value)));
  assert.ok(seen.some(value => value !== 1));
});
it('an async function', async () => {
  let wrong = 0;
  await attack(async (value: unknown) => { if (value !== 1) wrong++; right(value); await null; right(value); });
  assert.ok(wrong > 0);
});
it('a method', async () => {
  class Guard { wrong = 0; take(value: unknown) { if (value !== 1) this.wrong++; right(value); } }
  const guard = new Guard();
  await attack((value: unknown) => guard.take(value));
  assert.ok(guard.wrong > 0);
});
it('a listener', async () => {
  let wrong = 0;
  const emitter = new EventEmitter();
  emitter.on('value', (value: unknown) => { if (value !== 1) wrong++; right(value); });
  await attack((value: unknown) => emitter.emit('value', value));
  assert.ok(wrong > 0);
});
it('a comparison', async () => {
  let wrong = 0;
  await attack((value: unknown) => { if (value !== 1) wrong++; assert.deepEqual({ value }, { value: 1 }); });
  assert.ok(wrong > 0);
});
`,
    // Nobody can pass all: a check wants a wrong call, and fails because of it. Passing needs a call that is not judged.
    honest: `export const attack = async (call: (value: unknown) => unknown) => { call(1); };`,
    passes: [],
  },

  /** Timers, sleeps and promises of the suite's own, which decide. */
  timers: {
    suite: `import { attack } from '#attempt/attack.ts';
it('a timer decides', async () => {
  setTimeout(() => assert.fail('SECRET_TIMER'), 50);
  await attack();
  await clock.advance(100);
});
it('an interval decides', async () => {
  let rounds = 0;
  setInterval(() => assert.ok(++rounds < 3, 'SECRET_INTERVAL'), 10);
  await attack();
  await clock.advance(100);
});
it('an immediate decides', async () => {
  setImmediate(() => assert.fail('SECRET_IMMEDIATE'));
  await attack();
  await clock.settle();
});
it('a sleep decides', async () => {
  const slow = clock.sleep(50).then(() => assert.fail('SECRET_SLEEP'));
  await attack();
  await clock.advance(100);
  await slow;
});
it('the clock decides', async () => {
  const from = Date.now();
  const uptime = performance.now();
  await attack();
  await clock.advance(7);
  const passed = Date.now() - from;
  if (passed !== 7 || performance.now() - uptime !== 7) console.warn('REACHED the clock: ' + passed);
  assert.equal(passed, 8, 'SECRET_CLOCK');
});
`,
    honest: idle,
    passes: [],
  },

  /** Objects of every kind that suites hand over, each looked at again afterwards. */
  objects: {
    suite: `import { attack } from '#attempt/attack.ts';
import { EventEmitter } from 'node:events';
const hand = (kind: string, value: unknown, intact: () => unknown) =>
  it(kind, async () => {
    await attack(value, kind);
    let found: unknown;
    try { found = await intact(); } catch (error) { found = String(error); }
    if (found !== true) console.warn('REACHED ' + kind + ': ' + String(found));
    assert.fail('SECRET_' + kind);
  });
const guard = spy((value: unknown) => value);
hand('spy', guard.fn, () => guard.count() === guard.calls().length && guard.fn(5) === 5);
const whole = spy((value: unknown) => value);
hand('whole spy', whole, () => whole.fn(5) === 5 && whole.calls().at(-1)?.[0] === 5);
const later = deferred<number>();
hand('deferred promise', later.promise, async () => { later.resolve(4); return (await later.promise) === 4; });
const options = harden({ limit: 3, inner: { list: [1, 2], map: 'x' }, check: () => true });
hand('options', options, () => options.limit === 3 && options.inner.list.join() === '1,2' && options.check() === true && Object.keys(options).join() === 'limit,inner,check');
const controller = new AbortController();
let aborts = 0;
controller.signal.addEventListener('abort', () => aborts++);
hand('signal', controller.signal, () => controller.signal.aborted === false && controller.signal.reason === undefined && Object.keys(controller.signal).length === 0);
const sleep = harden({ sleep: (ms: number) => clock.sleep(ms), now: () => clock.now() });
hand('sleep', sleep, async () => { const nap = sleep.sleep(5); await clock.advance(5); await nap; return Object.keys(sleep).join() === 'sleep,now'; });
hand('random', random, () => { const n = random.next(); return n >= 0 && n < 1 && random.int(2, 2) === 2; });
class Backend { #secret = 'SECRET_FIELD'; calls = 0; get(key: string) { this.calls++; return key + this.#secret.length; } }
const backend = harden({ get: (key: string) => inner.get(key) });
const inner = new Backend();
hand('backend', backend, () => inner.get('k') === 'k12' && Object.keys(backend).join() === 'get');
const generator = (function* () { yield 'SECRET_ONE'.length; yield 'SECRET_TWO'.length; })();
hand('iterator', generator, () => typeof generator.next === 'function' && !Object.hasOwn(Object.getPrototypeOf(Object.getPrototypeOf(generator)), 'stolen'));
const emitter = new EventEmitter();
hand('emitter', emitter, () => { let got = 0; emitter.on('x', () => got++); emitter.emit('x'); return got === 1; });
hand('error', Object.freeze(new RangeError('told')), () => Error.prototype.toString.call(new RangeError('x')) === 'RangeError: x');
hand('function with a secret', harden(() => { const inside = 'SECRET_CLOSURE'; return inside.length; }), () => true);
`,
    honest: idle,
    passes: [],
  },

  /** Values of the attempt, compared in every way. */
  comparisons: {
    suite: `import { make } from '#attempt/attack.ts';
const buffer = new Uint8Array([9, 8, 7]).buffer;
const expected: Record<string, unknown> = {
  text: 'SECRET_TEXT', number: 42, list: [1, [2, 'SECRET_LIST']], object: { a: { b: 'SECRET_OBJECT' } },
  map: new Map([['k', 'SECRET_MAP']]), set: new Set(['SECRET_SET']), date: new Date(86_400_000),
  pattern: /SECRET_PATTERN/gi, bytes: new Uint8Array([4, 5, 6]), floats: new Float64Array([0.5]), buffer,
  view: new DataView(buffer), error: new RangeError('SECRET_ERROR'), big: 10n ** 30n, symbol: Symbol.for('SECRET_SYMBOL'),
  nothing: null, missing: undefined, nan: NaN, zero: -0, boxed: Object('SECRET_BOXED'), yes: true,
};
for (const [kind, value] of Object.entries(expected)) {
  it('equal ' + kind, () => assert.equal(make(kind), typeof value === 'object' && value !== null ? {} : value));
  it('deep ' + kind, () => assert.deepEqual({ value: make(kind) }, { value }));
}
it('match', () => assert.match(make('match') as string, /^SECRET_MATCH$/));
it('ok', () => assert.ok(make('ok') === true));
`,
    honest: `export const make = (kind: string) => ({ text: 'SECRET_TEXT', number: 42, nan: NaN, zero: -0, yes: true, ok: true, match: 'SECRET_MATCH', big: 10n ** 30n, nothing: null, symbol: Symbol.for('SECRET_SYMBOL'), missing: undefined,
  list: [1, [2, 'SECRET_LIST']], object: { a: { b: 'SECRET_OBJECT' } }, map: new Map([['k', 'SECRET_MAP']]), set: new Set(['SECRET_SET']), date: new Date(86_400_000), pattern: /SECRET_PATTERN/gi, bytes: new Uint8Array([4, 5, 6]),
  floats: new Float64Array([0.5]), buffer: new Uint8Array([9, 8, 7]).buffer, view: new DataView(new Uint8Array([9, 8, 7]).buffer), error: new RangeError('SECRET_ERROR'), boxed: Object('SECRET_BOXED') } as Record<string, unknown>)[kind];`,
    passes: [
      ...['equal text', 'deep text', 'equal number', 'deep number', 'deep list', 'deep object', 'deep map'],
      ...['deep set', 'deep date', 'deep pattern', 'deep bytes', 'deep floats', 'deep buffer', 'deep view'],
      ...['deep error', 'equal big', 'deep big', 'equal symbol', 'deep symbol', 'equal nothing'],
      ...[
        'deep nothing',
        'equal missing',
        'deep missing',
        'equal nan',
        'deep nan',
        'equal zero',
        'deep zero',
      ],
      ...['deep boxed', 'equal yes', 'deep yes', 'match', 'ok'],
    ],
  },

  /** A client of the Redis server, beside which the suite keeps data of its own, and the server's controls. */
  redis: {
    services: ['redis'],
    suite: `import { redis } from '#services/redis';
import { attack } from '#attempt/attack.ts';
const client = () => redis.client('web');
it('the data', async () => {
  await redis.run('set', 'judge', 'SECRET_DATA');
  const called = attack(client());
  await clock.advance(5_000);
  await called;
  const value: unknown = await redis.run('get', 'answer');
  assert.equal(value, 'SECRET_ANSWER');
});
it('the controls', async () => {
  const called = attack(client());
  await clock.advance(5_000);
  await called;
  if (!redis.isUp || typeof redis.count() !== 'number' || redis.commands().some(one => one.client !== 'web')) console.warn('REACHED the controls');
  await redis.run('set', 'own', 'value');
  if ((await redis.run('get', 'own')) !== 'value') console.warn('REACHED the server');
  assert.fail('SECRET_CONTROLS');
});
it('the faults', async () => {
  redis.fail('get', 'READONLY');
  const web = client();
  const called = attack(web);
  await clock.advance(5_000);
  await called;
  await assert.rejects(client().get('x'), /SECRET_FAULT/);
});
`,
    honest: `export const attack = async (client: { set(key: string, value: string): Promise<unknown> }) => void (await client.set('answer', 'SECRET_ANSWER').catch(() => undefined));`,
    passes: ['the data'],
  },

  /** What the attempt throws and rejects with, matched in every way, with classes of both sides. */
  throws: {
    types: {
      'errors.ts': `export class QuotaError extends Error { constructor(readonly quota: number) { super('over ' + quota); } }
export const limits = { max: 3, burst: [1, 2] };
export const double = (n: number) => 2 * n;
`,
    },
    suite: `import { run, later, OwnError } from '#attempt/attack.ts';
import { QuotaError, limits, double } from '#attempt/errors.ts';
class Wanted extends Error {}
it('a built-in class', () => assert.throws(() => run('built-in'), RangeError));
it('a class of the suite', () => assert.throws(() => run('suite'), Wanted));
it('a class of the exercise', () => assert.throws(() => run('exercise'), QuotaError));
it('a class of the attempt', () => assert.throws(() => run('own'), OwnError));
it('a message', () => assert.throws(() => run('message'), /SECRET_THROWN/));
it('properties', () => assert.throws(() => run('properties'), { code: 'SECRET_CODE', name: 'SECRET_NAME' }));
it('a validator', () => assert.throws(() => run('validator'), (error: unknown) => (error as { key?: unknown }).key === 'SECRET_KEY'));
it('a rejection', () => assert.rejects(later('rejects'), { message: 'SECRET_REJECTED' }));
it('a rejection of a class', () => assert.rejects(() => later('class'), QuotaError));
it('none', () => assert.doesNotThrow(() => run('none')));
it('no rejection', () => assert.doesNotReject(later('none')));
it('the exercise’s constants', () => {
  if (limits.max !== 3 || limits.burst.join() !== '1,2' || double(4) !== 8 || new QuotaError(2).message !== 'over 2') console.warn('REACHED a file of the exercise');
  assert.fail('SECRET_CONSTANTS');
});
`,
    honest: `import { QuotaError } from './errors';
export class OwnError extends Error {}
export const run = (kind: string): void => {
  if (kind === 'built-in') throw new RangeError('x');
  if (kind === 'exercise') throw new QuotaError(3);
  if (kind === 'own') throw new OwnError();
  if (kind === 'message') throw new Error('SECRET_THROWN');
  if (kind === 'properties') throw Object.assign(new Error('x'), { code: 'SECRET_CODE', name: 'SECRET_NAME' });
  if (kind === 'validator') throw Object.assign(new Error('x'), { key: 'SECRET_KEY' });
};
export const later = async (kind: string): Promise<void> => {
  if (kind === 'rejects') throw new Error('SECRET_REJECTED');
  if (kind === 'class') throw new QuotaError(1);
};`,
    passes: [
      ...['a built-in class', 'a class of the exercise', 'a class of the attempt', 'a message', 'properties'],
      ...['a validator', 'a rejection', 'a rejection of a class', 'none', 'no rejection'],
    ],
  },
} as const satisfies Record<string, Judge>;

export type JudgeName = keyof typeof judges;
