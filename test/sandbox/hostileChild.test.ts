import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HumanError } from '../../src/core/errors';
import { outcomeOf, type RunReport } from '../../src/core/run/report';
import { Runner } from '../../src/node/runner';
import { oddTree } from '../unit/support/attemptTrees';
import { nonce, strayConversation } from '../unit/support/childMessages';
import { assertSound } from '../unit/support/soundReport';
import { exerciseOf, requestFor, useRunner } from './support/exercise';

const quick = { files: { 'a.ts': 'export {}' }, suites: { s: `it('R1 passes', () => {});` } };

/** A process in the place of the child, whose code is all its own: it says `ready`, and with the job it gets to `says`. */
const impostor = (says: string): string => `
const fs = require('node:fs');
const write = data => {
  for (let rest = Buffer.from(data); rest.length > 0;)
    try { rest = rest.subarray(fs.writeSync(3, rest)); } catch (error) { if (error.code !== 'EAGAIN') process.exit(1); }
};
const walls = { compartment: true, permissions: true, watchdog: true, emptyEnvironment: true };
write(JSON.stringify({ type: 'ready', protocol: 1, walls }) + '\\n');
let received = '';
new (require('node:net').Socket)({ fd: 3 }).setEncoding('utf8').on('close', () => process.exit()).on('data', text => {
  const lines = (received + text).split('\\n');
  received = lines.pop();
  for (const { type, nonce } of lines.map(line => JSON.parse(line))) {
    if (type === 'define') continue;
    ${says}
  }
});`;

async function runWith(says: string, checkMs = 20_000): Promise<RunReport> {
  const dir = mkdtempSync(path.join(tmpdir(), 'drills-child-'));
  writeFileSync(path.join(dir, 'boot.js'), impostor(says));
  const runner = new Runner({ sandboxDir: dir, warm: 0 });
  try {
    return await runner.run(requestFor({ ...quick, limits: { checkMs, runMs: 30_000 } }));
  } finally {
    runner.dispose();
    rmSync(dir, { recursive: true, force: true });
  }
}

describe('a process in the place of the child', function () {
  this.timeout(120_000);

  const protocol = ['crashed', 'protocol', 'The runner sent something that is not a result.'];
  const flood = ['crashed', 'output', 'The process reported more than 64 MiB.'];
  const cases: readonly (readonly [what: string, says: string, end: readonly unknown[]])[] = [
    ['writes what is no JSON', `write('{bad json\\n');`, protocol],
    ['writes bytes that are no text', `write(Buffer.from([0xff, 0xfe, 0x80, 0x0a]));`, protocol],
    ['speaks as Node does to itself', `write('{"cmd":"NODE_HANDLE_ACK"}\\n');`, protocol],
    ['offers a handle', `write('{"cmd":"NODE_HANDLE","type":"net.Socket","msg":1}\\n');`, protocol],
    ['nests a million deep', `write('['.repeat(1e6) + ']'.repeat(1e6) + '\\n');`, protocol],
    [
      'names its fields after prototypes',
      `write('{"__proto__":{"type":"done"},"constructor":1}\\n');`,
      protocol,
    ],
    ['writes a line without an end', `for (;;) write('x'.repeat(1 << 20));`, flood],
    [
      'writes many large lines',
      `for (;;) write(JSON.stringify({ nonce, type: 'none', text: 'x'.repeat(1 << 16) }) + '\\n');`,
      protocol,
    ],
    [
      'closes the pipe',
      `fs.closeSync(3); process.exit(5);`,
      ['crashed', 'exit', 'The process ended by itself (code 5).'],
    ],
    [
      'prints for ever',
      `for (;;) try { fs.writeSync(2, 'x'.repeat(4_096)); } catch {}`,
      ['crashed', 'output', 'The process printed more than 64 KiB.'],
    ],
  ];
  for (const [what, says, end] of cases)
    it(`is found out when it ${what}`, async () => {
      const before = process.memoryUsage.rss();
      const report = await runWith(says);
      assertSound(report);
      assert.ok(report.kind === 'crashed');
      assert.deepEqual([report.kind, report.cause, report.detail], end);
      const grownMb = (process.memoryUsage.rss() - before) / 2 ** 20;
      assert.ok(grownMb < 400, `the host grew by ${grownMb} MiB`);
    });

  it('brings about a sound report, whatever it says', () =>
    fc.assert(
      fc.asyncProperty(strayConversation, async said => {
        const lines = said
          .map(message => JSON.stringify([message]).slice(1, -1))
          .join('\n')
          .replaceAll(nonce, '§');
        const says = `write(${JSON.stringify(`${lines}\n`)}.replaceAll('§', nonce)); process.exit();`;
        const report = await runWith(says).catch((error: unknown) => {
          assert.ok(error instanceof HumanError, String(error));
          assert.ok(['broken-suite', 'no-such-check'].includes(error.code), error.code);
        });
        if (report) assertSound(report);
      }),
      { numRuns: 60 },
    ));
});

describe('attempts of any files', function () {
  this.timeout(240_000);
  const { run } = useRunner();
  const parts = {
    files: { 'a.ts': '' },
    suites: {
      s: `import * as a from '#attempt/a.ts';
it('R1 has something', () => assert.ok(Object.keys(a).length > 0, 'It exports nothing.'));
it('R1 can be called', async () => { for (const value of Object.values(a) as any[]) if (typeof value === 'function') await value(1, 'x'); assert.fail('end'); });`,
    },
    limits: { checkMs: 1_500, runMs: 4_000 },
  };
  const exercise = exerciseOf(parts);

  it('end in a sound report, and what should fail does', () =>
    fc.assert(
      fc.asyncProperty(oddTree, async files => {
        const report = await run({ ...requestFor(parts), exercise, files });
        assertSound(report);
        assert.notEqual(outcomeOf(report), 'passed');
      }),
      { numRuns: 80 },
    ));
});
