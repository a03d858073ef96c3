import type { Faults, Passage } from '../../../media/types/testkit';
import { numberIn, positive, share } from './arguments';
import { latencyOf } from './latencies';

/** As Node's own errors of a network: with a `code`. */
export const networkError = (code: string, message: string): Error =>
  Object.assign(new Error(`${code}: ${message}`), { code });

const lost = (passage: Passage): Passage => ({ ...passage, copies: 0 });

export const faults: Faults = {
  crash: () => ({
    name: 'crashed',
    breaksCalls: true,
    affect: passage =>
      passage.leg === 'request'
        ? { ...passage, error: networkError('ECONNREFUSED', 'nobody answers at the other end') }
        : lost(passage),
  }),
  partition: (which = 'both') => ({
    name: which === 'both' ? 'partition' : `${which} lost`,
    affect: passage =>
      which === 'both' || which === (passage.leg === 'request' ? 'requests' : 'replies')
        ? lost(passage)
        : passage,
  }),
  slow: ({ times = 1, plusMs = 0 }) => {
    numberIn('faults.slow: times', times);
    const plus = latencyOf('faults.slow: plusMs', plusMs);
    return {
      name: 'slow',
      affect: (passage, draw) => ({ ...passage, delayMs: passage.delayMs * times + plus(draw) }),
    };
  },
  drop: probability => {
    share('faults.drop: probability', probability);
    return {
      name: `drops ${percent(probability)}`,
      affect: (passage, draw) => (draw() < probability ? lost(passage) : passage),
    };
  },
  duplicate: probability => {
    share('faults.duplicate: probability', probability);
    return {
      name: `duplicates ${percent(probability)}`,
      affect: (passage, draw) =>
        passage.leg === 'request' && draw() < probability
          ? { ...passage, copies: 2 * passage.copies }
          : passage,
    };
  },
  reorder: (probability, byMs) => {
    share('faults.reorder: probability', probability);
    positive('faults.reorder: byMs', byMs);
    return {
      name: `reorders ${percent(probability)}`,
      affect: (passage, draw) =>
        draw() < probability ? { ...passage, delayMs: passage.delayMs + draw() * byMs } : passage,
    };
  },
  errors: (probability, { error = unavailable, when = 'before' } = {}) => {
    share('faults.errors: probability', probability);
    const leg = when === 'before' ? 'request' : 'reply';
    return {
      name: `fails ${percent(probability)}`,
      affect: (passage, draw) =>
        passage.leg === leg && draw() < probability ? { ...passage, error: error() } : passage,
    };
  },
  brownOut: ({ times = 10, errors = 0.2 } = {}) => ({
    ...faults.all(faults.slow({ times }), faults.errors(errors)),
    name: 'brown-out',
  }),
  flapping: ({ upMs, downMs, fault = faults.partition() }) => {
    positive('faults.flapping: upMs', upMs);
    positive('faults.flapping: downMs', downMs);
    return {
      name: `flapping ${fault.name}`,
      affect: (passage, draw) =>
        passage.sinceMs % (downMs + upMs) < downMs ? fault.affect(passage, draw) : passage,
    };
  },
  all: (...several) => ({
    name: several.map(({ name }) => name).join(' + '),
    breaksCalls: several.some(({ breaksCalls }) => breaksCalls),
    affect: (passage, draw) => several.reduce((last, fault) => fault.affect(last, draw), passage),
  }),
};

const percent = (probability: number): string => `${Math.round(1_000 * probability) / 10} %`;

const unavailable = (): Error =>
  Object.assign(new Error('503 Service Unavailable'), { code: 'EUNAVAILABLE' });
