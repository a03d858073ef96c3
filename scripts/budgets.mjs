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

/**
 * What a large catalogue may take. Here it is absolute: a person waits for it, whatever else the machine could do.
 *
 * @type {readonly { of: string, most: number, text: string }[]}
 */
const catalogueBudgets = [
  { of: 'listed from built packs', most: 2_000, text: '2 s' },
  { of: 'listed from the index', most: 100, text: '100 ms' },
  { of: 'filtered', most: 100, text: '100 ms' },
  { of: 'one exercise read', most: 500, text: '500 ms' },
];

/**
 * @param {readonly { name: string, median: number, min: number, max: number }[]} timings
 * @returns {string} a table in Markdown
 */
export function catalogueTable(timings) {
  const shown = (/** @type {number} */ ms) => `${ms.toFixed(0)} ms`;
  const rows = timings.map(({ name, median, min, max }) => {
    const budget = catalogueBudgets.find(({ of }) => of === name);
    const verdict = budget ? (median <= budget.most ? 'holds' : 'missed') : '';
    return `| ${[name, budget?.text ?? '', shown(median), shown(min), shown(max), verdict].join(' | ')} |`;
  });
  return ['| | budget | median | from | to | |', '| --- | --- | ---: | ---: | ---: | --- |', ...rows].join(
    '\n',
  );
}
