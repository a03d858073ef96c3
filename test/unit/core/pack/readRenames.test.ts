import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Problem } from '../../../../src/core/pack/problem';
import { readRenames } from '../../../../src/core/pack/readRenames';
import { formerNames, presentName } from '../../../../src/core/pack/renames';
import { YamlFile } from '../../../../src/core/pack/yamlFile';

const present = ['now', 'other'];

function read(table: Readonly<Record<string, string>>) {
  const problems: Problem[] = [];
  const text = Object.entries(table)
    .map(([from, to]) => `${from}: ${to}\n`)
    .join('');
  const { root } = new YamlFile('pack.yaml', text === '' ? '{}' : text, problems);
  const words = { what: 'exercise' as const, pattern: /^[a-z]+$/, code: 'bad-id', shape: 'a word', present };
  return { renames: readRenames(root, words), codes: problems.map(({ code }) => code) };
}

describe('a table of former names', () => {
  it('leads from every former name to the present one, the latest first', () => {
    const { renames, codes } = read({ first: 'second', second: 'third', third: 'now', else: 'other' });
    assert.deepEqual(codes, []);
    assert.deepEqual(renames, { third: 'now', second: 'now', first: 'now', else: 'other' });
    assert.deepEqual(formerNames(renames, 'now'), ['third', 'second', 'first']);
    assert.equal(presentName(renames, 'first'), 'now');
  });

  it('knows nothing of names that it does not hold', () => {
    assert.equal(presentName({}, 'constructor'), 'constructor');
    assert.deepEqual(formerNames({}, 'now'), []);
  });

  it('reports each mistake where it is, once, and keeps the rest', () => {
    assert.deepEqual(read({ a: 'b', b: 'lost', c: 'now' }), {
      renames: { c: 'now' },
      codes: ['unknown-renamed'],
    });
    assert.deepEqual(read({ a: 'b', b: 'a', c: 'b' }), {
      renames: {},
      codes: ['renamed-cycle', 'renamed-cycle'],
    });
  });

  it('never leads astray, whatever it holds', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'now', 'other', 'constructor');
    fc.assert(
      fc.property(fc.dictionary(name, name), table => {
        const { renames, codes } = read(table);
        for (const [former, now] of Object.entries(renames)) {
          assert.ok(present.includes(now) && !present.includes(former));
          assert.equal(presentName(renames, now), now);
        }
        if (codes.length === 0)
          assert.deepEqual(
            Object.keys(renames).sort(),
            Object.keys(table).sort(),
            'nothing is dropped quietly',
          );
      }),
    );
  });
});
