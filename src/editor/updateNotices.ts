import * as vscode from 'vscode';
import type { AttemptUpdate } from '../core/attemptUpdate';
import type { Attempt } from './attempts';
import { Coalescer } from './coalescer';
import { currentGate } from './gate';
import { showFailure } from './guarded';
import { DisposableStore } from './lifecycle';
import type { Services } from './services';
import { newsSentence } from './updateWords';

type NoticeServices = Pick<Services, 'attempts' | 'packs' | 'panels' | 'updates' | 'updateFlow' | 'log'>;

interface News {
  readonly attempt: Attempt;
  readonly update: AttemptUpdate;
}

/** Says once that exercises have changed, to who has no panel in view that says so. */
export function registerUpdateNotices(services: NoticeServices): DisposableStore {
  const { attempts, packs, panels, updates, log } = services;
  const store = new DisposableStore();
  const told = new Set<string>();

  const look = async (): Promise<void> => {
    if (currentGate() !== 'ready') return;
    const found = await Promise.all(
      attempts.all.map(async attempt => ({ attempt, update: await updates.news(attempt) })),
    );
    const news = found.flatMap(({ attempt, update }): News[] => {
      const occasion = `${attempt.key} ${update?.to ?? ''}`;
      if (!update || told.has(occasion)) return [];
      told.add(occasion);
      const isInView = panels.all.some(panel => panel.visible && panel.ref === attempt.ref);
      return isInView ? [] : [{ attempt, update }];
    });
    if (news.length === 0 || store.disposed) return;
    tell(services, news).catch((error: unknown) => showFailure(log, error));
  };
  const later = store.add(
    new Coalescer(500, () =>
      look().catch((error: unknown) => log.warn(`No look at updates: ${String(error)}`)),
    ),
  );
  for (const event of [packs.onDidChange, attempts.onDidChange]) store.add(event(() => later.trigger()));
  return store;
}

async function tell({ packs, updates, updateFlow }: NoticeServices, news: readonly News[]): Promise<void> {
  const [first, ...rest] = news;
  if (!first) return;
  if (rest.length > 0) {
    const choose = vscode.l10n.t('Choose…');
    const text = vscode.l10n.t('{0} exercises have changed since you began them.', news.length);
    if ((await vscode.window.showInformationMessage(text, choose)) !== choose) return;
    const attempt = await updateFlow.pick();
    if (attempt) await updateFlow.ask(attempt);
    return;
  }
  const { attempt, update } = first;
  const title = packs.find(attempt.ref)?.card.title ?? attempt.ref;
  const [doIt, show, notNow] = [
    vscode.l10n.t('Update'),
    vscode.l10n.t('Show What Changes'),
    vscode.l10n.t('Later'),
  ];
  const actions = update.steps.length > 0 ? [doIt, show, notNow] : [notNow];
  const answer = await vscode.window.showInformationMessage(newsSentence(title, update), ...actions);
  if (answer === doIt) await updateFlow.carryOut(attempt);
  else if (answer === show) await updateFlow.show(attempt);
  else if (answer === notNow) updates.postpone(attempt, update);
}
