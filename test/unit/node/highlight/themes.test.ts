import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { themesIn, themesToTry, type ContributedTheme } from '../../../../src/node/highlight/chooseTheme';
import { readTheme, ruleOf } from '../../../../src/node/highlight/readTheme';

const filesOf = (files: Readonly<Record<string, string>>) => (file: string) =>
  Promise.resolve(Object.hasOwn(files, file) ? files[file] : undefined);

describe('the themes that extensions contribute', () => {
  it('are known by their id, else by their label', () =>
    assert.deepEqual(
      themesIn(
        [
          { id: 'Solid', label: 'Solid (old)', uiTheme: 'vs-dark', path: './solid.json' },
          { label: 'Paper', uiTheme: 'hc-light', path: 'paper.json' },
        ],
        file => path.posix.join('/x', file),
      ),
      [
        { id: 'Solid', kind: 'dark', file: '/x/solid.json' },
        { id: 'Paper', kind: 'high-contrast-light', file: '/x/paper.json' },
      ],
    ));

  it('may be anything: a manifest is written by somebody else', () => {
    for (const contributed of [
      undefined,
      null,
      {},
      'themes',
      [null],
      [1],
      [{}],
      [{ id: 1, uiTheme: 'vs', path: 'a' }],
    ])
      assert.deepEqual(
        themesIn(contributed, file => file),
        [],
      );
    assert.deepEqual(
      themesIn([{ id: 'a', uiTheme: 'constructor', path: 'a' }], file => file),
      [],
    );
  });
});

describe('the theme on show', () => {
  const theme = (id: string, kind: ContributedTheme['kind']): ContributedTheme => ({
    id,
    kind,
    file: `/${id}`,
  });
  const themes = [
    theme('Solid', 'dark'),
    theme('Paper', 'light'),
    theme('Default Dark Modern', 'dark'),
    theme('Default Light Modern', 'light'),
    theme('Default High Contrast', 'high-contrast'),
  ];
  const tried = (kind: ContributedTheme['kind'], ...named: string[]) =>
    themesToTry(themes, kind, named).map(({ id }) => id);

  it('is what the settings name', () =>
    assert.deepEqual(tried('dark', 'Solid', 'Default Dark Modern'), ['Solid', 'Default Dark Modern']));
  it('is that of its kind where the system decides', () =>
    assert.deepEqual(tried('light', 'Solid', 'Paper'), ['Paper', 'Default Light Modern']));
  it('is a stock theme of its kind where nobody has it', () =>
    assert.deepEqual(
      [tried('dark', 'Gone'), tried('high-contrast', 'Solid'), tried('high-contrast-light', 'Solid')],
      [['Default Dark Modern'], ['Default High Contrast'], []],
    ));
  it('is found by the id that VS Code has given it since, or had given it before', () => {
    const renamed: readonly ContributedTheme[] = [
      { id: 'Dark 2026', kind: 'dark', file: '/2026' },
      { id: 'Dark Modern', kind: 'dark', file: '/modern' },
      { id: 'Default Light+', kind: 'light', file: '/light' },
    ];
    const found = (kind: ContributedTheme['kind'], ...named: readonly string[]) =>
      themesToTry(renamed, kind, named).map(({ id }) => id);
    assert.deepEqual(found('dark', 'Default Dark Modern')[0], 'Dark Modern');
    assert.deepEqual(found('dark', 'Dark 2026'), ['Dark 2026', 'Dark Modern']);
    assert.deepEqual(found('light', 'Light+')[0], 'Default Light+');
  });
});

describe('a theme file', () => {
  it('has comments, commas too many, and others included before its own', async () => {
    const read = filesOf({
      [path.join('/t', 'dark.json')]: `{
        // the base
        "include": "./base/base.json",
        "tokenColors": [{ "scope": "string, comment", "settings": { "foreground": "#CE9178", "fontStyle": "" } },],
      }`,
      [path.join('/t', 'base', 'base.json')]:
        '{ "tokenColors": [{ "settings": { "foreground": "#fff" } }, { "scope": ["keyword"], "settings": { "fontStyle": "bold" } }] }',
    });
    assert.deepEqual(await readTheme(path.join('/t', 'dark.json'), read), [
      { settings: { foreground: '#fff' } },
      { scope: ['keyword'], settings: { fontStyle: 'bold' } },
      { scope: ['string', 'comment'], settings: { foreground: '#CE9178', fontStyle: '' } },
    ]);
  });

  it('cannot be read when it is not there, includes itself, or is XML', async () => {
    const read = filesOf({
      [path.join('/t', 'self.json')]: '{ "include": "self.json" }',
      [path.join('/t', 'xml.json')]: '{ "tokenColors": "./old.tmTheme" }',
      [path.join('/t', 'old.tmTheme')]: '<?xml version="1.0"?><plist/>',
    });
    for (const name of ['gone.json', 'self.json', 'xml.json'])
      assert.equal(await readTheme(path.join('/t', name), read), undefined, name);
  });

  it('never throws, and lets no colour through that is none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async text => {
        for (const wrapped of [text, `{ "tokenColors": ${text} }`, `{ "tokenColors": [${text}] }`])
          for (const rule of (await readTheme('a', filesOf({ a: wrapped }))) ?? [])
            assert.match(rule.settings.foreground ?? '#000', /^#[\da-f]{3,8}$/i);
      }),
    );
    assert.deepEqual(ruleOf({ scope: 'a', settings: { foreground: 'url(x)', fontStyle: 1 } }), [
      { scope: ['a'], settings: {} },
    ]);
  });
});
