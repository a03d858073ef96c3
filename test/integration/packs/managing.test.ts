import assert from 'node:assert/strict';
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { managedRows } from '../../../src/editor/packs/managePacks';
import { uninstallPack } from '../../../src/editor/packs/packManagement';
import type { TestApi } from '../../../src/extension';
import { readableFingerprint } from '../../../src/node/drillpack/signing';
import { agreeing, declining, whileAnswering } from '../support/askedDialogs';
import { attemptWith } from '../support/attempts';
import { builtGood, packFolder, school } from '../support/builtPacks';
import { listFiles } from '../support/files';
import { activated, startOver } from '../support/host';
import { forgetPacks } from '../support/ownPacks';
import { PanelEnd } from '../support/panelEnd';
import { catalogRows } from '../support/trees';

describe('packs that are installed', () => {
  let api: TestApi;
  let scratch: string;
  before(async () => {
    api = await activated();
    scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'drills-manage-')));
  });
  beforeEach(async () => {
    await startOver(api);
    await forgetPacks(api);
    await install('1.0.0');
  });
  after(async () => {
    await forgetPacks(api);
    await rm(scratch, { recursive: true, force: true });
  });

  const install = async (version: string) =>
    whileAnswering(agreeing, async () =>
      (await api.services.installer.get()).fromBytes(
        await builtGood(version, school),
        '/somewhere/good.drillpack',
      ),
    );
  const installed = () => {
    const [pack] = api.services.packs.remembered;
    assert.ok(pack);
    return pack;
  };
  const row = async (label: string) => {
    const found = (await managedRows(api.services)).find(one => one.label === label);
    assert.ok(found, label);
    return found;
  };
  const press = (button: string, rowOf: Awaited<ReturnType<typeof row>>) =>
    rowOf.buttons?.find(({ tooltip }) => tooltip === button)?.act();

  it('are listed with their signers, folders, and what extensions brought along', async () => {
    const folder = path.join(scratch, 'good');
    await cp(packFolder('good'), folder, { recursive: true });
    await api.services.own.folders.add(folder);
    const today = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium' }).format(Date.now());
    assert.deepEqual(
      (await managedRows(api.services)).map(({ label, description, detail, buttons }) =>
        [label, description, detail, ...(buttons ?? []).map(({ tooltip }) => tooltip)].filter(Boolean),
      ),
      [
        ['Installed'],
        [
          ...['A small good pack', '1.0.0', 'Signed by “Backend School”; from /somewhere/good.drillpack'],
          ...['Details', 'Uninstall…'],
        ],
        ['Folders used in place'],
        ['good', folder, 'Stop Using…'],
        ['Brought along by extensions'],
        ['backend-school.guest-packs', 'broken.drillpack, guest', 'Show Extension'],
        ['Signers you trust'],
        ['Backend School', `known since ${today}`, readableFingerprint(school), 'Forget Signer…'],
        [' '],
        ['Install Pack…'],
      ],
    );
    await whileAnswering(agreeing, async () => press('Stop Using…', await row('good')));
    assert.deepEqual(await api.services.own.folders.all(), []);
  });

  it('tell all that is known of them', async () => {
    const [asked] = await whileAnswering(declining, () =>
      vscode.commands.executeCommand('designDrills.managePacks', { pack: { id: 'good' } }),
    );
    assert.deepEqual([asked?.text, asked?.buttons], ['A small good pack 1.0.0', ['Uninstall…']]);
    assert.match(
      asked?.detail ?? '',
      /^Pack id good\nFrom \/somewhere\/good\.drillpack\nInstalled on .*\n\nSigned by “Backend School”\nKey \(SHA256\): .*\nKnown since /,
    );
  });

  it('leave attempts and progress behind when they go, and say so until they are back', async () => {
    const { progress, packs } = api.services;
    const attempt = await attemptWith(api, 'good/counter', { 'counter.ts': 'export const mine = 1;\n' });
    await progress.update('good/counter', entry => ({
      ...entry,
      runs: 3,
      history: [{ at: 1, passed: false }],
    }));
    const files = await listFiles(attempt.folder);
    const panel = new PanelEnd(api, 'good/counter');
    await panel.channel.request('ready', null);

    await whileAnswering(declining, () =>
      uninstallPack(api.services, installed()).catch((thrown: unknown) => {
        assert.ok(thrown instanceof vscode.CancellationError);
      }),
    );
    assert.ok(packs.find('good/counter'), 'the person has changed their mind');
    const [asked] = await whileAnswering(agreeing, () => uninstallPack(api.services, installed()));
    assert.equal(asked?.text, 'Uninstall “A small good pack” 1.0.0?');
    assert.match(asked.detail, /^Your attempts, answers and progress are kept\./);

    const reason =
      'The pack “A small good pack” of this exercise is not installed. It came from /somewhere/good.drillpack. “Design Drills: Install Pack…” brings it back; your files and progress are kept.';
    assert.equal(await panel.reason(), reason);
    await assert.rejects(packs.need('good/counter'), { code: 'pack-missing', message: reason });
    assert.deepEqual(await listFiles(attempt.folder), files);
    assert.equal(progress.of('good/counter').runs, 3);
    const missing = () =>
      catalogRows(api.catalogView.tree).filter(([text]) => text.includes('not installed'));
    assert.deepEqual(missing(), [
      [
        'package A small good pack | not installed | designDrills.missingPack',
        [['circle-slash counter | pack not installed | designDrills.lostExercise']],
      ],
    ]);

    const shown = panel.questions.length;
    await install('1.1.0');
    const question = await panel.question(() => panel.questions.length > shown);
    assert.deepEqual(
      [question.title, question.runs, question.state, missing()],
      ['Count what happens', 3, 'failing', []],
    );
    panel.dispose();
  });

  it('stay when their signer is forgotten', async () => {
    const [asked] = await whileAnswering(agreeing, async () =>
      press('Forget Signer…', await row('Backend School')),
    );
    assert.equal(asked?.text, 'Forget “Backend School”?');
    assert.match(asked.detail, /^Their packs stay installed: A small good pack\./);
    assert.deepEqual(
      (await managedRows(api.services)).filter(({ label }) => label === 'Backend School'),
      [],
    );
    assert.match((await row('A small good pack')).detail ?? '', /“Backend School”, whom you have forgotten/);
    assert.ok(api.services.packs.find('good/counter'));
    const [again] = await install('1.0.0');
    assert.match(again?.detail ?? '', /Seen for the first time/);
  });

  it('are offered to be fetched again from where they came', async () => {
    await whileAnswering(agreeing, async () =>
      api.services.own.library.install(
        await api.services.own.library.offer(
          await builtGood('1.0.0', school),
          'https://a.example/good.drillpack',
        ),
      ),
    );
    await api.services.packs.refresh();
    await whileAnswering(agreeing, () => uninstallPack(api.services, installed()));
    const [asked] = await whileAnswering(declining, () =>
      vscode.commands.executeCommand('designDrills.installPack', { kind: 'missing', id: 'good' }),
    );
    assert.deepEqual([asked?.text, asked?.buttons], ['Fetch a pack from a.example?', ['Fetch']]);
    assert.match(asked?.detail ?? '', /^This is where “A small good pack” was installed from before\./);
  });
});

describe('packs that another extension contributes', () => {
  let api: TestApi;
  before(async () => (api = await activated()));

  it('are in the catalogue', () => {
    const { packs } = api.services;
    const entry = packs.find('guest/feed');
    assert.ok(entry);
    assert.deepEqual([entry.pack.version, packs.originOf(entry.pack)], ['2.0.0', 'extension']);
  });

  it('do not hide the others when they are bad: each mistake has its place and a remedy', () => {
    const { packs } = api.services;
    const found = packs.problems
      .filter(({ location }) => location.extension === 'backend-school.guest-packs')
      .map(({ location, problems }) => [
        path.basename(location.path),
        ...problems.map(({ code, file, remedy }) => `${code} ${file} ${remedy}`),
      ]);
    assert.deepEqual(found, [
      ['broken.drillpack', 'bad-archive  Tell the authors of the extension backend-school.guest-packs.'],
      ['guest'],
      [
        'backend-school.guest-packs-1.0.0',
        'bad-contribution package.json Write a path such as "./packs/my.drillpack": letters, digits, ".", "_" and "-", no "..".',
      ],
    ]);
  });
});
