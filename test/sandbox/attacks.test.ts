import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { requestFor, useRunner } from './support/exercise';
import type { RunReport } from '../../src/core/run/report';

const folder = 'test/sandbox/attacks';

/** Every honest outcome of it is a failure, of every check: a check that passes has been forged. */
const judge = `import { answer, attack } from '#attempt/attack.ts';
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
`;

/** What ends each attack; those that are not here come back and fail every check. */
const ends: Readonly<Record<string, string>> = {
  'endlessCall.ts': 'timed-out check in withstands',
  'endlessMicrotasks.ts': 'timed-out check in withstands',
  'endlessLoad.ts': 'timed-out check in null',
  'catastrophicPattern.ts': 'timed-out check in withstands',
  'heap.ts': 'crashed memory in withstands',
  'buffers.ts': 'crashed memory in withstands',
};

describe('attacks', function () {
  this.timeout(60_000);
  const { run } = useRunner();

  it('can be withstood: an honest answer passes the check it belongs to', async () => {
    const honest = `export const answer = () => 'SECRET_EXPECTED';\nexport const attack = async () => undefined;`;
    const report = await run(requestFor({ files: { 'attack.ts': honest }, suites: { judge } }));
    assert.deepEqual(
      report.checks.map(check => check.state),
      ['passed', 'failed', 'failed'],
    );
  });

  for (const name of readdirSync(folder)) {
    const text = readFileSync(`${folder}/${name}`, 'utf8');
    it(`${name}: ${text.split('\n', 1)[0]!.slice(3)}`, async () => {
      // Only what never ends by itself is worth waiting for; the others may take as long as a busy machine needs.
      const checkMs = ends[name]?.startsWith('timed-out') ? 700 : 20_000;
      const limits = { checkMs, runMs: 50_000, memoryMb: 128 };
      const report = await run(requestFor({ files: { 'attack.ts': text }, suites: { judge }, limits }));
      assert.equal(endOf(report), ends[name] ?? 'finished');
      assert.deepEqual(
        report.checks.filter(check => check.state === 'passed').map(check => check.title),
        [],
        'forged',
      );
      if (!ends[name])
        assert.deepEqual(
          report.checks.map(check => check.state),
          ['failed', 'failed', 'failed'],
        );
      const printed = printedBy(report);
      assert.deepEqual(
        printed.filter(line => line.startsWith('REACHED')),
        [],
      );
      assert.deepEqual(
        printed.filter(line => line.includes('SECRET')),
        [],
      );
    });
  }
});

function endOf(report: RunReport): string {
  if (report.kind === 'timed-out') return `timed-out ${report.limit} in ${report.during}`;
  if (report.kind === 'crashed') return `crashed ${report.cause} in ${report.during}`;
  return report.kind;
}

function printedBy(report: RunReport): string[] {
  const lines = [
    ...(report.kind === 'finished' ? report.loadLogs : []),
    ...report.checks.flatMap(c => c.logs),
  ];
  return lines.map(line => line.text);
}
