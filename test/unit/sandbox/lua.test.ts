import assert from 'node:assert/strict';
import { OutOfInstructions } from '../../../src/sandbox/services/redis/lua/machine';
import { MemoryEngine } from '../../../src/sandbox/services/redis/engine/memoryEngine';
import { formatG, LuaTable, parseNumber } from '../../../src/sandbox/services/redis/lua/values';

describe('Lua in the Redis of exercises', () => {
  it('counts in doubles, and writes them as C does', () => {
    const written = [0, -0, 1, 0.1, 1 / 3, 1e15, 123456789012345, 1e-5, 1e300, -1.5, NaN, Infinity];
    assert.deepEqual(
      written.map(value => formatG(value, 14)),
      [
        '0',
        '-0',
        '1',
        '0.1',
        '0.33333333333333',
        '1e+15',
        '1.2345678901234e+14',
        '1e-05',
        '1e+300',
        '-1.5',
        '-nan',
        'inf',
      ],
    );
    assert.deepEqual(formatG(0.1, 17), '0.10000000000000001');
    assert.deepEqual(['10', ' 0x1F ', '1e2', '.5', '5.', '', 'x', '1 2', '-inf'].map(parseNumber), [
      10,
      31,
      100,
      0.5,
      5,
      undefined,
      undefined,
      undefined,
      -Infinity,
    ]);
  });

  it('has tables that keep lists dense and can be gone through while they lose keys', () => {
    const table = LuaTable.from([1, 2, 3]);
    table.set(5, 'five');
    table.set(4, 'four');
    assert.equal(table.length, 5);
    table.set('x', 1);
    table.set('y', 2);
    const seen: unknown[] = [];
    for (let pair = table.next(undefined); pair; pair = table.next(pair[0])) {
      seen.push(pair[0]);
      table.set(pair[0], undefined);
    }
    assert.deepEqual(seen, [1, 2, 3, 4, 5, 'x', 'y']);
    assert.equal(table.next('never there'), null);
  });

  it('ends a script that does not end, whatever it catches, and serves the next one', () => {
    const engine = new MemoryEngine({ now: () => 0, random: () => 0, publish: () => 0 });
    const run = (script: string): unknown => engine.run({ name: 'eval', args: [script, '0'] });
    const endless = run('while true do pcall(function() while true do end end) end');
    assert.match(String(endless), /did not end within 4000000 instructions/);
    assert.equal(run('return 7'), 7);
    assert.ok(!(endless instanceof OutOfInstructions));
  });
});
