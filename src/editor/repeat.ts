import * as vscode from 'vscode';
import { HumanError } from '../core/errors';
import type { CheckResult, RunReport } from '../core/run/report';
import type { CheckId } from '../core/run/request';
import type { Attempt } from './attempts';
import type { MessageTarget, Target } from './ids';
import type { Services } from './services';
import { isTestItem } from './targets';
import { seedOfMessage } from './tests/failureMessages';
import { nodeOf } from './tests/testData';

/** A run that has been, as far as it can be asked for again. */
export interface Repeat {
  readonly seed: number;
  readonly suite?: string;
  readonly only?: readonly CheckId[];
}

type RepeatServices = Pick<Services, 'results'>;

/**
 * What is to be run once more: the row or the message that was pointed at, else what the person chooses among the whole
 * run and its failed checks. Undefined when they choose nothing.
 * @throws HumanError when the attempt has not been run yet.
 */
export async function repeatOf(
  { results }: RepeatServices,
  attempt: Attempt,
  target: Target | undefined,
  message: MessageTarget['message'] | undefined,
): Promise<Repeat | undefined> {
  const report = results.get(attempt)?.report;
  if (!report)
    throw new HumanError(
      'no-run-yet',
      vscode.l10n.t('There is no run to repeat yet: check the attempt first.'),
    );
  if (isTestItem(target)) return repeatOfRow(report, target, message && seedOfMessage(message));
  const failed = report.checks.filter(check => check.state === 'failed' && isTold(check));
  return failed.length === 0 ? { seed: report.seed } : choose(report, failed);
}

/** Checks that cannot be told apart cannot be run one by one; then it is the whole run. */
export const repeatOfCheck = (report: RunReport, check: CheckResult): Repeat => ({
  seed: check.seed ?? report.seed,
  ...(isTold(check) ? { only: [{ suite: check.suite, title: check.title }] } : {}),
});

function repeatOfRow(report: RunReport, item: vscode.TestItem, seed: number | undefined): Repeat {
  const node = nodeOf(item);
  const of = (repeat: Repeat): Repeat => ({ ...repeat, ...(seed === undefined ? {} : { seed }) });
  switch (node.kind) {
    case 'attempt':
      return of({ seed: report.seed });
    case 'suite':
      return of({ seed: report.seed, suite: node.suite });
    case 'check': {
      const check = report.checks.find(({ suite, title }) => suite === node.suite && title === item.id);
      return of(check ? repeatOfCheck(report, check) : { seed: report.seed, suite: node.suite });
    }
  }
}

async function choose(report: RunReport, failed: readonly CheckResult[]): Promise<Repeat | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: vscode.l10n.t('The whole run'),
        description: vscode.l10n.t('Seed {0}', report.seed),
        repeat: { seed: report.seed },
      },
      { label: vscode.l10n.t('Failed checks'), kind: vscode.QuickPickItemKind.Separator, repeat: undefined },
      ...failed.map(check => ({
        label: check.title.split(' › ').at(-1) ?? check.title,
        description: vscode.l10n.t('Seed {0}', check.seed ?? report.seed),
        repeat: repeatOfCheck(report, check),
      })),
    ],
    { title: vscode.l10n.t('Run Again With This Seed') },
  );
  return picked?.repeat;
}

/** Every check cites a requirement, so one that cites none has had its title hidden. */
const isTold = ({ requirements }: CheckResult): boolean => requirements.length > 0;
