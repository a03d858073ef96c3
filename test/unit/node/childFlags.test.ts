import assert from 'node:assert/strict';
import { childFlags, permissionLadder } from '../../../src/node/childFlags';

describe('the flags of a child', () => {
  for (const [version, first] of [
    ['v20.20.2', '--experimental-permission'],
    ['v22.12.0', '--experimental-permission'],
    ['v22.13.0', '--permission'],
    ['v23.4.0', '--experimental-permission'],
    ['v23.5.0', '--permission'],
    ['v24.0.0', '--permission'],
  ] as const)
    it(`begin with ${first} on ${version} and end without it`, () => {
      const ladder = permissionLadder(version);
      assert.deepEqual([ladder[0], ladder.at(-1)], [first, null]);
    });

  it('allow reading one folder and nothing else', () => {
    assert.deepEqual(childFlags('--permission', '/x/sandbox', { memoryMb: 128, services: [] }), [
      '--max-old-space-size=128',
      '--max-semi-space-size=8',
      '--no-addons',
      '--no-warnings',
      '--permission',
      '--allow-fs-read=/x/sandbox/*',
      '--allow-worker',
    ]);
    assert.ok(
      childFlags('--permission', 'C:\\x', { memoryMb: 1, services: [] }).includes('--allow-fs-read=C:\\x\\*'),
    );
    assert.deepEqual(
      childFlags(null, '/x', { memoryMb: 1, services: [] }).filter(flag => flag.includes('allow')),
      [],
    );
  });
});
