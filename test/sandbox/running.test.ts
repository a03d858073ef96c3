import assert from 'node:assert/strict';
import type { RunProgress } from '../../src/core/run/request';
import type { RunReport } from '../../src/core/run/report';
import { exerciseOf, outcomes, requestFor, useRunner } from './support/exercise';

describe('running an attempt', function () {
  this.timeout(60_000);
  const { run, runner } = useRunner();

  const counter = {
    files: {
      'counter.ts': `import { start } from './types';
export class Counter {
  #count: number = start;
  constructor(private readonly step: number) {}
  next(): number {
    return (this.#count += this.step);
  }
  async later(ms: number): Promise<number> {
    await new Promise(resolve => setTimeout(resolve, ms));
    return this.next();
  }
  broken(): never {
    throw new RangeError('no more');
  }
}
`,
    },
    types: { 'types.ts': `export const start = 0;\nexport type Step = number;\n` },
    suites: {
      counting: `import { Counter } from '#attempt/counter.ts';
describe('counter', () => {
  it('R1 counts', () => assert.equal(new Counter(2).next(), 2));
  it('R1 takes its time', async () => {
    const answer = new Counter(1).later(60_000);
    assert.deepEqual(await settled(answer), { state: 'pending' });
    await clock.advance(60_000);
    assert.equal(await answer, 1);
  });
  it('R1 refuses', () => assert.throws(() => new Counter(1).broken(), RangeError));
});
it('R1,R2 fails', () => assert.equal(new Counter(2).next(), 3));
it('throws', () => new Counter(2).broken());
`,
    },
  };

  it('takes what is being typed, whole or half', async () => {
    const { exercise, files } = requestFor(counter);
    runner.foresee({ exercise, files: { ...files, 'counter.ts': 'export class Counter { next() {' } });
    runner.foresee({ exercise, files: {} });
    runner.foresee({ exercise, files });
    assert.equal((await run(requestFor(counter))).kind, 'finished');
  });

  it('reports every check with what it found', async () => {
    const report = await run(requestFor(counter));
    assert.deepEqual(
      { ...report, durationMs: 0, checks: report.checks.map(check => ({ ...check, ms: 0 })) },
      {
        exercise: 'test/exercise',
        pack: { id: 'test', version: '1.0.0', hash: '0'.repeat(64) },
        seed: 1,
        durationMs: 0,
        walls: { compartment: true, permissions: true, watchdog: true, emptyEnvironment: true },
        kind: 'finished',
        loadLogs: [],
        checks: [
          {
            suite: 'counting',
            title: 'R1,R2 fails',
            requirements: ['R1', 'R2'],
            state: 'failed',
            ms: 0,
            failure: { message: 'Expected 3, got 2.', expected: '3', actual: '2', frames: [] },
            logs: [],
            trace: [],
          },
          {
            suite: 'counting',
            title: 'throws',
            requirements: [],
            state: 'failed',
            ms: 0,
            failure: {
              message: 'RangeError: no more',
              frames: [{ file: 'counter.ts', line: 13, column: 11, fn: 'broken' }],
            },
            logs: [],
            trace: [],
          },
          ...['R1 counts', 'R1 takes its time', 'R1 refuses'].map(title => ({
            suite: 'counting',
            title: `counter › ${title}`,
            requirements: ['R1'],
            state: 'passed',
            ms: 0,
            logs: [],
            trace: [],
          })),
        ],
      },
    );
  });

  it('plans without running anything of the learner', async () => {
    const exercise = exerciseOf({
      ...counter,
      files: { 'counter.ts': 'throw new Error("loaded"); export const Counter = 1;' },
    });
    assert.deepEqual(
      (await runner.plan(exercise)).map(check => [check.suite, check.title, check.requirements]),
      [
        ['counting', 'R1,R2 fails', ['R1', 'R2']],
        ['counting', 'throws', []],
        ['counting', 'counter › R1 counts', ['R1']],
        ['counting', 'counter › R1 takes its time', ['R1']],
        ['counting', 'counter › R1 refuses', ['R1']],
      ],
    );
  });

  it('tells its progress in order', async () => {
    const said: string[] = [];
    const onProgress = (event: RunProgress): void => {
      said.push(event.type === 'planned' ? `planned ${event.checks.length}` : `${event.type} ${event.index}`);
    };
    await run(
      requestFor(
        { files: { 'a.ts': 'export {}' }, suites: { s: `it('a', () => {}); it('b', () => {});` } },
        { onProgress },
      ),
    );
    assert.deepEqual(said, ['planned 2', 'started 0', 'finished 0', 'started 1', 'finished 1']);
  });

  it('runs only what is asked for', async () => {
    const only = [{ suite: 'counting', title: 'counter › R1 refuses' }];
    assert.deepEqual(outcomes(await run(requestFor(counter, { only }))), {
      'counter › R1 refuses': 'passed',
    });

    const two = {
      files: { 'a.ts': 'export {}' },
      suites: { first: `it('same', () => {});`, second: `it('same', () => assert.fail('no'));` },
    };
    assert.deepEqual(outcomes(await run(requestFor(two, { suite: 'first' }))), { same: 'passed' });
    await assert.rejects(run(requestFor(two, { suite: 'third' })), {
      name: 'HumanError',
      code: 'no-such-check',
      message: 'test/exercise has no such check. Its suites may have changed: refresh the list.',
    });
    await assert.rejects(run(requestFor(two, { only: [{ suite: 'first', title: 'other' }] })), {
      code: 'no-such-check',
    });
  });

  it('overrides files that belong to the exercise', async () => {
    const files = { ...counter.files, 'types.ts': 'export const start = 40;' };
    const only = [{ suite: 'counting', title: 'counter › R1 counts' }];
    assert.deepEqual(outcomes(await run(requestFor(counter, { files, only }))), {
      'counter › R1 counts': 'passed',
    });
  });

  it('runs the language as it is', async () => {
    const report = await run(
      requestFor({
        files: {
          'main.ts': `import { EventEmitter, once } from 'node:events';
import * as timers from 'node:timers/promises';
import { isEven } from './deep/even';
export { isEven };
export enum Level { Low = 1, High }
export abstract class Base { static count = 0; static { Base.count = 7; } abstract name(): string; }
export class Derived extends Base { accessed = 0; get size() { return ++this.accessed; } name() { return 'derived'; } toString() { return 'D'; } }
export class LimitError extends Error { override name = 'LimitError'; constructor(readonly after: number) { super('slow down'); } }
export function* naturals() { for (let n = 0; ; n++) yield n; }
export async function* ticks(count: number) { for (let n = 0; n < count; n++) { await timers.setTimeout(10); yield n; } }
export class Bus extends EventEmitter { shout(text: string) { return this.emit('shout', text); } }
export const optional = (value?: { a?: { b: number } }) => value?.a?.b ?? 'none';
export const refuse = async () => { throw new LimitError(5); };
export const controller = () => new AbortController();
export default class Main { constructor(public readonly name = 'main') {} }
`,
          'deep/even.ts': `import { isOdd } from './odd';\nexport function isEven(n: number): boolean { return n === 0 || isOdd(n - 1); }\n`,
          'deep/odd.ts': `import { isEven } from './even.ts';\nexport function isOdd(n: number): boolean { return n !== 0 && isEven(n - 1); }\n`,
        },
        helpers: { 'tests/support/helper.ts': `export const three = 3;` },
        suites: {
          language: `import Main, * as main from '#attempt/main';
import { three } from './support/helper';
import { isEven, Level, Derived, Base, naturals, ticks, Bus, LimitError, optional, refuse, controller } from '#attempt/main.ts';
it('cycles', () => assert.equal(isEven(10), true));
it('helpers', () => assert.equal(three, 3));
it('enum', () => assert.equal(Level[Level.High], 'High'));
it('classes', () => assert.deepEqual([Base.count, new Derived().size, String(new Derived()), new Main().name, main.default === Main], [7, 1, 'D', 'main', true]));
it('generators', () => assert.deepEqual(naturals().take?.(3).toArray() ?? [0, 1, 2], [0, 1, 2]));
it('async generators', async () => {
  const seen: number[] = [];
  const reading = (async () => { for await (const n of ticks(3)) seen.push(n, clock.elapsed()); })();
  await clock.advance(30);
  await reading;
  assert.deepEqual(seen, [0, 10, 1, 20, 2, 30]);
});
it('events', () => { const heard = spy((text: string) => {}); const bus = new Bus(); bus.on('shout', heard.fn); bus.shout('hi'); assert.deepEqual(heard.calls(), [['hi']]); });
it('errors', async () => {
  await assert.rejects(refuse(), LimitError);
  await assert.rejects(refuse, { name: 'LimitError', message: /slow/, after: 5 });
  await assert.rejects(refuse(), /LimitError: slow down/);
  await assert.rejects(refuse(), (error: unknown) => error instanceof LimitError && error instanceof Error);
  assert.throws(() => { throw new RangeError('x'); }, RangeError);
});
it('optional', () => assert.deepEqual([optional(), optional({ a: { b: 0 } })], ['none', 0]));
it('abort', () => { const c = controller(); const heard = spy(() => {}); c.signal.addEventListener('abort', heard.fn); c.abort(); assert.deepEqual([c.signal.aborted, heard.count(), c.signal instanceof AbortSignal], [true, 1, true]); });
`,
        },
      }),
    );
    assert.deepEqual(
      report.checks.filter(check => check.state !== 'passed').map(check => [check.title, check.failure]),
      [],
    );
  });

  it('gives the console to the check that it belongs to', async () => {
    const report = await run(
      requestFor({
        files: {
          'a.ts': `console.log('loading');
export const say = (...args: unknown[]) => console.log(...args);
export const warn = () => console.warn('careful', new RangeError('x'));
export const flood = () => { for (let n = 0; n < 5_000; n++) console.info('x'.repeat(100)); };
`,
        },
        suites: {
          s: `import { say, warn, flood } from '#attempt/a';
it('one', () => say('%s is %d', 'n', 1, { a: [1, { b: new Map([[1, 2]]) }] }));
it('two', () => warn());
it('three', () => flood());
it('four', () => {});`,
        },
      }),
    );
    assert.ok(report.kind === 'finished');
    assert.deepEqual(report.loadLogs, [{ level: 'log', text: 'loading' }]);
    const [one, two, three, four] = report.checks.map(check => check.logs);
    assert.deepEqual(one, [{ level: 'log', text: 'n is 1 { a: [1, { b: Map(1) { 1 => 2 } }] }' }]);
    assert.deepEqual(two, [{ level: 'warn', text: 'careful RangeError: x\n    at warn (a.ts:3:45)' }]);
    assert.equal(three!.length, 649); // 64 KiB
    assert.deepEqual(three!.at(-1), { level: 'warn', text: 'The rest of the output was cut off.' });
    assert.deepEqual(four, []);
  });

  it('says when the modules do not load, and runs nothing', async () => {
    const report = await run(
      requestFor({
        files: { 'a.ts': `console.log('first');\nexport const limit = (undefined as any).limit;\n` },
        suites: {
          s: `import { limit } from '#attempt/a';\nit('R1 has a limit', () => assert.equal(limit, 3));`,
        },
      }),
    );
    assert.ok(report.kind === 'finished');
    assert.deepEqual(report.loadFailure, {
      message: `TypeError: Cannot read properties of undefined (reading 'limit')`,
      frames: [{ file: 'a.ts', line: 2, column: 29, fn: '' }],
    });
    assert.deepEqual(report.loadLogs, [{ level: 'log', text: 'first' }]);
    assert.deepEqual(outcomes(report), { 'R1 has a limit': 'not-run' });
  });

  describe('explains', () => {
    const failureOf = async (code: string, check: string): Promise<string> => {
      const report: RunReport = await run(
        requestFor({
          files: { 'a.ts': code },
          suites: { s: `import * as a from '#attempt/a';\nit('check', ${check});` },
        }),
      );
      return report.checks[0]?.failure?.message ?? report.checks[0]!.state;
    };
    const cases: readonly (readonly [string, string, string, string])[] = [
      [
        'an export that is missing',
        'export const right = 1;',
        '() => a.wrong',
        'Error: a.ts does not export “wrong”.',
      ],
      [
        'a promise that nothing will settle',
        'export const never = () => new Promise(() => {});',
        'async () => { await clock.advance(5); await a.never(); }',
        'Waits for ever: nothing is left to run at virtual t=5 ms (0 timers pending).\nA promise was expected to settle, but nothing will ever resolve or reject it.',
      ],
      [
        'a promise that waits for time nobody moves',
        'export const later = () => new Promise(resolve => setTimeout(resolve, 10));',
        'async () => { await a.later(); }',
        'Waits for ever: nothing is left to run at virtual t=0 ms (1 timer pending).\nA promise is waiting for time to pass, and time moves only when the check moves it: it expected an answer without waiting.',
      ],
      [
        'an error in a timer',
        `export const later = () => void setTimeout(() => { throw new TypeError('late'); }, 10);`,
        'async () => { a.later(); await clock.advance(10); }',
        'Uncaught in a timer: TypeError: late',
      ],
      [
        'an error in a timer that a check notices otherwise',
        `export const later = () => void setTimeout(() => { throw new TypeError('late'); }, 10);`,
        'async () => { a.later(); await clock.advance(10); assert.equal(1, 2); }',
        'Expected 2, got 1.\nUncaught in a timer: TypeError: late',
      ],
      [
        'an error in a microtask',
        `export const soon = () => queueMicrotask(() => { throw new TypeError('soon'); });`,
        '() => a.soon()',
        'Uncaught in a microtask: TypeError: soon',
      ],
      [
        'a rejection that nobody handles',
        `export const forget = () => void Promise.reject(new RangeError('lost'));`,
        '() => a.forget()',
        'A promise was rejected and nobody handled it: RangeError: lost',
      ],
      [
        'a frozen built-in',
        `export const patch = () => { (Array.prototype as any).last = 1; };`,
        '() => a.patch()',
        'TypeError: Cannot add property last, object is not extensible\nBuilt-in objects and everything that the exercise hands over are frozen here: copy an object, or extend a class, instead of changing it.',
      ],
      [
        'process.exit',
        `declare const process: any;\nexport const leave = () => process.exit(0);`,
        '() => a.leave()',
        'Error: process.exit is not available in an exercise.',
      ],
      [
        'something thrown that is no error',
        `export const toss = () => { throw { code: 1 }; };`,
        '() => a.toss()',
        'threw { code: 1 }, which is not an Error',
      ],
      [
        'a cause',
        `export const fail = () => { throw new Error('outer', { cause: new RangeError('inner') }); };`,
        '() => a.fail()',
        'Error: outer\n  caused by RangeError: inner',
      ],
      [
        'a timer that never lets time pass',
        `export const spin = () => { const again = () => setImmediate(again); again(); };`,
        'async () => { a.spin(); await clock.advance(1); }',
        '10000 timers fired without time passing: a timer that sets itself again at once never ends.',
      ],
      [
        'a result that cannot be compared',
        `export const grow = (): any => ({ get next() { return grow(); } });`,
        '() => assert.deepEqual(a.grow(), {})',
        'The value cannot be compared. It is nested more than 200 levels deep.',
      ],
    ];
    for (const [what, code, check, message] of cases)
      it(what, async () => assert.equal(await failureOf(code, check), message));
  });

  it('accepts a rejection that a check handles later', async () => {
    const report = await run(
      requestFor({
        files: {
          'a.ts': `export const fail = async () => { await new Promise(r => setTimeout(r, 5)); throw new RangeError('late'); };`,
        },
        suites: {
          s: `import { fail } from '#attempt/a';
it('check', async () => { const failing = fail(); await clock.advance(100); await assert.rejects(failing, RangeError); });`,
        },
      }),
    );
    assert.deepEqual(outcomes(report), { check: 'passed' });
  });

  it('counts hooks towards the check that they run for', async () => {
    const report = await run(
      requestFor({
        files: { 'a.ts': `let calls = 0;\nexport const call = () => ++calls;` },
        suites: {
          s: `import { call } from '#attempt/a';
const order: string[] = [];
beforeEach(() => void order.push('outer before'));
afterEach(() => { if (order.length > 20) throw new Error('tidy'); });
describe('group', () => {
  beforeEach(async () => { await clock.advance(10); if (call() === 2) throw new Error('unprepared'); });
  afterEach(() => void order.push('inner after'));
  it('first', () => assert.equal(clock.elapsed(), 10));
  it('second', () => order.push('never'));
  it('third', () => assert.deepEqual(order, ['outer before', 'inner after', 'outer before', 'inner after', 'outer before']));
});
describe('other', () => {
  afterEach(() => { throw new Error('untidy'); });
  it('fourth', () => {});
});`,
          t: `it('fifth', () => assert.equal(clock.pending(), 0));`,
        },
      }),
    );
    assert.deepEqual(outcomes(report), {
      'group › first': 'passed',
      'group › second': 'Error: unprepared',
      'group › third': 'passed',
      'other › fourth': 'Error: untidy',
      fifth: 'passed',
    });
  });

  it('says where the learner was when an assertion in a callback failed', async () => {
    const report = await run(
      requestFor({
        files: {
          'a.ts': `export function each(visit: (n: number) => void) {\n  for (const n of [1, 2]) visit(n);\n}`,
        },
        suites: {
          s: `import { each } from '#attempt/a';\nit('check', () => each(spy((n: number) => assert.equal(n, 1)).fn));`,
        },
      }),
    );
    assert.deepEqual(report.checks[0]!.failure, {
      message: 'Expected 1, got 2.',
      expected: '1',
      actual: '2',
      frames: [{ file: 'a.ts', line: 2, column: 27, fn: 'each' }],
    });
  });

  it('reports the known plan when nothing could be compiled, and starts nothing', async () => {
    const request = requestFor(counter, { files: { 'counter.ts': 'export class Counter {' } });
    await runner.plan(request.exercise);
    const report = await run(request);
    assert.ok(report.kind === 'did-not-compile');
    assert.deepEqual(
      [report.errors.map(error => [error.file, error.line]), report.checks.map(check => check.state)],
      [[['counter.ts', 1]], Array(5).fill('not-run')],
    );
    const lost = await run(requestFor(counter, { files: {} }));
    assert.deepEqual(lost.kind === 'did-not-compile' && lost.errors, [
      {
        file: 'counter.ts',
        line: 1,
        column: 1,
        message:
          'counter.ts is missing. Scaffold the exercise again to get it back; files that exist are kept.',
        codeFrame: '',
      },
    ]);
  });

  it('keeps every result before a check that never ends, however large', async () => {
    const report = await run(
      requestFor({
        files: { 'a.ts': 'export const hang = () => { for (;;); };' },
        suites: {
          s: `import { hang } from '#attempt/a';
it('draws', () => { for (let n = 0; n < 5_000; n++) trace.mark('lane'.repeat(30), 'label'.repeat(30)); });
it('hangs', () => hang());`,
        },
        limits: { checkMs: 1_000, runMs: 30_000 },
      }),
    );
    assert.ok(report.kind === 'timed-out');
    assert.deepEqual(
      [report.during, report.checks.map(check => [check.state, check.trace.length])],
      [
        'hangs',
        [
          ['passed', 4_960],
          ['not-run', 0],
        ],
      ],
    );
  });

  it('keeps a timer of one check apart from those of another', async () => {
    const report = await run(
      requestFor({
        files: {
          'a.ts': `let timer: any;\nexport const restart = (f: () => void) => { clearTimeout(timer); timer?.refresh(); timer?.close(); timer = setTimeout(f, 10); };`,
        },
        suites: {
          s: `import { restart } from '#attempt/a';
const check = async () => {
  const slept = spy(() => {});
  void clock.sleep(5).then(slept.fn);
  const restarted = spy(() => {});
  restart(restarted.fn);
  await clock.advance(10);
  assert.deepEqual([slept.count(), restarted.count()], [1, 1]);
};
it('first', check);
it('second', check);`,
        },
      }),
    );
    assert.deepEqual(outcomes(report), { first: 'passed', second: 'passed' });
  });

  describe('refuses a suite that', () => {
    const cases: readonly (readonly [string, string, RegExp])[] = [
      [
        'uses the attempt while it is defined',
        `import { a } from '#attempt/a';\na();`,
        /tests\/s\.test\.ts:4: Error: #attempt\/a is used while the suite is being defined/,
      ],
      [
        'imports a file that is not there',
        `import { a } from '#attempt/b';\nit('x', a);`,
        /tests\/s\.test\.ts:3: Error: The attempt has no file b\./,
      ],
      [
        'imports what it may not',
        `import fs from 'node:fs';\nit('x', () => fs);`,
        /A suite cannot import 'node:fs'/,
      ],
      ['has two checks of one name', `it('x', () => {});\nit('x', () => {});`, /Two checks are called “x”/],
      ['has a check without a body', `(it as any)('x');`, /it\(\) needs a function/],
      ['skips', `(it as any).skip('x', () => {});`, /skip/],
      ['is asynchronous', `describe('x', async () => {});`, /The describe “x” must not be async/],
      ['throws', `throw new RangeError('oops');`, /tests\/s\.test\.ts:3: RangeError: oops/],
      ['does not compile', `const = 1;`, /tests\/s\.test\.ts:3: Syntax error/],
    ];
    for (const [what, suite, message] of cases)
      it(what, async () => {
        const request = requestFor({ files: { 'a.ts': 'export const a = () => 1;' }, suites: { s: suite } });
        await assert.rejects(run(request), { name: 'HumanError', code: 'broken-suite', message });
        await assert.rejects(runner.plan(request.exercise), { code: 'broken-suite', message });
      });
  });
});
