import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { until } from '../support/events';
import { activated, startOver } from '../support/host';
import { PanelEnd } from '../support/panelEnd';

const code = 'const limit = 100;';

/** The themes and the settings are the editor's own; the grammars run in the thread that the panel has. */
describe('code in the panel', function () {
  this.timeout(60_000);
  let api: TestApi;
  let panel: PanelEnd;
  before(async () => {
    api = await activated();
    await startOver(api);
    panel = new PanelEnd(api, 'sample/counter');
  });
  after(async () => {
    panel.dispose();
    await set('workbench', 'colorTheme', undefined);
    await set('editor', 'tokenColorCustomizations', undefined);
  });

  const set = (section: string, key: string, value: unknown) =>
    vscode.workspace.getConfiguration(section).update(key, value, vscode.ConfigurationTarget.Global);
  /** The colour of each word or sign, as far as it has one. */
  const colours = async (language = 'ts') => {
    const [tokens] = await panel.channel.request('highlight', { blocks: [{ language, code }] });
    let at = 0;
    return tokens?.flatMap(({ length, colour }) => {
      const text = code.slice(at, (at += length)).trim();
      return text === '' ? [] : [`${text} ${colour?.toLowerCase() ?? ''}`.trim()];
    });
  };
  const inTheme = async (theme: string, kind: vscode.ColorThemeKind) => {
    await set('workbench', 'colorTheme', theme);
    await until(
      vscode.window.onDidChangeActiveColorTheme,
      () => vscode.window.activeColorTheme.kind === kind,
    );
    return colours();
  };

  it('has the colours of the theme that somebody has chosen, and those of the next one', async () => {
    const dark = await inTheme('Default Dark Modern', vscode.ColorThemeKind.Dark);
    const light = await inTheme('Default Light Modern', vscode.ColorThemeKind.Light);
    assert.deepEqual(
      [
        dark?.[0],
        light?.[0],
        dark?.find(token => token.startsWith('100')),
        light?.find(token => token.startsWith('100')),
      ],
      ['const #569cd6', 'const #0000ff', '100 #b5cea8', '100 #098658'],
    );
  });

  it('has the colours that somebody has added to the theme, and the panel hears of it', async () => {
    const before = panel.themes;
    await set('editor', 'tokenColorCustomizations', {
      textMateRules: [{ scope: 'constant.numeric', settings: { foreground: '#123456' } }],
    });
    assert.ok(panel.themes > before);
    assert.ok((await colours())?.includes('100 #123456'));
    await set('editor', 'tokenColorCustomizations', undefined);
    const after = await colours();
    assert.deepEqual([after?.length, after?.includes('100 #123456')], [5, false]);
  });

  it('stays plain in a language that has no grammar here', async () =>
    assert.equal(await colours('klingon'), undefined));
});
