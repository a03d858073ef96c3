import assert from 'node:assert/strict';
import type { Exercise, Pack } from '../../../../src/core/exercise';
import { Catalog, formerRefsOf, type CatalogFilter } from '../../../../src/core/pack/catalog';
import { indexOf } from '../../../../src/core/pack/packIndex';
import { counter, goodPack } from '../support/packs';

const exercise = (id: string, change: Partial<Exercise> = {}): Exercise => ({
  ...counter(),
  pack: 'first',
  id,
  title: `Title of ${id}`,
  ...change,
});

const first: Pack = {
  ...goodPack(),
  id: 'first',
  label: 'one',
  renamed: {},
  modules: [
    { title: 'Late', exercises: ['queue'] },
    { title: 'Early', exercises: ['cache', 'lost', 'limiter'] },
  ],
  exercises: [
    exercise('limiter', { difficulty: 'advanced', skills: ['scale'], summary: 'Sliding windows' }),
    exercise('cache', { skills: ['caching'] }),
    exercise('queue', { difficulty: 'intermediate', skills: ['concurrency', 'scale'] }),
  ],
};
const again: Pack = { ...first, label: 'two', version: '9.0.0' };
const catalog = new Catalog([first, again, goodPack()].map(indexOf));

describe('a catalogue', () => {
  it('lists exercises in the order of the modules, without those that could not be read', () =>
    assert.deepEqual(
      catalog.entries.map(({ ref, module }) => [ref, module]),
      [
        ['first/queue', 'Late'],
        ['first/cache', 'Early'],
        ['first/limiter', 'Early'],
        ['good/counter', 'Counting'],
      ],
    ));

  it('uses the first of two packs with one id, and says so', () => {
    assert.deepEqual(
      catalog.packs.map(({ id, version }) => [id, version]),
      [
        ['first', '1.2.3'],
        ['good', '1.2.3'],
      ],
    );
    assert.deepEqual(catalog.duplicates, [{ id: 'first', used: 'one', ignored: 'two' }]);
  });

  it('finds an exercise by its name', () => {
    assert.equal(catalog.find('first/cache')?.card.title, 'Title of cache');
    assert.equal(catalog.find('first/lost'), undefined);
    assert.equal(catalog.find('constructor'), undefined);
  });

  it('finds it by the names that it had before, however often it was renamed', () => {
    assert.deepEqual(
      ['good/tally', 'good/counting', 'good/counter', 'first/tally', 'good/constructor'].map(
        ref => catalog.find(ref)?.ref,
      ),
      ['good/counter', 'good/counter', 'good/counter', undefined, undefined],
    );
    assert.deepEqual(formerRefsOf(catalog.find('good/tally')!), ['good/tally', 'good/counting']);
    assert.deepEqual(formerRefsOf(catalog.find('first/cache')!), []);
    assert.equal(catalog.presentRef('good/counting'), 'good/counter');
    assert.equal(catalog.presentRef('gone/limiter'), 'gone/limiter');
  });

  it('knows what comes next, within one pack', () => {
    assert.deepEqual(
      ['first/queue', 'first/cache', 'first/limiter', 'good/counter', 'no/such'].map(
        ref => catalog.next(ref)?.ref,
      ),
      ['first/cache', 'first/limiter', undefined, undefined, undefined],
    );
  });

  const filters: [name: string, filter: CatalogFilter, found: string[]][] = [
    ['nothing', {}, ['first/queue', 'first/cache', 'first/limiter', 'good/counter']],
    ['a word of the title', { text: 'TITLE of cache' }, ['first/cache']],
    ['words from several places', { text: 'windows early' }, ['first/limiter']],
    ['a word that is nowhere', { text: 'kafka' }, []],
    ['difficulties', { difficulty: ['intermediate', 'advanced'] }, ['first/queue', 'first/limiter']],
    ['a skill', { skills: ['scale'] }, ['first/queue', 'first/limiter']],
    ['a state', { states: ['passed'] }, ['first/cache']],
    [
      'all of it together',
      { skills: ['scale'], difficulty: ['advanced'], states: ['new'], text: 'sliding' },
      ['first/limiter'],
    ],
  ];
  for (const [name, filter, found] of filters)
    it(`filters by ${name}`, () =>
      assert.deepEqual(
        catalog.filter(filter, ref => (ref === 'first/cache' ? 'passed' : 'new')).map(({ ref }) => ref),
        found,
      ));
});
