import * as vscode from 'vscode';
import { HumanError } from '../core/errors';
import type { ExerciseRef } from '../core/exercise';
import type { CatalogEntry } from '../core/pack/catalog';
import { stateOf } from '../core/progress';
import type { Attempt } from './attempts';
import type { Target } from './ids';
import type { Services } from './services';
import { attemptOf } from './tests/testData';
import { factsOf, stateIcon } from './words';

type TargetServices = Pick<Services, 'attempts' | 'packs' | 'panels' | 'progress'>;

/** The exercise that a command was called for: what a menu handed over, else what the person is looking at. */
export function findTarget(services: TargetServices, target: Target | undefined): ExerciseRef | undefined {
  if (target !== undefined) return refOfTarget(services, target);
  const { attempts, panels } = services;
  const front = panels.current;
  if (front?.active) return front.ref;
  return attempts.active?.ref ?? front?.ref;
}

/** As `findTarget`; asks when nothing says. Undefined when the person chooses none. */
export async function findOrPick(
  services: TargetServices,
  target: Target | undefined,
  title: string,
): Promise<ExerciseRef | undefined> {
  return findTarget(services, target) ?? (await pickExercise(services, title));
}

/** The very attempt that was pointed at, else the one at the exercise. */
export function findAttempt(services: TargetServices, target: Target | undefined): Attempt | undefined {
  const { attempts } = services;
  if (target instanceof vscode.Uri) return attempts.containing(target);
  if (isTestItem(target)) return attemptOf(target);
  const ref = findTarget(services, target);
  return ref && attempts.of(ref);
}

/** Every exercise by module, with where the person stands. */
export async function pickExercise(
  services: TargetServices,
  title: string,
): Promise<ExerciseRef | undefined> {
  const { packs } = services;
  await packs.ready;
  const { entries } = packs.catalog;
  if (entries.length === 0)
    throw new HumanError(
      'no-exercises',
      vscode.l10n.t('There are no exercises. The log says which packs were read.'),
    );
  const items = entries.flatMap((entry, i) => {
    const before = entries[i - 1];
    const row = rowOf(services, entry);
    const begins = before?.pack !== entry.pack || before.module !== entry.module;
    const label = vscode.l10n.t('{0}: {1}', entry.pack.title, entry.module);
    return begins ? [{ label, kind: vscode.QuickPickItemKind.Separator, ref: undefined }, row] : [row];
  });
  const picked = await vscode.window.showQuickPick(items, {
    title,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.ref;
}

function rowOf({ progress }: TargetServices, { ref, card }: CatalogEntry) {
  const state = stateOf(progress.of(ref));
  return {
    label: card.title,
    description: factsOf(state, card).join(' · '),
    detail: card.summary,
    iconPath: stateIcon(state),
    ref,
  };
}

function refOfTarget({ attempts }: TargetServices, target: Target): ExerciseRef | undefined {
  if (typeof target === 'string') return target;
  if (target instanceof vscode.Uri) return attempts.containing(target)?.ref;
  return isTestItem(target) ? attemptOf(target)?.ref : target.ref;
}

export const isTestItem = (target: Target | undefined): target is vscode.TestItem =>
  typeof target === 'object' && 'children' in target && 'canResolveChildren' in target;
