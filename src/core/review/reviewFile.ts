import * as l10n from '@vscode/l10n';
import { Document, isMap, isScalar, parseDocument, Scalar, visit } from 'yaml';
import { HumanError } from '../errors';
import type { Problem } from '../pack/problem';
import type { Field } from '../pack/yamlField';
import { YamlFile } from '../pack/yamlFile';
import {
  emptyReview,
  scores,
  type EstimateReview,
  type FollowUpReview,
  type PointReview,
  type Proposal,
  type ProposedPoint,
  type Review,
  type ReviewEdit,
} from './review';

export type ParsedReview =
  | { readonly kind: 'review'; readonly review: Review }
  /** Somebody's slip of the pen: nothing is written over it until it is mended. */
  | { readonly kind: 'malformed'; readonly problem: Problem };

/** Reads a review as it stands on disk. Keys that nobody knows are left alone: a person may have put them there. */
export function parseReview(file: string, text: string): ParsedReview {
  if (text.trim() === '') return { kind: 'review', review: emptyReview };
  const problems: Problem[] = [];
  const { root } = new YamlFile(file, text, problems);
  const parts = entriesOf(root);
  const points = readRecord(parts['points'], readPoint);
  const estimates = readRecord(parts['estimates'], readEstimate);
  const followUps = (parts['followUps']?.list() ?? []).map(readFollowUp);
  const proposal = parts['proposal'] ? readProposal(parts['proposal']) : null;
  const [problem] = problems;
  return problem
    ? { kind: 'malformed', problem }
    : { kind: 'review', review: { points, followUps, estimates, proposal } };
}

/** @throws HumanError with the first mistake and its place */
export function requireSound(file: string, text: string): void {
  const parsed = parseReview(file, text);
  if (parsed.kind !== 'malformed') return;
  const { line, column, message, remedy } = parsed.problem;
  throw new HumanError('malformed-review', `${file}:${line}:${column}: ${message} ${remedy}`);
}

const entriesOf = (field: Field | undefined): Readonly<Record<string, Field>> =>
  Object.fromEntries((field?.entries() ?? []).map(({ word, value }) => [word, value]));

const readRecord = <T>(field: Field | undefined, read: (field: Field) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(entriesOf(field)).map(([key, value]) => [key, read(value)]));

function readPoint(field: Field): PointReview {
  const { score, reason } = entriesOf(field);
  return { score: score?.word(scores) ?? null, reason: reason?.verbatim() ?? '' };
}

function readEstimate(field: Field): EstimateReview {
  const { answer, checked } = entriesOf(field);
  return { answer: answer?.verbatim() ?? '', checked: checked?.verbatim() ?? '' };
}

function readProposal(field: Field): Proposal {
  const { model, answer, points, followUp } = entriesOf(field);
  return {
    model: model?.verbatim() ?? '',
    answer: answer?.verbatim() ?? '',
    points: readRecord(points, readProposedPoint),
    followUp: followUp?.verbatim() ?? '',
  };
}

function readProposedPoint(field: Field): ProposedPoint {
  const { score, quote } = entriesOf(field);
  if (!score)
    field.problem(
      'missing-key',
      l10n.t('{0} lacks the key "{1}".', field.name, 'score'),
      l10n.t('Add "{0}".', 'score: …'),
    );
  return { score: score?.word(scores) ?? 'missing', quote: quote?.verbatim() ?? '' };
}

function readFollowUp(field: Field): FollowUpReview {
  const { question, answer, pointsShown } = entriesOf(field);
  if (!question)
    field.problem(
      'missing-key',
      l10n.t('{0} lacks the key "{1}".', field.name, 'question'),
      l10n.t('Add "{0}".', 'question: …'),
    );
  return {
    question: question?.verbatim() ?? '',
    answer: answer?.verbatim() ?? '',
    pointsShown: pointsShown?.flag() ?? false,
  };
}

/**
 * The text of a review after an edit. Comments, and whatever else the person has put into the file, stay.
 *
 * @param text was read by `parseReview` without a problem
 * @param heading is the first line of a new file, as a comment
 */
export function editReview(text: string, edit: ReviewEdit, heading: string): string {
  const document = text.trim() === '' ? new Document({}) : parseDocument(text, { schema: 'core' });
  if (text.trim() === '') document.commentBefore = ` ${heading}`;
  if (!isMap(document.contents)) document.contents = document.createNode({});
  apply(document, edit);
  // Within braces, as an empty record is written too, quoting several lines does not bring them back to the letter.
  visit(document, {
    Collection: (_, node) => {
      node.flow = false;
    },
  });
  return document.toString({ lineWidth: 0, blockQuote: 'literal' });
}

function apply(document: Document, edit: ReviewEdit): void {
  switch (edit.kind) {
    case 'score':
      put(document, ['points', edit.point, 'score'], edit.score);
      return;
    case 'reason':
      put(document, ['points', edit.point, 'reason'], edit.text);
      return;
    case 'estimate':
      put(document, ['estimates', edit.id, 'answer'], edit.text);
      return;
    case 'check-estimate':
      put(document, ['estimates', edit.id, 'answer'], edit.text);
      put(document, ['estimates', edit.id, 'checked'], edit.text);
      return;
    case 'proposal':
      propose(document, edit.proposal, edit.note);
      return;
    case 'follow-up':
      put(document, [...followUp(document, edit.question), 'answer'], edit.text);
      return;
    case 'show-follow-up':
      followUp(document, edit.question);
      return;
    case 'show-points':
      document.setIn([...followUp(document, edit.question), 'pointsShown'], true);
  }
}

/** The answer comes last: it is the longest, and stands beside this file. */
function propose(document: Document, { model, answer, points, followUp }: Proposal, note: string): void {
  const at = document.createNode({});
  at.commentBefore = ` ${note}`;
  document.set('proposal', at);
  put(document, ['proposal', 'model'], model);
  for (const [id, { score, quote }] of Object.entries(points)) {
    put(document, ['proposal', 'points', id, 'score'], score);
    put(document, ['proposal', 'points', id, 'quote'], quote);
  }
  put(document, ['proposal', 'followUp'], followUp);
  put(document, ['proposal', 'answer'], answer);
}

type Path = readonly (string | number)[];

/** Nothing is said by nothing. */
function put(document: Document, path: Path, text: string): void {
  const present = document.getIn(path, true);
  if (text !== '' && isScalar(present)) fill(present, text);
  else if (text !== '') document.setIn(path, fill(new Scalar(text), text));
  else if (document.hasIn(path)) document.deleteIn(path);
}

/** As people would write it, where that is read back to the letter. A comment beside it stays. */
function fill(node: Scalar, text: string): Scalar {
  node.value = text;
  delete node.type;
  const lines = text.replace(/\n$/, '');
  if (/^\s/.test(lines) || /^[ \t]+$|\s$(?!\n)|[^\P{C}\n]/mu.test(lines)) node.type = Scalar.QUOTE_DOUBLE;
  return node;
}

/** Where a follow-up stands, which is at the end if it was nowhere. */
function followUp(document: Document, question: string): Path {
  const list = document.get('followUps');
  const known = document.toJS() as { followUps?: readonly { readonly question?: unknown }[] };
  const at = known.followUps?.findIndex(entry => entry.question === question) ?? -1;
  if (at >= 0) return ['followUps', at];
  const end = list === undefined ? 0 : (known.followUps?.length ?? 0);
  if (list === undefined) document.set('followUps', document.createNode([]));
  document.setIn(['followUps', end], document.createNode({ question: fill(new Scalar(question), question) }));
  return ['followUps', end];
}
