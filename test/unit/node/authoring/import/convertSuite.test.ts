import assert from 'node:assert/strict';
import { convertSuite } from '../../../../../src/node/authoring/import/convertSuite';

/** As Exercism skips tests; said in one word, it would skip ours. */
const skipped = ['x', 'it'].join('');

const convert = (source: string) =>
  convertSuite('x.test.ts', source, name => (name === './x' ? '#attempt/x.ts' : undefined));

/** The statement that takes the place of another in a test. */
function said(expectation: string): string {
  const { text } = convert(`it('a', async () => {\n${expectation};\nexpect(1).toBe(1);\n});\n`);
  return text.split('\n')[2]!;
}

describe('a suite for Jest or Vitest', () => {
  const same: [expectation: string, assertion: string][] = [
    ['expect(f(1)).toBe(2)', 'assert.equal(f(1), 2);'],
    ['expect(a).not.toBe(b)', 'assert.notEqual(a, b);'],
    ['expect(a || b).toEqual({ c: [1] })', 'assert.deepEqual(a || b, { c: [1] });'],
    ['expect(a).toStrictEqual(b)', 'assert.deepEqual(a, b);'],
    ['expect(a).not.toEqual(b)', 'assert.notDeepEqual(a, b);'],
    ['expect(a).toBeNull()', 'assert.equal(a, null);'],
    ['expect(a).toBeDefined()', 'assert.notEqual(a, undefined);'],
    ['expect(a).not.toBeDefined()', 'assert.equal(a, undefined);'],
    ['expect(a).toBeNaN()', 'assert.equal(a, NaN);'],
    ['expect(a && b).toBeTruthy()', 'assert.ok(a && b);'],
    ['expect(a && b).toBeFalsy()', 'assert.ok(!(a && b));'],
    ['expect(a + b).toBeGreaterThan(3)', 'assert.ok((a + b) > 3);'],
    ['expect(a).toBeLessThanOrEqual(3)', 'assert.ok(a <= 3);'],
    ['expect(a).toBeInstanceOf(Map)', 'assert.ok(a instanceof Map);'],
    ['expect([...a]).toHaveLength(3)', 'assert.equal([...a].length, 3);'],
    ["expect(a as string[]).toContain('b')", "assert.ok((a as string[]).includes('b'));"],
    ['expect(a).not.toContain(b)', 'assert.ok(!a.includes(b));'],
    ['expect(a).toMatch(/b/)', 'assert.match(a, /b/);'],
    ["expect(a).toMatch('b')", "assert.ok(a.includes('b'));"],
    ['expect(a).toBeCloseTo(0.3)', 'assert.ok(Math.abs(a - 0.3) < 10 ** -2 / 2);'],
    ['expect(a).toBeCloseTo(0.3, 5)', 'assert.ok(Math.abs(a - 0.3) < 10 ** -5 / 2);'],
    ['expect(() => f()).toThrow()', 'assert.throws(() => f());'],
    ["expect(() => f()).toThrow('no (more)/')", 'assert.throws(() => f(), /no \\(more\\)\\//);'],
    ['expect(f).toThrowError(/no/)', 'assert.throws(f, /no/);'],
    ["expect(f).toThrow(new RangeError('no'))", "assert.throws(f, { message: 'no' });"],
    ['expect(f).toThrow(TooMany)', 'assert.throws(f, TooMany);'],
    ['expect(f).not.toThrow()', 'assert.doesNotThrow(f);'],
    ['await expect(f()).resolves.toBe(1)', 'assert.equal(await f(), 1);'],
    ['await expect(f()).resolves.toHaveLength(1)', 'assert.equal((await f()).length, 1);'],
    ["await expect(f()).rejects.toThrow('no')", 'await assert.rejects(f(), /no/);'],
    ['for (const a of all) expect(a).toBe(1)', 'for (const a of all) assert.equal(a, 1);'],
    ['all.forEach(a => expect(a).toBe(1))', 'all.forEach(a => assert.equal(a, 1));'],
  ];
  for (const [expectation, assertion] of same)
    it(`says ${expectation} with node:assert`, () => assert.equal(said(expectation), assertion));

  const byHand = [
    'expect(a).toMatchSnapshot()',
    'expect(a).toEqual(expect.any(Number))',
    'expect(f).not.toThrow(TypeError)',
    'expect(f).toThrow(message())',
    'expect(f()).resolves.toBe(1)',
    'expect(a).toBe()',
    'expect.assertions(2)',
    'all.forEach(a => expect(a).toHaveProperty("b"))',
  ];
  for (const expectation of byHand)
    it(`leaves ${expectation} to a person`, () => {
      assert.equal(said(expectation), `// ${expectation};`);
      const { toDos } = convert(`it('a', () => {\n${expectation};\nexpect(1).toBe(1);\n});\n`);
      assert.deepEqual(
        toDos.map(({ file, line }) => [file, line]),
        [['x.test.ts', 2]],
      );
    });

  it('keeps its shape, and numbers what its titles say', () => {
    const source = `import { describe, expect, it } from 'vitest';
import X, { type Y } from './x';

describe('x', () => {
  describe("the group's own", () => {
    test.skip('says a', () => {
      // A remark.
      expect(new X().a).toBe(1);
    }, 500);
    fit(\`says b\`, function () { expect(X.b).toBe(2); });
  });
  ${skipped}('ends.', () => expect(1).toBe(1));
  it('ends.', () => expect(2).toBe(2));
});
`;
    assert.deepEqual(convert(source), {
      text: `import assert from 'node:assert/strict';
import X, { type Y } from '#attempt/x.ts';

describe('x', () => {
  describe("the group's own", () => {
    it('R1 says a', () => {
      // A remark.
      assert.equal(new X().a, 1);
    });
    it('R2 says b', function () { assert.equal(X.b, 2); });
  });
  it('R3 ends.', () => assert.equal(1, 1));
  it('R3 ends.', () => assert.equal(2, 2));
});
`,
      requirements: ["The group's own: says a.", "The group's own: says b.", 'Ends.'],
      toDos: [],
    });
  });

  it('keeps as a comment what has no equal, and says where it stood', () => {
    const source = `import { helper } from './helper';
describe('x', () => {
  beforeAll(() => {
    helper();
  });
  it.each([1, 2])('has %d', n => {
    expect(n).toBe(n);
  });
  it(title(), () => expect(1).toBe(1));
  it('calls', () => {
    expect(1).toBe(1);
    expect(vi.fn()).toBe(1);
  });
  it('shoots', () => {
    expect(1).toMatchSnapshot();
  });
});
`;
    const { text, requirements, toDos } = convert(source);
    assert.equal(
      text,
      `import assert from 'node:assert/strict';
// import { helper } from './helper';
describe('x', () => {
  // beforeAll(() => {
  //   helper();
  // });
  // it.each([1, 2])('has %d', n => {
  //   expect(n).toBe(n);
  // });
  // it(title(), () => expect(1).toBe(1));
  // it('calls', () => {
  //   expect(1).toBe(1);
  //   expect(vi.fn()).toBe(1);
  // });
  // it('shoots', () => {
  //   expect(1).toMatchSnapshot();
  // });
});
`,
    );
    assert.deepEqual(requirements, []);
    assert.deepEqual(
      toDos.map(({ line, what }) => `${line}: ${what}`),
      [
        '1: ./helper is no part of the exercise.',
        '3: beforeAll is not there: each check begins anew. Use beforeEach.',
        '6: A test that is made from a table, or in another way of its own; write it out.',
        '9: A test whose title is made while it runs; write it out.',
        '10: A test that uses vi.fn: say it with spy, clock or link of #testkit.',
        '14: A test in which nothing could be converted; write it anew.',
      ],
    );
  });
});
