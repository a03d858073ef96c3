import type { Say } from './say';

type Unit = 'ms' | 's' | 'min' | 'h';
const units: readonly { readonly unit: Unit; readonly ms: number }[] = [
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
  { unit: 's', ms: 1_000 },
  { unit: 'ms', ms: 1 },
];

export const formatNumber = (value: number, say: Say, digits = 2): string =>
  value.toLocaleString(say.language, { maximumFractionDigits: digits });

/** Real time: `12 ms`, `2.5 s`. */
export function formatDuration(ms: number, say: Say): string {
  if (ms < 1_000) return say('unit.ms', { value: formatNumber(ms, say, ms < 10 ? 1 : 0) });
  return say('unit.s', { value: formatNumber(ms / 1_000, say, 1) });
}

/** With its unit: `12.5 %`, `40 ms`, `3 requests`. */
export function formatReading({ value, unit }: { readonly value: number; readonly unit: string }, say: Say) {
  if (unit === 'ms') return formatDuration(value, say);
  if (unit === '%')
    return (value / 100).toLocaleString(say.language, { style: 'percent', maximumFractionDigits: 1 });
  return unit === '' ? formatNumber(value, say) : `${formatNumber(value, say)} ${unit}`;
}

const decimalSteps = (from: number, to: number): number[] => {
  const steps = [1, 2, 5].map(step => step * from);
  return from * 10 > to ? steps : [...steps, ...decimalSteps(from * 10, to)];
};

/** Milliseconds: distances for the ticks of a time line which `formatMoment` writes as round numbers. */
export const roundSpans: readonly number[] = [
  ...decimalSteps(1, 999),
  ...[1, 60].flatMap(unit => [1, 2, 5, 10, 15, 30].map(step => step * unit * 1_000)),
  ...decimalSteps(3_600_000, 1e12),
];

/** The largest unit in which `span` is at least two: an axis of a minute counts seconds. */
export function unitFor(span: number): { readonly unit: Unit; readonly ms: number } {
  return units.find(({ ms }) => span >= 2 * ms) ?? { unit: 'ms', ms: 1 };
}

/** A moment of a time line that is `span` long. */
export function formatMoment(t: number, span: number, say: Say): string {
  const { unit, ms } = unitFor(span);
  return say(`unit.${unit}`, { value: formatNumber(t / ms, say, unit === 'ms' ? 1 : 3) });
}
