import assert from 'node:assert/strict';
import { parseInstallLink } from '../../../../src/core/pack/installLink';

describe('a link to the editor', () => {
  it('names the address of a pack, with its own query', () =>
    assert.deepEqual(
      parseInstallLink({ path: '/install', query: 'url=https://a.example/p?x=1&y=%20&url=2' }),
      {
        kind: 'install',
        address: 'https://a.example/p?x=1&y=%20&url=2',
      },
    ));

  it('is unknown otherwise', () => {
    for (const link of [
      { path: '/install', query: '' },
      { path: '/install', query: 'x=1&url=https://a.example/' },
      { path: '/install/', query: 'url=https://a.example/' },
      { path: '/run', query: 'url=https://a.example/' },
      { path: '', query: '' },
    ])
      assert.deepEqual(parseInstallLink(link), { kind: 'unknown' });
  });
});
