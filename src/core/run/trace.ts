/** What a check recorded for drawing. `t` is virtual milliseconds since the check began. */
export type TraceEvent =
  /** A sample of a numeric series: tokens left, loads in flight, latency. */
  | { readonly kind: 'point'; readonly t: number; readonly series: string; readonly value: number }
  /** A moment on a lane: a request admitted, a probe, a load. */
  | {
      readonly kind: 'mark';
      readonly t: number;
      readonly lane: string;
      readonly label: string;
      readonly tone: Tone;
    }
  /** From `t` on, the lane is in this state, until the next one. */
  | { readonly kind: 'state'; readonly t: number; readonly lane: string; readonly state: string }
  /** A horizontal line that a series is measured against. */
  | { readonly kind: 'limit'; readonly series: string; readonly value: number }
  /** A number that sums up, shown beside the picture. */
  | {
      readonly kind: 'reading';
      readonly name: string;
      readonly value: number;
      /** `ms` and `%` are written as people write them, other words follow the number; empty for a count. */
      readonly unit: string;
      readonly tone: Tone;
      /** What it means; may be empty. */
      readonly note: string;
    }
  /** The check failed at this moment. Written by the runner, never by a suite. */
  | { readonly kind: 'failed'; readonly t: number };

/** What a suite can draw. */
export type DrawnEvent = Exclude<TraceEvent, { readonly kind: 'failed' }>;

export type Tone = 'good' | 'bad' | 'neutral';
