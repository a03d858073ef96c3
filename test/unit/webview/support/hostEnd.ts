import type { HostContract, PanelContract, QuestionView } from '../../../../src/protocol/panel';
import { Channel } from '../../../../src/protocol/rpc';
import type { Kept } from '../../../../src/webview/kept';
import { Panel } from '../../../../src/webview/panel';
import { sayFrom } from '../../../../src/webview/say';
import { ManualClock } from './manualClock';

type Requests = HostContract['requests'];
interface Held<M extends keyof Requests> {
  resolve(result: Requests[M]['result']): void;
  reject(error: Error): void;
}

/**
 * The other end of the panel's channel: records what it is asked and answers when the test says so. The storage
 * outlives the panel, as the webview's does.
 */
export class HostEnd {
  /** A page that is gone takes its timers with it. */
  clock = new ManualClock();
  readonly asked: { readonly method: string; readonly params: unknown }[] = [];
  stored: unknown = undefined;
  /** What the host has been given to write down. */
  readonly written: unknown[] = [];
  /** What the panel put on the clipboard; replaced where the clipboard is to refuse. */
  readonly copied: string[] = [];
  copy = (text: string): Promise<void> => Promise.resolve(void this.copied.push(text));
  panel: Panel;
  private readonly held = new Map<string, Held<keyof Requests>[]>();
  private channel: Channel<HostContract, PanelContract>;

  constructor(kept?: Kept) {
    this.stored = kept;
    [this.panel, this.channel] = this.open();
  }

  /** The webview is gone with all its memory, and comes back. */
  reload(): void {
    this.held.clear();
    this.clock = new ManualClock();
    [this.panel, this.channel] = this.open();
  }

  async started(question: QuestionView): Promise<void> {
    const starting = this.panel.start();
    await this.answer('ready', question);
    await starting;
  }

  async send<E extends keyof PanelContract['events']>(
    event: E,
    params: PanelContract['events'][E],
  ): Promise<void> {
    this.channel.notify(event, params);
    await settled();
  }

  /** Answers the oldest request of this kind. */
  async answer<M extends keyof Requests>(method: M, result: Requests[M]['result']): Promise<void> {
    await settled();
    this.take(method).resolve(result);
    await settled();
  }

  async refuse(method: keyof Requests, reason: string): Promise<void> {
    await settled();
    this.take(method).reject(new Error(reason));
    await settled();
  }

  private take(method: string): Held<keyof Requests> {
    const first = this.held.get(method)?.shift();
    if (!first) throw new Error(`The panel has not asked for ${method}`);
    return first;
  }

  private open(): [Panel, Channel<HostContract, PanelContract>] {
    const hold =
      <M extends keyof Requests>(method: M) =>
      (params: Requests[M]['params']) => {
        this.asked.push({ method, params });
        return new Promise<Requests[M]['result']>((resolve, reject) => {
          const entry = { resolve: (result: unknown) => resolve(result as Requests[M]['result']), reject };
          this.held.set(method, [...(this.held.get(method) ?? []), entry]);
        });
      };
    const note = (method: string) => (params: unknown) => void this.asked.push({ method, params });
    const panel: Panel = new Panel(
      {
        post: frame => void channel.receive(structuredClone(frame)),
        readKept: () => this.stored,
        newLineage: () => 'new',
        writeKept: kept => (this.stored = structuredClone(kept)),
        copy: text => this.copy(text),
        later: this.clock.later,
      },
      sayFrom(),
      () => undefined,
    );
    const channel = new Channel<HostContract, PanelContract>(
      frame => panel.receive(structuredClone(frame)),
      {
        ready: hold('ready'),
        scaffold: hold('scaffold'),
        check: hold('check'),
        debug: hold('debug'),
        cancel: hold('cancel'),
        reset: hold('reset'),
        updateAttempt: hold('updateAttempt'),
        hint: hold('hint'),
        traceOf: hold('traceOf'),
        saveExport: hold('saveExport'),
        saveAnswer: hold('saveAnswer'),
        highlight: hold('highlight'),
        renderText: hold('renderText'),
        scorePoint: hold('scorePoint'),
        checkEstimate: hold('checkEstimate'),
        showFollowUp: hold('showFollowUp'),
        showPoints: hold('showPoints'),
        examine: hold('examine'),
        cancelExamine: hold('cancelExamine'),
        play: hold('play'),
      },
      {
        openFile: note('openFile'),
        openExercise: note('openExercise'),
        compareSolution: note('compareSolution'),
        openProblem: note('openProblem'),
        verify: note('verify'),
        openReview: note('openReview'),
        showUpdate: note('showUpdate'),
        postponeUpdate: note('postponeUpdate'),
        resolveGate: note('resolveGate'),
        installPack: note('installPack'),
        kept: ({ state }) => void this.written.push(JSON.parse(state)),
      },
    );
    return [panel, channel];
  }
}

/** Everything that can happen without time passing has happened. */
export const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
