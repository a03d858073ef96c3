import assert from 'node:assert/strict';
import { watch } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { PanelJournal, type JournalEntry } from '../../../src/editor/questionPanel/panelJournal';
import { questionViewType } from '../../../src/editor/ids';
import type { TestApi } from '../../../src/extension';
import { activated, startOver } from '../support/host';

const counter: JournalEntry = {
  ref: 'sample/counter',
  title: 'A counter',
  state: '{"ref":"sample/counter"}',
};
const gauge: JournalEntry = { ref: 'sample/gauge', title: 'A gauge', state: '{}' };

describe('the journal of open panels', () => {
  let api: TestApi;
  let storage: string;
  const open: PanelJournal[] = [];
  before(async () => (api = await activated()));
  beforeEach(async () => {
    await startOver(api);
    storage = await mkdtemp(path.join(tmpdir(), 'design-drills-journal-'));
    await mkdir(path.join(storage, 'panels'));
  });
  afterEach(async () => {
    for (const one of open.splice(0)) one.dispose();
    await rm(storage, { recursive: true, force: true });
  });

  /** As a window that has just been opened would have it. */
  const journal = (): PanelJournal => {
    const made = new PanelJournal(vscode.Uri.file(storage), 'panels', questionViewType, api.services.log);
    open.push(made);
    return made;
  };
  const folder = () => path.join(storage, 'panels');
  const written = async (): Promise<unknown> => {
    const [file, ...others] = (await readdir(folder())).filter(name => name.endsWith('.json'));
    assert.deepEqual(others, [], 'one file a workspace');
    return file === undefined ? [] : JSON.parse(await readFile(path.join(folder(), file), 'utf8'));
  };
  /** Resolves when this is written down. */
  const writes = async (entries: readonly JournalEntry[]): Promise<void> => {
    const changes = watch(folder());
    try {
      for (;;) {
        const change = new Promise(resolve => changes.once('change', resolve));
        if (JSON.stringify(await written()) === JSON.stringify(entries)) return;
        await change;
      }
    } finally {
      changes.close();
    }
  };

  it('writes open panels down, the newest state of each, for the window that comes after', async () => {
    const before = journal();
    const [one, other] = [{}, {}];
    before.note(one, { ...counter, state: 'old' });
    before.note(other, gauge);
    before.note(one, counter);
    await writes([counter, gauge]);
    const after = journal();
    assert.deepEqual(after.takeUp('sample/gauge', 'whatever'), gauge);
    assert.deepEqual(
      after.takeUp(undefined, 'A counter'),
      counter,
      'by its title, where nothing else is known',
    );
    assert.equal(after.takeUp('sample/gauge', 'A gauge'), undefined, 'each is given out once');
    assert.deepEqual(after.lost(), []);
    await writes([]);
  });

  it('keeps what nobody has taken up beside what is open now', async () => {
    const before = journal();
    before.note({}, counter);
    await writes([counter]);
    journal().note({}, gauge);
    await writes([gauge, counter]);
  });

  it('forgets a panel that somebody has closed', async () => {
    const one = {};
    const before = journal();
    before.note(one, counter);
    before.note({}, gauge);
    await writes([counter, gauge]);
    before.forget(one);
    await writes([gauge]);
    assert.equal(journal().takeUp('sample/counter', ''), undefined);
  });

  it('gives out once what the window has not brought back', async () => {
    const before = journal();
    before.note({}, counter);
    await writes([counter]);
    const after = journal();
    assert.deepEqual([after.lost(), after.lost()], [[counter], []]);
  });

  it('begins anew where its file is of no use, and leaves no half of one', async () => {
    const before = journal();
    before.note({}, counter);
    await writes([counter]);
    const files = await readdir(folder());
    assert.equal(files.length, 1, 'what it is written by way of is gone');
    const file = path.join(folder(), files[0]!);
    for (const text of [
      '',
      '[{"ref":"sample/counter"',
      '{}',
      '[{"ref":7,"title":"","state":""}]',
      '[{"ref":"../..","title":"","state":""}]',
    ]) {
      await writeFile(file, text);
      assert.deepEqual(journal().lost(), [], text);
    }
  });
});
