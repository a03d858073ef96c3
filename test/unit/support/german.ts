import { readFileSync } from 'node:fs';
import { useTexts, type TextTable } from '../../../src/node/textsInUse';

/** What the extension hands over in a German editor. */
export const german = JSON.parse(readFileSync('media/l10n/bundle.l10n.de.json', 'utf8')) as TextTable;

/** What `ask` answers in German; afterwards English is spoken again. */
export function inGerman<T>(ask: () => T): T {
  useTexts(german);
  try {
    return ask();
  } finally {
    useTexts(undefined);
  }
}
