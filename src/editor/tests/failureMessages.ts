import * as vscode from 'vscode';
import type { Exercise, Requirement } from '../../core/exercise';
import { headline } from '../../core/run/headline';
import type { CheckResult, CompileError, Failure, Frame, LogLine, RunReport } from '../../core/run/report';
import { excerptRows } from '../../core/text/excerpt';
import { fencedMarkdown, plainMarkdown } from '../../core/text/plainMarkdown';
import type { Attempt } from '../attempts';

/** Console lines of a check that its message repeats, and characters of each; the output and the panel have all. */
const shownLines = 20;
const shownLength = 200;

/** What a run is about, for its messages. */
export interface MessageScene {
  readonly attempt: Attempt;
  readonly exercise: Pick<Exercise, 'requirements'>;
  readonly seed: number;
}

/**
 * Why a check failed. Where two values can be compared VS Code shows nothing but their difference, so that everything
 * else is a message of its own after it.
 */
export function checkMessages(scene: MessageScene, result: CheckResult): vscode.TestMessage[] {
  const failure = result.failure ?? { message: vscode.l10n.t('This check failed.'), frames: [] };
  const cited = scene.exercise.requirements.filter(({ id }) => result.requirements.includes(id));
  return failureMessages(scene, failure, cited, result.logs);
}

export function loadMessages(scene: MessageScene, failure: Failure): vscode.TestMessage[] {
  return failureMessages(scene, failure, [], []);
}

/** A run that was stopped: at the check it was busy with, by what, after how long. */
export function stoppedMessage(
  scene: MessageScene,
  report: RunReport,
  check: CheckResult | undefined,
): vscode.TestMessage {
  const text = new vscode.MarkdownString();
  paragraph(text, `${headline(report)}.`);
  paragraph(text, vscode.l10n.t('The run was stopped after {0} s.', (report.durationMs / 1_000).toFixed(1)));
  for (const requirement of scene.exercise.requirements.filter(({ id }) => check?.requirements.includes(id)))
    requirementLine(text, requirement);
  seedLine(text, scene.seed);
  return marked(new vscode.TestMessage(text), scene);
}

export function compileMessage(attempt: Attempt, error: CompileError): vscode.TestMessage {
  const message = new vscode.TestMessage(error.message);
  message.location = locationOf(attempt, error);
  return message;
}

function failureMessages(
  scene: MessageScene,
  failure: Failure,
  cited: readonly Requirement[],
  logs: readonly LogLine[],
): vscode.TestMessage[] {
  const { expected, actual, message } = failure;
  const details = new vscode.TestMessage(detailsOf(scene, failure, cited, logs));
  const messages =
    expected !== undefined && actual !== undefined
      ? [vscode.TestMessage.diff(message, expected, actual), details]
      : [details];
  return messages.map(each => placed(marked(each, scene), scene.attempt, failure.frames));
}

function detailsOf(
  { attempt, seed }: MessageScene,
  { message, frames }: Failure,
  cited: readonly Requirement[],
  logs: readonly LogLine[],
): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  paragraph(text, message);
  for (const requirement of cited) requirementLine(text, requirement);
  const [innermost] = frames;
  if (innermost) {
    const { file, line, column, fn, code } = innermost;
    const { uri } = locationOf(attempt, innermost);
    const target = uri.with({ fragment: `L${line},${column}` }).toString();
    text.appendMarkdown(`[${plainMarkdown(`${file}:${line}:${column}`)}](${target})`);
    if (fn !== '') text.appendMarkdown(` ${plainMarkdown(vscode.l10n.t('in {0}', fn))}`);
    text.appendMarkdown('\n');
    if (code) text.appendMarkdown(fencedMarkdown(excerptRows(code).join('\n')));
  }
  if (logs.length > 0) {
    text.appendMarkdown(`\n**${vscode.l10n.t('Console')}**\n`);
    text.appendMarkdown(fencedMarkdown(consoleText(logs)));
  }
  text.appendMarkdown('\n');
  seedLine(text, seed);
  return text;
}

function consoleText(logs: readonly LogLine[]): string {
  const lines = logs.slice(0, shownLines).map(({ level, text }) => {
    const cut = text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
    return level === 'log' ? cut : `[${level}] ${cut}`;
  });
  const more = logs.length - lines.length;
  return [...lines, ...(more > 0 ? [vscode.l10n.t('… and {0} more lines', more)] : [])].join('\n');
}

function paragraph(text: vscode.MarkdownString, plain: string): void {
  text.appendMarkdown(`${plainMarkdown(plain)}\n\n`);
}

/** Of the Markdown of a requirement only code is kept: a message must not load or open anything of a pack's. */
function requirementLine(text: vscode.MarkdownString, { id, text: sentence }: Requirement): void {
  text.appendMarkdown(`**${id}** `);
  for (const part of sentence.split(/(`[^`\n]+`)/))
    text.appendMarkdown(part.startsWith('`') ? part : plainMarkdown(part.replaceAll('**', '')));
  text.appendMarkdown('\n\n');
}

const seedLine = (text: vscode.MarkdownString, seed: number): void =>
  paragraph(text, vscode.l10n.t('Seed {0}', seed));

/** The mark that the menu of messages goes by, and the seed for the command in it. */
function marked(message: vscode.TestMessage, { seed }: MessageScene): vscode.TestMessage {
  message.contextValue = `${failureMark}.${seed}`;
  return message;
}

const failureMark = 'designDrills.failure';

/** The seed of the run that a message is from. */
export function seedOfMessage({
  contextValue,
}: Pick<vscode.TestMessage, 'contextValue'>): number | undefined {
  const seed = contextValue?.startsWith(`${failureMark}.`)
    ? Number(contextValue.slice(failureMark.length + 1))
    : NaN;
  return Number.isSafeInteger(seed) ? seed : undefined;
}

function placed(message: vscode.TestMessage, attempt: Attempt, frames: readonly Frame[]): vscode.TestMessage {
  const [innermost] = frames;
  if (innermost) {
    message.location = locationOf(attempt, innermost);
    message.stackTrace = frames.map(frame => stackFrame(attempt, frame));
  }
  return message;
}

const stackFrame = (attempt: Attempt, frame: Frame): vscode.TestMessageStackFrame => {
  const { uri, range } = locationOf(attempt, frame);
  return new vscode.TestMessageStackFrame(frame.fn || vscode.l10n.t('(top level)'), uri, range.start);
};

const locationOf = (attempt: Attempt, at: Pick<Frame, 'file' | 'line' | 'column'>): vscode.Location =>
  new vscode.Location(
    vscode.Uri.joinPath(attempt.folder, at.file),
    new vscode.Position(Math.max(0, at.line - 1), Math.max(0, at.column - 1)),
  );
