import assert from 'node:assert/strict';
import { parseFilter, type FilterNames } from '../../../../src/core/pack/catalogFilter';

describe('what is typed into the filter', () => {
  const names: FilterNames = {
    difficulties: new Map([
      ['core', 'core'],
      ['grundlagen', 'core'],
      ['advanced', 'advanced'],
    ]),
    states: new Map([
      ['passed', 'passed'],
      ['bestanden', 'passed'],
      ['nicht bestanden', 'failing'],
    ]),
  };

  it('is words to look for, in small letters', () => {
    assert.deepEqual(parseFilter('  Token \t Bucket ', names), { text: 'token bucket' });
    assert.deepEqual(parseFilter('', names), { text: '' });
  });

  it('narrows by difficulties and states, in whatever language they are named', () => {
    assert.deepEqual(parseFilter('Grundlagen cache core passed advanced', names), {
      text: 'cache',
      difficulty: ['core', 'advanced'],
      states: ['passed'],
    });
  });

  it('takes a name of two words for one, and one that ends in another for itself', () => {
    assert.deepEqual(parseFilter('nicht bestanden', names), { text: '', states: ['failing'] });
    assert.deepEqual(parseFilter('bestanden nicht', names), { text: 'nicht', states: ['passed'] });
    assert.deepEqual(parseFilter('nicht  Bestanden bestanden', names), {
      text: '',
      states: ['failing', 'passed'],
    });
  });

  it('looks for whole words alone', () => {
    assert.deepEqual(parseFilter('scores passedby', names), { text: 'scores passedby' });
  });
});
