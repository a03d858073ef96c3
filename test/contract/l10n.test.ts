import { getL10nJson } from '@vscode/l10n-dev';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { filesBelow } from './support/sources';

describe('the words of the extension', () => {
  it('are all in the bundle that translations start from, and no others', async () => {
    const sources = filesBelow('src/editor', /\.ts$/).map(file => ({
      extension: '.ts' as const,
      contents: readFileSync(file, 'utf8'),
    }));
    const bundle: unknown = JSON.parse(readFileSync('media/l10n/bundle.l10n.json', 'utf8'));
    // `npx vscode-l10n-dev export -o media/l10n src/editor` brings it up to date.
    assert.deepEqual(bundle, await getL10nJson(sources));
  });
});
