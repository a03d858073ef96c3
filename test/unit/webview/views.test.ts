import assert from 'node:assert/strict';
import type { EstimateView, FollowUpView, RubricPointView } from '../../../src/protocol/discussionView';
import { renderMarkdown } from '../../../src/core/markdown';
import type { QuestionView, UpdateView } from '../../../src/protocol/panel';
import { draftKey } from '../../../src/webview/answers';
import { limiterFigure } from '../../webview-preview/figure';
import { fixtureNames, fixtures } from '../../webview-preview/fixtures';
import {
  check,
  discussion,
  modelOf,
  finished,
  live,
  question,
  report,
  reported,
  running,
  standing,
} from './support/builders';
import { PageUnderTest, textOf } from './support/page';

let page: PageUnderTest;
beforeEach(() => {
  page = new PageUnderTest();
});
afterEach(() => page.close());

describe('every state of the panel', () => {
  for (const name of fixtureNames)
    it(`has a name for every control, headings in order, words for states, ids that fit: ${name}`, () => {
      page.show(fixtures[name]);
      const levels = page.outline.map(line => Number(line[0]));
      const ids = page.all('[id]').map(element => element.id);
      const referred = page.all('[aria-labelledby]').map(element => element.getAttribute('aria-labelledby'));
      assert.deepEqual(
        {
          controls: page.controls.length > 0,
          nameless: page.controls.filter(control => control.name === '').map(c => c.element.outerHTML),
          top: levels[0],
          levelsLeftOut: levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1),
          wordless: page.all('.state').filter(state => textOf(state) === '').length,
          idsUsedTwice: ids.filter((id, i) => ids.indexOf(id) !== i),
          idsMissing: referred.filter(id => id === null || !ids.includes(id)),
        },
        {
          controls: true,
          nameless: [],
          top: 1,
          levelsLeftOut: [],
          wordless: 0,
          idsUsedTwice: [],
          idsMissing: [],
        },
      );
    });

  it('has one live region, also while loading', () => {
    page.draw();
    assert.deepEqual(page.texts('[role=status]'), ['']);
    page.show(question()).draw({ text: 'All 2 checks passed.', turn: 1 });
    assert.deepEqual(page.texts('[role=status]'), ['All 2 checks passed.']);
  });

  it('changes the live region when the same sentence is said again', () => {
    const said = [1, 2, 3].map(turn => {
      page.show(question()).draw({ text: 'Again.', turn });
      return page.all('[role=status]')[0]?.textContent;
    });
    assert.notEqual(said[0], said[1]);
    assert.notEqual(said[1], said[2]);
  });
});

describe('an exercise that is only discussed', () => {
  const paper = (change: Partial<QuestionView> = {}): QuestionView =>
    question({
      kind: 'discussed',
      attempt: { folder: 'pack/feed', files: [], update: null },
      hints: [],
      doneWhen: 'Answer and review.',
      ...change,
    });

  it('offers to begin, and then the way to the discussions, by one button', () => {
    const buttons = () => page.texts('.actions vscode-button');
    page.show(paper({ attempt: null, discussions: [discussion({ answer: null })] }));
    const primary = page.all('.actions vscode-button')[0];
    assert.deepEqual(buttons(), ['Begin']);
    assert.deepEqual(page.texts('.answer, .discussion .muted').slice(0, 1), [
      'Begin the exercise to write an answer. It becomes a Markdown file in your workspace.',
    ]);
    page.press('Begin');
    assert.deepEqual(page.did, [['scaffold']]);
    page.show(paper());
    assert.deepEqual(buttons(), ['Go to Discussions']);
    assert.equal(page.all('.actions vscode-button')[0], primary);
  });

  it('has neither a run nor a solution, and requirements without a state', () => {
    page.show(paper());
    assert.deepEqual(
      page.all('section').map(({ id }) => id),
      ['statement', 'requirements', 'discussions'],
    );
    assert.deepEqual(page.texts('.requirement'), ['R1 Admits.', 'R2 Refuses.']);
    page.show(paper({ requirements: [], next: { ref: 'pack/next', title: 'Next one' } }));
    assert.deepEqual(page.texts('h2'), ['Statement', 'Discussions 1', 'Next exercise']);
  });

  it('says when it is done, until it is', () => {
    const said = () => page.texts('.done-when');
    page.show(paper());
    assert.deepEqual(said(), ['Answer and review.']);
    assert.match(page.texts('.facts > div')[0]!, /^State Started/);
    page.show(paper({ state: 'passed' }));
    assert.deepEqual(said(), []);
    assert.match(page.texts('.facts > div')[0]!, /^State Self-reviewed/);
  });
});

describe('the header', () => {
  const actionsOf = (shown: QuestionView) => page.show(shown).texts('.actions vscode-button');

  it('offers Scaffold first, then Check, Debug, Files and Reset', () => {
    assert.deepEqual(actionsOf(question({ attempt: null })), ['Scaffold']);
    assert.deepEqual(actionsOf(question()), ['Check', 'Debug', 'Files (1)', 'Reset…']);
  });

  it('states what the exercise is and how it stands', () => {
    page.show(
      question({
        state: 'failing',
        run: reported(finished([check('R1 a'), check('R2 b', { state: 'failed' })])),
      }),
    );
    assert.deepEqual(page.texts('.facts > div'), [
      'State Failing 1 of 2 passed',
      'Difficulty Core',
      'Time 30 minutes',
      'Skills resilience',
    ]);
  });

  it('keeps the primary button the same element while Check becomes Cancel', () => {
    const primary = () => page.all('.actions vscode-button')[0];
    const before = page.show(question()).all('.actions vscode-button')[0];
    page.say(
      { type: 'began', action: 'check' },
      { type: 'run', run: running(live('R1 a', 'running')) },
      { type: 'slow' },
    );
    assert.deepEqual([textOf(primary()!), primary() === before], ['Cancel', true]);
    page.press('Cancel');
    assert.deepEqual(page.did, [['cancel']]);
  });

  it('does not start a second run while a quick one goes on', () => {
    page.show(question(), { type: 'began', action: 'check' });
    page.press('Check');
    assert.deepEqual(page.did, []);
  });

  it('lists the files with who owns them, and opens them', () => {
    const files = [
      { path: 'types.ts', owner: 'exercise' },
      { path: 'limiter.ts', owner: 'learner' },
    ] as const;
    page.show(question({ attempt: { folder: 'pack/limiter', files, update: null } }));
    page.press('Files (2)');
    assert.deepEqual(page.texts('.files li'), [
      'types.ts read-only, restored before each run',
      'limiter.ts yours to edit',
    ]);
    page.press('Open limiter.ts');
    assert.deepEqual(page.did, [['openFile', 'limiter.ts']]);
  });

  for (const [gate, label] of [
    ['no-folder', 'Open Folder…'],
    ['untrusted', 'Manage Workspace Trust'],
    ['virtual', 'Open Folder…'],
  ] as const)
    it(`offers a way out instead of what cannot be done: ${gate}`, () => {
      page.show(question({ gate, attempt: null }));
      assert.deepEqual(page.texts('.actions vscode-button'), []);
      assert.equal(page.names.includes(label), true);
      page.press(label);
      assert.deepEqual(page.did, [['resolveGate']]);
    });
});

describe('an exercise whose pack has gone', () => {
  it('says so above what was read of it, until it is back', () => {
    page.show(question(), { type: 'load-failed', reason: 'The pack “Drills” is not installed.' });
    assert.deepEqual(page.texts('.message-warning .message-text'), ['The pack “Drills” is not installed.']);
    assert.equal(page.texts('.requirement').length > 0, true);
    page.press('Install Pack…');
    assert.deepEqual(page.did, [['installPack']]);
    page.say({ type: 'question', question: question() });
    assert.deepEqual(page.texts('.message-warning'), []);
  });
});

describe('an exercise that has changed since the attempt was begun', () => {
  const changed = (update: Partial<UpdateView> = {}): QuestionView =>
    question({
      attempt: {
        folder: 'pack/limiter',
        files: [{ path: 'limiter.ts', owner: 'learner' }],
        update: { from: '1.0.0', to: '1.1.0', change: 'newer', moving: 2, staying: 1, ...update },
      },
    });
  const banner = () => page.texts('.notices .message-text');

  it('says what an update would do, and lets the person choose', () => {
    page.show(changed());
    assert.deepEqual(banner(), [
      'This exercise has changed since you began (1.0.0 → 1.1.0). 2 files move on. 1 of yours stays as it is.',
    ]);
    for (const choice of ['Update', 'Show What Changes', 'Later']) page.press(choice);
    assert.deepEqual(page.did, [['updateAttempt'], ['showUpdate'], ['postponeUpdate']]);
    page.say({ type: 'began', action: 'update' });
    assert.ok(page.names.includes('Updating…'));
    page.say({ type: 'ended', action: 'update' }).show(question());
    assert.deepEqual(banner(), []);
  });

  it('offers no update where only the version differs', () => {
    page.show(changed({ from: '2.0.0', to: '1.0.0', change: 'older', moving: 0, staying: 0 }));
    assert.deepEqual(banner(), [
      'You began with version 2.0.0 of this pack; the one that is installed is older (1.0.0). Checks run all the same.',
    ]);
    assert.equal(page.names.includes('Update'), false);
    assert.ok(page.names.includes('Later'));
  });

  it('says nothing of it where nothing can be written', () => {
    page.show({ ...changed(), gate: 'untrusted' });
    assert.equal(page.names.includes('Update'), false);
  });
});

describe('requirements', () => {
  it('turn with the run, and say so', () => {
    page.show(question(), { type: 'began', action: 'check' }, { type: 'slow' });
    const rows = () => page.texts('.requirement');
    page.say(
      { type: 'run', run: running(live('A › R1 a', 'failed'), live('A › R2 b', 'running')) },
      { type: 'slow' },
    );
    assert.deepEqual(rows(), ['R1 Admits. Failed', 'R2 Refuses. Running']);
    page.say({
      type: 'run',
      run: reported(finished([check('A › R1 a', { state: 'failed' }), check('A › R2 b')])),
    });
    assert.deepEqual(rows(), ['R1 Admits. Failed', 'R2 Refuses. Passed']);
    assert.deepEqual(page.texts('.section-requirements .disclosure-aside'), ['1 of 2 passed']);
  });
});

describe('the way to the sections', () => {
  const ways = () => page.all('[role=toolbar][aria-label=Sections] button');

  it('leads to those that there are, and is one stop of the Tab key', () => {
    page.show(question({ hints: [] }));
    assert.deepEqual(
      ways().map(way => [textOf(way), way.getAttribute('tabindex'), way.getAttribute('aria-current')]),
      [
        ['Statement', '0', 'location'],
        ['Requirements', '-1', null],
        ['Run', '-1', null],
        ['Discussions', '-1', null],
      ],
    );
  });
});

describe('a figure', () => {
  const drawn = (change: Partial<QuestionView> = {}): QuestionView =>
    question({
      statementHtml: renderMarkdown('![Users ask a bucket.](a.figure.svg)', { figure: () => limiterFigure }),
      requirements: ['R1', 'R2', 'R3', 'R5', 'R6', 'R7', 'R8'].map(id => ({
        id,
        html: id,
        state: 'not-run',
      })),
      ...change,
    });
  const states = () =>
    page
      .all('.figure-part')
      .map(part => [part.querySelector('title')?.textContent, part.getAttribute('data-state')]);
  const caption = () => page.texts('.figure figcaption');

  it('turns with the requirements of its parts, in a sentence as well', () => {
    page.show(drawn());
    assert.deepEqual(caption(), ['Its parts turn green as their requirements pass.']);
    page.say({ type: 'began', action: 'check' }, { type: 'slow' });
    page.say(
      {
        type: 'run',
        run: running(live('A › R1 a', 'passed'), live('A › R3 a', 'running'), live('A › R2 a', 'failed')),
      },
      { type: 'slow' },
    );
    assert.deepEqual(states(), [
      ['Bucket', 'running'],
      ['Waiting time', 'failed'],
      ['Way to the store', 'not-run'],
      ['Store', 'not-run'],
    ]);
    assert.deepEqual(caption(), [
      'Failing: Waiting time. Running: Bucket. Not run: Way to the store, Store.',
    ]);
  });

  it('says when all of it passes', () => {
    const { requirements } = drawn();
    page.show(drawn({ requirements: requirements.map(one => ({ ...one, state: 'passed' })) }));
    assert.deepEqual(caption(), ['All parts pass.']);
  });

  it('is a picture with words, and a drawing where nothing is checked', () => {
    page.show(drawn({ kind: 'discussed' }));
    assert.deepEqual(
      page.all('.figure svg').map(svg => [svg.getAttribute('role'), svg.getAttribute('aria-label')]),
      [['img', 'Users ask a bucket.']],
    );
    assert.deepEqual([states().map(([, state]) => state), caption()], [[null, null, null, null], ['']]);
  });
});

describe('hints', () => {
  it('are offered one at a time, in order; those opened stay', () => {
    page.show(question());
    const offered = () => page.texts('.section-hints vscode-button');
    assert.deepEqual(offered(), ['Show hint 1 of 2: First']);
    page.press('Show hint 1 of 2: First');
    assert.deepEqual(page.did, [['hint', 0]]);
    page.say({ type: 'hint', index: 0, html: '<p>Look.</p>' });
    assert.deepEqual(
      [page.texts('.hint'), offered()],
      [['Hint 1: First Look.'], ['Show hint 2 of 2: Second']],
    );
    page.say({ type: 'hint', index: 1, html: '<p>There.</p>' });
    assert.deepEqual(
      [page.texts('.hint'), offered()],
      [['Hint 1: First Look.', 'Hint 2: Second There.'], []],
    );
  });
});

describe('a report', () => {
  const code = {
    firstLine: 2,
    lines: ['limit();', '', '  take(user);'],
    mark: { index: 2, from: 2, to: 6 },
  };
  const failed = check('A › under load › R1,R2 admits', {
    state: 'failed',
    failure: {
      message: 'Too many.',
      expected: 'a\nb',
      actual: 'a\nc',
      frames: [
        { file: 'limiter.ts', line: 4, column: 2, fn: 'take', code },
        { file: 'limiter.ts', line: 9, column: 1, fn: '' },
      ],
    },
    logs: [{ level: 'warn', text: 'hm' }],
  });

  it('opens what failed and leaves what passed in one line', () => {
    page.show(question({ run: reported(finished([check('A › R1 refuses'), failed])) }));
    assert.deepEqual(page.outline.slice(4, 7), ['2 Run', '3 A 1 of 2 passed', '4 Failed admits 1 ms']);
    assert.deepEqual(page.texts('.check-plain'), ['Passed refuses 1 ms R1']);
    assert.deepEqual(page.texts('.check-details > *'), [
      'under load',
      'R1 Admits. R2 Refuses.',
      'Too many. limiter.ts:4:2 in take 2 limit(); 3 4 take(user); Called from limiter.ts:9:1 Expected a b Actual a c',
      'Console warn hm',
      'Seed 7 Run Again With This Seed',
    ]);
    assert.deepEqual(page.texts('.excerpt-hit, .excerpt mark'), ['4 take(user);', 'take']);
    assert.deepEqual(page.texts('.line-differs'), ['b', 'c']);
  });

  it('gives the first line of why of a failed check that is closed', () => {
    const checks = Array.from({ length: 6 }, (_, i) =>
      check(`A › R1 admits ${i}`, {
        state: 'failed',
        failure: { message: `Too many: ${i}.\nMore.`, frames: [] },
      }),
    );
    page.show(question({ run: reported(finished(checks)) }));
    assert.deepEqual(page.texts('.failure-message'), ['Too many: 0. More.']);
    assert.deepEqual(
      page.texts('.check-brief'),
      [1, 2, 3, 4, 5].map(i => `Too many: ${i}.`),
    );
  });

  it('is a list of failed checks under headings that say so', () => {
    page.show(question({ run: reported(finished([failed, check('A › R1 refuses')])) }));
    const heading = page.all('.checks > li.check-failed h4')[0];
    assert.deepEqual(
      [heading && textOf(heading), heading?.querySelector('button')?.getAttribute('aria-expanded')],
      ['Failed admits 1 ms', 'true'],
    );
  });

  it('shows what a learner’s code has made as text', () => {
    const hostile = '<img src=x onerror=alert(1)> \\x1b[31m';
    const failure = { message: hostile, expected: hostile, actual: `${hostile}!`, frames: [] };
    const logs = [{ level: 'log', text: hostile }] as const;
    page.show(question({ run: reported(finished([check('A › R1 a', { state: 'failed', failure, logs })])) }));
    assert.deepEqual(page.all('img'), []);
    assert.deepEqual(page.texts('.failure-message, .side-expected pre, .log'), [
      hostile,
      hostile,
      `log ${hostile}`,
    ]);
  });

  const lines = (changed: number): string =>
    Array.from({ length: 60 }, (_, i) => (i === changed ? `changed ${changed}` : `line ${i}`)).join('\n');
  const folding = (expected: string, actual: string) => {
    const failure = { message: 'The values differ.', expected, actual, frames: [] };
    page.show(question({ run: reported(finished([check('A › R1 a', { state: 'failed', failure })])) }));
  };

  it('folds long values around what differs, shows them whole on request, and copies them', () => {
    folding(lines(30), lines(30).replace('changed 30', 'other 30'));
    assert.deepEqual(page.texts('.side-expected .line'), [
      '⋯ 28 lines',
      'line 28',
      'line 29',
      'changed 30',
      'line 31',
      'line 32',
      '⋯ 27 lines',
    ]);
    page.press('Copy Expected');
    page.press('Copy Actual');
    assert.deepEqual(page.did, [
      ['copy', lines(30)],
      ['copy', lines(30).replace('changed 30', 'other 30')],
    ]);
  });

  it('points at what differs within one line', () => {
    folding(`'${'x'.repeat(500)}ONE${'y'.repeat(500)}'`, `'${'x'.repeat(500)}TWO${'y'.repeat(500)}'`);
    assert.deepEqual(page.texts('.side mark'), ['ONE', 'TWO']);
    assert.deepEqual(
      page.texts('.side-expected .line').map(text => text.length),
      [1 + 60 + 200 + 1],
    );
    folding("'completely'", '42');
    assert.deepEqual(page.texts('.side mark'), []);
  });

  it('folds a long message and copies it', () => {
    const message = 'na '.repeat(900);
    const failure = { message, frames: [] };
    page.show(question({ run: reported(finished([check('A › R1 a', { state: 'failed', failure })])) }));
    assert.equal(page.texts('.failure-message')[0]?.length, 600 - 1 + 2);
    page.press('Copy message');
    assert.deepEqual(page.did, [['copy', message]]);
  });

  it('runs one check again with the seed that it had, which may be that of an earlier run', () => {
    const earlier = check('A › R2 b', { state: 'failed', seed: 3 });
    page.show(question({ run: reported(finished([failed, earlier])) }));
    assert.deepEqual(page.texts('.repeat'), [
      'Seed 7 Run Again With This Seed',
      'Seed 3 Run Again With This Seed',
    ]);
    page.press('Run Again With This Seed: admits');
    page.press('Run Again With This Seed: b');
    assert.deepEqual(page.did, [
      ['check', { only: { suite: 'all', title: failed.title }, seed: 7 }],
      ['check', { only: { suite: 'all', title: 'A › R2 b' }, seed: 3 }],
    ]);
  });

  it('leaves the focus in the section when a slow run takes the report away, and where it is otherwise', () => {
    const run = reported(finished([failed]));
    page.show(question({ run }));
    const focused = () => document.activeElement?.id ?? '';
    const button = page.all('.repeat button')[0] as HTMLElement;
    button.focus();
    page.say({ type: 'began', action: 'check' }, { type: 'run', run: running(live('A › R1 a', 'running')) });
    assert.equal(document.activeElement === button, true, 'a quick run changes nothing');
    page.say({ type: 'slow' });
    assert.equal(focused(), 'run-heading');

    const elsewhere = page.all('#statement-heading')[0] as HTMLElement;
    elsewhere.focus();
    page.say({ type: 'run', run: reported(finished([failed]), 2_000) }, { type: 'ended', action: 'check' });
    assert.equal(focused(), 'statement-heading');
  });

  it('cannot run one check of which not even the title is shown', () => {
    const hidden = check('Check 1', {
      state: 'failed',
      requirements: [],
      logs: [{ level: 'log', text: 'mine' }],
    });
    page.show(question({ run: reported(finished([hidden])) }));
    assert.deepEqual(page.texts('.repeat'), ['Seed 7']);
  });

  it('says what the check is about that a run was stopped in, and runs it again', () => {
    const checks = [check('A › R1 a'), check('A › R2 b', { state: 'not-run' })];
    page.show(
      question({
        run: reported(
          report({ kind: 'timed-out', limit: 'check', limitMs: 2_000, during: 'A › R2 b', checks }),
        ),
      }),
    );
    assert.deepEqual(page.texts('.interrupted > *'), ['R2 Refuses.', 'Seed 7 Run Again With This Seed']);
    page.press('Run Again With This Seed: b');
    assert.deepEqual(page.did, [['check', { only: { suite: 'all', title: 'A › R2 b' }, seed: 7 }]]);
  });

  it('shows where loading failed', () => {
    const loadFailure = {
      message: 'TypeError: no',
      frames: [{ file: 'limiter.ts', line: 4, column: 2, fn: '', code }],
    };
    page.show(
      question({ run: reported(report({ kind: 'finished', checks: [], loadLogs: [], loadFailure })) }),
    );
    assert.deepEqual(page.texts('.load-failure'), [
      'TypeError: no limiter.ts:4:2 2 limit(); 3 4 take(user);',
    ]);
  });

  it('opens the file at the line, runs a suite and the same seed again', () => {
    page.show(question({ run: reported(finished([failed])) }));
    page.press('Open limiter.ts:4:2');
    page.press('Run this suite: A');
    page.press('Run Again With This Seed');
    assert.deepEqual(page.did, [
      ['openFile', 'limiter.ts', 4, 2],
      ['check', { suite: 'all' }],
      ['check', { seed: 7 }],
    ]);
  });

  it('offers no run where none is possible', () => {
    page.show(question({ gate: 'untrusted', run: reported(finished([failed])) }));
    assert.deepEqual(
      page.names.filter(name => /run/i.test(name)),
      ['Run', 'Run'], // the way to the section, and its heading
    );
  });

  it('says that files have changed since', () => {
    page.show(question({ run: { kind: 'report', report: finished([failed]), at: 1, stale: true } }));
    assert.deepEqual(page.texts('.report .message'), [
      'Files have changed since this run. Check again to see how they do now.',
    ]);
  });

  it('shows each compile error with its place and its lines', () => {
    const errors = [
      { file: 'limiter.ts', line: 2, column: 5, message: 'Expected ;', codeFrame: '> 2 | let x y' },
    ];
    page.show(question({ run: reported(report({ kind: 'did-not-compile', errors })) }));
    assert.deepEqual(page.texts('.verdict-head, .compile-errors li'), [
      'Your files did not compile: 1 error. No check has run.',
      'Expected ; limiter.ts:2:5 > 2 | let x y',
    ]);
    page.press('Open limiter.ts:2:5');
    assert.deepEqual(page.did, [['openFile', 'limiter.ts', 2, 5]]);
  });

  const meaning = {
    compartment: ['hardened compartment', /nothing but the process held it/],
    permissions: ['permission model', /the compartment alone kept the code from files/],
    watchdog: ['watchdog', /a run that hangs is ended a moment later/],
    emptyEnvironment: ['empty environment', /could have read them/],
  } as const;
  const wallNames = ['compartment', 'permissions', 'watchdog', 'emptyEnvironment'] as const;
  for (const missing of wallNames)
    it(`warns of a wall that did not stand, and names those that did: ${missing}`, () => {
      const walls = { ...standing, [missing]: false };
      page.show(
        question({ run: reported(report({ kind: 'finished', checks: [failed], loadLogs: [], walls })) }),
      );
      assert.equal(page.texts('.report .message li').length, 1);
      assert.match(page.texts('.report .message li')[0] ?? '', meaning[missing][1]);
      const stood = wallNames.filter(name => name !== missing).map(name => meaning[name][0]);
      assert.deepEqual(page.texts('.walls'), [`This run was confined by: ${stood.join(', ')}.`]);
    });

  it('says nothing alarming when all walls stood', () => {
    page.show(question({ run: reported(finished([failed]), 2_000) }));
    assert.deepEqual(page.texts('.report .message'), []);
    assert.deepEqual(page.texts('.walls'), [
      'This run was confined by: hardened compartment, permission model, watchdog, empty environment.',
    ]);
  });

  it('says nothing of walls where no code was run', () => {
    const walls = { compartment: false, permissions: false, watchdog: false, emptyEnvironment: false };
    page.show(question({ run: reported(report({ kind: 'did-not-compile', errors: [], walls })) }));
    assert.deepEqual(page.texts('.report .message, .walls'), []);
  });

  it('draws a trace with a sentence for a name and a table on request', () => {
    const trace = [{ kind: 'mark', t: 5, lane: 'requests', label: 'admitted', tone: 'good' }] as const;
    page.show(question({ run: reported(finished([check('A › R1 a', { state: 'failed', trace })])) }));
    assert.deepEqual(
      page.all('.trace [role=slider]').map(image => image.getAttribute('aria-label')),
      ['Timeline from 0 to 5 ms: 1 × admitted on requests.'],
    );
    assert.equal(page.names.includes('Show as table'), true);
  });
});

describe('discussions', () => {
  const key = draftKey('pack/limiter', 'why');
  const field = () => page.all('vscode-textarea')[0];

  it('need an attempt to be answered', () => {
    page.show(question({ attempt: null, discussions: [discussion({ answer: null })] }));
    assert.equal(field(), undefined);
    assert.match(page.texts('.discussion')[0] ?? '', /Scaffold the exercise to write an answer/);
  });

  it('keep what is typed whatever the host sends', () => {
    page.show(question(), { type: 'edited', key, text: 'mine' });
    page.show(question({ discussions: [discussion({ answer: 'theirs' })] }));
    assert.equal(field()?.getAttribute('value'), 'mine');
  });

  it('say in words how saving goes', () => {
    const facts = () => page.texts('.answer-facts')[0];
    const rest = '3 words, 1 minute to read; 60 to 130 are usual in 5 minutes Preview';
    page.show(question({ discussions: [discussion({ answer: '' })] }));
    assert.equal(facts(), 'Kept in answers/why.md 0 words; 60 to 130 are usual in 5 minutes Preview');
    page.say({ type: 'edited', key, text: 'So be it.' });
    assert.equal(facts(), `Not saved yet Kept in answers/why.md ${rest}`);
    page.say({ type: 'sending', key });
    assert.equal(facts(), `Saving… Kept in answers/why.md ${rest}`);
    page.say({ type: 'save-failed', key, reason: 'The disk is full.' });
    assert.equal(
      facts(),
      `Could not be saved: The disk is full. Your text is kept here. Kept in answers/why.md ${rest}`,
    );
    page.press('Save Now');
    assert.deepEqual(page.did, [['saveNow', key]]);
    page.say({ type: 'sending', key }, { type: 'saved', key });
    assert.equal(facts(), `Saved Kept in answers/why.md ${rest}`);
  });

  it('show a preview beside the field, which stays where it is', () => {
    page.show(question({ discussions: [discussion({ answer: 'So.' })] }));
    const before = field();
    page.press('Preview');
    assert.equal(field(), before);
    assert.deepEqual(
      page.all('.answer-preview').map(element => element.getAttribute('aria-label')),
      ['Preview of your answer: Why?'],
    );
    page.press('Preview');
    assert.deepEqual(page.all('.answer-preview'), []);
  });

  const cost: RubricPointView = {
    ...{
      id: 'cost',
      html: 'Names the cost.',
      weight: 3,
      level: 'good',
      score: 'found',
      reason: 'In the end.',
    },
  };
  const costless: RubricPointView = {
    ...{ id: 'case', html: 'Names a case.', weight: 1, level: 'great', score: null, reason: '' },
  };

  it('say when the model answer will be shown, and then show it below the points', () => {
    assert.match(page.show(question()).texts('.discussion')[0] ?? '', /Shown after three runs\.$/);
    const weakAnswers = [{ answerHtml: 'No.', whyHtml: 'Too short.' }];
    const model = modelOf([cost, costless], { weakAnswers });
    page.show(question({ discussions: [discussion({ answer: 'So.', model })] }));
    assert.deepEqual(page.texts('.point legend'), [
      'Names the cost. 3 points, good answer',
      'Names a case. 1 point, great answer',
    ]);
    assert.deepEqual(page.texts('.score-summary > *'), [
      '1 of 2 points are judged. The level comes with the last.',
      'good answer: 3 of 3, reached with 2.1',
      'great answer: 0 of 1, reached with 0.5',
    ]);
    page.press('Model answer');
    assert.match(page.texts('.model')[1] ?? '', /Because\./);
  });

  it('take a score for a point at once, and then ask for a reason', () => {
    const model = modelOf([cost, costless]);
    page.show(question({ discussions: [discussion({ answer: 'So.', model })] }));
    const reasons = () => page.all('.reason vscode-textarea').map(each => each.getAttribute('value'));
    assert.deepEqual(reasons(), ['In the end.']);
    page.press('Partly', 1);
    assert.deepEqual(page.did, [['score', 'why', 'case', 'partly']]);
    page.say({ type: 'scored', point: 'why/case', score: 'partly' });
    assert.deepEqual(reasons(), ['In the end.', '']);
  });

  it('say where a review cannot be read, and take no score then', () => {
    const reviewProblem = {
      ...{ file: 'answers/why.review.yaml', line: 3, column: 12 },
      ...{ message: '"score" cannot be "fond".', remedy: 'Did you mean "found"?' },
    };
    const model = modelOf([{ ...cost, reason: null }]);
    page.show(question({ discussions: [discussion({ answer: 'So.', model, reviewProblem })] }));
    assert.match(
      page.texts('.discussion .message')[0] ?? '',
      /why\.review\.yaml cannot be read \(line 3\).*"score" cannot be "fond"\. Did you mean "found"\?/,
    );
    assert.deepEqual(
      page.all('input[type=radio]').map(radio => radio.hasAttribute('disabled')),
      [true, true, true],
    );
    page.press('Open File');
    assert.deepEqual(page.did, [['openReview', 'why']]);
  });

  it('show follow-ups one at a time, each with its own answer before its points', () => {
    const shown = (...followUps: FollowUpView[]) =>
      page.show(
        question({
          discussions: [
            discussion({ answer: 'So.', model: modelOf([cost], { followUps, followUpCount: 2 }) }),
          ],
        }),
      );
    shown();
    page.press('Follow-up questions 0 of 2 shown');
    assert.deepEqual(page.texts('.follow-up'), []);
    page.press('Show Question 1 of 2');
    const first: FollowUpView = { index: 0, html: 'And then?', answer: '', pointsHtml: null };
    shown(first);
    page.press('Show What a Strong Reply to question 1 Covers');
    assert.deepEqual(page.did, [
      ['showFollowUp', 'why', 0],
      ['showPoints', 'why', 0],
    ]);
    shown({ ...first, answer: 'This.', pointsHtml: ['That.'] });
    assert.deepEqual(page.texts('.follow-up'), ['And then? A strong reply covers That.']);
    assert.ok(page.names.includes('Show Question 2 of 2'));
  });

  it('compare estimates, and say nothing of one that has changed since', () => {
    const estimate: EstimateView = { ...{ id: 'reads', html: 'How many?', kind: 'rate' }, ...noAnswer };
    const place = draftKey('pack/limiter', 'why/estimate/reads');
    const shown = (change: Partial<EstimateView>) =>
      page.show(question({ discussions: [discussion({ estimates: [{ ...estimate, ...change }] })] }));
    shown({});
    page.say({ type: 'edited', key: place, text: '2k' });
    page.press('Check Estimate');
    assert.deepEqual(page.did, [['checkEstimate', 'why', 'reads', '2k']]);
    const working = { value: '2,000/s', html: '<p>Multiply.</p>', explanationHtml: '' };
    shown({ checked: { text: '2k', verdict: { kind: 'refused', why: 'no-unit' } }, working });
    assert.deepEqual(page.texts('.estimate-verdict'), [
      'Per second, minute, hour or day? Write it like 1,200/s.',
    ]);
    page.press('How to get there');
    assert.match(page.texts('.estimate')[0] ?? '', /2,000\/s Multiply\.$/);
    page.say({ type: 'edited', key: place, text: '2k/s' });
    assert.deepEqual(page.texts('.estimate-verdict'), []);
    assert.match(page.texts('.estimate')[0] ?? '', /Changed since it was checked\./);
  });

  it('offer the two ways of reading a number', () => {
    const estimate: EstimateView = {
      ...{ id: 'reads', html: 'How many?', kind: 'count', ...noAnswer, answer: '1,200' },
      checked: { text: '1,200', verdict: { kind: 'unclear', readings: ['1200', '1.2'] } },
    };
    page.show(question({ discussions: [discussion({ estimates: [estimate] })] }));
    assert.match(page.texts('.estimate-verdict')[0] ?? '', /^Do you mean 1200 or 1\.2\?/);
    page.press('1.2');
    const place = draftKey('pack/limiter', 'why/estimate/reads');
    assert.deepEqual(page.did, [
      ['edit', place, '1.2'],
      ['checkEstimate', 'why', 'reads', '1.2'],
    ]);
  });
});

const noAnswer = { answer: '', checked: null, working: null } as const;

describe('afterwards', () => {
  it('offers the comparison only when it is allowed, and the way on', () => {
    page.show(question({ next: { ref: 'pack/breaker', title: 'Breaker' } }));
    assert.equal(
      page.texts('.afterwards')[0],
      'Solution and next exercise After all checks pass. Next: Breaker',
    );
    page.show(question({ solutionRevealed: true, next: { ref: 'pack/breaker', title: 'Breaker' } }));
    page.press('Compare With Solution');
    page.press('Next: Breaker');
    assert.deepEqual(page.did, [['compareSolution'], ['openExercise', 'pack/breaker']]);
  });
});
