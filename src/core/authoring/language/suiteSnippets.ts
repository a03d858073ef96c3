import * as l10n from '@vscode/l10n';
import type { Stated } from './facts';
import { escaped } from './snippet';

/** A check to begin with, as it is offered in a suite. */
export interface SuiteSnippet {
  readonly label: string;
  /** What it is for: one sentence. */
  readonly about: string;
  /** A snippet in VS Code's syntax. */
  readonly body: string;
  /** What it needs of `#testkit`. */
  readonly imports: readonly string[];
}

/** Checks for every part of the test kit that citing a requirement of the exercise begins with. */
export function suiteSnippets(requirements: Stated['requirements']): readonly SuiteSnippet[] {
  const ids = requirements.map(({ id }) => escaped(id));
  const cited = ids.length > 1 ? `\${1|${ids.join(',')}|}` : `\${1:${ids[0] ?? 'R1'}}`;
  return snippets().map(({ lines, ...rest }) => ({
    ...rest,
    body: lines.join('\n').replace('CITED', cited),
  }));
}

const snippets = (): readonly (Omit<SuiteSnippet, 'body'> & { readonly lines: readonly string[] })[] => [
  {
    label: l10n.t('check'),
    about: l10n.t('What one call answers.'),
    imports: [],
    lines: [
      "it('CITED ${2:says what holds}', () => {",
      '\tassert.deepEqual(${3:subject.call()}, ${4:{ allowed: true \\}});',
      '});',
    ],
  },
  {
    label: l10n.t('check with the clock'),
    about: l10n.t('What is so before and after some virtual time has passed.'),
    imports: ['clock'],
    lines: [
      "it('CITED ${2:holds until a time has passed}', async () => {",
      '\tassert.equal(${3:subject.isOpen()}, ${4:true});',
      '\tawait clock.advance(${5:60_000} - 1);',
      '\tassert.equal(${3:subject.isOpen()}, ${4:true});',
      '\tawait clock.advance(1);',
      '\tassert.equal(${3:subject.isOpen()}, ${6:false});',
      '});',
    ],
  },
  {
    label: l10n.t('check with traffic'),
    about: l10n.t('What becomes of the requests of many users.'),
    imports: ['keys', 'play', 'traffic'],
    lines: [
      "it('CITED ${2:admits no more than the limit}', async () => {",
      '\tconst requests = traffic.${3|poisson,steady|}({ perSecond: ${4:40}, forMs: ${5:20_000}, keys: keys.${6|uniform,zipf|}(${7:10}) });',
      '\tconst played = await play(requests, ({ key }) => ${8:subject.check(key)});',
      '\tfor (const key of played.byKey().keys())',
      '\t\tassert.ok(played.mostAdmittedWithin(${9:1_000}, key) <= ${10:10}, `\\${key\\} got more than its share.`);',
      '});',
    ],
  },
  {
    label: l10n.t('check with faults'),
    about: l10n.t('What callers see while something that the design depends on is slow or gone.'),
    imports: ['faults', 'link', 'play', 'traffic'],
    lines: [
      "it('CITED ${2:answers while the backend is away}', async () => {",
      "\tconst backend = link((key: string) => `row \\${key\\}`, { name: 'backend', latencyMs: ${3:20} });",
      '\tbackend.apply(faults.${4|crash,partition|}(), { afterMs: ${5:5_000}, forMs: ${6:2_000} });',
      '\tconst requests = traffic.steady({ perSecond: ${7:20}, forMs: ${8:10_000} });',
      '\tconst played = await play(requests, ({ key }) => ${9:subject(backend.call, key)});',
      "\tassert.equal(played.count('failed'), ${10:0});",
      '});',
    ],
  },
  {
    label: l10n.t('check with servers'),
    about: l10n.t('What holds across several instances, one of which crashes.'),
    imports: ['play', 'servers', 'sharedStore', 'traffic'],
    lines: [
      "it('CITED ${2:holds across servers}', async () => {",
      "\tconst store = sharedStore({ name: 'store', latencyMs: ${3:2} });",
      '\tconst fleet = servers(${4:3}, ({ connect }) => ${5:subject(connect(store.client))});',
      '\tfleet.server(1).crash({ afterMs: ${6:2_000}, forMs: ${7:3_000} });',
      '\tconst requests = traffic.steady({ perSecond: ${8:30}, forMs: ${9:8_000} });',
      '\tconst played = await play(requests, ({ key }) => fleet.call(key, instance => ${10:instance.check(key)}));',
      "\tassert.ok(played.count('failed') <= ${11:2});",
      '});',
    ],
  },
  {
    label: l10n.t('check with a spy'),
    about: l10n.t('How often something that was handed over is called, and with what.'),
    imports: ['spy'],
    lines: [
      "it('CITED ${2:asks once}', async () => {",
      '\tconst load = spy(async (key: string) => `value of \\${key\\}`);',
      "\tawait Promise.all([${3:subject(load.fn, 'a')}, ${4:subject(load.fn, 'a')}]);",
      "\tassert.deepEqual(load.calls(), [['a']]);",
      '});',
    ],
  },
  {
    label: l10n.t('check of a property'),
    about: l10n.t('What holds whatever happens: many random sequences, the same ones for the same seed.'),
    imports: ['random'],
    lines: [
      "it('CITED ${2:holds whatever happens}', () => {",
      '\tfor (let round = 0; round < ${3:100}; round++) {',
      '\t\tconst steps = Array.from({ length: random.int(1, ${4:30}) }, () => random.int(0, ${5:9}));',
      '\t\tassert.ok(${6:subject(steps)}, `It does not hold for \\${steps.join()\\}.`);',
      '\t}',
      '});',
    ],
  },
];

/** What has to be written into a suite so that it can use these names. Offsets in its text. */
export function importEdits(
  text: string,
  names: readonly string[],
): readonly { readonly start: number; readonly end: number; readonly text: string }[] {
  const kit = /^import \{([^}]*)\} from ['"]#testkit['"];?/m.exec(text);
  const present = new Set(
    [...text.matchAll(/^import \{([^}]*)\} from ['"]#testkit['"]/gm)].flatMap(([, list = '']) =>
      list.split(',').map(name => name.trim()),
    ),
  );
  const missing = names.filter(name => !present.has(name));
  const assertion = /^import assert\b[^\n]*\n?/m.exec(text);
  const forAssert = assertion ? '' : "import assert from 'node:assert/strict';\n";
  const forKit = missing.length > 0 && !kit ? `import { ${missing.join(', ')} } from '#testkit';\n` : '';
  const at = assertion ? assertion.index + assertion[0].length : 0;
  const lines = forAssert + forKit;
  const edits = lines === '' ? [] : [{ start: at, end: at, text: lines }];
  if (missing.length === 0 || !kit) return edits;
  const list = kit[1]!.trimEnd();
  const end = kit.index + 'import {'.length + list.length;
  return [...edits, { start: end, end, text: `${list.endsWith(',') ? '' : ','} ${missing.join(', ')}` }];
}
