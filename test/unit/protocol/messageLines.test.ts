import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatMessage, MessageLines, type TakenLine } from '../../../src/protocol/messageLines';

const take = (parts: readonly string[], max = Infinity): TakenLine[] => {
  const lines = new MessageLines(max);
  return parts.flatMap(part => lines.take(part));
};

describe('messages on a pipe', () => {
  it('come out as they went in, wherever the pipe cuts them', () =>
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.array(fc.nat(200)), (values, cuts) => {
        const text = values.map(value => formatMessage({ value })).join('');
        const parts: string[] = [];
        let rest = text;
        for (const cut of cuts) {
          parts.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        assert.deepEqual(
          take([...parts, rest]),
          (JSON.parse(JSON.stringify(values)) as unknown[]).map(value => ({
            kind: 'message',
            value: { value },
          })),
        );
      }),
      { numRuns: 500 },
    ));

  it('are malformed when they are not JSON, and the next one is read all the same', () =>
    assert.deepEqual(take(['{bad\n\n{"a":1}\n', '[1', ']\n', 'unfinished']), [
      { kind: 'malformed' },
      { kind: 'malformed' },
      { kind: 'message', value: { a: 1 } },
      { kind: 'message', value: [1] },
    ]));

  it('never make it throw, whatever the text', () =>
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), parts => {
        const lines = take(parts);
        assert.equal(lines.length, parts.join('').split('\n').length - 1);
      }),
      { numRuns: 1_000 },
    ));

  it('are a flood beyond the limit, with or without an end of the line, and nothing comes after it', () => {
    assert.deepEqual(take(['1\n', '23', '456789', '\n1\n'], 8), [
      { kind: 'message', value: 1 },
      { kind: 'flood' },
    ]);
    assert.deepEqual(take(Array<string>(100).fill('[]\n'), 9), [
      ...Array<TakenLine>(3).fill({ kind: 'message', value: [] }),
      { kind: 'flood' },
    ]);
  });

  it('may be nested as deep as they like', () => {
    const depth = 1_000_000;
    const [line] = take([`${'['.repeat(depth)}${']'.repeat(depth)}\n`]);
    assert.ok(line?.kind === 'message' || line?.kind === 'malformed');
  });
});
