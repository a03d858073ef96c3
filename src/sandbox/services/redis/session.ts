import type { Call } from './engine/memoryEngine';
import type { Reply } from './engine/reply';
import { Queue } from './queue';

/** A message to a subscriber. */
export interface Push {
  readonly channel: string;
  readonly message: string;
  /** The pattern that it came by. */
  readonly pattern: string | null;
}

/** One connection as the server sees it. */
export class Session {
  /** Commands of a transaction that has begun. */
  transaction: Call[] | undefined;
  /** A command of the transaction was refused, so that EXEC will be. */
  isSpoilt = false;
  readonly channels = new Set<string>();
  readonly patterns = new Set<string>();
  readonly queue = new Queue<{ readonly call: Call; readonly respond: (reply: Reply) => void }>();
  /** A blocking command waits; what comes behind it waits too. */
  isBlocked = false;
  isClosed = false;

  constructor(
    readonly id: number,
    readonly client: string,
    readonly push: (push: Push) => void,
    /** The server has gone away. */
    readonly onClose: () => void,
  ) {}

  endTransaction(): void {
    this.transaction = undefined;
    this.isSpoilt = false;
  }
}
