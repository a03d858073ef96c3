import { getL10nJson } from '@vscode/l10n-dev';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { skills } from '../../src/core/exercise';
import { english } from '../../src/webview/strings';
import { looseTextsOfView, loosePhrases } from './support/looseTexts';
import { filesBelow, parse } from './support/sources';

type Table = Readonly<Record<string, string>>;

const tableIn = (file: string): Table => JSON.parse(readFileSync(file, 'utf8')) as Table;

const languages = readdirSync('.').flatMap(name => /^package\.nls\.(.+)\.json$/.exec(name)?.[1] ?? []);
const tables = {
  manifest: { english: tableIn('package.nls.json'), in: (name: string) => `package.nls.${name}.json` },
  editor: {
    english: tableIn('media/l10n/bundle.l10n.json'),
    in: (name: string) => `media/l10n/bundle.l10n.${name}.json`,
  },
  panel: { english: english as Table, in: (name: string) => `media/l10n/panel.${name}.json` },
};

/** `npm run l10n` puts the tables in order and says what a translation lacks. */
describe('the texts of the extension', () => {
  it('are all in the bundle that translations start from, and no others', async () => {
    const sources = ['editor', 'core', 'node']
      .flatMap(layer => filesBelow(`src/${layer}`, /\.ts$/))
      .map(file => ({ extension: '.ts' as const, contents: readFileSync(file, 'utf8') }))
      .filter(({ contents }) => contents.includes('l10n'));
    assert.deepEqual(tables.editor.english, await getL10nJson(sources));
  });

  it('are all in tables: none stands in a view', () => {
    const acronyms = /^[A-Z]{2,4}$/;
    const loose = filesBelow('src/webview', /\.tsx$/).flatMap(file =>
      looseTextsOfView(parse(file))
        .filter(({ text }) => !acronyms.test(text))
        .map(({ line, text }) => `${file}:${line} ${text}`),
    );
    assert.deepEqual(loose, []);
  });

  it('are all in tables: none stands in the code of the editor', () => {
    // A name that is the same in every language, what a new pack says of its authors until they have, and ids of skills.
    const known: readonly string[] = ['Design Drills', 'Its authors', ...skills];
    const loose = filesBelow('src/editor', /\.ts$/).flatMap(file =>
      loosePhrases(parse(file))
        .filter(({ text }) => !known.includes(text))
        .map(({ line, text }) => `${file}:${line} ${text}`),
    );
    assert.deepEqual(loose, []);
  });

  it('of the panel are all used', () => {
    const quotes = [`'`, `"`, '`'];
    const sources = filesBelow('src/webview', /\.tsx?$/)
      .filter(file => file !== 'src/webview/strings.ts')
      .map(file => readFileSync(file, 'utf8'))
      .join('\n');
    const isUsed = (key: string): boolean => {
      const base = key.replace(/_(one|other)$/, '');
      return quotes.some(quote => sources.includes(quote + base + quote)) || isComputed(base);
    };
    const isComputed = (key: string): boolean =>
      key.includes('.') && sources.includes(`\`${key.slice(0, key.lastIndexOf('.') + 1)}\${`);
    assert.deepEqual(
      Object.keys(english).filter(key => !isUsed(key)),
      [],
    );
  });

  it('exist in a second language', () => {
    assert.deepEqual(languages, ['de']);
  });
});

for (const language of languages)
  describe(`the texts in ${language}`, () => {
    for (const [name, { english: source, in: file }] of Object.entries(tables)) {
      const translated = tableIn(file(language));
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;

      it(`are complete: ${name}`, () => {
        const wanted = Object.keys(source).flatMap(key =>
          name === 'panel' && key.endsWith('_other') ? forms.map(form => key.replace(/other$/, form)) : [key],
        );
        assert.deepEqual(Object.keys(translated).sort(), [...new Set(wanted)].sort());
        const empty = Object.entries(translated).filter(([, text]) => text.trim() === '');
        assert.deepEqual(empty, []);
      });

      it(`say what is said in English, with the same values, links and marks: ${name}`, () => {
        const odd = Object.entries(translated).filter(([key, text]) => {
          const original = source[key] ?? source[key.replace(/_\w+$/, '_other')] ?? '';
          return String(fixedParts(text)) !== String(fixedParts(original));
        });
        // "The only check passed." needs no figure, in no language.
        assert.deepEqual(odd, []);
      });
    }
  });

/** What a translation must not change: blanks, targets of links, keybindings, code, and how a text ends. */
function fixedParts(text: string): string[] {
  const parts = text.match(/\{\w+\}|\]\(command:[^)]*\)|<keybinding:[^>]*>|\n/g) ?? [];
  const end = /(…|[.:?!])?$/.exec(text)?.[1] ?? '';
  return [...parts.sort(), /[.:?]/.test(end) ? '.' : end];
}
