import assert from 'node:assert/strict';
import { headline } from '../../../src/core/run/headline';
import { isRunReport } from '../../../src/core/run/isRunReport';
import { mergePart } from '../../../src/core/run/mergeReports';
import { outcomeOf, requirementStates, type Failure, type RunReport } from '../../../src/core/run/report';
import { caps } from '../../../src/protocol/runValues';

const kinds = ['finished', 'did-not-compile', 'timed-out', 'crashed', 'cancelled'];
const states = ['passed', 'failed', 'not-run'];

/** Of a detail: a sentence of ours with a number in it. Of a code frame: a few lines. Characters. */
const sentence = 1_000;
const frameText = 5_000;

/**
 * What every report must be, whatever the learner's code and the child did: of a known kind, as JSON would carry it,
 * bounded in every text and list, without a contradiction, and such that whoever shows it can.
 */
export function assertSound(report: RunReport): void {
  assert.ok(kinds.includes(report.kind), report.kind);
  const carried: unknown = JSON.parse(JSON.stringify(report));
  assert.deepEqual(carried, report);
  assert.ok(isRunReport(carried));
  assertTime(report.durationMs);
  for (const check of report.checks) {
    assert.ok(states.includes(check.state), check.state);
    assert.equal(check.failure !== undefined, check.state === 'failed');
    assertTime(check.ms);
    assertText(check.title, 32 * 504);
    assertText(check.suite, 200);
    if (check.failure) assertFailure(check.failure);
    assertLogs(check.logs);
    assert.ok(check.trace.length <= caps.traceEvents);
  }
  switch (report.kind) {
    case 'finished':
      assertLogs(report.loadLogs);
      if (report.loadFailure) assertFailure(report.loadFailure);
      else assert.ok(report.checks.every(({ state }) => state !== 'not-run'));
      break;
    case 'did-not-compile':
      assert.ok(report.errors.length > 0);
      for (const error of report.errors) {
        assertPlace(error);
        assertText(error.message, caps.text);
        assertText(error.codeFrame, frameText);
      }
      break;
    case 'timed-out':
      assertTime(report.limitMs);
      break;
    case 'crashed':
      assertText(report.detail, sentence);
      break;
    case 'cancelled':
      break;
  }
  if (outcomeOf(report) === 'passed') {
    assert.equal(report.kind, 'finished');
    assert.ok(report.checks.every(({ state }) => state === 'passed'));
  }
  assert.equal(requirementStates(['R1'], report.checks).length, 1);
  assert.ok(headline(report).length > 0);
  assert.deepEqual(mergePart(report, report, true).checks.length, report.checks.length);
}

function assertFailure({ message, expected, actual, frames }: Failure): void {
  for (const text of [message, expected ?? '', actual ?? '']) assertText(text, caps.text);
  assert.ok(frames.length <= caps.frames);
  for (const frame of frames) {
    assertPlace(frame);
    assertText(frame.fn, 200);
  }
}

function assertPlace({ line, column }: { readonly line: number; readonly column: number }): void {
  for (const number of [line, column])
    assert.ok(Number.isInteger(number) && number >= 1 && number <= caps.place, `${line}:${column}`);
}

function assertLogs(logs: readonly { readonly text: string }[]): void {
  assert.ok(logs.length <= caps.logLines);
  assert.ok(logs.reduce((sum, { text }) => sum + text.length, 0) <= caps.logText + caps.text);
}

const assertTime = (ms: number): void => assert.ok(Number.isFinite(ms) && ms >= 0, String(ms));

const assertText = (text: string, max: number): void =>
  assert.ok(typeof text === 'string' && text.length <= max, `${text.length} characters, at most ${max}`);
