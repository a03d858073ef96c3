import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { codeOf } from '../support/diagnostics';
import { activated, folderUri } from '../support/host';
import { catalogRows } from '../support/trees';

describe('a workspace with mistakes in it', () => {
  let api: TestApi;
  before(async () => (api = await activated()));

  const problems = (...path: string[]) =>
    vscode.languages
      .getDiagnostics(folderUri(...path))
      .filter(({ source }) => source === 'Design Drills')
      .map(
        one => `${codeOf(one)} ${one.range.start.line + 1}:${one.range.start.character + 1} ${one.severity}`,
      );

  it('says where each mistake of a pack is', () => {
    assert.deepEqual(
      {
        exercise: problems('packs', 'half', 'bad', 'exercise.yaml')[0],
        pack: problems('packs', 'unreadable', 'pack.yaml').length > 0,
      },
      { exercise: 'missing-key 1:1 0', pack: true },
    );
  });

  it('shows the exercises that are sound all the same', () => {
    const half = catalogRows(api.catalogView.tree).find(([row]) => row.includes('Half a pack'));
    assert.deepEqual(half, [
      'package Half a pack | workspace · 0 of 1 passed | designDrills.pack.authored',
      [
        [
          'Both | 0 of 1 passed | designDrills.module',
          [
            [
              'circle-outline A gauge in two files | new · advanced · 25 min | designDrills.exercise.fresh.authored',
            ],
          ],
        ],
      ],
    ]);
    assert.ok(api.services.packs.catalog.entries.length > 1, 'the packs that came along');
  });

  it('says of a marker that it is not one, and takes the folder for no attempt', () => {
    const [diagnostic] = vscode.languages.getDiagnostics(folderUri('drills', 'lost', '.design-drills.json'));
    assert.deepEqual(
      [diagnostic?.code, diagnostic?.message],
      [
        'broken-marker',
        'This attempt cannot be recognised: .design-drills.json is not as it was written. Delete this file and scaffold the exercise again; your own files are kept.',
      ],
    );
    assert.deepEqual(api.services.attempts.all, []);
  });

  it('forgets a mistake that has been corrected', async () => {
    const uri = folderUri('packs', 'unreadable', 'pack.yaml');
    const text =
      'format: 1\nid: readable\ntitle: Readable\ndescription: Now.\nversion: 1.0.0\nauthors: [Design Drills]\nlicense: MIT\nmodules:\n  - title: None\n    exercises: []\n';
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    const before = problems('packs', 'unreadable', 'pack.yaml');
    await api.services.packs.refresh();
    assert.notDeepEqual(problems('packs', 'unreadable', 'pack.yaml'), before);
  });
});
