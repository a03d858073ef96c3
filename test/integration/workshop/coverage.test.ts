import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { attemptWith } from '../support/attempts';
import { activated, startOver } from '../support/host';
import { RecordedRuns } from '../support/recordedRuns';
import { counter } from '../support/sample';

describe('coverage in the Test Explorer', () => {
  let api: TestApi;
  let recorded: RecordedRuns;
  let token: vscode.CancellationTokenSource;
  before(async () => (api = await activated()));
  beforeEach(async () => {
    await startOver(api);
    api.tests.tree.update();
    recorded = new RecordedRuns(api.tests.controller);
    token = new vscode.CancellationTokenSource();
  });
  afterEach(() => {
    token.cancel();
    recorded.dispose();
  });

  const measured = async (key: string) => {
    api.tests.tree.update();
    const { coverage } = api.tests.profiles;
    const item = api.tests.controller.items.get(key)!;
    await coverage.runHandler(new vscode.TestRunRequest([item], undefined, coverage), token.token);
    return recorded.last!;
  };

  it('tells statements, branches and functions of each file, and the verdict as without', async () => {
    const attempt = await attemptWith(api, counter.ref, {
      'counter.ts': counter.solution.replace(
        'return value;\n    },\n  };',
        "if (value < 0) {\n        throw new RangeError('below');\n      }\n      return value;\n    },\n  };",
      ),
      'spare.ts': 'export const spare = (n: number): number => n + 1;\n',
    });
    const run = await measured(attempt.key);
    assert.deepEqual(
      run.coverage.map(file => [
        vscode.workspace.asRelativePath(file.uri).split('/').at(-1),
        ...[file.statementCoverage, file.branchCoverage, file.declarationCoverage].map(
          count => count && `${count.covered}/${count.total}`,
        ),
      ]),
      [
        ['counter.ts', '6/7', '1/2', '3/3'],
        ['spare.ts', '0/2', undefined, '0/1'],
      ],
    );
    const details = await api.tests.profiles.coverage.loadDetailedCoverage!(
      run.recording,
      run.coverage[0]!,
      token.token,
    );
    const lineOf = ({ location }: vscode.FileCoverageDetail): number =>
      (location instanceof vscode.Range ? location.start : location).line + 1;
    assert.deepEqual(
      details
        .filter(detail => detail instanceof vscode.StatementCoverage)
        .map(detail => [
          lineOf(detail),
          Number(detail.executed) > 0,
          ...detail.branches.map(arm => `${arm.label} ${Number(arm.executed) > 0}`),
        ]),
      [
        [2, true],
        [3, true],
        [5, true],
        [8, true],
        [9, true, 'if false', 'else true'],
        [10, false],
        [12, true],
      ],
    );
    assert.deepEqual(run.rows, [
      'enqueued Count what happens',
      'passed Count what happens > Counting > R1 begins at 0',
      'passed Count what happens > Counting > R2 counts up and says so',
      'passed Count what happens > The ceiling > R3 stops at its ceiling',
    ]);
  });

  it('is refused where it would tell what the exercise hides', async () => {
    const attempt = await attemptWith(api, 'sample/sealed');
    const run = await measured(attempt.key);
    assert.deepEqual(run.coverage, []);
    assert.deepEqual(
      [...run.messages.values()].map(messages => messages.map(({ message }) => message)),
      [
        [
          'Coverage of “Nothing is told” cannot be measured: it would tell more about the checks than this exercise does. Not shown.',
        ],
      ],
    );
  });
});
