import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunReport } from '../../../src/core/run/report';
import type { Attempt } from '../../../src/editor/attempts';
import type { TestApi } from '../../../src/extension';
import { attemptWith } from '../support/attempts';
import { next } from '../support/events';
import { readText, type, writeText } from '../support/files';
import { activated, attemptsFolder, startOver } from '../support/host';
import { counter } from '../support/sample';

describe('a check', () => {
  let api: TestApi;
  before(async () => (api = await activated()));
  beforeEach(() => startOver(api));

  const check = (attempt: Attempt): Promise<RunReport> =>
    api.services.runs.check(attempt, { source: 'command' });
  const states = (report: RunReport) => report.checks.map(({ title, state }) => `${state} ${title}`);

  it('names the requirement that is missed, then passes with the reference solution', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.noCeiling });
    const failed = await check(attempt);
    assert.deepEqual(states(failed), [
      'passed a counter › R1 begins at 0',
      'passed a counter › R2 counts up and says so',
      'failed R3 stops at its ceiling',
    ]);
    assert.deepEqual(failed.checks[2]?.requirements, ['R3']);
    assert.equal(api.services.progress.of(counter.ref).lastOutcome, 'failed');

    await writeText(vscode.Uri.joinPath(attempt.folder, 'counter.ts'), counter.solution);
    const passed = await check(attempt);
    assert.deepEqual(states(passed), [
      'passed a counter › R1 begins at 0',
      'passed a counter › R2 counts up and says so',
      'passed R3 stops at its ceiling',
    ]);
    const { lastOutcome, runs, firstPassAt } = api.services.progress.of(counter.ref);
    assert.deepEqual(
      { lastOutcome, runs, passed: firstPassAt !== null },
      { lastOutcome: 'passed', runs: 2, passed: true },
    );
  });

  it('takes what is being typed, saved or not', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.noCeiling });
    await type(vscode.Uri.joinPath(attempt.folder, 'counter.ts'), counter.solution);
    assert.equal((await check(attempt)).checks[2]?.state, 'passed');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    assert.equal((await check(attempt)).checks[2]?.state, 'failed');
  });

  it('says where a file does not compile', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.doesNotCompile });
    const report = await check(attempt);
    assert.equal(report.kind, 'did-not-compile');
    const [error] = report.errors;
    assert.deepEqual({ file: error?.file, line: error?.line }, { file: 'counter.ts', line: 2 });
  });

  it('ends an endless loop and says which limit it was', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.endless });
    const report = await check(attempt);
    assert.equal(report.kind, 'timed-out');
    assert.deepEqual(
      { limit: report.limit, ms: report.limitMs, during: report.during },
      { limit: 'check', ms: 3_000, during: 'a counter › R1 begins at 0' },
    );
  });

  it('obeys the setting for the longest time', async () => {
    const settings = vscode.workspace.getConfiguration('designDrills');
    await settings.update('run.timeoutSeconds', 1, vscode.ConfigurationTarget.Workspace);
    try {
      const attempt = await attemptWith(api, counter.ref, { 'counter.ts': 'for (;;);\n' });
      const report = await check(attempt);
      assert.equal(report.kind, 'timed-out');
      assert.equal(report.limitMs, 1_000);
    } finally {
      await settings.update('run.timeoutSeconds', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('is cancelled by the command, and counts for nothing', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.endless });
    const started = next(api.services.runs.onDidProgress, ({ event }) => event.type === 'started');
    const report = check(attempt);
    await started;
    await vscode.commands.executeCommand('designDrills.cancel');
    assert.equal((await report).kind, 'cancelled');
    assert.equal(api.services.progress.of(counter.ref).runs, 0);
    assert.equal(api.services.results.get(attempt), undefined);
  });

  it('is replaced by a newer one of the same attempt', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.endless });
    const first = check(attempt);
    await next(api.services.runs.onDidProgress, ({ event }) => event.type === 'started');
    await writeText(vscode.Uri.joinPath(attempt.folder, 'counter.ts'), counter.solution);
    const [second, third] = [check(attempt), check(attempt)];
    assert.deepEqual(
      [(await first).kind, (await second).kind, (await third).kind],
      ['cancelled', 'cancelled', 'finished'],
    );
    assert.equal(api.services.runs.get(attempt), undefined);
  });

  it('puts back the files of the exercise', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    const types = vscode.Uri.joinPath(attempt.folder, 'types.ts');
    const original = await readText(types);
    await writeText(types, 'export type Counter = never;\n');
    await check(attempt);
    await api.services.scaffolder.restore(attempt);
    assert.equal(await readText(types), original);
  });

  it('reports the console lines of each check', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.noCeiling });
    const report = await check(attempt);
    assert.deepEqual(report.checks[1]?.logs, [
      { level: 'log', text: 'counting to 5' },
      { level: 'log', text: 'counting to 5' },
      { level: 'log', text: 'counting to 5' },
    ]);
  });

  it('keeps to itself what the exercise does not reveal', async () => {
    const attempt = await attemptWith(api, 'sample/sealed');
    const report = await check(attempt);
    assert.deepEqual(report.checks, [
      {
        suite: 'answer',
        title: 'Check 1',
        requirements: [],
        state: 'not-revealed',
        ms: 0,
        logs: [],
        trace: [],
      },
    ]);
    assert.equal(api.services.progress.of('sample/sealed').lastOutcome, 'failed');
  });

  it('refuses an attempt whose pack is not installed, and says what to do', async () => {
    const { attempt } = await api.services.scaffolder.scaffold(counter.ref);
    const orphan = { ...attempt, ref: 'gone/counter' as const };
    await assert.rejects(check(orphan), {
      code: 'no-exercise',
      message: `The exercise gone/counter of ${attemptsFolder()}/sample/counter is not in the installed packs. Add its pack with the setting "designDrills.packs.folders".`,
    });
  });

  it('leaves a result that is outdated by an edit and current again when it is undone', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    await check(attempt);
    const { staleness } = api.services;
    const turned = (to: boolean) => next(staleness.onDidChange, () => staleness.isStale(attempt) === to);
    const outdated = turned(true);
    await type(vscode.Uri.joinPath(attempt.folder, 'counter.ts'), counter.noCeiling);
    await outdated;
    const current = turned(false);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await current;
  });
});
