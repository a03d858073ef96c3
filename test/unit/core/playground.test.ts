import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  defaultSettings,
  presetSettings,
  soundSettings,
  stopsOf,
  type NumberParameter,
  type Playground,
} from '../../../src/core/playground';
import { counter } from './support/packs';

const playground = (): Playground => counter().playground ?? assert.fail('the good pack has no playground');

const numbers = (more: Partial<NumberParameter>): NumberParameter => ({
  ...{ kind: 'number', id: 'rate', title: 'Rate', about: '', unit: '' },
  ...{ min: 0, max: 10, step: 1, scale: 'linear', default: 1 },
  ...more,
});

describe('the settings of a playground', () => {
  it('begin with the defaults, and a preset changes what it names', () => {
    const { presets } = playground();
    assert.deepEqual(
      [defaultSettings(playground()), presetSettings(playground(), presets[0]!)],
      [
        { increments: 20, ceiling: 10, arrivals: 'steady' },
        { increments: 500, ceiling: 10, arrivals: 'herd' },
      ],
    );
  });

  for (const [name, given, sound] of [
    ['nothing', undefined, {}],
    [
      'what fits',
      { increments: 7, ceiling: 3.5, arrivals: 'herd' },
      { increments: 7, ceiling: 3.5, arrivals: 'herd' },
    ],
    ['numbers out of range', { increments: 0, ceiling: 51 }, {}],
    ['what is no number', { increments: NaN, ceiling: '3' }, {}],
    ['a choice that is gone', { arrivals: 'never' }, {}],
    ['parameters that are gone', { speed: 9, ceiling: 3 }, { ceiling: 3 }],
    ['what is inherited', Object.create({ ceiling: 3 }) as object, {}],
    ['a text', 'ceiling', {}],
  ] as const)
    it(`are taken as far as they make sense: ${name}`, () =>
      assert.deepEqual(soundSettings(playground(), given), { ...defaultSettings(playground()), ...sound }));
});

describe('the stops of a slider', () => {
  it('are a step apart', () =>
    assert.deepEqual(
      [stopsOf(numbers({ max: 5 })), stopsOf(numbers({ min: 0.1, max: 0.5, step: 0.1 }))],
      [
        [0, 1, 2, 3, 4, 5],
        [0.1, 0.2, 0.3, 0.4, 0.5],
      ],
    ));

  it('reach the end where the last step is shorter, and what else is asked for', () =>
    assert.deepEqual(stopsOf(numbers({ max: 7, step: 3 }), [4, 3]), [0, 3, 4, 6, 7]));

  it('are round numbers on a logarithmic scale', () => {
    const stops = stopsOf(numbers({ min: 1, max: 1_000, scale: 'logarithmic' }));
    assert.deepEqual(
      [stops.slice(0, 12), stops.slice(-4)],
      [
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
        [810, 870, 930, 1000],
      ],
    );
  });

  it('ascend from the least to the most, whatever the range', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 1, max: 1_000 }),
        fc.constantFrom(0.01, 0.5, 1, 5),
        fc.constantFrom('linear', 'logarithmic'),
        (min, range, step, scale) => {
          const max = min + range;
          const stops = stopsOf(numbers({ min, max, step: Math.max(step, range / 1_000), scale }));
          assert.deepEqual([stops[0], stops.at(-1)], [min, max]);
          for (const [i, stop] of stops.entries()) if (i > 0) assert.ok(stop > stops[i - 1]!);
          assert.ok(stops.length <= 1_003);
        },
      ),
    ));
});
