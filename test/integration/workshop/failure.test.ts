import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunReport } from '../../../src/core/run/report';
import type { Attempt } from '../../../src/editor/attempts';
import type { TestApi } from '../../../src/extension';
import { attemptWith } from '../support/attempts';
import { answering } from '../support/dialogs';
import { next } from '../support/events';
import { writeText } from '../support/files';
import { activated, startOver } from '../support/host';
import { PanelEnd } from '../support/panelEnd';
import { RecordedRuns } from '../support/recordedRuns';
import { counter } from '../support/sample';

/** Fails R3 differently with every seed, and says so. */
const drawing = `export function createCounter(ceiling: number) {
  let value: number = 0;
  return {
    get value() {
      return value;
    },
    increment(): number {
      const drawn: string = Math.random().toString(36);
      if (value < ceiling) return ++value;
      console.log('drew', drawn);
      const text: string = \`drew \${drawn}\`; throw new RangeError(text);
    },
  };
}
`;
const ceiling = { suite: 'ceiling', title: 'R3 stops at its ceiling' } as const;
const row = 'Count what happens > The ceiling > R3 stops at its ceiling';

describe('a failed check', () => {
  let api: TestApi;
  let recorded: RecordedRuns;
  before(async () => (api = await activated()));
  beforeEach(async () => {
    await startOver(api);
    api.tests.tree.update();
    recorded = new RecordedRuns(api.tests.controller);
  });
  afterEach(() => recorded.dispose());

  const checked = async (text: string): Promise<{ attempt: Attempt; report: RunReport }> => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': text });
    return { attempt, report: await api.services.runs.check(attempt, { source: 'command' }) };
  };
  const messagesOf = (of: string): readonly vscode.TestMessage[] => recorded.last!.messages.get(of) ?? [];
  /** As it is read: without escapes, and with blanks for blanks. */
  const textOf = ({ message }: vscode.TestMessage): string =>
    (typeof message === 'string' ? message : message.value)
      .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
      .replaceAll('\u00a0', ' ');
  const failureOf = (report: RunReport) => {
    const check = report.checks.find(({ title }) => title === ceiling.title);
    return { seed: report.seed, message: check?.failure?.message, logs: check?.logs };
  };
  const repeated = async (work: () => PromiseLike<unknown>): Promise<RunReport> => {
    const ended = next(api.services.runs.onDidEnd);
    await work();
    return (await ended).report;
  };

  it('says what was required, what happened, where, what was printed, and the seed', async () => {
    const { attempt, report } = await checked(drawing);
    const [message, ...more] = messagesOf(row);
    assert.ok(message);
    assert.deepEqual(more, []);
    const { message: said } = failureOf(report);
    const uri = vscode.Uri.joinPath(attempt.folder, 'counter.ts');
    assert.equal(
      textOf(message),
      `RangeError: ${said?.replace('RangeError: ', '')}

**R3** The counter never goes above its ceiling.

[counter.ts:11:51](${uri.with({ fragment: 'L11,51' }).toString()}) in increment

\`\`\`text
   9 |     if (value < ceiling) return ++value;
  10 |     console.log('drew', drawn);
> 11 |     const text: string = \`drew \${drawn}\`; throw new RangeError(text);
  12 |   },
  13 | };
\`\`\`

**Console**

\`\`\`text
drew ${said?.split(' ').at(-1)}
\`\`\`

Seed ${report.seed}

`,
    );
    assert.deepEqual(
      [message.location?.uri.toString(), message.location?.range.start],
      [uri.toString(), new vscode.Position(10, 50)],
    );
  });

  it('shows the difference of two values, and everything else after it', async () => {
    await checked(counter.noCeiling);
    const [difference, details, ...more] = messagesOf(row);
    assert.deepEqual(more, []);
    const ceiling = Number(difference?.expectedOutput);
    assert.ok(Number(difference?.actualOutput) > ceiling);
    assert.ok(details);
    assert.match(textOf(details), /^\*\*R3\*\* /m);
    assert.match(textOf(details), new RegExp(`^counting to ${ceiling}$`, 'm'));
  });

  it('keeps the code that was run when the file has changed since', async () => {
    const { attempt } = await checked(drawing);
    await writeText(vscode.Uri.joinPath(attempt.folder, 'counter.ts'), '// gone\n');
    const report = api.services.results.get(attempt)?.report;
    const frame = report?.checks.find(({ title }) => title === ceiling.title)?.failure?.frames[0];
    assert.equal(
      frame?.code?.lines[frame.code.mark.index],
      '    const text: string = `drew ${drawn}`; throw new RangeError(text);',
    );
  });

  it('says of a check that did not end what it is about and how long it took', async () => {
    await checked(counter.endless);
    const [message] = messagesOf('Count what happens > Counting > R1 begins at 0');
    assert.ok(message);
    const words = textOf(message);
    assert.match(words, /took longer than 3 s/);
    assert.match(words, /The run was stopped after 3\.\d s/);
    assert.match(words, /\*\*R1\*\* A new counter stands at 0/);
    assert.match(words, /Seed \d+/);
  });

  describe('is run again with its seed', () => {
    const same = async (first: RunReport, again: RunReport): Promise<void> => {
      assert.deepEqual(failureOf(again), failureOf(first));
      const other = await api.services.runs.check(api.services.attempts.of(counter.ref)!, {
        source: 'command',
      });
      assert.notEqual(failureOf(other).message, failureOf(first).message, 'the seed decides');
    };
    const only = (report: RunReport): string[] => report.checks.map(({ title }) => title);

    it('from its message', async () => {
      const { attempt, report } = await checked(drawing);
      const [message] = messagesOf(row);
      const test = api.tests.tree.checkItem(attempt, ceiling);
      // A later run does not change which seed this message is about.
      await api.services.runs.check(attempt, { source: 'command' });
      const again = await repeated(() =>
        vscode.commands.executeCommand('designDrills.runWithSeed', { test, message }),
      );
      assert.deepEqual(only(again), [ceiling.title]);
      assert.deepEqual(recorded.last?.request.include, [test]);
      await same(report, again);
    });

    it('from its row', async () => {
      const { attempt, report } = await checked(drawing);
      const test = api.tests.tree.checkItem(attempt, ceiling);
      const again = await repeated(() => vscode.commands.executeCommand('designDrills.runWithSeed', test));
      assert.deepEqual(only(again), [ceiling.title]);
      await same(report, again);
    });

    it('from the palette, where a person chooses among the failed checks and the whole run', async () => {
      const { attempt, report } = await checked(drawing);
      await vscode.window.showTextDocument(vscode.Uri.joinPath(attempt.folder, 'counter.ts'));
      const offered: string[] = [];
      const pick = (label: string) => (items: readonly unknown[]) => {
        const rows = items as readonly vscode.QuickPickItem[];
        offered.splice(0, offered.length, ...rows.map(item => `${item.label}|${item.description ?? ''}`));
        return rows.find(item => item.label === label);
      };
      const again = await repeated(() =>
        answering('showQuickPick', pick(ceiling.title), () =>
          vscode.commands.executeCommand('designDrills.runWithSeed'),
        ),
      );
      assert.deepEqual(offered, [
        `The whole run|Seed ${report.seed}`,
        'Failed checks|',
        `${ceiling.title}|Seed ${report.seed}`,
      ]);
      assert.deepEqual(only(again), [ceiling.title]);
      assert.deepEqual(failureOf(again), failureOf(report));
      const whole = await repeated(() =>
        answering('showQuickPick', pick('The whole run'), () =>
          vscode.commands.executeCommand('designDrills.runWithSeed'),
        ),
      );
      assert.deepEqual(only(whole), only(report));
      assert.deepEqual(failureOf(whole), failureOf(report));
    });

    it('from the panel, which then knows it beside what it knew', async () => {
      const { report } = await checked(drawing);
      const panel = new PanelEnd(api, counter.ref);
      try {
        const again = await repeated(() =>
          panel.channel.request('check', { only: ceiling, seed: report.seed }),
        );
        assert.deepEqual(only(again), [ceiling.title]);
        const { run } = await panel.channel.request('ready', null);
        assert.equal(run.kind, 'report');
        assert.deepEqual(
          run.report.checks.map(({ state, seed }) => [state, seed]),
          [
            ['passed', report.seed],
            ['passed', report.seed],
            ['failed', undefined],
          ],
        );
        await same(report, again);
      } finally {
        panel.dispose();
      }
    });

    it('only when there has been a run', async () => {
      const attempt = await attemptWith(api, counter.ref);
      const said = await answering(
        'showErrorMessage',
        () => undefined,
        () => vscode.commands.executeCommand('designDrills.runWithSeed', attempt.folder),
      );
      assert.deepEqual(said, ['There is no run to repeat yet: check the attempt first.']);
      assert.deepEqual(recorded.runs, []);
    });
  });

  it('is told once, without taking the focus', async () => {
    const { attempt } = await checked(drawing);
    const editor = await vscode.window.showTextDocument(vscode.Uri.joinPath(attempt.folder, 'counter.ts'));
    await api.services.runs.check(attempt, { source: 'command' });
    assert.equal(vscode.window.activeTextEditor, editor);
    assert.equal(recorded.last?.request.preserveFocus, true);
  });
});
