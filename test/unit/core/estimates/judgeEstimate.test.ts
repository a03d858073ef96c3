import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  distance,
  isWithin,
  judgeEstimate,
  type Verdict,
} from '../../../../src/core/estimates/judgeEstimate';
import { parseQuantity } from '../../../../src/core/estimates/parseQuantity';
import type { Quantity, QuantityKind } from '../../../../src/core/estimates/quantity';

const quantity = (kind: QuantityKind, text: string): Quantity => {
  const parsed = parseQuantity(kind, text, '.');
  if (parsed.kind !== 'read') assert.fail(text);
  return parsed.quantity;
};

function judged(kind: QuantityKind, wanted: string, tolerance: number, written: string): unknown {
  return shortly(judgeEstimate({ quantity: quantity(kind, wanted), tolerance }, written, '.'));
}

function shortly(verdict: Verdict): unknown {
  switch (verdict.kind) {
    case 'right':
      return 'right';
    case 'unclear':
      return verdict.readings.map(({ value }) => value);
    case 'refused':
      return verdict.why;
    case 'off':
      return { ...verdict.slip, [verdict.direction]: Number(verdict.factor.toPrecision(4)) };
  }
}

describe('judging an estimate', () => {
  it('takes what is within the tolerance, in any unit', () => {
    const texts = ['2,000/s', '1k/s', '4k/s', '120k/min', '7.2M per hour', '172.8M/day'];
    assert.deepEqual(
      texts.map(text => judged('rate', '2,000/s', 2, text)),
      texts.map(() => 'right'),
    );
    assert.deepEqual(judged('money', '$400/month', 1.1, '4,800 USD per year'), 'right');
    assert.deepEqual(judged('money', '$400', 1.1, '420'), 'right');
  });

  it('says what may have gone wrong', () => {
    assert.deepEqual(judged('rate', '2,000/s', 1.5, '7k/s'), { slip: 'factor', high: 3.5 });
    assert.deepEqual(judged('rate', '2,000/s', 1.5, '300/s'), { slip: 'magnitude', powers: 1, low: 6.667 });
    assert.deepEqual(judged('rate', '2,000/s', 1.5, '2M/s'), { slip: 'prefix', by: 1000, high: 1000 });
    assert.deepEqual(judged('rate', '2,000/s', 1.5, '2,000/min'), { slip: 'time', by: 60, low: 60 });
    assert.deepEqual(judged('duration', '1 h', 1.1, '1 s'), { slip: 'time', by: 3600, low: 3600 });
    assert.deepEqual(judged('bytes', '10 GB', 1.1, '80 GB'), { slip: 'bits', high: 8 });
    assert.deepEqual(judged('share', '95 %', 1.01, '5 %'), { slip: 'complement', low: 19 });
    assert.deepEqual(judged('count', '1,000', 1.1, '80 million'), {
      slip: 'magnitude',
      powers: 5,
      high: 80_000,
    });
  });

  it('compares availabilities by what is missing', () => {
    assert.deepEqual(judged('availability', '99.95 %', 1.2, '99.9 %'), { slip: 'factor', low: 2 });
    assert.deepEqual(judged('availability', '99.95 %', 1.2, '99.995 %'), {
      slip: 'magnitude',
      powers: 1,
      high: 10,
    });
    assert.deepEqual(judged('availability', '99.95 %', 1.2, '3.5 nines'), 'right');
    assert.deepEqual(judged('availability', '99.95 %', 1.2, '0.05 %'), { slip: 'complement', low: 1999 });
  });

  it('asks when the other way of reading a number would be right', () => {
    assert.deepEqual(judged('count', '1.2', 1.1, '1,200'), [1200, 1.2]);
    assert.deepEqual(judged('count', '1200', 1.1, '1.200'), [1.2, 1200]);
    assert.deepEqual(judged('count', '1200', 1.1, '1,200'), 'right');
  });

  it('does not compare money of two countries, nor once with every month', () => {
    assert.equal(judged('money', '$400', 2, '400 €'), 'currency');
    assert.equal(judged('money', '$400', 2, '$400/month'), 'period');
    assert.equal(judged('money', '$400/month', 2, '$400'), 'period');
  });

  it('treats too much and too little alike', () =>
    fc.assert(
      fc.property(
        fc.constantFrom<QuantityKind>('count', 'rate', 'bytes', 'duration', 'ratio', 'money'),
        fc.double({ min: 1e-6, max: 1e12, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e12, noNaN: true }),
        fc.double({ min: 1.01, max: 100, noNaN: true }),
        (kind, a, b, tolerance) => {
          const [x, y] = [{ kind, value: a } as const, { kind, value: b } as const];
          assert.equal(isWithin(x, y, tolerance), isWithin(y, x, tolerance));
          assert.equal(distance(x, y), distance(y, x));
          assert.ok(isWithin(x, x, tolerance));
          assert.ok(!isWithin(x, { kind, value: a * tolerance * 1.01 }, tolerance));
          assert.ok(!isWithin(x, { kind, value: a / tolerance / 1.01 }, tolerance));
        },
      ),
    ));
});
