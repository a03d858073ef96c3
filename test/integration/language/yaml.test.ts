import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { LanguageTexts } from '../../../src/editor/authoring/languageTexts';
import { registerReading } from '../../../src/editor/authoring/languageReading';
import { codeOf } from '../support/diagnostics';
import { until } from '../support/events';
import { readText, type } from '../support/files';
import { activated, folderUri } from '../support/host';

const exercise = folderUri('pack', 'counter', 'exercise.yaml');
const manifest = folderUri('pack', 'pack.yaml');
const file = (...path: string[]): vscode.Uri => folderUri('pack', 'counter', ...path);

let good: string;

/** Opens exercise.yaml with another text; the cursor is where `▮` stands. */
async function typed(text: string, uri = exercise): Promise<vscode.Position> {
  const document = await type(uri, text.replace('▮', ''));
  return document.positionAt(Math.max(0, text.indexOf('▮')));
}

/** The text of exercise.yaml with `to` in the place of `from`. */
const changed = (from: string, to: string): string => {
  assert.ok(good.includes(from), from);
  return good.replace(from, () => to);
};

async function closed(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

const placeOf = ({ uri, range }: vscode.Location): string =>
  `${vscode.workspace.asRelativePath(uri)}:${range.start.line + 1}:${range.start.character + 1}`;

const ours = (uri: vscode.Uri): vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Design Drills');

const codesIn = (uri: vscode.Uri): string[] =>
  ours(uri).map(one => `${codeOf(one)} ${one.range.start.line + 1}:${one.range.start.character + 1}`);

const problemsAre = (uri: vscode.Uri, codes: readonly string[]): Promise<void> =>
  until(vscode.languages.onDidChangeDiagnostics, () => codesIn(uri).join() === codes.join());

describe('writing an exercise', () => {
  before(async () => {
    const { authored } = await (await activated()).authoring.get();
    await authored.ready;
    good = await readText(exercise);
  });
  afterEach(closed);

  describe('completion', () => {
    const offered = async (text: string, uri = exercise): Promise<vscode.CompletionItem[]> => {
      const position = await typed(text, uri);
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        position,
      );
      return list.items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
    };
    const labelsOf = (items: readonly vscode.CompletionItem[]): string[] =>
      items.map(({ label }) => (typeof label === 'string' ? label : label.label));

    it('offers keys, words and what there is in the pack', async () => {
      assert.deepEqual(labelsOf(await offered('limits:\n  ▮')), ['checkMs', 'runMs', 'memoryMb', 'suiteMs']);
      assert.deepEqual(labelsOf(await offered('difficulty: ▮')), ['core', 'intermediate', 'advanced']);
      assert.deepEqual(labelsOf(await offered(changed('caughtBy: [R3]', 'caughtBy: [R3, ▮'))), ['R1', 'R2']);
      assert.deepEqual(labelsOf(await offered('suites:\n  - file: ▮')), [
        'tests/basics.test.ts',
        'tests/ceiling.test.ts',
      ]);
    });

    it('writes a whole record where it belongs', async () => {
      const position = await typed('title: A\r\nsui▮');
      const items = await offered('title: A\r\nsui▮');
      const item = items[labelsOf(items).indexOf('suites')];
      assert.ok(item?.insertText instanceof vscode.SnippetString);
      const editor = vscode.window.activeTextEditor!;
      const range = item.range instanceof vscode.Range ? item.range : item.range?.inserting;
      await editor.insertSnippet(item.insertText, range ?? position, {
        undoStopBefore: true,
        undoStopAfter: true,
        keepWhitespace: true,
      });
      assert.equal(
        editor.document.getText().replaceAll('\r\n', '\n'),
        'title: A\nsuites:\n  - id: \n    title: \n    file: tests/basics.test.ts',
      );
    });

    it('offers folders that no module lists in pack.yaml', async () => {
      const spare = folderUri('pack', 'spare', 'exercise.yaml');
      await vscode.workspace.fs.writeFile(spare, new TextEncoder().encode('title: To spare\n'));
      const items = await offered('modules:\n  - title: A\n    exercises: [counter, ▮]\n', manifest);
      assert.deepEqual(
        items.map(({ label }) => label),
        [{ label: 'spare', description: 'To spare' }],
      );
      await vscode.workspace.fs.delete(folderUri('pack', 'spare'), { recursive: true });
    });

    it('leaves what the schemas say to another extension that reads them', async () => {
      const { authored, edited } = await (await activated()).authoring.get();
      const texts = new LanguageTexts(authored, edited);
      const second = registerReading(texts, () => true);
      const twice = async (text: string): Promise<string[]> => {
        const labels = labelsOf(await offered(text));
        return labels.filter((label, i) => labels.indexOf(label) !== i);
      };
      assert.deepEqual(await twice('difficulty: ▮'), []);
      assert.deepEqual(await twice('requirements: { R1: A }\nwrong:\n  - caughtBy: [▮'), ['R1']);
      second.dispose();
      texts.dispose();
    });

    it('leaves other YAML files alone', async () => {
      const other = folderUri('other', 'exercise.yaml');
      await vscode.workspace.fs.writeFile(other, new TextEncoder().encode(''));
      assert.deepEqual(labelsOf(await offered('difficulty: ▮', other)), []);
    });

    it('offers checks in suites', async () => {
      const suite = file('tests', 'ceiling.test.ts');
      const items = (await offered("import { trace } from '#testkit';\n\n▮\n", suite)).filter(
        ({ label }) => typeof label !== 'string' && label.description === 'Design Drills',
      );
      assert.deepEqual(labelsOf(items), [
        'check',
        'check with the clock',
        'check with traffic',
        'check with faults',
        'check with servers',
        'check with a spy',
        'check of a property',
      ]);
      assert.deepEqual(
        items[1]?.additionalTextEdits?.map(({ newText }) => newText),
        ["import assert from 'node:assert/strict';\n", ', clock'],
      );
    });
  });

  describe('hover', () => {
    const shown = async (text: string, uri = exercise): Promise<string[]> => {
      const position = await typed(text, uri);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        uri,
        position,
      );
      return hovers.flatMap(({ contents }) =>
        contents.map(content => (content instanceof vscode.MarkdownString ? content.value : '')),
      );
    };

    it('explains keys, requirements, paths and exercises', async () => {
      assert.deepEqual(await shown(changed('checkMs', 'check▮Ms')), [
        'Milliseconds of real time for one check.\n\nFrom 10 to 60000.\n\nUnless told: `2000`.',
      ]);
      assert.deepEqual(await shown(changed('caughtBy: [R3]', 'caughtBy: [R▮3]')), [
        '**R3** The counter never goes above its ceiling.',
      ]);
      assert.deepEqual(await shown(changed('file: tests/basics', 'file: tests▮/basics')), [
        '`tests/basics.test.ts`: a hidden suite',
      ]);
      assert.deepEqual(await shown((await readText(manifest)).replace('[counter]', '[coun▮ter]'), manifest), [
        '**Count what happens**',
      ]);
    });

    it('fetches no pictures', async () =>
      assert.deepEqual(
        await shown('requirements: { R1: "![a](https://a.example/b.png)" }\nwrong: [{ caughtBy: [R▮1] }]'),
        ['**R1** \\![a](https://a.example/b.png)'],
      ));

    it('shows the sentence of a requirement that a suite cites', async () => {
      const suite = file('tests', 'ceiling.test.ts');
      const text = (await readText(suite)).replace("it('R3", "it('R▮3");
      assert.ok((await shown(text, suite)).includes('**R3** The counter never goes above its ceiling.'));
    });
  });

  it('links files and exercises', async () => {
    const linked = async (uri: vscode.Uri): Promise<string[]> => {
      const document = await vscode.workspace.openTextDocument(uri); // the command looks at open documents only
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        uri,
      );
      return links.map(
        ({ range, target }) => `${document.getText(range)} ${vscode.workspace.asRelativePath(target!)}`,
      );
    };
    assert.deepEqual((await linked(manifest)).slice(0, 1), ['counter pack/counter/exercise.yaml']);
    assert.deepEqual((await linked(exercise)).slice(0, 6), [
      'types.ts pack/counter/starter/types.ts',
      'counter.ts pack/counter/solution/counter.ts',
      'tests/basics.test.ts pack/counter/tests/basics.test.ts',
      'tests/ceiling.test.ts pack/counter/tests/ceiling.test.ts',
      'wrong/no-ceiling.ts pack/counter/wrong/no-ceiling.ts',
      'counter.ts pack/counter/solution/counter.ts',
    ]);
  });

  it('has an outline', async () => {
    await typed('suites:\n  - id: a\n    title: First\nminutes: 5\n');
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      exercise,
    );
    assert.deepEqual(
      symbols.map(({ name, detail, children }) => [name, detail, children.map(child => child.name)]),
      [
        ['suites', '', ['First']],
        ['minutes', '5', []],
      ],
    );
  });

  describe('problems', () => {
    it('follow what is typed, and go when it is corrected or given up', async () => {
      await typed(changed('minutes: 10', 'minuts: 10'));
      await problemsAre(exercise, ['missing-key 1:1', 'unknown-key 4:1']);
      await typed(changed('caughtBy: [R3]', 'caughtBy: [R9]'));
      await problemsAre(exercise, ['unknown-requirement 36:16']);
      await typed('x: [');
      await until(
        vscode.languages.onDidChangeDiagnostics,
        () => codesIn(exercise)[0]?.startsWith('yaml-syntax') ?? false,
      );
      await closed();
      await problemsAre(exercise, []);
    });

    it('follow pack.yaml', async () => {
      await typed((await readText(manifest)).replace('[counter]', '[countr]'), manifest);
      await problemsAre(manifest, ['missing-exercise 11:17', 'unknown-renamed 14:10']);
    });

    const fixed = async (title: string, uri = exercise): Promise<string> => {
      const [diagnostic] = ours(uri);
      assert.ok(diagnostic);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        diagnostic.range,
        vscode.CodeActionKind.QuickFix.value,
      );
      const action = actions.find(one => one.title === title);
      assert.ok(action?.edit, `${title} is not among ${actions.map(one => one.title).join(', ')}`);
      assert.ok(await vscode.workspace.applyEdit(action.edit));
      return (await vscode.workspace.openTextDocument(uri)).getText();
    };

    it('are remedied', async () => {
      await typed(changed('difficulty: core', 'difficulty: cor'));
      await problemsAre(exercise, ['unknown-word 3:13']);
      assert.equal(await fixed('Change to “core”'), good);
      await problemsAre(exercise, []);
    });

    it('are remedied by a file', async () => {
      await typed(changed('wrong/no-ceiling.ts', 'wrong/more.ts'));
      await problemsAre(exercise, ['missing-file 33:11']);
      assert.deepEqual(codesIn(file('wrong', 'no-ceiling.ts')), ['unlisted-file 1:1']);
      // As a person would: an edit that came out of a command has lost the contents of new files.
      const editor = vscode.window.activeTextEditor!;
      editor.selection = new vscode.Selection(32, 12, 32, 12);
      await vscode.commands.executeCommand('editor.action.autoFix');
      await problemsAre(exercise, []);
      assert.equal(await readText(file('wrong', 'more.ts')), await readText(file('solution', 'counter.ts')));
      await vscode.workspace.fs.delete(file('wrong', 'more.ts'));
    });
  });

  describe('names', () => {
    const at = async (uri: vscode.Uri, text: string): Promise<vscode.Position> => {
      const document = await vscode.workspace.openTextDocument(uri);
      const offset = document.getText().indexOf(text);
      assert.notEqual(offset, -1, text);
      return document.positionAt(offset);
    };

    it('lead from a check to its requirement, and from there to every mention', async () => {
      const suite = file('tests', 'ceiling.test.ts');
      const definitions = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeDefinitionProvider',
        suite,
        await at(suite, 'R3'),
      );
      assert.deepEqual(definitions.map(placeOf), ['pack/counter/exercise.yaml:10:3']);
      const references = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeReferenceProvider',
        exercise,
        await at(exercise, 'R3'),
      );
      assert.deepEqual(references.map(placeOf).sort(), [
        'pack/counter/exercise.yaml:10:3',
        'pack/counter/exercise.yaml:36:16',
        'pack/counter/tests/ceiling.test.ts:5:5',
      ]);
    });

    const renamed = async (uri: vscode.Uri, text: string, to: string): Promise<vscode.WorkspaceEdit> =>
      vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        uri,
        await at(uri, text),
        to,
      );
    const editsOf = (edit: vscode.WorkspaceEdit): Record<string, string[]> =>
      Object.fromEntries(
        edit
          .entries()
          .map(([uri, edits]) => [
            vscode.workspace.asRelativePath(uri),
            edits.map(({ range, newText }) => `${range.start.line + 1} ${newText.trim()}`),
          ]),
      );

    it('are renamed in every file', async () => {
      const edit = await renamed(file('tests', 'ceiling.test.ts'), 'R3', 'R4');
      assert.deepEqual(editsOf(edit), {
        'pack/counter/exercise.yaml': ['10 R4', '36 R4'],
        'pack/counter/tests/ceiling.test.ts': ['5 R4'],
      });
      await assert.rejects(renamed(exercise, 'R3', 'R1'), /R1 is mentioned already/);
    });

    it('of an exercise are renamed with its folder', async () => {
      const edit = await renamed(manifest, 'counter]', 'tally-up');
      assert.deepEqual(editsOf(edit), { 'pack/pack.yaml': ['11 tally-up', '15 counter: tally-up'] });
      assert.ok(await vscode.workspace.applyEdit(edit));
      await vscode.workspace.saveAll();
      assert.match(
        await readText(folderUri('pack', 'tally-up', 'exercise.yaml')),
        /^title: Count what happens/,
      );
      const back = await renamed(manifest, 'tally-up]', 'counter');
      assert.ok(await vscode.workspace.applyEdit(back));
      await vscode.workspace.saveAll();
      assert.equal(await readText(exercise), good);
    });

    it('of requirements make room for another', async () => {
      const document = await vscode.workspace.openTextDocument(exercise);
      const editor = await vscode.window.showTextDocument(document);
      const position = await at(exercise, 'R2:');
      editor.selection = new vscode.Selection(position, position);
      await vscode.commands.executeCommand('designDrills.insertRequirement');
      assert.deepEqual(document.getText().split('\n').slice(7, 11), [
        '  R1: A new counter stands at 0.',
        '  R2: ',
        '  R3: "`increment` adds one and returns the new value."',
        '  R4: The counter never goes above its ceiling.',
      ]);
      assert.deepEqual(editor.selection.active, new vscode.Position(8, 6));
      const suite = await vscode.workspace.openTextDocument(file('tests', 'ceiling.test.ts'));
      assert.match(suite.getText(), /it\('R4 stops/);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        exercise,
        new vscode.Range(9, 4, 9, 4),
        'refactor.insert',
      );
      assert.deepEqual(
        actions.map(({ title }) => title),
        ['Insert a requirement before R3', 'Insert a requirement after R3'],
      );
    });
  });
});
