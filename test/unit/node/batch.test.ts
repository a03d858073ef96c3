import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gradeBatch, type Graded } from '../../../src/node/batch';
import type { RunReport } from '../../../src/core/run/report';
import type { RunRequest } from '../../../src/core/run/request';

/** A request that says which item it is for: everything else of it is the runner's business. */
const requestFor = (item: number): RunRequest => ({ seed: item }) as RunRequest;
const reportOf = (request: RunRequest): RunReport => ({ seed: request.seed }) as RunReport;

async function collect(results: AsyncIterable<Graded<number>>): Promise<Graded<number>[]> {
  const all: Graded<number>[] = [];
  for await (const result of results) all.push(result);
  return all;
}

/** What a result says, without what tells it from others of its kind. */
const said = (result: Graded<number>): unknown =>
  result.kind === 'graded'
    ? [result.index, result.item, result.report.seed]
    : [result.index, result.item, result.error.message];

describe('a batch', () => {
  it('grades each item once, never more at a time than allowed, whatever the order they end in', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ turns: fc.nat(5), fails: fc.boolean() }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 6 }),
        async (items, parallel) => {
          let now = 0;
          let most = 0;
          const run = async (request: RunRequest): Promise<RunReport> => {
            const { turns, fails } = items[request.seed ?? 0]!;
            most = Math.max(most, ++now);
            for (let turn = 0; turn < turns; turn++) await new Promise(resolve => setImmediate(resolve));
            now--;
            if (fails) throw new Error(`no ${request.seed}`);
            return reportOf(request);
          };
          const results = await collect(gradeBatch({ run }, items.keys(), { requestFor, parallel }));
          assert.deepEqual(
            results.sort((a, b) => a.index - b.index).map(said),
            items.map(({ fails }, index) => [index, index, fails ? `no ${index}` : index]),
          );
          assert.ok(most <= parallel);
        },
      ),
      { numRuns: 40 },
    ));

  it('goes on when an attempt cannot be read', async () => {
    const results = await collect(
      gradeBatch({ run: request => Promise.resolve(reportOf(request)) }, [1, 2], {
        requestFor: item => (item === 1 ? Promise.reject(new Error('gone')) : requestFor(item)),
        parallel: 1,
      }),
    );
    assert.deepEqual(results.map(said), [
      [0, 1, 'gone'],
      [1, 2, 2],
    ]);
  });

  it('gives a result before it has taken all items', async () => {
    const taken: number[] = [];
    function* endless(): Generator<number> {
      for (let item = 0; ; item++) {
        taken.push(item);
        yield item;
      }
    }
    const run = (request: RunRequest): Promise<RunReport> => Promise.resolve(reportOf(request));
    for await (const { index } of gradeBatch({ run }, endless(), { requestFor, parallel: 2 }))
      if (index >= 3) break;
    assert.ok(taken.length <= 6, `took ${taken.length}`);
  });

  it('ends what is running, and begins nothing, once it is given up', async () => {
    const controller = new AbortController();
    const begun: unknown[] = [];
    const run = (request: RunRequest): Promise<RunReport> =>
      new Promise(resolve => {
        begun.push(request.seed);
        request.signal?.addEventListener('abort', () => resolve(reportOf(request)), { once: true });
        if (begun.length === 2) controller.abort();
      });
    const { signal } = controller;
    const results = await collect(gradeBatch({ run }, [1, 2, 3], { requestFor, parallel: 2, signal }));
    assert.deepEqual([results, begun], [[], [1, 2]]);
  });
});
