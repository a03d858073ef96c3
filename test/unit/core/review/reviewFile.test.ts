import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  emptyReview,
  pointsMade,
  type Proposal,
  type Review,
  type ReviewEdit,
} from '../../../../src/core/review/review';
import { editReview, parseReview } from '../../../../src/core/review/reviewFile';

const heading = 'Your review of answers/why.md.';
const file = 'answers/why.review.yaml';

const after = (edits: readonly ReviewEdit[], text = ''): string =>
  edits.reduce((written, edit) => editReview(written, edit, heading), text);

function read(text: string): Review {
  const parsed = parseReview(file, text);
  if (parsed.kind !== 'review') assert.fail(parsed.problem.message);
  return parsed.review;
}

const everything: readonly ReviewEdit[] = [
  { kind: 'score', point: 'failover', score: 'found' },
  { kind: 'reason', point: 'failover', text: 'Second paragraph:\nit says who loses what.\n' },
  { kind: 'score', point: 'hot-server', score: 'missing' },
  { kind: 'estimate', id: 'reads', text: '2k' },
  { kind: 'check-estimate', id: 'reads', text: '2k/s' },
  { kind: 'show-follow-up', question: 'And then?' },
  { kind: 'follow-up', question: 'And then?', text: 'It starts again.' },
  { kind: 'show-points', question: 'And then?' },
  { kind: 'show-follow-up', question: 'And **why**: “x”?' },
];

describe('a review on disk', () => {
  it('reads well', () =>
    assert.equal(
      after(everything),
      `# Your review of answers/why.md.

points:
  failover:
    score: found
    reason: |
      Second paragraph:
      it says who loses what.
  hot-server:
    score: missing
estimates:
  reads:
    answer: 2k/s
    checked: 2k/s
followUps:
  - question: And then?
    answer: It starts again.
    pointsShown: true
  - question: "And **why**: “x”?"
`,
    ));

  it('is read back', () =>
    assert.deepEqual(read(after(everything)), {
      points: {
        failover: { score: 'found', reason: 'Second paragraph:\nit says who loses what.\n' },
        'hot-server': { score: 'missing', reason: '' },
      },
      estimates: { reads: { answer: '2k/s', checked: '2k/s' } },
      followUps: [
        { question: 'And then?', answer: 'It starts again.', pointsShown: true },
        { question: 'And **why**: “x”?', answer: '', pointsShown: false },
      ],
      proposal: null,
    }));

  const proposal: Proposal = {
    model: 'Some Model',
    answer: 'It is *lost*.\n\nThen it starts again.\n',
    points: {
      failover: { score: 'found', quote: 'It is *lost*.' },
      'hot-server': { score: 'missing', quote: '' },
    },
    followUp: 'And then?',
  };
  const note = 'By a language model.';

  it('keeps what was proposed apart from what the learner says, with the answer that it was about', () =>
    assert.equal(
      after([
        { kind: 'proposal', proposal, note },
        { kind: 'score', point: 'failover', score: 'partly' },
      ]),
      `# Your review of answers/why.md.

proposal:
  # By a language model.
  model: Some Model
  points:
    failover:
      score: found
      quote: It is *lost*.
    hot-server:
      score: missing
  followUp: And then?
  answer: |
    It is *lost*.

    Then it starts again.
points:
  failover:
    score: partly
`,
    ));

  it('has one proposal, the last, and nothing of the one before', () => {
    const second: Proposal = {
      ...{ model: 'Other', answer: 'So.', followUp: '' },
      points: { 'hot-server': { score: 'partly', quote: 'So.' } },
    };
    const once = after([...everything, { kind: 'proposal', proposal, note }]);
    assert.deepEqual(read(once), { ...read(after(everything)), proposal });
    const twice = after([{ kind: 'proposal', proposal: second, note }], once);
    assert.deepEqual(read(twice), { ...read(after(everything)), proposal: second });
    assert.equal(twice.split(note).length, 2);
  });

  it('is empty before anything is said', () => {
    assert.deepEqual(read(''), emptyReview);
    assert.deepEqual(read(' \n'), emptyReview);
  });

  it('forgets what is taken back', () => {
    const taken = after(
      [
        { kind: 'score', point: 'failover', score: 'missing' },
        { kind: 'reason', point: 'failover', text: '' },
      ],
      after(everything),
    );
    assert.deepEqual(read(taken).points['failover'], { score: 'missing', reason: '' });
    assert.deepEqual(pointsMade(read(after(everything))), ['failover']);
    assert.deepEqual(pointsMade(read(taken)), []);
  });

  it('keeps comments, and what it does not know', () => {
    const mine = '# mine\nmood: fine # indeed\npoints:\n  a:\n    score: partly # really?\n';
    const edits = [
      { kind: 'reason', point: 'a', text: 'Half of it.' },
      { kind: 'score', point: 'a', score: 'missing' },
    ] as const;
    assert.equal(
      after(edits, mine),
      '# mine\nmood: fine # indeed\npoints:\n  a:\n    score: missing # really?\n    reason: Half of it.\n',
    );
  });

  it('says where and how it is malformed', () => {
    const problemOf = (text: string): unknown => {
      const parsed = parseReview(file, text);
      if (parsed.kind !== 'malformed') return parsed;
      const { line, column, message, remedy, code } = parsed.problem;
      return `${line}:${column} ${message} ${remedy} [${code}]`;
    };
    assert.deepEqual(
      [
        'points: [',
        'points:\n  a:\n    score: fond',
        'points: none',
        'points:\n  a:\n    reason: 12',
        'followUps:\n  - answer: Yes.',
        'proposal: found',
        'proposal:\n  points:\n    a:\n      quote: So.',
        'nothing but words',
      ].map(problemOf),
      [
        '1:10 Flow sequence in block collection must be sufficiently indented and end with a ]. Correct the YAML here. [yaml-syntax]',
        '3:12 "score" cannot be "fond". Did you mean "found"? [unknown-word]',
        '1:9 "points" must be a record of "key: value" lines, not text. Write a record of "key: value" lines. [wrong-type]',
        '3:13 "reason" must be text, not a number. Put it in quotes. [wrong-type]',
        '2:5 Item 1 of "followUps" lacks the key "question". Add "question: …". [missing-key]',
        '1:11 "proposal" must be a record of "key: value" lines, not text. Write a record of "key: value" lines. [wrong-type]',
        '4:7 "a" lacks the key "score". Add "score: …". [missing-key]',
        '1:1 The file must be a record of "key: value" lines, not text. Write a record of "key: value" lines. [wrong-type]',
      ],
    );
  });

  it('keeps lines apart in a file that somebody began with braces', () =>
    assert.deepEqual(
      read(
        after([{ kind: 'follow-up', question: ":\n'", text: "a:\n'b" }], 'points: { x: { score: found } }\n'),
      ),
      {
        points: { x: { score: 'found', reason: '' } },
        followUps: [{ question: ":\n'", answer: "a:\n'b", pointsShown: false }],
        estimates: {},
        proposal: null,
      },
    ));

  it('keeps every text to the letter', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.stringMatching(/^[\n\t :#>|'"-]{0,12}$/),
      fc.stringMatching(/^([ab]{0,2}[\n\t ]{0,3}){0,6}$/),
    );
    fc.assert(
      fc.property(texts, texts, texts, (reason, question, answer) => {
        const proposed: Proposal = {
          ...{ model: question, answer, followUp: reason },
          points: { a: { score: 'found', quote: reason } },
        };
        const written = after([
          { kind: 'reason', point: 'a', text: reason },
          { kind: 'follow-up', question, text: answer },
          { kind: 'estimate', id: 'b', text: answer },
          { kind: 'proposal', proposal: proposed, note },
          { kind: 'score', point: 'a', score: 'partly' },
        ]);
        assert.deepEqual(read(written), {
          points: { a: { score: 'partly', reason } },
          followUps: [{ question, answer, pointsShown: false }],
          estimates: answer === '' ? {} : { b: { answer, checked: '' } },
          proposal: proposed,
        });
      }),
      { numRuns: 1000 },
    );
  });
});
