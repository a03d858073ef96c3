/** What one side of a boundary offers: requests that are answered, events that are not. */
export interface Contract {
  requests: Record<string, { params: unknown; result: unknown }>;
  events: Record<string, unknown>;
}

type Frame =
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'event'; readonly method: string; readonly params: unknown }
  | { readonly kind: 'ok'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'fail'; readonly id: number; readonly message: string };

export type Handlers<C extends Contract> = {
  readonly [M in keyof C['requests']]: (
    params: C['requests'][M]['params'],
  ) => C['requests'][M]['result'] | Promise<C['requests'][M]['result']>;
};

export type Listeners<C extends Contract> = {
  readonly [E in keyof C['events']]: (params: C['events'][E]) => void;
};

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** One end of a typed, symmetrical channel over any message port. Failures travel; nothing outlives `dispose`. */
export class Channel<Mine extends Contract, Theirs extends Contract> {
  private nextId = 1;
  private closed = false;
  private readonly pending = new Map</* request id */ number, Pending>();

  constructor(
    private readonly post: (frame: unknown) => void,
    private readonly handlers: Handlers<Mine>,
    private readonly listeners: Listeners<Mine>,
  ) {}

  /** @throws what the other side threw, as an Error with its message; "Channel closed" after `dispose`. */
  request<M extends keyof Theirs['requests'] & string>(
    method: M,
    params: Theirs['requests'][M]['params'],
  ): Promise<Theirs['requests'][M]['result']> {
    if (this.closed) return Promise.reject(new Error('Channel closed'));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.post({ kind: 'request', id, method, params } satisfies Frame);
    });
  }

  notify<E extends keyof Theirs['events'] & string>(method: E, params: Theirs['events'][E]): void {
    if (!this.closed) this.post({ kind: 'event', method, params } satisfies Frame);
  }

  /** Feed every incoming message here. Anything that is not a frame is ignored. */
  async receive(message: unknown): Promise<void> {
    const frame = parseFrame(message);
    if (!frame || this.closed) return;
    switch (frame.kind) {
      case 'ok':
        this.settle(frame.id)?.resolve(frame.result);
        return;
      case 'fail':
        this.settle(frame.id)?.reject(new Error(frame.message));
        return;
      case 'event':
        own(this.listeners, frame.method)?.(frame.params);
        return;
      case 'request':
        await this.answer(frame.id, frame.method, frame.params);
    }
  }

  dispose(): void {
    this.closed = true;
    for (const request of this.pending.values()) request.reject(new Error('Channel closed'));
    this.pending.clear();
  }

  private async answer(id: number, method: string, params: unknown): Promise<void> {
    try {
      const handler = own(this.handlers, method);
      if (!handler) throw new Error(`Unknown request "${method}"`);
      const result = await handler(params);
      if (!this.closed) this.post({ kind: 'ok', id, result } satisfies Frame);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (!this.closed) this.post({ kind: 'fail', id, message: text } satisfies Frame);
    }
  }

  private settle(id: number): Pending | undefined {
    const entry = this.pending.get(id);
    this.pending.delete(id);
    return entry;
  }
}

/** Own properties only, so a message cannot name "constructor" or "__proto__". */
function own(table: object, name: string): ((params: unknown) => unknown) | undefined {
  const value: unknown = Object.hasOwn(table, name) ? (table as Record<string, unknown>)[name] : undefined;
  return typeof value === 'function' ? (value as (params: unknown) => unknown) : undefined;
}

function parseFrame(value: unknown): Frame | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, id, method, params, result, message } = value as Record<string, unknown>;
  switch (kind) {
    case 'request':
      return typeof id === 'number' && typeof method === 'string' ? { kind, id, method, params } : undefined;
    case 'event':
      return typeof method === 'string' ? { kind, method, params } : undefined;
    case 'ok':
      return typeof id === 'number' ? { kind, id, result } : undefined;
    case 'fail':
      return typeof id === 'number' && typeof message === 'string' ? { kind, id, message } : undefined;
    default:
      return undefined;
  }
}
