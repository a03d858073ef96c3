import * as l10n from '@vscode/l10n';
import type { Walls } from './report';

/** From the inside out. */
export const wallNames: readonly (keyof Walls)[] = [
  'compartment',
  'permissions',
  'watchdog',
  'emptyEnvironment',
];

/** What it means, for the one whose machine it is, that a wall did not stand. */
export const missingWallSentences = (): Readonly<Record<keyof Walls, string>> => ({
  compartment: l10n.t('The code did not run in a hardened compartment: nothing but the process held it.'),
  permissions: l10n.t(
    "Node's permission model was not in force: the compartment alone kept the code from files and other programs.",
  ),
  watchdog: l10n.t(
    'No second thread guarded time and memory: a run that hangs is ended a moment later, by its host.',
  ),
  emptyEnvironment: l10n.t(
    'The process had environment variables: code that left its compartment could have read them.',
  ),
});

/** One sentence for each protection that did not stand; none when all did. */
export function missingWalls(walls: Walls): string[] {
  const sentences = missingWallSentences();
  return wallNames.filter(name => !walls[name]).map(name => sentences[name]);
}
