import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseRawCoverage } from '../../../src/protocol/rawCoverage';

const script = {
  path: 'a.ts',
  functions: [
    {
      name: 'f',
      isBlock: true,
      ranges: [
        [0, 9, 1],
        [2, 2, 0],
      ],
    },
  ],
};

describe('raw coverage', () => {
  it('is taken as it is', () => {
    assert.deepEqual(parseRawCoverage([script]), [script]);
    assert.deepEqual(parseRawCoverage([]), []);
  });

  for (const [what, broken] of [
    ['a range that ends before it begins', [9, 2, 1]],
    ['a count below zero', [0, 9, -1]],
    ['a fraction', [0, 0.5, 1]],
    ['a count that is none', [0, 9, Infinity]],
    ['a range of two numbers', [0, 9]],
    ['a range of four numbers', [0, 9, 1, 1]],
    ['text for numbers', ['0', '9', '1']],
  ] as const)
    it(`refuses ${what}`, () =>
      assert.equal(
        parseRawCoverage([{ ...script, functions: [{ name: '', isBlock: true, ranges: [broken] }] }]),
        undefined,
      ));

  it('refuses what has no ranges, no name or no end', () => {
    const [found] = script.functions;
    for (const functions of [
      [{ ...found, ranges: [] }],
      [{ ...found, name: 1 }],
      [{ ...found, isBlock: 1 }],
      [null],
    ])
      assert.equal(parseRawCoverage([{ ...script, functions }]), undefined);
    assert.equal(parseRawCoverage(Array<unknown>(501).fill(script)), undefined);
    const ranges = Array<unknown>(20_001).fill([0, 1, 1]);
    assert.equal(parseRawCoverage([{ ...script, functions: [{ ...found, ranges }] }]), undefined);
  });

  it('never makes the parser throw', () => {
    fc.assert(fc.property(fc.anything(), value => void parseRawCoverage(value)));
  });
});
