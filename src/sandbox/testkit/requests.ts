import type { Outcome, PlayOptions, Verdict } from '../../../media/types/testkit';
import { numberIn } from './arguments';
import { schedule, soon, type KitPowers } from './kitPowers';
import { latencyOf } from './latencies';
import { maxArrivals } from './traffic';

interface Request<R> {
  readonly key: string;
  readonly sentAt: number;
  attempts: number;
  endedAt?: number;
  verdict: Verdict;
  value?: R;
  error?: unknown;
}

/** How many requests were under way from a moment on. */
export interface InFlight {
  readonly t: number;
  readonly value: number;
}

/** The requests of one play: sends them, tries them again, writes down how they end. */
export class Requests<R> {
  readonly inFlight: InFlight[] = [];
  mostUnderWay = 0;
  underWay = 0;
  private readonly requests: Request<R>[] = [];
  private readonly isDenied: (value: R) => boolean;
  private readonly retries: number;
  private readonly retryAfter: (draw: () => number) => number;
  private isOver = false;

  constructor(
    private readonly powers: KitPowers,
    { isDenied = deniesByDefault, retry }: PlayOptions<R>,
  ) {
    this.isDenied = isDenied;
    this.retries = numberIn('play: retry.times', retry?.times ?? 0, { whole: true });
    this.retryAfter = latencyOf('play: retry.afterMs', retry?.afterMs ?? 0);
  }

  /** Sends one; `onEnd` runs when it has ended, after its last attempt. */
  start(key: string, send: () => R | PromiseLike<R>, onEnd: () => void = () => undefined): void {
    if (this.requests.length >= maxArrivals)
      throw new RangeError(`A play consists of at most ${maxArrivals} requests.`);
    const request: Request<R> = {
      key,
      sentAt: this.powers.clock.elapsed(),
      attempts: 0,
      verdict: 'unanswered',
    };
    this.requests.push(request);
    this.count(1);
    void this.attempt(request, send).then(() => {
      if (this.isOver) return;
      request.endedAt = this.powers.clock.elapsed();
      this.count(-1);
      onEnd();
    });
  }

  /** What has not ended by now never will. */
  end(): readonly Outcome<R>[] {
    this.isOver = true;
    return this.requests.map(({ verdict, endedAt, value, error, ...request }) =>
      endedAt === undefined
        ? { ...request, verdict: 'unanswered', latencyMs: Infinity }
        : {
            ...request,
            verdict,
            endedAt,
            latencyMs: endedAt - request.sentAt,
            ...(verdict === 'failed' ? { error } : { value: value as R }),
          },
    );
  }

  private async attempt(request: Request<R>, send: () => R | PromiseLike<R>): Promise<void> {
    for (;;) {
      request.attempts++;
      try {
        const value = await send();
        request.value = value;
        request.verdict = this.isDenied(value) ? 'denied' : 'admitted';
      } catch (error) {
        request.error = error;
        request.verdict = 'failed';
      }
      if (request.verdict === 'admitted' || request.attempts > this.retries) return;
      if (this.isOver || this.powers.hasFailed()) return;
      const { clock } = this.powers;
      const pause = this.retryAfter(this.powers.draw);
      await new Promise<void>(resolve => schedule(clock, soon(clock, pause), resolve));
    }
  }

  private count(by: 1 | -1): void {
    this.underWay += by;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    this.inFlight.push({ t: this.powers.clock.elapsed(), value: this.underWay });
  }
}

function deniesByDefault(value: unknown): boolean {
  if (value === false) return true;
  return typeof value === 'object' && value !== null && 'allowed' in value && value.allowed === false;
}
