import * as vscode from 'vscode';
import { HumanError } from '../../core/errors';
import { refOf, type Exercise } from '../../core/exercise';
import type { LoadedEntry } from '../../core/pack/catalog';
import { soundSettings } from '../../core/playground';
import { isRevealed, mayPlay, visibleDetail } from '../../core/reveal';
import type { PlayReport } from '../../core/run/playReport';
import type { PlaygroundView, Played, PlayParams } from '../../protocol/playground';
import { sourcePathIn } from '../attemptFiles';
import type { Attempt } from '../attempts';
import { fingerprint } from '../fingerprint';
import { currentGate } from '../gate';
import { revealContext, revealSentence } from '../revealContext';
import type { Services } from '../services';

type Parts = Pick<Services, 'attempts' | 'files' | 'progress' | 'runner'>;

/** The reference has nothing new to say when a slider comes back to where it was. */
const mostRemembered = 60;

/** The playground of one panel: one run at a time, the newest. Nothing of it is a result, or touches progress. */
export class Plays {
  private current: AbortController | undefined;
  private readonly references = new Map<string, PlayReport>();
  private revision: { readonly key: string; readonly text: string } | undefined;
  private isSaved = false;

  constructor(private readonly parts: Parts) {}

  /** Null where there is nothing to play with, or it may not be seen: see `mayPlay`. */
  async view(entry: LoadedEntry): Promise<PlaygroundView | null> {
    const { exercise } = entry;
    const attempt = this.parts.attempts.of(refOf(exercise));
    const { playground } = exercise;
    if (!playground || !attempt || !this.isOpen(exercise)) return null;
    const { playContent } = await import('./playContent');
    return {
      ...playContent(playground),
      revision: await this.revisionOf(attempt, entry),
      referenceRevealed: this.mayCompare(exercise),
      referenceWhen: revealSentence(exercise.reveal.solution, exercise),
    };
  }

  /** A file of this attempt has been saved: what is there now is meant to be looked at. */
  noteSave(): void {
    this.isSaved = true;
  }

  /** Ends what is being played: its answer is `cancelled`. */
  async play(attempt: Attempt, { exercise, pack }: LoadedEntry, asked: PlayParams): Promise<Played> {
    const { playground } = exercise;
    if (!playground || !this.isOpen(exercise))
      throw new HumanError('no-playground', vscode.l10n.t('There is no playground here at the moment.'));
    this.stop();
    const controller = new AbortController();
    this.current = controller;
    const settings = soundSettings(playground, asked.settings);
    const seed = Number.isInteger(asked.seed) ? asked.seed >>> 0 : 1;
    const files = await this.parts.files.read(attempt, { fresh: true });
    const suites = await this.parts.runner.get();
    const { signal } = controller;
    const request = { exercise, pack, settings, seed, signal };
    const [{ ShownReport }, mine, reference] = await Promise.all([
      import('../../node/shownReport'), // brings the compiler, which is not needed before
      suites.play({ ...request, files }),
      asked.reference && this.mayCompare(exercise) ? this.reference(request) : null,
    ]);
    if (this.current === controller) this.current = undefined;
    return { mine: new ShownReport(exercise, files).play(mine), reference };
  }

  stop(): void {
    this.current?.abort();
  }

  private async reference(
    request: Omit<Parameters<Awaited<ReturnType<Parts['runner']['get']>>['play']>[0], 'files'>,
  ): Promise<PlayReport | null> {
    const { exercise, pack, settings, seed } = request;
    const key = JSON.stringify([refOf(exercise), pack.hash, settings, seed]);
    const known = this.references.get(key);
    if (known) return known;
    const files = Object.fromEntries(exercise.files.map(file => [file.path, file.solution]));
    const report = await (await this.parts.runner.get()).play({ ...request, files });
    if (report.kind !== 'played') return null;
    for (const oldest of this.references.keys()) {
      if (this.references.size < mostRemembered) break;
      this.references.delete(oldest);
    }
    this.references.set(key, report);
    return report;
  }

  private isOpen(exercise: Exercise): boolean {
    const context = revealContext(this.parts.progress.of(refOf(exercise)));
    return currentGate() === 'ready' && mayPlay(visibleDetail(exercise.reveal.checks, context));
  }

  private mayCompare(exercise: Exercise): boolean {
    return isRevealed(exercise.reveal.solution, revealContext(this.parts.progress.of(refOf(exercise))));
  }

  /** While somebody types, what was saved last goes on counting. */
  private async revisionOf(attempt: Attempt, { exercise, pack }: LoadedEntry): Promise<string> {
    const isTyping = vscode.workspace.textDocuments.some(
      document => document.isDirty && sourcePathIn(attempt, document.uri) !== undefined,
    );
    if (this.revision?.key === attempt.key && isTyping && !this.isSaved) return this.revision.text;
    this.isSaved = false;
    const files = await this.parts.files.read(attempt, { fresh: false });
    const text = `${pack.hash} ${fingerprint(files, exercise, pack.version)}`;
    this.revision = { key: attempt.key, text };
    return text;
  }
}
