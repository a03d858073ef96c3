import { getL10nJson } from '@vscode/l10n-dev';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { skills } from '../../src/core/exercise';
import { english } from '../../src/webview/strings';
import { looseTextsOfView, loosePhrases, textsAskedForEarly } from './support/looseTexts';
import { filesBelow, nodesOf, parse } from './support/sources';

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

/** Of the layers that the editor shares with the command line. */
const sharedFiles = (): string[] => ['core', 'node'].flatMap(layer => filesBelow(`src/${layer}`, /\.ts$/));

/** What stays English in `core` and `node`, and why. */
const spokenInEnglish: readonly (readonly [place: string, why: string])[] = [
  ['src/core/interchange/', 'other tools read it'],
  ['src/core/examiner/', 'a language model reads it'],
  ['src/core/estimates/units.ts', 'names of units, in both languages'],
  ['src/core/exercise.ts', 'ids of skills; the editor has words for them'],
  ['src/core/scaffold.ts', 'a comment in a file of the attempt'],
  ['src/core/authoring/newPack.ts', 'texts that a new pack begins with, in the language of its text'],
  ['src/core/authoring/language/firstText.ts', 'texts that a new file begins with'],
  ['src/core/authoring/language/facts.ts', 'ids of what may be named'],
  ['src/node/authoring/import/', 'only the command line imports'],
  ['src/node/authoring/createMutants.ts', 'why a change was left out, which nobody sees'],
  ['src/node/highlight/', 'names of themes'],
  ['src/node/userLibrary.ts', 'the name of a folder'],
];

/** Code, what is signed, headers of requests; ids of what may be named, keys of runs, words of V8. */
const isNoSentence = (text: string): boolean =>
  /^\t|^import |^';|^<|^application\/|^\(function|^design-drills pack 1\n$|^fetch WebSocket/.test(text) ||
  /^(?:overlay folder|learner file|(?:solution|starter) again|"use strict"|await is only valid)$/.test(text);

/** `npm run l10n` puts the tables in order and says what a translation lacks. */
describe('the texts of the extension', () => {
  it('are all in the bundle that translations start from, and no others', async () => {
    const said = ['pack', 'exercise'].flatMap(name =>
      descriptionsIn(JSON.parse(readFileSync(`media/schemas/${name}.schema.json`, 'utf8'))),
    );
    const descriptions = Object.fromEntries(said.map(text => [text, text]));
    assert.deepEqual(tables.editor.english, { ...(await getL10nJson([calledFor()])), ...descriptions });
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

  it('are all in tables: none stands in the code that the editor shares with the command line', () => {
    const loose = sharedFiles()
      .filter(file => !spokenInEnglish.some(([place]) => file.startsWith(place)))
      .flatMap(file =>
        loosePhrases(parse(file))
          .filter(({ text }) => !isNoSentence(text))
          .map(({ line, text }) => `${file}:${line} ${text}`),
      );
    assert.deepEqual(loose, []);
  });

  it('are asked for when they are said, not when the code is loaded: then the language is known', () => {
    const early = sharedFiles().flatMap(file =>
      textsAskedForEarly(parse(file)).map(({ line, text }) => `${file}:${line} ${text}`),
    );
    assert.deepEqual(early, []);
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

/** The calls of all files in one: the collector takes a hundred times as long for the files themselves. */
function calledFor(): { readonly extension: '.ts'; readonly contents: string } {
  const calls = ['editor', 'core', 'node']
    .flatMap(layer => filesBelow(`src/${layer}`, /\.ts$/))
    .map(file => readFileSync(file, 'utf8'))
    .filter(text => text.includes('l10n.t('))
    .flatMap(text => [...nodesOf(parse('texts.ts', text))])
    .flatMap(node =>
      ts.isCallExpression(node) && /^(?:vscode\.)?l10n\.t$/.test(node.expression.getText())
        ? [`${node.getText()};`]
        : [],
    );
  const imports = ["import * as vscode from 'vscode';", "import * as l10n from '@vscode/l10n';"];
  return { extension: '.ts', contents: [...imports, ...calls].join('\n') };
}

/** What a schema says of its keys: hovers and completion show it. */
function descriptionsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) =>
    key === 'description' && typeof value === 'string' ? [value] : descriptionsIn(value),
  );
}

/** What a translation must not change: blanks, targets of links, keybindings, code, and how a text ends. */
function fixedParts(text: string): string[] {
  const parts = text.match(/\{\w+\}|\]\(command:[^)]*\)|<keybinding:[^>]*>|\n/g) ?? [];
  const end = /(…|[.:?!])?$/.exec(text)?.[1] ?? '';
  return [...parts.sort(), /[.:?]/.test(end) ? '.' : end];
}
