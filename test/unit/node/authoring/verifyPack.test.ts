import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HumanError } from '../../../../src/core/errors';
import type { Pack } from '../../../../src/core/exercise';
import { parsePack } from '../../../../src/core/pack/parsePack';
import { memorySource, type PackSource } from '../../../../src/core/pack/source';
import { noWalls, type CheckResult, type RunReport } from '../../../../src/core/run/report';
import type { PlayReport } from '../../../../src/core/run/playReport';
import type { PlayRequest, RunRequest, SuiteRunner } from '../../../../src/core/run/request';
import {
  verifyPack,
  type VerifyPackOptions,
  type VerifyProgress,
} from '../../../../src/node/authoring/verifyPack';
import { useTexts } from '../../../../src/node/textsInUse';
import { goodFiles } from '../../core/support/packs';
import { german } from '../../support/german';

/** The good pack with its exercise under three ids; `change` is made to the last. */
function threeCounters(change: Readonly<Record<string, string>> = {}): { pack: Pack; source: PackSource } {
  const files: Record<string, string> = {};
  for (const [name, text] of Object.entries(goodFiles))
    if (name.startsWith('counter/'))
      for (const id of ['one', 'two', 'three']) files[name.replace('counter/', `${id}/`)] = text;
    else files[name] = text.replace('[counter]', '[one, two, three]').replace(/\nrenamed:[^]*$/, '\n');
  const source = memorySource('test', { ...files, ...change });
  const { pack, problems } = parsePack(source);
  assert.deepEqual(problems, []);
  return { pack: pack!, source };
}

/** What the suites of the good pack use of the test kit and of assertions. */
const kit = 'equal deepEqual int limit point play reading steady herd count';

/** Passes whatever is right, and fails what is wrong on R3. The count of its runs is what a test asks for. */
class CountingRunner implements Pick<SuiteRunner, 'plan' | 'run' | 'play'> {
  runs = 0;
  constructor(private readonly before: (request: RunRequest) => void = () => undefined) {}

  run(request: RunRequest): Promise<RunReport> {
    this.runs++;
    this.before(request);
    const { exercise, files, pack, seed = 0 } = request;
    const [file] = exercise.files.filter(({ owner }) => owner === 'learner');
    const text = files[file!.path]!;
    const right = [file!.solution, ...exercise.alternatives.map(one => one.files[file!.path])];
    const wrong = exercise.wrong.find(one => one.files[file!.path] === text);
    const failed = right.includes(text) ? [] : (wrong?.caughtBy ?? ['R1', 'R2', 'R3']);
    const checks = ['R1', 'R2', 'R3'].map((id): CheckResult => ({
      ...{ suite: id === 'R3' ? 'ceiling' : 'basics', title: `${id} holds`, requirements: [id] },
      ...{ state: failed.includes(id) ? 'failed' : 'passed', ms: 1, logs: [], trace: [] },
    }));
    const facts = { exercise: 'good/one', pack, seed, durationMs: 1, walls: noWalls } as const;
    return Promise.resolve({ ...facts, kind: 'finished', loadLogs: [], checks });
  }
  play({ seed, settings }: PlayRequest): Promise<PlayReport> {
    const value = JSON.stringify(settings).length;
    return Promise.resolve({
      ...{ kind: 'played', seed, durationMs: 1, walls: noWalls, logs: [] },
      trace: [{ kind: 'point', t: 0, series: 'value', value }],
    });
  }
  plan() {
    return Promise.resolve(
      ['R1', 'R2', 'R3'].map(id => ({
        ...{ suite: id === 'R3' ? 'ceiling' : 'basics', title: `${id} holds`, requirements: [id] },
      })),
    );
  }
}

describe('a pack that is proven', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'drills-prove-'));
    mkdirSync(path.join(folder, 'sandbox'));
    writeFileSync(path.join(folder, 'sandbox', 'boot.js'), '');
    writeFileSync(path.join(folder, 'authoring.js'), '');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const options = (runner: CountingRunner, more: Partial<VerifyPackOptions> = {}): VerifyPackOptions => ({
    ...{ runner, dist: folder, sandboxDir: path.join(folder, 'sandbox'), environment: kit },
    ...{ seeds: 1, mutants: false, mutantMs: 60_000, parallel: 2 },
    ...more,
  });
  const { pack, source } = threeCounters();

  it('is told of in its own order, with progress that never goes back', async () => {
    const told: string[] = [];
    const shares: number[] = [];
    let last: VerifyProgress | undefined;
    const runner = new CountingRunner();
    const verdicts = await verifyPack(
      pack,
      source,
      options(runner, {
        onVerdict: ({ exercise }) => told.push(exercise),
        onProgress: progress => shares.push((last = progress).share),
      }),
    );
    assert.deepEqual([told, verdicts.map(({ exercise }) => exercise)], [['one', 'two', 'three'], told]);
    assert.deepEqual(
      verdicts.map(({ ok, unchanged, runs }) => [ok, unchanged, runs]),
      Array.from({ length: 3 }, () => [true, false, 25]),
    );
    assert.equal(runner.runs, 24);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
    assert.deepEqual([last?.share, last?.exercisesDone, last?.exercises], [1, 3, 3]);
  });

  it('runs nothing the second time, and only what has changed afterwards', async () => {
    const cacheDir = path.join(folder, 'verdicts');
    const first = new CountingRunner();
    const proven = await verifyPack(pack, source, options(first, { cacheDir }));
    const second = new CountingRunner();
    const again = await verifyPack(pack, source, options(second, { cacheDir }));
    assert.deepEqual([first.runs, second.runs], [24, 0]);
    const timeless = (one: (typeof again)[number]) => ({ ...one, unchanged: false, runs: 8, durationMs: 0 });
    assert.deepEqual(again.map(timeless), proven.map(timeless));

    const hint = `${goodFiles['counter/question.md']!}\nOne more word.\n`;
    const changed = threeCounters({ 'two/question.md': hint });
    const third = new CountingRunner();
    const after = await verifyPack(changed.pack, changed.source, options(third, { cacheDir }));
    assert.equal(third.runs, 8);
    assert.deepEqual(
      after.map(({ exercise, unchanged }) => [exercise, unchanged]),
      [
        ['one', true],
        ['two', false],
        ['three', true],
      ],
    );
  });

  const differently: [what: string, more: Partial<VerifyPackOptions>, change: () => void][] = [
    ['more seeds', { seeds: 2 }, () => undefined],
    ['another test kit', { environment: `${kit} more` }, () => undefined],
    ['another program', {}, () => writeFileSync(path.join(folder, 'authoring.js'), '// a new version')],
    ['another child', {}, () => writeFileSync(path.join(folder, 'sandbox', 'boot.js'), '// a new version')],
    ['another language', {}, () => useTexts(german)],
  ];
  afterEach(() => useTexts(undefined));
  for (const [what, more, change] of differently)
    it(`is run again with ${what}`, async () => {
      const cacheDir = path.join(folder, `verdicts ${what}`);
      await verifyPack(pack, source, options(new CountingRunner(), { cacheDir }));
      change();
      const runner = new CountingRunner();
      await verifyPack(pack, source, options(runner, { cacheDir, ...more }));
      assert.ok(runner.runs >= 24, String(runner.runs));
    });

  it('does not stop at an exercise that cannot be run, and tries it again the next time', async () => {
    const cacheDir = path.join(folder, 'verdicts of the unlucky');
    let isDown = true;
    const runner = new CountingRunner(({ exercise }) => {
      if (isDown && exercise.id === 'one') throw new HumanError('runner-not-started', 'No process.');
    });
    const verdicts = await verifyPack(pack, source, options(runner, { cacheDir }));
    assert.deepEqual(
      verdicts.map(({ ok, findings }) => [
        ok,
        ...findings.map(({ code, message }) => `${message} [${code}]`),
      ]),
      [[false, 'No process. [not-proven]'], [true], [true]],
    );
    isDown = false;
    const again = await verifyPack(pack, source, options(runner, { cacheDir }));
    assert.deepEqual(
      again.map(({ ok, unchanged }) => [ok, unchanged]),
      [
        [true, false],
        [true, true],
        [true, true],
      ],
    );
  });

  it('does not hide a mistake of ours', async () => {
    const runner = new CountingRunner(() => {
      throw new TypeError('ours');
    });
    await assert.rejects(verifyPack(pack, source, options(runner)), TypeError);
  });

  it('ends when it is told to, with what has been proven until then', async () => {
    const controller = new AbortController();
    const runner = new CountingRunner(({ exercise }) => {
      if (exercise.id === 'two') controller.abort();
    });
    const { signal } = controller;
    const verdicts = await verifyPack(pack, source, options(runner, { parallel: 1, signal }));
    assert.deepEqual(
      verdicts.map(({ exercise }) => exercise),
      ['one'],
    );
    assert.ok(runner.runs < 24);
  });

  it('takes the exercises that are asked for', async () => {
    const runner = new CountingRunner();
    const verdicts = await verifyPack(pack, source, options(runner, { exercises: ['three'] }));
    assert.deepEqual(
      verdicts.map(({ exercise }) => exercise),
      ['three'],
    );
  });
});
