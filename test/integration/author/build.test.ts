import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { openDrillpack } from '../../../src/node/drillpack/drillpack';
import { generateKeys } from '../../../src/node/drillpack/signing';
import { answering, answeringInTurn, type Answer } from '../support/dialogs';
import { type } from '../support/files';
import { activated, folderUri, startOver } from '../support/host';

describe('an author hands a pack out', () => {
  let api: TestApi;
  let scratch: string;
  before(async () => {
    api = await activated();
    scratch = await mkdtemp(path.join(tmpdir(), 'drills-build-'));
  });
  beforeEach(() => startOver(api));
  after(() => rm(scratch, { recursive: true, force: true }));

  /** The command, with what the person answers; what they are told in the end. */
  async function build(file: string, answers: readonly Answer[], key?: string): Promise<string[]> {
    const window = vscode.window as unknown as Record<string, unknown>;
    const { showSaveDialog, showOpenDialog } = window;
    window['showSaveDialog'] = () => Promise.resolve(vscode.Uri.file(file));
    window['showOpenDialog'] = () => Promise.resolve(key === undefined ? undefined : [vscode.Uri.file(key)]);
    try {
      return await answering(
        'showInformationMessage',
        () => undefined,
        () => answeringInTurn(answers, () => vscode.commands.executeCommand('designDrills.buildPack')),
      );
    } finally {
      Object.assign(window, { showSaveDialog, showOpenDialog });
    }
  }

  const opened = async (file: string) => {
    const result = await openDrillpack(await readFile(file), { label: file });
    assert.ok(result.ok);
    return result.opened;
  };

  it('as one file, with what was not saved yet', async () => {
    const question = folderUri('counter', 'question.md');
    const before = await vscode.workspace.openTextDocument(question);
    const text = before.getText();
    await type(question, `${text}\nTyped a moment ago.\n`);
    const file = path.join(scratch, 'plain.drillpack');
    try {
      const [said] = await build(file, [{ pick: 'Do Not Sign' }]);
      assert.match(said ?? '', /^plain\.drillpack is written \(\d+ KiB\), not signed\.$/);
    } finally {
      const document = await type(question, text);
      await document.save();
    }
    const { source, signer } = await opened(file);
    assert.equal(signer, null);
    assert.match(source.read('counter/question.md') ?? '', /Typed a moment ago\./);
  });

  it('signed with a key', async () => {
    const keys = generateKeys();
    const keyFile = path.join(scratch, 'school.key');
    await writeFile(keyFile, keys.privateKey);
    const file = path.join(scratch, 'signed.drillpack');
    const answers: Answer[] = [{ pick: 'Sign With a Key…' }, { type: 'Backend School' }];
    const [said] = await build(file, answers, keyFile);
    assert.match(said ?? '', /^signed\.drillpack is written \(\d+ KiB\), signed by “Backend School”\.$/);
    const { signer } = await opened(file);
    assert.deepEqual([signer?.name, signer?.publicKey], ['Backend School', keys.publicKey]);
  });
});
