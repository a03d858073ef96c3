import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { activated, startOver } from '../support/host';
import { catalogRows } from '../support/trees';

describe('the tree of exercises', () => {
  let api: TestApi;
  before(async () => (api = await activated()));
  beforeEach(() => startOver(api));
  afterEach(() => (api.catalogView.tree.filter = ''));

  const rows = () => {
    api.catalogView.tree.refresh();
    return catalogRows(api.catalogView.tree).filter(([row]) => row.includes('A sample pack'));
  };

  it('shows packs, modules and exercises in teaching order', () =>
    assert.deepEqual(rows(), [
      [
        'package A sample pack | workspace · 0 of 3 passed | designDrills.pack.authored',
        [
          [
            'Counting | 0 of 2 passed | designDrills.module',
            [
              [
                'circle-outline Count what happens | new · core · 10 min | designDrills.exercise.fresh.authored',
              ],
              [
                'circle-outline A gauge in two files | new · advanced · 25 min | designDrills.exercise.fresh.authored',
              ],
            ],
          ],
          [
            'Assessed | 0 of 1 passed | designDrills.module',
            [
              [
                'circle-outline Nothing is told | new · intermediate · 15 min | designDrills.exercise.fresh.authored',
              ],
            ],
          ],
        ],
      ],
    ]));

  it('says how the person stands, in words and by icon', async () => {
    const { progress, scaffolder } = api.services;
    await scaffolder.scaffold('sample/gauge');
    await progress.update('sample/counter', entry => ({ ...entry, firstPassAt: 1 }));
    await progress.update('sample/sealed', entry => ({ ...entry, history: [{ at: 1, passed: false }] }));
    assert.deepEqual(rows(), [
      [
        'package A sample pack | workspace · 1 of 3 passed | designDrills.pack.authored',
        [
          [
            'Counting | 1 of 2 passed | designDrills.module',
            [
              [
                'pass-filled Count what happens | passed · core · 10 min | designDrills.exercise.fresh.authored',
              ],
              [
                'edit A gauge in two files | started · advanced · 25 min | designDrills.exercise.attempt.authored',
              ],
            ],
          ],
          [
            'Assessed | 0 of 1 passed | designDrills.module',
            [
              [
                'error Nothing is told | failing · intermediate · 15 min | designDrills.exercise.fresh.authored',
              ],
            ],
          ],
        ],
      ],
    ]);
  });

  it('is narrowed by words, a difficulty or a state', () => {
    const titles = (filter: string) => {
      api.catalogView.tree.filter = filter;
      return rows().flatMap(([, modules]) =>
        (modules ?? []).flatMap(([, exercises]) =>
          (exercises ?? []).map(([row]) => /\S+ (.*?) \|/.exec(row)?.[1]),
        ),
      );
    };
    assert.deepEqual(
      {
        words: titles('UP down'),
        difficulty: titles('intermediate'),
        state: titles('passed'),
        none: titles('zebra'),
      },
      { words: ['A gauge in two files'], difficulty: ['Nothing is told'], state: [], none: [] },
    );
  });

  it('names each exercise to a screen reader with everything the row shows', () => {
    const { tree } = api.catalogView;
    const node = tree.nodeOf('sample/counter');
    assert.ok(node);
    assert.equal(
      tree.getTreeItem(node).accessibilityInformation?.label,
      'Count what happens, new, core, 10 min',
    );
  });

  it('follows a pack that is written into the workspace', async () => {
    const { packs } = api.services;
    const folder = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'drills', 'late');
    const changed = new Promise<void>(resolve => {
      const link = packs.onDidChange(() => {
        if (!packs.problems.some(({ location }) => location.path === folder.fsPath)) return;
        link.dispose();
        resolve();
      });
    });
    const text = 'format: 1\nid: late\ntitle: Late\nversion: 1.0.0\nmodules: []\n';
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(folder, 'pack.yaml'),
      new TextEncoder().encode(text),
    );
    await changed;
    const found = packs.problems.find(({ location }) => location.path === folder.fsPath);
    assert.deepEqual(found?.location.origin, 'workspace');
  });
});
