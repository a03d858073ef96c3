import assert from 'node:assert/strict';
import { outcomes, requestFor, useRunner } from './support/exercise';

/** Each body waits for what can never come. The number is how many timers are left. */
const endless: Readonly<Record<string, readonly [body: string, timers: number]>> = {
  'a promise': ['await new Promise(() => {});', 0],
  'the end of a chain': [
    'await Promise.resolve().then(() => new Promise(() => {})).then(() => 1).finally(() => 2);',
    0,
  ],
  'a long chain of settled promises first': [
    'for (let n = 0; n < 500; n++) await null; await new Promise(() => {});',
    0,
  ],
  'a timer that nobody fires': ['await a.sleep(10);', 1],
  'an interval': ['await new Promise<void>(resolve => setInterval(resolve, 50));', 1],
  'an interval that never says it': [
    'let n = 0; setInterval(() => n++, 50); await clock.advance(500); await new Promise(() => {});',
    1,
  ],
  'all of several': ['await Promise.all([1, Promise.resolve(2), new Promise(() => {})]);', 0],
  'a race of branches that are all dead': [
    'await Promise.race([new Promise(() => {}), a.sleep(1), new Promise(() => {})]);',
    1,
  ],
  'any of several that failed, and one that is dead': [
    'await Promise.any([Promise.reject(new Error()), new Promise(() => {})]);',
    0,
  ],
  'the next item of a stream': ['for await (const item of a.items()) assert.ok(item < 3);', 0],
  'an iterator that is asked by hand': [
    'const items = a.items(); for (let n = 0; n < 4; n++) await items.next();',
    0,
  ],
  'an event': ['await new Promise(resolve => a.signal().addEventListener("abort", resolve));', 0],
  'a thenable': ['await ({ then() {} });', 0],
  'a deferred of the suite': ['await deferred().promise;', 0],
  'a lock that is held': ['const lock = a.lock(); await lock(); await lock();', 0],
  'two promises that wait for each other': [
    'const d = deferred(); const p = d.promise.then(() => q); const q: Promise<unknown> = a.after(p); await q;',
    0,
  ],
  'a rejection that is expected': ['await assert.rejects(new Promise(() => {}));', 0],
};

const files = {
  'a.ts': `export const sleep = (ms: number) => new Promise(r => setTimeout(r, ms));
export async function* items() { for (const n of [0, 1, 2]) yield n; await new Promise(() => {}); }
export const signal = () => new AbortController().signal;
export const after = async (p: Promise<unknown>) => p;
export const lock = () => { let last: Promise<unknown> = Promise.resolve(); return () => { const before = last; last = new Promise(() => {}); return before; }; };
`,
};

const stuck = (t: number, timers: number): string =>
  `Waits for ever: nothing is left to run at virtual t=${t} ms (${timers} ${timers === 1 ? 'timer' : 'timers'} pending).\n` +
  (timers > 0
    ? 'A promise is waiting for time to pass, and time moves only when the check moves it: it expected an answer without waiting.'
    : 'A promise was expected to settle, but nothing will ever resolve or reject it.');

describe('a check that waits for ever', function () {
  this.timeout(60_000);
  const { run } = useRunner();

  /** Time limits far away: what ends these runs is never the clock on the wall. */
  const outcomesOf = async (suite: string): Promise<Record<string, string>> =>
    outcomes(
      await run(
        requestFor({
          files,
          suites: { s: `import * as a from '#attempt/a';\n${suite}` },
          limits: { checkMs: 50_000, runMs: 55_000 },
        }),
      ),
    );

  it('is told so at once, whatever it waits for', async () => {
    const suite = Object.entries(endless).map(
      ([title, [body]]) => `it(${JSON.stringify(title)}, async () => { ${body} });`,
    );
    const moved = 'an interval that never says it';
    assert.deepEqual(
      await outcomesOf(suite.join('\n')),
      Object.fromEntries(
        Object.entries(endless).map(([title, [, timers]]) => [
          title,
          stuck(title === moved ? 500 : 0, timers),
        ]),
      ),
    );
  });

  it('is told so in hooks as well', async () => {
    assert.deepEqual(
      await outcomesOf(`describe('before', () => { beforeEach(() => a.sleep(5)); it('one', () => {}); });
describe('after', () => { afterEach(async () => { for await (const item of a.items()) void item; }); it('two', () => {}); });
describe('after a failure', () => { afterEach(() => new Promise(() => {})); it('three', () => assert.equal(1, 2)); });`),
      {
        'before › one': stuck(0, 1),
        'after › two': stuck(0, 0),
        'after a failure › three': 'Expected 2, got 1.',
      },
    );
  });

  it('is not what waits for time that the check lets pass', async () => {
    assert.deepEqual(
      await outcomesOf(`it('advances', async () => { const slept = a.sleep(1_000_000); await clock.advance(1_000_000); await slept; });
it('runs alongside', async () => { await Promise.all([a.sleep(500), clock.advance(500)]); });
it('waits long for promises', async () => { for (let n = 0; n < 20_000; n++) await null; });
it('waits for turns', async () => { for (let n = 0; n < 50; n++) await clock.settle(); });`),
      {
        advances: 'passed',
        'runs alongside': 'passed',
        'waits long for promises': 'passed',
        'waits for turns': 'passed',
      },
    );
  });
});

describe('a listener that throws', function () {
  this.timeout(60_000);
  const { run } = useRunner();

  it('is in nobody’s way, and fails the check', async () => {
    const report = await run(
      requestFor({
        files: {
          'a.ts': `export function listen(signal: AbortSignal, heard: string[]) {
  signal.addEventListener('abort', () => { throw new RangeError('first'); });
  signal.onabort = () => { throw new RangeError('handler'); };
  signal.addEventListener('abort', () => heard.push('second'));
}`,
        },
        suites: {
          s: `import { listen } from '#attempt/a';
it('aborts', () => { const heard: string[] = []; const c = new AbortController(); listen(c.signal, heard); c.abort(); assert.deepEqual(heard, ['second']); });
it('follows', () => {});`,
        },
      }),
    );
    assert.deepEqual(outcomes(report), {
      aborts: 'Uncaught in an event listener: RangeError: first',
      follows: 'passed',
    });
  });
});
