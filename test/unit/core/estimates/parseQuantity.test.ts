import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatQuantity, plainQuantity } from '../../../../src/core/estimates/formatQuantity';
import { parseQuantity, type Parsed } from '../../../../src/core/estimates/parseQuantity';
import {
  quantityKinds,
  secondsIn,
  toleranceOf,
  tolerancePattern,
  type Period,
  type Quantity,
  type QuantityKind,
} from '../../../../src/core/estimates/quantity';

/** What is read, in few characters: a number, two of them, or the reason why not. */
function shortly(parsed: Parsed): unknown {
  const value = (quantity: Quantity): unknown => {
    const { currency, per } = quantity;
    const rounded = Number(quantity.value.toPrecision(12));
    return currency || per ? [rounded, currency, per].filter(part => part !== undefined) : rounded;
  };
  if (parsed.kind === 'read') return value(parsed.quantity);
  if (parsed.kind === 'unclear') return parsed.readings.map(value);
  return [parsed.why, 'unit' in parsed ? parsed.unit : '', 'is' in parsed ? parsed.is : ''].join(' ').trim();
}

const reads = (
  kind: QuantityKind,
  texts: Readonly<Record<string, unknown>>,
  decimal: '.' | ',' = '.',
): void => {
  const found = Object.keys(texts).map(text => [text, shortly(parseQuantity(kind, text, decimal))]);
  assert.deepEqual(Object.fromEntries(found), texts);
};

describe('reading a quantity', () => {
  it('reads numbers in the ways people write them', () =>
    reads('count', {
      '5000': 5000,
      '1,200': 1200,
      '1,200,000': 1_200_000,
      '1.200.000': 1_200_000,
      '1,234.5': 1234.5,
      '1.234,5': 1234.5,
      '1 200 000': 1_200_000,
      "1'200": 1200,
      '1_200': 1200,
      '1,2': 1.2,
      '0,125': 0.125,
      '.5': 0.5,
      '1e6': 1_000_000,
      '1.2 × 10^6': 1_200_000,
      '10^6': 1_000_000,
      '10⁶': 1_000_000,
      '2^20': 1_048_576,
      '~40k': 40_000,
      'about 40 thousand': 40_000,
      '≈ 1.5M': 1_500_000,
      '3 million users': 3_000_000,
      '2 Mio.': 2_000_000,
      '1.2 Mrd': 1_200_000_000,
      '40,000 users': 40_000,
      '12k keys': 12_000,
    }));

  it('says why a text is no number', () =>
    reads('count', {
      '': 'empty',
      ' ~ ': 'empty',
      many: 'no-number',
      '1,2,3': 'no-number',
      '1.2.3,4': 'no-number',
      '-5': 'not-positive',
      '0': 'not-positive',
      '100-200': 'range',
      '1k to 2k': 'range',
      '500 GB': 'wrong-unit GB bytes',
      '5/s': 'wrong-unit /s rate',
      '5 !': 'unknown-unit !',
    }));

  it('reads rates', () =>
    reads('rate', {
      '1.2M/s': 1_200_000,
      '~40k per second': 40_000,
      '5k requests per second': 5000,
      '120 req/s': 120,
      '120 logins a second': 120,
      '6000/min': 100,
      '3,600/h': 1,
      '86.4k per day': 1,
      '2k rps': 2000,
      '2krps': 2000,
      '600 rpm': 10,
      '50 Hz': 50,
      '300 Anfragen pro Sekunde': 300,
      '5000': 'no-unit',
      '5k': 'no-unit',
      '5k requests': 'unknown-unit k requests',
      '20 ms': 'wrong-unit ms duration',
      '5 MB/s': 'wrong-unit MB/s bandwidth',
    }));

  it('reads sizes, and asks where b may be bits', () =>
    reads('bytes', {
      '500 GB': 5e11,
      '3 GiB': 3 * 2 ** 30,
      '3gb': 3e9,
      '12 kB': 12_000,
      '12KB': 12_000,
      '8 Gbit': 1e9,
      '1 kilobyte': 1000,
      '2 mebibytes': 2 * 2 ** 20,
      '100 bytes': 100,
      '7 B': 7,
      '8 Gb': [8e9, 1e9],
      '8 b': [8, 1],
      '500': 'no-unit',
      '1k': 'no-unit',
      '5 MB/s': 'wrong-unit MB/s bandwidth',
      '5 gigs': 'unknown-unit gigs',
    }));

  it('reads bandwidths', () =>
    reads('bandwidth', {
      '50 MB/s': 5e7,
      '1 Gbps': 125e6,
      '1 Gb/s': 125e6,
      '1 GBps': 1e9,
      '100 Mbit/s': 12.5e6,
      '86.4 GB per day': 1e6,
      '8 gb/s': [8e9, 1e9],
      '50 MB': 'wrong-unit MB bytes',
    }));

  it('reads durations, and several units in one', () =>
    reads('duration', {
      '90 min': 5400,
      '90m': 5400,
      '1.5 h': 5400,
      '1 h 30 min': 5400,
      '1h30m': 5400,
      '2 days and 3 hours': 183_600,
      '250 ms': 0.25,
      '40 µs': 40e-6,
      '40 μs': 40e-6,
      '2 weeks': 14 * 86_400,
      '1 year': 365 * 86_400,
      '3 Stunden': 10_800,
      '30 min 1 h': 'unknown-unit min 1 h',
      '90': 'no-unit',
      '90/s': 'wrong-unit /s rate',
      '5 M': 'no-unit',
    }));

  it('reads shares', () =>
    reads('share', {
      '5 %': 0.05,
      '99.95%': 0.9995,
      '0.95': 0.95,
      '1/4': 0.25,
      '1 in 1000': 0.001,
      '1 of 2k': 0.0005,
      '12 percent': 0.12,
      '3 ‰': 0.003,
      '200 ppm': 0.0002,
      'three nines': 0.999,
      '95': 'no-unit',
      '1': 'no-unit',
      '150 %': 'above-one',
      '5/s': 'wrong-unit /s rate',
    }));

  it('reads availabilities, nines among them', () =>
    reads('availability', {
      '99.95 %': 0.9995,
      '99,95 %': 0.9995,
      'four nines': 0.9999,
      '4 nines': 0.9999,
      '5-nines': 0.99999,
      '3.5 nines': 0.9995,
      'three and a half nines': 0.9995,
      'vier Neunen': 0.9999,
      'zero nines': 'no-number',
    }));

  it('reads ratios', () =>
    reads('ratio', {
      '3x': 3,
      '×3': 3,
      '3': 3,
      '2.5 times': 2.5,
      '300 %': 3,
      '3:1': 3,
      '10-fold': 10,
      '1/2': 0.5,
    }));

  it('reads money, once and again and again', () =>
    reads('money', {
      '$1,200': [1200, 'USD'],
      '1,200 USD': [1200, 'USD'],
      '€ 5k': [5000, 'EUR'],
      '5k €': [5000, 'EUR'],
      '36 thousand euros': [36_000, 'EUR'],
      '$400/month': [400, 'USD', 'month'],
      '1.5k $ per year': [1500, 'USD', 'year'],
      '1200': 1200,
      '12 GB': 'wrong-unit GB bytes',
    }));

  it('asks, where commas part decimals, what 1,200 and 1.200 mean', () => {
    reads(
      'count',
      { '1,200': [1.2, 1200], '1.200': [1200, 1.2], '1.200,5': 1200.5, '12,5': 12.5, '1200': 1200 },
      ',',
    );
    reads('availability', { '99,950 %': 0.9995 }, ',');
  });

  it('keeps the other way of reading at hand where English leaves no doubt', () =>
    assert.deepEqual(parseQuantity('count', '1,200', '.'), {
      kind: 'read',
      quantity: { kind: 'count', value: 1200 },
      other: { kind: 'count', value: 1.2 },
    }));

  it('reads back what it writes', () =>
    fc.assert(
      fc.property(quantities, quantity => {
        const text = formatQuantity(quantity, 'en');
        const parsed = parseQuantity(quantity.kind, text, '.');
        if (parsed.kind !== 'read') assert.fail(text);
        assertClose(parsed.quantity, quantity, text);
      }),
      { numRuns: 2000 },
    ));

  it('reads back what it writes in German, or has it among what it asks', () =>
    fc.assert(
      fc.property(quantities, quantity => {
        const text = formatQuantity(quantity, 'de');
        const parsed = parseQuantity(quantity.kind, text, ',');
        assert.notEqual(parsed.kind, 'refused', text);
        if (parsed.kind === 'read') assertClose(parsed.quantity, quantity, text);
        if (parsed.kind !== 'unclear') return;
        const near = parsed.readings.filter(reading => Math.abs(reading.value / quantity.value - 1) < 1e-3);
        assert.equal(near.length, 1, text);
      }),
      { numRuns: 2000 },
    ));

  it('reads back without asking what it writes for typing', () =>
    fc.assert(
      fc.property(
        quantities,
        fc.constantFrom(['en', '.'] as const, ['de', ','] as const),
        (quantity, [name, sign]) => {
          const text = plainQuantity(quantity, name);
          const parsed = parseQuantity(quantity.kind, text, sign);
          if (parsed.kind !== 'read') assert.fail(text);
          assertClose(parsed.quantity, quantity, text);
          assert.equal(parsed.other, undefined, text);
        },
      ),
      { numRuns: 2000 },
    ));

  it('takes whatever is typed, and nothing that it reads is below 0 or endless', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...quantityKinds),
        fc.oneof(fc.string(), fc.stringMatching(/^[0-9.,eE^/ %kMGBbs$€xX:~×-]{0,20}$/)),
        fc.constantFrom('.' as const, ',' as const),
        (kind, text, decimal) => {
          const parsed = parseQuantity(kind, text, decimal);
          const read =
            parsed.kind === 'read' ? [parsed.quantity] : parsed.kind === 'unclear' ? parsed.readings : [];
          for (const quantity of read) assert.ok(quantity.value > 0 && Number.isFinite(quantity.value), text);
        },
      ),
      { numRuns: 5000 },
    ));
});

describe('a tolerance', () => {
  it('is a factor or a share', () =>
    assert.deepEqual(['factor 2', 'factor 1.25', '10 %', '5%'].map(toleranceOf), [2, 1.25, 1.1, 1.05]));

  it('is never none, and never everything', () =>
    assert.deepEqual(
      ['factor 1', 'factor 0.5', '0 %', '100 %', '10', 'factor 101', 'factor two'].filter(text =>
        tolerancePattern.test(text),
      ),
      [],
    ));
});

const positive = (from: number, to: number) =>
  fc.double({ min: Math.log10(from), max: Math.log10(to), noNaN: true }).map(power => 10 ** power);

const periods = Object.keys(secondsIn) as Period[];

const quantities: fc.Arbitrary<Quantity> = fc.oneof(
  ...(['count', 'rate', 'bytes', 'bandwidth', 'duration', 'ratio'] as const).map(kind =>
    positive(1e-4, 1e18).map(value => ({ kind, value })),
  ),
  positive(1e-5, 0.999).map(value => ({ kind: 'share' as const, value })),
  positive(1e-7, 0.5).map(missing => ({ kind: 'availability' as const, value: 1 - missing })),
  fc
    .record({
      value: positive(0.01, 1e12),
      currency: fc.constantFrom('USD', 'EUR', 'GBP', 'CHF', 'JPY', 'INR'),
      per: fc.option(fc.constantFrom(...periods), { nil: undefined }),
    })
    .map(({ value, currency, per }): Quantity => ({
      kind: 'money',
      value,
      currency,
      ...(per ? { per } : {}),
    })),
);

function assertClose(read: Quantity, written: Quantity, text: string): void {
  const { value: a, ...unitA } = read;
  const { value: b, ...unitB } = written;
  assert.deepEqual(unitA, unitB, text);
  assert.ok(Math.abs(a / b - 1) < 1e-3, `${text} was read as ${a}, and is ${b}`);
  if (written.kind === 'availability')
    assert.ok(Math.abs((1 - a) / (1 - b) - 1) < 1e-3, `${text} was read as ${a}, and is ${b}`);
}
