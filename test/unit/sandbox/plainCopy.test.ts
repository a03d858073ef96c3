import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NotComparable, plainCopy } from '../../../src/sandbox/plainCopy';

describe('a plain copy', () => {
  it('equals what it was made of', () => {
    fc.assert(fc.property(fc.jsonValue(), value => assert.deepEqual(plainCopy(value), value)));
    const rich = {
      m: new Map([[{ k: 1 }, new Set([1])]]),
      d: new Date(5),
      r: /x/g,
      t: new Uint8Array([1]),
      u: undefined,
      n: -0,
    };
    assert.deepEqual(plainCopy(rich), rich);
  });

  it('shares nothing that can be changed', () => {
    const inner = { n: 1 };
    const copy = plainCopy({ inner }) as { inner: { n: number } };
    copy.inner.n = 2;
    assert.equal(inner.n, 1);
  });

  it('loses classes, methods of prototypes and hidden properties', () => {
    class Point {
      #secret = 1;
      constructor(readonly x: number) {}
      get y(): number {
        return this.#secret;
      }
    }
    const point = Object.defineProperty(new Point(1), 'hidden', { value: 1, enumerable: false });
    assert.deepEqual(plainCopy(point), { x: 1 });
  });

  it('does not use methods that a subclass has overridden', () => {
    class Lying extends Map<string, number> {
      override forEach(): void {}
      override get size(): number {
        return 0;
      }
    }
    assert.deepEqual(plainCopy(new Lying([['a', 1]])), new Map([['a', 1]]));
  });

  it('asks built-ins for what they hold, not for what they claim', () => {
    const pattern = Object.defineProperties(/actual/, {
      source: { value: 'claimed' },
      flags: { value: 'g' },
    });
    assert.deepEqual(plainCopy(pattern), /actual/);
    const boxed = Object.assign(Object(1) as object, { valueOf: () => 2 });
    assert.deepEqual(plainCopy(boxed), Object(1));
    class Lying extends Uint8Array {
      override get length(): number {
        return 9;
      }
    }
    assert.deepEqual(plainCopy(new Lying([1, 2])), new Uint8Array([1, 2]));
    const { buffer } = new Uint8Array([1, 2, 3]);
    assert.deepEqual(plainCopy(buffer), new Uint8Array([1, 2, 3]).buffer);
    assert.notDeepEqual(plainCopy(buffer), plainCopy(new ArrayBuffer(3)));
    assert.deepEqual(plainCopy(new DataView(buffer, 1)), new DataView(new Uint8Array([2, 3]).buffer));
  });

  it('keeps cycles and shared parts', () => {
    const shared = {};
    const value: Record<string, unknown> = { a: shared, b: shared };
    value['self'] = value;
    const copy = plainCopy(value) as typeof value;
    assert.equal(copy['self'], copy);
    assert.equal(copy['a'], copy['b']);
  });

  it('copies errors to their name and message', () => {
    class LimitError extends Error {
      override name = 'LimitError';
    }
    assert.deepEqual(
      plainCopy([new LimitError('x')]),
      plainCopy([Object.assign(new Error('x'), { name: 'LimitError' })]),
    );
    assert.notDeepEqual(plainCopy([new LimitError('x')]), plainCopy([new Error('x')]));
  });

  const endless = (): object => ({
    get next() {
      return endless();
    },
  });
  const refused: readonly (readonly [string, () => unknown, RegExp])[] = [
    ['a proxy', () => ({ a: [new Proxy({}, {})] }), /holds a Proxy/],
    ['a value that grows', endless, /more than 200 levels/],
    ['a long array', () => Array.from({ length: 50_001 }), /more than 50000 values/],
    ['a large set', () => new Set(Array.from({ length: 50_001 }, (_, n) => n)), /more than 50000 values/],
    ['a promise', () => [Promise.resolve(1)], /holds a Promise/],
    ['a weak collection', () => new WeakMap(), /holds a WeakMap/],
    [
      'a getter that throws',
      () => ({
        get a() {
          throw new Error('no');
        },
      }),
      /Reading one of its properties throws/,
    ],
    ['many values', () => Array.from({ length: 60_000 / 2 }, () => [{}]), /more than 50000 values/],
  ];
  for (const [what, make, message] of refused)
    it(`refuses ${what}`, () =>
      assert.throws(
        () => plainCopy(make()),
        (error: unknown) => error instanceof NotComparable && message.test(error.message),
      ));
});
