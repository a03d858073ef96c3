import type { Fault, Link, LinkCounts, LinkOptions, Passage, When } from '../../../media/types/testkit';
import type { Tone } from '../../core/run/trace';
import { numberIn } from './arguments';
import { carried } from './carried';
import { FaultPlan } from './faultPlan';
import { networkError } from './faults';
import { soon, type KitPowers } from './kitPowers';
import { latencyOf } from './latencies';

/** Marks on one lane, beyond which nobody can tell them apart anyway. */
const maxMarks = 300;

interface PendingCall {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** For a network of several links, which can be cut as one. */
export interface EngineOptions extends LinkOptions {
  readonly isCut?: () => boolean;
}

type Result = { readonly value: unknown } | { readonly error: unknown };

/** What goes over one link: requests one way, replies the other. */
export class LinkEngine<A extends unknown[], R> {
  readonly faults: FaultPlan;
  private readonly latency: (draw: () => number) => number;
  private readonly open = new Set<PendingCall>();
  private readonly tally = {
    sent: 0,
    duplicated: 0,
    delivered: 0,
    lost: 0,
    refused: 0,
    inTransit: 0,
    answered: 0,
    failed: 0,
  };
  private marks = 0;
  /** How often calls were broken off: what was in transit before is lost. */
  private breaks = 0;
  private readonly lastArrival = { request: 0, reply: 0 };

  constructor(
    private readonly powers: KitPowers,
    private readonly work: (...args: A) => R | PromiseLike<R>,
    private readonly options: EngineOptions = {},
  ) {
    this.latency = latencyOf('link: latencyMs', options.latencyMs ?? 1);
    this.faults = new FaultPlan(powers, options.name, () => this.breakCalls());
  }

  readonly call = (...args: A): Promise<Awaited<R>> => {
    this.powers.requireStack();
    return new Promise<Awaited<R>>((resolve, reject) => {
      const message = carried(args);
      const call: PendingCall = { resolve: value => resolve(value as Awaited<R>), reject };
      this.open.add(call);
      this.request(message, call);
    });
  };

  readonly send = (...args: A): void => {
    this.powers.requireStack();
    this.request(carried(args));
  };

  counts(): LinkCounts {
    return { ...this.tally, waiting: this.open.size };
  }

  breakCalls(): void {
    this.breaks++;
    for (const call of [...this.open])
      this.end(call, { error: networkError('ECONNRESET', 'the connection broke') });
  }

  private request(message: A, call?: PendingCall): void {
    this.tally.sent++;
    const passage = this.passage('request');
    if (passage.copies === 0) {
      this.tally.lost++;
      this.mark('request lost', 'bad');
    } else if (passage.error) this.refuse(passage, passage.error, call);
    else this.transmit(passage, message, call);
  }

  /** There and back again, whatever happens to other replies. */
  private refuse(passage: Passage, error: Error, call: PendingCall | undefined): void {
    this.tally.refused++;
    this.mark('refused', 'bad');
    if (!call) return;
    const delayMs = passage.delayMs + this.latency(this.powers.draw);
    this.after('reply', { ...passage, delayMs }, () => this.settle(call, { error }));
  }

  private transmit(passage: Passage, message: A, call: PendingCall | undefined): void {
    this.tally.duplicated += passage.copies - 1;
    if (passage.copies > 1) this.mark('duplicated', 'neutral');
    for (let copy = 0; copy < passage.copies; copy++) {
      const { breaks } = this;
      const delayMs = passage.delayMs + (copy === 0 ? 0 : this.latency(this.powers.draw));
      this.tally.inTransit++;
      this.after('request', { ...passage, delayMs }, () => {
        this.tally.inTransit--;
        if (breaks === this.breaks) void this.deliver(copy === 0 ? message : carried(message), call);
        else this.tally.lost++;
      });
    }
  }

  /** An error behind a message that nobody waits for is nobody's but the suite's: it stays an unhandled rejection. */
  private async deliver(message: A, call: PendingCall | undefined): Promise<void> {
    this.tally.delivered++;
    try {
      const value = await this.work(...message);
      if (call) this.reply(call, { value: carried(value) });
    } catch (error) {
      if (!call) throw error;
      this.reply(call, { error });
    }
  }

  private reply(call: PendingCall, result: Result): void {
    if (!this.open.has(call)) return;
    const passage = this.passage('reply');
    if (passage.copies === 0) this.mark('reply lost', 'bad');
    else
      this.after('reply', passage, () => this.end(call, passage.error ? { error: passage.error } : result));
  }

  private end(call: PendingCall, result: Result): void {
    if ('error' in result && this.open.has(call)) this.mark('failed', 'bad');
    this.settle(call, result);
  }

  private settle(call: PendingCall, result: Result): void {
    if (!this.open.delete(call)) return;
    if ('error' in result) {
      this.tally.failed++;
      call.reject(result.error);
    } else {
      this.tally.answered++;
      call.resolve(result.value);
    }
  }

  private passage(leg: Passage['leg']): Passage {
    const passage = this.faults.affect(leg, this.latency(this.powers.draw));
    return this.options.isCut?.() ? { ...passage, copies: 0 } : passage;
  }

  private after(leg: Passage['leg'], { delayMs }: Passage, run: () => void): void {
    const { clock } = this.powers;
    const earliest = this.options.ordered ? this.lastArrival[leg] : 0;
    const arrival = Math.max(earliest, soon(clock, numberIn('link: the delay of a message', delayMs)));
    this.lastArrival[leg] = arrival;
    clock.at(arrival, run);
  }

  private mark(label: string, tone: Tone): void {
    const { name } = this.options;
    if (name === undefined || this.marks++ >= maxMarks) return;
    const lane = `messages, ${name}`; // the lane of its name shows its state, which marks would cover
    this.powers.picture({ kind: 'mark', t: this.powers.clock.elapsed(), lane, label, tone });
  }
}

export function createLink<A extends unknown[], R>(
  powers: KitPowers,
  work: (...args: A) => R | PromiseLike<R>,
  options?: LinkOptions,
): Link<A, R> {
  const engine = new LinkEngine(powers, work, options);
  return powers.harden({
    call: engine.call,
    send: engine.send,
    apply: (fault: Fault, when?: When) => engine.faults.apply(fault, when),
    heal: () => engine.faults.heal(),
    counts: () => engine.counts(),
  });
}
