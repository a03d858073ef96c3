import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { stepsOf } from './support/documentSteps';

const cli = path.resolve(__dirname, '..', '..', 'cli.js');
const good = path.resolve('test', 'packs', 'good');

/** As much of a workflow as is looked at here. */
interface Workflow {
  readonly name: string;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly env: Readonly<Record<string, string>>;
        readonly steps: readonly {
          readonly name?: string;
          readonly id?: string;
          readonly uses?: string;
          readonly run?: string;
          readonly env?: Readonly<Record<string, string>>;
          readonly with?: Readonly<Record<string, unknown>>;
        }[];
      }
    >
  >;
}

/** The ready-made examples for graders, run as GitHub and Gradescope run them, without the network. */
describe('the examples for graders', () => {
  let folder: string;
  const inFolder = (...names: string[]): string => path.join(folder, ...names);

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'drills-grading-'));
    // The command, found on the path as if it were installed.
    mkdirSync(inFolder('bin'));
    writeFileSync(inFolder('bin', 'design-drills'), `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`, {
      mode: 0o755,
    });
    drills('build', good, '--out', inFolder('pack.drillpack'));
    for (const state of ['starter', 'solution'])
      cpSync(path.join(good, 'counter', state), inFolder(state), { recursive: true });
    cpSync(path.join(good, 'counter', 'starter', 'types.ts'), inFolder('solution', 'types.ts'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const environment = (added: Readonly<Record<string, string>>): Record<string, string> => ({
    PATH: [inFolder('bin'), path.dirname(process.execPath), process.env['PATH'] ?? ''].join(path.delimiter),
    ...added,
  });
  const bash = (args: readonly string[], env: Readonly<Record<string, string>>) =>
    spawnSync('bash', ['--norc', '--noprofile', ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: environment(env),
    });
  function drills(...args: string[]): void {
    const { status, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }

  describe('exercises/grade.yml', () => {
    const workflow = parse(readFileSync('exercises/grade.yml', 'utf8')) as Workflow;
    const job = workflow.jobs['run-autograding-tests'];
    const steps = job?.steps ?? [];

    it('is what GitHub Classroom looks for', () => {
      assert.equal(workflow.name, 'Autograding Tests');
      assert.deepEqual(Object.keys(workflow.jobs), ['run-autograding-tests']);
      assert.deepEqual(
        steps.map(({ uses, name }) => uses ?? name),
        [
          'actions/checkout@v4',
          'actions/setup-node@v4',
          'Install',
          'Fetch the pack',
          'Check',
          'Points',
          'actions/upload-artifact@v4',
          'classroom-resources/autograding-grading-reporter@v1',
        ],
      );
      const { id } = steps.find(({ name }) => name === 'Points') ?? {};
      const reporter = steps.at(-1);
      // The reporter reads the result of `x` from X_RESULTS.
      assert.deepEqual(reporter?.with, { runners: id });
      assert.deepEqual(reporter.env, {
        [`${id?.toUpperCase()}_RESULTS`]: `\${{ steps.${id}.outputs.result }}`,
      });
    });

    /** Runs every script but the installation, as GitHub does it on Linux; answers how the first that fails ends. */
    function grade(attempt: string, change: Readonly<Record<string, string>> = {}) {
      const temp = inFolder(`temp-${attempt}`);
      rmSync(temp, { recursive: true, force: true });
      mkdirSync(temp);
      const env = {
        ...job?.env,
        EXERCISE: 'good/counter',
        ATTEMPT: attempt,
        PACK_URL: pathToFileURL(inFolder('pack.drillpack')).href,
        PACK_SHA256: createHash('sha256')
          .update(readFileSync(inFolder('pack.drillpack')))
          .digest('hex'),
        RUNNER_TEMP: temp,
        GITHUB_OUTPUT: path.join(temp, 'output'),
        ...change,
      };
      for (const { name, run } of steps.filter(step => step.run !== undefined && step.name !== 'Install')) {
        const { status, stderr } = bash(['-e', '-c', run!], env);
        if (status !== 0) return { stoppedAt: name, status, stderr };
      }
      const [, output = ''] = /^result=(.+)$/m.exec(readFileSync(env.GITHUB_OUTPUT, 'utf8')) ?? [];
      const result: unknown = JSON.parse(Buffer.from(output, 'base64').toString('utf8'));
      return {
        result,
        reports: ['junit.xml', 'ctrf.json'].every(file => existsSync(path.join(temp, 'reports', file))),
      };
    }

    const told = { test_code: '', filename: '', line_no: 0 };
    const names = [
      'R1 A new counter stands at 0.',
      'R2 `increment` adds one and returns the new value.',
      'R3 The counter never goes above its ceiling.',
    ];

    it('gives every point to the solution', () => {
      assert.deepEqual(grade('solution'), {
        result: {
          version: 1,
          status: 'pass',
          max_score: 3,
          tests: names.map(name => ({ name, status: 'pass', score: 1, message: '', ...told })),
        },
        reports: true,
      });
    });

    it('gives none to the starter, and tells why', () => {
      const { result, reports } = grade('starter') as {
        readonly result: { readonly status: string; readonly tests: readonly Record<string, unknown>[] };
        readonly reports: boolean;
      };
      assert.deepEqual([result.status, reports], ['fail', true]);
      assert.deepEqual(
        result.tests.map(({ name, status, score }) => [name, status, score]),
        names.map(name => [name, 'fail', 0]),
      );
      for (const { message } of result.tests) assert.match(String(message), /\S/);
    });

    it('stops where something is wrong that no learner should lose points for', () => {
      const other = grade('solution', { PACK_SHA256: '0'.repeat(64) });
      assert.equal(other.stoppedAt, 'Fetch the pack');
      const { stoppedAt, stderr } = grade('solution', { EXERCISE: 'good/countr' });
      assert.equal(stoppedAt, 'Check');
      assert.match(stderr, /countr/);
    });
  });

  describe('the autograder for Gradescope', () => {
    const steps = stepsOf(readFileSync('exercises/distribute.md', 'utf8'));
    const script = (name: string): string => {
      const step = steps.find(
        ({ kind, ...rest }) => kind === 'write' && 'file' in rest && rest.file === name,
      );
      assert.ok(step?.kind === 'write', `distribute.md has no ${name}`);
      return step.text;
    };

    it('has scripts that a shell can read', () => {
      for (const name of ['setup.sh', 'run_autograder']) {
        writeFileSync(inFolder(name), script(name));
        assert.equal(bash(['-n', name], {}).stderr, '');
      }
    });

    it('leaves results for what was handed in, and ends well', () => {
      const root = inFolder('autograder');
      for (const name of ['source', 'results']) mkdirSync(path.join(root, name), { recursive: true });
      cpSync(inFolder('pack.drillpack'), path.join(root, 'source', 'my-pack-0.1.0.drillpack'));
      const run = script('run_autograder').replaceAll('my-pack/limit', 'good/counter');
      for (const [attempt, scores] of [
        ['starter', [0, 0, 0]],
        ['solution', [1, 1, 1]],
      ] as const) {
        cpSync(inFolder(attempt), path.join(root, 'submission'), { recursive: true });
        const { status, stderr } = bash(['-c', run], { AUTOGRADER: root });
        assert.deepEqual([status, stderr], [0, '']);
        const { tests } = JSON.parse(readFileSync(path.join(root, 'results', 'results.json'), 'utf8')) as {
          readonly tests: readonly { readonly score: number }[];
        };
        assert.deepEqual(
          tests.map(({ score }) => score),
          scores,
        );
      }
    });

    it('does not end well where there is nothing to grade', () => {
      const { status } = bash(['-c', script('run_autograder')], { AUTOGRADER: inFolder('empty') });
      assert.equal(status, 2);
    });
  });
});
