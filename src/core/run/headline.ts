import * as l10n from '@vscode/l10n';
import { assertNever } from '../errors';
import type { RunReport } from './report';

/** One sentence that says how a run ended, for a terminal, a status bar or a screen reader. */
export function headline(report: RunReport): string {
  switch (report.kind) {
    case 'finished':
      return report.loadFailure
        ? l10n.t('Could not be loaded: {0}', firstLine(report.loadFailure.message))
        : verdict(report);
    case 'did-not-compile': {
      const [first] = report.errors;
      if (!first) return l10n.t('Does not compile');
      const place = `${first.file}:${first.line}`;
      return report.errors.length > 1
        ? l10n.t(
            'Does not compile: {0}: {1} (and {2} more)',
            ...[place, firstLine(first.message), report.errors.length - 1],
          )
        : l10n.t('Does not compile: {0}: {1}', place, firstLine(first.message));
    }
    case 'timed-out':
      return timedOut(report);
    case 'crashed':
      return report.during === null
        ? l10n.t('Stopped: {0}', firstLine(report.detail))
        : l10n.t('Stopped in “{0}”: {1}', report.during, firstLine(report.detail));
    case 'cancelled':
      return l10n.t('Cancelled');
    default:
      return assertNever(report);
  }
}

function verdict(report: RunReport): string {
  const count = (state: string): number => report.checks.filter(check => check.state === state).length;
  const total = report.checks.length;
  const failed = count('failed');
  const hidden = count('not-revealed');
  if (total === 0) return l10n.t('There were no checks to run');
  if (failed > 0) return l10n.t('{0} of {1} checks failed', failed, total);
  if (hidden > 0) return l10n.t('{0} of {1} checks passed, {2} not revealed', count('passed'), total, hidden);
  return total === 1 ? l10n.t('The check passed') : l10n.t('All {0} checks passed', total);
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

function timedOut({ limit, limitMs, during }: Extract<RunReport, { kind: 'timed-out' }>): string {
  const seconds = limitMs / 1_000;
  if (limit === 'check')
    return during === null
      ? l10n.t('Stopped: loading the files took longer than {0} s', seconds)
      : l10n.t('Stopped: “{0}” took longer than {1} s', during, seconds);
  return during === null
    ? l10n.t('Stopped: the run took longer than {0} s', seconds)
    : l10n.t('Stopped: the run took longer than {0} s in “{1}”', seconds, during);
}
