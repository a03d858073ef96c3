import type { Call } from './engine/memoryEngine';
import type { Reply } from './engine/reply';

/** A value now, or later when it comes from a real server. */
export type Eventually<T> = T | Promise<T>;

/** Where the data are. Each call of it is atomic, and they come one at a time. */
export interface Backend {
  run(call: Call): Eventually<Reply>;
  /** The next `exec` of this session fails if one of these keys has been changed by then. */
  watch(session: number, keys: readonly string[]): Eventually<void>;
  unwatch(session: number): Eventually<void>;
  /** Runs them as one. Null if a watched key has been changed. */
  exec(session: number, calls: readonly Call[]): Eventually<readonly Reply[] | null>;
  /** An estimate of the bytes that the data take. */
  memory(): Eventually<number>;
  crash(losesData: boolean): Eventually<void>;
  /** No data, no scripts, no watches. */
  reset(): Eventually<void>;
}
