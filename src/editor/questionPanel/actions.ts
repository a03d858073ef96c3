import * as vscode from 'vscode';
import { HumanError } from '../../core/errors';
import type { Exercise, ExerciseRef } from '../../core/exercise';
import type { HostContract } from '../../protocol/panel';
import type { Handlers, Listeners } from '../../protocol/rpc';
import type { Attempt } from '../attempts';
import { resolveGate } from '../gate';
import type { InstallTarget } from '../packs/installPack';
import { packIdOfRef } from '../packs/missingPack';
import { showFailure } from '../guarded';
import { attemptView } from './attemptViews';
import type { ReviewRequest } from './reviewActions';
import type { Plays } from './plays';
import type { SessionServices } from './session';
import { saveExport } from './saveExport';
import { earlierTrace, referenceTrace } from './tracesOf';

/** What the panel may ask for, request by request. */
export class Actions {
  constructor(
    private readonly services: SessionServices,
    private readonly ref: () => ExerciseRef,
    private readonly column: () => vscode.ViewColumn | undefined,
    private readonly plays: Plays,
  ) {}

  readonly requests: Omit<Handlers<HostContract>, 'ready' | ReviewRequest> = {
    scaffold: async () => {
      try {
        const { created, kept } = await this.services.flows.scaffold(this.ref(), this.column());
        return { created, kept };
      } catch (thrown) {
        if (!(thrown instanceof vscode.CancellationError)) throw thrown;
        throw new HumanError(
          'no-folder-chosen',
          vscode.l10n.t('Nothing was written, as no folder was chosen.'),
        );
      }
    },
    check: async ({ suite, only, seed }) => {
      const attempt = this.attempt();
      if (suite !== undefined && !(await this.exercise(this.ref())).suites.some(({ id }) => id === suite))
        throw new HumanError('no-suite', vscode.l10n.t('There is no suite “{0}”.', suite));
      await this.services.runs.check(attempt, {
        source: 'panel',
        ...(suite === undefined ? {} : { suite }),
        ...(only === undefined ? {} : { only: [{ suite: only.suite, title: only.title }] }),
        ...(seed === undefined ? {} : { seed }),
      });
      return null;
    },
    debug: async () => {
      await this.services.runs.check(this.attempt(), { source: 'panel', mode: 'debug' });
      return null;
    },
    cancel: () => {
      this.services.runs.cancel(this.attempt());
      return null;
    },
    highlight: ({ blocks }) => this.services.colours.tokens(blocks),
    reset: () => this.services.flows.reset(this.attempt()),
    updateAttempt: async () => {
      await this.services.updateFlow.carryOut(this.attempt());
      return null;
    },
    hint: async ({ index }) => {
      const { progress } = this.services;
      const ref = this.ref();
      const exercise = await this.exercise(ref);
      const hint = exercise.hints[index];
      if (!hint || index > progress.of(ref).hintsShown)
        throw new HumanError('hint-order', vscode.l10n.t('Hints are opened one after the other.'));
      await progress.update(ref, entry =>
        index < entry.hintsShown ? entry : { ...entry, hintsShown: index + 1 },
      );
      const { hintHtml } = await import('./view');
      return { html: hintHtml(hint.text, exercise) };
    },
    traceOf: async ({ suite, title, seed, what }) => {
      const entry = await this.services.packs.need(this.ref());
      if (what === 'reference') return referenceTrace(this.services, entry, { suite, title, seed });
      const before = this.services.results.before(this.attempt());
      return earlierTrace(before?.report, entry.exercise, { suite, title });
    },
    play: async params => this.plays.play(this.attempt(), await this.services.packs.need(this.ref()), params),
    saveExport: ({ name, kind, data }) => saveExport({ name, kind, data }, this.attempt().folder),
  };

  readonly listeners: Omit<Listeners<HostContract>, 'openReview' | 'kept'> = {
    openFile: ({ path, line, column }) => this.quietly(() => this.openFile(path, line, column)),
    openExercise: ({ ref }) => this.quietly(() => this.services.flows.openInstead(this.ref(), ref)),
    compareSolution: () => this.quietly(() => this.services.flows.compareSolution(this.attempt())),
    // Only a preview shows what asks for these.
    openProblem: () => undefined,
    verify: () => undefined,
    showUpdate: () => this.quietly(() => this.services.updateFlow.show(this.attempt())),
    postponeUpdate: () => this.quietly(() => this.postponeUpdate()),
    resolveGate: () => this.quietly(resolveGate),
    installPack: () =>
      this.quietly(async () => {
        const missing: InstallTarget = { kind: 'missing', id: packIdOfRef(this.ref()) };
        const { installPack } = await import('../packs/installPack');
        await installPack(this.services, missing);
      }),
  };

  private async postponeUpdate(): Promise<void> {
    const attempt = this.attempt();
    const update = await this.services.updates.plan(attempt);
    if (update) this.services.updates.postpone(attempt, update);
  }

  /** A failure is told by the editor, for the panel waits for no answer. */
  quietly(work: () => unknown): void {
    void Promise.resolve()
      .then(work)
      .catch((error: unknown) => showFailure(this.services.log, error));
  }

  private attempt(): Attempt {
    const attempt = this.services.attempts.of(this.ref());
    if (!attempt)
      throw new HumanError(
        'no-attempt',
        vscode.l10n.t('Scaffold the exercise first: there are no files to work on yet.'),
      );
    return attempt;
  }

  private async exercise(ref: ExerciseRef): Promise<Exercise> {
    return (await this.services.packs.need(ref)).exercise;
  }

  /** The path is looked up among the attempt's files; it is never joined to a folder unseen. */
  private async openFile(path: string, line = 1, column = 1): Promise<void> {
    const attempt = this.attempt();
    const entry = await this.services.packs.load(attempt.ref);
    const files = entry ? (await attemptView(this.services, attempt, entry)).files : [];
    const file = files.find(known => known.path === path);
    if (!file) throw new HumanError('no-file', vscode.l10n.t('There is no file {0} in this attempt.', path));
    const at = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
    await this.services.flows.openFile(vscode.Uri.joinPath(attempt.folder, file.path), at, this.column());
  }
}
