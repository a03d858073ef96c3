import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import { permissionLadder } from '../../src/node/childFlags';
import { kindOf } from '../../src/node/childKind';
import { SandboxChild } from '../../src/node/childProcess';
import { compileAttempt } from '../../src/node/compile';
import { jobOf } from '../../src/node/runJob';
import type { ChildMessage, HostMessage, Job } from '../../src/protocol/run';
import { exerciseOf, sandboxDir } from './support/exercise';

const exercise = exerciseOf({
  files: { 'a.ts': 'export const answer = (): number => 42;', 'b.ts': 'export const b = 1;' },
  suites: {
    s: `import { answer } from '#attempt/a';
const drawn = random.int(1, 1_000_000);
let runs = 0;
describe('group', () => {
  beforeEach(() => clock.setWallClock(0));
  it('has drawn ' + drawn, () => assert.equal(answer(), 42));
  it('draws', () => assert.equal(random.int(1, 1_000_000), 0));
  it('is fresh', () => assert.equal(++runs, 1));
});`,
  },
});

const jobFor = (answer: string, seed: number, more: Readonly<Record<string, string>> = {}): Job =>
  jobOf(exercise, {
    seed,
    attempt: compileAttempt({
      'a.ts': `export const answer = (): number => ${answer};`,
      'b.ts': 'export const b = 1;',
      ...more,
    }).modules,
  });

/** What a child says to a run, without what depends on time. */
async function said(job: Job, ...before: readonly HostMessage[]): Promise<readonly unknown[]> {
  const [permission = null] = permissionLadder(process.version);
  const settings = { sandboxDir: realpathSync(sandboxDir), execPath: process.execPath, permission };
  const child = new SandboxChild({ ...settings, kind: kindOf(exercise) });
  try {
    await child.ready;
    child.hold(true);
    const messages: (ChildMessage | undefined)[] = [];
    await new Promise<void>((resolve, reject) => {
      child.listen({
        onMessage: message => {
          if (message?.type !== 'watched') messages.push(message); // whenever its thread has started
          if (message?.type === 'done') resolve();
        },
        onExit: ({ output }) => reject(new Error(`The child has ended. ${output}`)),
      });
      for (const message of before) child.send(message);
      child.send({ type: 'run', nonce: 'n', job });
    });
    return messages.map(message =>
      message?.type === 'finished' ? { ...message, ms: 0, cpuMs: 0 } : message,
    );
  } finally {
    child.kill();
  }
}

const prepare = (job: Job): HostMessage => ({ type: 'prepare', nonce: '', job });
const define = (job: Job): HostMessage => ({ type: 'define', nonce: '', job });

describe('a child that has been prepared', function () {
  this.timeout(60_000);

  const solution = jobFor('42', 7);
  const cases: readonly (readonly [string, Job])[] = [
    ['the same design', solution],
    ['another design', jobFor('41', 7)],
    [
      'code that does not load',
      jobFor(`(() => { throw new Error('no'); })()`, 7, { 'a.ts': 'throw new Error("no");' }),
    ],
    ['another seed', jobFor('42', 8)],
    ['one file more', jobFor('42', 7, { 'c.ts': 'export const c = 1;' })],
    ['one check only', { ...solution, only: [{ suite: 's', title: 'group › draws' }] }],
    ['other suites', { ...solution, testModules: { 'tests/s.test.ts': `it('another', () => {});` } }],
  ];
  for (const [what, job] of cases)
    it(`says to ${what} what a fresh one says`, async () => {
      const [prepared, fresh] = [await said(job, prepare(solution)), await said(job)];
      assert.deepEqual(prepared, fresh);
      assert.equal(prepared.length > 2, true);
    });

  it('draws what a fresh one draws when another job ran after its suites were defined', async () => {
    const broken = { ...jobFor('42', 9), testModules: { 'tests/s.test.ts': `it('', () => {});` } };
    assert.deepEqual(await said(solution, define(solution), prepare(broken)), await said(solution));
  });
});
