import assert from 'node:assert/strict';
import { outcomes, requestFor, useRunner } from './support/exercise';

describe('the testkit', function () {
  this.timeout(60_000);
  const { run } = useRunner();

  /** Each is the body of a check that must pass. */
  const bodies: Readonly<Record<string, string>> = {
    'the clock begins at a fixed moment': `assert.deepEqual([clock.now(), clock.elapsed(), Date.now(), performance.now(), new Date().toISOString()],
      [Date.UTC(2026, 2, 2, 10), 0, Date.UTC(2026, 2, 2, 10), 0, '2026-03-02T10:00:00.000Z']);`,
    'the learner follows the clock': `await clock.advance(90_000); assert.deepEqual([a.now(), a.mono(), clock.elapsed()], [Date.UTC(2026, 2, 2, 10, 1, 30), 90_000, 90_000]);`,
    'the wall clock moves alone': `clock.jumpWallClock(-3_600_000); assert.deepEqual([a.now(), a.mono()], [Date.UTC(2026, 2, 2, 9), 0]);
      clock.setWallClock('2030-01-01T00:00:00Z'); await clock.advance(5); assert.deepEqual([a.now(), a.mono()], [Date.UTC(2030, 0, 1) + 5, 5]);`,
    'each process counts from its own start': `clock.setUptime(5_000); await clock.advance(100); assert.deepEqual([a.mono(), clock.elapsed(), a.now()], [5_100, 100, Date.UTC(2026, 2, 2, 10) + 100]);`,
    'arrays of floating-point numbers exist': `assert.deepEqual([...new Float64Array([0.1]), ...new Float32Array([0.5])], [0.1, 0.5]);`,
    'timers do not follow the wall clock': `const fired = spy(() => {}); setTimeout(fired.fn, 100); clock.jumpWallClock(1_000_000); await clock.advance(99); assert.equal(fired.count(), 0); await clock.advance(1); assert.equal(fired.count(), 1);`,
    'advanceTo reaches a moment': `await clock.advanceTo('2026-03-02T10:00:02Z'); assert.equal(clock.elapsed(), 2_000); await assert.rejects(clock.advanceTo('2026-03-02T10:00:01Z'), RangeError);`,
    'advance lets promises settle after each timer': `const seen: number[] = []; const again = async () => { for (let n = 0; n < 3; n++) { await a.sleep(10); seen.push(clock.elapsed()); } }; void again(); await clock.advance(30); assert.deepEqual(seen, [10, 20, 30]);`,
    'tick fires timers only': `const seen: string[] = []; setTimeout(() => { seen.push('timer'); void Promise.resolve().then(() => seen.push('promise')); }, 10); clock.tick(10); assert.deepEqual(seen, ['timer']); await clock.settle(); assert.deepEqual(seen, ['timer', 'promise']);`,
    'timers of one moment fire in order': `const seen: number[] = []; for (const n of [1, 2, 3]) setTimeout(() => seen.push(n), 5); setTimeout(() => seen.push(0), 4); await clock.advance(5); assert.deepEqual(seen, [0, 1, 2, 3]);`,
    'intervals, clearing and refreshing': `const seen: number[] = []; const i = setInterval(() => { seen.push(clock.elapsed()); if (seen.length >= 4) clearInterval(i); }, 10);
      const t = setTimeout(() => seen.push(-1), 15); await clock.advance(10); t.refresh(); await clock.advance(90); assert.deepEqual(seen, [10, 20, -1, 30]); assert.equal(clock.pending(), 0);`,
    'runAll empties, or gives up': `const fired = spy(() => {}); a.sleep(1e6).then(fired.fn); await clock.runAll(); assert.deepEqual([fired.count(), clock.elapsed()], [1, 1e6]);`,
    'sleep takes virtual time': `const slept = clock.sleep(50); assert.deepEqual(await settled(slept), { state: 'pending' }); await clock.advance(50); assert.deepEqual(await settled(slept), { state: 'fulfilled', value: undefined });`,
    'settled tells how a promise stands': `const d = deferred<number>(); assert.deepEqual(await settled(d.promise), { state: 'pending' }); d.reject(new RangeError('x')); const s = await settled(d.promise); assert.equal(s.state, 'rejected'); assert.deepEqual(await settled(7), { state: 'fulfilled', value: 7 });`,
    'a spy records calls': `const double = spy((n: number) => n * 2); assert.equal(a.call(double.fn, 4), 8); assert.deepEqual([double.calls(), double.count()], [[[4]], 1]);`,
    'random draws are what they claim': `const drawn = Array.from({ length: 500 }, () => random.int(1, 6)); assert.ok(drawn.every(n => n >= 1 && n <= 6) && new Set(drawn).size === 6);
      assert.deepEqual([...random.shuffle([1, 2, 3])].sort(), [1, 2, 3]); assert.ok(random.exponential(10) > 0); assert.ok([1, 2].includes(random.pick([1, 2]))); assert.equal(random.chance(1), true); assert.equal(random.chance(0), false);
      const mean = Array.from({ length: 5_000 }, () => random.exponential(10)).reduce((x, y) => x + y) / 5_000; assert.ok(Math.abs(mean - 10) < 1);`,
    'retained bytes are counted': `let kept: unknown; const large = await retainedBytes(() => { kept = Array.from({ length: 1e5 }, () => ({})); }); const none = await retainedBytes(() => { Array.from({ length: 1e5 }, () => ({})); });
      assert.ok(large > 2e6 && large < 2e7, String(large)); assert.ok(Math.abs(none) < 3e5, String(none)); assert.ok(kept);`,
    'cleared timers leave nothing behind': `const timers = await retainedBytes(() => { for (let n = 0; n < 1e5; n++) clearTimeout(setTimeout(() => {}, 60_000)); });
      const t = setTimeout(() => {}, 60_000); const refreshed = await retainedBytes(() => { for (let n = 0; n < 1e5; n++) t.refresh(); });
      assert.ok(timers < 5e5 && refreshed < 5e5, timers + ' ' + refreshed);`,
    'hardened objects cannot be changed': `const box = harden({ deep: { n: 1 } }); a.change(box.deep); assert.equal(box.deep.n, 1);`,
    'classes are compared by what they hold': `assert.deepEqual(a.point(1, 2), { x: 1, y: 2 }); assert.deepEqual(new Map([['k', a.point(1, 2)]]), new Map([['k', { x: 1, y: 2 }]])); assert.notDeepEqual(a.point(1, 2), { x: 1 });`,
    'objects are equal when they are the same': `const p = a.point(1, 2); assert.equal(p, p); assert.notEqual(p, a.point(1, 2)); assert.equal(NaN, NaN);`,
    'text is matched': `assert.match('abc', /b/); assert.doesNotMatch('abc', /x/); assert.doesNotThrow(() => 1); await assert.doesNotReject(Promise.resolve(1)); assert(true); assert.ok(1);`,
    'the suite shares the classes of the platform': `const controller = new AbortController(); const heard = a.heed(controller.signal); controller.abort(new RangeError('stop')); await assert.rejects(heard, /stop/);`,
  };

  it('does what it promises', async () => {
    const report = await run(
      requestFor({
        files: {
          'a.ts': `export const now = () => Date.now();
export const mono = () => performance.now();
export const sleep = (ms: number) => new Promise(r => setTimeout(r, ms));
export const call = (f: (n: number) => number, n: number) => f(n);
export const change = (o: { n: number }) => { try { o.n = 2; } catch {} };
class Point { constructor(readonly x: number, readonly y: number) {} norm() { return this.x; } }
export const point = (x: number, y: number) => new Point(x, y);
export const heed = (signal: AbortSignal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
`,
        },
        suites: {
          s: `import * as a from '#attempt/a';\n${Object.entries(bodies)
            .map(([title, body]) => `it(${JSON.stringify(title)}, async () => { ${body} });`)
            .join('\n')}`,
        },
      }),
    );
    assert.deepEqual(
      outcomes(report),
      Object.fromEntries(Object.keys(bodies).map(title => [title, 'passed'])),
    );
  });

  it('draws what happened, within bounds', async () => {
    const report = await run(
      requestFor({
        files: { 'a.ts': 'export {}' },
        suites: {
          s: `it('draws', async () => {
  trace.limit('admitted', 3);
  trace.point('admitted', 1);
  trace.point('admitted', NaN);
  await clock.advance(250);
  trace.mark('user', 'denied', 'bad');
  trace.mark('user', 'other');
  trace.state('breaker', 'open');
});
it('draws too much', () => { for (let n = 0; n < 6_000; n++) trace.point('x'.repeat(500), n); });`,
        },
      }),
    );
    assert.deepEqual(report.checks[0]!.trace, [
      { kind: 'limit', series: 'admitted', value: 3 },
      { kind: 'point', t: 0, series: 'admitted', value: 1 },
      { kind: 'mark', t: 250, lane: 'user', label: 'denied', tone: 'bad' },
      { kind: 'mark', t: 250, lane: 'user', label: 'other', tone: 'neutral' },
      { kind: 'state', t: 250, lane: 'breaker', state: 'open' },
    ]);
    assert.equal(report.checks[1]!.trace.length, 4_960);
    assert.equal(report.checks[1]!.state, 'passed');
  });

  it('says how values differ', async () => {
    const report = await run(
      requestFor({
        files: { 'a.ts': 'export class Decision { constructor(readonly allowed: boolean) {} }' },
        suites: {
          s: `import { Decision } from '#attempt/a';
it('equal', () => assert.equal('a', 'b', 'the message of the author'));
it('deepEqual', () => assert.deepEqual(new Decision(true), { allowed: false }));
it('same text', () => assert.equal(new Decision(true), new Decision(true)));
it('ok', () => assert.ok(0));
it('comparison', () => assert.ok(1 > 2, 'one is more'));
it('throws nothing', () => assert.throws(() => {}, RangeError));
it('throws another', () => assert.throws(() => { throw new TypeError('x'); }, RangeError));
it('rejects nothing', async () => { await assert.rejects(Promise.resolve(1)); });
it('rejects another', async () => { await assert.rejects(Promise.reject(new Error('x')), { message: /y/ }); });
it('unwanted', async () => { await assert.doesNotReject(Promise.reject(new Error('x'))); });
it('fail', () => assert.fail('no'));
it('swallowed', () => { try { assert.equal(1, 2); } catch {} });`,
        },
      }),
    );
    assert.deepEqual(
      Object.fromEntries(
        report.checks.map(({ title, failure }) => [
          title,
          [failure?.message, failure?.expected, failure?.actual],
        ]),
      ),
      {
        equal: ['the message of the author', `'b'`, `'a'`],
        deepEqual: [
          'Expected { allowed: false }, got { allowed: true }.',
          '{ allowed: false }',
          '{ allowed: true }',
        ],
        'same text': [
          'Expected the very same object, got another that looks like it: Decision { allowed: true }.',
          'Decision { allowed: true }',
          'Decision { allowed: true }',
        ],
        ok: ['Expected a truthy value, got 0.', 'a truthy value', '0'],
        comparison: ['one is more', undefined, undefined],
        'throws nothing': ['Expected RangeError, got none.', 'RangeError', 'no exception'],
        'throws another': ['Expected RangeError, got TypeError: x.', 'RangeError', 'TypeError: x'],
        'rejects nothing': ['Expected a rejection, got none.', 'a rejection', 'no rejection'],
        'rejects another': ['Expected { message: /y/ }, got Error: x.', '{ message: /y/ }', 'Error: x'],
        unwanted: ['Expected no rejection, got Error: x.', 'no rejection', 'Error: x'],
        fail: ['no', undefined, undefined],
        swallowed: ['Expected 2, got 1.', '2', '1'],
      },
    );
  });
});
