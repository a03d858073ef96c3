import * as l10n from '@vscode/l10n';
import { assertNever } from '../errors';
import type { DesignResult } from './judge';

/** How a design fared, in a few words. `requirements` are all that the exercise has. */
export function outcomeWords(
  { outcome, failed, sometimes }: DesignResult,
  requirements: readonly string[],
): string {
  switch (outcome) {
    case 'passed':
      return l10n.t('passes');
    case 'failed':
      return [
        failed.length === requirements.length && failed.length > 3
          ? l10n.t('fails all {0} requirements', failed.length)
          : failed.length > 0
            ? l10n.t('fails {0}', failed.join(', '))
            : l10n.t('fails'),
        sometimes.length > 0 ? l10n.t('(on some seeds {0})', sometimes.join(', ')) : '',
      ]
        .filter(Boolean)
        .join(' ');
    case 'did-not-compile':
      return l10n.t('does not compile');
    case 'timed-out':
      return l10n.t('takes too long');
    case 'crashed':
      return l10n.t('ends early');
    case 'cancelled':
      return l10n.t('was not run to the end');
    default:
      return assertNever(outcome);
  }
}

/** In English: what the command line prints. */
export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
