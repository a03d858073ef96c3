import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { codeOf } from '../support/diagnostics';
import { until } from '../support/events';
import { readText, writeText } from '../support/files';
import { activated, folderUri, loadedAuthoring, startOver } from '../support/host';
import { catalogRows } from '../support/trees';

describe('a pack that is opened as a folder', () => {
  let api: TestApi;
  const authoring = () => loadedAuthoring(api);
  let sound: string;
  before(async () => {
    api = await activated();
    sound = await readText(yaml());
  });
  beforeEach(() => startOver(api));
  afterEach(async () => {
    await writeText(yaml(), sound);
    await api.services.packs.refresh();
  });

  const yaml = () => folderUri('counter', 'exercise.yaml');

  const rows = () => {
    api.catalogView.tree.refresh();
    return catalogRows(api.catalogView.tree).filter(([row]) => row.includes('A pack that is written here'));
  };

  it('is among the exercises without any setting, marked as one of this workspace', () =>
    assert.deepEqual(rows(), [
      [
        'package A pack that is written here | workspace · 0 of 1 passed | designDrills.pack.authored',
        [
          [
            'First module | 0 of 1 passed | designDrills.module',
            [
              [
                'circle-outline Count what happens | new · core · 10 min | designDrills.exercise.fresh.authored',
              ],
            ],
          ],
        ],
      ],
    ]));

  it('gets the types that its suites are completed with', async () => {
    await (
      await api.authoring.get()
    ).authored.typesWritten;
    const config = await readText(folderUri('.design-drills', 'tsconfig.json'));
    assert.match(config, /"#testkit": \["\.\/types\/testkit\.d\.ts"\]/);
    assert.match(await readText(folderUri('.design-drills', 'types', 'testkit.d.ts')), /export/);
  });

  it('knows which exercise a file belongs to', () => {
    const placeOf = (...path: string[]) => {
      const place = authoring().authored.placeOf(folderUri(...path));
      return place && `${place.pack.id}/${place.exercise ?? ''}`;
    };
    assert.deepEqual(
      [placeOf('counter', 'wrong', 'no-ceiling.ts'), placeOf('counter'), placeOf('pack.yaml'), placeOf('..')],
      ['written/counter', 'written/counter', 'written/', undefined],
    );
  });

  it('follows a file that something else has changed', async () => {
    const { packs } = api.services;
    const title = () => packs.find('written/counter')?.card.title;
    await writeText(yaml(), sound.replace('Count what happens', 'Count what has happened'));
    await until(packs.onDidChange, () => title() === 'Count what has happened');
  });

  it('says what is wrong in a file that something else has changed, until it is mended', async () => {
    const codes = () =>
      vscode.languages
        .getDiagnostics(yaml())
        .filter(({ source }) => source === 'Design Drills')
        .map(codeOf);
    await writeText(yaml(), sound.replace('difficulty: core', 'difficulty: easy'));
    await until(vscode.languages.onDidChangeDiagnostics, () => codes().length > 0);
    assert.deepEqual([...new Set(codes())], ['unknown-word']);
    await writeText(yaml(), sound);
    await until(vscode.languages.onDidChangeDiagnostics, () => codes().length === 0);
  });
});
