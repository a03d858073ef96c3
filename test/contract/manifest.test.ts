import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { vscodeContextKeys } from './support/contextKeys';
import { interfaceMembers, parse } from './support/sources';

interface Command {
  readonly command: string;
  readonly title?: string;
  readonly category?: string;
  readonly enablement?: string;
}

interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}

interface Setting {
  readonly default?: unknown;
  readonly scope?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
}

interface Manifest {
  readonly version: string;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly configuration: Section | readonly Section[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  };
}

interface Section {
  readonly properties: Readonly<Record<string, Setting>>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const strings = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, unknown>;
const ids = parse('src/editor/ids.ts');
const commandTypes = interfaceMembers(ids, 'CommandTypes');
const { commands, menus, configuration, views } = manifest.contributes;
const declared = commands.map(({ command }) => command);
const settings = new Map([configuration].flat().flatMap(section => Object.entries(section.properties)));

describe('package.json', () => {
  describe('commands', () => {
    it('are exactly those of ids.ts', () => assert.deepEqual(sorted(declared), sorted(commandTypes.keys())));

    it('each have a title and the category', () => {
      const category = commands[0]?.category;
      assert.equal(text(category), 'Design Drills');
      const bare = commands.filter(command => text(command.title) === '' || command.category !== category);
      assert.deepEqual(bare, []);
    });

    it('are declared where a menu uses them', () => {
      const used = Object.values(menus).flatMap(items => items.flatMap(item => item.command ?? []));
      assert.deepEqual(
        [...new Set(used)].filter(command => !declared.includes(command)),
        [],
      );
    });

    it('that need an argument are not offered in the palette', () => {
      const hidden = new Set(
        (menus['commandPalette'] ?? []).flatMap(item => (item.when === 'false' ? item.command : [])),
      );
      const needing = [...commandTypes]
        .filter(([, member]) => needsArgument(member))
        .map(([command]) => command);
      assert.deepEqual(
        needing.filter(command => !hidden.has(command)),
        [],
      );
    });
  });

  describe('context keys', () => {
    const ours = [...interfaceMembers(ids, 'ContextTypes').keys()];
    const used = new Set(whenClauses(manifest.contributes).flatMap(keysOf));

    it('in a when clause are ours or VS Code’s own', () => {
      const unknown = [...used].filter(
        key =>
          !ours.includes(key) &&
          !vscodeContextKeys.has(key) &&
          !(key.startsWith('config.') && settings.has(key.slice(7))),
      );
      assert.deepEqual(unknown, []);
    });

    it('of ours are all used', () =>
      assert.deepEqual(
        ours.filter(key => !used.has(key)),
        [],
      ));

    it('are taken apart as VS Code does', () =>
      assert.deepEqual(
        keysOf(
          `view == a.view && viewItem =~ /b\\/c d/ && !(e.f || g in h) && i >= 3 && j == 'k l' && m not in n`,
        ),
        ['view', 'viewItem', 'e.f', 'g', 'h', 'i', 'j', 'm', 'n'],
      ));
  });

  describe('settings', () => {
    it('are exactly those of ids.ts', () => {
      const known = [...interfaceMembers(ids, 'SettingTypes').keys()].map(key => `designDrills.${key}`);
      assert.deepEqual(sorted(settings.keys()), sorted(known));
    });

    for (const [key, setting] of settings)
      it(`${key} has a default, a scope and a description`, () => {
        assert.notEqual(setting.default, undefined);
        assert.ok(setting.scope);
        assert.notEqual(text(setting.markdownDescription ?? setting.description), '');
      });
  });

  it('names strings that package.nls.json has, and all of them', () => {
    const named = [...new Set(stringsIn(manifest).flatMap(value => /^%(.+)%$/.exec(value)?.[1] ?? []))];
    assert.deepEqual(sorted(named), sorted(Object.keys(strings)));
  });

  it('names files that exist', () => {
    const files = stringsIn(manifest.contributes)
      .concat(stringsIn({ ...manifest, contributes: {}, files: undefined, scripts: undefined }))
      .filter(value => /^(\.\/|media\/|dist\/)/.test(value));
    assert.ok(files.length > 0);
    assert.deepEqual(
      files.filter(file => !existsSync(file)),
      [],
    );
  });

  it('uses its own prefix for every view', () => {
    const all = Object.values(views).flatMap(list => list.map(({ id }) => id));
    assert.deepEqual(
      all.filter(id => !id.startsWith('designDrills.')),
      [],
    );
  });

  it('is written against the oldest VS Code that it promises to run in', () =>
    assert.equal(manifest.devDependencies['@types/vscode'], manifest.engines.vscode.replace(/^\^/, '')));

  it('installs nothing on a person’s machine: what is needed is bundled', () =>
    assert.deepEqual(manifest.dependencies ?? {}, {}));

  it('has the version of the newest entry in the change log', () => {
    const newest = /^## \[([^\]]+)\]/m.exec(readFileSync('CHANGELOG.md', 'utf8'))?.[1];
    assert.equal(newest, manifest.version);
  });
});

const sorted = (values: Iterable<string>): string[] => [...values].sort();

/** What a person reads: the string itself, or what package.nls.json has for it. */
function text(value: string | undefined): string {
  const key = /^%(.+)%$/.exec(value ?? '')?.[1];
  const found = key === undefined ? value : strings[key];
  if (typeof found === 'string') return found;
  return typeof found === 'object' && found !== null && 'message' in found ? String(found.message) : '';
}

function needsArgument(member: ts.PropertySignature): boolean {
  const type = member.type;
  return !!type && ts.isFunctionTypeNode(type) && type.parameters.some(parameter => !parameter.questionToken);
}

/** Every string in a JSON value. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** Every `when` and `enablement`, and the `onContext:` events of walkthrough steps. */
function whenClauses(value: unknown): string[] {
  if (typeof value === 'string')
    return value.startsWith('onContext:') ? [value.slice('onContext:'.length)] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    (key === 'when' || key === 'enablement') && typeof inner === 'string' ? [inner] : whenClauses(inner),
  );
}

/** The keys that a when clause reads. */
function keysOf(clause: string): string[] {
  return clause
    .replace(/=~\s*\/(?:\\.|[^/\\])*\/\w*/g, '')
    .replace(/(?:===?|!==?|>=?|<=?)\s*(?:'[^']*'|[^\s&|)]+)/g, '')
    .split(/[\s!&|()]+|\bnot in\b|\bin\b/)
    .filter(token => /^[A-Za-z][\w.]*$/.test(token) && !['true', 'false', 'not', 'in'].includes(token));
}
