import type { AskHost } from '../hostLine';
import type { VirtualClock } from '../virtualClock';

/** What a service is given. It is a bundle of its own, so that only children that need it load it. */
export interface ServicePowers {
  readonly clock: VirtualClock;
  /** A new number each time, [0, 1), from the seed of the check. */
  readonly random: () => number;
  /** Wraps real asynchronous work, so that virtual time waits for it. */
  readonly outside: <T>(work: Promise<T>) => Promise<T>;
  /** Deep-freezes: what guests are handed goes through it. */
  readonly harden: <T>(value: T) => T;
  /** The error of a failed check, on record even if it is swallowed: for misuse that a person should see. */
  readonly fail: (message: string) => Error;
  /** Begins the limit of the check again, after work of the suite's own that is done once for many checks. */
  readonly allowMoreTime: () => void;
}

/** A service that suites may ask for, as one child has it. */
export interface SandboxService {
  /** What suites may import: specifier -> frozen exports. */
  readonly modules: Readonly<Record<string, unknown>>;
  /** Before each job: the line to the host for a server of the person's own, or none. */
  useHost?(ask: AskHost | undefined): void;
  /** Before each check, ahead of its hooks: no data, no faults, no connections. */
  reset(): Promise<void>;
}

/** What the bundle of a service exports as `open`. */
export type OpenService = (powers: ServicePowers) => Promise<SandboxService>;
