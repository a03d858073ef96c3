import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { answering } from '../support/dialogs';
import { until } from '../support/events';
import { readText, type, writeText } from '../support/files';
import { activated, folderUri, loadedAuthoring, startOver } from '../support/host';
import { RecordedRuns } from '../support/recordedRuns';
import { testRows } from '../support/trees';

/** The first verification loads a parser and a mutation engine; every design is a child of its own. */
const patience = 120_000;

describe('the proof of an exercise', function () {
  this.timeout(patience);
  let api: TestApi;
  const authoring = () => loadedAuthoring(api);
  let recorded: RecordedRuns;
  const sound = new Map<string, string>();
  const files = ['counter/exercise.yaml', 'counter/tests/ceiling.test.ts', 'counter/wrong/no-ceiling.ts'];
  const uri = (file: string) => folderUri(...file.split('/'));

  before(async () => {
    api = await activated();
    await (
      await api.authoring.get()
    ).authored.ready;
    for (const file of files) sound.set(file, await readText(uri(file)));
  });
  beforeEach(async () => {
    await startOver(api);
    recorded = new RecordedRuns(authoring().verifyTests.controller);
  });
  afterEach(async () => {
    recorded.dispose();
    await startOver(api);
    for (const [file, text] of sound) await writeText(uri(file), text);
    await api.services.packs.refresh();
  });

  /** As the command does; answers what the person is told in the end. */
  async function verify(): Promise<string> {
    const told: string[] = [];
    const note = (text: string) => void told.push(text);
    const info = await answering(
      'showInformationMessage',
      () => undefined,
      async () => {
        const warnings = await answering(
          'showWarningMessage',
          () => undefined,
          () => vscode.commands.executeCommand('designDrills.verifyExercise', uri('counter/exercise.yaml')),
        );
        warnings.forEach(note);
      },
    );
    info.forEach(note);
    return told.join('\n');
  }

  const problems = () =>
    vscode.languages
      .getDiagnostics()
      .flatMap(([at, all]) =>
        all
          .filter(({ source }) => source === 'Design Drills verify')
          .map(
            ({ code, range, severity }) =>
              `${vscode.workspace.asRelativePath(at)}:${range.start.line + 1}:${range.start.character + 1} ${codeOf(code)} ${severity}`,
          ),
      );

  it('has a row for everything that is proven', () =>
    assert.deepEqual(testRows(authoring().verifyTests.controller.items), [
      [
        'A pack that is written here',
        [
          [
            'Count what happens',
            [
              ['Starter fails'],
              ['Solution passes'],
              ['Wrong: It counts for ever, caught by R3'],
              ['Changes of the solution are noticed'],
            ],
          ],
        ],
      ],
    ]));

  it('shows in the Test Explorer what stands, and in Problems what does not', async () => {
    assert.equal(await verify(), '“Count what happens” is sound.');
    assert.deepEqual(
      recorded.last?.rows.map(row => row.replace('A pack that is written here > Count what happens', '…')),
      [
        'passed …',
        'passed … > Starter fails',
        'passed … > Solution passes',
        'passed … > Wrong: It counts for ever, caught by R3',
        'passed … > Changes of the solution are noticed',
      ],
    );
    assert.deepEqual(
      problems().filter(problem => !problem.includes('unnoticed-change')),
      [],
    );

    // The check of R3 is blunted: the wrong variant passes, and so does the solution.
    const suite = uri('counter/tests/ceiling.test.ts');
    await type(
      suite,
      sound
        .get('counter/tests/ceiling.test.ts')!
        .replace('counter.value, ceiling', 'counter.value, counter.value'),
    );
    assert.equal(await verify(), '“Count what happens” is not sound yet: 1 finding.');
    assert.deepEqual(
      [...recorded.runs.at(-1)!.messages].map(([row, [message]]) => [
        row.split(' > ').at(-1),
        message?.message,
        message?.location?.range.start.line,
      ]),
      ['Wrong: It counts for ever, caught by R3', 'Count what happens'].map(row => [
        row,
        'The wrong variant "no-ceiling" is not caught by R3. Sharpen the checks of that requirement, or name another in "caughtBy".',
        27,
      ]),
    );
    assert.deepEqual(problems(), ['counter/exercise.yaml:28:5 not-caught 0']);

    const report = await vscode.workspace.openTextDocument(
      authoring().reports.uriOf({ pack: authoring().authored.all[0]!, exercise: 'counter' }),
    );
    assert.match(report.getText(), /\| ✗ \| It counts for ever \(`no-ceiling`\) \| · \| · \| \*\*!\*\* \|/);

    // What was found does not hold any more when the text is another; it does again when that is undone.
    await type(suite, `${sound.get('counter/tests/ceiling.test.ts')!}// another\n`);
    await until(
      authoring().verifications.onDidChange,
      () => authoring().verifications.all[0]?.stale === true,
    );
    assert.deepEqual(problems(), ['counter/exercise.yaml:28:5 not-caught 2']);
  });

  it('runs a single wrong variant', async () => {
    const top = authoring().verifyTests.tree.itemOf({
      pack: authoring().authored.all[0]!,
      exercise: 'counter',
    });
    const item = top?.children.get('wrong no-ceiling');
    assert.ok(item);
    const token = new vscode.CancellationTokenSource().token;
    await authoring().verifyTests.profiles.quick.runHandler(new vscode.TestRunRequest([item]), token);
    assert.deepEqual(recorded.last?.rows, [
      'passed A pack that is written here > Count what happens > Wrong: It counts for ever, caught by R3',
    ]);
    assert.equal(item.description, 'fails R3');
  });

  it('leaves no process when it is cancelled', async () => {
    const suite = 'counter/tests/ceiling.test.ts';
    await type(uri(suite), `${sound.get(suite)!}// never proven before\n`);
    const before = children();
    const cancel = new vscode.CancellationTokenSource();
    const { verifyTests, authored } = authoring();
    const place = { pack: authored.all[0]!, exercise: 'counter' };
    let most = 0;
    const run = verifyTests.verify(place, cancel.token, {
      onProgress: () => {
        most = Math.max(most, children().length);
        cancel.cancel();
      },
    });
    await assert.rejects(run, vscode.CancellationError);
    assert.ok(most > before.length, 'it runs in processes of its own');
    assert.equal(recorded.last?.ended, true);
    // They are told to go; the system says when they have gone.
    const deadline = Date.now() + 10_000;
    while (children().some(child => !before.includes(child)) && Date.now() < deadline)
      await new Promise(resolve => setTimeout(resolve, 20));
    assert.deepEqual(
      children().filter(child => !before.includes(child)),
      [],
    );
  });

  it('is not tried while the exercise cannot be read', async () => {
    await type(uri('counter/exercise.yaml'), 'title: [');
    assert.equal(
      await verify(),
      '“Count what happens” cannot be verified before the mistakes in its files are corrected.',
    );
    assert.deepEqual(problems(), []);
  });
});

const codeOf = (code: vscode.Diagnostic['code']): string => (typeof code === 'string' ? code : 'no code');

/** Processes that this extension host has started to run suites. */
function children(): string[] {
  const table = execFileSync('ps', ['-A', '-o', 'ppid=,pid=,args='], { encoding: 'utf8' });
  return table
    .split('\n')
    .filter(line => line.trim().startsWith(`${process.pid} `) && line.includes('sandbox'));
}
