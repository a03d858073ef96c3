import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { attemptWith } from '../support/attempts';
import { next } from '../support/events';
import { writeText } from '../support/files';
import { activated, startOver } from '../support/host';
import { RecordedRuns } from '../support/recordedRuns';
import { counter } from '../support/sample';
import { testRows } from '../support/trees';

describe('the Test Explorer', () => {
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

  const top = (key: string): vscode.TestItem => {
    const item = api.tests.controller.items.get(key);
    assert.ok(item, `no row for ${key}`);
    return item;
  };
  const request = (
    include: readonly vscode.TestItem[],
    exclude: readonly vscode.TestItem[] = [],
    continuous = false,
  ) =>
    api.tests.profile.runHandler(
      new vscode.TestRunRequest(include, exclude, api.tests.profile, continuous),
      token.token,
    );
  const resolved = async (key: string): Promise<vscode.TestItem> => {
    api.tests.tree.update();
    await api.tests.controller.resolveHandler?.(top(key));
    return top(key);
  };

  it('shows each attempt with its suites and checks, and no source for what is hidden', async () => {
    const attempt = await attemptWith(api, counter.ref);
    await attemptWith(api, 'sample/sealed');
    const item = await resolved(attempt.key);
    await resolved(api.services.attempts.of('sample/sealed')!.key);
    assert.deepEqual(testRows(api.tests.controller.items), [
      [
        'Count what happens',
        [
          ['Counting', [['R1 begins at 0'], ['R2 counts up and says so']]],
          ['The ceiling', [['R3 stops at its ceiling']]],
        ],
      ],
      ['Nothing is told', [['The answer', [['Check 1']]]]],
    ]);
    const hidden = [...item.children].flatMap(([, suite]) => [
      suite,
      ...[...suite.children].map(([, check]) => check),
    ]);
    assert.deepEqual(
      hidden.map(({ uri }) => uri),
      hidden.map(() => undefined),
    );
  });

  it('runs an attempt: states, a message at the learner’s line with both values, output by check', async () => {
    const attempt = await attemptWith(api, counter.ref, {
      'counter.ts': counter.noCeiling.replace(
        'return ++value;',
        "if (value >= ceiling) throw new Error('full');\n      return ++value;",
      ),
    });
    const item = await resolved(attempt.key);
    await request([item]);
    assert.deepEqual(recorded.runs.length, 1);
    const run = recorded.last!;
    assert.deepEqual(run.rows, [
      'enqueued Count what happens',
      'passed Count what happens > Counting > R1 begins at 0',
      'passed Count what happens > Counting > R2 counts up and says so',
      'failed Count what happens > The ceiling > R3 stops at its ceiling',
    ]);
    const [message] = run.messages.get('Count what happens > The ceiling > R3 stops at its ceiling') ?? [];
    assert.ok(message?.location);
    assert.equal(
      message.location.uri.toString(),
      vscode.Uri.joinPath(attempt.folder, 'counter.ts').toString(),
    );
    assert.equal(message.location.range.start.line, 8);
    assert.match(run.output, /^counting to 5\r\n/m);
    assert.match(run.output, /1 of 3 checks failed\r\n$/);
    assert.ok(run.ended);
  });

  it('shows expected and actual of an assertion', async () => {
    const attempt = await attemptWith(api, 'sample/gauge');
    await request([await resolved(attempt.key)]);
    const [message] = recorded.last!.messages.get('A gauge in two files > Showing > R1 shows the unit') ?? [];
    assert.deepEqual([message?.expectedOutput, message?.actualOutput], ["'3 ms'", "'-3'"]);
  });

  it('runs one suite, one check, or all but some', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    const item = await resolved(attempt.key);
    const suite = item.children.get('basics')!;
    const check = suite.children.get('a counter › R2 counts up and says so')!;
    await request([suite]);
    await request([check]);
    await request([item], [suite]);
    assert.deepEqual(
      recorded.runs.map(run =>
        run.rows.filter(row => row.startsWith('passed')).map(row => row.split(' > ').at(-1)),
      ),
      [
        ['R1 begins at 0', 'R2 counts up and says so'],
        ['R2 counts up and says so'],
        ['R3 stops at its ceiling'],
      ],
    );
    assert.equal(api.services.progress.of(counter.ref).firstPassAt, null, 'a part never earns the pass');
    // A run of a part does not take away what the others have shown of the same files.
    await request([item]);
    await request([check]);
    assert.deepEqual(
      api.services.results.get(attempt)?.report.checks.map(({ state }) => state),
      ['passed', 'passed', 'passed'],
    );
  });

  it('marks a file that does not compile at its line', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.doesNotCompile });
    await request([await resolved(attempt.key)]);
    const run = recorded.last!;
    assert.deepEqual(run.rows, [
      'errored Count what happens',
      'skipped Count what happens > Counting > R1 begins at 0',
      'skipped Count what happens > Counting > R2 counts up and says so',
      'skipped Count what happens > The ceiling > R3 stops at its ceiling',
    ]);
    const [message] = run.messages.get('Count what happens') ?? [];
    assert.equal(message?.location?.range.start.line, 1);
    assert.ok(run.ended);
  });

  it('marks a module that throws while it is loaded', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.throwsWhileLoading });
    await request([await resolved(attempt.key)]);
    const [message] = recorded.last!.messages.get('Count what happens') ?? [];
    assert.ok(message?.message instanceof vscode.MarkdownString);
    assert.match(
      message.message.value.replaceAll('\u00a0', ' '),
      /^> 1 \| throw new Error\('no counters today'\);$/m,
    );
    assert.equal(message.location?.range.start.line, 0);
  });

  it('names the check that did not end', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.endless });
    await request([await resolved(attempt.key)]);
    assert.deepEqual(recorded.last!.rows, [
      'enqueued Count what happens',
      'errored Count what happens > Counting > R1 begins at 0',
      'skipped Count what happens > Counting > R2 counts up and says so',
      'skipped Count what happens > The ceiling > R3 stops at its ceiling',
    ]);
  });

  it('ends the run when it is cancelled', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.endless });
    const item = await resolved(attempt.key);
    const started = next(api.services.runs.onDidProgress, ({ event }) => event.type === 'started');
    const run = request([item]);
    await started;
    token.cancel();
    await run;
    assert.ok(recorded.last!.ended);
    assert.equal(api.services.runs.get(attempt), undefined);
  });

  it('shows a check that was asked for elsewhere, so that both always agree', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.noCeiling });
    await vscode.commands.executeCommand(
      'designDrills.check',
      vscode.Uri.joinPath(attempt.folder, 'counter.ts'),
    );
    assert.equal(recorded.runs.length, 1);
    const run = recorded.last!;
    assert.deepEqual(run.rows, [
      'passed Count what happens > Counting > R1 begins at 0',
      'passed Count what happens > Counting > R2 counts up and says so',
      'failed Count what happens > The ceiling > R3 stops at its ceiling',
    ]);
    assert.deepEqual(
      api.services.results.get(attempt)?.report.checks.map(({ state }) => state),
      ['passed', 'passed', 'failed'],
    );
    assert.equal(run.request.preserveFocus, true);
    assert.ok(run.ended);
  });

  it('checks again on every save while a continuous run is on, also where the setting is off', async () => {
    const settings = vscode.workspace.getConfiguration('designDrills');
    await settings.update('run.onSave', false, vscode.ConfigurationTarget.Workspace);
    try {
      const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.noCeiling });
      await request([await resolved(attempt.key)], [], true);
      const uri = vscode.Uri.joinPath(attempt.folder, 'counter.ts');
      const document = await vscode.workspace.openTextDocument(uri);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(uri, new vscode.Position(0, 0), '// again\n');
      await vscode.workspace.applyEdit(edit);
      const ended = next(api.services.runs.onDidEnd);
      await document.save();
      assert.equal((await ended).run.options.source, 'save');
      token.cancel();
      assert.equal(recorded.runs.length, 2);
    } finally {
      await settings.update('run.onSave', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('says at the row when the suites cannot be read', async () => {
    const attempt = await attemptWith(api, 'sample/gauge');
    const suite = vscode.Uri.joinPath(
      vscode.workspace.workspaceFolders![0]!.uri,
      'packs/sample/gauge/tests/showing.test.ts',
    );
    const original = new TextDecoder().decode(await vscode.workspace.fs.readFile(suite));
    try {
      await writeText(suite, 'nonsense(');
      await api.services.packs.refresh();
      const item = await resolved(attempt.key);
      assert.ok(typeof item.error === 'string');
      assert.match(item.error, /gauge/);
    } finally {
      await writeText(suite, original);
      await api.services.packs.refresh();
    }
    assert.equal((await resolved(attempt.key)).error, undefined);
  });
});
