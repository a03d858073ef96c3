import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SandboxChild } from '../../src/node/childProcess';
import { Runner } from '../../src/node/runner';
import type { RunReport } from '../../src/core/run/report';
import { requestFor, sandboxDir } from './support/exercise';

const endless = {
  files: { 'a.ts': 'export function work() { for (;;); }' },
  suites: { s: `import { work } from '#attempt/a';\nit('works', () => work());` },
  limits: { checkMs: 15_000, runMs: 15_000 },
};
const quick = { files: { 'a.ts': 'export {}' }, suites: { s: `it('passes', () => {});` } };

describe('the life of a child', function () {
  this.timeout(60_000);

  const runners: Runner[] = [];
  const newRunner = (options: Partial<ConstructorParameters<typeof Runner>[0]> = {}): Runner => {
    const runner = new Runner({ sandboxDir, ...options });
    runners.push(runner);
    return runner;
  };
  afterEach(() => {
    for (const runner of runners.splice(0)) runner.dispose();
  });

  it('is ended by a cancelled run', async () => {
    const runner = newRunner({ warm: 0 });
    const controller = new AbortController();
    const started = new Promise<void>(resolve => {
      void runner
        .run(
          requestFor(endless, {
            signal: controller.signal,
            onProgress: e => e.type === 'started' && resolve(),
          }),
        )
        .then(report => (ended = report));
    });
    let ended: RunReport | undefined;
    await started;
    const [pid] = runner.children();
    controller.abort();
    await gone(pid!);
    assert.equal(ended?.kind, 'cancelled');
    assert.deepEqual(
      ended.checks.map(check => check.state),
      ['not-run'],
    );
  });

  it('does not begin for a run that is cancelled already', async () => {
    const runner = newRunner();
    const report = await runner.run(requestFor(endless, { signal: AbortSignal.abort() }));
    assert.equal(report.kind, 'cancelled');
    assert.deepEqual(runner.children(), []);
  });

  it('ends with its runner, running or waiting', async () => {
    const runner = newRunner({ warm: 2 });
    runner.warmUp();
    let running: Promise<RunReport> | undefined;
    await new Promise<void>(resolve => {
      running = runner.run(requestFor(endless, { onProgress: e => e.type === 'started' && resolve() }));
    });
    const pids = runner.children();
    runner.dispose();
    assert.equal((await running)?.kind, 'cancelled');
    await Promise.all(pids.map(gone));
    assert.deepEqual(runner.children(), []);
    await assert.rejects(runner.run(requestFor(quick)), { code: 'runner-disposed' });
  });

  it('is used for one run only', async () => {
    const runner = newRunner();
    runner.warmUp();
    await until(() => runner.children().length === 1);
    const [first] = runner.children();
    assert.equal((await runner.run(requestFor(quick))).kind, 'finished');
    await gone(first!);
    await until(() => runner.children().length === 1);
    assert.notEqual(runner.children()[0], first);
  });

  it('is replaced when it has died while waiting', async () => {
    const runner = newRunner();
    runner.warmUp();
    await runner.run(requestFor(quick));
    await until(() => runner.children().length === 1);
    const [waiting] = runner.children();
    await sleep(300); // let it become ready, so that it dies as a waiting child
    process.kill(waiting!, 'SIGKILL');
    await gone(waiting!);
    assert.equal((await runner.run(requestFor(quick))).kind, 'finished');
  });

  it('is let go when nobody needs it for long, and started again when somebody does', async () => {
    const runner = newRunner({ idleMs: 500 });
    runner.warmUp();
    await until(() => runner.children().length === 1);
    await until(() => runner.children().length === 0);
    assert.equal((await runner.run(requestFor(quick))).kind, 'finished');
  });

  it('waits for each limit of memory by itself', async () => {
    const runner = newRunner();
    runner.warmUp();
    await until(() => runner.children().length === 1);
    const report = await runner.run(requestFor({ ...quick, limits: { memoryMb: 100 } }));
    assert.equal(report.kind, 'finished');
    await until(() => runner.children().length === 2);
  });

  it('reports the walls that it finds', async () => {
    const kind = { memoryMb: 128, services: [], mode: 'run' } as const;
    const bare = new SandboxChild({ sandboxDir, execPath: process.execPath, kind, permission: null });
    const { watchdog, ...others } = await bare.ready;
    assert.deepEqual(others, { compartment: true, permissions: false, emptyEnvironment: true });
    assert.equal(typeof watchdog, 'boolean'); // its thread may still be starting
    bare.kill();
  });

  const swift: readonly (readonly [string, string, string])[] = [
    ['that passes', 'export const work = () => 1;', 'finished'],
    ['whose code does not load', 'throw new Error("no");', 'finished'],
    ['that never ends', 'for (;;);', 'timed-out'],
  ];
  for (const [what, code, kind] of swift)
    it(`says that the watchdog stands in a run ${what}, however soon it began`, async () => {
      const suites = { s: `import { work } from '#attempt/a';\nit('works', () => work());` };
      const limits = { checkMs: 1_000, runMs: 2_000 };
      const report = await newRunner({ warm: 0 }).run(
        requestFor({ files: { 'a.ts': code }, suites, limits }),
      );
      assert.deepEqual([report.kind, report.walls.watchdog], [kind, true]);
    });

  it('does not see the environment of its host', async () => {
    process.env['DESIGN_DRILLS_SECRET'] = 'secret';
    const report = await newRunner().run(requestFor(quick));
    delete process.env['DESIGN_DRILLS_SECRET'];
    assert.equal(report.walls.emptyEnvironment, true);
  });

  it('is started without the permission model where the runtime refuses it', async () => {
    // A wrapper that refuses the flags, as another runtime may.
    const log: string[] = [];
    await withChild(
      `if (process.execArgv.some(flag => flag.includes('permission'))) process.exit(9);\n${ready}`,
      async dir => {
        const runner = newRunner({ sandboxDir: dir, log: line => log.push(line) });
        const report = await runner.run(requestFor(quick));
        assert.equal(report.walls.permissions, false);
        assert.match(log[0] ?? '', /^A child with --(experimental-)?permission did not start: .*\(9\)/);
      },
    );
  });

  it('ends at once when its own code cannot be loaded', async () => {
    const broken = `process.on('uncaughtException', () => undefined);\nthrow new TypeError('no harness');`;
    await withChild(readFileSync(path.join(sandboxDir, 'boot.js'), 'utf8'), async dir => {
      writeFileSync(path.join(dir, 'harness.js'), broken);
      await assert.rejects(newRunner({ sandboxDir: dir }).run(requestFor(quick)), {
        code: 'runner-not-started',
        message: /\(70\)\. TypeError: no harness$/,
      });
    });
  });

  it('tells a person when it cannot be started', async () => {
    await withChild('process.exit(3)', async dir => {
      await assert.rejects(
        newRunner({ sandboxDir: dir }).run(requestFor(quick)),
        (error: Error & { code: string }) => {
          assert.equal(error.code, 'runner-not-started');
          assert.match(
            error.message,
            /could not be started with .*node.* Reinstall Design Drills, and allow it/,
          );
          return true;
        },
      );
    });
    assert.throws(() => newRunner({ sandboxDir: '/nowhere' }), {
      code: 'runner-missing',
      message: '/nowhere is missing, so that no check can run. Reinstall Design Drills.',
    });
    await assert.rejects(newRunner({ execPath: '/nowhere/node' }).run(requestFor(quick)), {
      code: 'runner-not-started',
    });
  });
});

/** A child that has been taken over, or is broken: everything behind `ready` is up to it. */
describe('a child that cannot be trusted', function () {
  this.timeout(60_000);
  const planned = `send({ type: 'planned', nonce, checks: [{ suite: 's', titles: ['one'] }, { suite: 's', titles: ['two'] }] });`;
  const loaded = `send({ type: 'loaded', nonce, failure: null, logs: [] });`;
  const finished = (index: number): string =>
    `send({ type: 'finished', nonce, index: ${index}, passed: true, ms: 1, failure: null, logs: [], trace: [] });`;
  const done = `send({ type: 'done', nonce });`;

  const cases: readonly (readonly [string, string, unknown])[] = [
    [
      'ends early',
      `${planned}${loaded}${finished(0)} process.exit(0)`,
      ['crashed', 'exit', 'two', 'The process ended by itself (code 0).'],
    ],
    [
      'says done without results',
      `${planned}${loaded}${finished(0)}${done}`,
      ['crashed', 'protocol', 'two', 'The runner ended without reporting 1 of 2 checks.'],
    ],
    ['says done at once', done, 'no-such-check'],
    [
      'reports a check twice',
      `${planned}${loaded}${finished(0)}${finished(0)}`,
      ['crashed', 'protocol', 'two', 'The runner reported a check out of turn.'],
    ],
    [
      'skips a check',
      `${planned}${loaded}${finished(1)}`,
      ['crashed', 'protocol', 'one', 'The runner reported a check out of turn.'],
    ],
    [
      'reports a check that was not planned',
      `${planned}${loaded}${finished(7)}`,
      ['crashed', 'protocol', 'one', 'The runner reported a check out of turn.'],
    ],
    [
      'reports before loading',
      `${planned}${finished(0)}`,
      ['crashed', 'protocol', null, 'The runner reported a check out of turn.'],
    ],
    [
      'plans again',
      `${planned}${loaded}${planned}${done}`,
      ['crashed', 'protocol', 'one', 'The runner sent its plan twice.'],
    ],
    [
      'does not know the nonce',
      `nonce = 'other'; ${planned}`,
      ['crashed', 'protocol', null, 'The runner sent something that is not a result.'],
    ],
    [
      'sends rubbish',
      `send({ type: 'finished' })`,
      ['crashed', 'protocol', null, 'The runner sent something that is not a result.'],
    ],
    [
      'claims a pass with a failure',
      `${planned}${loaded}send({ type: 'finished', nonce, index: 0, passed: true, ms: 1, failure: { message: 'x', frames: [] }, logs: [], trace: [] });`,
      ['crashed', 'protocol', 'one', 'The runner sent something that is not a result.'],
    ],
    [
      'floods its output',
      `${planned}${loaded} for (let n = 0; n < 5_000; n++) process.stdout.write('x'.repeat(100) + '\\n');`,
      ['crashed', 'output', 'one', 'The process printed more than 64 KiB.'],
    ],
    [
      'floods the channel',
      `${planned}${loaded} const more = () => { ${loaded} setImmediate(more); }; more();`,
      ['crashed', 'protocol', 'one', 'The runner reported that it had loaded twice.'],
    ],
    ['is silent', `${planned}${loaded}`, ['timed-out', 'check', 'one', 1_000]],
    ['is silent from the beginning', '', ['timed-out', 'check', null, 1_000]],
  ];
  for (const [what, script, expected] of cases)
    it(`is found out when it ${what}`, async () => {
      await withChild(answering(script), async dir => {
        const runner = new Runner({ sandboxDir: dir, warm: 0 });
        const request = requestFor({ ...quick, limits: { checkMs: 1_000, runMs: 30_000 } });
        try {
          const report = await runner.run(request);
          assert.deepEqual(
            report.kind === 'crashed'
              ? [report.kind, report.cause, report.during, report.detail]
              : report.kind === 'timed-out'
                ? [report.kind, report.limit, report.during, report.limitMs]
                : report,
            expected,
          );
        } catch (error) {
          assert.equal((error as { code?: unknown }).code, expected);
        } finally {
          runner.dispose();
        }
      });
    });
});

/** The child's end of the pipe. */
const channel = `
const pipe = new (require('node:net').Socket)({ fd: 3, readable: true, writable: true });
const send = message => pipe.write(JSON.stringify(message) + '\\n');
let received = '';
const listen = take => pipe.setEncoding('utf8').on('close', () => process.exit()).on('data', text => {
  const lines = (received + text).split('\\n');
  received = lines.pop();
  for (const message of lines.map(line => JSON.parse(line))) if (message.type !== 'define') take(message);
});`;

const ready = `${channel}
const walls = { compartment: false, permissions: false, watchdog: false, emptyEnvironment: false };
send({ type: 'ready', protocol: 1, walls });
listen(({ nonce }) => {
  send({ type: 'planned', nonce, checks: [{ suite: 's', titles: ['passes'] }] });
  send({ type: 'loaded', nonce, failure: null, logs: [] });
  send({ type: 'finished', nonce, index: 0, passed: true, ms: 1, failure: null, logs: [], trace: [] });
  send({ type: 'done', nonce });
});`;

const answering = (script: string): string => `${channel}
const walls = { compartment: false, permissions: false, watchdog: false, emptyEnvironment: false };
send({ type: 'ready', protocol: 1, walls });
listen(message => { let { nonce } = message; ${script} });`;

/** A folder with a boot.js of this text, for as long as `use` takes. */
async function withChild(script: string, use: (dir: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(path.join(tmpdir(), 'drills-child-'));
  writeFileSync(path.join(dir, 'boot.js'), script);
  try {
    await use(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const gone = (pid: number): Promise<void> => until(() => !isAlive(pid));

async function until(condition: () => boolean): Promise<void> {
  for (const end = performance.now() + 30_000; !condition(); await sleep(5))
    if (performance.now() > end) throw new Error('It did not happen within 30 s.');
}
