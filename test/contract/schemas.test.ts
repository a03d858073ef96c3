import Ajv, { type ValidateFunction } from 'ajv';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { quantityKinds, tolerancePattern } from '../../src/core/estimates/quantity';
import { difficulties, skills } from '../../src/core/exercise';
import {
  attemptPathPattern,
  parameterPattern,
  idPattern,
  pathPattern,
  suitePathPattern,
  linePattern,
  textPattern,
  versionPattern,
} from '../../src/core/pack/names';
import { parseContributedPacks } from '../../src/core/pack/contributedPacks';
import { mostOf, parameterRanges } from '../../src/core/pack/readPlayground';
import { scales } from '../../src/core/playground';
import { ranges } from '../../src/core/pack/parseExercise';
import { discussionRanges } from '../../src/core/pack/readDiscussions';
import { revealPattern } from '../../src/core/pack/readReveal';
import { discussedFiles, goodFiles, mistakes, withMistake, type Files } from '../unit/core/support/packs';

/** As much of a JSON Schema as is looked at here. */
interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly additionalProperties?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

const read = (name: string): Schema =>
  JSON.parse(readFileSync(`media/schemas/${name}.schema.json`, 'utf8')) as Schema;
const schemas = { pack: read('pack'), exercise: read('exercise') };
const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false });
// Our own words for completion in an editor; they allow and forbid nothing.
ajv.addVocabulary(['refersTo', 'declares']);
const validators = { 'pack.yaml': ajv.compile(schemas.pack), 'exercise.yaml': ajv.compile(schemas.exercise) };

describe('the JSON Schemas of packs', () => {
  it('accept the good packs', () =>
    assert.deepEqual([verdict(goodFiles), verdict(discussedFiles)], ['accepts', 'accepts']));

  for (const mistake of mistakes)
    it(`say the same as the reader: ${mistake.name}`, () => {
      const files = withMistake(mistake);
      assert.equal(verdict(files), mistake.schema);
      // What the schema rejects, the reader must reject as well; it sees more.
      if (mistake.schema === 'rejects')
        assert.ok(mistake.problems.some(problem => problem.includes(': error: ')));
    });

  it('describe every key', () => {
    const silent = (schema: Schema, at: string): string[] =>
      Object.entries({ ...schema.properties, ...schema.patternProperties }).flatMap(([key, value]) => [
        ...(value.description ? [] : [`${at}.${key}`]),
        ...silent(value, `${at}.${key}`),
        ...(value.items ? silent(value.items, `${at}.${key}[]`) : []),
      ]);
    assert.deepEqual([...silent(schemas.pack, 'pack'), ...silent(schemas.exercise, 'exercise')], []);
  });

  it('know no key that the good pack does not show', () => {
    const shown = (schema: Schema, value: unknown, at: string): string[] => {
      const values = Array.isArray(value) ? value : [value];
      if (schema.items) return shown(schema.items, values.flat(), `${at}[]`);
      return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
        const found = values.flatMap(v => (v as Record<string, unknown>)[key] ?? []);
        const present = values.some(v => Object.hasOwn(v as object, key));
        return present ? shown(inner, found, `${at}.${key}`) : [`${at}.${key}`];
      });
    };
    assert.deepEqual(shown(schemas.pack, parse(goodFiles['pack.yaml']!), 'pack'), []);
    assert.deepEqual(shown(schemas.exercise, parse(goodFiles['counter/exercise.yaml']!), 'exercise'), [
      // Its suites are quick, and each of its variants makes one mistake.
      'exercise.limits.suiteMs',
      'exercise.wrong[].alsoFails',
      // It shows the other way to say where a variant lies.
      'exercise.alternatives[].file',
      'exercise.alternatives[].replaces',
    ]);
  });

  it('allow no other keys anywhere', () => {
    const open = (schema: Schema): number =>
      (schema.properties && schema.additionalProperties !== false ? 1 : 0) +
      [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : [])].reduce(
        (n, s) => n + open(s),
        0,
      );
    assert.equal(open(schemas.pack) + open(schemas.exercise), 0);
  });

  it('repeat the words, patterns and ranges of the reader', () => {
    const { properties: exercise = {}, definitions = {} } = schemas.exercise;
    const limits = exercise['limits']?.properties ?? {};
    const discussion = exercise['discussions']?.items?.properties ?? {};
    const playground = exercise['playground']?.properties ?? {};
    const parameter = playground['parameters']?.items?.properties ?? {};
    const range = (schema: Schema | undefined) => [schema?.minimum, schema?.maximum];
    assert.deepEqual(
      {
        difficulty: exercise['difficulty']?.enum,
        skills: exercise['skills']?.items?.enum,
        id: definitions['id']?.pattern,
        path: definitions['path']?.pattern,
        attemptPath: definitions['attemptPath']?.pattern,
        suite: exercise['suites']?.items?.properties?.['file']?.pattern,
        moment: definitions['moment']?.pattern,
        texts: [schemas.pack, schemas.exercise].map(({ definitions }) => definitions?.['text']?.pattern),
        lines: [schemas.pack, schemas.exercise].map(({ definitions }) => definitions?.['line']?.pattern),
        packId: schemas.pack.properties?.['id']?.pattern,
        version: schemas.pack.properties?.['version']?.pattern,
        minutes: range(exercise['minutes']),
        checkMs: range(limits['checkMs']),
        runMs: range(limits['runMs']),
        memoryMb: range(limits['memoryMb']),
        discussionMinutes: range(discussion['minutes']),
        weight: range(discussion['rubric']?.items?.properties?.['weight']),
        quantities: discussion['estimates']?.items?.properties?.['kind']?.enum,
        tolerance: discussion['estimates']?.items?.properties?.['tolerance']?.pattern,
        parameter: definitions['parameter']?.pattern,
        playground: playground['file']?.pattern,
        bounds: [range(parameter['min']), range(parameter['max'])],
        step: range(parameter['step']),
        scale: parameter['scale']?.enum,
        most: {
          parameters: playground['parameters']?.maxItems,
          presets: playground['presets']?.maxItems,
          choices: parameter['choices']?.maxProperties,
        },
      },
      {
        difficulty: [...difficulties],
        skills: [...skills],
        id: idPattern.source,
        path: pathPattern.source,
        attemptPath: attemptPathPattern.source,
        suite: suitePathPattern.source,
        moment: revealPattern.source,
        texts: [textPattern.source, textPattern.source],
        lines: [linePattern.source, linePattern.source],
        packId: idPattern.source,
        version: versionPattern.source,
        minutes: [...ranges.minutes],
        checkMs: [...ranges.checkMs],
        runMs: [...ranges.runMs],
        memoryMb: [...ranges.memoryMb],
        discussionMinutes: [...discussionRanges.minutes],
        weight: [...discussionRanges.weight],
        quantities: [...quantityKinds],
        tolerance: tolerancePattern.source,
        parameter: parameterPattern.source,
        playground: suitePathPattern.source,
        bounds: [[...parameterRanges.bound], [...parameterRanges.bound]],
        step: [...parameterRanges.step],
        scale: [...scales],
        most: mostOf,
      },
    );
  });
});

/** What the schemas say about both YAML files of the pack together. */
function verdict(files: Files): 'accepts' | 'rejects' | 'unreadable' {
  const exercise = ['counter', 'feed'].find(id => files[`${id}/question.md`] !== undefined) ?? 'counter';
  const verdicts = [
    verdictOn(files['pack.yaml'], validators['pack.yaml']),
    verdictOn(files[`${exercise}/exercise.yaml`], validators['exercise.yaml']),
  ];
  return verdicts.find(v => v === 'unreadable') ?? verdicts.find(v => v === 'rejects') ?? 'accepts';
}

function verdictOn(text: string | undefined, validate: ValidateFunction) {
  if (text === undefined) return 'unreadable';
  try {
    return validate(parse(text, { logLevel: 'error' })) ? 'accepts' : 'rejects';
  } catch {
    return 'unreadable';
  }
}

describe('the JSON Schema of packs that extensions contribute', () => {
  const schema: unknown = JSON.parse(readFileSync('media/schemas/contributes.schema.json', 'utf8'));
  const own = new Ajv({ allErrors: true, strict: true, strictRequired: false });
  own.addVocabulary(['defaultSnippets', 'patternErrorMessage']); // of VS Code
  const accepts = own.compile(schema as object);

  for (const [packs, isGood] of [
    [[], true],
    [[{ path: './packs/a.drillpack' }, { path: 'b/' }], true],
    [[{ path: '../a' }], false],
    [[{ path: '/a' }], false],
    [[{ path: './' }], false],
    [[{ path: 'a//b' }], false],
    [[{ path: './.hidden' }], false],
    [[{ path: 1 }], false],
    [[{}], false],
    [['a'], false],
    [{ path: './a' }, false],
    ['a', false],
  ] as const)
    it(`says the same as the reader: ${JSON.stringify(packs)}`, () => {
      const manifest = { name: 'x', contributes: { commands: [], designDrills: { packs } } };
      assert.deepEqual(
        [accepts(manifest), parseContributedPacks(manifest).problems.length === 0],
        [isGood, isGood],
      );
    });

  it('says nothing of any other package.json', () =>
    assert.ok(accepts({ name: 'x', contributes: { commands: [] } }) && accepts({ name: 'x' })));
});
