import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

describe('third-party notices', () => {
  it('are what the bundles hold, all under a permissive licence', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/notices.mjs', '--check'], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout + stderr);
  });
});
