import * as vscode from 'vscode';
import { toError } from '../../core/errors';
import { isChecked } from '../../core/exercise';
import type { ExerciseCard } from '../../core/pack/packIndex';
import { revealPlanned, visibleDetail } from '../../core/reveal';
import type { PlannedCheck } from '../../core/run/request';
import type { Attempt } from '../attempts';
import { requireReady } from '../gate';
import { revealContext } from '../revealContext';
import type { Services } from '../services';
import { difficultyWord } from '../words';
import { nodeOf, putItem } from './testData';

type TreeServices = Pick<Services, 'attempts' | 'packs' | 'runner' | 'progress' | 'log'>;

/** The rows of the Test Explorer: attempt, suite, check. Rows of hidden checks have no source to go to. */
export class TestTree {
  private readonly hashes = new WeakMap<vscode.TestItem, /* of the pack */ string>();

  constructor(
    private readonly controller: vscode.TestController,
    private readonly services: TreeServices,
  ) {}

  /** Makes the rows of attempts agree with the workspace; checks come when they are asked for. */
  update(): void {
    const { attempts, packs } = this.services;
    const known = attempts.all.filter(({ ref }) => {
      const card = packs.find(ref)?.card;
      return card && isChecked(card);
    });
    this.removeExcept(known);
    const titles = known.map(({ ref }) => packs.find(ref)?.card.title);
    known.forEach((attempt, i) => {
      const card = packs.find(attempt.ref)?.card;
      if (!card) return;
      const item = putItem(this.controller, this.controller.items, {
        id: attempt.key,
        label: card.title,
        node: { kind: 'attempt', attempt },
        ...mainFile(attempt, card),
      });
      const twin = titles.filter(title => title === card.title).length > 1;
      item.description = twin
        ? vscode.workspace.asRelativePath(attempt.folder, true)
        : difficultyWord(card.difficulty);
      item.sortText = String(i).padStart(4, '0');
      this.forgetOldChecks(item, packs.find(attempt.ref)?.pack.hash);
      item.canResolveChildren = item.children.size === 0;
    });
  }

  /** Finds out what the suites of an attempt check, without running any code of the learner. */
  async resolve(item: vscode.TestItem): Promise<void> {
    const { attempt } = nodeOf(item);
    const top = this.itemOf(attempt);
    if (!top || !this.services.packs.find(attempt.ref)) return;
    top.busy = true;
    try {
      this.setChecks(attempt, this.visible(attempt, await this.planOf(attempt)));
      top.error = undefined;
    } catch (thrown) {
      top.error = toError(thrown).message;
      this.services.log.warn(`The suites of ${attempt.ref} cannot be read: ${top.error}`);
    } finally {
      top.busy = false;
    }
  }

  /**
   * Every check of an attempt by its real title.
   * @throws HumanError without trust: a pack may lie in the workspace, and its suites are code as well.
   */
  async planOf(attempt: Attempt): Promise<readonly PlannedCheck[]> {
    requireReady();
    const exercise = (await this.services.packs.load(attempt.ref))?.exercise;
    return exercise ? (await this.services.runner.get()).plan(exercise) : [];
  }

  /** Whether a check can be told from another by what may be seen of it. */
  showsTitles(attempt: Attempt): boolean {
    const detail = this.detailOf(attempt);
    return detail !== undefined && detail !== 'state';
  }

  /** The rows for a whole list of checks, titles as they may be seen. */
  setChecks(attempt: Attempt, checks: readonly PlannedCheck[]): void {
    const top = this.itemOf(attempt);
    const card = this.services.packs.find(attempt.ref)?.card;
    if (!top || !card) return;
    const used = card.suites.filter(({ id }) => checks.some(check => check.suite === id));
    keepOnly(
      top.children,
      used.map(({ id }) => id),
    );
    used.forEach(({ id, title }, i) => {
      const suite = putItem(this.controller, top.children, {
        id,
        label: title,
        node: { kind: 'suite', attempt, suite: id },
      });
      suite.sortText = String(i).padStart(4, '0');
      keepOnly(
        suite.children,
        checks.filter(check => check.suite === id).map(check => check.title),
      );
      checks.forEach((check, index) => {
        if (check.suite !== id) return;
        const { label, group } = labelOf(check.title, title);
        const item = putItem(this.controller, suite.children, {
          id: check.title,
          label,
          node: { kind: 'check', attempt, suite: id, index },
        });
        item.description = group;
        item.sortText = String(index).padStart(4, '0');
      });
    });
    top.canResolveChildren = false;
  }

  itemOf(attempt: Pick<Attempt, 'key'>): vscode.TestItem | undefined {
    return this.controller.items.get(attempt.key);
  }

  checkItem(attempt: Attempt, check: Pick<PlannedCheck, 'suite' | 'title'>): vscode.TestItem | undefined {
    return this.itemOf(attempt)?.children.get(check.suite)?.children.get(check.title);
  }

  /** All rows of checks at or below a row. */
  checksBelow(item: vscode.TestItem): vscode.TestItem[] {
    if (nodeOf(item).kind === 'check') return [item];
    return [...item.children].flatMap(([, child]) => this.checksBelow(child));
  }

  /** Another version of the pack may check something else. */
  private forgetOldChecks(item: vscode.TestItem, hash: string | undefined): void {
    if (this.hashes.get(item) !== hash) item.children.replace([]);
    if (hash !== undefined) this.hashes.set(item, hash);
  }

  private visible(attempt: Attempt, checks: readonly PlannedCheck[]): PlannedCheck[] {
    const detail = this.detailOf(attempt);
    return checks.map((check, index) => revealPlanned(check, index, detail));
  }

  private detailOf(attempt: Attempt) {
    const entry = this.services.packs.find(attempt.ref);
    return (
      entry && visibleDetail(entry.card.reveal.checks, revealContext(this.services.progress.of(attempt.ref)))
    );
  }

  private removeExcept(attempts: readonly Attempt[]): void {
    keepOnly(
      this.controller.items,
      attempts.map(({ key }) => key),
    );
  }
}

function keepOnly(items: vscode.TestItemCollection, ids: readonly string[]): void {
  for (const [id] of items) if (!ids.includes(id)) items.delete(id);
}

/** What "Go to Test" opens: the file where the learner begins. */
function mainFile({ folder }: Attempt, { files }: ExerciseCard): { readonly uri?: vscode.Uri } {
  const first = files.find(({ owner }) => owner === 'learner');
  return first ? { uri: vscode.Uri.joinPath(folder, first.path) } : {};
}

/** The requirement first; groups of the suite beside it, unless they only repeat the suite's name. */
function labelOf(title: string, suite: string): { readonly label: string; readonly group: string } {
  const parts = title.split(' › ');
  const label = parts.pop() ?? title;
  const group = parts.filter(part => part !== suite).join(' › ');
  return { label, group };
}
