import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { attemptWith } from '../support/attempts';
import { answering } from '../support/dialogs';
import { until } from '../support/events';
import { openAsOnDisk } from '../support/files';
import { activated, startOver } from '../support/host';
import { counter } from '../support/sample';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: readonly {
      readonly properties: Readonly<Record<string, { readonly default: unknown }>>;
    }[];
  };
}

describe('the editor around an attempt', () => {
  let api: TestApi;
  before(async () => (api = await activated()));
  beforeEach(() => startOver(api));

  const manifest = () =>
    vscode.extensions.getExtension('design-drills.design-drills')!.packageJSON as unknown as Manifest;

  it('has every command that is declared, and no other', async () => {
    const registered = (await vscode.commands.getCommands(true)).filter(
      // VS Code makes commands for views by itself.
      id => id.startsWith('designDrills.') && !/^designDrills\.(exercises|setup)\./.test(id),
    );
    assert.deepEqual(
      registered.sort(),
      manifest()
        .contributes.commands.map(({ command }) => command)
        .sort(),
    );
  });

  it('has every setting with the default that is declared', () => {
    const properties = Object.assign(
      {},
      ...manifest().contributes.configuration.map(({ properties: p }) => p),
    ) as Record<string, { readonly default: unknown }>;
    const settings = vscode.workspace.getConfiguration();
    assert.deepEqual(
      Object.fromEntries(Object.keys(properties).map(key => [key, settings.inspect(key)?.defaultValue])),
      {
        'designDrills.attempts.folder': 'drills',
        'designDrills.codeLens.enabled': true,
        'designDrills.run.onSave': true,
        'designDrills.run.timeoutSeconds': null,
        'designDrills.packs.folders': [],
        'designDrills.services.redisUrl': '',
      },
    );
  });

  it('offers a check and the question above the learner’s code, and nothing above the exercise’s', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': `// mine\n${counter.solution}` });
    const lenses = async (file: string) => {
      const uri = vscode.Uri.joinPath(attempt.folder, file);
      await openAsOnDisk(uri);
      const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uri,
      );
      return all.map(({ range, command }) => `${range.start.line} ${command?.title} ${command?.command}`);
    };
    assert.deepEqual(
      { own: await lenses('counter.ts'), exercise: await lenses('types.ts') },
      {
        own: [
          '1 Check designDrills.check',
          '1 Debug designDrills.debug',
          '1 Show question designDrills.openExercise',
        ],
        exercise: [],
      },
    );
    const settings = vscode.workspace.getConfiguration('designDrills');
    await settings.update('codeLens.enabled', false, vscode.ConfigurationTarget.Workspace);
    assert.deepEqual(await lenses('counter.ts'), []);
    await settings.update('codeLens.enabled', undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('shows in the status bar how the attempt in front stands', async () => {
    const { item } = api.statusBar;
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.noCeiling });
    await vscode.window.showTextDocument(vscode.Uri.joinPath(attempt.folder, 'counter.ts'));
    assert.deepEqual(
      [item.text, item.accessibilityInformation?.label],
      ['$(beaker) Count what happens: not checked yet', 'Count what happens: not checked yet'],
    );
    const texts: string[] = [];
    const link = api.services.runs.onDidStart(() => texts.push(item.text));
    await api.services.runs.check(attempt, { source: 'command' });
    link.dispose();
    assert.deepEqual(texts, ['$(loading~spin) Count what happens: checking…']);
    assert.equal(item.text, '$(error) Count what happens: 1 of 3 failed');
  });

  it('keeps results over a reload of the window', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.solution });
    await api.services.runs.check(attempt, { source: 'command' });
    const before = api.services.results.get(attempt);
    const { Results } = await import('../../../src/editor/results');
    await api.services.results.save();
    const after = new Results(api.context.workspaceState);
    assert.deepEqual(after.get(attempt), before);
    after.dispose();
  });

  it('keeps no sentences of a language that the window has left', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': 'export class {' });
    await api.services.runs.check(attempt, { source: 'command' });
    assert.equal(api.services.results.get(attempt)?.report.kind, 'did-not-compile');
    const { Results } = await import('../../../src/editor/results');
    await api.services.results.save();
    const kinds = ['en', 'de'].map(language => {
      const results = new Results(api.context.workspaceState, language);
      const kind = results.get(attempt)?.report.kind;
      return [language, kind];
    });
    assert.deepEqual(kinds, [
      ['en', 'did-not-compile'],
      ['de', undefined],
    ]);
  });

  it('opens the next exercise, and says when there is none', async () => {
    await vscode.commands.executeCommand('designDrills.nextExercise', counter.ref);
    assert.equal(api.services.panels.current?.ref, 'sample/gauge');
    const said = await answering(
      'showErrorMessage',
      () => undefined,
      () => vscode.commands.executeCommand('designDrills.nextExercise', 'sample/sealed'),
    );
    assert.deepEqual(said, ['This was the last exercise of its pack.']);
  });

  it('lets the person choose among all exercises', async () => {
    let rows: string[] = [];
    await answering(
      'showQuickPick',
      items => {
        rows = (items as vscode.QuickPickItem[]).map(
          ({ label, description }) => `${label} | ${description ?? ''}`,
        );
        return (items as vscode.QuickPickItem[]).find(({ label }) => label === 'Nothing is told');
      },
      () => vscode.commands.executeCommand('designDrills.openExercise'),
    );
    assert.deepEqual(
      rows.filter(row => /sample|Count|gauge|Nothing/.test(row)),
      [
        'A sample pack: Counting | ',
        'Count what happens | new · core · 10 min',
        'A gauge in two files | new · advanced · 25 min',
        'A sample pack: Assessed | ',
        'Nothing is told | new · intermediate · 15 min',
      ],
    );
    assert.equal(api.services.panels.current?.ref, 'sample/sealed');
  });

  it('offers to scaffold where a command needs files', async () => {
    const said = await answering(
      'showInformationMessage',
      items => items.at(-1),
      () => vscode.commands.executeCommand('designDrills.check', counter.ref),
    );
    assert.deepEqual(said, ['There are no files for “Count what happens” yet.']);
    assert.equal(api.services.attempts.of(counter.ref)?.ref, counter.ref);
    await until(
      api.services.results.onDidChange,
      () => api.services.results.get(api.services.attempts.of(counter.ref)!) !== undefined,
    );
  });
});
