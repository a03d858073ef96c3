import * as l10n from '@vscode/l10n';
import { reduce, initialRun, type RunEnd, type RunEvent, type RunState } from '../core/run/reduce';
import { citedRequirements, type CheckResult, type Failure, type Walls } from '../core/run/report';
import type { PlannedCheck, RunProgress } from '../core/run/request';
import type { RawScript } from '../protocol/rawCoverage';
import type { ChildMessage, Job, PlannedTitles } from '../protocol/run';
import type { ServiceRequest, WireReply } from '../protocol/service';
import type { ChildExit, SandboxChild } from './childProcess';
import { residentCeilingMb } from './childFlags';

/** The watchdog in the child ends a run at its limit; this much later the host does it. Milliseconds. */
const graceMs = 120;
/** Time for messages that are waiting to be read. Milliseconds. */
const readMs = 50;
/** Messages of one run: one a check, and a few. A child that says more is not ours any more. */
const maxMessages = 2_010;
/** Requests of the child's services. */
const maxRequests = 200_000;

/** What the watchdog's thread prints before it ends its process. */
const lastWords = /^watchdog: (check|run|memory)(?: (\d{1,9}))?$/m;

/** As much of a child as a session needs. */
export interface SessionChild {
  readonly child: Pick<SandboxChild, 'listen' | 'send' | 'settings' | 'isWatched'>;
  readonly walls: Walls;
}

export interface SessionResult {
  readonly state: RunState;
  /** Set when the suite cannot be defined. */
  readonly broken: { readonly message: string; readonly where: string } | null;
  /** Undefined unless it was asked for and the run has come to its end. */
  readonly scripts: readonly RawScript[] | undefined;
}

export interface SessionEvents {
  readonly onProgress: (event: RunProgress) => void;
  /** Whether the child has seen the suites before, so that its times mean something. */
  readonly isHot?: boolean;
  /** The child waits for a debugger at this port. */
  readonly onListening: (port: number) => void;
  /** Does what a service of the child asks for; absent when it has every service in itself. */
  readonly onService?: ((request: ServiceRequest) => Promise<WireReply>) | undefined;
}

/** One job on one child, from the first message to the end, whichever comes first. */
export class RunSession {
  private state: RunState;
  private broken: SessionResult['broken'] = null;
  private scripts: SessionResult['scripts'];
  private type: 'run' | 'plan' = 'run';
  private messages = 0;
  private requests = 0;
  private isServing = false;
  private isOver = false;
  private timer: NodeJS.Timeout | undefined;
  private deadline: RunEnd | undefined;
  private runEnds = 0;
  private settle!: (result: SessionResult) => void;
  private readonly settled: Promise<SessionResult>;
  private sayGoodbye!: () => void;
  /** Resolved when the child has nothing more to say of this job, which may be never. */
  readonly goodbye = new Promise<void>(resolve => (this.sayGoodbye = resolve));

  constructor(
    private readonly ready: SessionChild,
    private readonly job: Job,
    private readonly nonce: string,
    private readonly events: SessionEvents,
    private readonly log: (line: string) => void,
  ) {
    this.state = reduce(initialRun, { type: 'confined', walls: ready.walls });
    this.settled = new Promise(resolve => (this.settle = resolve));
  }

  start(type: 'run' | 'plan'): Promise<SessionResult> {
    const { child } = this.ready;
    this.type = type;
    this.runEnds = performance.now() + this.job.runMs;
    this.watch();
    child.listen({
      onMessage: message => this.receive(message),
      onExit: exit => {
        if (exit.output.trim()) this.log(`A child ended with: ${exit.output.trim().slice(-2_000)}`);
        this.end(this.endOf(exit));
      },
    });
    child.send({ type, nonce: this.nonce, job: this.job });
    return this.settled;
  }

  cancel(): void {
    this.end({ kind: 'cancelled' });
  }

  private receive(message: ChildMessage | undefined): void {
    if (message?.type === 'done' && message.nonce === this.nonce) this.sayGoodbye();
    if (this.isOver) return;
    if (message?.type === 'service' && message.nonce === this.nonce) return this.serve(message);
    this.messages++;
    if (!message || message.type === 'ready' || message.nonce !== this.nonce || this.messages > maxMessages)
      return this.refuse();
    switch (message.type) {
      case 'watched':
        return this.watched();
      case 'planned': {
        const checks = message.checks.map(planned);
        this.step({ type: 'planned', checks });
        if (!this.state.end) this.events.onProgress({ type: 'planned', checks });
        return;
      }
      case 'listening':
        if (!this.job.debug || this.state.loaded) return this.refuse();
        return this.events.onListening(message.port);
      case 'loaded':
        this.step({ type: 'loaded', failure: this.withOwnFrames(message.failure), logs: message.logs });
        return this.begin();
      case 'finished': {
        const result = this.resultOf(message);
        if (!result) return this.step({ type: 'finished', index: message.index, result: noResult });
        this.step({ type: 'finished', index: message.index, result });
        if (this.state.end) return;
        const cost = this.events.isHot && message.cpuMs !== undefined ? { cpuMs: message.cpuMs } : {};
        this.events.onProgress({ type: 'finished', index: message.index, result, ...cost });
        // Whoever waits for the verdict need not wait for the goodbye: nothing said after the last check would change it.
        if (this.isVerdictComplete()) return this.end({ kind: 'finished' });
        if (this.job.bail && result.state === 'failed') return this.end({ kind: 'cancelled' });
        return this.begin();
      }
      case 'covered':
        if (!this.job.coverage || this.scripts) return this.refuse();
        this.scripts = message.scripts;
        return;
      case 'broken':
        // A suite that has been planned is sound; from here on the learner's code may be speaking.
        if (this.state.planned) return this.end(outOfTurn());
        this.broken = { message: message.message, where: message.where };
        return;
      case 'service':
        return this.refuse();
      case 'done':
        return this.type === 'plan' ? this.finish() : this.end({ kind: 'finished' });
    }
  }

  private watched(): void {
    this.step({ type: 'confined', walls: { ...this.state.walls, watchdog: true } });
  }

  /** One request at a time: whoever asks for more does not wait for answers, and is not our code. */
  private serve({ nonce, id, request }: Extract<ChildMessage, { type: 'service' }>): void {
    const { onService } = this.events;
    if (!onService || this.isServing || ++this.requests > maxRequests) return this.refuse();
    this.isServing = true;
    onService(request).then(
      reply => {
        this.isServing = false;
        if (!this.isOver) this.ready.child.send({ type: 'answer', nonce, id, reply });
      },
      (error: unknown) => {
        const detail = l10n.t(
          'The Redis server of your own failed: {0}',
          error instanceof Error ? error.message : String(error),
        );
        this.end({ kind: 'crashed', cause: 'exit', detail });
      },
    );
  }

  /** Coverage, and a debugger's last words, come after the last check. */
  private isVerdictComplete(): boolean {
    const { coverage, debug } = this.job;
    return this.state.running === null && !coverage && !debug;
  }

  private refuse(): void {
    const detail = l10n.t('The runner sent something that is not a result.');
    this.end({ kind: 'crashed', cause: 'protocol', detail });
  }

  private step(event: RunEvent): void {
    this.state = reduce(this.state, event);
    if (this.state.end) this.finish();
  }

  private end(end: RunEnd): void {
    if (this.ready.child.isWatched) this.watched(); // the child may have been too busy to say so itself
    this.step({ type: 'ended', end });
  }

  private finish(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.settle({ state: this.state, broken: this.broken, scripts: this.scripts });
  }

  /** Checks run one after another: the next begins when the one before has been reported. */
  private begin(): void {
    if (this.state.end) return;
    this.watch();
    if (this.state.running !== null) this.events.onProgress({ type: 'started', index: this.state.running });
  }

  /** Only for a child whose own watchdog does not answer. */
  private watch(): void {
    clearTimeout(this.timer);
    if (this.job.debug) return; // a person may look at one line for as long as they like
    const left = this.runEnds - performance.now();
    const { checkMs, runMs } = this.job;
    const limit: RunEnd =
      left < checkMs
        ? { kind: 'timed-out', limit: 'run', limitMs: runMs }
        : { kind: 'timed-out', limit: 'check', limitMs: checkMs };
    const expired = (): void => {
      // The host itself may have been stuck: what has arrived meanwhile is read before anything is decided.
      this.timer = setTimeout(() => this.end(limit), readMs);
    };
    this.timer = setTimeout(expired, Math.max(0, Math.min(left, checkMs)) + graceMs);
  }

  /** Code that is evaluated may name itself after any file: only those of the attempt are places to go to. */
  private withOwnFrames<T extends Failure | null>(failure: T): T {
    const frames = failure?.frames.filter(({ file }) => Object.hasOwn(this.job.attempt, file));
    return frames ? { ...failure, frames } : failure;
  }

  private resultOf(message: Extract<ChildMessage, { type: 'finished' }>): CheckResult | undefined {
    const check = this.state.checks[message.index];
    return (
      check && {
        ...check,
        state: message.passed ? 'passed' : 'failed',
        ms: message.ms,
        ...(message.failure && { failure: this.withOwnFrames(message.failure) }),
        logs: message.logs,
        trace: message.trace,
      }
    );
  }

  /** Why a child ended before it was done. */
  private endOf({ code, signal, output, flood }: ChildExit): RunEnd {
    const { checkMs, runMs } = this.job;
    const { kind } = this.ready.child.settings;
    const why = lastWords.exec(output);
    if (why?.[1] === 'check') return { kind: 'timed-out', limit: 'check', limitMs: checkMs };
    if (why?.[1] === 'run') return { kind: 'timed-out', limit: 'run', limitMs: runMs };
    if (why?.[1] === 'memory') {
      const detail = l10n.t(
        'The code used {0} MB of memory in all; the limit is {1} MB.',
        why[2] ?? '',
        residentCeilingMb(kind),
      );
      return { kind: 'crashed', cause: 'memory', detail };
    }
    if (/heap out of memory/i.test(output)) {
      const used = [...output.matchAll(/-> ([\d.]{1,12}) \([\d.]{1,12}\) MB/g)].at(-1)?.[1];
      return {
        kind: 'crashed',
        cause: 'memory',
        detail:
          used === undefined
            ? l10n.t('The heap is limited to {0} MB.', kind.memoryMb)
            : l10n.t('The heap is limited to {0} MB, and {1} MB were in use.', kind.memoryMb, used),
      };
    }
    if (flood !== null) {
      const detail =
        flood === 'output'
          ? l10n.t('The process printed more than 64 KiB.')
          : l10n.t('The process reported more than 64 MiB.');
      return { kind: 'crashed', cause: 'output', detail };
    }
    return {
      kind: 'crashed',
      cause: 'exit',
      detail: l10n.t('The process ended by itself ({0}).', signal ?? l10n.t('code {0}', String(code))),
    };
  }
}

const planned = (check: PlannedTitles): PlannedCheck => ({
  suite: check.suite,
  title: check.titles.join(' › '),
  requirements: citedRequirements(check.titles.at(-1) ?? ''),
});

const outOfTurn = (): RunEnd => ({
  kind: 'crashed',
  cause: 'protocol',
  detail: l10n.t('The runner called a suite broken that it had planned.'),
});

const noResult: CheckResult = {
  suite: '',
  title: '',
  requirements: [],
  state: 'failed',
  ms: 0,
  logs: [],
  trace: [],
};
