import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseContributedPacks } from '../../../../src/core/pack/contributedPacks';
import { isPortablePath } from '../../../../src/core/pack/names';

const contributing = (packs: unknown) => ({ contributes: { designDrills: { packs } } });

describe('the packs that an extension contributes', () => {
  it('are none in most extensions', () => {
    const none = { paths: [], problems: [] };
    for (const other of [
      undefined,
      null,
      1,
      'x',
      [],
      {},
      { contributes: null },
      { contributes: { commands: [] } },
    ])
      assert.deepEqual(parseContributedPacks(other), none);
  });

  it('are folders and files in it, each once', () =>
    assert.deepEqual(
      parseContributedPacks(
        contributing([
          { path: './packs/a.drillpack' },
          { path: 'b' },
          { path: './b/' },
          { path: 'b', more: 1 },
        ]),
      ),
      { paths: ['packs/a.drillpack', 'b'], problems: [] },
    ));

  it('are taken one by one: a wrong entry does not hide the others', () => {
    const odd = ['../x', '/etc', 'C:\\x', '', './', 'a/../b', 'a//b', './.hidden', 'con'];
    const { paths, problems } = parseContributedPacks(
      contributing([...odd.map(path => ({ path })), { path: 7 }, null, 'a', { path: './good' }]),
    );
    assert.deepEqual(paths, ['good']);
    assert.equal(problems.length, odd.length + 3);
    const [first, last] = [problems[0], problems.at(-1)];
    assert.equal(
      first?.message,
      '"contributes.designDrills.packs[0]" has the path "../x", which is not one below the extension.',
    );
    assert.ok(last);
    assert.equal(last.message, '"contributes.designDrills.packs[11]" has no path.');
    assert.match(last.remedy, /"packs": \[\{ "path": "\.\/packs\/my\.drillpack" \}\]/);
  });

  it('are a list', () =>
    assert.deepEqual(
      parseContributedPacks(contributing({ path: './a' })).problems.map(({ code, file, message }) => [
        code,
        file,
        message,
      ]),
      [['bad-contribution', 'package.json', '"contributes.designDrills.packs" is not a list.']],
    ));

  it('are no more than a hundred', () => {
    const { paths, problems } = parseContributedPacks(
      contributing(Array.from({ length: 101 }, (_, i) => ({ path: `./p${i}` }))),
    );
    assert.deepEqual([paths.length, problems.length], [100, 1]);
  });

  it('never lead out of the extension, whatever is written', () =>
    fc.assert(
      fc.property(fc.anything(), fc.array(fc.record({ path: fc.string() })), (anything, entries) => {
        parseContributedPacks(anything);
        parseContributedPacks(contributing(anything));
        for (const path of parseContributedPacks(contributing(entries)).paths)
          assert.ok(isPortablePath(path));
      }),
    ));
});
