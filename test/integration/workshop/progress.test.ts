import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { freshExercise } from '../../../src/core/progress';
import {
  emptyLedger,
  joinLedgers,
  noted,
  withoutAnything,
  type Ledger,
} from '../../../src/core/record/ledger';
import { parseLedger, storedLedger } from '../../../src/core/record/parseLedger';
import { ProgressStore } from '../../../src/editor/progressStore';
import type { TestApi } from '../../../src/extension';
import { attemptWith } from '../support/attempts';
import { agreeing, declining, whileAnswering } from '../support/askedDialogs';
import { answering, answeringInTurn } from '../support/dialogs';
import { readText, writeText } from '../support/files';
import { activated, folderUri, startOver } from '../support/host';
import { ProgressEnd } from '../support/progressEnd';
import { counter } from '../support/sample';

const named = { ref: counter.ref, formerly: [] } as const;

describe('progress', () => {
  let api: TestApi;
  const file = folderUri('progress.json');
  before(async () => (api = await activated()));
  beforeEach(() => startOver(api));
  afterEach(async () => {
    for (const key of api.context.globalState.keys())
      if (/^progress\/(1|2\/\d)$/.test(key)) await api.context.globalState.update(key, undefined);
    await startOver(api);
  });

  const command = (name: string, ...args: readonly unknown[]) =>
    vscode.commands.executeCommand(`designDrills.${name}`, ...args);
  const of = () => api.services.progress.of(counter.ref);
  const all = () => api.services.progress.current;

  /** Two runs, the second passed, a hint and a claim. */
  const practise = async (): Promise<void> => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.noCeiling });
    await api.services.runs.check(attempt, { source: 'command' });
    await writeText(vscode.Uri.joinPath(attempt.folder, 'counter.ts'), counter.solution);
    await api.services.runs.check(attempt, { source: 'command' });
    await api.services.progress.update(counter.ref, entry => ({
      ...entry,
      hintsShown: 1,
      claimed: ['durability/loss'],
    }));
  };

  it('remembers attempts, runs, hints and claims, with their times', async () => {
    await practise();
    const { startedAt, firstPassAt, lastRunAt, hintsAt, history, ...rest } = of();
    assert.deepEqual(rest, {
      ...{ lastOutcome: 'passed', runs: 2, attempts: 1, hintsShown: 1, claimed: ['durability/loss'] },
    });
    assert.deepEqual(
      history.map(({ passed }) => passed),
      [false, true],
    );
    assert.ok(startedAt! <= history[0]!.at && history[0]!.at <= firstPassAt!);
    assert.deepEqual([lastRunAt, history[1]?.at], [firstPassAt, firstPassAt]);
    assert.ok(hintsAt.length === 1 && hintsAt[0]! >= firstPassAt!);
    await api.services.scaffolder.reset(api.services.attempts.of(counter.ref)!, new Date());
    assert.equal(of().attempts, 2);
  });

  it('is the same after a reload of the window', async () => {
    await practise();
    const again = new ProgressStore(api.context.globalState, () => api.services.packs.catalog);
    assert.deepEqual(again.current, all());
    assert.deepEqual(again.of(counter.ref), of());
    again.dispose();
  });

  it('is the same after it was exported, reset and imported', async () => {
    await practise();
    const before = of();
    await answering(
      'showSaveDialog',
      () => file,
      () => command('exportProgress'),
    );
    assert.equal(
      (JSON.parse(await readText(file)) as { format: unknown }).format,
      'design-drills-progress/1',
    );
    await api.services.progress.reset();
    assert.deepEqual(of(), freshExercise);
    const importing = () =>
      answering(
        'showOpenDialog',
        () => [file],
        () => command('importProgress'),
      );
    const declined = await whileAnswering(declining, importing);
    assert.deepEqual(
      declined.map(({ text, detail }) => [text, detail.split('. ')[0]]),
      [['Add the progress in progress.json to yours?', 'Exercises of which it says something new: 1']],
    );
    assert.deepEqual(of(), freshExercise);
    await whileAnswering(agreeing, importing);
    assert.deepEqual(of(), before);
    const again = await whileAnswering(agreeing, importing);
    assert.deepEqual(
      again.map(({ text }) => text),
      ['It has nothing that you do not have already. Nothing was changed.'],
    );
  });

  it('is not changed by a file that is not right, which says where', async () => {
    await practise();
    const before = all();
    const exercises = { [counter.ref]: { runs: { here: -1 } } };
    await writeText(file, JSON.stringify({ format: 'design-drills-progress/1', exercises }));
    const [asked] = await whileAnswering(declining, () =>
      answering(
        'showOpenDialog',
        () => [file],
        () => command('importProgress'),
      ),
    );
    assert.equal(
      asked?.text,
      `${file.fsPath} cannot be used: at exercises["sample/counter"].runs there should be numbers from 1 by name of who counted. Nothing was changed; choose a file that Export Progress… has written.`,
    );
    assert.deepEqual(all(), before);
  });

  it('is forgotten only after a yes, with a copy that brings it back; files stay', async () => {
    await practise();
    const before = of();
    const [asked] = await whileAnswering(declining, () => command('resetProgress', counter.ref));
    assert.equal(asked?.text, 'Forget your progress on “Count what happens”?');
    assert.deepEqual(of(), before);
    await whileAnswering(agreeing, () => command('resetProgress', counter.ref));
    assert.deepEqual(of(), freshExercise);
    const attempt = api.services.attempts.of(counter.ref)!;
    assert.equal(await readText(vscode.Uri.joinPath(attempt.folder, 'counter.ts')), counter.solution);

    const [backup] = await api.services.backups.list();
    const label = backup!.at.toLocaleString(vscode.env.language);
    const restored = await whileAnswering(agreeing, () =>
      answeringInTurn([{ pick: label }], () => command('restoreProgress')),
    );
    assert.deepEqual(
      restored.map(({ text }) => text),
      [`Bring back the progress of ${label}?`],
    );
    assert.deepEqual(of(), before);
  });

  it('is forgotten as a whole from the palette, or for one of the exercises that it lists', async () => {
    await practise();
    await api.services.progress.update('sample/gauge', entry => ({ ...entry, startedAt: 5 }));
    const asked = await answeringInTurn([null], () => command('resetProgress'));
    assert.deepEqual(asked, [
      { title: 'Reset Progress', offered: ['Everything', 'Count what happens', 'A gauge in two files'] },
    ]);
    await whileAnswering(agreeing, () =>
      answeringInTurn([{ pick: 'Everything' }], () => command('resetProgress')),
    );
    assert.deepEqual([of(), api.services.progress.of('sample/gauge')], [freshExercise, freshExercise]);
  });

  it('is forgotten from the menu of the question that is in front', async () => {
    await practise();
    await command('openExercise', counter.ref);
    const asked = await whileAnswering(declining, () =>
      command('resetProgress', { webview: 'designDrills.question' }),
    );
    assert.deepEqual(
      asked.map(({ text }) => text),
      ['Forget your progress on “Count what happens”?'],
    );
  });

  it('keeps the latest copies, not all of them', async () => {
    const { backups } = api.services;
    for (let minute = 0; minute < 13; minute++)
      await backups.write(emptyLedger, new Date(Date.UTC(2040, 0, 1, 0, minute)));
    const kept = await backups.list();
    assert.deepEqual(
      [kept.length, kept[0]?.at.toISOString(), kept[9]?.at.toISOString()],
      [10, '2040-01-01T00:12:00.000Z', '2040-01-01T00:03:00.000Z'],
    );
    for (const { uri } of kept) await vscode.workspace.fs.delete(uri);
  });

  describe('with another machine', () => {
    const state = () => api.context.globalState;
    /** As settings sync would leave it. */
    const hear = async (ledger: Ledger): Promise<void> => {
      await state().update('progress/2/5', storedLedger(ledger));
      api.services.progress.lookAgain();
    };
    const elsewhere = (known: Ledger, runs: number): Ledger =>
      noted(
        emptyLedger,
        known,
        named,
        { before: freshExercise, after: { ...freshExercise, runs, startedAt: 5, firstPassAt: 7 } },
        { machine: '00ff', at: 9 },
      );

    it('is joined with what that has done, and views hear of it', async () => {
      await practise();
      const end = new ProgressEnd(await api.progressPage.page.get());
      await hear(elsewhere(all(), 40));
      assert.deepEqual([of().runs, of().firstPassAt, of().startedAt], [42, 7, 5]);
      const { history } = await end.view(({ history: [past] }) => past?.runs === 42);
      assert.equal(history[0]?.firstPassAt, 7);
      end.dispose();
    });

    it('is told to it in a key that travels, and kept in one that does not', async () => {
      await practise();
      const keys = state()
        .keys()
        .filter(key => key.startsWith('progress/2'));
      const told = keys.filter(key => key !== 'progress/2').map(key => parseLedger(state().get(key)));
      assert.equal(told.length, 1);
      assert.deepEqual(told[0], all());
      // Settings sync has put another machine's value in its place: nothing is lost, and it is told again.
      for (const key of keys.filter(one => one !== 'progress/2'))
        await state().update(key, storedLedger(elsewhere(all(), 3)));
      assert.equal(of().runs, 5);
      await api.services.progress.update(counter.ref, entry => ({ ...entry, hintsShown: 2 }));
      const [key] = keys.filter(one => one !== 'progress/2');
      assert.deepEqual(joinLedgers(parseLedger(state().get(key!)), emptyLedger), all());
    });

    it('is forgotten when that has reset it, and not without a copy', async () => {
      await practise();
      const before = of();
      const known = (await api.services.backups.list()).length;
      await hear(withoutAnything(all(), Date.now() + 60_000));
      assert.deepEqual(of(), freshExercise);
      await api.progressPage.settle();
      const backups = await api.services.backups.list();
      assert.equal(backups.length, Math.min(10, known + 1));
      await api.services.progress.add(await api.services.backups.read(backups[0]!));
      assert.deepEqual(of(), before);
    });

    it('that has an older version of the extension is heard too', async () => {
      const entry = {
        ...{ startedAt: 10, firstPassAt: 40, lastRunAt: 50, lastOutcome: 'failed', runs: 4, hintsShown: 1 },
        claimed: ['durability/loss'],
      };
      // Nothing has been reset there, and here neither.
      for (const key of state()
        .keys()
        .filter(name => name.startsWith('progress/')))
        await state().update(key, undefined);
      await state().update('progress/1', { version: 1, exercises: { 'sample/old': entry } });
      const known = {
        ...entry,
        attempts: 1,
        hintsAt: [null],
        history: [
          { at: 40, passed: true },
          { at: 50, passed: false },
        ],
      };
      assert.deepEqual(api.services.progress.of('sample/old'), known);
      // From its next start on this machine has it as its own.
      const next = new ProgressStore(state(), () => api.services.packs.catalog);
      await state().update('progress/1', undefined);
      assert.deepEqual(next.of('sample/old'), known);
      next.dispose();
    });
  });
});

describe('the page about progress', () => {
  let api: TestApi;
  let end: ProgressEnd;
  before(async () => (api = await activated()));
  beforeEach(async () => {
    await startOver(api);
    end = new ProgressEnd(await api.progressPage.page.get());
  });
  afterEach(() => end.dispose());

  it('proposes what can be begun, to who has done nothing', async () => {
    const { now, ...view } = await end.channel.request('ready', null);
    assert.ok(now > 0);
    const { next, packs, skills, ...rest } = view;
    assert.deepEqual(rest, {
      ...{ history: [], elsewhere: 0, nextReturnAt: null, intervals: [7, 21, 60, 180] },
    });
    assert.deepEqual(next[0], {
      ...{ ref: counter.ref, title: 'Count what happens', packTitle: 'A sample pack' },
      ...{ difficulty: 'core', minutes: 10, reason: { kind: 'open', after: [] } },
    });
    assert.deepEqual(packs[0], {
      ...{ id: 'sample', title: 'A sample pack', passed: 0, begun: 0, total: 3 },
      ...{ minutesPassed: 0, minutes: packs[0]?.minutes },
    });
    assert.ok(skills.every(({ passed, total }) => passed === 0 && total > 0));
  });

  it('follows what happens, and opens what it proposes', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    await api.services.runs.check(attempt, { source: 'command' });
    const { history, packs } = await end.view(({ history: [past] }) => past?.state === 'passed');
    const { startedAt, firstPassAt, history: runs, ...rest } = history[0]!;
    assert.deepEqual(rest, {
      ...{ ref: counter.ref, title: 'Count what happens', kind: 'checked', state: 'passed' },
      ...{ runs: 1, attempts: 1, hintsUsed: 0 },
    });
    assert.deepEqual([runs, startedAt! <= firstPassAt!], [[{ at: firstPassAt, passed: true }], true]);
    assert.equal(packs.find(({ id }) => id === 'sample')?.passed, 1);
    end.channel.notify('openExercise', { ref: counter.ref });
    await until(() => api.services.panels.current?.ref === counter.ref);
  });

  it('is opened once, and its buttons ask before they do anything', async () => {
    await vscode.commands.executeCommand('designDrills.showProgress');
    const page = await api.progressPage.page.get();
    const { current } = page;
    assert.ok(current);
    assert.equal(current.title, 'Progress');
    await vscode.commands.executeCommand('designDrills.showProgress');
    assert.equal(page.current, current);
    const asked = await whileAnswering(declining, async () => {
      end.channel.notify('resetExercise', { ref: counter.ref });
      await new Promise(resolve => setImmediate(resolve));
    });
    assert.deepEqual(
      asked.map(({ text }) => text),
      ['Forget your progress on “Count what happens”?'],
    );
    current.dispose();
    assert.equal(page.current, undefined);
  });
});

/** For what no event tells of. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setImmediate(resolve));
}
