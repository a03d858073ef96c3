import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatMarker, isExerciseRef, parseMarker, type Marker } from '../../../src/protocol/marker';

const hash = 'a'.repeat(64);
const marker: Marker = {
  version: 1,
  exercise: 'chatbot-platform/rate-limiting',
  packVersion: '1.0.0',
  scaffolded: { 'types.ts': hash, 'limiter.ts': hash },
  exerciseFiles: ['types.ts'],
  formerly: ['chatbot-platform/request-limits'],
};

describe('the marker of an attempt', () => {
  it('is read as it was written', () => assert.deepEqual(parseMarker(formatMarker(marker)), marker));

  it('is written the same for the same marker', () => {
    const other = { ...marker, scaffolded: { 'limiter.ts': hash, 'types.ts': hash } };
    assert.equal(formatMarker(other), formatMarker(marker));
    assert.ok(formatMarker(marker).endsWith('}\n'));
  });

  const broken: [name: string, text: string][] = [
    ['nothing', ''],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['null', 'null'],
    ['another version', JSON.stringify({ ...marker, version: 2 })],
    ['no exercise', JSON.stringify({ ...marker, exercise: undefined })],
    ['an exercise that is a path', JSON.stringify({ ...marker, exercise: '../etc/passwd' })],
    ['an exercise with three parts', JSON.stringify({ ...marker, exercise: 'a/b/c' })],
    ['a pack version that is a number', JSON.stringify({ ...marker, packVersion: 1 })],
    ['hashes in a list', JSON.stringify({ ...marker, scaffolded: [hash] })],
    ['a hash that is none', JSON.stringify({ ...marker, scaffolded: { 'a.ts': 'abc' } })],
  ];
  for (const [name, text] of broken)
    it(`is not one with ${name}`, () => assert.equal(parseMarker(text), undefined));

  it('is read as an older version wrote it, with less in it', () => {
    const { exerciseFiles, formerly, ...older } = marker;
    assert.deepEqual([exerciseFiles, formerly].map(Array.isArray), [true, true]);
    assert.deepEqual(parseMarker(JSON.stringify(older)), older);
    const { scaffolded, ...oldest } = older;
    assert.equal(Object.keys(scaffolded).length, 2);
    assert.deepEqual(parseMarker(JSON.stringify(oldest)), { ...oldest, scaffolded: {} });
    assert.deepEqual(parseMarker(formatMarker({ ...oldest, scaffolded: {} })), { ...oldest, scaffolded: {} });
  });

  it('is read without lists that make no sense', () => {
    const { exerciseFiles, formerly, ...rest } = marker;
    assert.ok(exerciseFiles && formerly);
    const odd = { ...rest, exerciseFiles: [1], formerly: ['../etc/passwd'] };
    assert.deepEqual(parseMarker(JSON.stringify(odd)), rest);
  });

  it('may hold odd names without harm', () => {
    const read = parseMarker(
      `{"version":1,"exercise":"a/b","packVersion":"1.0.0","scaffolded":{"__proto__":"${hash}"}}`,
    );
    assert.deepEqual(Object.entries(read?.scaffolded ?? {}), [['__proto__', hash]]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => assert.equal(parseMarker(text), undefined)),
    );
  });

  it('names an exercise by two ids', () => {
    assert.deepEqual(
      [
        'a/b',
        'chatbot-platform/rate-limiting',
        'a',
        'a/',
        '/b',
        'A/b',
        'a/b ',
        'a/../b',
        `a/${'b'.repeat(65)}`,
      ].map(isExerciseRef),
      [true, true, false, false, false, false, false, false, false],
    );
  });
});
