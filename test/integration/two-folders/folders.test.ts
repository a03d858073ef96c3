import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { answering } from '../support/dialogs';
import { activated } from '../support/host';
import { testRows } from '../support/trees';

describe('a workspace of two folders', () => {
  let api: TestApi;
  before(async () => (api = await activated()));

  const [first, second] = vscode.workspace.workspaceFolders ?? [];
  const scaffold = (ref: string, choose: string) => {
    let labels: string[] = [];
    return answering(
      'showQuickPick',
      items => {
        labels = (items as vscode.QuickPickItem[]).map(({ label }) => label);
        return (items as vscode.QuickPickItem[]).find(({ label }) => label === choose);
      },
      () => vscode.commands.executeCommand('designDrills.scaffold', ref),
    ).then(asked => ({ asked, labels }));
  };
  const places = () =>
    api.services.attempts.all.map(({ folder }) => vscode.workspace.asRelativePath(folder, true));

  it('asks where to write the first attempt', async () => {
    assert.deepEqual(await scaffold('sample/counter', 'second'), {
      asked: ['Scaffold Count what happens'],
      labels: ['first', 'second'],
    });
    assert.deepEqual(places(), ['second/drills/sample/counter']);
  });

  it('writes nothing when no folder is chosen, and does not complain', async () => {
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(second!.uri, 'drills'), { recursive: true });
    await api.services.attempts.scan();
    const errors = await answering(
      'showErrorMessage',
      () => undefined,
      () => scaffold('sample/counter', 'none'),
    );
    assert.deepEqual({ errors, places: places() }, { errors: [], places: [] });
  });

  it('writes the next ones beside it, without asking', async () => {
    await scaffold('sample/counter', 'second');
    assert.deepEqual(await scaffold('sample/gauge', 'first'), { asked: [], labels: [] });
    assert.deepEqual(places(), ['second/drills/sample/counter', 'second/drills/sample/gauge']);
  });

  it('tells two attempts at one exercise apart, and checks the one that is meant', async () => {
    const copy = vscode.Uri.joinPath(first!.uri, 'drills', 'sample', 'gauge');
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(second!.uri, 'drills', 'sample', 'gauge'), copy);
    const right = 'export const show = (value: number): string => `${value} ms`;\n';
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(copy, 'gauge.ts'),
      new TextEncoder().encode(right),
    );
    await api.services.attempts.scan();
    api.tests.tree.update();
    assert.deepEqual(
      [...api.tests.controller.items].map(([, { label, description }]) => `${label} | ${description ?? ''}`),
      [
        'Count what happens | core',
        'A gauge in two files | second/drills/sample/gauge',
        'A gauge in two files | first/drills/sample/gauge',
      ],
    );
    const verdicts = await Promise.all(
      [first, second].map(async folder => {
        const uri = vscode.Uri.joinPath(folder!.uri, 'drills', 'sample', 'gauge', 'gauge.ts');
        await vscode.commands.executeCommand('designDrills.check', uri);
        const attempt = api.services.attempts.containing(uri);
        return api.services.results.get(attempt!)?.report.checks.map(({ state }) => state);
      }),
    );
    assert.deepEqual(verdicts, [['passed'], ['failed']]);
    assert.equal(testRows(api.tests.controller.items).length, 3);
  });

  it('takes the attempt that was looked at last for the exercise’s', async () => {
    for (const folder of [first, second]) {
      const uri = vscode.Uri.joinPath(folder!.uri, 'drills', 'sample', 'gauge', 'format.ts');
      await vscode.window.showTextDocument(uri);
      assert.equal(api.services.attempts.of('sample/gauge')?.key, vscode.Uri.joinPath(uri, '..').toString());
    }
  });
});
