import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InspectorAddress } from '../../src/core/run/request';
import { Runner } from '../../src/node/runner';
import { outcomes, requestFor, sandboxDir } from './support/exercise';
import { InspectorClient } from './support/inspectorClient';

/** A folder whose name has to be spelt otherwise in a URL. */
const folder = path.resolve("/attempts/O'Brien & Söhne/first try");

const urlOf = (file: string): string => pathToFileURL(path.join(folder, file)).href.replaceAll("'", '%27');

const counter = {
  files: {
    'counter.ts': `import { start } from './deep/start';
import type { Step } from './types';

export class Counter {
  #count: number = start;
  constructor(private readonly step: Step) {}
  next(times: number): number {
    const more = times * this.step;
    this.#count += more;
    return this.#count;
  }
}
`,
    'deep/start.ts': `export const start: number = 40;\n`,
  },
  types: { 'types.ts': 'export type Step = number;\n' },
  suites: {
    counting: `import { Counter } from '#attempt/counter';
it('R1 counts', () => assert.equal(new Counter(2).next(1), 42));
it('R1 fails', () => { const expected = 1; assert.equal(new Counter(1).next(1), expected); });
`,
  },
};

/** Attaches and lets the code run. */
const go = async (client: InspectorClient): Promise<void> => {
  await client.call('Runtime.runIfWaitingForDebugger');
};

describe('a run in a debugger', function () {
  this.timeout(60_000);
  const runner = new Runner({ sandboxDir, warm: 0 });
  after(() => runner.dispose());

  /** Runs the attempt with whatever the debugger does. */
  const debugged = async (
    work: (client: InspectorClient) => Promise<void>,
    more: Partial<Parameters<typeof requestFor>[1]> = {},
    parts: Parameters<typeof requestFor>[0] = counter,
  ) => {
    let attached: InspectorClient | undefined;
    let session: Promise<void> | undefined;
    const onListening = async (address: InspectorAddress): Promise<void> => {
      attached = await InspectorClient.attach(address);
      session = work(attached);
    };
    const report = await runner.run(requestFor(parts, { ...more, debug: { folder, onListening } }));
    await session;
    attached?.close();
    return report;
  };

  it('stops in the original file, shows variables, steps, and ends with the whole report', async () => {
    const seen: unknown[] = [];
    const report = await debugged(async client => {
      const { breakpointId } = await client.call<{ breakpointId: string }>('Debugger.setBreakpointByUrl', {
        url: urlOf('counter.ts'),
        lineNumber: 7,
        columnNumber: 0,
      });
      const stop = await client.stepped('Runtime.runIfWaitingForDebugger');
      const [frame, caller] = stop.callFrames;
      seen.push(client.placeOf(stop), frame!.functionName);
      for (const expression of ['times', 'this.step', 'this.#count', '_start.start'])
        seen.push(await client.evaluate(frame!, expression));
      // The suite is there, since it calls, but is on no list of the editor's.
      assert.match(client.scripts.get(caller!.location.scriptId)!.url, /^suite:.*\.cdp$/);
      const next = await client.stepped('Debugger.stepOver');
      seen.push(client.placeOf(next), await client.evaluate(next.callFrames[0]!, 'more'));
      await client.call('Debugger.removeBreakpoint', { breakpointId });
      await client.call('Debugger.resume');
    });
    assert.deepEqual(seen, [`${urlOf('counter.ts')}:8`, 'next', 1, 2, 40, 40, `${urlOf('counter.ts')}:9`, 2]);
    assert.deepEqual(
      [report.kind, outcomes(report)],
      ['finished', { 'R1 counts': 'passed', 'R1 fails': 'Expected 1, got 41.' }],
    );
  });

  it('has no time limit while it stands, and says which walls are missing', async () => {
    const report = await debugged(
      async client => {
        const place = { url: urlOf('counter.ts'), lineNumber: 7 };
        await client.call('Debugger.setBreakpointByUrl', place);
        await client.stepped('Runtime.runIfWaitingForDebugger');
        await new Promise(resolve => setTimeout(resolve, 600)); // longer than both limits, and what is added to them
        await client.call('Debugger.disable');
      },
      {},
      { ...counter, limits: { checkMs: 100, runMs: 200 } },
    );
    assert.equal(report.kind, 'finished');
    assert.deepEqual(report.walls, {
      compartment: true,
      permissions: Number(process.versions.node.split('.')[0]) >= 24,
      watchdog: false,
      emptyEnvironment: true,
    });
  });

  it('is ended by its signal, while it waits and while it stands', async () => {
    const waiting = new AbortController();
    const report = await runner.run(
      requestFor(counter, {
        signal: waiting.signal,
        debug: {
          folder,
          onListening: () => {
            waiting.abort();
            return Promise.resolve();
          },
        },
      }),
    );
    assert.equal(report.kind, 'cancelled');

    const standing = new AbortController();
    const stopped = await debugged(
      async client => {
        await client.call('Debugger.setBreakpointByUrl', { url: urlOf('counter.ts'), lineNumber: 7 });
        await client.stepped('Runtime.runIfWaitingForDebugger');
        standing.abort();
      },
      { signal: standing.signal },
    );
    assert.deepEqual(
      [stopped.kind, stopped.checks.map(({ state }) => state), runner.children()],
      ['cancelled', ['not-run', 'not-run'], []],
    );
  });

  it('fails with the reason for which no debugger could be attached', async () => {
    const onListening = (): Promise<void> => Promise.reject(new RangeError('no debugger here'));
    await assert.rejects(runner.run(requestFor(counter, { debug: { folder, onListening } })), {
      name: 'RangeError',
      message: 'no debugger here',
    });
    assert.deepEqual(runner.children(), []);
  });

  it('says where the learner was, as without a debugger', async () => {
    const parts = {
      files: { 'a.ts': `export const broken = () => {\n  throw new RangeError('no');\n};\n` },
      suites: { s: `import { broken } from '#attempt/a';\nit('R1 fails', () => broken());` },
    };
    const report = await debugged(go, {}, parts);
    const plain = await runner.run(requestFor(parts));
    assert.deepEqual(report.checks[0]!.failure, plain.checks[0]!.failure);
    assert.deepEqual(report.checks[0]!.failure?.frames, [{ file: 'a.ts', line: 2, column: 9, fn: 'broken' }]);
  });

  it('shows in the debugger’s console what the learner’s code prints, which is in the report as well', async () => {
    const parts = {
      files: {
        'a.ts': `export const say = () => {\n  console.log('%s counts', 'one');\n  console.warn({ two: 2 });\n  debugger;\n};\n`,
      },
      suites: { s: `import { say } from '#attempt/a';\nit('R1 says', () => say());` },
    };
    let printed: readonly string[] = [];
    const report = await debugged(
      async client => {
        await client.stepped('Runtime.runIfWaitingForDebugger');
        printed = [...client.printed];
        await client.call('Debugger.resume');
      },
      {},
      parts,
    );
    assert.deepEqual(printed, ['log one counts', 'warning { two: 2 }']);
    assert.deepEqual(report.checks[0]!.logs, [
      { level: 'log', text: 'one counts' },
      { level: 'warn', text: '{ two: 2 }' },
    ]);
  });

  it('lets a check be debugged alone', async () => {
    const only = [{ suite: 'counting', title: 'R1 counts' }];
    const report = await debugged(go, { only });
    assert.deepEqual(outcomes(report), { 'R1 counts': 'passed' });
  });
});
