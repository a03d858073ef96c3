import assert from 'node:assert/strict';
import { requestFor, useRunner } from './support/exercise';
import { oddValues } from './support/oddValues';
import { assertSound } from '../unit/support/soundReport';

/** Each makes a check of its own for every value. Way -> what becomes of such a check. */
const ways: Readonly<Record<string, readonly [verdict: 'passed' | 'failed', body: string]>> = {
  throws: ['failed', 'odd.throwIt();'],
  rejects: ['failed', 'return odd.rejectIt();'],
  'throws in a timer': ['failed', 'odd.throwLater(); return clock.advance(5);'],
  'throws in a microtask': ['failed', 'odd.throwSoon();'],
  'rejects unheard': ['failed', 'odd.rejectUnheard();'],
  'is not equal': ['failed', 'assert.equal(odd.oddValue(), mine);'],
  'is not deeply equal': ['failed', 'assert.deepEqual(odd.oddValue(), { mine: [1] });'],
  'is not what is expected': ['failed', 'assert.deepEqual([1], [odd.oddValue()]);'],
  'is deeply equal, swallowed': [
    'failed',
    'const a = odd.oddValue(); odd.inside(() => assert.deepEqual({ a }, { mine: 1 }));',
  ],
  'is no match': ['failed', 'assert.match(odd.oddValue(), /^mine$/);'],
  'throws another, swallowed': ['failed', 'odd.inside(() => assert.throws(odd.throwIt, Mine));'],
  'throws without the properties': ['failed', "assert.throws(odd.throwIt, { mine: 'mine' });"],
  'rejects without the message': ['failed', 'return assert.rejects(odd.rejectIt, /^mine$/);'],
  'is unwanted': ['failed', 'assert.doesNotThrow(odd.throwIt);'],
  'is thrown, as it should be': ['passed', 'assert.throws(odd.throwIt);'],
  'is printed': ['passed', 'odd.printIt();'],
  'is shown as a title': ['passed', 'trace.mark("lane", odd.oddText());'],
};
const values = 100;

const suite = `import * as odd from '#attempt/odd';
class Mine extends Error {}
const mine = harden({});
${Object.entries(ways)
  .map(([way, [, body]]) => `for (let n = 0; n < ${values}; n++) it('${way} ' + n, () => { ${body} });`)
  .join('\n')}
`;
const attempt = `${oddValues}
export const oddText = () => text() as string;`;

describe('values that nobody expects', function () {
  this.timeout(120_000);
  const { run } = useRunner();

  for (const seed of [1, 2])
    it(`are told in a sound report, and every check has the verdict that it deserves (${seed})`, async () => {
      const limits = { checkMs: 20_000, runMs: 100_000 };
      const report = await run(
        requestFor({ files: { 'odd.ts': attempt }, suites: { s: suite }, limits }, { seed }),
      );
      assertSound(report);
      assert.equal(report.kind, 'finished', JSON.stringify({ ...report, checks: [] }));
      assert.equal(report.checks.length, Object.keys(ways).length * values);
      const wrong = report.checks.filter(check => check.state !== ways[check.title.replace(/ \d+$/, '')]![0]);
      assert.deepEqual(
        wrong.slice(0, 10).map(({ title, state, failure }) => [title, state, failure?.message.slice(0, 300)]),
        [],
      );
    });
});
