import assert from 'node:assert/strict';
import { describe as describeKey } from '../../../src/core/authoring/language/describe';
import { fixesFor } from '../../../src/core/authoring/language/fixes';
import { HumanError } from '../../../src/core/errors';
import { parsePack } from '../../../src/core/pack/parsePack';
import { formatProblem, type Problem } from '../../../src/core/pack/problem';
import { memorySource } from '../../../src/core/pack/source';
import { compileAttempt } from '../../../src/node/compile';
import { parsePackAddress } from '../../../src/node/drillpack/packAddress';
import { exerciseSchema, packSchema } from '../core/authoring/support/cursorText';
import { mistakes, withMistake, type Files, type Mistake } from '../core/support/packs';
import { german, inGerman } from '../support/german';

const problemsIn = (files: Files): readonly Problem[] => parsePack(memorySource('test', files)).problems;

describe('a problem in another language', () => {
  const slip = { 'pack.yaml': 'format: 1\nid: Rate Limits\nmodules: {}\n' };

  it('says the same of the same place', () => {
    assert.deepEqual(inGerman(() => problemsIn(slip)).map(formatProblem), [
      'pack.yaml:1:1: error: Die Datei braucht den Schlüssel "title". "title: …" hinzufügen. [missing-key]',
      'pack.yaml:1:1: error: Die Datei braucht den Schlüssel "description". "description: …" hinzufügen. [missing-key]',
      'pack.yaml:1:1: error: Die Datei braucht den Schlüssel "version". "version: …" hinzufügen. [missing-key]',
      'pack.yaml:1:1: error: Die Datei braucht den Schlüssel "authors". "authors: …" hinzufügen. [missing-key]',
      'pack.yaml:1:1: error: Die Datei braucht den Schlüssel "license". "license: …" hinzufügen. [missing-key]',
      'pack.yaml:2:5: error: "id" muss so aussehen: kleingeschriebene Wörter mit Bindestrichen, nicht "Rate Limits". Buchstaben, Ziffern und Bindestriche verwenden, mit einem Buchstaben am Anfang. [bad-id]',
      'pack.yaml:3:10: error: "modules" muss eine Liste sein, nicht ein Datensatz. Erwartet wird eine Liste. [wrong-type]',
    ]);
  });

  it('is told in English again when nobody asks for another language', () => {
    inGerman(() => problemsIn(slip));
    assert.match(problemsIn(slip)[0]?.message ?? '', /^The file lacks the key/);
  });

  for (const mistake of mistakes)
    it(`has its code, its place and its fixes: ${mistake.name}`, () => assertAlike(mistake));
});

/** The words differ; what a program goes by does not. */
function assertAlike(mistake: Mistake): void {
  const files = withMistake(mistake);
  const source = memorySource('test', files);
  const fixed = (problem: Problem): unknown[] =>
    fixesFor(problem, source, { pack: packSchema, exercise: exerciseSchema }).map(({ edit }) => edit);
  const told = (): unknown =>
    problemsIn(files).map(problem => {
      const { message: _, remedy: __, ...rest } = problem;
      return { ...rest, fixed: fixed(problem) };
    });
  assert.deepEqual(inGerman(told), told());
  const english = problemsIn(files);
  const same = inGerman(() => problemsIn(files)).filter(
    ({ message, remedy }, i) =>
      // What the parser of YAML says is its own.
      remedy === english[i]?.remedy || (message === english[i]?.message && english[i].code !== 'yaml-syntax'),
  );
  assert.deepEqual(same, []);
}

describe('what is said', () => {
  it('takes braces in a value for what they are', () => {
    const text = 'format: 1\nid: "{0} {1} {2}"\n';
    const said = (): (string | undefined)[] =>
      problemsIn({ 'pack.yaml': text })
        .filter(({ code }) => code === 'bad-id')
        .map(({ message }) => message);
    assert.deepEqual(
      [said(), inGerman(said)],
      [
        ['"id" must be lower-case words joined by hyphens, not "{0} {1} {2}".'],
        ['"id" muss so aussehen: kleingeschriebene Wörter mit Bindestrichen, nicht "{0} {1} {2}".'],
      ],
    );
  });

  it('is in the same language when a pack is refused', () => {
    const refused = (): string => {
      try {
        return parsePackAddress('ftp://packs.example/a.drillpack').href;
      } catch (error) {
        assert.ok(error instanceof HumanError);
        return `${error.code}: ${error.message}`;
      }
    };
    assert.equal(
      inGerman(refused),
      'bad-address: "ftp://packs.example/a.drillpack" wird nicht verwendet: Pakete werden nur über https abgerufen (über http nur von diesem Rechner selbst).',
    );
  });

  it('is in the same language when an attempt does not compile', () => {
    const { errors } = inGerman(() => compileAttempt({ 'a.ts': "import './b.ts';\n", 'c.ts': '' }));
    assert.deepEqual(
      errors.map(({ message }) => message),
      ["Es gibt keine Datei für './b.ts'. Die anderen Dateien sind ./c.ts."],
    );
  });

  it('is in the same language when an author asks for a key', () => {
    const schema = exerciseSchema.at(['difficulty']);
    assert.ok(schema);
    assert.equal(
      inGerman(() => describeKey(schema)),
      'Wie viel Erfahrung sie verlangt.\n\nEines von `core`, `intermediate`, `advanced`.',
    );
  });

  it('has a table that is not empty', () => assert.ok(Object.keys(german).length > 500));
});
