import * as vscode from 'vscode';
import { HumanError } from '../core/errors';
import type { Attempt } from './attempts';
import { guarded } from './guarded';
import {
  registerCommand,
  type AuthoringCommand,
  type CommandTypes,
  type MessageTarget,
  type ProgressCommand,
  type Target,
} from './ids';
import { repeatOf } from './repeat';
import { requireChecked } from './requireChecked';
import type { Services } from './services';
import { findAttempt, findOrPick, findTarget, pickExercise } from './targets';

/** Without those of the tree (catalogView.ts), of packs as a whole (packs/packCommands.ts), of progress/ and of authoring/. */
type Table = Omit<
  CommandTypes,
  | 'designDrills.filter'
  | 'designDrills.clearFilter'
  | 'designDrills.installPack'
  | 'designDrills.managePacks'
  | 'designDrills.insertRequirement'
  | AuthoringCommand
  | ProgressCommand
>;
type AnyTarget = Target | MessageTarget;

/** Finds out what each command was called for, then hands over to what does it. */
export function registerCommands(services: Services): vscode.Disposable {
  const { flows, updateFlow, packs, attempts, runs, log } = services;

  const needAttempt = async (target: Target | undefined): Promise<Attempt | undefined> => {
    await attempts.ready;
    const attempt = findAttempt(services, target);
    if (attempt) return attempt;
    const ref = await findOrPick(services, target, vscode.l10n.t('Which exercise?'));
    const card = ref && packs.find(ref)?.card;
    if (card) requireChecked(card);
    return ref && (attempts.of(ref) ?? offerScaffold(services, ref));
  };

  const table: Table = {
    'designDrills.openExercise': async target => {
      const ref = target === undefined ? undefined : findTarget(services, target);
      const chosen = ref ?? (await pickExercise(services, vscode.l10n.t('Open Exercise')));
      if (chosen) await flows.open(chosen);
    },
    'designDrills.scaffold': async target => {
      const ref = await findOrPick(services, target, vscode.l10n.t('Scaffold Starter Files'));
      if (!ref) return;
      const panel = services.panels.all.find(open => open.ref === ref && open.visible);
      await flows.scaffold(ref, panel?.column);
    },
    'designDrills.check': async target => {
      const attempt = await needAttempt(target);
      if (attempt) await runs.check(attempt, { source: 'command' });
    },
    'designDrills.debug': async target => {
      const attempt = await needAttempt(target);
      if (attempt) await runs.check(attempt, { source: 'command', mode: 'debug' });
    },
    'designDrills.runWithSeed': async target => {
      const { test, message } = isMessageTarget(target) ? target : { test: target, message: undefined };
      const attempt = await needAttempt(test);
      const repeat = attempt && (await repeatOf(services, attempt, test, message));
      if (repeat) await runs.check(attempt, { source: 'command', ...repeat });
    },
    'designDrills.cancel': target => {
      const attempt = target && findAttempt(services, target);
      if (attempt) runs.cancel(attempt);
      else runs.cancelAll();
    },
    'designDrills.reset': async target => {
      const attempt = await needAttempt(target);
      if (attempt) await flows.reset(attempt);
    },
    'designDrills.compareSolution': async target => {
      const attempt = await needAttempt(target);
      if (attempt) await flows.compareSolution(attempt);
    },
    'designDrills.compareStarter': async target => {
      const attempt = await needAttempt(target);
      if (attempt) await updateFlow.compareStarter(attempt);
    },
    'designDrills.updateAttempt': async target => {
      await attempts.ready;
      const attempt = findAttempt(services, target) ?? (await updateFlow.pick());
      if (attempt) await updateFlow.ask(attempt);
    },
    'designDrills.nextExercise': async target => {
      await packs.ready;
      const ref = findTarget(services, target);
      const next = ref ? packs.catalog.next(ref) : packs.catalog.entries[0];
      if (!next) throw new HumanError('no-next', vscode.l10n.t('This was the last exercise of its pack.'));
      await (ref ? flows.openInstead(ref, next.ref) : flows.open(next.ref));
    },
    'designDrills.refresh': async () => {
      await Promise.all([packs.refresh(), attempts.scan()]);
    },
  };

  const ids = Object.keys(table) as (keyof Table)[];
  return vscode.Disposable.from(
    ...ids.map(id =>
      registerCommand(id, guarded<[target?: AnyTarget]>(log, table[id] as (target?: AnyTarget) => unknown)),
    ),
  );
}

const isMessageTarget = (target: Target | MessageTarget | undefined): target is MessageTarget =>
  typeof target === 'object' && 'test' in target && 'message' in target;

/** Most commands need files; who has none yet is one click away from them. */
async function offerScaffold({ flows, packs }: Services, ref: Attempt['ref']): Promise<Attempt | undefined> {
  const scaffold = vscode.l10n.t('Scaffold Starter Files');
  const title = packs.find(ref)?.card.title ?? ref;
  const text = vscode.l10n.t('There are no files for “{0}” yet.', title);
  const answer = await vscode.window.showInformationMessage(text, scaffold);
  return answer === scaffold ? (await flows.scaffold(ref)).attempt : undefined;
}
