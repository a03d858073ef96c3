import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatLine } from '../../../src/sandbox/formatLine';
import { inspectValue } from '../../../src/sandbox/inspectValue';

class Point {
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}
}
class Cache extends Map<string, number> {}
const circular: Record<string, unknown> = { a: 1 };
circular['self'] = circular;

describe('showing a value', function () {
  this.timeout(20_000);
  const cases: readonly (readonly [unknown, string])[] = [
    [undefined, 'undefined'],
    [null, 'null'],
    [-0, '-0'],
    [12n, '12n'],
    [Symbol('s'), 'Symbol(s)'],
    ['it is', `'it is'`],
    [`it's`, `"it's"`],
    ['a\n\t\\', `'a\\n\\t\\\\'`],
    [[1, 'a', [undefined]], `[1, 'a', [undefined]]`],
    // eslint-disable-next-line no-sparse-arrays
    [[1, , 3], '[1, <empty>, 3]'],
    [{}, '{}'],
    [{ a: 1, 'b-c': { d: null } }, `{ a: 1, 'b-c': { d: null } }`],
    [new Point(1, 2), 'Point { x: 1, y: 2 }'],
    [Object.create(null), '[Object: null prototype] {}'],
    [new Map([['a', 1]]), `Map(1) { 'a' => 1 }`],
    [new Cache([['a', 1]]), `Cache(1) { 'a' => 1 }`],
    [new Set([1]), 'Set(1) { 1 }'],
    [new Uint8Array([1, 2]), 'Uint8Array(2) [1, 2]'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Date(Number.NaN), 'Invalid Date'],
    [/a\/b/gi, '/a\\/b/gi'],
    [new RangeError('no'), '[RangeError: no]'],
    [Object.assign(new Error('no'), { code: 1 }), '[Error: no] { code: 1 }'],
    [() => 1, '[Function: (anonymous)]'],
    [Point, '[class Point]'],
    [Promise.resolve(1), '[Promise]'],
    [circular, '{ a: 1, self: [Circular] }'],
    [new Proxy({}, {}), '[Proxy]'],
    [
      {
        get a() {
          throw new Error();
        },
        set a(_) {},
        get b() {
          return 1;
        },
      },
      '{ a: [Getter/Setter], b: [Getter] }',
    ],
    [{ a: { b: { c: { d: { e: {} } } } } }, '{ a: { b: { c: { d: { e: [Object] } } } } }'],
    [Array.from({ length: 60 }, () => 1), `[\n${'  1,\n'.repeat(50)}  … 10 more,\n]`],
    [{ a: 'x'.repeat(80), b: 1 }, `{\n  a: '${'x'.repeat(80)}',\n  b: 1,\n}`],
  ];
  for (const [value, text] of cases) it(text.slice(0, 60), () => assert.equal(inspectValue(value), text));

  it('runs nothing of the value', () => {
    const bomb = (): never => assert.fail('was run');
    const value = {
      toString: bomb,
      toJSON: bomb,
      [Symbol.toPrimitive]: bomb,
      get [Symbol.toStringTag]() {
        return bomb();
      },
      get constructor() {
        return bomb();
      },
      inner: new Proxy({}, { get: bomb, ownKeys: bomb, getPrototypeOf: bomb }),
      prototype: Object.create(
        new Proxy({}, { getOwnPropertyDescriptor: bomb, getPrototypeOf: bomb }),
      ) as object,
    };
    assert.doesNotThrow(() => inspectValue(value));
  });

  it('is bounded, and never throws', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withProxy: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withDate: true,
          withNullPrototype: true,
          withSparseArray: true,
          withBigInt: true,
        } as never),
        value => {
          assert.ok(inspectValue(value).length < 1e6);
        },
      ),
      { numRuns: 50 },
    );
    const wide = (depth: number): unknown =>
      depth === 0 ? 1 : Array.from({ length: 60 }, () => wide(depth - 1));
    assert.ok(inspectValue(wide(4)).length < 1e6);
  });

  it('tells values apart that are not equal', () => {
    const plain = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        if (JSON.stringify(a) !== JSON.stringify(b)) assert.notEqual(inspectValue(a), inspectValue(b));
      }),
    );
  });
});

describe('formatting a line', () => {
  const cases: readonly (readonly [readonly unknown[], string])[] = [
    [[], ''],
    [['a', 1, 'b', { c: 'd' }], `a 1 b { c: 'd' }`],
    [['%s has %d of %i, %f%%', 'x', '1.5', 2.9, '3.5 left'], 'x has 1.5 of 2, 3.5%'],
    [['%o %j %O %c!', { a: 1 }, [1], 'x', 'color: red'], `{ a: 1 } [1] 'x' !`],
    [['%s', 1, 'more'], '1 more'],
    [['100% %s'], '100% %s'],
    [['%d %d', {}, Symbol('s')], 'NaN NaN'],
    [[1, '%s', 2], '1 %s 2'],
  ];
  for (const [args, text] of cases) it(text || 'nothing', () => assert.equal(formatLine(args), text));
});
