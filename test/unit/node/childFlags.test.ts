import assert from 'node:assert/strict';
import { childFlags, permissionLadder } from '../../../src/node/childFlags';
import type { ChildKind, ChildMode } from '../../../src/node/childKind';

const kind = (mode: ChildMode, memoryMb: number): ChildKind => ({ memoryMb, services: [], mode });

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

  for (const mode of ['debug', 'coverage'] as const)
    it(`let the inspector through for ${mode}, or do without the permission model`, () => {
      assert.deepEqual(permissionLadder('v20.20.2', mode), [null]);
      assert.deepEqual(permissionLadder('v22.23.3', mode), [null]);
      assert.deepEqual(permissionLadder('v24.0.0', mode), ['--permission', null]);
      assert.equal(childFlags('--permission', '/x', kind(mode, 1)).at(-1), '--allow-inspector');
      assert.deepEqual(
        childFlags(null, '/x', kind(mode, 1)).filter(flag => flag.includes('allow')),
        [],
      );
    });

  it('allow reading one folder and nothing else', () => {
    assert.deepEqual(childFlags('--permission', '/x/sandbox', kind('run', 128)), [
      '--max-old-space-size=128',
      '--max-semi-space-size=8',
      '--no-addons',
      '--always-sparkplug',
      '--no-warnings',
      '--expose-gc',
      '--permission',
      '--allow-fs-read=/x/sandbox/*',
      '--allow-worker',
    ]);
    assert.deepEqual(
      childFlags(null, '/x', kind('run', 1)).filter(
        flag => !childFlags(null, '/x', kind('run', 1), true).includes(flag),
      ),
      ['--always-sparkplug'],
    );
    assert.ok(childFlags('--permission', 'C:\\x', kind('run', 1)).includes('--allow-fs-read=C:\\x\\*'));
    assert.deepEqual(
      childFlags(null, '/x', kind('run', 1)).filter(flag => flag.includes('allow')),
      [],
    );
  });
});
