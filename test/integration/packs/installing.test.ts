import assert from 'node:assert/strict';
import { appendFile, cp, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { managedRows } from '../../../src/editor/packs/managePacks';
import type { TestApi } from '../../../src/extension';
import { readableFingerprint } from '../../../src/node/drillpack/signing';
import { PackServer } from '../../unit/node/drillpack/support/packServer';
import { agreeing, declining, whileAnswering } from '../support/askedDialogs';
import { attemptWith } from '../support/attempts';
import { builtGood, packFolder, school, stranger } from '../support/builtPacks';
import { next, until } from '../support/events';
import { activated, folderUri, startOver } from '../support/host';
import { forgetPacks } from '../support/ownPacks';
import { catalogRows } from '../support/trees';

const run = (command: string, ...args: readonly unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`designDrills.${command}`, ...args);

describe('installing a pack', () => {
  let api: TestApi;
  let scratch: string;
  let server: PackServer;
  before(async () => {
    api = await activated();
    scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'drills-install-')));
    server = await PackServer.start();
  });
  beforeEach(async () => {
    await startOver(api);
    await forgetPacks(api);
  });
  after(async () => {
    await forgetPacks(api);
    await server.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  const version = () => api.services.packs.catalog.packs.find(({ id }) => id === 'good')?.version;
  const kept = async () =>
    (await readdir(api.services.own.library.folder).catch(() => []))
      .filter(name => name !== 'packs.index')
      .sort();
  async function file(name: string, bytes: Uint8Array): Promise<vscode.Uri> {
    const uri = vscode.Uri.file(path.join(scratch, name));
    await writeFile(uri.fsPath, bytes);
    return uri;
  }
  const link = (address: string) =>
    api.installLinks.handleUri(
      vscode.Uri.parse(`vscode://design-drills.design-drills/install?url=${encodeURIComponent(address)}`),
    );

  it('shows what a file is and who signed it, and then lets its exercise be solved', async () => {
    const uri = await file('good.drillpack', await builtGood('1.0.0', school));
    const asked = await whileAnswering(agreeing, () => run('installPack', uri));
    assert.equal(asked.length, 1);
    assert.deepEqual(
      { ...asked[0], detail: asked[0]?.detail.replace(/\d+ KiB/, 'n KiB').split('\n') },
      {
        text: 'Install “A small good pack” 1.0.0?',
        detail: [
          '1 exercise, n KiB, pack id good',
          'By Design Drills',
          `From ${uri.fsPath}`,
          '',
          'Signed by “Backend School”',
          `Key (SHA256): ${readableFingerprint(school)}`,
          'Seen for the first time. The name is one that the signer chose: compare the key with the one that they publish.',
          '',
          'From now on this pack is taken from this signer only.',
        ],
        buttons: ['Trust Signer and Install'],
      },
    );
    await rm(uri.fsPath); // the library has a copy
    await run('refresh');
    api.catalogView.tree.refresh();
    assert.deepEqual(
      catalogRows(api.catalogView.tree).find(([row]) => row.includes('A small good pack')),
      [
        'package A small good pack | 0 of 1 passed | designDrills.pack.installed',
        [
          [
            'Counting | 0 of 1 passed | designDrills.module',
            [['circle-outline Count what happens | new · core · 10 min | designDrills.exercise.fresh']],
          ],
        ],
      ],
    );
    const solution = await vscode.workspace.fs.readFile(
      vscode.Uri.file(path.join(packFolder('good'), 'counter', 'solution', 'counter.ts')),
    );
    const attempt = await attemptWith(api, 'good/counter', {
      'counter.ts': new TextDecoder().decode(solution),
    });
    const report = await api.services.runs.check(attempt, { source: 'command' });
    assert.equal(report.kind === 'finished' && report.checks.every(({ state }) => state === 'passed'), true);
  });

  it('keeps nothing before the person has agreed', async () => {
    const uri = await file('good.drillpack', await builtGood('1.0.0'));
    const [asked] = await whileAnswering(declining, () => run('installPack', uri));
    assert.match(asked?.detail ?? '', /^Not signed\. Nothing shows who made it/m);
    assert.deepEqual(asked?.buttons, ['Install Without Signature']);
    assert.deepEqual([await kept(), version()], [[], undefined]);
  });

  it('refuses what is no pack, with the reason', async () => {
    const uri = await file('bad.drillpack', Buffer.from('not a zip'));
    const [asked] = await whileAnswering(agreeing, () => run('installPack', uri));
    assert.match(
      asked?.text ?? '',
      /bad\.drillpack is not installed\. This is not an archive that can be read/,
    );
    const [absent] = await whileAnswering(agreeing, () =>
      run('installPack', vscode.Uri.file(path.join(scratch, 'none.drillpack'))),
    );
    assert.match(absent?.text ?? '', /^There is no file .*none\.drillpack\.$/);
    assert.deepEqual(await kept(), []);
  });

  it('fetches from a link only when the person has agreed, and asks again when it knows what it is', async () => {
    const address = server.file('/link.drillpack', await builtGood('1.0.0', school));
    const before = server.asked.length;
    const [declined] = await whileAnswering(declining, () => link(address.href));
    assert.deepEqual(
      [declined?.text, declined?.buttons, server.asked.length - before],
      [`Fetch a pack from ${address.host}?`, ['Fetch'], 0],
    );
    assert.match(declined?.detail ?? '', /Nothing has been fetched yet/);
    assert.ok(declined?.detail.includes(address.href));

    const asked = await whileAnswering(agreeing, () => link(address.href));
    assert.deepEqual(
      asked.map(({ text }) => text),
      [`Fetch a pack from ${address.host}?`, 'Install “A small good pack” 1.0.0?'],
    );
    assert.ok(asked[1]?.detail.includes(`From ${address.href}\n`));
    assert.deepEqual([version(), api.services.packs.remembered[0]?.origin], ['1.0.0', address.href]);
  });

  it('does nothing for a link that it does not know, or that leads to where it should not', async () => {
    const unknown = vscode.Uri.parse('vscode://design-drills.design-drills/run?url=https://a.example/');
    const told = await whileAnswering(agreeing, () => api.installLinks.handleUri(unknown));
    assert.deepEqual(
      told.map(({ text }) => text),
      ['This link asks for something that Design Drills does not know: /run'],
    );
    const [plain] = await whileAnswering(agreeing, () => link('http://a.example/x.drillpack'));
    assert.match(plain?.text ?? '', /packs are fetched over https only/);
  });

  it('updates from where it came, goes back only when told to, and says when nothing has changed', async () => {
    const address = server.file('/p.drillpack', await builtGood('1.0.0', school));
    await whileAnswering(agreeing, () => link(address.href));
    const update = () =>
      whileAnswering(agreeing, async () => (await api.services.installer.get()).fromAddress(address.href));
    server.file('/p.drillpack', await builtGood('1.10.0', school));
    const [newer] = await update();
    assert.deepEqual(
      [newer?.text, newer?.buttons, version()],
      ['Update “A small good pack” from 1.0.0 to 1.10.0?', ['Update'], '1.10.0'],
    );
    assert.match(
      newer?.detail ?? '',
      /^Known since .*, with the same key\.\nSigned by them: A small good pack$/m,
    );
    assert.match(newer?.detail ?? '', /Your attempts, answers and progress are kept\.$/);

    const [same] = await update();
    assert.equal(same?.text, '“A small good pack” 1.10.0 is installed already. Nothing has changed.');

    server.file('/p.drillpack', await builtGood('1.9.0', school));
    const [older] = await update();
    assert.deepEqual(
      [older?.text, older?.buttons, version()],
      ['Go back from 1.10.0 to the older 1.9.0 of “A small good pack”?', ['Go Back to 1.9.0'], '1.9.0'],
    );
  });

  it('refuses a pack whose signer has changed, until the signer is forgotten', async () => {
    const { own } = api.services;
    await whileAnswering(agreeing, async () =>
      run('installPack', await file('one.drillpack', await builtGood('1.0.0', school))),
    );
    const theirs = await file('two.drillpack', await builtGood('1.1.0', stranger));
    const [refused] = await whileAnswering(declining, () => run('installPack', theirs));
    assert.equal(refused?.text, '“A small good pack” is not installed: it is not signed by the same people.');
    assert.match(
      refused.detail,
      /signed with another key, by “Somebody Else”\. .* forget the old signer and install it again\.\n\nBefore: “Backend School”, SHA256:\S+\n\nNow: “Somebody Else”, SHA256:\S+$/,
    );
    assert.deepEqual([refused.buttons, version()], [['Manage Packs…'], '1.0.0']);

    const unsigned = await file('three.drillpack', await builtGood('1.1.0'));
    const [missing] = await whileAnswering(declining, () => run('installPack', unsigned));
    assert.match(missing?.detail ?? '', /this copy is not signed\. .* Ask them for a signed copy\./);

    await own.library.forget(school.publicKey);
    const [again] = await whileAnswering(agreeing, () => run('installPack', theirs));
    assert.deepEqual([again?.text, version()], ['Update “A small good pack” from 1.0.0 to 1.1.0?', '1.1.0']);
    assert.match(again?.detail ?? '', /Seen for the first time/);
  });

  it('uses a folder where it lies, and follows edits to it', async () => {
    const { packs } = api.services;
    const folder = path.join(scratch, 'mine', 'good');
    await cp(packFolder('good'), folder, { recursive: true });
    const asked = await whileAnswering(agreeing, () => run('installPack', vscode.Uri.file(folder)));
    assert.deepEqual(
      asked.map(({ text, buttons }) => [text, buttons]),
      [['Use the packs of this folder?', ['Use Folder']]],
    );
    assert.match(asked[0]?.detail ?? '', /A small good pack 1\.2\.3: 1 exercise/);
    assert.deepEqual([version(), await kept()], ['1.2.3', ['folders']]);

    const question = path.join(folder, 'counter', 'question.md');
    const hash = () => packs.catalog.packs.find(({ id }) => id === 'good')?.hash;
    const before = hash();
    // The watch begins a moment after it is asked for, and edits are awaited until there is a pause in them.
    const edits = setInterval(() => void appendFile(question, '\nOne more sentence.\n'), 1_500);
    await until(packs.onDidChange, () => hash() !== before).finally(() => clearInterval(edits));

    const [nothing] = await whileAnswering(agreeing, () => run('installPack', vscode.Uri.file(tmpdir())));
    assert.match(nothing?.text ?? '', /There is no pack in .* that can be read/);
    const [inside] = await whileAnswering(agreeing, () => run('installPack', folderUri()));
    assert.match(inside?.text ?? '', /Packs that lie in the workspace are used already/);
  });

  it('takes what is dropped onto the tree', async () => {
    const uri = await file('dropped.drillpack', await builtGood('3.0.0', school));
    const drop = async (mime: string, item: vscode.DataTransferItem) => {
      const transfer = new vscode.DataTransfer();
      transfer.set(mime, item);
      const { token } = new vscode.CancellationTokenSource();
      await api.catalogView.dragAndDropController.handleDrop?.(undefined, transfer, token);
    };
    const dropList = (list: string) => drop('text/uri-list', new vscode.DataTransferItem(list));
    const asked = await whileAnswering(agreeing, () => dropList(`${uri.toString()}\r\n`));
    assert.deepEqual(
      [asked.map(({ text }) => text), version()],
      [['Install “A small good pack” 3.0.0?'], '3.0.0'],
    );

    // From outside of the editor: the contents come along, and only the window can make such an item.
    const bytes = await builtGood('3.1.0', school);
    const outside = new vscode.DataTransferItem('');
    outside.asFile = () => ({ name: 'outside.drillpack', data: () => Promise.resolve(bytes) });
    const [update] = await whileAnswering(agreeing, () => drop('application/octet-stream', outside));
    assert.deepEqual(
      [update?.text, version(), api.services.packs.remembered[0]?.origin],
      ['Update “A small good pack” from 3.0.0 to 3.1.0?', '3.1.0', 'outside.drillpack'],
    );
    const [empty] = await whileAnswering(agreeing, () => dropList(''));
    assert.match(empty?.text ?? '', /^There is no pack in what was dropped/);
  });

  it('shows what is wrong with one that was damaged later, and all the others', async () => {
    const { library } = api.services.own;
    await whileAnswering(agreeing, async () =>
      run('installPack', await file('one.drillpack', await builtGood('1.0.0', school))),
    );
    await mkdir(library.folder, { recursive: true });
    const bad = vscode.Uri.file(path.join(library.folder, 'bad.drillpack'));
    await writeFile(bad.fsPath, 'not a zip');
    const told = next(vscode.languages.onDidChangeDiagnostics, ({ uris }) =>
      uris.some(one => one.fsPath === bad.fsPath),
    );
    await run('refresh');
    await told;
    const [diagnostic] = vscode.languages.getDiagnostics(bad);
    assert.match(
      diagnostic?.message ?? '',
      /bad\.drillpack cannot be used\. This is not an archive .* Install it again, or remove it with “Design Drills: Manage Packs…”\.$/,
    );
    assert.ok(api.services.packs.catalog.packs.length >= 3, 'bundled, contributed, installed');
    assert.equal(version(), '1.0.0');
    const stray = (await managedRows(api.services)).find(({ label }) => label === 'bad');
    await whileAnswering(agreeing, async () => stray?.open?.());
    assert.deepEqual(await kept(), ['good.drillpack', 'good.json']);
  });
});
