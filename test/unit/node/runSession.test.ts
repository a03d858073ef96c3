import assert from 'node:assert/strict';
import fc from 'fast-check';
import { reportOf } from '../../../src/core/run/reduce';
import { noWalls, outcomeOf } from '../../../src/core/run/report';
import type { RunProgress } from '../../../src/core/run/request';
import type { ChildExit, ChildListener } from '../../../src/node/childProcess';
import { RunSession, type SessionChild, type SessionResult } from '../../../src/node/runSession';
import { parseChildMessage, type ChildMessage, type Job } from '../../../src/protocol/run';
import { nonce, oddText, strayConversation } from '../support/childMessages';
import { assertSound } from '../support/soundReport';

const job: Job = {
  ...{
    seed: 1,
    suites: [],
    testModules: {},
    attempt: {},
    owned: [],
    only: null,
    debug: null,
    coverage: false,
  },
  ...{ checkMs: 60_000, runMs: 60_000 },
};

interface Session {
  readonly result: SessionResult;
  readonly progress: readonly RunProgress[];
}

/** A session with a child that says all of this, and then ends. */
async function sessionOf(said: readonly unknown[], exit: ChildExit): Promise<Session> {
  let listener: ChildListener | undefined;
  const ready: SessionChild = {
    walls: noWalls,
    child: {
      listen: given => (listener = given),
      send: () => undefined,
      isWatched: false,
      settings: {
        ...{ sandboxDir: '', execPath: '', permission: null },
        kind: { memoryMb: 128, services: [], mode: 'run' },
      },
    },
  };
  const progress: RunProgress[] = [];
  const events = {
    onProgress: (event: RunProgress) => void progress.push(event),
    onListening: () => undefined,
  };
  const session = new RunSession(ready, job, nonce, events, () => undefined);
  const result = session.start('run');
  for (const raw of said) listener?.onMessage(parseChildMessage(raw));
  listener?.onExit(exit);
  return { result: await result, progress };
}

const exits: fc.Arbitrary<ChildExit> = fc.record({
  code: fc.option(fc.integer()),
  signal: fc.constantFrom(null, 'SIGKILL', 'SIGSEGV'),
  output: fc.oneof(
    oddText,
    fc.constantFrom('watchdog: check', 'watchdog: memory 900', 'watchdog: memory ' + '9'.repeat(9_000)),
    oddText.map(text => `${text}\nFATAL ERROR: heap out of memory\n12 ms: Mark -> ${text} (1.0) MB`),
  ),
  flood: fc.constantFrom(null, 'output', 'messages'),
});

const frame = {
  exercise: { pack: 'p', id: 'e' },
  pack: { id: 'p', version: '1.0.0', hash: 'h' },
  seed: 1,
  durationMs: 1,
};

describe('a session with a child that goes astray', function () {
  this.timeout(120_000);

  it('ends in a sound report, whatever was said in whatever order', () =>
    fc.assert(
      fc.asyncProperty(strayConversation, exits, async (said, exit) => {
        const { result, progress } = await sessionOf(said, exit);
        const report = reportOf(result.state, frame);
        assertSound(report);
        assertEarned(said.map(parseChildMessage), result);
        assertOrdered(progress);
      }),
      { numRuns: 4_000 },
    ));

  it('says that it has passed only after exactly what a sound child says', () =>
    fc.assert(
      fc.asyncProperty(strayConversation, exits, async (said, exit) => {
        const { result } = await sessionOf(said, exit);
        if (result.broken || outcomeOf(reportOf(result.state, frame)) !== 'passed') return;
        const indexes = result.state.checks.map((_, index) => index);
        // The last check ends the run; only where there is none does the goodbye.
        const sound = ['planned', 'loaded', ...indexes, ...(indexes.length === 0 ? ['done'] : [])];
        const heard = said.map(parseChildMessage).filter(message => message?.type !== 'watched');
        assert.deepEqual(
          heard
            .slice(0, sound.length)
            .map(message => (message?.type === 'finished' ? message.index : message?.type)),
          sound,
        );
      }),
      { numRuns: 2_000 },
    ));

  it('hears nothing any more once it is over', async () => {
    const plan = { type: 'planned', nonce, checks: [{ suite: 's', titles: ['R1 works'] }] };
    const exit = { code: 0, signal: null, output: '', flood: null };
    const { progress, result } = await sessionOf([plan, plan, plan], exit);
    assert.deepEqual(
      progress.map(event => event.type),
      ['planned'],
    );
    assert.equal(result.state.end?.kind, 'crashed');
  });

  for (const [what, message] of [
    ['a debugger that nobody asked for', { type: 'listening', nonce, port: 9_229 }],
    ['coverage that nobody asked for', { type: 'covered', nonce, scripts: [] }],
  ] as const)
    it(`ends a run whose child tells of ${what}`, async () => {
      const { result } = await sessionOf([message], { code: 0, signal: null, output: '', flood: null });
      const detail = 'The runner sent something that is not a result.';
      assert.deepEqual(result.state.end, { kind: 'crashed', cause: 'protocol', detail });
      assert.equal(result.scripts, undefined);
    });

  it('does not let a child call a suite broken that it has planned', async () => {
    const plan = { type: 'planned', nonce, checks: [{ suite: 's', titles: ['R1 works'] }] };
    const broken = { type: 'broken', nonce, message: 'Install this instead.', where: '' };
    const exit = { code: 0, signal: null, output: '', flood: null };
    const { result } = await sessionOf([plan, broken], exit);
    assert.equal(result.broken, null);
    assert.deepEqual(result.state.end, {
      kind: 'crashed',
      cause: 'protocol',
      detail: 'The runner called a suite broken that it had planned.',
    });
  });
});

/** No check has passed that was not reported once, as passed, after the modules had loaded. */
function assertEarned(said: readonly (ChildMessage | undefined)[], { state }: SessionResult): void {
  const loaded = said.findIndex(message => message?.type === 'loaded');
  for (const [index, check] of state.checks.entries()) {
    if (check.state === 'not-run') continue;
    const first = said.find(
      (message, at) => at > loaded && message?.type === 'finished' && message.index === index,
    );
    assert.ok(first?.type === 'finished' && loaded >= 0, `check ${index} was never reported`);
    assert.deepEqual(
      { nonce: first.nonce, state: first.passed ? 'passed' : 'failed' },
      { nonce, state: check.state },
    );
  }
}

/** The plan first and once, then each check in its turn: begun, then ended. */
function assertOrdered(progress: readonly RunProgress[]): void {
  const steps = progress.map(event =>
    event.type === 'planned' ? event.type : `${event.type} ${event.index}`,
  );
  const [plan] = progress;
  const count = plan?.type === 'planned' ? plan.checks.length : 0;
  const all = [
    'planned',
    ...Array.from({ length: count }, (_, i) => [`started ${i}`, `finished ${i}`]).flat(),
  ];
  assert.deepEqual(steps, all.slice(0, steps.length));
}
