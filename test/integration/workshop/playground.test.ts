import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import type { PlayReport } from '../../../src/core/run/playReport';
import { attemptWith } from '../support/attempts';
import { type } from '../support/files';
import { activated, startOver } from '../support/host';
import { PanelEnd } from '../support/panelEnd';
import { counter } from '../support/sample';

describe('a playground', () => {
  let api: TestApi;
  let panel: PanelEnd;
  before(async () => (api = await activated()));
  beforeEach(async () => {
    await startOver(api);
    panel = new PanelEnd(api, counter.ref);
  });
  afterEach(() => panel.dispose());

  const play = (settings: Readonly<Record<string, number | string>> = {}, reference = false) =>
    panel.channel.request('play', { settings, seed: 1, reference });
  const readings = (report: PlayReport | null) =>
    report && 'trace' in report
      ? report.trace.flatMap(event =>
          event.kind === 'reading' ? [[event.name, event.value, event.tone]] : [],
        )
      : [];

  it('is there for an attempt, with sliders and situations, and the reference when that may be seen', async () => {
    assert.equal((await panel.channel.request('ready', null)).playground, null);
    await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    const { playground } = await panel.question(view => view.playground !== null);
    assert.ok(playground);
    const { parameters, presets, referenceRevealed } = playground;
    assert.deepEqual(
      [
        parameters.map(one => [
          one.id,
          one.kind === 'number' && [one.stops.length, one.stops.at(-1), one.default],
        ]),
        presets.map(({ title, settings }) => [title, settings]),
        referenceRevealed,
      ],
      [
        [
          ['increments', [100, 100, 20]],
          ['ceiling', [50, 50, 10]],
        ],
        [['A run on the counter', { increments: 100, ceiling: 10 }]],
        false,
      ],
    );
    await panel.channel.request('check', {});
    const passed = await panel.question(view => view.state === 'passed');
    assert.equal(passed.playground?.referenceRevealed, true);
  });

  it('plays the attempt, and the reference only when that may be seen', async () => {
    await attemptWith(api, counter.ref, { 'counter.ts': counter.noCeiling });
    await panel.channel.request('ready', null);
    const { mine, reference } = await play({ increments: 30, ceiling: 5 }, true);
    assert.deepEqual([mine.kind, readings(mine), reference], ['played', [['value', 30, 'bad']], null]);
    assert.ok('logs' in mine && mine.logs.length > 0);
    await api.services.progress.update(counter.ref, entry => ({ ...entry, firstPassAt: 1 }));
    const beside = await play({ increments: 30, ceiling: 5 }, true);
    assert.deepEqual(readings(beside.reference), [['value', 5, 'good']]);
  });

  it('leaves results, progress and the Test Explorer alone', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    await panel.channel.request('ready', null);
    const before = api.services.progress.of(counter.ref);
    assert.equal((await play()).mine.kind, 'played');
    assert.deepEqual(
      [
        api.services.results.get(attempt),
        api.services.runs.get(attempt),
        api.services.progress.of(counter.ref),
      ],
      [undefined, undefined, before],
    );
  });

  it('takes sliders for where they can stand', async () => {
    await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    await panel.channel.request('ready', null);
    const { mine } = await play({ increments: 'many', ceiling: 1_000, speed: 3 });
    assert.deepEqual(readings(mine), [['value', 10, 'good']]);
  });

  it('says what is wrong with the code, as a check does', async () => {
    await attemptWith(api, counter.ref, { 'counter.ts': counter.doesNotCompile });
    await panel.channel.request('ready', null);
    const { mine } = await play();
    assert.ok(mine.kind === 'did-not-compile');
    assert.deepEqual([mine.errors[0]?.file, mine.errors[0]?.line], ['counter.ts', 2]);
  });

  it('gives way to the next one', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.endless });
    await panel.channel.request('ready', null);
    const endless = play();
    await type(vscode.Uri.joinPath(attempt.folder, 'counter.ts'), counter.solution);
    const [first, second] = await Promise.all([endless, play()]);
    assert.deepEqual([first.mine.kind, second.mine.kind], ['cancelled', 'played']);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('is told of a save, and not of what is being typed', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.noCeiling });
    const file = vscode.Uri.joinPath(attempt.folder, 'counter.ts');
    const before = (await panel.channel.request('ready', null)).playground?.revision;
    const document = await type(file, counter.solution);
    const typed = (await panel.channel.request('ready', null)).playground?.revision;
    await document.save();
    const saved = await panel.question(
      ({ playground }) => playground !== null && playground.revision !== before,
    );
    assert.deepEqual([typed, saved.playground?.revision === before], [before, false]);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('is absent while checks are withheld', async () => {
    const sealed = new PanelEnd(api, 'sample/sealed');
    try {
      await attemptWith(api, 'sample/sealed');
      assert.equal((await sealed.channel.request('ready', null)).playground, null);
      await assert.rejects(
        sealed.channel.request('play', { settings: {}, seed: 1, reference: false }),
        /There is no playground here/,
      );
    } finally {
      sealed.dispose();
    }
  });
});
