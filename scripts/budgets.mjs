import { names } from './contenders.mjs';

/**
 * What we promise, as ratios of two medians of one interleaved run: absolute times say more about a machine than about us.
 *
 * @type {readonly { what: string, of: string, than: string, most: number, text: string }[]}
 */
const budgets = [
  {
    what: 'save to verdict, of a bare Node start',
    of: names.warm,
    than: names.bare,
    most: 0.65,
    text: '0.65 ×',
  },
  {
    what: 'save to verdict, of a vitest watch re-run',
    of: names.warm,
    than: names.vitestWatch,
    most: 1 / 16,
    text: '1/16',
  },
  {
    what: 'save to verdict, of `vitest run`',
    of: names.warm,
    than: names.vitestRun,
    most: 1 / 26,
    text: '1/26',
  },
  {
    what: 'save to verdict, of a `bun test --watch` re-run',
    of: names.warm,
    than: names.bunWatch,
    most: 1 / 2,
    text: '1/2',
  },
  { what: 'no child waiting, of a bare Node start', of: names.cold, than: names.bare, most: 4, text: '4 ×' },
  {
    what: '`design-drills run`, of a bare Node start',
    of: names.command,
    than: names.bare,
    most: 5,
    text: '5 ×',
  },
];

/**
 * @param {readonly { name: string, median: number }[]} timings
 * @returns {string} a table in Markdown
 */
export function budgetTable(timings) {
  const medianOf = (/** @type {string} */ wanted) =>
    timings.find(({ name }) => name === wanted)?.median ?? NaN;
  const rows = budgets.map(({ what, of, than, most, text }) => {
    const ratio = medianOf(of) / medianOf(than);
    const shown = most <= 0.5 ? `1/${(1 / ratio).toFixed(1)}` : `${ratio.toFixed(2)} ×`;
    return `| ${what} | ${text} | ${shown} | ${ratio <= most ? 'holds' : 'missed'} |`;
  });
  return ['| | budget | measured | |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
