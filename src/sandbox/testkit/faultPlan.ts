import type { Fault, Faulty, Passage, When } from '../../../media/types/testkit';
import { numberIn } from './arguments';
import { schedule, type KitPowers } from './kitPowers';

interface ActiveFault {
  readonly fault: Fault;
  readonly since: number;
}

/** The faults of one thing: those that are in force, and those that are to come. */
export class FaultPlan implements Faulty {
  private active: readonly ActiveFault[] = [];
  private readonly planned = new Set<() => void>();
  private readonly born: number;
  private drawn: string | undefined;

  /** @param lane where its states are drawn, if anywhere */
  constructor(
    private readonly powers: Pick<KitPowers, 'clock' | 'draw' | 'picture'>,
    private readonly lane?: string,
    private readonly breakCalls: () => void = () => undefined,
  ) {
    this.born = powers.clock.elapsed();
  }

  get faults(): readonly Fault[] {
    return this.active.map(({ fault }) => fault);
  }

  apply(fault: Fault, { afterMs = 0, forMs }: When = {}): () => void {
    numberIn('apply: afterMs', afterMs);
    if (forMs !== undefined) numberIn('apply: forMs', forMs);
    const { clock } = this.powers;
    let begun: ActiveFault | undefined;
    let callOff = (): void => undefined;
    const stop = (): void => {
      callOff();
      this.planned.delete(stop);
      if (!begun) return;
      this.active = this.active.filter(other => other !== begun);
      begun = undefined;
      this.drawState();
    };
    const begin = (): void => {
      begun = { fault, since: clock.elapsed() };
      this.active = [...this.active, begun];
      this.drawState();
      if (fault.breaksCalls) this.breakCalls();
      if (forMs !== undefined) callOff = schedule(clock, clock.elapsed() + forMs, stop);
    };
    this.planned.add(stop);
    if (afterMs === 0) begin();
    else callOff = schedule(clock, clock.elapsed() + afterMs, begin);
    return stop;
  }

  heal(): void {
    for (const stop of [...this.planned]) stop();
  }

  /** What becomes of a message that is sent now. */
  affect(leg: Passage['leg'], delayMs: number): Passage {
    const { clock, draw } = this.powers;
    return this.active.reduce<Passage>(
      (passage, { fault, since }) => fault.affect({ ...passage, sinceMs: clock.elapsed() - since }, draw),
      { leg, delayMs, copies: 1, sinceMs: 0 },
    );
  }

  private drawState(): void {
    if (this.lane === undefined) return;
    const { picture, clock } = this.powers;
    const state = this.faults.map(({ name }) => name).join(' + ') || 'up';
    if (this.drawn === undefined) picture({ kind: 'state', t: this.born, lane: this.lane, state: 'up' });
    if (this.drawn !== state) picture({ kind: 'state', t: clock.elapsed(), lane: this.lane, state });
    this.drawn = state;
  }
}
