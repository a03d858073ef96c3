import { assertNever } from '../errors';
import type { DesignResult } from './judge';

/** How a design fared, in a few words. `requirements` are all that the exercise has. */
export function outcomeWords(
  { outcome, failed, sometimes }: DesignResult,
  requirements: readonly string[],
): string {
  switch (outcome) {
    case 'passed':
      return 'passes';
    case 'failed':
      return [
        'fails',
        failed.length === requirements.length && failed.length > 3
          ? `all ${failed.length} requirements`
          : failed.join(', '),
        sometimes.length > 0 ? `(on some seeds ${sometimes.join(', ')})` : '',
      ]
        .filter(Boolean)
        .join(' ');
    case 'did-not-compile':
      return 'does not compile';
    case 'timed-out':
      return 'takes too long';
    case 'crashed':
      return 'ends early';
    case 'cancelled':
      return 'was not run to the end';
    default:
      return assertNever(outcome);
  }
}

export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
