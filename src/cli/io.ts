/** Where a command's words go. Passed in, so that tests can read them. */
export interface Io {
  /** One or more lines of result. */
  out(text: string): void;
  /** One or more lines about what is going on, or wrong. */
  err(text: string): void;
  /** One line that replaces the one before; empty at the end. Only where somebody watches. */
  progress?(text: string): void;
  /** Whether `out` may be coloured. */
  readonly color: boolean;
  /** Aborted when the person interrupts. */
  readonly signal: AbortSignal;
}

/** What the process ends with. Part of the interface of the tool: scripts rely on it. */
export const exitCodes = {
  ok: 0,
  /** A run that did not pass, or a pack that does not prove itself. */
  failed: 1,
  /** Wrong use, or a pack or attempt that cannot be read. */
  usage: 2,
  /** A pack that was not installed: because of who signed it or did not, or because it is older. */
  untrusted: 3,
  /** A mistake in Design Drills. */
  bug: 70,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
