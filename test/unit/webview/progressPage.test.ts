import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nextSteps } from '../../../src/core/advice/nextSteps';
import { reasonSentence, rulesText, spanWords } from '../../../src/webview/progress/progressWords';
import { radarOf } from '../../../src/webview/progress/radar';
import { sayFrom } from '../../../src/webview/say';
import { progressFixtures } from '../../webview-preview/progressFixtures';
import { dayMs } from '../core/support/ledgers';
import { anyPractised } from '../core/support/practised';
import { textOf } from './support/page';
import { nameOf, ProgressPageUnderTest } from './support/progressPage';

const say = sayFrom();

describe('the page about progress', () => {
  let page: ProgressPageUnderTest;
  beforeEach(() => {
    page = new ProgressPageUnderTest();
  });
  afterEach(() => page.close());

  for (const [name, view] of Object.entries(progressFixtures))
    it(`has names, headings in order, words for pictures and states: ${name}`, () => {
      page.show(view);
      const levels = page.all('h1, h2, h3').map(heading => Number(heading.tagName[1]));
      const ids = page.all('[id]').map(({ id }) => id);
      assert.deepEqual(
        {
          top: levels[0],
          levelsLeftOut: levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1),
          nameless: page.controls.filter(control => control === '').length,
          wordless: page.texts('.state').filter(text => text === '').length,
          pictures: page
            .all('svg')
            .filter(svg => !svg.hasAttribute('aria-hidden') && (svg.getAttribute('aria-label') ?? '') === '')
            .length,
          idsMissing: page
            .all('[aria-labelledby]')
            .filter(part => !ids.includes(part.getAttribute('aria-labelledby') ?? '')).length,
          blanks: textOf(page.root).match(/\{\w+\}|undefined|NaN|null/g),
        },
        { top: 1, levelsLeftOut: [], nameless: 0, wordless: 0, pictures: 0, idsMissing: 0, blanks: null },
      );
    });

  it('says where to begin when nothing has been done', () => {
    page.show(progressFixtures['progress-empty']);
    assert.deepEqual(page.texts('h2'), ['Where to begin', 'Packs', 'Your data']);
    assert.deepEqual(page.controls, [
      'Rate limit across five servers',
      'Hourly data, fresh cache',
      'Import…',
      'Restore…',
    ]);
  });

  it('says in words and numbers what its pictures show', () => {
    page.show(progressFixtures['progress-some']);
    assert.deepEqual(page.texts('[role=status]'), ['3 of 13 exercises passed, 2 begun']);
    assert.deepEqual(page.texts('.packs p')[0], '3 passed, 2 begun, 4 not begun · 165 of 480 minutes');
    assert.deepEqual(page.texts('.skill-table tr').slice(0, 2), [
      'SkillPassedShare',
      'requirements1 of 333%',
    ]);
    assert.deepEqual(
      page.all('.strip').map(nameOf)[0],
      'Runs of all checks from Nov 17, 2026 to Nov 20, 2026: 0 passed, 4 did not.',
    );
    assert.deepEqual(page.texts('.history-facts').slice(0, 2), [
      'Runs 7 Begun 2 times To the first pass not yet Hints used 2',
      'Runs 31 To the first pass 36 hours First passed Oct 13, 2026 Hints used 1',
    ]);
    assert.deepEqual([page.all('.strip-passed').length, page.all('.strip-failed').length], [4, 11]);
  });

  it('says when the next exercise comes back, when there is nothing to do', () => {
    page.show(progressFixtures['progress-done']);
    assert.equal(
      page.texts('section p')[0],
      'Everything here has been passed, and nothing is due again. The next exercise comes back on Nov 29, 2026.',
    );
  });

  it('opens exercises, resets them, and asks for the rest', () => {
    page.show(progressFixtures['progress-some']);
    for (const name of ['A thousand misses at once', 'Reset progress on Hourly data, fresh cache', 'Export…'])
      page.press(name);
    for (const name of ['Import…', 'Restore…', 'Reset all progress']) page.press(name);
    assert.deepEqual(page.told, [
      ['openExercise', { ref: 'chatbot-platform/stampede' }],
      ['resetExercise', { ref: 'chatbot-platform/cache' }],
      ...['export', 'import', 'restore', 'reset'].map(action => ['act', { action }]),
    ]);
  });

  it('says what went wrong, and tries again', () => {
    page.show(undefined, 'no channel');
    assert.deepEqual(page.texts('[role=alert]'), ['Your progress could not be loaded: no channel Try Again']);
    page.press('Try Again');
    assert.deepEqual(page.told, ['retry']);
  });
});

describe('why an exercise is proposed', () => {
  it('is a sentence, for whatever is proposed', () =>
    fc.assert(
      fc.property(anyPractised, fc.nat(400), (exercises, days) => {
        for (const { reason } of nextSteps(exercises, days * dayMs))
          assert.match(reasonSentence(reason, say), /^[\p{Lu}“][^{}]* [^{}]*\.$/u);
      }),
    ));

  it('follows rules that are told', () =>
    assert.match(
      rulesText([7, 21, 60, 180], say),
      /: 7 days after you passed it, and, each time that you pass it again, 21, 60, and 180 days after that\./,
    ));
});

describe('a span of time', () => {
  it('is told as people speak of it', () =>
    assert.deepEqual(
      [0, 40_000, 41 * 60_000, 119 * 60_000, 7_200_000, 47 * 3_600_000, 2 * dayMs].map(ms =>
        spanWords(ms, say),
      ),
      ['1 minute', '1 minute', '41 minutes', '119 minutes', '2 hours', '47 hours', '2 days'],
    ));
});

describe('the radar', () => {
  it('needs three skills', () =>
    assert.equal(
      radarOf([
        { name: 'a', share: 1 },
        { name: 'b', share: 1 },
      ]),
      undefined,
    ));

  it('begins at the top, goes round clockwise, and breaks long names', () => {
    const radar = radarOf([
      { name: 'options and trade-offs', share: 1 },
      { name: 'east', share: 0.5 },
      { name: 'south', share: 0 },
      { name: 'west', share: 0.25 },
    ])!;
    const { width, height } = radar;
    const [x, y] = [width / 2, height / 2];
    assert.equal(radar.area, `${x},${y - 106} ${x + 53},${y} ${x},${y} ${x - 26.5},${y}`);
    assert.deepEqual(
      radar.axes.map(({ anchor, lines }) => [anchor, ...lines]),
      [
        ['middle', 'options and', 'trade-offs'],
        ['start', 'east'],
        ['middle', 'south'],
        ['end', 'west'],
      ],
    );
  });

  it('stays on the sheet, points inside its outermost ring', () =>
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 11 }),
        shares => {
          const radar = radarOf(shares.map(share => ({ name: 'a skill', share })))!;
          for (const { at, label } of radar.axes) {
            const distance = Math.hypot(at.x - radar.width / 2, at.y - radar.height / 2);
            assert.ok(distance <= 106.1);
            assert.ok(label.x > 0 && label.x < radar.width && label.y > 0 && label.y < radar.height);
          }
        },
      ),
    ));
});
