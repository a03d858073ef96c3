import assert from 'node:assert/strict';
import { sayFrom } from '../../../src/webview/say';
import { english } from '../../../src/webview/strings';

describe('the strings of the panel', () => {
  const say = sayFrom();

  it('are filled by name', () => {
    assert.equal(say('tallyOf', { passed: 3, total: 8 }), '3 of 8 passed');
  });

  it('are not confused by what they are filled with', () => {
    assert.equal(
      say('loadFailed', { reason: '{reason} $& {x}' }),
      'The exercise could not be loaded: {reason} $& {x}',
    );
  });

  it('come in one and in many', () => {
    assert.deepEqual(
      [0, 1, 2].map(count => say.many('words', count)),
      ['0 words', '1 word', '2 words'],
    );
  });

  it('have both forms, with the same blanks, wherever there is one', () => {
    const blanks = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(m => m[0]).sort();
    const table: Readonly<Record<string, string>> = english;
    const plurals = Object.keys(table).filter(key => /_(one|other)$/.test(key));
    const bases = [...new Set(plurals.map(key => key.replace(/_\w+$/, '')))];
    const odd = bases.filter(base => {
      const [one, other] = [table[`${base}_one`], table[`${base}_other`]];
      // "The only check passed." needs no figure.
      return !one || !other || blanks(one).some(blank => !blanks(other).includes(blank));
    });
    assert.deepEqual(odd, []);
  });

  it('come from another table just as well, with its numbers and its plurals', () => {
    const german = sayFrom({
      language: 'de',
      table: { check: 'Prüfen', words_one: '{count} Wort', words_other: '{count} Wörter' },
    });
    assert.deepEqual(
      [german('check'), german.many('words', 1), german.many('words', 1_500)],
      ['Prüfen', '1 Wort', '1.500 Wörter'],
    );
  });

  it('choose among as many forms as the language has', () => {
    const table = {
      words_one: '{count} слово',
      words_few: '{count} слова',
      words_many: '{count} слов',
      words_other: '{count} слова',
    };
    const russian = sayFrom({ language: 'ru', table });
    assert.deepEqual(
      [1, 3, 5, 21].map(count => russian.many('words', count)),
      ['1 слово', '3 слова', '5 слов', '21 слово'],
    );
  });

  it('are English where the table has none', () => {
    const german = sayFrom({ language: 'de', table: {} });
    assert.deepEqual(
      [german('check'), german.many('words', 1), german.many('words', 2)],
      ['Check', '1 word', '2 words'],
    );
  });
});
