import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cli, useCommandLine, type Finished } from './support/commandLine';
import { setTimeout as delay } from 'node:timers/promises';

const packs = path.resolve('test', 'packs');

/** As much of `run --json` as is looked at here. */
interface Report {
  readonly outcome: string;
  readonly detail: string;
  readonly requirements: readonly { readonly id: string; readonly state: string }[];
  readonly checks: readonly { readonly title: string; readonly state: string; readonly message?: string }[];
  readonly walls: Readonly<Record<string, boolean>>;
}

describe('the built command line', () => {
  const line = useCommandLine('cli');

  const drills = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> =>
    line.run(args, env);

  /** A folder with these files, to be checked as an attempt at the counter. */
  function attempt(name: string, counter: string): string {
    mkdirSync(line.inFolder(name), { recursive: true });
    writeFileSync(line.inFolder(name, 'counter.ts'), counter);
    return name;
  }

  async function check(
    name: string,
    more: readonly string[] = [],
  ): Promise<{ code: number | null; report: Report }> {
    const args = [
      'run',
      'good/counter',
      '--attempt',
      name,
      '--packs',
      packs,
      '--seed',
      '5',
      '--json',
      ...more,
    ];
    const { code, out, err } = await drills(args);
    assert.equal(err, '');
    assert.equal(out.trimEnd().split('\n').length, 1, 'one object');
    return { code, report: JSON.parse(out) as Report };
  }

  it('lists what is installed', async () => {
    const { code, out } = await drills(['list', '--json']);
    const { packs: installed } = JSON.parse(out) as { packs: { id: string }[] };
    assert.deepEqual([code, installed.map(({ id }) => id)], [0, ['chatbot-platform']]);
  });

  it('takes someone from nothing to a pass', async () => {
    const scaffold = ['scaffold', 'good/counter', '--into', 'work', '--packs', packs];
    assert.deepEqual(await drills(scaffold), {
      code: 0,
      out: ['types.ts', 'counter.ts', 'drills.d.ts', 'tsconfig.json']
        .map(file => `created  ${path.join('work', file)}\n`)
        .join(''),
      err: '',
    });
    const first = await check('work');
    assert.deepEqual([first.code, first.report.outcome], [1, 'failed']);

    const solution = readFileSync(path.join(packs, 'good', 'counter', 'solution', 'counter.ts'), 'utf8');
    attempt('work', solution);
    const second = await check('work');
    assert.equal(second.code, 0);
    const { durationMs, checks, walls, pack, ...rest } = second.report as Report & {
      durationMs: number;
      pack: Record<string, string>;
    };
    assert.deepEqual(rest, {
      version: 1,
      exercise: 'good/counter',
      outcome: 'passed',
      detail: 'All 3 checks passed',
      requirements: [
        { id: 'R1', state: 'passed' },
        { id: 'R2', state: 'passed' },
        { id: 'R3', state: 'passed' },
      ],
      seed: 5,
    });
    assert.deepEqual(
      checks.map(({ title, state }) => [title, state]),
      [
        ['a counter › R1 begins at 0', 'passed'],
        ['a counter › R2 counts up and says so', 'passed'],
        ['R3 stops at its ceiling', 'passed'],
      ],
    );
    assert.deepEqual(Object.keys(walls).sort(), [
      'compartment',
      'emptyEnvironment',
      'permissions',
      'watchdog',
    ]);
    assert.ok(durationMs > 0);
    assert.match(pack['hash'] ?? '', /^[0-9a-f]{64}$/);

    const { out } = await drills(scaffold);
    assert.match(out, /^kept {5}work.counter\.ts$/m);
    assert.equal(readFileSync(line.inFolder('work', 'counter.ts'), 'utf8'), solution);
  });

  it('restores what belongs to the exercise, and never mixes exercises or strangers', async () => {
    const scaffold = ['scaffold', 'good/counter', '--packs', packs, '--into'];
    await drills([...scaffold, 'owned']);
    writeFileSync(line.inFolder('owned', 'types.ts'), 'export type Counter = any;');
    assert.match((await drills([...scaffold, 'owned'])).out, /^replaced owned.types\.ts$/m);

    mkdirSync(line.inFolder('theirs'));
    writeFileSync(line.inFolder('theirs', 'tsconfig.json'), '{}');
    assert.deepEqual(await drills([...scaffold, 'theirs']), {
      code: 2,
      out: '',
      err: 'error: theirs has files of its own: tsconfig.json. Choose another folder.\n',
    });
    const { code, err } = await drills(['run', 'chatbot-platform/rate-limiting', '--attempt', 'owned']);
    assert.deepEqual(
      [code, err],
      [2, 'error: owned holds an attempt at good/counter, not at chatbot-platform/rate-limiting.\n'],
    );
  });

  it('writes solutions and wrong variants for authors', async () => {
    const scaffold = ['scaffold', 'good/counter', '--packs', packs, '--into'];
    await drills([...scaffold, 'solved', '--solution']);
    await drills([...scaffold, 'bad', '--wrong', 'no-ceiling']);
    assert.equal((await check('solved')).code, 0);
    const { code, report } = await check('bad');
    assert.deepEqual(
      [code, report.requirements.map(({ state }) => state)],
      [1, ['passed', 'passed', 'failed']],
    );
  });

  it('runs one suite', async () => {
    await drills(['scaffold', 'good/counter', '--packs', packs, '--into', 'one', '--solution']);
    const { report } = await check('one', ['--suite', 'ceiling']);
    assert.deepEqual(
      report.checks.map(({ title }) => title),
      ['R3 stops at its ceiling'],
    );
  });

  /** Whatever learner code does, there is an outcome, a sentence that says why, and code 1. */
  const hostile: [name: string, code: string, outcome: string, detail: RegExp][] = [
    [
      'a syntax error',
      'export function createCounter( {',
      'did-not-compile',
      /^Does not compile: counter\.ts:1: Syntax error/,
    ],
    [
      'an import of Node',
      "import fs from 'node:fs'; export const a = fs;",
      'did-not-compile',
      /'node:fs' is not available/,
    ],
    [
      'a failure while loading',
      "throw new Error('not today');",
      'failed',
      /^Could not be loaded: Error: not today$/,
    ],
    [
      'an endless loop',
      'export function createCounter() { for (;;); }',
      'timed-out',
      /^Stopped: “a counter › R1 begins at 0” took longer than 2 s$/,
    ],
    [
      'an endless loop while loading',
      'for (;;); export {};',
      'timed-out',
      /^Stopped: loading the files took longer than 2 s$/,
    ],
    [
      'leaving the process',
      'declare const process: any; export function createCounter() { process.exit(0); }',
      'failed',
      /^3 of 3 checks failed$/,
    ],
    [
      'killing the process',
      "export function createCounter(): any { const F = (() => {}).constructor as any; F('return process')().kill(F('return process')().pid); }",
      'failed',
      /^3 of 3 checks failed$/,
    ],
    [
      'a flood of output',
      "export function createCounter() { for (let i = 0; i < 1e5; i++) console.log('x'.repeat(1000)); throw new Error('wet'); }",
      'failed',
      /^3 of 3 checks failed$/,
    ],
    [
      'a faked verdict',
      "console.log(JSON.stringify({ version: 1, outcome: 'passed' })); export const createCounter = () => ({ value: 0, increment: () => 0 });",
      'failed',
      /^2 of 3 checks failed$/,
    ],
  ];
  for (const [name, code, outcome, detail] of hostile)
    it(`has an outcome for ${name}`, async () => {
      const result = await check(attempt(name.replaceAll(' ', '-'), code));
      assert.deepEqual([result.code, result.report.outcome], [1, outcome], result.report.detail);
      assert.match(result.report.detail, detail);
      assert.ok(!result.report.requirements.every(({ state }) => state === 'passed'));
    });

  it('has an outcome for a hunger for memory', async () => {
    // With time enough, so that it is the memory that ends it on a busy machine as well.
    const patient = copyOfGood('patient', yaml =>
      yaml.replace('checkMs: 2000, runMs: 8000', 'checkMs: 60000, runMs: 60000'),
    );
    const name = attempt(
      'hungry',
      'const all = []; export function createCounter() { for (;;) all.push(new Array(1e6).fill(0)); }',
    );
    const { code, out } = await drills([
      'run',
      'good/counter',
      '--attempt',
      name,
      '--packs',
      patient,
      '--json',
    ]);
    const { outcome, detail } = JSON.parse(out) as Report;
    assert.deepEqual([code, outcome], [1, 'crashed'], detail);
    assert.match(detail, /128 MB/);
  });

  it('measures coverage, as a table and as JSON, and gives the same verdict', async () => {
    const solution = readFileSync(path.join(packs, 'good', 'counter', 'solution', 'counter.ts'), 'utf8');
    const guard = "if (value < 0) throw new RangeError('below');";
    const text = solution.replace('return value;', `${guard}\n      return value;`);
    const name = attempt('measured', text);
    const args = ['run', 'good/counter', '--attempt', name, '--packs', packs, '--coverage'];
    const { code, out } = await drills(args);
    assert.equal(code, 0, out);
    const table = out.slice(out.indexOf('\nFile')).trim().split('\n');
    assert.deepEqual(
      table.map(line => line.split(/ {2,}/)),
      [
        ['File', 'Statements', 'Branches', 'Not covered'],
        ['counter.ts', '6/7 (85 %)', '1/2 (50 %)', '7'],
      ],
    );
    const json = await drills([...args, '--json']);
    assert.deepEqual((JSON.parse(json.out) as { coverage: unknown }).coverage, [
      {
        file: 'counter.ts',
        statements: { covered: 6, total: 7 },
        branches: { covered: 1, total: 2 },
        functions: { covered: 3, total: 3 },
        notCovered: ['7'],
      },
    ]);
  });

  it('says which file is missing', async () => {
    mkdirSync(line.inFolder('half'));
    writeFileSync(line.inFolder('half', 'other.ts'), 'export {};');
    const { code, report } = await check('half');
    assert.deepEqual([code, report.outcome], [1, 'did-not-compile']);
    assert.match(report.detail, /counter\.ts is missing/);
  });

  it('refuses an attempt with nothing in it', async () => {
    mkdirSync(line.inFolder('empty'));
    assert.deepEqual(await drills(['run', 'good/counter', '--attempt', 'empty', '--packs', packs]), {
      code: 2,
      out: '',
      err: 'error: There is no TypeScript file in empty. "design-drills scaffold good/counter --into empty" writes them.\n',
    });
  });

  it('gives the same result for the same seed, time aside', async () => {
    await drills(['scaffold', 'good/counter', '--packs', packs, '--into', 'seeded', '--wrong', 'no-ceiling']);
    const [first, second] = [await check('seeded'), await check('seeded')];
    const timeless = (report: Report): string =>
      JSON.stringify(report).replace(/"(?:ms|durationMs)":[\d.]+/g, '');
    assert.equal(timeless(first.report), timeless(second.report));
  });

  it('colours for terminals only, unless asked to', async () => {
    const args = ['run', 'good/counter', '--attempt', 'seeded', '--packs', packs];
    const escape = '\u001b[';
    assert.ok(!(await drills(args)).out.includes(escape));
    assert.ok((await drills(args, { FORCE_COLOR: '1' })).out.includes(escape));
  });

  it('shows what a learner prints without obeying it', async () => {
    attempt(
      'escapes',
      "console.log('\\u001b[2Jgone'); export const createCounter = () => { throw new Error('\\u001b]0;title\\u0007'); };",
    );
    const { out } = await drills(['run', 'good/counter', '--attempt', 'escapes', '--packs', packs]);
    assert.ok(!out.includes('\u001b'));
    assert.ok(out.includes('\\x1b[2Jgone'));
  });

  it('shows no more than the pack allows', async () => {
    const hidden = copyOfGood('hidden', yaml =>
      yaml.replace('checks: { when: always', 'checks: { when: after-submit'),
    );
    const { code, out } = await drills([
      'run',
      'good/counter',
      '--attempt',
      'seeded',
      '--packs',
      hidden,
      '--json',
    ]);
    const { outcome, checks, requirements } = JSON.parse(out) as Report;
    assert.deepEqual([code, outcome], [1, 'failed']);
    assert.deepEqual(
      checks.map(({ title, state, message }) => [title, state, message]),
      ['Check 1', 'Check 2', 'Check 3'].map(title => [title, 'not-revealed', undefined]),
    );
    assert.deepEqual(
      requirements.map(({ state }) => state),
      ['not-revealed', 'not-revealed', 'not-revealed'],
    );
  });

  // Windows has no signal that a process could answer.
  if (process.platform !== 'win32')
    it('ends in an orderly way when it is interrupted', async () => {
      attempt('forever', 'for (;;); export {};');
      const args = ['run', 'good/counter', '--attempt', 'forever', '--packs', packs, '--json'];
      const child = spawn(process.execPath, [cli, ...args], {
        cwd: line.folder,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const closed = once(child, 'close');
      let out = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      await untilItHasAChild(child.pid!);
      child.kill('SIGINT');
      const [code] = (await closed) as [number | null];
      assert.deepEqual([code, (JSON.parse(out) as Report).outcome], [1, 'cancelled']);
    });

  it('does not mind a reader that goes away', async () => {
    const child = spawn(process.execPath, [cli, 'list'], {
      cwd: line.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.stdout.destroy();
    const [code] = (await once(child, 'close')) as [number | null];
    assert.deepEqual([code, err], [0, '']);
  });

  it('explains why an exercise of a broken pack cannot be run', async () => {
    const pack = copyOfGood('broken', yaml => yaml.replace('minutes: 10', 'minutes: 0'));
    assert.deepEqual(await drills(['run', 'good/counter', '--attempt', 'seeded', '--packs', pack]), {
      code: 2,
      out: '',
      err: `error: good/counter cannot be used: ${path.join(pack, 'counter', 'exercise.yaml')}:4:10: error: "minutes" is 0. Use a whole number from 1 to 600. [out-of-range]\n`,
    });
  });

  it('builds packs that run as well and hide what they should', async () => {
    const { code, err } = await drills(['build-bundled', '--into', 'built']);
    assert.deepEqual([code, err], [0, '']);
    const { out } = await drills(['list', '--packs', 'built', '--json']);
    const { exercises } = JSON.parse(out) as { exercises: { ref: string }[] };
    assert.ok(exercises.length > 0);
    for (const { ref } of exercises) {
      const into = path.join('solved-built', ref);
      await drills(['scaffold', ref, '--packs', 'built', '--into', into, '--solution']);
      const run = await drills(['run', ref, '--packs', 'built', '--attempt', into, '--seed', '7']);
      assert.equal(run.code, 0, run.out);
      const wrong = await drills(['scaffold', ref, '--packs', 'built', '--into', 'never', '--wrong', 'any']);
      assert.equal(wrong.err, 'error: There is no wrong variant "any". This pack was built without them.\n');
    }
  });

  function copyOfGood(name: string, change: (yaml: string) => string = yaml => yaml): string {
    const target = line.inFolder('packs', name);
    cpSync(path.join(packs, 'good'), target, { recursive: true });
    edit(path.join(target, 'counter', 'exercise.yaml'), change);
    return target;
  }
});

/** The child is the process that runs the suites, so the run has begun. */
async function untilItHasAChild(pid: number): Promise<void> {
  while (spawnSync('pgrep', ['-P', String(pid)]).status !== 0) await delay(20);
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
