import * as vscode from 'vscode';
import { HumanError, toError } from '../../core/errors';
import type { ExerciseRef } from '../../core/exercise';
import type { HostChannel, HostContract, PanelContract, QuestionView } from '../../protocol/panel';
import { Channel, type Handlers } from '../../protocol/rpc';
import { isReview } from '../answers';
import { sourcePathIn } from '../attemptFiles';
import { Coalescer } from '../coalescer';
import { onDidChangeGate } from '../gate';
import { DisposableStore } from '../lifecycle';
import { Actions } from './actions';
import { runView, type ViewServices } from './attemptViews';
import { Examining } from './examining';
import { ReviewActions } from './reviewActions';
import type { PanelWindow } from './panel';
import { Plays } from './plays';
import type { Services } from '../services';

export type SessionServices = ViewServices &
  Pick<Services, 'log' | 'colours' | 'flows' | 'updateFlow' | 'runner' | 'installer' | 'examiner'>;

/** The extension's end of one panel's channel: answers what it asks, tells it what has changed. */
export class Session implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly channel: HostChannel;
  private readonly actions: Actions;
  private readonly connected = this.store.add(new vscode.EventEmitter<void>());
  /** The panel has asked for its first state. */
  readonly onDidConnect = this.connected.event;

  private readonly pushQuestion = this.store.add(new Coalescer(30, () => this.sendQuestion()));
  private readonly pushRun = this.store.add(new Coalescer(30, () => this.sendRun()));

  private readonly plays: Plays;
  private readonly examining: Examining;
  private shownModels = 0;

  constructor(
    private current: ExerciseRef,
    private readonly services: SessionServices,
    post: (frame: unknown) => void,
    private readonly window?: PanelWindow,
  ) {
    this.plays = new Plays(services);
    this.actions = new Actions(
      services,
      () => this.current,
      () => this.window?.column,
      this.plays,
    );
    this.examining = this.store.add(new Examining(services.examiner));
    const reviews = new ReviewActions(services, this.examining, () => this.current);
    const requests: Handlers<HostContract> = {
      ready: async () => {
        const view = await this.view();
        this.shownModels = modelsShown(view);
        this.connected.fire();
        return view;
      },
      ...this.actions.requests,
      ...reviews.requests,
    };
    this.channel = this.store.add(
      new Channel<HostContract, PanelContract>(post, this.logged(requests), {
        ...this.actions.listeners,
        openReview: ({ discussion }) => this.actions.quietly(() => reviews.openReview(discussion)),
        kept: ({ state }) => this.window?.keep(state),
      }),
    );
    this.follow();
    void this.updateTitle();
  }

  get ref(): ExerciseRef {
    return this.current;
  }

  /** Shows another exercise in the same panel. */
  moveTo(ref: ExerciseRef): void {
    if (ref === this.current) return;
    this.current = ref;
    void this.updateTitle();
    void this.sendQuestion(); // somebody has clicked
  }

  /** What the panel shows before it has asked for anything; undefined where that cannot be told. */
  async first(): Promise<QuestionView | undefined> {
    try {
      return await this.view();
    } catch {
      return undefined; // it will ask, and be told why not
    }
  }

  async receive(message: unknown): Promise<void> {
    await this.channel.receive(message);
  }

  dispose(): void {
    this.plays.stop();
    this.store.dispose();
  }

  private follow(): void {
    const { packs, attempts, progress, results, runs, answers, staleness, updates } = this.services;
    const question = () => this.pushQuestion.trigger();
    const ofThis = (key: string) => key === attempts.of(this.current)?.key;
    this.store.add(packs.onDidChange(() => this.notePacks()));
    this.store.add(this.services.colours.onDidChange(() => this.channel.notify('theme', null)));
    this.store.add(updates.onDidPostpone(key => ofThis(key) && question()));
    this.store.add(attempts.onDidChange(question));
    this.store.add(this.examining.onDidChange(question));
    this.store.add(onDidChangeGate(question));
    this.store.add(progress.onDidChange(ref => ref === this.current && question()));
    this.store.add(results.onDidChange(key => ofThis(key) && question()));
    this.store.add(staleness.onDidChange(key => ofThis(key) && question()));
    this.store.add(
      answers.onDidChangeElsewhere(uri => {
        if (ofThis(attempts.containing(uri)?.key ?? '')) question();
      }),
    );
    this.store.add(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        const attempt = attempts.containing(uri);
        if (!attempt || !ofThis(attempt.key) || sourcePathIn(attempt, uri) === undefined) return;
        this.plays.noteSave();
        question();
      }),
    );
    this.store.add(
      answers.onDidWrite(uri => {
        if (!ofThis(attempts.containing(uri)?.key ?? '')) return;
        if (isReview(uri)) question();
        else this.noteAnswer();
      }),
    );
    this.store.add(runs.onDidStart(run => ofThis(run.attempt.key) && this.pushRun.trigger()));
    this.store.add(runs.onDidProgress(({ run }) => ofThis(run.attempt.key) && this.pushRun.trigger()));
    this.store.add(runs.onDidEnd(({ run }) => ofThis(run.attempt.key) && question()));
  }

  private async view(): Promise<QuestionView> {
    // Brings what renders Markdown, which the editor's start has no use for.
    // Who has begun is not asked to begin: an attempt that is being looked for is waited for.
    const [entry, { questionView }] = await Promise.all([
      this.services.packs.need(this.current),
      import('./view'),
      this.services.attempts.ready,
    ]);
    const [question, playground] = await Promise.all([
      questionView(this.services, entry),
      this.plays.view(entry),
    ]);
    return { ...question, playground, examiner: this.examining.view(this.current) };
  }

  /** The exercise may have changed, and be called otherwise. */
  private notePacks(): void {
    this.current = this.services.packs.catalog.presentRef(this.current);
    void this.updateTitle();
    this.pushQuestion.trigger();
  }

  /** The first words of an answer show its model, where the reveal rule allows; the next ones change nothing here. */
  private noteAnswer(): void {
    void this.view().then(
      view => {
        if (modelsShown(view) !== this.shownModels) this.pushQuestion.trigger();
      },
      (error: unknown) => this.services.log.warn(`Panel not updated: ${toError(error).message}`),
    );
  }

  private async sendQuestion(): Promise<void> {
    try {
      const question = await this.view();
      this.shownModels = modelsShown(question);
      if (question.ref === this.current) this.channel.notify('question', question);
    } catch (error) {
      this.services.log.warn(`Panel not updated: ${toError(error).message}`);
      // A mistake that its author is about to correct is in Problems; that it is gone is said here.
      if (error instanceof HumanError && (error.code === 'pack-missing' || error.code === 'no-exercise'))
        this.channel.notify('missing', { reason: error.message });
    }
  }

  private sendRun(): void {
    const run = runView(this.services, this.current);
    if (run.kind === 'running') this.channel.notify('run', run);
  }

  private async updateTitle(): Promise<void> {
    const { packs } = this.services;
    const entry = await packs.entry(this.current);
    this.window?.setTitle(entry?.card.title ?? this.current);
  }

  /** A failure travels to the panel, which shows it where it happened; the log keeps what a bug needs. */
  private logged(handlers: Handlers<HostContract>): Handlers<HostContract> {
    const wrap =
      <P, R>(handler: (params: P) => R | Promise<R>) =>
      async (params: P): Promise<R> => {
        try {
          return await handler(params);
        } catch (thrown) {
          const error = toError(thrown);
          if (!(thrown instanceof HumanError || thrown instanceof vscode.CancellationError))
            this.services.log.error(error);
          throw error;
        }
      };
    return {
      ready: wrap(handlers.ready),
      scaffold: wrap(handlers.scaffold),
      check: wrap(handlers.check),
      debug: wrap(handlers.debug),
      cancel: wrap(handlers.cancel),
      reset: wrap(handlers.reset),
      hint: wrap(handlers.hint),
      traceOf: wrap(handlers.traceOf),
      play: wrap(handlers.play),
      saveExport: wrap(handlers.saveExport),
      updateAttempt: wrap(handlers.updateAttempt),
      saveAnswer: wrap(handlers.saveAnswer),
      highlight: wrap(handlers.highlight),
      renderText: wrap(handlers.renderText),
      scorePoint: wrap(handlers.scorePoint),
      checkEstimate: wrap(handlers.checkEstimate),
      showFollowUp: wrap(handlers.showFollowUp),
      showPoints: wrap(handlers.showPoints),
      examine: wrap(handlers.examine),
      cancelExamine: wrap(handlers.cancelExamine),
    };
  }
}

const modelsShown = ({ discussions }: QuestionView): number =>
  discussions.filter(({ model }) => model !== null).length;
