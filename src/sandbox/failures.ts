import './realm';
import type { Failure } from '../core/run/report';
import { record } from './checkRecord';
import { withHint } from './hints';
import { clip, headOf, isError, read, show, textOf } from './shownText';
import { learnerFrames } from './stacks';

/** Failures by the error that carries them; the error itself tells whoever catches it nothing. */
const failures = new WeakMap<object, Failure>();

/** Makes the error of a failed assertion and puts the failure on record. A suite's message may come from the learner. */
export function failAssertion(
  message: string,
  values: { expected?: string; actual?: string } = {},
  thrown?: unknown,
): Error {
  const error = new Error('A check of this exercise failed.');
  const source = isError(thrown) ? thrown : error;
  const failure: Failure = { message: clip(textOf(message)), ...values, frames: learnerFrames(source) };
  failures.set(error, failure);
  record().failedAssertion ??= failure;
  return error;
}

/** What a person should read about something that was thrown by anyone. Runs none of its code but getters. */
export function describeThrown(thrown: unknown): Failure {
  if (typeof thrown === 'object' && thrown !== null) {
    const known = failures.get(thrown);
    if (known) return known;
  }
  if (!isError(thrown)) return { message: `threw ${show(thrown)}, which is not an Error`, frames: [] };
  const cause = read(thrown, 'cause');
  const message = withHint(headOf(thrown)) + (isError(cause) ? `\n  caused by ${headOf(cause)}` : '');
  return { message: clip(message), frames: learnerFrames(thrown) };
}
