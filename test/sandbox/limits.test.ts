import assert from 'node:assert/strict';
import type { RunReport } from '../../src/core/run/report';
import type { Limits } from '../../src/core/exercise';
import { requestFor, useRunner } from './support/exercise';

/** Milliseconds after a limit. 200 when nothing else runs, but tests share the machine with others. */
const slackMs = 8_000;

describe('limits', function () {
  this.timeout(60_000);
  const { run } = useRunner();

  const runWith = (code: string, limits: Partial<Limits>): Promise<RunReport> =>
    run(
      requestFor({
        files: { 'a.ts': code },
        suites: {
          s: `import { work } from '#attempt/a';
it('before', () => {});
it('works', () => work());
it('after', () => {});`,
        },
        limits,
      }),
    );

  /** What differs from one end to another. */
  function endOf({ checks, ...report }: RunReport): unknown {
    const { exercise: _e, pack: _p, seed: _s, durationMs: _d, walls: _w, ...end } = report;
    return { ...end, checks: checks.map(check => check.state) };
  }

  const endless: readonly (readonly [string, string])[] = [
    ['a loop', 'export function work() { for (;;); }'],
    ['a loop of promises', 'export async function work() { for (;;) await null; }'],
    [
      'promises that make more promises',
      'export const work = () => { const more = (): unknown => Promise.resolve().then(more); return more(); };',
    ],
  ];
  for (const [what, code] of endless)
    it(`ends ${what} at the limit of the check`, async () => {
      const report = await runWith(code, { checkMs: 500, runMs: 30_000 });
      assert.deepEqual(endOf(report), {
        kind: 'timed-out',
        limit: 'check',
        limitMs: 500,
        during: 'works',
        checks: ['passed', 'not-run', 'not-run'],
      });
      assert.ok(
        report.durationMs >= 500 && report.durationMs < 500 + slackMs,
        `took ${report.durationMs} ms`,
      );
    });

  it('ends a run at its limit, though no check is too slow', async () => {
    const slow = 'const end = (ms: number) => { let n = 0; while (n < ms * 1e4) n++; return n; };';
    const report = await run(
      requestFor({
        files: { 'a.ts': `${slow}\nexport const work = () => end(20);` },
        suites: {
          s: `import { work } from '#attempt/a';
for (let n = 0; n < 2_000; n++) it('works ' + n, () => { for (let i = 0; i < 20; i++) work(); });`,
        },
        limits: { checkMs: 30_000, runMs: 600 },
      }),
    );
    assert.ok(report.kind === 'timed-out');
    assert.deepEqual([report.limit, report.limitMs], ['run', 600]);
    assert.match(report.during ?? '', /^works \d+$/);
    assert.ok(report.durationMs >= 600 && report.durationMs < 600 + slackMs, `took ${report.durationMs} ms`);
  });

  it('ends a module that never loads', async () => {
    const report = await runWith('for (;;);\nexport const work = () => 1;', { checkMs: 300, runMs: 30_000 });
    assert.deepEqual(endOf(report), {
      kind: 'timed-out',
      limit: 'check',
      limitMs: 300,
      during: null,
      checks: ['not-run', 'not-run', 'not-run'],
    });
  });

  it('ends a heap that grows, with the limit and what was measured', async () => {
    const code =
      'const kept: unknown[] = [];\nexport const work = () => { for (;;) kept.push(new Array(1_000).fill({})); };';
    const report = await runWith(code, { checkMs: 30_000, runMs: 30_000, memoryMb: 64 });
    assert.ok(report.kind === 'crashed');
    assert.deepEqual([report.cause, report.during], ['memory', 'works']);
    assert.match(report.detail, /^The heap is limited to 64 MB, and \d+(\.\d+)? MB were in use\.$/);
  });

  it('ends memory outside the heap that grows', async () => {
    const code =
      'const kept: unknown[] = [];\nexport const work = () => { for (;;) kept.push(new Uint8Array(1e7).fill(1)); };';
    const report = await runWith(code, { checkMs: 30_000, runMs: 30_000, memoryMb: 64 });
    assert.ok(report.kind === 'crashed');
    assert.deepEqual([report.cause, report.during], ['memory', 'works']);
    assert.match(report.detail, /^The code used \d+ MB of memory in all; the limit is 320 MB\.$/);
  });

  it('does not take a host that was stuck for a check that is', async () => {
    const onProgress = (event: { type: string }): void => {
      if (event.type === 'planned') for (const end = performance.now() + 1_500; performance.now() < end;);
    };
    const request = requestFor(
      {
        files: { 'a.ts': 'export {}' },
        suites: { s: `it('a', () => {});\nit('b', () => {});` },
        limits: { checkMs: 500, runMs: 1_000 },
      },
      { onProgress },
    );
    assert.deepEqual(endOf(await run(request)), {
      kind: 'finished',
      loadLogs: [],
      checks: ['passed', 'passed'],
    });
  });

  it('lets virtual time be as long as it likes', async () => {
    const report = await run(
      requestFor({
        files: {
          'a.ts': `export async function everySecond(count: number) { for (let n = 0; n < count; n++) await new Promise(r => setTimeout(r, 1_000)); return Date.now(); }`,
        },
        suites: {
          s: `import { everySecond } from '#attempt/a';
it('an hour', async () => { const hour = everySecond(3_600); await clock.advance(3_600_000); assert.equal(await hour, Date.UTC(2026, 2, 2, 11)); });`,
        },
      }),
    );
    assert.deepEqual(endOf(report), { kind: 'finished', loadLogs: [], checks: ['passed'] });
  });
});
