import type { ExerciseRef } from '../core/exercise';
import type { CheckId } from '../core/run/request';
import type { TraceEvent } from '../core/run/trace';
import type {
  CodeBlock,
  CodeToken,
  Export,
  HostContract,
  PanelContract,
  QuestionView,
} from '../protocol/panel';
import type { FirstView } from '../protocol/firstView';
import { Channel } from '../protocol/rpc';
import { announcement } from './announce';
import { isDirty } from './answers';
import { Autosave } from './autosave';
import { Journal } from './journal';
import { keptAfter, nothingKept, parseKept, type Caret, type Kept } from './kept';
import { Player, type PlayChange } from './playground/player';
import { playSentence } from './playground/readings';
import type { Platform, Spoken } from './platform';
import { Reviewing } from './reviewing';
import { SlowRun } from './slowRun';
import { initialState, isBusy, update, type Action, type Message, type Notice, type State } from './state';
import type { Say } from './say';
import { hasPlaceFor } from './writtenTexts';

/** No snapshot takes the host that long to make. */
export const caughtUpAfterMs = 2_000;

/** Holds the state, talks to the host, and keeps what must survive a reload. Knows nothing of the DOM. */
export class Panel {
  state: State = initialState;
  spoken: Spoken = { text: '', turn: 0 };

  readonly reviewing: Reviewing;

  private kept: Kept;
  private readonly channel: Channel<PanelContract, HostContract>;
  private readonly autosave: Autosave;
  private readonly journal: Journal<Kept>;
  private readonly player: Player;
  private readonly slowRun: SlowRun;

  constructor(
    private readonly platform: Platform,
    private readonly say: Say,
    private readonly onChange: () => void,
  ) {
    const kept = parseKept(platform.readKept());
    this.kept = kept.lineage === '' ? { ...kept, lineage: platform.newLineage() } : kept;
    this.channel = new Channel<PanelContract, HostContract>(
      frame => platform.post(frame),
      {},
      {
        question: question => this.show(question),
        run: run => this.dispatch({ type: 'run', run }),
        theme: () => this.dispatch({ type: 'theme' }),
        missing: ({ reason }) => this.dispatch({ type: 'load-failed', reason }),
      },
    );
    this.reviewing = new Reviewing(this.channel, {
      shown: () => this.state.question?.ref,
      dispatch: message => this.dispatch(message),
      perform: (action, work) => this.perform(action, work),
      flush: () => this.flush(),
    });
    this.player = new Player({
      later: platform.later,
      ask: params => this.channel.request('play', params),
      onChange: play => this.dispatch({ type: 'play', play }),
      onRest: ({ mine }) => this.tell(playSentence(mine, this.say)),
    });
    this.slowRun = new SlowRun(platform.later, () => this.dispatch({ type: 'slow' }));
    this.autosave = new Autosave(platform.later, key => void this.save(key));
    this.journal = new Journal(platform.later, kept =>
      this.channel.notify('kept', { state: JSON.stringify(kept) }),
    );
  }

  /** Where the page was scrolled to, and where somebody was writing, when this exercise was last on show. */
  get place(): Pick<Kept, 'scrollTop' | 'caret'> {
    return this.kept.ref === this.state.question?.ref ? this.kept : nothingKept;
  }

  receive(message: unknown): void {
    void this.channel.receive(message);
  }

  /** @param first what came with the page */
  async start(first?: FirstView): Promise<void> {
    if (first && first.page !== this.kept.page) {
      this.keep({ page: first.page });
      this.show(first.question);
    }
    try {
      this.show(await this.channel.request('ready', null));
    } catch (error) {
      this.dispatch({ type: 'load-failed', reason: reasonOf(error) });
    }
  }

  scaffold(): Promise<void> {
    return this.perform('scaffold', async () => {
      const { created, kept } = await this.channel.request('scaffold', null);
      return { kind: 'scaffolded', created, kept };
    });
  }

  check(
    what: { readonly suite?: string; readonly only?: CheckId; readonly seed?: number } = {},
  ): Promise<void> {
    this.flush();
    return this.perform('check', async () => {
      await this.channel.request('check', { ...what });
    });
  }

  /** A check as well, as far as the panel is concerned: it shows the same progress. */
  debug(): Promise<void> {
    this.flush();
    return this.perform('check', async () => {
      await this.channel.request('debug', null);
    });
  }

  cancel(): Promise<void> {
    return this.perform('cancel', async () => {
      await this.channel.request('cancel', null);
    });
  }

  reset(): Promise<void> {
    this.flush();
    return this.perform('reset', async () => {
      const done = await this.channel.request('reset', null);
      return done ? { kind: 'was-reset' } : undefined;
    });
  }

  /** What came of it the editor itself says, with buttons. */
  updateAttempt(): Promise<void> {
    this.flush();
    return this.perform('update', async () => {
      await this.channel.request('updateAttempt', null);
    });
  }

  showUpdate(): void {
    this.channel.notify('showUpdate', null);
  }

  postponeUpdate(): void {
    this.channel.notify('postponeUpdate', null);
  }

  hint(index: number): Promise<void> {
    const ref = this.state.question?.ref;
    return this.perform('hint', async () => {
      const { html } = await this.channel.request('hint', { index });
      if (this.state.question?.ref === ref) this.dispatch({ type: 'hint', index, html });
    });
  }

  /** Where it fails code stays plain, and nobody is interrupted for that. */
  async highlight(blocks: readonly CodeBlock[]): Promise<readonly (readonly CodeToken[] | null)[]> {
    try {
      return await this.channel.request('highlight', { blocks });
    } catch {
      return [];
    }
  }

  /** As in the contract. When it fails there is nothing to compare with. */
  traceOf(params: HostContract['requests']['traceOf']['params']): Promise<readonly TraceEvent[] | null> {
    return this.orNotice(() => this.channel.request('traceOf', params), null);
  }

  saveExport(file: Export): Promise<boolean> {
    return this.orNotice(() => this.channel.request('saveExport', file), false);
  }

  play(change: PlayChange): void {
    this.player.change(change);
  }

  openFile(path: string, line?: number, column?: number): void {
    this.channel.notify('openFile', {
      path,
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
    });
  }

  openExercise(ref: ExerciseRef): void {
    this.flush();
    this.channel.notify('openExercise', { ref });
  }

  compareSolution(): void {
    this.channel.notify('compareSolution', null);
  }

  resolveGate(): void {
    this.channel.notify('resolveGate', null);
  }

  installPack(): void {
    this.channel.notify('installPack', null);
  }

  openProblem(index: number): void {
    this.channel.notify('openProblem', { index });
  }

  verify(): void {
    this.channel.notify('verify', null);
  }

  toggle(id: string, open: boolean): void {
    this.dispatch({ type: 'toggled', id, open });
  }

  closeNotice(): void {
    this.dispatch({ type: 'noticed', notice: null });
  }

  edit(key: string, text: string): void {
    this.dispatch({ type: 'edited', key, text });
  }

  focusAnswer(key: string): void {
    this.dispatch({ type: 'focused', key });
  }

  blurAnswer(key: string): void {
    this.dispatch({ type: 'blurred', key });
    this.autosave.flush();
  }

  saveNow(key: string): void {
    void this.save(key);
  }

  async copy(text: string): Promise<void> {
    try {
      await this.platform.copy(text);
      this.tell(this.say('copied'));
    } catch (error) {
      this.dispatch({ type: 'noticed', notice: { kind: 'failed', reason: reasonOf(error) } });
    }
  }

  /** The panel is being hidden, closed or left: what is typed goes out now. */
  flush(): void {
    this.journal.flush();
    this.autosave.flush();
  }

  keepScroll(scrollTop: number): void {
    this.keep({ scrollTop });
  }

  keepCaret(caret: Caret | null): void {
    if (JSON.stringify(caret) !== JSON.stringify(this.kept.caret)) this.keep({ caret });
  }

  private show(question: QuestionView): void {
    const { ref, unsaved, open } = this.kept;
    // The first to come: the answer to `ready`, or news that has overtaken it.
    if (!this.state.question)
      this.dispatch({ type: 'restored', unsaved, open: ref === question.ref ? open : {} });
    else if (this.state.question.ref !== question.ref) this.flush();
    this.dispatch({ type: 'question', question });
  }

  private dispatch(message: Message): void {
    const before = this.state;
    const after = update(before, message);
    if (after === before) return;
    this.state = after;
    const text = announcement(before, after, this.say);
    if (text !== undefined) this.announce(text);
    this.remember(before, after);
    this.autosave.watch(after.drafts, draft => hasPlaceFor(draft, after.question));
    this.slowRun.watch(after);
    this.player.follow(after, this.kept);
    this.onChange();
  }

  private tell(text: string): void {
    this.announce(text);
    this.onChange();
  }

  private announce(text: string): void {
    this.spoken = { text, turn: this.spoken.turn + 1 };
  }

  /** Before anything else can go wrong: what is typed is in the webview's own state within the same event. */
  private remember(before: State, after: State): void {
    const kept = keptAfter(this.kept, before, after);
    if (kept !== this.kept) this.keep(kept);
  }

  private keep(change: Partial<Kept>): void {
    this.kept = { ...this.kept, ...change, turn: this.kept.turn + 1 };
    this.platform.writeKept(this.kept);
    this.journal.note(this.kept);
  }

  private async orNotice<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.dispatch({ type: 'noticed', notice: { kind: 'failed', reason: reasonOf(error) } });
      return otherwise;
    }
  }

  /** One at a time of each kind; a failure becomes a notice. */
  private async perform(action: Action, work: () => Promise<Notice | undefined | void>): Promise<void> {
    if (isBusy(this.state, action)) return;
    this.dispatch({ type: 'began', action });
    try {
      const notice = await work();
      this.dispatch({ type: 'ended', action, ...(notice ? { notice } : {}) });
    } catch (error) {
      this.dispatch({ type: 'ended', action, notice: { kind: 'failed', reason: reasonOf(error) } });
    }
  }

  private async save(key: string): Promise<void> {
    const draft = this.state.drafts[key];
    if (!draft || !isDirty(draft) || draft.sending !== null) return;
    const { ref, place, text } = draft;
    this.journal.flush(); // what is written down is never older than the file
    this.dispatch({ type: 'sending', key });
    try {
      await this.channel.request('saveAnswer', { ref, place, text });
      this.dispatch({ type: 'saved', key });
      this.platform.later(() => this.dispatch({ type: 'caught-up', key }), caughtUpAfterMs);
      if (ref !== this.state.question?.ref) await this.save(key);
    } catch (error) {
      this.dispatch({ type: 'save-failed', key, reason: reasonOf(error) });
    }
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
