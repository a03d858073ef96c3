import * as vscode from 'vscode';
import type { DesignResult, WrongResult } from '../../core/verify/judge';
import { outcomeWords } from '../../core/verify/verdictWords';
import type { AuthoredExercise } from './authoredPacks';
import type { Judged } from './verifications';
import { rangeOf, uriOf } from './verifyDiagnostics';
import type { Part, PlacedFinding } from './verifier';

/** The row of one design: as it should be, or what is to be said about it. */
export function presentDesign(
  run: vscode.TestRun,
  item: vscode.TestItem,
  place: AuthoredExercise,
  { verdict, findings }: Judged,
  part: Part,
): void {
  const result = resultOf(verdict, part);
  if (!result) {
    run.errored(
      item,
      findings.map(found => messageOf(place, found)),
    ); // the suites themselves are broken
    return;
  }
  const words = outcomeWords(result, verdict.requirements);
  item.description = words;
  if (result.ok) run.passed(item);
  else {
    const own = findings.filter(found => isAboutPart(found, part));
    run.failed(
      item,
      own.length > 0 ? own.map(found => messageOf(place, found)) : [new vscode.TestMessage(words)],
    );
  }
}

function resultOf(verdict: Judged['verdict'], part: Part): DesignResult | WrongResult | undefined {
  if (part === 'starter') return verdict.starter;
  if (part === 'solution') return verdict.solution;
  return 'wrong' in part
    ? verdict.wrong.find(({ id }) => id === part.wrong)
    : verdict.alternatives.find(({ id }) => id === part.alternative);
}

function isAboutPart({ code, message }: PlacedFinding, part: Part): boolean {
  if (part === 'starter') return code.startsWith('starter-');
  if (part === 'solution') return code.startsWith('solution-');
  // Whatever the language: what is found at a design names it.
  return 'wrong' in part
    ? /^wrong-|caught/.test(code) && message.includes(`"${part.wrong}"`)
    : code.startsWith('alternative-') && message.includes(`"${part.alternative}"`);
}

/** It is shown at the row of its design. */
export const isAboutDesign = ({ code }: PlacedFinding): boolean =>
  /^(?:starter|solution|alternative|wrong|mutation)-|^(?:not-caught|caught-elsewhere)$/.test(code);

export function messageOf(
  place: AuthoredExercise,
  { message, remedy, place: at }: PlacedFinding,
): vscode.TestMessage {
  const shown = new vscode.TestMessage(`${message} ${remedy}`);
  shown.location = new vscode.Location(uriOf(place.pack.folder, at), rangeOf(at));
  return shown;
}

export const brokenMessage = (): vscode.TestMessage =>
  new vscode.TestMessage(
    vscode.l10n.t('The exercise cannot be read. The Problems panel says what is wrong with its files.'),
  );

/** For the output of a run. */
export function summaryOf({ verdict, findings }: Judged): string {
  const lines = findings.map(({ message, remedy }) => `✗ ${message} ${remedy}`);
  return [`${verdict.title}: ${verdict.ok ? '✓' : '✗'}`, ...lines, ''].join('\n');
}
